//! Differential equations, for any number.

use super::*;

pub fn euler_decay<T: Real>(start: T, rate: T, steps: usize) -> T {
    (0..steps).fold(start, |y, _| y + -rate * y * (1.0 / steps as f64))
}

pub fn predator_prey<T: Real>(state: [T; 2], parameters: &[T; 4], dt: T, steps: usize) -> T {
    let [a, b, c, d] = *parameters;
    let [x, y] = (0..steps).fold(state, |[x, y], _| [x + dt * (a * x - b * x * y), y + dt * (c * x * y - d * y)]);
    x - y
}

/// The classical method of Runge and Kutta.
fn runge_kutta<T: Real, const N: usize>(
    start: [T; N],
    dt: f64,
    steps: usize,
    field: impl Fn([T; N]) -> [T; N],
) -> [T; N] {
    let moved = |s: [T; N], h: f64, k: [T; N]| -> [T; N] { std::array::from_fn(|i| s[i] + k[i] * h) };
    (0..steps).fold(start, |s, _| {
        let k1 = field(s);
        let k2 = field(moved(s, 0.5 * dt, k1));
        let k3 = field(moved(s, 0.5 * dt, k2));
        let k4 = field(moved(s, dt, k3));
        moved(s, dt / 6.0, std::array::from_fn(|i| k1[i] + k2[i] * 2.0 + k3[i] * 2.0 + k4[i]))
    })
}

pub fn pendulum<T: Real>(angle: T, speed: T, length: T, steps: usize) -> T {
    runge_kutta([angle, speed], 0.1, steps, |[x, v]| [v, T::of(-9.81) / length * x.sin()])[0]
}

pub fn lorenz<T: Real>(start: [T; 3], sigma: T, rho: T, beta: T, steps: usize) -> T {
    let [x, y, z] = runge_kutta(start, 0.02, steps, |[x, y, z]| [sigma * (y - x), x * (rho - z) - y, x * y - beta * z]);
    x + y * z
}

pub fn logistic_growth<T: Real>(start: T, rate: T, capacity: T, steps: usize) -> T {
    runge_kutta([start], 0.25, steps, |[y]| [rate * y * (-(y / capacity) + 1.0)])[0]
}

pub fn leapfrog<T: Real>(position: &[T], velocity: &[T], mass: T, steps: usize) -> T {
    let dt = 0.05;
    let (mut x, mut v) = (position.to_vec(), velocity.to_vec());
    let drift = |x: &[T], v: &[T]| -> Vec<T> { x.iter().zip(v).map(|(&x, &v)| x + v * (0.5 * dt)).collect() };
    for _ in 0..steps {
        x = drift(&x, &v);
        let r2 = x.iter().fold(T::of(0.01), |r2, &x| r2 + x * x);
        let pull = mass / (r2 * r2.sqrt());
        v = x.iter().zip(&v).map(|(&x, &v)| v - pull * dt * x).collect();
        x = drift(&x, &v);
    }
    sum(x.len(), |i| x[i] * x[i] + v[i])
}

pub fn bouncing<T: Real>(height: T, speed: T, restitution: T, end: T) -> T {
    let dt = 0.05;
    let (mut time, mut y, mut v) = (0.0, height, speed);
    while time < end.value() {
        v = v - 9.81 * dt;
        y = y + v * dt;
        if y < 0.0 {
            (y, v) = (-y, -restitution * v);
        }
        time += dt;
    }
    y
}

pub fn heat<T: Real>(initial: &[T], conductivity: T, steps: usize) -> T {
    let n = initial.len();
    let u = (0..steps).fold(initial.to_vec(), |u, _| {
        let inside = |i: usize| u[i] + conductivity * (u[i - 1] - u[i] * 2.0 + u[i + 1]);
        (0..n).map(|i| if i == 0 || i == n - 1 { u[i] } else { inside(i) }).collect()
    });
    inner(&u, &u)
}

pub fn nonlinear_heat<T: Real>(initial: &[T], k: T, steps: usize) -> T {
    let n = initial.len();
    let u: Vec<T> = (0..steps).fold(initial.to_vec(), |u, _| {
        let inside = |i: usize| u[i] + k / (u[i] * u[i] + 1.0) * (u[i - 1] - u[i] * 2.0 + u[i + 1]);
        (0..n).map(|i| if i == 0 || i == n - 1 { u[i] } else { inside(i) }).collect()
    });
    u[n / 2]
}

pub fn burgers<T: Real>(initial: &[T; 8], dt: T, steps: usize) -> T {
    let u = (0..steps).fold(*initial, |u, _| std::array::from_fn(|i| u[i] - dt * u[i] * (u[i] - u[(i + 7) % 8])));
    sum(8, |i| u[i] * u[i] * u[i])
}

pub fn cases() -> Vec<Case> {
    vec![
        case!(ode::euler_decay(start: Number, rate: Number, steps = 10) in 0.2..2.0).stores(),
        case!(ode::predator_prey(state: Array::<2>, &parameters: Array::<4>, dt: Number.within(0.01, 0.1), steps = 8)
            in 0.5..1.5)
        .stores(),
        case!(ode::pendulum(angle: Number, speed: Number, length: Number.within(0.5, 2.0), steps = 6) in -1.5..1.5)
            .stores(),
        case!(ode::lorenz(
            start: Array::<3>, sigma: Number.within(5.0, 15.0), rho: Number.within(20.0, 30.0), beta: Number, steps = 5
        ) in -3.0..3.0)
        .stores(),
        case!(ode::logistic_growth(start: Number, rate: Number, capacity: Number.within(2.0, 4.0), steps = 8)
            in 0.2..2.0)
        .stores(),
        case!(ode::leapfrog(&position: Slice(3), &velocity: Slice(3), mass: Number, steps = 5) in 0.3..1.5)
            .allocates()
            .stores(),
        case!(ode::bouncing(height: Number, speed: Number, restitution: Number, end: Number.within(0.4, 1.2))
            in 0.3..1.0)
        .kinked()
        .ordinary()
        .stores(),
        case!(ode::heat(&initial: Slice(7), conductivity: Number.within(0.1, 0.3), steps = 4) in -1.0..1.0)
            .allocates()
            .stores(),
        case!(ode::nonlinear_heat(&initial: Slice(7), k: Number.within(0.1, 0.3), steps = 4) in -1.0..1.0)
            .allocates()
            .stores(),
        case!(ode::burgers(&initial: Array::<8>, dt: Number.within(0.05, 0.2), steps = 5) in 0.2..1.0).stores(),
    ]
}
