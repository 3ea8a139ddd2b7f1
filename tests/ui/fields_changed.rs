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

fn main() {}
