//! Kinematics, filters and controllers, for any number.

use super::*;

pub fn two_links<T: Real>(angles: [T; 2], lengths: [T; 2], target: (T, T)) -> T {
    let both = angles[0] + angles[1];
    let x = lengths[0] * angles[0].cos() + lengths[1] * both.cos();
    let y = lengths[0] * angles[0].sin() + lengths[1] * both.sin();
    (x - target.0).powi(2) + (y - target.1).powi(2)
}

pub fn many_links<T: Real>(angles: &[T], lengths: &[T], target: [T; 2]) -> T {
    let angle = |i: usize| sum(i + 1, |k| angles[k]);
    let x = sum(angles.len(), |i| lengths[i] * angle(i).cos());
    let y = sum(angles.len(), |i| lengths[i] * angle(i).sin());
    (x - target[0]).hypot(y - target[1])
}

pub fn product4<T: Real>(a: &[[T; 4]; 4], b: &[[T; 4]; 4]) -> [[T; 4]; 4] {
    std::array::from_fn(|i| std::array::from_fn(|j| sum(4, |k| a[i][k] * b[k][j])))
}

pub fn six_joints<T: Real>(q: [T; 6], target: [T; 3]) -> T {
    let d = [0.089159, 0.0, 0.0, 0.10915, 0.09465, 0.0823];
    let a = [0.0, -0.425, -0.39225, 0.0, 0.0, 0.0];
    let alpha: [f64; 6] = [1.570796327, 0.0, 0.0, 1.570796327, -1.570796327, 0.0];
    let unit = |i: usize| std::array::from_fn(|j| T::of(f64::from(i == j)));
    let pose = (0..6).fold(std::array::from_fn(unit), |pose, i| {
        let (s, c, sa, ca) = (q[i].sin(), q[i].cos(), alpha[i].sin(), alpha[i].cos());
        let third = [T::of(0.0), T::of(sa), T::of(ca), T::of(d[i])];
        product4(&pose, &[[c, -s * ca, s * sa, c * a[i]], [s, c * ca, -c * sa, s * a[i]], third, unit(3)])
    });
    sum(3, |k| (pose[k][3] - target[k]).powi(2))
}

pub fn two_joints<T: Real>(q1: T, q2: T, a: T) -> T {
    let (o, l) = (T::of(0.0), T::of(1.0));
    let first =
        [[q1.cos(), -q1.sin(), o, a * q1.cos()], [q1.sin(), q1.cos(), o, a * q1.sin()], [o, o, l, o], [o, o, o, l]];
    let lift = T::of(0.25);
    let second = [[q2.cos(), o, q2.sin(), T::of(0.5)], [o, l, o, a], [-q2.sin(), o, q2.cos(), lift], [o, o, o, l]];
    let both = product4(&first, &second);
    both[0][3] * both[0][3] + both[1][3] * both[2][0] + both[0][0]
}

fn cross<T: Real>(a: [T; 3], b: [T; 3]) -> [T; 3] {
    [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]]
}

pub fn quaternion_rotation<T: Real>(q: [T; 4], v: [T; 3], axis: [T; 3]) -> T {
    let norm = inner(&q, &q).sqrt();
    let (w, u) = (q[0] / norm, [q[1] / norm, q[2] / norm, q[3] / norm]);
    let t = cross(u, v).map(|x| x * 2.0);
    let last = cross(u, t);
    sum(3, |i| (v[i] + w * t[i] + last[i]) * axis[i])
}

pub fn kalman<T: Real>(measured: &[T], noise: T, drift: T, speed: T) -> T {
    let dt = 0.5;
    let (mut position, mut speed) = (T::of(0.0), speed);
    let [mut p, mut q, mut r] = [1.0, 0.0, 1.0].map(T::of);
    let mut log = T::of(0.0);
    for &m in measured {
        position = position + speed * dt;
        let (a, b, d) = (p + (q + q) * dt + r * (dt * dt) + drift, q + r * dt, r + drift);
        let s = a + noise;
        let residual = m - position;
        log = log - (residual * residual / s + s.ln()) * 0.5;
        let (k0, k1) = (a / s, b / s);
        position = position + k0 * residual;
        speed = speed + k1 * residual;
        (p, q, r) = ((-k0 + 1.0) * a, (-k0 + 1.0) * b, d - k1 * b);
    }
    log
}

pub fn pid_cost<T: Real>(kp: T, ki: T, kd: T, setpoint: T, steps: usize) -> T {
    let dt = 0.1;
    let [mut position, mut velocity, mut integral, mut cost] = [T::of(0.0); 4];
    let mut previous = setpoint;
    for _ in 0..steps {
        let error = setpoint - position;
        integral = integral + error * dt;
        let wanted = kp * error + ki * integral + kd * ((error - previous) / dt);
        let force = wanted.clamp(T::of(-1.5), T::of(1.5));
        velocity = velocity + (force - velocity * 0.3) * dt;
        position = position + velocity * dt;
        previous = error;
        cost = cost + (error * error * dt + force.powi(2) * 0.01);
    }
    cost
}

pub fn unicycle<T: Real>(controls: &[[T; 2]], start: [T; 3]) -> T {
    let turn = 2.0 * std::f64::consts::PI;
    let end = controls.iter().fold(start, |[x, y, heading], c| {
        let next = heading + c[1] * 0.1;
        let wrapped = if next > turn / 2.0 {
            next - turn
        } else if next < -turn / 2.0 {
            next + turn
        } else {
            next
        };
        [x + c[0] * heading.cos() * 0.1, y + c[0] * heading.sin() * 0.1, wrapped]
    });
    end[0] * end[0] + end[1] * end[1] + end[2].powi(2)
}

pub fn cases() -> Vec<Case> {
    vec![
        case!(robotics::two_links(angles: Array::<2>, lengths: Array::<2>, target: (Number, Number)) in -2.0..2.0),
        case!(robotics::many_links(&angles: Slice(5), &lengths: Slice(5), target: Array::<2>) in -2.0..2.0).stores(),
        case!(robotics::product4(&a: Matrix::<4, 4>, &b: Matrix::<4, 4>) -> &Matrix::<4, 4>, in -2.0..2.0),
        case!(robotics::six_joints(q: Array::<6>, target: Array::<3>) in -3.0..3.0).stores(),
        case!(robotics::two_joints(q1: Number, q2: Number, a: Number) in -2.0..2.0),
        case!(robotics::quaternion_rotation(q: Array::<4>, v: Array::<3>, axis: Array::<3>) in -2.0..2.0),
        case!(robotics::kalman(
            &measured: Slice(6), noise: Number.within(0.2, 2.0), drift: Number.within(0.01, 0.5), speed: Number
        ) in -3.0..3.0)
        .stores(),
        case!(robotics::pid_cost(kp: Number, ki: Number, kd: Number, setpoint: Number, steps = 12) in 0.1..2.0)
            .kinked()
            .stores(),
        case!(robotics::unicycle(&controls: Rows::<2>(6), start: Array::<3>) in -3.0..3.0).kinked().stores(),
    ]
}
