//! Habits of those who write Rust for numbers: the value bit for bit, the gradient against central differences.

// Functions stand as their authors write them, not as clippy would.
#![allow(clippy::all)]

mod support;

use gradus::grad;
use support::written::check;

#[test]
fn loops_that_only_return() {
    #[grad]
    fn root(x: f64) -> Result<f64, String> {
        let (mut y, mut rounds) = (x, 0);
        loop {
            rounds += 1;
            if rounds > 50 {
                return Err("it does not converge".into());
            }
            let step = (y * y - x) / (2.0 * y);
            y -= step;
            if step.abs() < 1e-12 {
                return Ok(y);
            }
        }
    }
    #[grad]
    fn first_above(x: &[f64], limit: f64) -> f64 {
        let mut at = 0;
        loop {
            let Some(v) = x.get(at) else { return limit * x[0] };
            at += 1;
            if *v > limit {
                return v * v;
            }
        }
    }
    #[grad]
    fn grown(x: f64) -> f64 {
        let found = 'outer: loop {
            let mut z = x;
            loop {
                z *= x;
                if z > 20.0 {
                    break 'outer z;
                }
                if z < 0.0 {
                    return z;
                }
            }
        };
        found * x
    }
    check(&[2.5], |x| root(x[0]).unwrap(), |x| root_grad(x[0]).map(|(value, slope)| (value, vec![slope])).unwrap());
    assert!(root_grad(-1.0).is_err());
    for limit in [0.6, 2.0] {
        check(
            &[0.5, 0.75, 1.5, limit],
            |p| first_above(&p[..3], p[3]),
            |p| {
                let (value, (d_x, d_limit)) = first_above_grad(&p[..3], p[3]);
                (value, [d_x, vec![d_limit]].concat())
            },
        );
    }
    for x in [1.5, -1.5] {
        check(&[x], |x| grown(x[0]), |x| (grown_grad(x[0]).0, vec![grown_grad(x[0]).1]));
    }
}

#[grad]
mod tables {
    const WEIGHTS: [f64; 3] = [1.0, 2.0, 3.0];
    const SCALE: f64 = 2.0;
    static ROWS: [[f64; 2]; 2] = [[1.0, 2.0], [3.0, 4.0]];

    pub fn constants(x: f64) -> f64 {
        const OWN: [f64; 2] = [0.5, 1.5];
        let mut weights = WEIGHTS;
        let mut own = OWN;
        let mut scale = SCALE;
        let mut rows = ROWS;
        weights[0] = x;
        for i in 1..3 {
            weights[i] *= weights[i - 1];
            scale = scale * x + 1.0;
        }
        rows.iter_mut().flatten().for_each(|v| *v *= x);
        own[1] *= rows[0][1] * rows[1][0];
        weights[2] * scale + own[0] * own[1]
    }

    fn locate(t: f64, knots: &[f64]) -> usize {
        knots.iter().rposition(|knot| *knot <= t).unwrap_or(0).min(knots.len() - 2)
    }

    fn inside(x: f64, y: f64) -> bool {
        x.hypot(y) < 1.5
    }

    pub fn decided(p: &[f64]) -> f64 {
        let knots = [0.0, 0.5, 1.0, 2.0];
        let at = locate(p[0] * p[1], &knots);
        let mut sum = p[at] * p[0];
        for v in p {
            let y = sum * 0.3;
            if inside(y, *v) {
                sum += v * v;
            } else {
                sum -= p[locate(y, &knots)];
            }
        }
        sum
    }

    struct Layer {
        weights: [[f64; 2]; 2],
        bias: [f64; 2],
    }

    impl Layer {
        fn forward(&self, x: &[f64; 2]) -> [f64; 2] {
            let mut y = self.bias;
            for (y, row) in y.iter_mut().zip(&self.weights) {
                *y += row[0] * x[0] + row[1] * x[1];
            }
            y
        }
    }

    pub fn layers(p: &[f64]) -> f64 {
        let first = Layer { weights: [[p[0], p[1]], [p[2], p[3]]], bias: [p[1], p[2]] };
        let second = Layer { weights: [[0.5, -0.5], [p[0], 0.1]], bias: [0.0; 2] };
        let hidden = first.forward(&[1.0, -0.5]).map(f64::tanh);
        let [a, b] = second.forward(&hidden);
        a * a + b
    }
}

#[test]
fn what_the_module_shows() {
    check(
        &[1.5],
        |x| tables::constants(x[0]),
        |x| {
            let (value, slope) = tables::constants_grad(x[0]);
            (value, vec![slope])
        },
    );
    check(&[1.0, 1.25, 0.5, 0.75], tables::decided, tables::decided_grad);
    check(&[1.0, 1.25, 0.5, 0.75], tables::layers, tables::layers_grad);
}

fn locate(t: f64, knots: &[f64]) -> usize {
    knots.iter().rposition(|knot| *knot <= t).unwrap_or(0)
}

#[test]
fn sequences_beside_numbers() {
    use std::collections::BTreeMap;

    #[grad]
    fn descents(x: &[f64]) -> f64 {
        let mut open: Vec<usize> = Vec::new();
        let mut sum = 0.0;
        for i in 0..x.len() {
            while let Some(&j) = open.last() {
                if x[j] >= x[i] {
                    break;
                }
                open.pop();
                sum += x[j] * x[i];
            }
            open.push(i);
        }
        sum + open.len() as f64 * x[0]
    }
    #[grad]
    fn grouped(x: &[f64], groups: &BTreeMap<String, Vec<usize>>) -> f64 {
        let mut sum = 0.0;
        for (name, members) in groups {
            let mut product = name.len() as f64;
            for &i in members {
                product *= x[i];
            }
            sum += product;
        }
        sum
    }
    #[grad]
    fn missing(x: &[f64]) -> f64 {
        let observed = [Some(0.25), None, Some(-0.5)];
        let mut sum = 0.0;
        for (y, v) in observed.iter().zip(x) {
            if let Some(y) = y {
                sum += (y - v).powi(2);
            }
        }
        sum + x[locate_of(x[0])] * if !is_far(x[1]) && (is_far(x[0] + 9.0) || is_far(20.0)) { x[0] } else { 2.0 }
    }
    fn is_far(t: f64) -> bool {
        t > 10.0
    }
    fn locate_of(t: f64) -> usize {
        usize::from(t > 1.0)
    }
    #[grad]
    fn declared(x: &[f64]) -> f64 {
        let knots = [0.0, 1.0, 2.0];
        let at: usize = locate(x[0], &knots);
        (knots[at] - x[0]) * x[at]
    }
    #[grad]
    fn arm(x: &[f64]) -> f64 {
        let link = |angle: f64, length: f64, twist: f64| -> f64 { angle.sin() * length * twist.cos() };
        let links = [(0.3, 1.57), (0.5, 0.0), (0.25, -1.0)];
        let tagged = [(1, 0.5, "a"), (0, 1.5, "bc")];
        let mut sum = 0.0;
        for (angle, (length, twist)) in x.iter().zip(links) {
            sum += link(*angle, length, twist);
        }
        for (i, twist, name) in tagged {
            sum += link(x[i], name.len() as f64, twist);
        }
        sum
    }
    #[grad]
    fn mixed(x: &[f64]) -> f64 {
        let softmax = |v: &[f64]| -> Vec<f64> {
            let sum: f64 = v.iter().map(|v| v.exp()).sum();
            v.iter().map(|v| v.exp() / sum).collect()
        };
        let rows = [softmax(&x[..2]), softmax(x)];
        rows.iter().map(|row| row[0] * row[row.len() - 1]).sum()
    }
    let x = [1.5, 0.5, 0.75, 2.0];
    check(&x, descents, descents_grad);
    let groups: BTreeMap<String, Vec<usize>> =
        [("a".to_owned(), vec![0, 1]), ("bc".to_owned(), vec![2, 3, 0])].into_iter().collect();
    check(&x, |x| grouped(x, &groups), |x| grouped_grad(x, &groups));
    check(&x[..3], missing, missing_grad);
    check(&x, declared, declared_grad);
    check(&x[..3], arm, arm_grad);
    check(&x[..3], mixed, mixed_grad);
}

#[test]
fn iterators_that_make_their_items() {
    #[grad]
    fn f(x: &[f64]) -> f64 {
        let grown = std::iter::successors(Some(x[0]), |v| if *v < 8.0 { Some(v * 1.5 + x[1]) } else { None });
        let halved: f64 = std::iter::successors(Some(x[0]), |v| Some(v * 0.5)).take(5).sum();
        let mut state = x[1];
        let made: f64 = std::iter::repeat_with(|| {
            state = state * 0.5 + x[0];
            state
        })
        .take(4)
        .sum();
        let mut left = x[2];
        let until: f64 = std::iter::from_fn(|| {
            left -= 0.75;
            if left > -2.0 { Some(left * x[0]) } else { None }
        })
        .sum();
        grown.map(|v| v.ln()).sum::<f64>() + halved * made + until
    }
    #[grad]
    fn folded(x: &[f64]) -> f64 {
        let product = x.iter().try_fold(1.0, |product, v| if product < 4.0 { Some(product * (v + 2.0)) } else { None });
        product.unwrap_or(x[2] * x[0])
    }
    for point in [[1.5, 0.5, 0.75], [0.6, 0.3, 2.0], [2.5, 1.0, -1.0]] {
        check(&point, f, f_grad);
        check(&point, folded, folded_grad);
    }
}

#[test]
fn closures_that_end_early() {
    #[grad]
    fn square(x: f64) -> Option<f64> {
        if x < -2.0 {
            return None;
        }
        Some(x * x)
    }
    #[grad]
    fn f(x: &[f64]) -> f64 {
        let at = |v: f64, k: usize| -> Option<f64> {
            let a = square(v)?;
            let b = x.get(k)?;
            Some(a * b + b.sin())
        };
        let checked = |v: f64| -> Result<f64, String> {
            if v < 0.0 {
                return Err(format!("{v} is negative"));
            }
            let w = square(v - 3.0).ok_or("too small".to_string())?;
            Ok(w + v)
        };
        let mut sum = 0.0;
        for k in 0..x.len() + 1 {
            sum += at(x[0], k).unwrap_or(x[1]);
            if let Ok(v) = checked(x[k.min(2)]) {
                sum += v * x[1];
            }
            sum += match checked(-x[0]) {
                Ok(v) => v,
                Err(_) => x[0],
            };
        }
        sum
    }
    for point in [[1.5, 0.5, 0.75], [0.6, 0.3, 2.0], [2.5, 1.0, -4.0]] {
        check(&point, f, f_grad);
    }
}

#[grad]
mod inlined {
    #[derive(Clone, Copy)]
    struct Line {
        slope: f64,
        offset: f64,
    }

    fn growing(line: Line, n: usize) -> f64 {
        let mut values = Vec::new();
        let mut sum = 0.0;
        for i in 0..n {
            values.push(line.slope * i as f64 + line.offset);
            sum += values.len() as f64 * values[0];
            if values.len() > 2 {
                sum += values[values.len() - 2] * values.last().unwrap();
            }
        }
        sum
    }

    fn shrinking(line: Line) -> f64 {
        let mut values = vec![line.slope, line.offset, line.slope * line.offset];
        values.pop();
        values.push(line.offset * 2.0);
        values.insert(0, line.slope);
        let last = values.pop().unwrap();
        values.iter().sum::<f64>() * last
    }

    fn longer(line: Line) -> f64 {
        let mut values = vec![line.slope];
        for k in 0..3 {
            let mut next = values.clone();
            next.push(line.offset * k as f64);
            values = next;
        }
        values.iter().map(|v| v * v).sum()
    }

    fn counted(line: Line) -> f64 {
        let mut counts = vec![0usize; 3];
        counts[1] += 2;
        let mut least = None;
        for k in 0..4 {
            let v = (line.slope - k as f64).powi(2) + line.offset;
            least = match least {
                Some(other) if other < v => Some(other),
                _ => Some(v),
            };
        }
        line.slope * counts[1] as f64 + least.unwrap()
    }

    fn highest(x: &[f64]) -> (f64, usize) {
        let (mut value, mut at) = (x[0], 0);
        for i in 1..x.len() {
            if x[i] > value {
                (value, at) = (x[i], i);
            }
        }
        (value * x[0], at)
    }

    pub fn f(x: &[f64]) -> f64 {
        let line = Line { slope: x[0], offset: x[1] };
        let back = Line { slope: x[1], offset: x[0] };
        let (value, at) = highest(x);
        growing(line, 4) + shrinking(back) * longer(line) + counted(back) + value * x[at]
    }
}

#[test]
fn functions_read_where_they_are_called() {
    check(&[1.25, 2.0], inlined::f, inlined::f_grad);
}
