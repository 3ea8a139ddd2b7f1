//! A field that is constant by its name, and one that varies by what `Deref` makes of it.

use std::ops::Deref;

use gradus::grad;

struct Spring {
    k: f64,
    rest: f64,
}

struct Damped {
    spring: Spring,
    c: f64,
}

impl Deref for Damped {
    type Target = Spring;

    fn deref(&self) -> &Spring {
        &self.spring
    }
}

#[grad(wrt(p.spring.k: f64, x))]
fn energy(p: &Damped, x: f64) -> f64 {
    0.5 * p.k * x * x + p.c * p.spring.rest
}

struct Named(Spring);

impl Deref for Named {
    type Target = Spring;

    fn deref(&self) -> &Spring {
        &self.0
    }
}

impl Named {
    #[grad(wrt(self.0.k: f64))]
    fn energy(&self, x: f64) -> f64 {
        let this = self;
        let doubled = (0..2).map(|_| this.k).fold(0.0, |a, b| a + b);
        doubled * x
    }

    #[grad(wrt(self.k: f64, x))]
    fn inside(self: Box<Self>, x: f64) -> f64 {
        self.k * self.0.rest * x
    }
}

/// Both have a `k`.
struct Pair {
    spring: Spring,
    k: f64,
}

impl Deref for Pair {
    type Target = Spring;

    fn deref(&self) -> &Spring {
        &self.spring
    }
}

#[grad(wrt(p.spring.k: f64, p.k: f64))]
fn of_a_value(p: Pair) -> f64 {
    (*p).k * p.k
}

#[grad(wrt(p.spring.k: f64, p.k: f64))]
fn of_a_reference(p: &Pair) -> f64 {
    (**p).k * p.k
}

#[grad(wrt(p.spring.k: f64, p.k: f64))]
fn under_its_type(p: &Pair) -> f64 {
    let spring: &Spring = p;
    spring.k * p.k
}

#[grad(wrt(p.spring.k: f64, p.k: f64))]
fn of_a_closure(p: &Pair) -> f64 {
    let stiffness = |spring: &Spring| spring.k;
    stiffness(p) * p.k
}

fn main() {}
