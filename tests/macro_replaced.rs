//! `Vec`s that get another content as a whole, of another length: the value bit for bit, the gradient against central differences.

// Functions stand as their authors write them, not as clippy would.
#![allow(clippy::all, unused)]

mod support;

use gradus::grad;
use support::written::check;

const POINT: [f64; 4] = [0.5, 0.25, 0.75, 1.25];

macro_rules! check_all {
    ($($f:ident, $gradient:ident;)*) => {
        $(check(&POINT, $f, $gradient);)*
    };
}

#[grad]
fn wider(h: &[f64]) -> Vec<f64> {
    let mut out = Vec::new();
    for i in 0..h.len() {
        out.push(h[i].sin());
        out.push(h[i] * h[0]);
    }
    out
}

#[grad]
fn narrower(h: &[f64]) -> Vec<f64> {
    h.windows(2).map(|w| w[0] * w[1]).collect()
}

#[grad]
fn layer(w: &[f64], h: &[f64], n: usize) -> Vec<f64> {
    (0..n).map(|i| h.iter().zip(w).map(|(a, b)| a * b * (i as f64 + 1.0)).sum::<f64>().tanh()).collect()
}

#[grad]
fn call_shrinks(x: &[f64]) -> f64 {
    let mut h = x.to_vec();
    let mut s = 0.0;
    for _ in 0..2 {
        h = narrower(&h);
        s = s * 0.5 + h[0] * h[h.len() - 1];
    }
    s + h.iter().map(|v| v * v).sum::<f64>()
}

#[grad]
fn call_grows(x: &[f64]) -> f64 {
    let mut h = x.to_vec();
    for _ in 0..3 {
        h = wider(&h);
    }
    h.iter().sum::<f64>()
}

#[grad]
fn net(x: &[f64]) -> f64 {
    let mut h = vec![x[0], x[1]];
    let sizes = [3usize, 1, 5, 2];
    for &n in sizes.iter() {
        h = layer(x, &h, n);
    }
    h.iter().map(|v| v * v).sum::<f64>()
}

#[grad]
fn in_branch(x: &[f64]) -> f64 {
    let mut h = x.to_vec();
    let mut s = 0.0;
    for i in 0..4 {
        if i % 2 == 0 {
            h = wider(&h);
        } else if h.len() > 2 {
            h = narrower(&h);
            h = narrower(&h);
        }
        for j in 0..h.len() {
            s += h[j] * x[j % x.len()];
        }
    }
    s
}

#[grad]
fn once(x: &[f64]) -> f64 {
    let mut h = x.to_vec();
    if x[0] > 0.0 {
        h = wider(&h);
    }
    if x[1] > 100.0 {
        h = narrower(&h);
    }
    h.iter().enumerate().map(|(i, v)| v * i as f64).sum::<f64>()
}

#[grad]
fn nested(x: &[f64]) -> f64 {
    let mut h = x.to_vec();
    let mut s = 1.0;
    for _ in 0..2 {
        for _ in 0..2 {
            h = wider(&h);
            s = (s + h[h.len() - 1]).sin();
        }
        while h.len() > 3 {
            h = narrower(&h);
            h[1] *= s;
        }
        s = s * h.iter().sum::<f64>();
    }
    s
}

#[grad]
fn single_changes(x: &[f64]) -> f64 {
    let mut h = x.to_vec();
    let mut s = 0.0;
    for k in 0..3 {
        h[k % 2] = h[k % 2] * h[1] + s;
        let last = h.len() - 1;
        s += h[last].cos();
        h = narrower(&h);
        h[0] += s * 0.1;
        h = wider(&h);
    }
    s + h.iter().map(|v| v * v).sum::<f64>()
}

#[grad]
fn local_inside(x: &[f64]) -> f64 {
    let mut s = 0.0;
    for i in 0..3 {
        let mut h = vec![x[i], x[0] * s, 1.0];
        for _ in 0..i {
            h = wider(&h);
        }
        let k: Vec<f64> = h.iter().map(|a| a * s).collect();
        s = s + h.iter().zip(&k).map(|(a, b)| a * b + a).sum::<f64>() * 0.1;
    }
    s
}

#[grad]
fn derived(x: &[f64]) -> f64 {
    let mut h = x.to_vec();
    let mut s = 0.3;
    for i in 0..3 {
        let n = h.len();
        let mut k = vec![0.0; h.len()];
        for j in 0..n {
            k[j] = h[j] * s;
        }
        h = wider(&k);
        let m = h.len();
        for j in 0..n {
            s += h[j] * h[m - 1 - j] * 0.01;
        }
        h = narrower(&h[1..]);
        s += h[..h.len() / 2].iter().sum::<f64>() / n as f64;
    }
    s + h.len() as f64 * s
}

#[grad]
fn results(x: &[f64]) -> Vec<f64> {
    let mut h = x.to_vec();
    for _ in 0..2 {
        h = wider(&h);
        h = narrower(&h);
    }
    h
}

#[grad]
fn sum_of_results(x: &[f64]) -> f64 {
    let y: Vec<f64> = results(x);
    y.iter().sum()
}

#[grad]
fn of_results(x: &[f64]) -> f64 {
    let y: Vec<f64> = results(x);
    y.iter().map(|v| v * v).sum::<f64>()
}

#[grad]
fn early(x: &[f64]) -> f64 {
    let mut h = x.to_vec();
    loop {
        h = narrower(&h);
        if h.len() == 1 {
            return h[0] * h[0];
        }
        if h[0] > 5.0 {
            break;
        }
    }
    h.iter().sum()
}

#[grad]
fn pairs(x: &[f64]) -> f64 {
    let mut h: Vec<(f64, f64)> = vec![(x[0], x[1]), (x[2], x[3])];
    let mut rows: Vec<[f64; 2]> = vec![[x[0], x[1]], [x[2], x[3]]];
    let mut s = 0.0;
    for i in 0..3 {
        h = h.iter().flat_map(|&(a, b)| [(a * b, a), (b, a + s)]).collect();
        rows = rows.iter().skip(i % 2).chain(rows.iter()).map(|r| [r[0] * r[1], r[1] + s]).collect();
        s += h[0].0 * h[h.len() - 1].1 + rows[rows.len() - 1][0];
    }
    s + h.iter().map(|p| p.0 * p.1).sum::<f64>() + rows.iter().map(|r| r[0] + r[1]).sum::<f64>()
}

#[grad]
fn pyramid(x: &[f64]) -> f64 {
    let mut h = x.to_vec();
    let mut s = 0.0;
    while h.len() > 1 {
        let next: Vec<f64> = h.windows(2).map(|w| w[0] * w[1]).collect();
        h = next;
        for i in 0..h.len() {
            h[i] = h[i] * h[i] + h[0];
        }
        s = s * 0.5 + h[0];
        for v in h.iter_mut() {
            *v *= s;
        }
    }
    s
}

#[grad]
fn unread(x: &[f64]) -> f64 {
    let mut h = x.to_vec();
    for i in 0..3 {
        h = layer(x, x, i + 1);
    }
    h.iter().sum()
}

#[grad]
fn private_each(x: &[f64]) -> f64 {
    let mut h: Vec<f64> = Vec::new();
    let mut s = 0.1;
    for i in 0..3 {
        h = layer(x, x, i + 1);
        for j in 0..h.len() {
            s = (s + h[j]).sin();
        }
    }
    s
}

#[grad]
fn rows(x: &[f64]) -> f64 {
    let w = vec![vec![x[0], x[1]], vec![x[2], x[3]]];
    let mut h = x.to_vec();
    for (k, row) in w.iter().enumerate() {
        h = layer(row, &h, k + 3);
    }
    h.iter().map(|a| a.exp()).sum()
}

#[grad]
fn broken(x: &[f64]) -> f64 {
    let mut h = x.to_vec();
    let mut s = 0.0;
    for i in 0..5 {
        h = narrower(&h);
        s += h[0] * i as f64;
        if h.len() < 2 {
            break;
        }
        h[1] *= s;
    }
    s * h[0]
}

#[grad]
fn swap_loop(x: &[f64]) -> f64 {
    let mut a = x.to_vec();
    let mut b = vec![x[0], x[1]];
    let mut s = 0.0;
    for i in 0..3 {
        std::mem::swap(&mut a, &mut b);
        for j in 0..a.len() {
            s = s * 0.5 + a[j] * b[0];
        }
        a[0] = a[0] * s;
    }
    s + a.iter().sum::<f64>() * b[b.len() - 1]
}

#[grad]
fn swap_here(x: &[f64]) -> f64 {
    let mut a = x.to_vec();
    let mut b = vec![x[0], x[1]];
    std::mem::swap(&mut a, &mut b);
    a[0] *= b[3];
    std::mem::swap(&mut a, &mut b);
    a[3] *= 2.0;
    a.iter().sum::<f64>() * b[1] + b[0]
}

#[grad]
fn swap_branch(x: &[f64]) -> f64 {
    let mut a = x.to_vec();
    let mut b = vec![x[0], x[1]];
    if x[0] > 0.0 {
        std::mem::swap(&mut a, &mut b);
    }
    a.iter().sum::<f64>() * b[1] + b[0] * b.len() as f64
}

#[grad]
fn swap_next(x: &[f64]) -> f64 {
    let mut cur = x.to_vec();
    let mut next: Vec<f64> = Vec::new();
    for _ in 0..3 {
        next = cur.windows(2).map(|w| w[0] * w[1] + w[0]).collect();
        std::mem::swap(&mut cur, &mut next);
    }
    cur[0] * next[1]
}

#[grad]
fn take_loop(x: &[f64]) -> f64 {
    let mut h = x.to_vec();
    let mut s = 0.0;
    for i in 0..3 {
        let old = std::mem::take(&mut h);
        s += old[0] * h.len() as f64 + old[old.len() - 1];
        h = old.iter().skip(1).map(|a| a * s).collect();
    }
    s + h[0]
}

#[grad]
fn replace_loop(x: &[f64]) -> f64 {
    let mut h = x.to_vec();
    let mut s = 1.0;
    for i in 0..3 {
        let old = std::mem::replace(&mut h, vec![x[i] * s; i + 1]);
        s += old.iter().map(|a| a * a).sum::<f64>();
    }
    s + h.iter().sum::<f64>()
}

#[grad]
fn replace_here(x: &[f64]) -> f64 {
    let mut h = x.to_vec();
    let mut f = [x[0], x[1]];
    let old = std::mem::replace(&mut h, vec![x[0] * x[1]]);
    let was = std::mem::replace(&mut f, [x[2], x[3]]);
    let more = std::mem::take(&mut f);
    f[0] += x[1] * 3.0;
    h[0] * old[2] + was[0] * f[0] + more[1] * more[0] + f[1]
}

struct State {
    h: Vec<f64>,
    t: f64,
}

#[grad]
fn field(x: &[f64]) -> f64 {
    let mut s = State { h: x.to_vec(), t: 0.5 };
    for _ in 0..2 {
        s.h = wider(&s.h);
        s.t += s.h[s.h.len() - 1];
        s.h = narrower(&s.h);
    }
    s.t + s.h.iter().sum::<f64>()
}

#[grad]
fn field_whole(x: &[f64]) -> f64 {
    let mut s = State { h: x.to_vec(), t: 0.5 };
    for _ in 0..2 {
        let h: Vec<f64> = narrower(&s.h);
        s = State { h, t: s.t * s.h[0] };
    }
    s.t + s.h.iter().sum::<f64>()
}

#[grad]
fn tuple(x: &[f64]) -> f64 {
    let mut p = (x.to_vec(), vec![x[0]], 1.0);
    for _ in 0..2 {
        p.1 = p.0.iter().skip(1).map(|a| a * p.2).collect();
        std::mem::swap(&mut p.0, &mut p.1);
        p.2 *= p.0[0];
    }
    p.2 + p.0.iter().sum::<f64>() * p.1[0]
}

#[grad]
fn both(x: &[f64]) -> f64 {
    let mut a = x.to_vec();
    let mut b = vec![x[0]];
    for _ in 0..3 {
        (a, b) = (wider(&b), a);
    }
    a.iter().sum::<f64>() * b[b.len() - 1]
}

#[grad]
fn reference(x: &[f64]) -> f64 {
    fn next(h: &mut Vec<f64>) {
        *h = wider(h);
    }
    let mut h = x.to_vec();
    for _ in 0..2 {
        next(&mut h);
    }
    h.iter().sum()
}

#[grad]
fn local_reference(x: &[f64]) -> f64 {
    let mut h = x.to_vec();
    for _ in 0..2 {
        let r = &mut h;
        *r = narrower(r);
    }
    h.iter().sum()
}

#[grad]
fn closure(x: &[f64]) -> f64 {
    let mut h = x.to_vec();
    let mut next = || {
        h = narrower(&h);
    };
    next();
    next();
    h.iter().map(|a| a * a).sum()
}

#[grad]
fn parameter(mut h: Vec<f64>) -> f64 {
    for _ in 0..2 {
        h = narrower(&h);
    }
    h.iter().map(|a| a * a).sum()
}

#[grad]
fn later(x: &[f64]) -> f64 {
    let mut h;
    h = x.to_vec();
    for _ in 0..2 {
        h = narrower(&h);
    }
    h.iter().map(|a| a * a).sum()
}

#[grad]
fn first_then_loop(x: &[f64]) -> f64 {
    let mut h = x.to_vec();
    h = wider(&h);
    h = wider(&h);
    for _ in 0..2 {
        h = narrower(&h);
    }
    h = narrower(&h);
    h.iter().map(|a| a * a).sum()
}

#[grad]
mod methods {
    use super::{narrower, narrower_vjp};
    struct Net {
        h: Vec<f64>,
        t: f64,
    }
    impl Net {
        fn step(&mut self) {
            self.h = narrower(&self.h);
            self.t *= self.h[0];
        }
    }
    pub fn method(x: &[f64]) -> f64 {
        let mut n = Net { h: x.to_vec(), t: 1.0 };
        for _ in 0..2 {
            n.step();
        }
        n.t + n.h.iter().sum::<f64>()
    }
}

#[grad]
fn clone_from(x: &[f64]) -> f64 {
    let mut a = vec![x[0]];
    let mut b = vec![x[0], 1.0];
    a.clone_from(&x.to_vec());
    for i in 1..3 {
        let c: Vec<f64> = a.iter().skip(i).map(|v| v * v).collect();
        b.clone_from(&c);
        a[0] += b[0];
    }
    a.iter().sum::<f64>() * b[b.len() - 1]
}

/// Parts and variables that change places, in a loop and outside.
#[grad]
fn swapped_parts(x: &[f64]) -> f64 {
    let mut g = vec![x[0], x[1] * x[2]];
    let mut h = x.to_vec();
    let mut p = Pair { a: vec![x[1]; 3], b: x[1..].to_vec() };
    let mut s = 0.7;
    for k in 0..3 {
        std::mem::swap(&mut g, &mut p.b);
        g[k % 2] *= s;
        s += g.iter().sum::<f64>() * p.b[0];
    }
    std::mem::swap(&mut p.a, &mut h);
    std::mem::swap(&mut p.a, &mut p.b);
    std::mem::swap(&mut g, &mut p.b);
    h[0] += p.a[0];
    s + h[2] * g[g.len() - 1] + p.a.iter().product::<f64>() + p.b.iter().sum::<f64>()
}

struct Pair {
    a: Vec<f64>,
    b: Vec<f64>,
}

/// What was made by pushing, and what is pushed to and replaced.
#[grad]
fn pushed_and_replaced(x: &[f64]) -> f64 {
    let mut h: Vec<f64> = x.iter().filter(|v| **v > 0.3).copied().collect();
    for _ in 0..2 {
        h = wider(&h);
    }
    let mut g = Vec::new();
    let mut s = 0.5;
    for k in 0..4 {
        g.push(x[k] * s);
        if k == 2 {
            g = h.iter().take(2).map(|v| v * s).collect();
        }
        s += g.iter().sum::<f64>() * 0.3;
        let next: Vec<f64> = g.iter().chain(&h[..k]).copied().collect();
        g.clone_from(&next);
    }
    s + g.iter().enumerate().map(|(i, v)| v * (i + 1) as f64).sum::<f64>() + h[1]
}

/// Replaced in a branch of a loop that does not read it, and read before.
#[grad]
fn read_before(x: &[f64]) -> f64 {
    let mut v = vec![x[0], x[1]];
    let w = vec![x[3]];
    let mut s = 0.7;
    for &a in &v {
        s = (s + a).sin();
    }
    for _ in 0..2 {
        let f: Vec<f64> = w.iter().filter(|p| **p > 0.2).copied().collect();
        if f.len() > 0 {
            v = f;
        }
    }
    s + v.iter().sum::<f64>()
}

#[test]
fn by_calls() {
    check_all! { call_shrinks, call_shrinks_grad; call_grows, call_grows_grad; net, net_grad; in_branch, in_branch_grad; once, once_grad; nested, nested_grad; single_changes, single_changes_grad; local_inside, local_inside_grad; derived, derived_grad; of_results, of_results_grad; early, early_grad; broken, broken_grad; unread, unread_grad; private_each, private_each_grad; rows, rows_grad; later, later_grad; first_then_loop, first_then_loop_grad; }
    check(&POINT, |x| parameter(x.to_vec()), |x| parameter_grad(x.to_vec()));
}

#[test]
fn otherwise() {
    check_all! { pairs, pairs_grad; pyramid, pyramid_grad; }
}

#[test]
fn exchanged() {
    check_all! { swap_loop, swap_loop_grad; swap_here, swap_here_grad; swap_branch, swap_branch_grad; swap_next, swap_next_grad; take_loop, take_loop_grad; replace_loop, replace_loop_grad; replace_here, replace_here_grad; both, both_grad; clone_from, clone_from_grad; read_before, read_before_grad; swapped_parts, swapped_parts_grad; pushed_and_replaced, pushed_and_replaced_grad; }
}

#[test]
fn parts_and_references() {
    check_all! { field, field_grad; field_whole, field_whole_grad; tuple, tuple_grad; reference, reference_grad; local_reference, local_reference_grad; closure, closure_grad; }
    check(&POINT, methods::method, methods::method_grad);
}

/// What the function returns is as long as it makes it, and so is the seed.
#[test]
fn results_of_any_length() {
    let mut d_x = [0.0; 4];
    let value = results(&POINT);
    let seed = vec![1.0; value.len()];
    assert_eq!(results_vjp(&POINT, &seed, Some(&mut d_x)), value);
    let (_, slopes) = sum_of_results_grad(&POINT);
    assert_eq!(slopes, d_x);
}
