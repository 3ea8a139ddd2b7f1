//! Differential equations, integrated in loops.

use gradus::grad;

/// Decay by Euler's method.
#[grad]
pub fn euler_decay(start: f64, rate: f64, steps: usize) -> f64 {
    let dt = 1.0 / steps as f64;
    let mut y = start;
    for _ in 0..steps {
        y += dt * (-rate * y);
    }
    y
}

/// Predator and prey by Euler's method, the state in an array.
#[grad]
pub fn predator_prey(state: [f64; 2], parameters: &[f64; 4], dt: f64, steps: usize) -> f64 {
    let mut s = state;
    for _ in 0..steps {
        let [x, y] = s;
        let dx = parameters[0] * x - parameters[1] * x * y;
        let dy = parameters[2] * x * y - parameters[3] * y;
        s = [x + dt * dx, y + dt * dy];
    }
    s[0] - s[1]
}

/// A pendulum by the classical method of Runge and Kutta, in scalars.
#[grad]
pub fn pendulum(angle: f64, speed: f64, length: f64, steps: usize) -> f64 {
    let dt = 0.1;
    let acceleration = |angle: f64| -9.81 / length * angle.sin();
    let (mut x, mut v) = (angle, speed);
    for _ in 0..steps {
        let (k1x, k1v) = (v, acceleration(x));
        let (k2x, k2v) = (v + 0.5 * dt * k1v, acceleration(x + 0.5 * dt * k1x));
        let (k3x, k3v) = (v + 0.5 * dt * k2v, acceleration(x + 0.5 * dt * k2x));
        let (k4x, k4v) = (v + dt * k3v, acceleration(x + dt * k3x));
        x += dt / 6.0 * (k1x + 2.0 * k2x + 2.0 * k3x + k4x);
        v += dt / 6.0 * (k1v + 2.0 * k2v + 2.0 * k3v + k4v);
    }
    x
}

/// Lorenz's system by Runge and Kutta, in arrays.
#[grad]
pub fn lorenz(start: [f64; 3], sigma: f64, rho: f64, beta: f64, steps: usize) -> f64 {
    let dt = 0.02;
    let field = |s: [f64; 3]| [sigma * (s[1] - s[0]), s[0] * (rho - s[2]) - s[1], s[0] * s[1] - beta * s[2]];
    let mut s = start;
    for _ in 0..steps {
        let k1 = field(s);
        let mut t = [0.0; 3];
        for i in 0..3 {
            t[i] = s[i] + 0.5 * dt * k1[i];
        }
        let k2 = field(t);
        for i in 0..3 {
            t[i] = s[i] + 0.5 * dt * k2[i];
        }
        let k3 = field(t);
        for i in 0..3 {
            t[i] = s[i] + dt * k3[i];
        }
        let k4 = field(t);
        for i in 0..3 {
            s[i] += dt / 6.0 * (k1[i] + 2.0 * k2[i] + 2.0 * k3[i] + k4[i]);
        }
    }
    s[0] + s[1] * s[2]
}

/// One scalar equation by Runge and Kutta: RK4 with a nonlinear right side.
#[grad]
pub fn logistic_growth(start: f64, rate: f64, capacity: f64, steps: usize) -> f64 {
    let h = 0.25;
    let mut y = start;
    for _ in 0..steps {
        let k1 = rate * y * (1.0 - y / capacity);
        let y2 = y + 0.5 * h * k1;
        let k2 = rate * y2 * (1.0 - y2 / capacity);
        let y3 = y + 0.5 * h * k2;
        let k3 = rate * y3 * (1.0 - y3 / capacity);
        let y4 = y + h * k3;
        let k4 = rate * y4 * (1.0 - y4 / capacity);
        y += h / 6.0 * (k1 + 2.0 * k2 + 2.0 * k3 + k4);
    }
    y
}

/// Planets by the leapfrog method: positions and velocities in slices that are copied first.
#[grad]
pub fn leapfrog(position: &[f64], velocity: &[f64], mass: f64, steps: usize) -> f64 {
    let dt = 0.05;
    let mut x = position.to_vec();
    let mut v = velocity.to_vec();
    for _ in 0..steps {
        for i in 0..x.len() {
            x[i] += 0.5 * dt * v[i];
        }
        let mut r2 = 0.01;
        for i in 0..x.len() {
            r2 += x[i] * x[i];
        }
        let pull = mass / (r2 * r2.sqrt());
        for i in 0..x.len() {
            v[i] -= dt * pull * x[i];
            x[i] += 0.5 * dt * v[i];
        }
    }
    let mut sum = 0.0;
    for i in 0..x.len() {
        sum += x[i] * x[i] + v[i];
    }
    sum
}

/// A ball that bounces, until the time is over.
#[grad]
pub fn bouncing(height: f64, speed: f64, restitution: f64, end: f64) -> f64 {
    let dt = 0.05;
    let mut time = 0.0;
    let mut y = height;
    let mut v = speed;
    while time < end {
        v -= 9.81 * dt;
        y += v * dt;
        if y < 0.0 {
            y = -y;
            v = -restitution * v;
        }
        time += dt;
    }
    y
}

/// Heat in a rod, in place: each point takes from its neighbours by their old values.
#[grad]
pub fn heat(initial: &[f64], conductivity: f64, steps: usize) -> f64 {
    let n = initial.len();
    let mut u = initial.to_vec();
    for _ in 0..steps {
        let mut left = u[0];
        for i in 1..n - 1 {
            let here = u[i];
            u[i] += conductivity * (left - 2.0 * here + u[i + 1]);
            left = here;
        }
    }
    let mut sum = 0.0;
    for i in 0..n {
        sum += u[i] * u[i];
    }
    sum
}

/// Heat with a conductivity that depends on it, from one buffer into another.
#[grad]
pub fn nonlinear_heat(initial: &[f64], k: f64, steps: usize) -> f64 {
    let n = initial.len();
    let mut u = initial.to_vec();
    let mut next = vec![0.0; n];
    for _ in 0..steps {
        next[0] = u[0];
        next[n - 1] = u[n - 1];
        for i in 1..n - 1 {
            let c = k / (1.0 + u[i] * u[i]);
            next[i] = u[i] + c * (u[i - 1] - 2.0 * u[i] + u[i + 1]);
        }
        for i in 0..n {
            u[i] = next[i];
        }
    }
    u[n / 2]
}

/// The upwind scheme for Burgers' equation on a ring, buffers swapped.
#[grad]
pub fn burgers(initial: &[f64; 8], dt: f64, steps: usize) -> f64 {
    let mut u = *initial;
    for _ in 0..steps {
        let mut next = [0.0; 8];
        for i in 0..8 {
            let before = if i == 0 { 7 } else { i - 1 };
            next[i] = u[i] - dt * u[i] * (u[i] - u[before]);
        }
        u = next;
    }
    u.iter().map(|v| v * v * v).sum()
}
