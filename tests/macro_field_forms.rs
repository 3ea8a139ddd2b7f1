//! What a body does with a struct of which some fields vary: the value bit for bit, the gradient against central differences.

mod support;

use gradus::grad;
use support::written::check;

#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Body {
    mass: f64,
    at: [f64; 3],
    count: usize,
    scale: f32,
    chosen: Option<usize>,
}

impl Body {
    fn is_valid(&self) -> bool {
        self.mass > 0.0
    }

    fn sides(&self) -> usize {
        self.at.iter().filter(|x| **x > 0.0).count()
    }
}

type Partials = (f64, (f64, [f64; 3]));

#[track_caller]
fn check_body(f: impl Fn(Body) -> f64, gradient: impl Fn(Body) -> Partials) {
    let body = |p: &[f64]| Body { mass: p[0], at: [p[1], p[2], p[3]], count: 2, scale: 0.5, chosen: Some(2) };
    let slopes = |p: &[f64]| {
        let (value, (d_mass, d_at)) = gradient(body(p));
        (value, [&[d_mass][..], &d_at].concat())
    };
    check(&[0.7, 0.3, -0.4, 1.25], |p| f(body(p)), slopes);
}

#[grad]
fn square(x: f64) -> f64 {
    x * x
}

#[grad]
fn norm(x: &[f64]) -> f64 {
    x.iter().map(|x| x * x).sum::<f64>().sqrt()
}

#[grad]
fn products(x: [f64; 3]) -> [f64; 3] {
    [x[0] * x[1], x[1] * x[2], x[2]]
}

#[test]
fn what_comparing_decides() {
    #[grad(wrt(p.mass: f64, p.at: [f64; 3]))]
    fn f(p: Body) -> f64 {
        assert!(p.is_valid() && p.mass > 0.0, "{:?} {}", p, p.mass);
        debug_assert_eq!(p, p, "{p:?}");
        let rounded = p.mass as usize;
        let sides: usize = p.sides();
        let above = p.at.iter().filter(|x| **x > p.mass).count();
        let sign = if p.at[1] > 0.0 { 1.0 } else { -2.0 };
        let factor = [3.0, 2.0, 5.0][p.sides()] + [3.0, 2.0][p.mass as usize];
        if !p.is_valid() || p.count > 5 {
            return 0.0;
        }
        p.mass * factor * sign + p.at[above] * (rounded + sides) as f64
    }
    check_body(f, f_grad);
}

#[test]
fn fields_that_are_constant() {
    #[grad(wrt(p.mass: f64, p.at: [f64; 3]))]
    fn f(p: Body) -> f64 {
        let order: Vec<usize> = (0..p.count).collect();
        let n = p.count.pow(2) + order.len();
        let sum: f64 = order.iter().map(|&i| p.at[i]).sum();
        let chosen = match p.chosen {
            Some(n) if n > 1 => p.mass * n as f64,
            Some(n) => p.at[n],
            None => 0.0,
        };
        let mut product = 1.0;
        let mut i = 0;
        while i < p.count {
            product *= p.at[i] + p.scale as f64;
            i += 1;
        }
        if let Some(n) = p.chosen {
            product *= p.at[n].powi(p.count as i32);
        }
        sum * n as f64 * p.mass.powf(p.scale as f64) + chosen * product
    }
    check_body(f, f_grad);
}

#[test]
fn other_names_and_patterns() {
    #[grad(wrt(p.mass: f64, p.at: [f64; 3]))]
    fn f(p: Body) -> f64 {
        let Body { mass: m, at: [a, _, c], chosen, .. } = p;
        let (q, n) = (p, 1);
        let r = &q;
        let Body { at, .. } = r;
        let mut own = *at;
        own.sort_by(|a, b| a.total_cmp(b));
        let scaled = |b: &Body| b.mass * b.at[b.count];
        let kept = move |t: f64| t * q.mass * q.count as f64 + q.at[2];
        let p = 2.0;
        let first = if chosen.is_some() { m * a } else { c };
        first * own[0] * own[2] + scaled(r) + kept(p) + q.at[n] * r.mass
    }
    check_body(f, f_grad);
}

#[test]
fn arrays_as_values() {
    #[grad(wrt(p.mass: f64, p.at: [f64; 3]))]
    fn f(p: Body) -> f64 {
        let mut q = p.at;
        q[0] = 2.0;
        let r: [f64; 3] = products(p.at);
        let v = p.at.to_vec();
        let w: Vec<f64> = p.at.iter().map(|x| x * p.mass).collect();
        let mut sum = norm(&p.at) + norm(&p.at[1..]) * square(p.at[0]);
        for x in p.at {
            sum += x * x;
        }
        for (x, y) in p.at.iter().zip(&p.at) {
            sum *= x - y * 2.0;
        }
        for (i, x) in p.at.into_iter().enumerate() {
            sum += x * i as f64;
        }
        let [a, b, c] = p.at.map(|x| x * sum);
        let largest = p.at.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        q[0] * q[1] + r[0] * r[1] + v[0] * w[1] + a * b * c + largest
    }
    check_body(f, f_grad);
}

#[test]
fn functions_inside() {
    #[grad(wrt(p.mass: f64, p.at: [f64; 3]))]
    fn f(p: Body) -> f64 {
        fn weighted(b: &Body, k: f64) -> f64 {
            b.mass * k + b.at[1] * b.count as f64
        }
        weighted(&p, 2.0) * weighted(&p, p.mass)
    }
    check_body(f, f_grad);
}

#[test]
fn the_rest_of_a_literal() {
    #[grad(wrt(p.mass: f64, p.at: [f64; 3]))]
    fn f(p: Body) -> f64 {
        let mut q = p;
        for _ in 0..3 {
            q = Body { mass: q.mass * 2.0 + p.at[0], ..p };
        }
        let r = if p.mass > 0.5 { p } else { Body { mass: 1.0, ..p } };
        let p = Body { mass: p.mass * r.mass, ..p };
        q.mass * p.mass * q.count as f64 * q.at[1] + r.at[r.count]
    }
    check_body(f, f_grad);
}

#[test]
fn copies_that_change() {
    #[grad(wrt(p.mass: f64, p.at: [f64; 3]))]
    fn f(p: Body) -> f64 {
        let mut q = p;
        for i in 0..3 {
            if i == q.count {
                continue;
            }
            q.mass *= q.at[i];
            q.at[i] += p.mass;
        }
        let mut r = p;
        std::mem::swap(&mut r.mass, &mut r.at[0]);
        let mut m = p.mass;
        let behind = &mut m;
        *behind *= p.at[0];
        q.mass * p.mass * q.at[1] + p.at[1] * m + r.mass * r.mass * r.at[0]
    }
    check_body(f, f_grad);
}

mod changed {
    use super::*;

    #[derive(Clone)]
    struct Series {
        values: Vec<f64>,
        level: f64,
        steps: usize,
    }

    #[track_caller]
    fn check_series(f: impl Fn(Series) -> f64, gradient: impl Fn(Series) -> (f64, (Vec<f64>, f64))) {
        let series = |p: &[f64]| Series { values: p[..2].to_vec(), level: p[2], steps: 2 };
        let slopes = |p: &[f64]| {
            let (value, (d_values, d_level)) = gradient(series(p));
            (value, [&d_values[..], &[d_level]].concat())
        };
        check(&[0.7, 0.3, 0.9], |p| f(series(p)), slopes);
    }

    #[test]
    fn a_vec() {
        #[grad(wrt(s.values: Vec<f64>, s.level: f64))]
        fn longer(mut s: Series) -> f64 {
            s.values.push(s.level);
            let mut sum = 0.0;
            for x in &s.values {
                sum += x * x;
            }
            sum * s.values.len() as f64
        }
        check_series(longer, longer_grad);

        #[grad(wrt(s.values: Vec<f64>, s.level: f64))]
        fn replaced(mut s: Series) -> f64 {
            let scaled: Vec<f64> = s.values.iter().map(|x| x * s.level).collect();
            s.values = scaled;
            s.values[0] * s.values[1]
        }
        check_series(replaced, replaced_grad);
    }

    #[test]
    fn in_loops_and_branches() {
        #[grad(wrt(s.values: Vec<f64>, s.level: f64))]
        fn f(mut s: Series) -> f64 {
            while s.level < 10.0 {
                s.level *= 2.0;
                s.values[0] += s.level;
            }
            if s.level > 0.5 {
                s.level = s.values[0];
            } else {
                s.values[1] = s.level;
            }
            s.values[1] * s.level * s.steps as f64
        }
        check_series(f, f_grad);
    }

    #[test]
    fn through_references() {
        #[grad(wrt(s.values: Vec<f64>, s.level: f64))]
        fn f(mut s: Series) -> f64 {
            let (level, values) = (&mut s.level, &mut s.values);
            *level *= values[0];
            values[1] *= 3.0;
            let mut add = |x: f64| s.level += x;
            add(2.0);
            let Series { level, values, .. } = &mut s;
            values[0] *= *level;
            s.level * s.values[1] * s.values[0] * s.steps as f64
        }
        check_series(f, f_grad);
    }
}

mod methods {
    use super::*;

    #[derive(Clone, Copy, PartialEq)]
    enum Kind {
        Linear,
        Tanh,
    }

    struct Inner {
        k: f64,
        ends: [f64; 2],
        n: usize,
    }

    struct Net<'a> {
        weights: Vec<f64>,
        bias: f64,
        gain: f64,
        kind: Kind,
        order: Vec<usize>,
        table: [[f64; 2]; 2],
        names: &'a [&'a str],
        limit: Option<f64>,
        inner: Box<Inner>,
    }

    impl Net<'_> {
        #[grad(wrt(self.weights: Vec<f64>, self.bias: f64, self.inner.k: f64, self.inner.ends: [f64; 2]))]
        fn borrowed(&self, x: f64) -> f64 {
            let pairs = self.weights.iter().zip(&self.order);
            let z = pairs.map(|(w, &i)| w * i as f64 * self.weights[i]).sum::<f64>() * self.gain + self.bias;
            let mut sum = match self.kind {
                Kind::Linear => z,
                Kind::Tanh => z.tanh(),
            };
            for (i, row) in self.table.iter().enumerate() {
                for (j, t) in row.iter().enumerate() {
                    sum += t * self.inner.ends[j] * self.weights[i];
                }
            }
            let (low, high) = self.weights.split_at(1);
            let largest = self.weights.iter().cloned().fold(f64::NEG_INFINITY, f64::max);
            let at = self.weights.iter().position(|w| *w == largest).unwrap();
            sum + self.table[0][1] * self.inner.k * self.names[1].len() as f64
                + low[0] * high[1] * self.weights[self.order[at]] * x
        }

        #[grad(wrt(self.weights: Vec<f64>, self.bias: f64, self.inner.k: f64, self.inner.ends: [f64; 2]))]
        fn consumed(self, x: f64) -> f64 {
            let limit = self.limit.unwrap_or(1.0);
            let Net { weights, bias, gain, order, inner, .. } = self;
            let mut w = weights;
            w.push(bias.min(limit) * gain);
            w[0] *= x;
            let mut sum = 0.0;
            for i in order {
                sum += w[i] * w[3];
            }
            sum + inner.k * inner.ends[inner.n - 1]
        }
    }

    fn net(p: &[f64], kind: Kind) -> Net<'static> {
        Net {
            weights: p[..3].to_vec(),
            bias: p[3],
            gain: 1.5,
            kind,
            order: vec![2, 0, 1],
            table: [[0.5, 2.0], [1.0, -1.0]],
            names: &["a", "bc"],
            limit: Some(0.75),
            inner: Box::new(Inner { k: p[4], ends: [p[5], p[6]], n: 2 }),
        }
    }

    #[test]
    fn by_reference_and_by_value() {
        let all = |(value, (w, b, k, ends)): (f64, (Vec<f64>, f64, f64, [f64; 2]))| {
            (value, [&w[..], &[b, k], &ends].concat())
        };
        let point = [0.7, 0.3, -0.4, 0.25, 0.9, -0.6, 0.35];
        for kind in [Kind::Linear, Kind::Tanh] {
            check(&point, |p| net(p, kind).borrowed(0.5), |p| all(net(p, kind).borrowed_grad(0.5)));
        }
        check(&point, |p| net(p, Kind::Tanh).consumed(0.5), |p| all(net(p, Kind::Tanh).consumed_grad(0.5)));
    }
}

#[test]
fn in_a_module_under_the_attribute() {
    #[grad]
    mod inside {
        pub struct Gain {
            pub k: f64,
            pub n: usize,
        }

        #[gradus::grad(wrt(p.k: f64))]
        pub fn apply(p: &Gain, x: f64) -> f64 {
            p.k * x * p.n as f64
        }

        pub fn twice(x: f64) -> f64 {
            apply(&Gain { k: 2.0, n: 3 }, x)
        }

        impl Gain {
            #[gradus::grad(wrt(self.k: f64))]
            pub fn once(&self, x: f64) -> f64 {
                self.k * x
            }

            pub fn doubled(&self, x: f64) -> f64 {
                self.once(x) * 2.0
            }
        }
    }
    let gain = inside::Gain { k: 2.0, n: 3 };
    assert_eq!(inside::apply_grad(&gain, 0.5), (3.0, 1.5));
    assert_eq!(inside::twice_grad(0.5), (3.0, 6.0));
    assert_eq!(gain.once_grad(0.5), (1.0, 0.5));
    assert_eq!(gain.doubled_grad(0.5), (2.0, 4.0));
}

#[test]
fn tuples_of_numbers_and_constants() {
    #[grad(wrt(p.0: f64))]
    fn f(p: (f64, usize), x: f64) -> f64 {
        let (a, n) = p;
        a * x * n as f64 + p.0
    }
    assert_eq!(f_grad((2.0, 3), 0.5), (5.0, 2.5));
}

#[test]
fn without_allocation() {
    struct Weights(Vec<f64>);
    #[grad(no_alloc, wrt(w.0: Vec<f64>))]
    fn f(w: &Weights, x: f64) -> f64 {
        w.0.iter().map(|w| w * x).sum()
    }
    let mut d = [5.0; 2];
    assert_eq!(f_grad_into(&Weights(vec![1.0, 2.0]), 3.0, &mut d), 9.0);
    assert_eq!(d, [3.0; 2]);
}

#[test]
fn closures_and_patterns_that_take_the_name_of_the_struct() {
    #[grad(wrt(p.mass: f64, p.at: [f64; 3]))]
    fn f(p: Body) -> f64 {
        let q = p;
        let bodies = [q.count, 5];
        let largest = bodies.iter().map(|p| *p + q.count).max().unwrap();
        let few: usize = (0..3_usize).filter(|p| *p < q.count).map(|p| p + 1).sum();
        let chosen = match q.chosen {
            Some(p) if p <= q.count => q.at[p] * p as f64,
            _ => 0.0,
        };
        q.mass * (largest * few) as f64 + chosen
    }
    check_body(f, f_grad);
}

#[test]
fn a_constant_that_changes_behind_a_reference() {
    use std::cell::{Cell, RefCell};

    struct Counted {
        mass: f64,
        calls: Cell<usize>,
        seen: RefCell<Vec<usize>>,
    }

    #[grad(wrt(p.mass: f64))]
    fn f(p: &Counted) -> f64 {
        let mut x = 1.0;
        for _ in 0..3 {
            let n = p.calls.get();
            p.calls.set(n + 1);
            p.seen.borrow_mut().push(n);
            let len = p.seen.borrow().len();
            let before = p.calls.replace(n + 2);
            x = (x * (n + len) as f64 * p.mass).sin() * before as f64;
        }
        x
    }
    let body = |p: &[f64]| Counted { mass: p[0], calls: Cell::new(1), seen: RefCell::default() };
    check(
        &[0.7],
        |p| f(&body(p)),
        |p| {
            let (value, d_mass) = f_grad(&body(p));
            (value, vec![d_mass])
        },
    );
}
