//! The noise of a function's values: what rounding inside it does to them.
//!
//! On a ray from the point the values at equal distances go into a table of differences. Differences of order k take away
//! what is a polynomial of lower degree, so that soon only noise is left, whose size is σ² = (k!)²/(2k)! · mean of Δᵏ²
//! (R. W. Hamming, Introduction to Applied Numerical Analysis; J. Moré and S. Wild, Estimating Computational Noise, 2011).

use super::shape::Numbers;

/// The values on the ray; the point itself is not among them, for it may lie on an edge of the function.
const VALUES: usize = 9;

/// Binary logarithms of the steps, relative to each number. The first sees single precision inside the function, too.
const STEPS: [i32; 4] = [-20, -30, -40, -48];

/// The noise of a function's values near a point.
#[derive(Clone, Debug)]
pub(super) struct Noise {
    /// Where it was the same in all differences: the rounding of the value itself.
    pub(super) floor: f64,
    /// Elsewhere, by distance, relative to each number: near a zero it may shrink with the distance.
    near: Vec<(f64, f64)>,
}

impl Noise {
    /// Measures the standard deviation of the values of `f` beside the point.
    pub(super) fn measure<N: Numbers>(f: &mut impl FnMut(&N) -> f64, point: &N, value: f64) -> Self {
        let mut noise = Noise { floor: 0.0, near: Vec::new() };
        let mut moved = point.to_numbers();
        for step in STEPS {
            let step = two_to(step);
            let mut values = [0.0; VALUES];
            for (k, slot) in values.iter_mut().enumerate() {
                for position in 0..point.count() {
                    let x = point.get(position);
                    moved.set(position, x + direction(position) * scale(x) * (k + 1) as f64 * step);
                }
                *slot = f(&moved);
            }
            match judge(values, value) {
                // Values that do not move at all, as single precision does not at small steps, say nothing.
                Some((0.0, _)) if !noise.near.is_empty() => {}
                Some((size, true)) => {
                    noise.floor = size;
                    return noise;
                }
                Some((size, false)) => noise.near.push((step * (VALUES / 2) as f64, size)),
                None => {}
            }
        }
        noise
    }

    /// The noise at a distance from the number `x` of the point.
    pub(super) fn at(&self, x: f64, distance: f64) -> f64 {
        let ratio = |measured: f64| distance / scale(x) / measured;
        let nearest = self.near.iter().min_by(|(a, _), (b, _)| {
            let [a, b] = [a, b].map(|measured| ratio(*measured).ln().abs());
            a.total_cmp(&b)
        });
        let shrinking = nearest.map_or(0.0, |(measured, size)| size * ratio(*measured));
        self.floor.max(shrinking)
    }
}

/// An exact power of two.
pub(super) fn two_to(exponent: i32) -> f64 {
    f64::from_bits(((1023 + i64::from(exponent)) as u64) << 52)
}

/// Some direction that no function is likely to know.
fn direction(position: usize) -> f64 {
    const GOLDEN: f64 = 0.618_033_988_749_895;
    let fraction = ((position + 1) as f64 * GOLDEN).fract();
    if fraction < 0.5 { -0.5 - fraction } else { fraction }
}

fn scale(x: f64) -> f64 {
    if x == 0.0 { 1.0 } else { x.abs() }
}

/// The noise in these values, and whether it is nothing but noise: its size is the same in three orders of differences, and little
/// beside the values.
fn judge(values: [f64; VALUES], value: f64) -> Option<(f64, bool)> {
    let size = values.iter().fold(value.abs(), |size, x| size.max(x.abs()));
    if values.iter().any(|x| !x.is_finite()) {
        return None;
    }
    if size == 0.0 {
        return Some((0.0, true));
    }
    let mut table: Vec<f64> = values.iter().map(|x| x / size).collect();
    let spread = table.iter().fold(0.0_f64, |spread, x| spread.max((x - table[0]).abs()));
    let mut weight = 1.0;
    let mut sizes = Vec::new();
    for k in 1..VALUES - 2 {
        let order = k as f64;
        weight *= order / (2.0 * (2.0 * order - 1.0));
        table = table.windows(2).map(|pair| pair[1] - pair[0]).collect();
        let mean = table.iter().map(|x| x * x).sum::<f64>() / table.len() as f64;
        sizes.push((weight * mean).sqrt());
    }
    let last = &sizes[sizes.len() - 3..];
    let (low, high) = last.iter().fold((f64::INFINITY, 0.0_f64), |(low, high), x| (low.min(*x), high.max(*x)));
    Some((high * size, high <= 20.0 * low && spread <= 1e-4))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn noise_of(mut f: impl FnMut(f64) -> f64, x: f64) -> f64 {
        let value = f(x);
        Noise::measure(&mut |x: &f64| f(*x), &x, value).at(x, 1e-12)
    }

    #[test]
    fn rounding_is_seen() {
        let plain = noise_of(|x| x.sin() * x.exp(), 1.3);
        assert!((1e-17..2e-15).contains(&plain), "{plain:e}");
        // 1e6 is added and taken away again
        let cancelled = noise_of(|x| (x.sin() + 1e6) - 1e6, 1.3);
        assert!((1e-11..1e-9).contains(&cancelled), "{cancelled:e}");
        let single = noise_of(|x| f64::from((x as f32).sin()), 1.3);
        assert!((1e-9..1e-6).contains(&single), "{single:e}");
    }

    #[test]
    fn change_is_not_taken_for_noise() {
        assert!(noise_of(|x| (1e6 * x).sin(), 1.3) < 1e-9);
        assert!(noise_of(|x| x.floor(), 1.0) == 0.0);
        assert!(noise_of(|x| x.abs(), 0.0) < 1e-15);
        assert_eq!(noise_of(|_| f64::NAN, 0.0), 0.0);
    }
}
