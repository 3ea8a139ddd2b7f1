//! Numbers, tuples and structs by `&mut`, inside one function.

use gradus::grad;

/// A spring by the leapfrog method, its state changed by helpers.
#[grad]
pub fn kicks_and_drifts(position: f64, velocity: f64, stiffness: f64, steps: usize) -> f64 {
    fn kick(v: &mut f64, x: f64, stiffness: f64, dt: f64) {
        *v -= stiffness * x * dt;
    }
    fn drift(x: &mut f64, v: f64, dt: f64) {
        *x += v * dt;
    }
    let (mut x, mut v) = (position, velocity);
    for _ in 0..steps {
        kick(&mut v, x, stiffness, 0.05);
        drift(&mut x, v, 0.1);
        kick(&mut v, x, stiffness, 0.05);
    }
    x * x + v
}

#[derive(Clone, Copy)]
struct State {
    x: f64,
    v: f64,
    age: usize,
}

/// A struct and a tuple that closures and references change.
#[grad]
pub fn states(x0: f64, v0: f64) -> f64 {
    let advance = |state: &mut State, dt: f64| {
        state.x += state.v * dt;
        state.v -= state.x * dt;
        state.age += 1;
    };
    fn double(pair: &mut (f64, f64)) {
        pair.0 *= 2.0;
        let (a, b) = pair;
        *b += *a;
    }
    let mut state = State { x: x0, v: v0, age: 0 };
    for _ in 0..3 {
        advance(&mut state, 0.1);
    }
    let mut pair = (x0, v0 * v0);
    double(&mut pair);
    {
        let State { x, v, .. } = &mut state;
        *x *= 1.5;
        *v += *x;
    }
    let here = &mut state;
    here.x += pair.0;
    *here = State { v: here.v * 2.0, ..*here };
    let mut copy = state;
    copy.x = 7.0;
    state.x * state.v + pair.1 + state.age as f64 * state.x + copy.x * copy.v
}

/// Numbers that change places, and one taken out of its place.
#[grad]
pub fn exchanged(a: f64, b: f64, exchange: bool) -> f64 {
    let bump = |q: &mut f64, by: f64| {
        *q = q.max(0.1) * by;
        *q
    };
    let mut pair = (a, b);
    let sum = bump(&mut pair.0, 2.0) + bump(&mut pair.1, a);
    let swap = |p: &mut f64, q: &mut f64| std::mem::swap(p, q);
    if exchange {
        swap(&mut pair.0, &mut pair.1);
    }
    let place = &mut pair.0;
    *place *= *place;
    let old = std::mem::replace(place, 0.5 * a);
    *place += old;
    sum + pair.0 * pair.1 * pair.1
}

/// An `Option` that is changed where it stands and emptied.
#[grad]
pub fn running(x: &[f64]) -> f64 {
    let mut last: Option<f64> = None;
    let mut total = 0.0;
    for (i, &v) in x.iter().enumerate() {
        if let Some(last) = last.as_mut() {
            *last = 0.5 * *last + v;
        } else {
            last = Some(v);
        }
        if let Some(last) = &mut last {
            *last *= v;
        }
        if i % 3 == 2
            && let Some(last) = last.take()
        {
            total += last * last;
        }
    }
    total + last.unwrap_or(1.0)
}

/// References that have names, used in loops and closures.
#[grad]
pub fn through_references(x: &[f64]) -> f64 {
    let add = |total: &mut f64, v: f64| *total += v * v;
    let (mut a, mut b, mut c) = (x[0], 1.0, 2.0);
    let total = &mut a;
    for v in x {
        add(total, *v);
    }
    let both = (&mut b, &mut c);
    for v in x {
        *both.0 += v;
        *both.1 *= v;
    }
    let mut last = 0.5;
    {
        let last = &mut last;
        x.iter().for_each(|v| *last += v * *last);
    }
    a * b + c * last
}
