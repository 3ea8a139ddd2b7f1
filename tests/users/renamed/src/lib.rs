//! The dependency has another name, and modules of the names that generated code uses.

/// Not the `core` that generated code means.
pub mod core {
    /// Not the option that generated code means.
    pub struct Option;
}

/// Not the helper that generated code calls.
pub fn sign(_: f64) -> f64 {
    f64::NAN
}

/// The area of a ring.
#[calculus::grad]
pub fn ring(inner: f64, outer: f64) -> f64 {
    std::f64::consts::PI * (outer * outer - inner * inner).abs()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_gradient_of_a_ring() {
        let tau = std::f64::consts::TAU;
        let (value, (d_inner, d_outer)) = ring_grad(1.0, 2.0);
        assert_eq!(value, ring(1.0, 2.0));
        assert_eq!((d_inner, d_outer), (-tau, 2.0 * tau));
    }
}
