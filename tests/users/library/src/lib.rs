//! A library with marked functions.
#![deny(warnings, missing_docs)]

use gradus::grad;

/// Newton's law of gravitation, by distance and masses.
#[grad]
pub fn attraction(r: f64, m1: f64, m2: f64) -> f64 {
    const G: f64 = 6.674e-11;
    G * m1 * m2 / (r * r)
}

/// What a module has.
pub mod shapes {
    /// The volume of a cone.
    #[gradus::grad]
    #[inline]
    pub fn cone(r: f64, h: f64) -> f64 {
        core::f64::consts::PI * r.powi(2) * h / 3.0
    }
}

/// Products of slices.
pub mod vectors {
    use gradus::grad;

    /// The inner product.
    #[grad]
    pub fn dot(a: &[f64], b: &[f64]) -> f64 {
        let mut sum = 0.0;
        for (a, b) in a.iter().zip(b) {
            sum += a * b;
        }
        sum
    }

    /// Multiplies in place.
    #[grad]
    pub fn scale(x: &mut [f64], factor: f64) {
        for x in x {
            *x *= factor;
        }
    }
}

/// A bell curve.
pub struct Bell {
    /// Its width.
    pub width: f64,
}

impl Bell {
    /// The height at a distance.
    #[grad]
    pub fn at(&self, x: f64) -> f64 {
        (-(x / self.width).powi(2)).exp()
    }
}

/// Works without the macro.
pub fn by_hand(x: f64, y: f64) -> f64 {
    x * x * y
}

/// The value and the partials of [`by_hand`].
pub fn by_hand_grad(x: f64, y: f64) -> (f64, (f64, f64)) {
    (x * x * y, (2.0 * x * y, x * x))
}
