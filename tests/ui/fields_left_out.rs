//! Parts of a struct behind a `..`, of which the macro does not know the position.

use gradus::grad;

struct Body(f64, usize, usize);

#[grad(wrt(p.0: f64))]
fn in_matches(p: &Body) -> f64 {
    if matches!(p, Body(.., 3)) { 2.0 * p.0 } else { p.0 }
}

#[grad(wrt(p.0: f64))]
fn in_if_let(p: &Body) -> f64 {
    if let Body(mass, .., 3) = p { 2.0 * mass } else { p.0 }
}

#[grad(wrt(p.0: f64))]
fn in_match(p: Body) -> f64 {
    match p {
        Body(mass, .., 3) => 2.0 * mass,
        Body(mass, ..) => mass,
    }
}

#[grad(wrt(p.0: f64))]
fn in_let(p: (f64, usize, usize)) -> f64 {
    let (mass, .., count) = p;
    mass * count as f64
}

fn main() {}
