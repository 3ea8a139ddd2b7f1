//! Constants by reference, without positions, or with a state inside.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};

use gradus::grad;

use crate::check;

const POINT: [f64; 3] = [1.2, 0.5, 0.7];

#[test]
fn elements_by_reference() {
    #[grad]
    fn f(x: &[f64], order: &Vec<usize>, pairs: &[(usize, usize)]) -> f64 {
        let mut s = 0.0;
        for i in order {
            s += x[*i] * x[*i];
        }
        for pair in pairs {
            let (i, j) = pair;
            s += x[*i] * x[*j] * s;
        }
        let (i, j) = pairs[0];
        s + x[i] * x[j]
    }
    let (order, pairs) = (vec![0, 2, 0], [(0, 1), (1, 2)]);
    check(&POINT, |x| f(x, &order, &pairs), |x| f_grad(x, &order, &pairs));
}

#[test]
fn elements_without_positions() {
    #[grad(constant(weights))]
    fn f(x: &[f64], set: &BTreeSet<usize>, weights: &BTreeMap<usize, f64>) -> f64 {
        let mut s = 0.0;
        for i in set.iter() {
            s += x[*i] * x[*i];
        }
        let more: BTreeSet<usize> = set.iter().map(|i| i + 1).collect();
        for &i in &more {
            s += x[i] * s;
        }
        for (i, w) in weights {
            s += x[*i] * w;
        }
        s
    }
    let (set, weights) = ([0, 1].into(), [(1, 0.5)].into());
    check(&POINT, |x| f(x, &set, &weights), |x| f_grad(x, &set, &weights));
}

#[test]
fn a_cell() {
    #[grad(constant(c))]
    fn f(x: f64, c: &Cell<i32>) -> f64 {
        c.set(1);
        let a = x * c.get() as f64;
        c.set(5);
        a + x * x * c.get() as f64
    }
    check(
        &POINT[..1],
        |p| f(p[0], &Cell::new(0)),
        |p| {
            let (value, d_x) = f_grad(p[0], &Cell::new(0));
            (value, vec![d_x])
        },
    );
}

#[grad]
mod pushing {
    #[derive(Clone, Copy)]
    pub struct Point {
        pub x: f64,
    }

    impl Point {
        fn powers(&self, n: usize) -> f64 {
            let mut powers = vec![self.x];
            let mut order: Vec<usize> = Vec::new();
            for i in 0..n {
                order.push(i);
                powers.push(powers[i] * self.x);
            }
            let mut s = 0.0;
            for &i in &order {
                s += powers[i] * powers[i];
            }
            s * powers.len() as f64
        }
    }

    pub fn f(x: f64, n: usize) -> f64 {
        let point = Point { x };
        point.powers(n)
    }
}

#[test]
fn what_a_function_that_is_read_where_it_is_called_pushes() {
    for n in [0, 3] {
        check(
            &POINT[..1],
            |p| pushing::f(p[0], n),
            |p| {
                let (value, d_x) = pushing::f_grad(p[0], n);
                (value, vec![d_x])
            },
        );
    }
}
