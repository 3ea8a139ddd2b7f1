//! Without std: functions of `libm` by their path, and methods by a trait of the crate's own.
//!
//! Cargo builds the packages of one command with the union of their features, so this one has to be tested alone:
//! `cargo test -p user-no-std`.
#![no_std]
#![deny(warnings, missing_docs)]

use gradus::grad;

/// A damped oscillation.
#[grad]
pub fn damped(t: f64, rate: f64, frequency: f64) -> f64 {
    libm::exp(-rate * t) * libm::cos(frequency * t)
}

/// A sum of what `core` has and what it lacks.
#[grad]
pub fn mixed(x: f64, y: f64) -> f64 {
    let r = libm::sqrt(x * x + y * y);
    let t = libm::log(r).abs() + x.max(y) - y.recip();
    libm::pow(r, 1.5) + libm::erf(t) + libm::atan2(y, x) + libm::tgamma(r) + x.clamp(-1.0, 1.0)
}

/// Methods that `core` lacks.
pub mod float {
    use gradus::grad;

    /// Methods by `libm`. Where another package of the build brings std in, its methods come first.
    #[allow(dead_code)]
    trait Float {
        fn sin(self) -> f64;
        fn cos(self) -> f64;
    }

    impl Float for f64 {
        fn sin(self) -> f64 {
            libm::sin(self)
        }
        fn cos(self) -> f64 {
            libm::cos(self)
        }
    }

    /// A wave.
    #[grad]
    pub fn wave(x: f64, k: f64) -> f64 {
        (k * x).sin()
    }
}

/// A sum over a slice: there is no `slices_grad`, which would have to allocate.
#[grad(no_alloc)]
pub fn slices(x: &[f64], rate: f64) -> f64 {
    let mut sum = 0.0;
    for v in x {
        sum += libm::exp(-rate * v);
    }
    sum
}

/// Where `alloc` is there.
pub mod allocating {
    extern crate alloc;

    use alloc::{vec, vec::Vec};
    use gradus::grad;

    /// A recurrence, whose sweep keeps what the loop changes.
    #[grad]
    pub fn recurrence(x: &[f64]) -> f64 {
        let mut s = 0.5;
        for v in x {
            s = libm::tanh(s * v);
        }
        s
    }
}
