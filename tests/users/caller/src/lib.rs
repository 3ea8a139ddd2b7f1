//! Calls functions and their gradients across crates, and hands them on.
#![deny(warnings, missing_docs)]

pub use user_library::shapes::*;
pub use user_library::{attraction, attraction_grad as pull};

use gradus::grad;
use user_library::vectors::{self, scale, scale_vjp};
use user_library::{Bell, by_hand, by_hand_grad};

/// Calls by path, by import and as method; an array twice in one call.
#[grad(constant(bell))]
pub fn composed(x: &[f64], bell: &Bell, r: f64) -> f64 {
    let mut y = [x[0], x[1]];
    scale(&mut y, r);
    vectors::dot(x, x).sqrt() + user_library::vectors::dot(&y, x) * bell.at(r) + user_library::attraction(r, x[0], 2.0)
}

/// Calls itself.
#[grad]
pub fn power(x: f64, n: u32) -> f64 {
    if n == 0 { 1.0 } else { x * power(x, n - 1) }
}

/// Calls a function whose derivative is written by hand.
#[grad(rule(by_hand = by_hand_grad))]
pub fn with_rule(x: f64) -> f64 {
    by_hand(x, x.sin()) + by_hand(x, 3.0)
}

/// Has a pullback that is written by hand.
#[grad(rule = norm_by_hand)]
pub fn norm(x: &[f64], shift: f64) -> f64 {
    x.iter().map(|x| x * x).sum::<f64>().sqrt() + shift
}

fn norm_by_hand(x: &[f64], shift: f64, seed: f64, d_x: Option<&mut [f64]>, d_shift: Option<&mut f64>) -> f64 {
    let value = norm(x, shift);
    if let Some(d_x) = d_x {
        for (d, x) in d_x.iter_mut().zip(x) {
            *d += seed * x / (value - shift);
        }
    }
    if let Some(d) = d_shift {
        *d += seed;
    }
    value
}

/// Calls what has a pullback by hand.
#[grad]
pub fn scaled_norm(x: &[f64], k: f64) -> f64 {
    k * norm(x, k * k)
}
