use gradus::grad;

#[derive(Clone)]
struct Body {
    mass: f64,
    count: usize,
    order: Vec<usize>,
}

fn next(n: &mut usize) {
    *n += 1;
}

#[grad(wrt(p.mass: f64))]
fn assigned(mut p: Body) -> f64 {
    p.count = 2;
    p.mass * p.count as f64
}

#[grad(wrt(p.mass: f64))]
fn counted(mut p: Body) -> f64 {
    p.mass *= 2.0;
    p.count += 1;
    p.mass * p.count as f64
}

#[grad(wrt(p.mass: f64))]
fn borrowed(mut p: Body) -> f64 {
    next(&mut p.count);
    p.mass * p.count as f64
}

#[grad(wrt(p.mass: f64))]
fn pushed(p: Body) -> f64 {
    let mut q = p;
    q.order.push(1);
    q.mass * q.order.len() as f64
}

#[grad(wrt(p.mass: f64))]
fn element(mut p: Body) -> f64 {
    p.order[0] = 1;
    p.mass * p.order[0] as f64
}

#[grad(wrt(p.mass: f64))]
fn sorted(mut p: Body) -> f64 {
    p.order.sort();
    p.mass * p.order[0] as f64
}

#[grad(wrt(p.mass: f64))]
fn in_a_loop(mut p: Body) -> f64 {
    for n in p.order.iter_mut() {
        *n += 1;
    }
    p.mass * p.order[0] as f64
}

#[grad(wrt(p.mass: f64))]
fn behind_a_reference(mut p: Body) -> f64 {
    let q = &mut p;
    q.order.push(1);
    q.mass *= 2.0;
    p.mass * p.order.len() as f64
}

#[grad(wrt(p.mass: f64))]
fn behind_a_pattern(mut p: Body) -> f64 {
    let Body { mass, order, .. } = &mut p;
    order.push(1);
    *mass *= 2.0;
    p.mass * p.order.len() as f64
}

#[grad(wrt(p.mass: f64))]
fn taken(mut p: Body) -> f64 {
    let order = std::mem::take(&mut p.order);
    p.mass * order.len() as f64
}

#[grad(wrt(p.mass: f64))]
fn within_a_constant(mut p: Body) -> f64 {
    let last = p.order.pop().unwrap();
    p.mass * (p.order.len() + last) as f64
}

#[grad(wrt(p.mass: f64))]
fn in_a_closure(mut p: Body) -> f64 {
    let mut add = |n: usize| p.order.push(n);
    add(1);
    p.mass * p.order.len() as f64
}

#[grad(wrt(p.mass: f64))]
fn in_a_condition(mut p: Body) -> f64 {
    let mut mass = p.mass;
    while let Some(n) = p.order.pop() {
        mass *= n as f64;
    }
    if p.order.pop().is_some() { mass } else { p.mass }
}

#[grad]
impl Body {
    fn extend(&mut self, x: f64) {
        self.order.push(2);
        self.mass += x;
    }

    #[grad(wrt(self.mass: f64))]
    fn by_a_method(mut self, x: f64) -> f64 {
        self.extend(x);
        self.mass * self.order.len() as f64
    }
}

struct Inner {
    k: f64,
    count: usize,
}

struct Outer {
    inner: Inner,
}

impl Outer {
    fn is_large(&self) -> bool {
        self.inner.count > 4
    }
}

/// The same numbers, but not the same constants beside them.
#[grad(wrt(p.inner.k: f64, q.inner.k: f64))]
fn other_constants(mut p: Outer, q: Outer) -> f64 {
    p.inner = Inner { k: p.inner.k, ..q.inner };
    if p.is_large() { p.inner.k } else { q.inner.k }
}

fn main() {}
