//! Potentials, orbits and fields.

use gradus::grad;

/// The energy of Lennard-Jones over all pairs.
#[grad]
pub fn lennard_jones(positions: &[[f64; 3]], epsilon: f64, sigma: f64) -> f64 {
    let mut energy = 0.0;
    for i in 0..positions.len() {
        for j in i + 1..positions.len() {
            let mut r2 = 0.0;
            for k in 0..3 {
                let d = positions[i][k] - positions[j][k];
                r2 += d * d;
            }
            let s6 = (sigma * sigma / r2).powi(3);
            energy += 4.0 * epsilon * (s6 * s6 - s6);
        }
    }
    energy
}

/// The same over a flat slice, with a cutoff.
#[grad]
pub fn lennard_jones_flat(x: &[f64], n: usize, cutoff: f64) -> f64 {
    let mut energy = 0.0;
    for i in 1..n {
        for j in 0..i {
            let dx = x[3 * i] - x[3 * j];
            let dy = x[3 * i + 1] - x[3 * j + 1];
            let dz = x[3 * i + 2] - x[3 * j + 2];
            let r2 = dx * dx + dy * dy + dz * dz;
            if r2 > cutoff * cutoff {
                continue;
            }
            let inverse = 1.0 / (r2 * r2 * r2);
            energy += 4.0 * inverse * (inverse - 1.0);
        }
    }
    energy
}

/// Gravity among bodies, softened.
#[grad]
pub fn gravity(masses: &[f64], x: &[f64], y: &[f64]) -> f64 {
    const G: f64 = 6.674e-1;
    const SOFT: f64 = 0.01;
    let mut potential = 0.0;
    for (i, mi) in masses.iter().enumerate() {
        for (j, mj) in masses.iter().enumerate().skip(i + 1) {
            let r = ((x[i] - x[j]).powi(2) + (y[i] - y[j]).powi(2) + SOFT).sqrt();
            potential -= G * mi * mj / r;
        }
    }
    potential
}

/// The energy of springs between neighbours of a ring.
#[grad]
pub fn ring_of_springs(angle: &[f64], stiffness: f64, rest: f64) -> f64 {
    let n = angle.len();
    let mut energy = 0.0;
    for i in 0..n {
        let next = angle[(i + 1) % n];
        let stretch = next - angle[i] - rest;
        energy += 0.5 * stiffness * stretch * stretch;
    }
    energy
}

/// The rotor model on a square grid: cosines between neighbours, written for a flat slice.
#[grad]
pub fn rotors(theta: &[f64], width: usize, coupling: f64) -> f64 {
    let height = theta.len() / width;
    let mut energy = 0.0;
    for row in 0..height {
        for column in 0..width {
            let here = theta[row * width + column];
            if column + 1 < width {
                energy -= coupling * (here - theta[row * width + column + 1]).cos();
            }
            if row + 1 < height {
                energy -= coupling * (here - theta[(row + 1) * width + column]).cos();
            }
        }
    }
    energy
}

/// Kepler's equation by Newton's method, then the distance from the focus.
#[grad]
pub fn kepler_radius(mean_anomaly: f64, eccentricity: f64, axis: f64) -> f64 {
    let mut e = mean_anomaly;
    let mut iterations = 0;
    loop {
        let residual = e - eccentricity * e.sin() - mean_anomaly;
        e -= residual / (1.0 - eccentricity * e.cos());
        iterations += 1;
        if residual.abs() < 1e-12 || iterations >= 20 {
            break;
        }
    }
    axis * (1.0 - eccentricity * e.cos())
}

/// A thin lens behind a thin lens, each skipped where it has no power.
#[grad]
pub fn ray_through(height: f64, slope: f64, powers: &[f64], gaps: &[f64]) -> f64 {
    let (mut h, mut s) = (height, slope);
    for i in 0..powers.len() {
        if powers[i] != 0.0 {
            s -= h * powers[i];
        }
        h += s * gaps[i];
    }
    h * h
}

/// The great-circle distance by haversines, angles in degrees.
#[grad]
pub fn haversine(from: (f64, f64), to: (f64, f64), radius: f64) -> f64 {
    let (lat1, lon1) = (from.0.to_radians(), from.1.to_radians());
    let (lat2, lon2) = (to.0.to_radians(), to.1.to_radians());
    let h = ((lat2 - lat1) / 2.0).sin().powi(2) + lat1.cos() * lat2.cos() * ((lon2 - lon1) / 2.0).sin().powi(2);
    2.0 * radius * h.sqrt().asin()
}

/// A gas after van der Waals: the work of an expansion, by steps.
#[grad]
pub fn expansion_work(a: f64, b: f64, temperature: f64, volumes: &[f64]) -> f64 {
    let pressure = |v: f64| 8.314 * temperature / (v - b) - a / (v * v);
    let mut work = 0.0;
    for pair in volumes.windows(2) {
        let (p, q) = (pressure(pair[0]), pressure(pair[1]));
        work += 0.5 * (p + q) * (pair[1] - pair[0]);
    }
    work
}

/// The angle sum of a molecule: three atoms, an angle by `acos`, a dihedral by `atan2`.
#[grad]
pub fn torsion(p: &[[f64; 3]; 4]) -> f64 {
    let mut b = [[0.0; 3]; 3];
    for i in 0..3 {
        for k in 0..3 {
            b[i][k] = p[i + 1][k] - p[i][k];
        }
    }
    let cross =
        |u: [f64; 3], v: [f64; 3]| [u[1] * v[2] - u[2] * v[1], u[2] * v[0] - u[0] * v[2], u[0] * v[1] - u[1] * v[0]];
    let dot = |u: [f64; 3], v: [f64; 3]| u[0] * v[0] + u[1] * v[1] + u[2] * v[2];
    let n1 = cross(b[0], b[1]);
    let n2 = cross(b[1], b[2]);
    let y = dot(b[0], n2) * dot(b[1], b[1]).sqrt();
    let x = dot(n1, n2);
    y.atan2(x)
}
