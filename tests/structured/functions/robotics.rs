//! Kinematics, filters and controllers.

use gradus::grad;

/// The hand of an arm of two links, its squared distance from a target.
#[grad]
pub fn two_links(angles: [f64; 2], lengths: [f64; 2], target: (f64, f64)) -> f64 {
    let (s1, c1) = angles[0].sin_cos();
    let (s12, c12) = (angles[0] + angles[1]).sin_cos();
    let x = lengths[0] * c1 + lengths[1] * c12;
    let y = lengths[0] * s1 + lengths[1] * s12;
    (x - target.0).powi(2) + (y - target.1).powi(2)
}

/// An arm of any number of links.
#[grad]
pub fn many_links(angles: &[f64], lengths: &[f64], target: [f64; 2]) -> f64 {
    let mut angle = 0.0;
    let (mut x, mut y) = (0.0, 0.0);
    for (a, l) in angles.iter().zip(lengths) {
        angle += a;
        x += l * angle.cos();
        y += l * angle.sin();
    }
    (x - target[0]).hypot(y - target[1])
}

/// A product of 4x4 matrices.
#[grad]
pub fn product4(a: &[[f64; 4]; 4], b: &[[f64; 4]; 4]) -> [[f64; 4]; 4] {
    let mut c = [[0.0; 4]; 4];
    for i in 0..4 {
        for j in 0..4 {
            for k in 0..4 {
                c[i][j] += a[i][k] * b[k][j];
            }
        }
    }
    c
}

/// Six joints by the convention of Denavit and Hartenberg: how far the hand is from a target.
#[grad]
pub fn six_joints(q: [f64; 6], target: [f64; 3]) -> f64 {
    const D: [f64; 6] = [0.089159, 0.0, 0.0, 0.10915, 0.09465, 0.0823];
    const A: [f64; 6] = [0.0, -0.425, -0.39225, 0.0, 0.0, 0.0];
    const ALPHA: [f64; 6] = [1.570796327, 0.0, 0.0, 1.570796327, -1.570796327, 0.0];
    let mut pose = [[1.0, 0.0, 0.0, 0.0], [0.0, 1.0, 0.0, 0.0], [0.0, 0.0, 1.0, 0.0], [0.0, 0.0, 0.0, 1.0]];
    for i in 0..6 {
        let (s, c) = q[i].sin_cos();
        let (sa, ca) = (ALPHA[i].sin(), ALPHA[i].cos());
        let joint =
            [[c, -s * ca, s * sa, A[i] * c], [s, c * ca, -c * sa, A[i] * s], [0.0, sa, ca, D[i]], [0.0, 0.0, 0.0, 1.0]];
        let mut next = [[0.0; 4]; 4];
        for r in 0..4 {
            for c in 0..4 {
                for k in 0..4 {
                    next[r][c] += pose[r][k] * joint[k][c];
                }
            }
        }
        pose = next;
    }
    let mut distance = 0.0;
    for k in 0..3 {
        distance += (pose[k][3] - target[k]).powi(2);
    }
    distance
}

/// Two joints by calls of the marked matrix product.
#[grad]
pub fn two_joints(q1: f64, q2: f64, a: f64) -> f64 {
    let first = [
        [q1.cos(), -q1.sin(), 0.0, a * q1.cos()],
        [q1.sin(), q1.cos(), 0.0, a * q1.sin()],
        [0.0, 0.0, 1.0, 0.0],
        [0.0, 0.0, 0.0, 1.0],
    ];
    let second =
        [[q2.cos(), 0.0, q2.sin(), 0.5], [0.0, 1.0, 0.0, a], [-q2.sin(), 0.0, q2.cos(), 0.25], [0.0, 0.0, 0.0, 1.0]];
    let both: [[f64; 4]; 4] = product4(&first, &second);
    both[0][3] * both[0][3] + both[1][3] * both[2][0] + both[0][0]
}

/// A vector turned by a quaternion that need not have length 1.
#[grad]
pub fn quaternion_rotation(q: [f64; 4], v: [f64; 3], axis: [f64; 3]) -> f64 {
    let norm = (q[0] * q[0] + q[1] * q[1] + q[2] * q[2] + q[3] * q[3]).sqrt();
    let (w, x, y, z) = (q[0] / norm, q[1] / norm, q[2] / norm, q[3] / norm);
    let t = [2.0 * (y * v[2] - z * v[1]), 2.0 * (z * v[0] - x * v[2]), 2.0 * (x * v[1] - y * v[0])];
    let turned = [
        v[0] + w * t[0] + (y * t[2] - z * t[1]),
        v[1] + w * t[1] + (z * t[0] - x * t[2]),
        v[2] + w * t[2] + (x * t[1] - y * t[0]),
    ];
    let mut sum = 0.0;
    for i in 0..3 {
        sum += turned[i] * axis[i];
    }
    sum
}

/// A Kalman filter for position and speed: the log likelihood of what is measured.
#[grad]
pub fn kalman(measured: &[f64], noise: f64, drift: f64, speed: f64) -> f64 {
    let dt = 0.5;
    let mut x = [0.0, speed];
    let mut p = [[1.0, 0.0], [0.0, 1.0]];
    let mut log = 0.0;
    for &m in measured {
        x = [x[0] + dt * x[1], x[1]];
        let a = p[0][0] + dt * (p[1][0] + p[0][1]) + dt * dt * p[1][1] + drift;
        let b = p[0][1] + dt * p[1][1];
        let d = p[1][1] + drift;
        let s = a + noise;
        let residual = m - x[0];
        log -= 0.5 * (residual * residual / s + s.ln());
        let (k0, k1) = (a / s, b / s);
        x[0] += k0 * residual;
        x[1] += k1 * residual;
        p = [[(1.0 - k0) * a, (1.0 - k0) * b], [(1.0 - k0) * b, d - k1 * b]];
    }
    log
}

/// A PID controller with a limited output, and a heavy thing that it pushes: the integrated error.
#[grad]
pub fn pid_cost(kp: f64, ki: f64, kd: f64, setpoint: f64, steps: usize) -> f64 {
    let dt = 0.1;
    let (mut position, mut velocity) = (0.0, 0.0);
    let mut integral = 0.0;
    let mut previous = setpoint;
    let mut cost = 0.0;
    for _ in 0..steps {
        let error = setpoint - position;
        integral += error * dt;
        let derivative = (error - previous) / dt;
        let force = (kp * error + ki * integral + kd * derivative).clamp(-1.5, 1.5);
        velocity += (force - 0.3 * velocity) * dt;
        position += velocity * dt;
        previous = error;
        cost += error * error * dt + 0.01 * force.powi(2);
    }
    cost
}

/// A unicycle driven along controls: how far from where it should be, its heading wrapped.
#[grad]
pub fn unicycle(controls: &[[f64; 2]], start: [f64; 3]) -> f64 {
    let [mut x, mut y, mut heading] = start;
    for control in controls {
        let [speed, turn] = *control;
        x += speed * heading.cos() * 0.1;
        y += speed * heading.sin() * 0.1;
        heading += turn * 0.1;
        if heading > std::f64::consts::PI {
            heading -= 2.0 * std::f64::consts::PI;
        } else if heading < -std::f64::consts::PI {
            heading += 2.0 * std::f64::consts::PI;
        }
    }
    x * x + y * y + heading.powi(2)
}
