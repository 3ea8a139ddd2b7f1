//! Marked functions, each with an oracle and the box its sample points come from.
//!
//! A test binary that says `mod macro_corpus;` must also say `mod support;`.

// Every test binary compiles this module and uses a part of it.
#![allow(dead_code)]

pub mod functions;
pub mod oracles;

use crate::support::dual::Dual;
use std::hint::black_box;

/// One marked function.
pub struct Case {
    pub name: &'static str,
    /// The user's function, out of sight of the optimiser.
    pub value: fn(&[f64]) -> f64,
    pub grad: fn(&[f64]) -> (f64, Vec<f64>),
    /// Into slots that hold other numbers before.
    pub grad_into: fn(&[f64]) -> (f64, Vec<f64>),
    /// Seed, then what it adds to slots that hold 1.
    pub vjp: fn(&[f64], f64) -> (f64, Vec<f64>),
    pub oracle: fn(&[Dual]) -> Dual,
    pub low: f64,
    pub high: f64,
    pub arity: usize,
}

/// A case by the names of what is generated.
macro_rules! case {
    ($f:ident $grad:ident $into:ident $vjp:ident ($($x:ident),*) in $low:literal .. $high:literal) => {
        Case {
            name: stringify!($f),
            value: {
                #[inline(never)]
                fn value(at: &[f64]) -> f64 {
                    let &[$($x),*] = at else { panic!("arity") };
                    functions::$f($(black_box($x)),*)
                }
                value
            },
            grad: {
                #[inline(never)]
                #[allow(unused_parens)]
                fn grad(at: &[f64]) -> (f64, Vec<f64>) {
                    let &[$($x),*] = at else { panic!("arity") };
                    let (value, ($($x),*)) = functions::$grad($(black_box($x)),*);
                    (value, vec![$($x),*])
                }
                grad
            },
            grad_into: {
                #[inline(never)]
                fn grad_into(at: &[f64]) -> (f64, Vec<f64>) {
                    let &[$($x),*] = at else { panic!("arity") };
                    let mut slots = vec![f64::NAN; at.len()];
                    let value = {
                        let [$($x),*] = [$(black_box($x)),*];
                        let mut slot = slots.iter_mut();
                        functions::$into($($x,)* $({ let _ = $x; slot.next().unwrap() }),*)
                    };
                    (value, slots)
                }
                grad_into
            },
            vjp: {
                #[inline(never)]
                fn vjp(at: &[f64], seed: f64) -> (f64, Vec<f64>) {
                    let &[$($x),*] = at else { panic!("arity") };
                    let mut slots = vec![1.0; at.len()];
                    let value = {
                        let mut slot = slots.iter_mut();
                        functions::$vjp($(black_box($x),)* black_box(seed), $({ let _ = $x; slot.next() }),*)
                    };
                    (value, slots.into_iter().map(|slot| slot - 1.0).collect())
                }
                vjp
            },
            oracle: |at| oracles::$f(at.try_into().unwrap()),
            low: $low,
            high: $high,
            arity: [$(stringify!($x)),*].len(),
        }
    };
}

/// All of them.
pub fn cases() -> Vec<Case> {
    vec![
        case!(chain chain_grad chain_grad_into chain_vjp(x, y, z) in -5.0..5.0),
        case!(neuron neuron_grad neuron_grad_into neuron_vjp(a, b, c, d, e) in -3.0..3.0),
        case!(maxout maxout_grad maxout_grad_into maxout_vjp(a, b, c, d, e, f, g, h) in -2.0..2.0),
        case!(elu elu_grad elu_grad_into elu_vjp(x, a) in -3.0..3.0),
        case!(leaky_relu leaky_relu_grad leaky_relu_grad_into leaky_relu_vjp(x) in -3.0..3.0),
        case!(cell_body cell_body_grad cell_body_grad_into cell_body_vjp(a, b, c, d, e, f, g) in -2.0..2.0),
        case!(link link_grad link_grad_into link_vjp(w, p, b, y) in -2.0..2.0),
        case!(black_scholes black_scholes_grad black_scholes_grad_into black_scholes_vjp(s, k, r, v, t) in 0.3..1.5),
        case!(himmelblau himmelblau_grad himmelblau_grad_into himmelblau_vjp(x, y) in -5.0..5.0),
        case!(rosenbrock rosenbrock_grad rosenbrock_grad_into rosenbrock_vjp(x, y) in -2.0..2.0),
        case!(beale beale_grad beale_grad_into beale_vjp(x, y) in -2.0..2.0),
        case!(ackley ackley_grad ackley_grad_into ackley_vjp(x, y) in -4.0..4.0),
        case!(normal_density normal_density_grad normal_density_grad_into normal_density_vjp(x, m, s) in 0.5..2.0),
        case!(haversine haversine_grad haversine_grad_into haversine_vjp(a, b, d, r) in 5.0..60.0),
        case!(kepler kepler_grad kepler_grad_into kepler_vjp(u, e, m) in -3.0..3.0),
        case!(arm arm_grad arm_grad_into arm_vjp(a, b, c, d, x, y) in -2.0..2.0),
        case!(lennard_jones lennard_jones_grad lennard_jones_grad_into lennard_jones_vjp(r, e, s) in 0.8..2.0),
        case!(huber huber_grad huber_grad_into huber_vjp(x, y, d) in 0.1..3.0),
        case!(methods methods_grad methods_grad_into methods_vjp(x, y) in 0.1..2.0),
        case!(overlap overlap_grad overlap_grad_into overlap_vjp(a, b, c, d) in -2.0..2.0),
    ]
}
