//! Every warning is an error, in every place where a marked function may stand.
#![deny(warnings)]
#![deny(
    missing_docs,
    unused_qualifications,
    unreachable_pub,
    unused_lifetimes,
    single_use_lifetimes,
    trivial_numeric_casts
)]
#![deny(unused_results, elided_lifetimes_in_paths, let_underscore_drop, non_ascii_idents, unused_import_braces)]
#![deny(clippy::all, clippy::pedantic)]
#![forbid(unsafe_code)]

pub mod odd;
pub mod shapes;

use gradus::grad;

/// A public function with a parameter that is not used and one that is changed.
#[grad]
#[must_use]
#[inline]
pub fn public(x: f64, mut y: f64, _unused: f64, scale: u32) -> f64 {
    y += x * f64::from(scale);
    if y > 0.0 { y.sqrt() } else { y.abs() * 3.25 }
}

/// Never called itself.
#[grad]
fn private(x: f64) -> f64 {
    x.tanh() * 123_456.789
}

/// A body on some springs.
#[derive(Clone, Copy, Debug)]
pub struct Spring {
    /// Stiffness.
    pub k: f64,
    springs: u32,
}

impl Spring {
    /// Several springs side by side.
    #[must_use]
    pub const fn new(k: f64, springs: u32) -> Self {
        Self { k, springs }
    }

    /// The energy at an elongation.
    #[grad]
    #[must_use]
    pub fn energy(&self, x: f64, offset: f64) -> f64 {
        let e = x - offset;
        0.5 * self.k * e * e * f64::from(self.springs)
    }

    /// The energy of a spring of unit stiffness.
    #[grad(name = unit_slope)]
    #[must_use]
    pub fn unit(x: f64) -> f64 {
        0.5 * x * x
    }

    #[grad(wrt(x))]
    pub(crate) fn damped(self, x: f64, v: f64) -> f64 {
        self.k.mul_add(x, -v * x)
    }
}

/// Carries bounds and lifetimes over.
#[grad]
#[allow(clippy::cast_precision_loss)]
#[must_use]
pub fn generic<'a, const N: usize>(x: f64, _label: &'a str) -> f64
where
    'a: 'a,
{
    x * N as f64
}

/// Single precision.
#[grad]
#[must_use]
pub fn single(x: f32, y: f32) -> f32 {
    (x * 0.1 - y).abs() + x.powf(y) + x.sin()
}

/// Marked functions inside a function; the second is derived from a macro's pieces.
#[must_use]
pub fn inside(x: f64) -> f64 {
    #[grad]
    fn square(x: f64) -> f64 {
        x * x
    }

    macro_rules! marked {
        ($name:ident, $variable:ident, $body:expr) => {
            #[grad]
            fn $name($variable: f64) -> f64 {
                let twice = 2.0 * $body;
                twice * $variable
            }
        };
    }
    marked!(cubic, t, t * t);

    square_grad(x).1 + cubic_grad(x).1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(a: f64, b: f64) -> bool {
        (a - b).abs() < 1e-12
    }

    #[test]
    fn functions() {
        let (value, (d_x, d_y, d_unused)) = public_grad(1.0, 2.0, 9.0, 2);
        assert!(close(value, 2.0) && close(d_x, 0.5) && close(d_y, 0.25) && close(d_unused, 0.0));
        assert!(close(private_grad(0.0).1, 123_456.789));
        assert!(close(generic_grad::<3>(2.0, "label").1, 3.0));
        assert!(close(inside(2.0), 4.0 + 24.0));
        let (value, (d_x, _)) = single_grad(0.5, 2.0);
        assert!((value - single(0.5, 2.0)).abs() < f32::EPSILON);
        assert!((d_x - (-0.1 + 2.0 * 0.5 + 0.5_f32.cos())).abs() < 1e-6);
    }

    #[test]
    fn methods() {
        let spring = Spring::new(4.0, 2);
        let (value, (d_x, d_offset)) = spring.energy_grad(1.5, 0.5);
        assert!(close(value, 4.0) && close(d_x, 8.0) && close(d_offset, -8.0));
        assert!(close(Spring::unit_slope(3.0).1, 3.0));
        assert!(close(spring.damped_grad(1.0, 0.5).1, 3.5));
        let mut slot = 1.0;
        let _ = spring.energy_vjp(1.5, 0.5, 2.0, None, Some(&mut slot), None);
        assert!(close(slot, 17.0));
    }
}
