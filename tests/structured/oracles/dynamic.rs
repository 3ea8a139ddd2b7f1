//! Dynamic programs, for any number.

use super::*;

fn smaller<T: Real>(a: T, b: T) -> T {
    if a <= b { a } else { b }
}

pub fn time_warping<T: Real>(a: &[T], b: &[T]) -> T {
    let mut cost: Vec<Vec<T>> = Vec::new();
    for i in 0..a.len() {
        cost.push(Vec::new());
        for j in 0..b.len() {
            let d = (a[i] - b[j]).powi(2);
            let best = match (i, j) {
                (0, 0) => T::of(0.0),
                (0, _) => cost[0][j - 1],
                (_, 0) => cost[i - 1][0],
                _ => smaller(smaller(cost[i - 1][j], cost[i][j - 1]), cost[i - 1][j - 1]),
            };
            cost[i].push(d + best);
        }
    }
    cost[a.len() - 1][b.len() - 1]
}

pub fn soft_warping<T: Real>(a: &[T], b: &[T], gamma: T) -> T {
    let mut r: Vec<Vec<T>> = Vec::new();
    for i in 0..a.len() {
        r.push(Vec::new());
        for j in 0..b.len() {
            let d = (a[i] - b[j]) * (a[i] - b[j]);
            let before = match (i, j) {
                (0, 0) => T::of(0.0),
                (0, _) => r[0][j - 1],
                (_, 0) => r[i - 1][0],
                _ => {
                    let ways = [r[i - 1][j], r[i][j - 1], r[i - 1][j - 1]].map(|r| -r / gamma);
                    let top = largest(&ways);
                    -gamma * (sum(3, |k| (ways[k] - top).exp()).ln() + top)
                }
            };
            r[i].push(d + before);
        }
    }
    r[a.len() - 1][b.len() - 1]
}

pub fn viterbi<T: Real>(start: &[T], transition: &[T], emission: &[T], observed: &[usize]) -> T {
    let states = start.len();
    let seen = |s: usize, t: usize| emission[s * emission.len() / states + observed[t]].ln();
    let first: Vec<T> = (0..states).map(|s| start[s].ln() + seen(s, 0)).collect();
    let score: Vec<T> = (1..observed.len()).fold(first, |score, t| {
        let through = |r: usize, s: usize| score[r] + transition[r * states + s].ln();
        (0..states).map(|s| largest(&(0..states).map(|r| through(r, s)).collect::<Vec<T>>()) + seen(s, t)).collect()
    });
    largest(&score)
}

pub fn cheapest_path<T: Real>(costs: &[T], width: usize) -> T {
    fn to<T: Real>(costs: &[T], width: usize, x: usize, y: usize) -> T {
        let before = match (x, y) {
            (0, 0) => T::of(0.0),
            (0, _) => to(costs, width, 0, y - 1),
            (_, 0) => to(costs, width, x - 1, 0),
            _ => smaller(to(costs, width, x, y - 1), to(costs, width, x - 1, y)),
        };
        before + costs[y * width + x]
    }
    to(costs, width, width - 1, costs.len() / width - 1)
}

pub fn poisson_binomial<T: Real>(p: &[T], successes: usize) -> T {
    let mut table = vec![T::of(0.0); successes + 1];
    table[0] = T::of(1.0);
    for &q in p {
        let old = table.clone();
        for k in 1..=successes {
            table[k] = old[k] * (-q + 1.0) + old[k - 1] * q;
        }
        table[0] = old[0] * (-q + 1.0);
    }
    table[successes]
}

pub fn value_iteration<T: Real>(reward: &[[T; 2]; 3], discount: T, steps: usize) -> T {
    let value: [T; 3] = (0..steps).fold([T::of(0.0); 3], |value, _| {
        std::array::from_fn(|s| {
            largest(&[reward[s][0] + discount * value[s], reward[s][1] + discount * value[(s + 1) % 3]])
        })
    });
    value[0]
}

pub fn cases() -> Vec<Case> {
    vec![
        case!(dynamic::time_warping(&a: Slice(4), &b: Slice(5)) in -2.0..2.0).kinked().allocates(),
        case!(dynamic::soft_warping(&a: Slice(4), &b: Slice(3), gamma: Number.within(0.5, 2.0)) in -1.5..1.5)
            .allocates()
            .stores(),
        case!(dynamic::viterbi(&start: Slice(3), &transition: Slice(9), &emission: Slice(6), observed = &[0, 1, 1, 0])
            in 0.1..0.9)
        .kinked()
        .allocates(),
        case!(dynamic::cheapest_path(&costs: Slice(12), width = 4) in 0.1..2.0).kinked().allocates(),
        case!(dynamic::poisson_binomial(&p: Slice(5), successes = 2) in 0.1..0.9).allocates().stores(),
        case!(dynamic::value_iteration(&reward: Matrix::<3, 2>, discount: Number.within(0.5, 0.9), steps = 5)
            in -1.0..1.0)
        .kinked()
        .stores(),
    ]
}
