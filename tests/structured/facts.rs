//! Gradients in closed form, from the lecture and from its reference program; and the written convention at kinks.

use crate::case::Case;
use crate::gradients::by_dual_numbers;
use crate::oracles::cases;
use crate::points;
use crate::support::close::{Tolerance, assert_all_close};

fn case(name: &str) -> Case {
    cases().into_iter().find(|case| case.name == name).unwrap_or_else(|| panic!("no function {name}"))
}

/// What is generated says it; the oracle where nothing is.
fn gradient(case: &Case, at: &[f64]) -> Vec<f64> {
    let generated = case.generated.as_ref().and_then(|g| g.scalar).map(|scalar| (scalar.grad)(at).1);
    generated.unwrap_or_else(|| by_dual_numbers(case, at, &[1.0]))
}

/// The gradient at some points is what the closed form says.
fn agrees(name: &str, closed: impl Fn(&[f64]) -> Vec<f64>) {
    let case = case(name);
    for at in points::ordinary(&case, 10) {
        assert_all_close(&gradient(&case, &at), &closed(&at), Tolerance::both(1e-12));
    }
}

/// A matrix by rows.
#[derive(Clone)]
struct Matrix {
    columns: usize,
    entries: Vec<f64>,
}

impl Matrix {
    fn new(columns: usize, entries: &[f64]) -> Self {
        Self { columns, entries: entries.to_vec() }
    }

    fn rows(&self) -> usize {
        self.entries.len() / self.columns
    }

    fn at(&self, i: usize, j: usize) -> f64 {
        self.entries[i * self.columns + j]
    }

    fn transposed(&self) -> Self {
        let entries = (0..self.columns).flat_map(|j| (0..self.rows()).map(move |i| self.at(i, j))).collect();
        Self { columns: self.rows(), entries }
    }

    fn times(&self, other: &Self) -> Self {
        let entry = |i: usize, j: usize| (0..self.columns).map(|k| self.at(i, k) * other.at(k, j)).sum();
        let entries = (0..self.rows()).flat_map(|i| (0..other.columns).map(move |j| entry(i, j))).collect();
        Self { columns: other.columns, entries }
    }

    fn map2(&self, other: &Self, f: impl Fn(f64, f64) -> f64) -> Self {
        let entries = self.entries.iter().zip(&other.entries).map(|(a, b)| f(*a, *b)).collect();
        Self { columns: self.columns, entries }
    }
}

#[test]
fn matrices() {
    // item 9: 2 q x' and 2 W' q
    agrees("lecture::squared_norm", |at| {
        let (w, x) = (Matrix::new(2, &at[..4]), Matrix::new(1, &at[4..]));
        let q = w.times(&x);
        let double = |m: Matrix| m.entries.into_iter().map(|v| 2.0 * v).collect::<Vec<_>>();
        [double(q.times(&x.transposed())), double(w.transposed().times(&q))].concat()
    });
    // item 11: dY W', X' dY, and Y itself for what it is contracted with
    agrees("lecture::contracted_product", |at| {
        let (x, w, d_y) = (Matrix::new(3, &at[..6]), Matrix::new(4, &at[6..18]), Matrix::new(4, &at[18..]));
        [d_y.times(&w.transposed()), x.transposed().times(&d_y), x.times(&w)].map(|m| m.entries).concat()
    });
    // item 18: 2/m X' (X theta - y)
    agrees("nets::mean_squared_error", |at| {
        let (theta, x, y) = (Matrix::new(1, &at[..3]), Matrix::new(3, &at[3..18]), Matrix::new(1, &at[18..]));
        let residual = x.times(&theta).map2(&y, |p, y| 2.0 / 5.0 * (p - y));
        let d_y = residual.entries.iter().map(|r| -r).collect();
        [x.transposed().times(&residual).entries, residual.times(&theta.transposed()).entries, d_y].concat()
    });
}

/// Item 13: the gradients that the reference program has written by hand.
#[test]
fn training() {
    agrees("nets::training_loss", |at| {
        let (x, y) = (Matrix::new(5, &at[..15]), Matrix::new(2, &at[15..21]));
        let (w1, w2) = (Matrix::new(4, &at[21..41]), Matrix::new(2, &at[41..]));
        let z = x.times(&w1);
        let h = z.map2(&z, |z, _| 1.0 / (1.0 + (-z).exp()));
        let grad_y_pred = h.times(&w2).map2(&y, |p, y| 2.0 * (p - y));
        let grad_w2 = h.transposed().times(&grad_y_pred);
        let grad_z = grad_y_pred.times(&w2.transposed()).map2(&h, |grad_h, h| grad_h * h * (1.0 - h));
        let grad_y = grad_y_pred.map2(&y, |g, _| -g);
        [grad_z.times(&w1.transposed()), grad_y, x.transposed().times(&grad_z), grad_w2].map(|m| m.entries).concat()
    });
}

/// Item 16: one link, and the product of slopes along a chain.
#[test]
fn chains() {
    let sigma = |z: f64| 1.0 / (1.0 + (-z).exp());
    agrees("nets::link", |at| {
        let &[w, previous, b, y] = at else { panic!("four") };
        let a = sigma(w * previous + b);
        let d_z = a * (1.0 - a) * 2.0 * (a - y);
        vec![previous * d_z, w * d_z, d_z, -2.0 * (a - y)]
    });
    let chain = case("nets::deep_chain");
    for at in points::ordinary(&chain, 10) {
        let (w, b, a0, y) = (&at[..10], &at[10..20], at[20], at[21]);
        let (end, slope) = w.iter().zip(b).fold((a0, 1.0), |(a, slope), (w, b)| {
            let next = sigma(w * a + b);
            (next, slope * w * next * (1.0 - next))
        });
        assert_all_close(&gradient(&chain, &at)[20..21], &[2.0 * (end - y) * slope], Tolerance::relative(1e-12));
    }
}

/// At a tie a literal wins, else what came first; `abs` and `hypot` have slope 0 at 0.
#[test]
fn kinks() {
    let exactly = |name: &str, at: &[f64], want: &[f64]| {
        let got = gradient(&case(name), at);
        // the last digit of a quotient is not the matter here
        let same = got.len() == want.len() && got.iter().zip(want).all(|(g, w)| (g - w).abs() <= 1e-15 * w.abs());
        assert!(same, "{name} at {at:?}: {got:?}, not {want:?}");
    };
    exactly("lecture::gates", &[3.0, -4.0, 2.0, 2.0], &[-8.0, 6.0, 2.0, 0.0]);
    exactly(
        "lecture::relu_layer",
        &[0.0, -0.0, 1.0, -1.0, 0.0, 2.0, 7.0, 7.0, 7.0, 7.0, 7.0, 7.0],
        &[0.0, 0.0, 7.0, 0.0, 0.0, 7.0, 0.0, 0.0, 1.0, 0.0, 0.0, 2.0],
    );
    exactly("lecture::elu_layer", &[0.0; 6], &[1.0, 1.0, 1.0, 1.0, 1.0, 0.0]);
    exactly("lecture::hinge_of_scores", &[0.0, 1.0, 1.0, -3.0], &[0.0, 1.0, -1.0, 0.0]);
    exactly("sequences::largest_by_fold", &[1.0, 2.0, 2.0, 0.0, 2.0, 1.0], &[0.0, 4.0, 0.0, 0.0, 0.0, 0.0]);
    exactly("sequences::spread", &[1.0, 2.0, 2.0, 1.0, 2.0, 1.0], &[-2.0, 2.0, 0.0, 0.0, 0.0, 0.0]);
    exactly("vision::huber", &[0.0, 0.0, 1.0, -1.0, 2.0, -2.0, 1.0], &[0.0, 0.0, 1.0, -1.0, 1.0, -1.0, 2.0]);
    exactly(
        "solvers::arc_length",
        &[1.0, 2.0, 1.0, 2.0, 4.0, 6.0, 4.0, 6.0, 4.0, 6.0],
        &[0.0, 0.0, -0.6, -0.8, 0.6, 0.8, 0.0, 0.0, 0.0, 0.0],
    );
    exactly("Model::norm", &[0.0, 0.0], &[0.0, 0.0]);
    exactly(
        "optimisation::box_penalty",
        &[-0.5, 0.5, 0.0, 1.0, -1.0, -0.5, -0.5, -0.5, -0.5, -0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 2.0],
        &[0.0, 0.0, 0.0, 2.0, -2.0, 0.0, 0.0, 0.0, 0.0, 2.0, 0.0, 0.0, 0.0, -2.0, 0.0, 0.5],
    );
}

/// What a branch does not take contributes nothing, not even NaN.
#[test]
fn no_infinities_from_elsewhere() {
    let finite = |name: &str, at: &[f64]| {
        let got = gradient(&case(name), at);
        assert!(got.iter().all(|g| g.is_finite()), "{name} at {at:?}: {got:?}");
    };
    finite("vision::reprojection", &[0.0, 0.0, 0.0, 0.1, 0.2, 0.3, 1.0, 0.1, 0.1, 1.0, 2.0, 3.0, 0.5, 0.5]);
    finite("control::early", &[-1.0, 2.0]);
    finite("densities::kullback_leibler", &[0.0, 0.5, 0.5, 0.0, 0.0, 0.25, 0.25, 0.5]);
    finite(
        "densities::logistic_regression",
        &[800.0, -700.0, 900.0, 1., 2., -3., 4., 5., 6., -7., -8., 9., 1., 1., 1.],
    );
    finite("lecture::logistic", &[-800.0]);
    finite("lecture::logistic", &[800.0]);
    finite("items::softplus", &[900.0]);
    finite("control::skipping", &[-1.0, 0.0, -0.0, 2.0, 0.0, -5.0, 1.0, 0.0]);
}
