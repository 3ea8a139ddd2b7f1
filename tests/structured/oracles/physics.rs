//! Potentials, orbits and fields, for any number.

use super::*;

pub fn lennard_jones<T: Real>(positions: &[[T; 3]], epsilon: T, sigma: T) -> T {
    let mut energy = T::of(0.0);
    for (i, p) in positions.iter().enumerate() {
        for q in &positions[i + 1..] {
            let r2 = sum(3, |k| (p[k] - q[k]) * (p[k] - q[k]));
            let s6 = (sigma * sigma / r2).powi(3);
            energy = energy + epsilon * 4.0 * (s6 * s6 - s6);
        }
    }
    energy
}

pub fn lennard_jones_flat<T: Real>(x: &[T], n: usize, cutoff: T) -> T {
    let mut energy = T::of(0.0);
    for i in 1..n {
        for j in 0..i {
            let r2 = sum(3, |k| (x[3 * i + k] - x[3 * j + k]) * (x[3 * i + k] - x[3 * j + k]));
            if !(r2 > cutoff * cutoff) {
                let inverse = T::of(1.0) / (r2 * r2 * r2);
                energy = energy + inverse * 4.0 * (inverse - 1.0);
            }
        }
    }
    energy
}

pub fn gravity<T: Real>(masses: &[T], x: &[T], y: &[T]) -> T {
    let mut potential = T::of(0.0);
    for i in 0..masses.len() {
        for j in i + 1..masses.len() {
            let r = ((x[i] - x[j]).powi(2) + (y[i] - y[j]).powi(2) + 0.01).sqrt();
            potential = potential - masses[i] * 6.674e-1 * masses[j] / r;
        }
    }
    potential
}

pub fn ring_of_springs<T: Real>(angle: &[T], stiffness: T, rest: T) -> T {
    sum(angle.len(), |i| {
        let stretch = angle[(i + 1) % angle.len()] - angle[i] - rest;
        stiffness * 0.5 * stretch * stretch
    })
}

pub fn rotors<T: Real>(theta: &[T], width: usize, coupling: T) -> T {
    let mut energy = T::of(0.0);
    for at in 0..theta.len() {
        let right = (at % width + 1 < width).then_some(at + 1);
        let below = (at + width < theta.len()).then_some(at + width);
        for neighbour in [right, below].into_iter().flatten() {
            energy = energy - coupling * (theta[at] - theta[neighbour]).cos();
        }
    }
    energy
}

pub fn kepler_radius<T: Real>(mean_anomaly: T, eccentricity: T, axis: T) -> T {
    let mut e = mean_anomaly;
    for _ in 0..20 {
        let residual = e - eccentricity * e.sin() - mean_anomaly;
        e = e - residual / (-(eccentricity * e.cos()) + 1.0);
        if residual.abs() < 1e-12 {
            break;
        }
    }
    axis * (-(eccentricity * e.cos()) + 1.0)
}

pub fn ray_through<T: Real>(height: T, slope: T, powers: &[T], gaps: &[T]) -> T {
    let (h, _) = powers.iter().zip(gaps).fold((height, slope), |(h, s), (&power, &gap)| {
        let s = s - h * power;
        (h + s * gap, s)
    });
    h * h
}

pub fn haversine<T: Real>(from: (T, T), to: (T, T), radius: T) -> T {
    let [lat1, lon1, lat2, lon2] = [from.0, from.1, to.0, to.1].map(T::to_radians);
    let hav = |x: T| (x / 2.0).sin().powi(2);
    let h = hav(lat2 - lat1) + lat1.cos() * lat2.cos() * hav(lon2 - lon1);
    radius * 2.0 * h.sqrt().asin()
}

pub fn expansion_work<T: Real>(a: T, b: T, temperature: T, volumes: &[T]) -> T {
    let pressure = |v: T| temperature * 8.314 / (v - b) - a / (v * v);
    sum(volumes.len() - 1, |i| {
        let (v, w) = (volumes[i], volumes[i + 1]);
        (pressure(v) + pressure(w)) * 0.5 * (w - v)
    })
}

pub fn torsion<T: Real>(p: &[[T; 3]; 4]) -> T {
    let b: [[T; 3]; 3] = std::array::from_fn(|i| std::array::from_fn(|k| p[i + 1][k] - p[i][k]));
    let cross = |u: [T; 3], v: [T; 3]| -> [T; 3] {
        std::array::from_fn(|k| u[(k + 1) % 3] * v[(k + 2) % 3] - u[(k + 2) % 3] * v[(k + 1) % 3])
    };
    let (n1, n2) = (cross(b[0], b[1]), cross(b[1], b[2]));
    (inner(&b[0], &n2) * inner(&b[1], &b[1]).sqrt()).atan2(inner(&n1, &n2))
}

pub fn cases() -> Vec<Case> {
    vec![
        case!(physics::lennard_jones(&positions: Rows::<3>(4), epsilon: Number, sigma: Number.within(0.1, 0.3))
            in -2.0..2.0),
        case!(physics::lennard_jones_flat(&x: Slice(12), n = 4, cutoff: Number.within(1.5, 2.5)) in -2.0..2.0).kinked(),
        case!(physics::gravity(&masses: Slice(4).within(0.5, 3.0), &x: Slice(4), &y: Slice(4)) in -2.0..2.0),
        case!(physics::ring_of_springs(&angle: Slice(5), stiffness: Number, rest: Number) in -2.0..2.0),
        case!(physics::rotors(&theta: Slice(12), width = 4, coupling: Number) in -3.0..3.0),
        case!(physics::kepler_radius(
            mean_anomaly: Number.within(0.2, 6.0), eccentricity: Number.within(0.05, 0.6), axis: Number
        ) in 0.5..3.0)
        .stores(),
        case!(physics::ray_through(height: Number, slope: Number, &powers: Slice(4), &gaps: Slice(4)) in -2.0..2.0)
            .stores(),
        case!(physics::haversine(from: (Number, Number), to: (Number, Number), radius: Number) in -60.0..60.0),
        case!(physics::expansion_work(
            a: Number, b: Number.within(0.01, 0.1), temperature: Number, &volumes: Slice(5)
        ) in 0.5..3.0),
        case!(physics::torsion(&p: Matrix::<4, 3>) in -2.0..2.0),
    ]
}
