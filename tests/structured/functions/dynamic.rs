//! Dynamic programs over tables.

use gradus::grad;

/// The distance of two series by dynamic time warping, a table of rows.
#[grad]
pub fn time_warping(a: &[f64], b: &[f64]) -> f64 {
    let (n, m) = (a.len(), b.len());
    let mut cost = vec![vec![0.0; m + 1]; n + 1];
    for i in 0..=n {
        for j in 0..=m {
            if (i == 0) != (j == 0) {
                cost[i][j] = f64::INFINITY;
            }
        }
    }
    for i in 1..=n {
        for j in 1..=m {
            let d = (a[i - 1] - b[j - 1]).powi(2);
            let best = cost[i - 1][j].min(cost[i][j - 1]).min(cost[i - 1][j - 1]);
            cost[i][j] = d + best;
        }
    }
    cost[n][m]
}

/// The same with a soft minimum, so that it is smooth.
#[grad]
pub fn soft_warping(a: &[f64], b: &[f64], gamma: f64) -> f64 {
    let (n, m) = (a.len(), b.len());
    let mut r = vec![vec![0.0; m]; n];
    for i in 0..n {
        for j in 0..m {
            let d = (a[i] - b[j]) * (a[i] - b[j]);
            r[i][j] = d;
            if i > 0 && j > 0 {
                let (x, y, z) = (-r[i - 1][j] / gamma, -r[i][j - 1] / gamma, -r[i - 1][j - 1] / gamma);
                let top = x.max(y).max(z);
                r[i][j] += -gamma * (((x - top).exp() + (y - top).exp() + (z - top).exp()).ln() + top);
            } else if i > 0 {
                r[i][j] += r[i - 1][j];
            } else if j > 0 {
                r[i][j] += r[i][j - 1];
            }
        }
    }
    r[n - 1][m - 1]
}

/// The score of the best path of a hidden Markov model.
#[grad]
pub fn viterbi(start: &[f64], transition: &[f64], emission: &[f64], observed: &[usize]) -> f64 {
    let states = start.len();
    let symbols = emission.len() / states;
    let mut score = vec![0.0; states];
    for s in 0..states {
        score[s] = start[s].ln() + emission[s * symbols + observed[0]].ln();
    }
    for &symbol in observed.iter().skip(1) {
        let mut next = vec![f64::NEG_INFINITY; states];
        for s in 0..states {
            for r in 0..states {
                let through = score[r] + transition[r * states + s].ln();
                if through > next[s] {
                    next[s] = through;
                }
            }
            next[s] += emission[s * symbols + symbol].ln();
        }
        score = next;
    }
    score.iter().copied().fold(f64::NEG_INFINITY, f64::max)
}

/// The shortest way through a grid, right or down, in one row that is overwritten.
#[grad]
pub fn cheapest_path(costs: &[f64], width: usize) -> f64 {
    let height = costs.len() / width;
    let mut best: Vec<f64> = vec![0.0; width];
    for y in 0..height {
        for x in 0..width {
            let from = if y == 0 && x == 0 {
                0.0
            } else if y == 0 {
                best[x - 1]
            } else if x == 0 {
                best[x]
            } else {
                best[x].min(best[x - 1])
            };
            best[x] = from + costs[y * width + x];
        }
    }
    best[width - 1]
}

/// The probability of so many successes in independent trials, a table folded in place from above.
#[grad]
pub fn poisson_binomial(p: &[f64], successes: usize) -> f64 {
    let mut table = vec![0.0; successes + 2];
    table[0] = 1.0;
    for q in p {
        for k in (1..=successes).rev() {
            table[k] = table[k] * (1.0 - q) + table[k - 1] * q;
        }
        table[0] *= 1.0 - q;
    }
    table[successes]
}

/// A value iteration: two actions in each state.
#[grad]
pub fn value_iteration(reward: &[[f64; 2]; 3], discount: f64, steps: usize) -> f64 {
    let mut value = [0.0; 3];
    for _ in 0..steps {
        let mut next = [0.0; 3];
        for s in 0..3 {
            let stay = reward[s][0] + discount * value[s];
            let go = reward[s][1] + discount * value[(s + 1) % 3];
            next[s] = f64::max(stay, go);
        }
        value = next;
    }
    value[0]
}
