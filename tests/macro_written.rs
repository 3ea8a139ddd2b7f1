//! Functions as they are written, with constants of every sort: the value bit for bit, the gradient against central differences.

mod support;

use gradus::grad;
use support::written::{check, check_two};

#[test]
fn an_extremum_with_nan_is_the_other_number() {
    #[grad(constant(limit))]
    fn f(x: f64, limit: f64) -> f64 {
        x.max(limit) * x + limit.min(x) + x.min(f64::NAN) * 2.0 + f64::NAN.max(x)
    }
    check(&[0.7], |x| f(x[0], f64::NAN), |x| (f_grad(x[0], f64::NAN).0, vec![f_grad(x[0], f64::NAN).1]));
    check(&[0.7], |x| f(x[0], 2.0), |x| (f_grad(x[0], 2.0).0, vec![f_grad(x[0], 2.0).1]));
}

#[test]
fn parts_of_sequences_of_constants() {
    #[grad]
    fn f(x: &[f64], order: &[usize]) -> f64 {
        let mut sum = 0.0;
        for &i in &order[1..] {
            sum = 0.5 * sum + x[i] * x[i];
        }
        for (i, j) in order.iter().zip(&order[1..]) {
            sum += x[*i] * x[*j];
        }
        sum + order[..2].iter().map(|i| x[*i]).sum::<f64>() * order[1..].len() as f64
    }
    check(&[1.25, 0.5, -0.75], |x| f(x, &[1, 2, 0, 1]), |x| f_grad(x, &[1, 2, 0, 1]));
}

#[test]
fn sequences_of_constants_that_change_between_loops() {
    #[grad]
    fn f(x: &[f64], step: usize, counts: &mut [usize]) -> f64 {
        let mut chosen: Vec<usize> = Vec::new();
        for i in 0..x.len() {
            if i % step == 0 {
                chosen.push(i);
            }
        }
        let mut sum = 0.0;
        for &i in &chosen {
            sum = 0.5 * sum + x[i] * x[i];
        }
        chosen.push(1);
        for &i in &chosen[1..] {
            sum = 0.25 * sum + x[i] * sum;
        }
        for &i in counts.iter() {
            sum += x[i] * sum;
        }
        counts[0] = 2;
        sum * (chosen.len() + counts[0]) as f64
    }
    check(&[1.25, 0.5, -0.75, 2.0], |x| f(x, 2, &mut [1, 0]), |x| f_grad(x, 2, &mut [1, 0]));
}

#[test]
fn a_receiver_that_changes() {
    struct Walk {
        visited: Vec<usize>,
        steps: usize,
    }
    impl Walk {
        #[grad]
        fn along(&mut self, x: &[f64]) -> f64 {
            let mut product = 1.0;
            for i in self.visited.iter() {
                product *= x[*i];
            }
            self.visited.push(0);
            for &i in &self.visited[1..] {
                product += x[i] * product;
            }
            product
        }

        #[grad]
        fn ended(mut self, x: f64) -> f64 {
            self.steps += 2;
            self.steps as f64 * x
        }
    }
    let walk = || Walk { visited: vec![0, 1], steps: 1 };
    check(&[1.25, 0.5], |x| walk().along(x), |x| walk().along_grad(x));
    assert_eq!(walk().ended_grad(2.0), (6.0, 3.0));
    assert_eq!(walk().ended(2.0), 6.0);
}

#[test]
fn positions_in_sorted_numbers() {
    #[grad]
    fn interpolated(x: f64, xs: &[f64], ys: &[f64]) -> f64 {
        let i = xs.partition_point(|v| *v <= x).clamp(1, xs.len() - 1);
        let t = (x - xs[i - 1]) / (xs[i] - xs[i - 1]);
        let j = match xs.binary_search_by(|v| v.total_cmp(&x)) {
            Ok(j) | Err(j) => j,
        };
        ys[i - 1] + t * (ys[i] - ys[i - 1]) + ys[j] * x
    }
    check(
        &[1.5, 0.0, 1.0, 4.0, -1.0, 2.0, 0.5],
        |p| interpolated(p[0], &p[1..4], &p[4..]),
        |p| {
            let (value, (d_x, d_xs, d_ys)) = interpolated_grad(p[0], &p[1..4], &p[4..]);
            (value, [vec![d_x], d_xs, d_ys].concat())
        },
    );
}

#[test]
fn choices_by_comparison() {
    #[grad]
    fn f(x: &[f64], limit: f64) -> f64 {
        let mut order: Vec<usize> = (0..x.len()).collect();
        order.sort_by(|&a, &b| x[a].total_cmp(&x[b]));
        order.retain(|&i| x[i] > limit);
        let mut sum = 0.0;
        for (rank, &i) in order.iter().enumerate() {
            sum += x[i] * x[i] * rank as f64;
        }
        let largest = (0..x.len()).max_by(|&a, &b| x[a].total_cmp(&x[b])).unwrap();
        let least: usize = x.iter().enumerate().min_by(|a, b| a.1.total_cmp(b.1)).unwrap().0;
        let above: Vec<usize> = (0..x.len()).filter(|&i| x[i] > limit).collect();
        for i in above {
            sum += x[i] * limit;
        }
        sum + x[largest] * x[least]
    }
    check(
        &[0.9, 0.1, -0.5, 2.0, 0.3],
        |p| f(&p[..4], p[4]),
        |p| {
            let (value, (d_x, d_limit)) = f_grad(&p[..4], p[4]);
            (value, [d_x, vec![d_limit]].concat())
        },
    );

    #[grad]
    fn greedy(x: &[f64], rounds: usize) -> f64 {
        let mut left = x.to_vec();
        let mut sum = 0.0;
        for _ in 0..rounds {
            let i: usize = left.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1)).map(|(i, _)| i).unwrap();
            sum = 0.5 * sum + left[i] * left[i];
            left[i] *= 0.25;
        }
        sum
    }
    check(&[0.9, 0.1, -0.5, 2.0], |x| greedy(x, 3), |x| greedy_grad(x, 3));
}

#[test]
fn results_of_other_functions() {
    #[grad]
    fn length(v: &[f64; 3]) -> f64 {
        (v[0] * v[0] + v[1] * v[1] + v[2] * v[2]).sqrt()
    }
    #[grad]
    fn rotation(angle: f64) -> [[f64; 2]; 2] {
        [[angle.cos(), -angle.sin()], [angle.sin(), angle.cos()]]
    }
    fn positive(x: f64) {
        assert!(x > 0.0);
    }
    #[grad]
    fn f(points: &[[f64; 3]], angle: f64) -> f64 {
        let [[a, b], [_, d]] = rotation(angle);
        positive(angle);
        rotation(a);
        points.iter().map(length).sum::<f64>() * (a - b * d)
    }
    let points = |p: &[f64]| [[p[0], p[1], p[2]], [p[3], p[4], p[5]]];
    check(
        &[1.0, 2.0, -0.5, 0.25, 3.0, 1.0, 0.75],
        |p| f(&points(p), p[6]),
        |p| {
            let (value, (d_points, d_angle)) = f_grad(&points(p), p[6]);
            (value, [d_points.concat(), vec![d_angle]].concat())
        },
    );
    let refused = std::panic::catch_unwind(|| f_grad(&[], -1.0));
    assert!(refused.is_err(), "what a call checks is checked");
}

#[test]
fn types_that_decide_what_is_computed() {
    #[grad]
    fn series(x: f64, terms: u32) -> f64 {
        let factorial = |n: u32| -> u64 { (1..=u64::from(n)).product() };
        (0..terms).map(|k| x.powi(k as i32) / factorial(k) as f64).sum::<f64>() + x * f64::MAX_EXP as f64
    }
    #[grad(constant(weights))]
    fn weighted(x: f64, weights: &[f32]) -> f64 {
        let total: f32 = weights.iter().sum();
        let first: f32 = weights[0];
        x * total as f64 + f64::from(first) * x * x
    }
    check(&[0.75], |x| series(x[0], 6), |x| (series_grad(x[0], 6).0, vec![series_grad(x[0], 6).1]));
    let weights = [0.1, 0.2, 0.3];
    check(
        &[0.75],
        |x| weighted(x[0], &weights),
        |x| {
            let (value, slope) = weighted_grad(x[0], &weights);
            (value, vec![slope])
        },
    );
}

#[test]
fn a_condition_beside_a_difference_that_is_zero() {
    #[grad]
    fn f(x: f64, y: f64, z: &[f64], n: usize) -> f64 {
        let mut last = 0.3 * x;
        let mut sum = 1.0;
        for &w in z {
            if last - w >= y.cos() {
                sum += (last * (if n % 3 == 1 { last } else { x }) / (1.5 + (w * last).powi(2))).tanh();
                let zero = y - y;
                last = (zero * zero).sin().sin();
            }
        }
        last + sum
    }
    for n in [0, 1] {
        check(
            &[2.0, 1.5, 0.25, -0.5, -0.75],
            |p| f(p[0], p[1], &p[2..], n),
            |p| {
                let (value, (d_x, d_y, d_z)) = f_grad(p[0], p[1], &p[2..], n);
                (value, [vec![d_x, d_y], d_z].concat())
            },
        );
    }
}

#[test]
fn windows_and_chunks_of_arrays_of_known_length() {
    #[grad]
    fn f(x: [f64; 4]) -> f64 {
        let products: f64 = x.windows(2).map(|w| w[0] * w[1]).sum();
        let pairs: f64 = x.chunks(3).map(|c| c[0] * c.len() as f64).sum();
        let rest: f64 = x.iter().skip(1).zip(x.windows(3)).map(|(v, w)| v * w[2]).sum();
        products + pairs * rest
    }
    let array = |p: &[f64]| [p[0], p[1], p[2], p[3]];
    check(
        &[0.75, -0.5, 2.0, 1.25],
        |p| f(array(p)),
        |p| {
            let (value, slopes) = f_grad(array(p));
            (value, slopes.to_vec())
        },
    );
}

#[test]
fn matches_on_comparisons() {
    #[grad]
    fn f(x: f64, y: f64) -> f64 {
        let side = match (x > 0.0, y > x, x * y) {
            (true, true, product) => product * x,
            (true, false, _) => y * y,
            (false, above, product) => {
                if above {
                    product
                } else {
                    x.sin()
                }
            }
        };
        side * match x {
            0.75 => 1.0,
            1.0..=2.0 => y,
            _ => x,
        }
    }
    for point in [[1.5, 2.0], [1.5, 1.0], [-0.5, 0.25], [-0.5, -1.0]] {
        check_two(point, f, f_grad);
    }
    assert_eq!(f_grad(0.75, 2.0), (0.75 * 2.0 * 0.75, (2.0 * 0.75 * 2.0, 0.75 * 0.75)));
}

#[test]
fn what_is_pushed_shows_what_is_kept() {
    struct Point {
        x: f64,
        y: f64,
    }
    #[grad]
    fn f(a: f64, b: f64, steps: usize) -> f64 {
        let mut at = Point { x: a, y: b };
        let mut pair = (a, 1.0);
        let mut areas = Vec::new();
        let mut powers = Vec::new();
        let mut above = Vec::new();
        for _ in 0..steps {
            at = Point { x: at.x + 0.25 * at.y, y: at.y - 0.5 * at.x };
            pair = (pair.0 * at.x, pair.1 * b);
            areas.push(at.x * at.y);
            powers.push(pair.0 - pair.1);
            let height = at.x;
            above.push(height > 0.5);
        }
        let mut sum = 0.0;
        for i in 0..steps {
            sum += areas[i] * powers[i] * i as f64;
            if above[i] {
                sum *= b;
            }
        }
        sum
    }
    check(
        &[0.75, 1.25],
        |p| f(p[0], p[1], 4),
        |p| {
            let (value, (d_a, d_b)) = f_grad(p[0], p[1], 4);
            (value, vec![d_a, d_b])
        },
    );
}

#[test]
fn tables_of_pairs() {
    #[grad]
    fn f(k: f64, half: f64) -> f64 {
        let nodes: [(f64, f64); 3] =
            [(-0.7745966692414834, 5.0 / 9.0), (0.0, 8.0 / 9.0), (0.7745966692414834, 5.0 / 9.0)];
        let mut sum = 0.0;
        for &(x, weight) in nodes.iter() {
            sum += weight * (-k * (half * x).powi(2)).exp();
        }
        for (x, weight) in nodes {
            sum += weight * x * x * k;
        }
        sum * half
    }
    check_two([0.75, 1.5], f, f_grad);
}

#[test]
fn an_iterator_that_is_cloned() {
    #[grad]
    fn f(x: &[f64]) -> f64 {
        let numbers = x.iter();
        let sum: f64 = numbers.clone().sum();
        let squares: f64 = numbers.map(|v| v * v).sum();
        sum * squares * x.iter().next().unwrap()
    }
    check(&[0.75, -0.5, 2.0], f, f_grad);
}

/// Names that a macro makes beside those that it is given.
macro_rules! scaled {
    ($name:ident, $x:ident, $body:expr) => {
        #[grad]
        fn $name($x: f64, scale: f64) -> f64 {
            let inner = $body;
            scale * inner
        }
    };
}

scaled!(scaled_square, number, number * number);

#[test]
fn names_of_macros() {
    check_two([0.75, 3.0], scaled_square, scaled_square_grad);
}

/// Declares a table in the loop that goes along it.
#[grad]
fn tables(x: &[f64]) -> f64 {
    let n = x.len();
    let mut sum = 0.0;
    for i in 0..n {
        let mut table = vec![vec![0.0; 2]; n];
        table[i][0] += x[i].sin();
        sum += table[i][0] * x[0];
    }
    sum
}

/// Overwrites a buffer of an iteration that is not executed again.
#[grad]
#[allow(clippy::needless_range_loop, clippy::useless_vec)]
fn buffered(x: &mut [f64], a: f64) -> f64 {
    let mut s = 0.1;
    for i in 1..x.len() {
        let mut h = vec![0.0; 3];
        for _ in 0..2 {
            for j in 0..3 {
                h[j] = (x[i - 1] * a + j as f64).sin();
            }
            for j in 0..3 {
                s = (s + h[j] * h[j]).sin();
            }
        }
        x[i] = x[i] * x[i - 1] + s;
    }
    s
}

/// Reads a `Vec` before anything but its declaration says what it holds.
#[grad]
fn declared(x: &[f64]) -> f64 {
    let mut h: Vec<f64> = vec![0.0; x.len()];
    let mut s = 0.0;
    for i in 0..x.len() {
        s += h[i].cos() * x[i];
        h[i] = x[i];
    }
    s + h[0].sin()
}

/// Tables of a declared type and bare literals.
#[grad]
fn literals(x: &[f64]) -> f64 {
    let c: [f64; 3] = [1.0, 2.0, 3.0];
    let m: [[f64; 2]; 2] = [[1.0, 2.0], [3.0, 4.0]];
    let rows: Vec<Vec<f64>> = vec![vec![1.0, 2.0]; 2];
    let mut p: [f64; 2] = [0.0; 2];
    let mut s = p[0].abs() + rows[0][1].ln() * x[0] + rows[1][0].cos();
    p[0] = x[1];
    for k in 0..3 {
        s += c[k].powi(2) * x[k];
    }
    for row in &m {
        s += row[0].exp() * x[0] + row[1].sin();
    }
    s + p[0].max(1.0) + p[1].powi(2)
}

#[test]
fn arrays_of_one_iteration_and_of_a_declared_type() {
    let x = [0.3, -0.7, 1.1];
    check(&x, literals, literals_grad);
    check(&x, tables, tables_grad);
    check(&x, declared, declared_grad);
    let by_both = |at: &[f64]| {
        let (value, (mut slopes, by_a)) = buffered_grad(&mut at[1..].to_vec(), at[0]);
        slopes.insert(0, by_a);
        (value, slopes)
    };
    check(&[0.8, 0.3, -0.7, 1.1], |at| buffered(&mut at[1..].to_vec(), at[0]), by_both);
}

/// Breaks before the end of an array that is shorter than the range.
#[grad]
#[allow(clippy::needless_range_loop)]
fn broken(x: &[f64], n: usize) -> f64 {
    let mut s = 0.3;
    for i in 0..n {
        s = (s + x[i] * x[i]).sin();
        if i == 1 {
            break;
        }
    }
    s
}

#[test]
fn the_reverse_of_a_loop_that_broke_reaches_no_further() {
    check(&[0.3, -0.7], |x| broken(x, 5), |x| broken_grad(x, 5));
}
