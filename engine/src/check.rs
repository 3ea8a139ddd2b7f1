//! The gradient check: an analytic gradient beside difference quotients of the function, number by number.
//!
//! ```
//! use gradus_engine::check::check_gradient;
//!
//! fn cost(w: &[f64], b: f64) -> f64 {
//!     w.iter().map(|w| w * w).sum::<f64>() * b
//! }
//!
//! fn cost_grad(w: &[f64], b: f64) -> (f64, (Vec<f64>, f64)) {
//!     (cost(w, b), (w.iter().map(|w| 2.0 * w * b).collect(), cost(w, 1.0)))
//! }
//!
//! let (w, b) = (vec![0.5, -2.0, 3.0], 1.5);
//! let (_, gradient) = cost_grad(&w, b);
//! let report = check_gradient(|(w, b)| cost(w, *b), (&w, b), gradient);
//! assert!(report.passed(), "{report}");
//! ```
//!
//! The numbers of the point are moved one at a time. The function gets the point by reference, slices as `Vec`s; the gradient
//! has the point's shape, which the compiler sees to. Shapes are `f64`, `f32`, arrays, slices, `Vec`s and tuples of shapes; a struct
//! of yours becomes one by [`Shape`] and [`Numbers`]. What is constant the closure brings along.
//!
//! # What is compared
//!
//! Central differences over a ladder of steps, extrapolated to step 0 (Richardson's extrapolation in the manner of Ridders). Each
//! comes with an estimate of its own error: what the last extrapolation changed, and the noise of the function's values, which
//! is measured beside the point by a table of differences (Hamming). So the tolerance is not a guess: a component agrees
//! when it lies within ten times that error, plus a relative tolerance for the rounding of the gradient itself.
//!
//! One-sided differences are taken from the same values. Where they disagree the function has a kink, and no verdict on
//! the gradient is due as long as it lies between the two: the report says so, and a point a little aside will do.
//!
//! A function with very fine steps, such as `(1e9*x).floor()`, looks like a slope from outside.

mod differences;
mod noise;
mod report;
mod shape;

pub use report::{Component, GradientReport, Verdict};
pub use shape::{Numbers, Scalar, Shape, Step};

use differences::{Place, Slopes};
use noise::Noise;

/// Compares `gradient` with difference quotients of `f` at `point`.
///
/// ```
/// # use gradus_engine::check::check_gradient;
/// let right = check_gradient(|x| x.sin(), 2.0_f64, 2.0_f64.cos());
/// assert!(right.passed(), "{right}");
///
/// let wrong = check_gradient(|[x, y]: &[f64; 2]| x * y, [3.0, -4.0], [3.0, -4.0]);
/// assert!(wrong.failed());
/// assert!(wrong.to_string().starts_with("The gradient is wrong in 2 of 2 components."));
/// ```
///
/// `f` is called some twenty times a component, more often where it is not tame. [`GradientCheck`] has names for the report, a
/// tolerance and a limit on the components.
pub fn check_gradient<P, G, R>(f: impl FnMut(&P::Owned) -> R, point: P, gradient: G) -> GradientReport
where
    P: Shape,
    G: Shape<Owned = P::Owned>,
    R: Scalar,
{
    GradientCheck::new().run(f, point, gradient)
}

/// A gradient check with settings.
///
/// ```
/// # use gradus_engine::check::GradientCheck;
/// let check = GradientCheck::new().names(&["w", "b"]).tolerance(1e-6);
/// let report = check.run(|([u, v], b)| u * v + b, ([2.0, 3.0], 1.0), ([3.0, 2.0], -1.0));
/// let wrong: Vec<&str> = report.wrong().map(|component| component.name()).collect();
/// assert_eq!(wrong, ["b"]);
/// ```
#[derive(Clone, Debug, Default)]
pub struct GradientCheck {
    names: Vec<String>,
    flat: bool,
    tolerance: Option<f64>,
    at_most: Option<usize>,
}

impl GradientCheck {
    /// The settings of [`check_gradient`].
    pub fn new() -> Self {
        Self::default()
    }

    /// Names for the elements of the point, when it is a tuple, or for the point itself; for the report only.
    pub fn names(self, names: &[&str]) -> Self {
        GradientCheck { names: names.iter().map(|name| (*name).to_owned()).collect(), ..self }
    }

    /// A name for each number of a flat point.
    pub(crate) fn elements(self, names: &[&str]) -> Self {
        GradientCheck { flat: true, ..self.names(names) }
    }

    /// How far the gradient may be off for its own rounding, relative to the larger of the two; the error of the numeric side comes on
    /// top. Unless set it is the square root of the machine epsilon: 1.5e-8, or 3.5e-4 where `f32` takes part.
    pub fn tolerance(self, relative: f64) -> Self {
        GradientCheck { tolerance: Some(relative), ..self }
    }

    /// Looks at no more components than these, evenly spread over the point.
    pub fn at_most(self, components: usize) -> Self {
        GradientCheck { at_most: Some(components), ..self }
    }

    /// Compares, as [`check_gradient`] does.
    pub fn run<P, G, R>(&self, mut f: impl FnMut(&P::Owned) -> R, point: P, gradient: G) -> GradientReport
    where
        P: Shape,
        G: Shape<Owned = P::Owned>,
        R: Scalar,
    {
        let (mut point, gradient) = (point.to_numbers(), gradient.to_numbers());
        let epsilon = R::EPSILON.max(P::Owned::EPSILON);
        let mut f = |point: &P::Owned| f(point).to_f64();
        let (value, total) = (f(&point), point.count());
        let mut report = GradientReport::new(value, total, self.tolerance.unwrap_or(epsilon.sqrt()));
        if let Some(difference) = shape::difference(&point, &gradient) {
            return report.with_misfit(difference);
        }
        let noise = Noise::measure(&mut f, &point, value);
        for index in self.chosen(total) {
            let x = point.get(index);
            let slopes = Slopes::at(Place { x, value, noise: &noise, epsilon }, |moved| {
                point.set(index, moved);
                (point.get(index), f(&point))
            });
            point.set(index, x);
            report.add(self.name(&point, index), gradient.get(index), slopes);
        }
        report.worst_first()
    }

    /// The components to look at.
    fn chosen(&self, total: usize) -> impl Iterator<Item = usize> + use<> {
        let count = self.at_most.unwrap_or(total).min(total);
        (0..count).map(move |k| (k as u128 * total as u128 / count as u128) as usize)
    }

    /// `w[3]`, or `.0[3]` where the elements have no names.
    fn name(&self, point: &impl Numbers, index: usize) -> String {
        let mut path = Vec::new();
        point.path(index, &mut path);
        let (name, rest) = match path.split_first() {
            Some((Step::Index(index), _)) if self.flat => (self.names[*index].clone(), &[][..]),
            Some((Step::Field(field), rest)) => match self.names.get(*field) {
                Some(name) => (name.clone(), rest),
                None => (String::new(), &path[..]),
            },
            _ => (self.names.first().cloned().unwrap_or_default(), &path[..]),
        };
        let text = rest.iter().fold(name, |text, step| format!("{text}{step}"));
        if text.is_empty() { "x".to_owned() } else { text }
    }
}
