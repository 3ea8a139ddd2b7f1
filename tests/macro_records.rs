//! Arrays and `Vec`s of structs, and of tuples of numbers and constants: the value bit for bit, the gradient against central differences.

// Functions stand as their authors write them, not as clippy would.
#![allow(clippy::all, unused)]

mod support;

use gradus::grad;
use support::written::check;

const POINT: [f64; 4] = [0.5, 0.75, 0.25, 1.25];

#[derive(Clone, Copy)]
struct Body {
    m: f64,
    x: [f64; 2],
    id: usize,
}

#[grad]
fn literal(x: &[f64]) -> f64 {
    let bodies = [Body { m: x[0], x: [x[1], 1.0], id: 1 }, Body { m: x[2] * x[0], x: [0.5, x[3]], id: 2 }];
    let mut s = 0.0;
    for b in &bodies {
        s += b.m * b.x[0] * x[b.id];
    }
    for (i, b) in bodies.iter().enumerate() {
        s = s * 0.5 + b.x[1] * (i + b.id) as f64;
    }
    s + bodies[0].m * bodies[1].x[1] + bodies.len() as f64 * s
}

#[grad]
fn changed(x: &[f64]) -> f64 {
    let mut bodies = vec![Body { m: x[0], x: [x[1], 1.0], id: 1 }, Body { m: x[2] * x[0], x: [0.5, x[3]], id: 0 }];
    let mut s = 0.0;
    for step in 0..3 {
        for i in 0..bodies.len() {
            for j in 0..bodies.len() {
                if i != j {
                    let d = bodies[i].x[0] - bodies[j].x[0];
                    bodies[i].x[1] += 0.1 * d * bodies[j].m;
                }
            }
        }
        for b in bodies.iter_mut() {
            b.x[0] += b.x[1] * 0.5;
            b.m *= 0.9;
        }
        bodies[step % 2].m = s + bodies[1].m;
        s += bodies.iter().map(|b| b.m * b.x[0]).sum::<f64>();
    }
    let first = bodies[0];
    bodies[0] = Body { m: s, ..bodies[1] };
    let copy = bodies.clone();
    bodies[1].m *= 2.0;
    s + first.m * bodies[0].x[0] + bodies[1].m * copy[1].m
}

#[grad]
fn mixed(x: &[f64]) -> f64 {
    let p = [(1usize, x[0]), (0, x[1]), (3, x[2] * x[0])];
    let mut s = 0.0;
    for (i, v) in p {
        s += x[i] * v;
    }
    for &(i, v) in p.iter() {
        s = 0.5 * s + x[i] * v;
    }
    for (i, v) in &p {
        s += x[*i] * v * s;
    }
    s + p[1].1 * x[p[2].0]
        + p.iter().map(|(i, v)| v * *i as f64).sum::<f64>()
        + p.iter().zip(x).map(|(p, x)| p.1 * x).sum::<f64>()
}

#[grad]
fn pushed(x: &[f64]) -> f64 {
    let mut v = Vec::new();
    for (i, e) in x.iter().enumerate() {
        if *e > 0.3 {
            v.push((i, *e * x[0]));
        }
    }
    let mut w = vec![(2, true, x[1])];
    w.push((3, false, x[0]));
    w[0].2 *= 3.0;
    let mut s = 0.0;
    for (i, c, a) in w.iter() {
        if *c {
            s += x[*i] * a;
        } else {
            s *= a;
        }
    }
    let (k, last) = v[v.len() - 1];
    v.iter().map(|&(i, e)| e * x[i] * (i + k) as f64).sum::<f64>() * last + s
}

#[grad]
fn structs_pushed(x: &[f64]) -> f64 {
    let mut v = Vec::new();
    for i in 0..x.len() {
        v.push(Body { m: x[i] * x[0], x: [x[i], 2.0], id: i });
    }
    let mut s = 1.0;
    while s < 10.0 {
        for b in &v {
            s += b.m * b.m + x[b.id].abs();
        }
    }
    s
}

#[grad]
mod nested {
    #[derive(Clone, Copy)]
    pub struct V {
        pub x: f64,
        pub y: f64,
    }
    #[derive(Clone, Copy)]
    pub struct P {
        pub at: V,
        pub v: V,
        pub m: f64,
        pub fixed: bool,
    }
    impl std::ops::Sub for V {
        type Output = V;
        fn sub(self, o: V) -> V {
            V { x: self.x - o.x, y: self.y - o.y }
        }
    }
    impl V {
        fn dot(self, o: V) -> f64 {
            self.x * o.x + self.y * o.y
        }
    }
    impl P {
        fn new(x: f64, y: f64) -> P {
            P { at: V { x, y }, v: V { x: y, y: 1.0 }, m: x * y, fixed: false }
        }
        fn kinetic(&self) -> f64 {
            0.5 * self.m * self.v.dot(self.v)
        }
    }
    fn energy(ps: &[P]) -> f64 {
        let mut e = 0.0;
        for i in 0..ps.len() {
            e += ps[i].kinetic();
            for j in 0..i {
                let d = ps[i].at - ps[j].at;
                e += ps[i].m * ps[j].m / (d.dot(d) + 0.1).sqrt();
            }
        }
        e
    }
    fn push(ps: &mut [P], h: f64) {
        for p in ps.iter_mut() {
            if p.fixed {
                continue;
            }
            p.at.x += h * p.v.x;
            p.at.y += h * p.v.y;
        }
    }
    pub fn total(x: &[f64]) -> f64 {
        let mut ps = [P::new(x[0], x[1]), P::new(x[2], x[3]), P { fixed: true, ..P::new(x[1], x[2]) }];
        let mut e = 0.0;
        for _ in 0..3 {
            push(&mut ps, 0.1);
            ps[1].v.x *= 0.9;
            e += energy(&ps);
        }
        let mut list = Vec::new();
        for p in &ps {
            list.push(*p);
        }
        list.push(P::new(x[0], 2.0));
        e + energy(&list)
    }
}

#[grad]
fn collected(x: &[f64]) -> f64 {
    let bodies: Vec<Body> = (0..3).map(|i| Body { m: x[i] * x[0], x: [x[i], 1.0], id: i + 1 }).collect();
    let heavy: Vec<Body> = bodies.iter().filter(|b| b.m > 0.2).copied().collect();
    let pairs: Vec<(usize, f64)> = x.iter().enumerate().map(|(i, v)| (i, v * v)).collect();
    let best = pairs.iter().max_by(|a, b| a.1.total_cmp(&b.1)).unwrap();
    let mut s = 0.0;
    for (a, b) in bodies.iter().zip(&heavy) {
        s += a.m * b.x[0] * x[b.id];
    }
    for (i, v) in pairs.iter().rev() {
        s = 0.5 * s + v * x[*i];
    }
    if let Some(b) = heavy.last() {
        s += b.m;
    }
    if let Some((i, v)) = pairs.get(2) {
        s += x[*i] * v;
    }
    s + heavy.len() as f64 * x[1] + best.1 * x[best.0]
}

#[grad]
fn by_reference(x: &[f64]) -> f64 {
    let mut bodies = vec![Body { m: x[0], x: [x[1], 1.0], id: 0 }, Body { m: x[2], x: [x[3], 2.0], id: 1 }];
    for i in 0..2 {
        let b = &mut bodies[i];
        b.m *= x[i];
        b.m = b.m + b.x[0];
        b.id += 1;
        b.x[1] = b.m;
    }
    for b in bodies.iter_mut() {
        if b.m > 100.0 {
            *b = Body { m: 1.0, x: [0.0, 0.0], id: 3 };
        } else {
            *b = Body { m: b.m * 2.0, ..*b };
        }
    }
    let swapped = (bodies[1], bodies[0]);
    (bodies[0], bodies[1]) = swapped;
    let Body { m, x: [p, q], id } = bodies[0];
    bodies[0].m = 5.0;
    m * p * q + x[id] * bodies[1].m + bodies[0].m + bodies.iter().fold(0.0, |s, b| s + b.x[1] * b.id as f64)
}

#[grad]
mod methods {
    #[derive(Clone, Copy, Debug)]
    struct P {
        x: f64,
        v: f64,
        hits: u32,
    }
    impl P {
        fn step(&mut self, h: f64) {
            self.v -= h * self.x;
            self.x += h * self.v;
            if self.x < 0.0 {
                self.hits += 1;
                self.x = -self.x;
            }
        }
        fn energy(&self) -> f64 {
            self.x * self.x + self.v * self.v * self.hits as f64
        }
    }
    pub fn run(x: &[f64], n: usize) -> f64 {
        let mut ps: Vec<P> = x.iter().map(|&x| P { x, v: -8.0 * x * x, hits: 1 }).collect();
        for k in 0..n {
            for p in ps.iter_mut() {
                p.step(0.1);
            }
            ps[k % 3].step(0.5);
            let e = ps[0].energy();
            ps[1].v += e * 0.01;
        }
        ps.iter().map(P::energy).sum::<f64>() + ps.iter().map(|p| p.energy()).product::<f64>()
    }
}

#[grad]
fn constants_change(x: &[f64], n: usize) -> f64 {
    let mut v = vec![(0usize, x[0]), (1, x[1])];
    let mut s = 0.0;
    for k in 0..n {
        for i in 0..v.len() {
            if v[i].1 * k as f64 > 0.5 {
                v[i].0 += 1;
                v[i].1 *= 0.5;
            }
            s += v[i].1 * x[v[i].0 % 4];
        }
        for (c, a) in v.iter_mut() {
            *a += s * 0.01;
            *c += 1;
        }
        v[k % 2] = (v[1].0 + k, s);
        v.push((k, x[k % 4]));
        s *= x[v[0].0 % 4];
    }
    s + v.iter().map(|(c, a)| *c as f64 * a).sum::<f64>()
}

#[grad]
fn branches(x: &[f64]) -> f64 {
    let mut v = vec![(0usize, x[0]), (1, x[1])];
    let w = vec![(3usize, x[2])];
    if x[0] > 0.3 {
        v.push((2, x[3]));
    } else {
        v[0].1 = x[3];
    }
    let mut s = 0.0;
    for (i, a) in v.iter().chain(&w) {
        s += x[*i] * a;
    }
    let keep = v.clone();
    v[0].1 = 0.0;
    s + keep[0].1 * keep[1].1
}

#[grad]
fn repeated(x: &[f64]) -> f64 {
    let mut a = [Body { m: x[0], x: [x[1], 1.0], id: 2 }; 3];
    let mut b = vec![(x[2], 1usize); x.len()];
    let mut c = vec![(0.0, x[2]); 2];
    a[1].m *= 3.0;
    a[2].x[0] = x[3];
    b[0].0 += x[1];
    b[2].1 = 3;
    c[0].0 = x[0];
    let s: f64 = b.iter().map(|(v, i)| v * x[*i]).sum();
    s + a.iter().map(|b| b.m * b.x[0] * x[b.id]).sum::<f64>() + c[0].0 * c[1].1
}

#[grad]
fn copied(x: &[f64]) -> f64 {
    let mut v = vec![(0usize, x[0]), (1, x[1])];
    let keep = v.clone();
    let mut more = v.clone();
    v[0].0 = 3;
    v[1].1 = 2.0;
    v.push((2, x[2]));
    more[1].0 = 2;
    let first = keep[0];
    let mut s = x[first.0] * first.1 * keep.len() as f64;
    for (i, a) in &keep {
        s += x[*i] * a;
    }
    for (i, a) in v {
        s = s * 0.5 + x[i] * a;
    }
    s + x[more[1].0] * more[1].1
}

#[grad]
fn replaced(x: &[f64]) -> f64 {
    let mut v = vec![(0usize, x[0]), (2, x[1])];
    let mut s = 0.0;
    for k in 0..3 {
        let w: Vec<(usize, f64)> = v.iter().map(|(i, a)| (*i + 1, a * a)).collect();
        v = w;
        s += v[0].1;
    }
    for _ in 0..2 {
        let f: Vec<(usize, f64)> = v.iter().filter(|p| p.1 > 1e-3).copied().collect();
        if f.len() > 0 {
            v = f;
        }
    }
    s + v[0].1 * v.len() as f64
}

#[grad]
fn grown(x: &[f64]) -> f64 {
    let mut v = vec![Body { m: x[0], x: [x[1], 1.0], id: 1 }];
    let mut s = 0.5;
    for k in 0..3 {
        let mut next = Vec::new();
        for b in &v {
            next.push(Body { m: b.m * s, x: b.x, id: (b.id + k) % 4 });
            if b.m > 0.1 {
                next.push(Body { m: b.m.sin() + x[k], x: [s, b.m], id: k });
            }
        }
        v = next;
        s += v.iter().map(|b| b.m * x[b.id] + b.x[1]).sum::<f64>() * 0.1;
        if k == 1 {
            v = vec![Body { m: s, x: [0.5, s], id: 2 }, v[0]];
        }
    }
    v = vec![v[0], v[1]];
    s + v[1].m * x[v[0].id] + v.len() as f64 * s
}

#[grad]
fn exchanged(x: &[f64]) -> f64 {
    let mut v = vec![(1usize, x[0])];
    let mut w = vec![(2usize, x[1]), (0, x[2] * x[0])];
    std::mem::swap(&mut v, &mut w);
    v[1].0 = 3;
    let mut s = v[1].1 * x[v[1].0] + w.len() as f64 * v.len() as f64 * w[0].1;
    for k in 0..3 {
        std::mem::swap(&mut v, &mut w);
        let c = v.clone();
        v[0].1 += s * 0.1;
        v[0].0 = k;
        s += v.iter().map(|(i, a)| a * x[*i]).sum::<f64>() + c[0].1 * c.len() as f64;
    }
    v = vec![(1, s), (2, x[3]), (0, v[0].1)];
    s + v[2].1 * x[v[1].0] + v.len() as f64 * s
}

macro_rules! check_all {
    ($($f:ident, $gradient:ident;)*) => {
        $(check(&POINT, $f, $gradient);)*
    };
}

#[test]
fn structs() {
    check_all! {
        literal, literal_grad; changed, changed_grad; structs_pushed, structs_pushed_grad; by_reference, by_reference_grad;
    }
    check(&POINT, nested::total, nested::total_grad);
    for n in 0..6 {
        check(&POINT, |x| methods::run(x, n), |x| methods::run_grad(x, n));
    }
}

#[test]
fn tuples_with_constants() {
    check_all! { mixed, mixed_grad; pushed, pushed_grad; branches, branches_grad; }
    for n in 0..6 {
        check(&POINT, |x| constants_change(x, n), |x| constants_change_grad(x, n));
    }
}

#[test]
fn collected_and_repeated() {
    check_all! { collected, collected_grad; copied, copied_grad; replaced, replaced_grad; grown, grown_grad; exchanged, exchanged_grad; repeated, repeated_grad; }
}
