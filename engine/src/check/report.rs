//! What came out of the comparison.

use std::fmt;

use super::differences::{Estimate, Slopes};
use crate::columns::{Align, digits, table};

/// What can be said of one number of a gradient.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum Verdict {
    /// It lies where the differences say, within their error and the tolerance.
    Agrees,
    /// It does not.
    Differs,
    /// The function has a kink or a jump here, and the number lies between the slopes on either side.
    NotSmooth {
        /// The slope from below; infinite at a jump.
        left: f64,
        /// The slope from above.
        right: f64,
    },
    /// The differences tell too little: the function is not finite here, or its values are too noisy.
    Unknown,
}

/// One number of the gradient beside its difference quotient.
#[derive(Clone, Debug, PartialEq)]
pub struct Component {
    name: String,
    analytic: f64,
    numeric: f64,
    error: f64,
    allowed: f64,
    verdict: Verdict,
}

impl Component {
    fn new(name: String, analytic: f64, slopes: Slopes, tolerance: f64) -> Self {
        let numeric = numeric(slopes);
        let rounding = tolerance * larger(analytic, numeric.value);
        let rounding = if rounding.is_finite() { rounding } else { 0.0 };
        let allowed = 10.0 * numeric.error + rounding;
        let verdict = judge(analytic, numeric, slopes, [rounding, allowed]);
        Component { name, analytic, numeric: numeric.value, error: numeric.error, allowed, verdict }
    }

    /// Where the number stands: `w[3]`, or `.0[3]` where the elements of the point have no names.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The number given.
    pub fn analytic(&self) -> f64 {
        self.analytic
    }

    /// The difference quotient, extrapolated to step 0; NaN where there is none.
    pub fn numeric(&self) -> f64 {
        self.numeric
    }

    /// How far the difference quotient may be off, by its own estimate.
    pub fn numeric_error(&self) -> f64 {
        self.error
    }

    /// How far the two are apart.
    pub fn difference(&self) -> f64 {
        if self.analytic == self.numeric { 0.0 } else { (self.analytic - self.numeric).abs() }
    }

    /// [`difference`](Self::difference) by the larger of the two.
    pub fn relative_difference(&self) -> f64 {
        match self.difference() {
            0.0 => 0.0,
            difference => difference / larger(self.analytic, self.numeric),
        }
    }

    /// What can be said.
    pub fn verdict(&self) -> Verdict {
        self.verdict
    }

    /// The worst have the largest.
    fn badness(&self) -> (u8, f64) {
        let class = match self.verdict {
            Verdict::Differs => 3,
            Verdict::NotSmooth { .. } => 2,
            Verdict::Unknown => 1,
            Verdict::Agrees => 0,
        };
        let share = if self.difference() == 0.0 { 0.0 } else { self.difference() / self.allowed };
        (class, if share.is_nan() { f64::INFINITY } else { share })
    }

    fn cells(&self) -> Vec<String> {
        let brief = |x: f64| if x == 0.0 { "0".to_owned() } else { format!("{x:.1e}") };
        let verdict = match self.verdict {
            Verdict::Agrees => "agrees".to_owned(),
            Verdict::Differs => "differs".to_owned(),
            Verdict::NotSmooth { left, right } => {
                format!("not smooth: {} from below, {} from above", digits(left, 6), digits(right, 6))
            }
            Verdict::Unknown => "unknown".to_owned(),
        };
        let apart = [self.difference(), self.relative_difference()].map(brief);
        [self.name.clone(), digits(self.analytic, 10), digits(self.numeric, 10), brief(self.error)]
            .into_iter()
            .chain(apart)
            .chain([verdict])
            .collect()
    }
}

/// What can be said of a number beside a difference quotient and the slopes it comes from.
fn judge(analytic: f64, numeric: Estimate, slopes: Slopes, [rounding, allowed]: [f64; 2]) -> Verdict {
    let Slopes { left, right, unit, jump, .. } = slopes;
    if !numeric.is_known() {
        return Verdict::Unknown;
    }
    if analytic.is_nan() {
        return Verdict::Differs;
    }
    let slack = rounding + 100.0 * (left.error + right.error);
    let between = left.value.min(right.value) - slack <= analytic && analytic <= left.value.max(right.value) + slack;
    if jump || is_kink(left, right) && between {
        return Verdict::NotSmooth { left: left.value, right: right.value };
    }
    if analytic == numeric.value {
        return Verdict::Agrees;
    }
    if (analytic - numeric.value).abs() > allowed {
        return Verdict::Differs;
    }
    // Close, but is the error small, beside the number or beside what would be a slope here?
    let vague = 10.0 * numeric.error > (1e-3 * larger(analytic, numeric.value)).max(1e-6 * unit);
    if vague { Verdict::Unknown } else { Verdict::Agrees }
}

fn larger(a: f64, b: f64) -> f64 {
    a.abs().max(b.abs())
}

/// The difference quotient to compare with: from one side, where the function ends at the point.
fn numeric(Slopes { central, left, right, .. }: Slopes) -> Estimate {
    match (left.is_known(), right.is_known()) {
        (true, true) if left.value.is_infinite() && left.value == right.value => left,
        (true, false) if !central.is_known() => left,
        (false, true) if !central.is_known() => right,
        _ => central,
    }
}

fn is_kink(left: Estimate, right: Estimate) -> bool {
    if !left.is_known() || !right.is_known() || left.value == right.value {
        return false;
    }
    let gap = (left.value - right.value).abs();
    gap.is_infinite() || gap > 100.0 * (left.error + right.error) + 1e-6 * larger(left.value, right.value)
}

/// The outcome of a gradient check. Printed, it is a sentence and a table, the worst components first.
#[derive(Clone, Debug, PartialEq)]
#[must_use = "a report says whether the gradient is right: `assert!(report.passed(), \"{report}\")`"]
pub struct GradientReport {
    value: f64,
    total: usize,
    tolerance: f64,
    misfit: Option<String>,
    components: Vec<Component>,
}

impl GradientReport {
    pub(super) fn new(value: f64, total: usize, tolerance: f64) -> Self {
        GradientReport { value, total, tolerance, misfit: None, components: Vec::new() }
    }

    pub(super) fn with_misfit(self, misfit: String) -> Self {
        GradientReport { misfit: Some(misfit), ..self }
    }

    pub(super) fn add(&mut self, name: String, analytic: f64, slopes: Slopes) {
        self.components.push(Component::new(name, analytic, slopes, self.tolerance));
    }

    pub(super) fn worst_first(mut self) -> Self {
        self.components.sort_by(|a, b| {
            let ((class_a, share_a), (class_b, share_b)) = (a.badness(), b.badness());
            class_b.cmp(&class_a).then(share_b.total_cmp(&share_a))
        });
        self
    }

    /// Whether every component that was looked at agrees, and the shapes do.
    pub fn passed(&self) -> bool {
        self.misfit.is_none() && self.components.iter().all(|component| component.verdict == Verdict::Agrees)
    }

    /// Whether the gradient is wrong: a component differs, or the shape.
    ///
    /// A report may have neither passed nor failed: where the function is not smooth, or too noisy.
    pub fn failed(&self) -> bool {
        self.misfit.is_some() || self.wrong().next().is_some()
    }

    /// The value of the function at the point.
    pub fn value(&self) -> f64 {
        self.value
    }

    /// The components that were looked at, the worst first.
    pub fn components(&self) -> &[Component] {
        &self.components
    }

    /// The components that differ, the worst first.
    pub fn wrong(&self) -> impl Iterator<Item = &Component> {
        self.components.iter().filter(|component| component.verdict == Verdict::Differs)
    }

    /// The sentence above the table.
    fn sentence(&self) -> String {
        let looked_at = self.components.len();
        let count = |wanted: fn(&Verdict) -> bool| self.components.iter().filter(|c| wanted(&c.verdict)).count();
        let differ = count(|verdict| *verdict == Verdict::Differs);
        let kinks = count(|verdict| matches!(verdict, Verdict::NotSmooth { .. }));
        let unknown = count(|verdict| *verdict == Verdict::Unknown);
        let all = if looked_at == self.total {
            format!("{looked_at} component{}", if looked_at == 1 { "" } else { "s" })
        } else {
            format!("{looked_at} components looked at, of {}", self.total)
        };
        if let Some(misfit) = &self.misfit {
            return format!("The gradient has not the shape of the point: {misfit}.");
        }
        if !self.value.is_finite() {
            return format!("Nothing can be said of the gradient: the function is {} at the point.", self.value);
        }
        let mut text = match (differ, kinks + unknown) {
            (0, 0) => {
                let worst = self.components.iter().map(Component::relative_difference).fold(0.0, f64::max);
                return format!("The gradient agrees with the differences in {all}, to {worst:.1e} relative.");
            }
            (0, _) => format!("The gradient is not refuted in {all}, nor confirmed."),
            _ => format!("The gradient is wrong in {differ} of {all}."),
        };
        if kinks > 0 {
            text += &format!(" The function is not smooth here in {kinks} of them: try a point a little aside.");
        }
        if unknown > 0 {
            text += &format!(
                " In {unknown} the differences tell nothing: the function is too noisy, or not defined nearby."
            );
        }
        text
    }
}

/// Rows of the printed table.
const ROWS: usize = 20;

impl fmt::Display for GradientReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.sentence())?;
        if self.components.is_empty() {
            return Ok(());
        }
        let head = ["component", "analytic", "numeric", "± error", "difference", "relative", "verdict"];
        let rows = self.components.iter().take(ROWS).map(Component::cells);
        let rows: Vec<_> = [head.map(str::to_owned).to_vec()].into_iter().chain(rows).collect();
        let mut align = [Align::Right; 7];
        align[0] = Align::Left;
        align[6] = Align::Left;
        write!(f, "\n{}", table(&align, &rows))?;
        match self.components.len().saturating_sub(ROWS) {
            0 => Ok(()),
            rest => writeln!(f, "and {rest} more, none of them worse"),
        }
    }
}
