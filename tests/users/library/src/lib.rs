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
