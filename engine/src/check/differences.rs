//! Slopes of a function of one number by differences, each with an estimate of its error.

use super::noise::{Noise, two_to};

/// A slope and how far it may be off.
#[derive(Clone, Copy, Debug)]
pub(super) struct Estimate {
    pub(super) value: f64,
    pub(super) error: f64,
}

impl Estimate {
    const NONE: Estimate = Estimate { value: f64::NAN, error: f64::INFINITY };

    /// Keeps the one with the smaller error for its size, for tables of different steps may see slopes of any size.
    fn keep_better(&mut self, other: Estimate) {
        if !self.is_known() || other.error * self.value.abs() < self.error * other.value.abs() {
            *self = other;
        }
    }

    /// Whether the estimate has a digit to its name.
    pub(super) fn is_known(self) -> bool {
        self.error.is_finite()
    }
}

/// The slopes at a point: from both sides together, and from each.
#[derive(Clone, Copy, Debug)]
pub(super) struct Slopes {
    pub(super) central: Estimate,
    pub(super) left: Estimate,
    pub(super) right: Estimate,
    /// The size of the function's values by a step on its scale: in this unit a slope of 0 is told from noise.
    pub(super) unit: f64,
    /// Whether the function jumps at the point.
    pub(super) jump: bool,
    /// The errors of the three together.
    score: f64,
    look: Look,
}

/// What a table sees of the function.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Look {
    /// One slope from both sides, known to some digits.
    Smooth,
    /// Two slopes: a kink, or something nearby that such wide steps overlook, a pole for one.
    Bent,
    Unclear,
}

impl Look {
    fn of(central: Estimate, left: Estimate, right: Estimate) -> Self {
        let apart = (left.value - right.value).abs() > 0.1 * left.value.abs().max(right.value.abs());
        match apart {
            true => Look::Bent,
            false if central.error <= 0.01 * central.value.abs() => Look::Smooth,
            false => Look::Unclear,
        }
    }
}

/// The steps of one table.
const ROWS: usize = 10;

/// Each is so much smaller than the one before.
const SHRINK: f64 = 1.83;

/// The first, relative to the scale of the number. None of these is a round number, for a function may have a period that is one.
const FIRST: f64 = 0.183;

/// The steps of further tables, as powers of two: finer first, and coarser for functions that hardly change.
const LADDER: [i32; 12] = [0, 4, -4, 8, -8, 12, -12, -16, -20, -24, -28, -32];

/// Where the slopes are taken.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place<'n> {
    pub(super) x: f64,
    /// The function there.
    pub(super) value: f64,
    /// The noise of its values.
    pub(super) noise: &'n Noise,
    /// The least relative noise of any value.
    pub(super) epsilon: f64,
}

/// Differences like stepᵖ have a finite slope from p = 1 on, some distance kept, and none at all near p = 0.
const STEEP: f64 = 0.9;
const JUMP: f64 = 0.05;

impl Slopes {
    /// The slopes at a place. `f` moves to about the number given and returns where it went, and the value there.
    pub(super) fn at(place: Place, mut f: impl FnMut(f64) -> (f64, f64)) -> Self {
        let (none, infinite) = (Estimate::NONE, f64::INFINITY);
        let mut slopes = Slopes {
            central: none,
            left: none,
            right: none,
            unit: infinite,
            jump: false,
            score: infinite,
            look: Look::Unclear,
        };
        if !place.value.is_finite() || !place.x.is_finite() {
            return slopes;
        }
        let (mut left, mut right) = (Side::default(), Side::default());
        for (round, power) in LADDER.into_iter().enumerate() {
            for scale in scales(place.x) {
                let first = FIRST * scale * two_to(power);
                slopes.differences(place, first, [&mut left, &mut right], &mut f);
            }
            if slopes.settled(round) {
                return slopes;
            }
        }
        let powers = [left.power(), right.power()];
        slopes.jump = powers.iter().any(|power| *power < JUMP);
        if powers.iter().any(|power| *power < STEEP) {
            let slope = |side: Side, power| match power < STEEP {
                true => Estimate { value: f64::INFINITY.copysign(side.seen[0].1), error: 0.0 },
                false => side.best,
            };
            (slopes.left, slopes.right) = (slope(left, powers[0]), slope(right, powers[1]));
        }
        slopes
    }

    /// Takes the differences over a table of steps from `first` on.
    fn differences(
        &mut self,
        place: Place,
        first: f64,
        [side_left, side_right]: [&mut Side; 2],
        f: &mut impl FnMut(f64) -> (f64, f64),
    ) {
        let Place { x, value, .. } = place;
        // The error of a quotient is a series in the step; of a central one, in its square.
        let (mut central, mut left, mut right) = (Table::new(SHRINK * SHRINK), Table::new(SHRINK), Table::new(SHRINK));
        // The largest value, and the largest of the last step.
        let (mut size, mut here) = (value.abs(), value.abs());
        let steps = std::iter::successors(Some(first), |step| Some(step / SHRINK));
        for step in steps.take(ROWS) {
            let ((above, mut up), (below, mut down)) = (f(x + step), f(x - step));
            if above == x || below == x {
                break;
            }
            if !above.is_finite() {
                up = f64::NAN;
            }
            if !below.is_finite() {
                down = f64::NAN;
            }
            // The values of the larger steps have a part in what is extrapolated from this one.
            here = [up, down].into_iter().filter(|y| y.is_finite()).fold(value.abs(), |size, y| size.max(y.abs()));
            size = size.max(here);
            let noise = place.noise.at(x, step).max(place.epsilon * size).max(f64::from_bits(1));
            let last_right = right.push((up - value) / (above - x), 2.0 * noise / (above - x));
            let last_left = left.push((value - down) / (x - below), 2.0 * noise / (x - below));
            // Steps so wide that the function is the same at both ends look as if it were flat; the point itself tells.
            let asymmetry = (last_right - last_left).abs();
            central.push((up - down) / (above - below), 2.0 * noise / (above - below) + 1e-5 * asymmetry);
            let noise = place.noise.floor.max(place.epsilon * size).max(f64::from_bits(1));
            side_left.see(x - below, value - down, noise);
            side_right.see(above - x, up - value, noise);
        }
        if first >= FIRST * x.abs() {
            self.unit = self.unit.min(here / first);
        }
        for (side, table) in [(side_left, &left), (side_right, &right)] {
            if table.best.error < side.best.error {
                side.best = table.best;
            }
        }
        // Slopes from one side are compared with one another, so both come from the table of the central ones.
        let score = central.best.error + 0.01 * (left.best.error + right.best.error);
        let look = Look::of(central.best, left.best, right.best);
        let better = match (look, self.look) {
            (Look::Smooth, Look::Bent) => true,
            (Look::Bent, Look::Smooth) => false,
            _ => score < self.score,
        };
        if better {
            (self.score, self.look) = (score, look);
            (self.central, self.left, self.right) = (central.best, left.best, right.best);
        } else if !self.central.is_known() {
            self.left.keep_better(left.best);
            self.right.keep_better(right.best);
        }
    }

    /// Whether other steps would hardly tell more.
    fn settled(&self, round: usize) -> bool {
        let Estimate { value, error } = self.central;
        error <= 1e-9 * value.abs() || round >= 2 && error <= 1e-12 * self.unit
    }
}

/// The sizes on which a number is expected to act: its own, and 1.
fn scales(x: f64) -> impl Iterator<Item = f64> {
    let own = (x != 0.0).then_some(x.abs());
    let unit = (!(0.2..=5.0).contains(&x.abs())).then_some(1.0);
    own.into_iter().chain(unit)
}

/// Quotients for smaller and smaller steps, and their extrapolation to step 0.
struct Table {
    shrink: f64,
    above: Vec<f64>,
    best: Estimate,
    /// The least change in the last row: nothing converges so fast that the next could be less than a small part of it, but
    /// values may agree by accident.
    change: f64,
    ended: bool,
}

impl Table {
    /// The terms of the error shrink by this factor each, from step to step.
    fn new(shrink: f64) -> Self {
        Table { shrink, above: Vec::new(), best: Estimate::NONE, change: 0.0, ended: false }
    }

    /// Adds the quotient of the next step, which rounding may have moved by so much. Quotients that are not finite come before
    /// all others, where a step leads out of the domain; behind one that is, they end the table.
    ///
    /// Returns what extrapolation makes of the quotients so far.
    fn push(&mut self, quotient: f64, rounding: f64) -> f64 {
        if !quotient.is_finite() {
            self.ended |= !self.above.is_empty();
        }
        if self.ended || !quotient.is_finite() {
            return f64::NAN;
        }
        let mut row = vec![quotient];
        let mut factor = self.shrink;
        let mut least = f64::INFINITY;
        for above in &self.above {
            let last = row[row.len() - 1];
            let next = last + (last - above) / (factor - 1.0);
            let change = (next - last).abs().max((next - above).abs());
            least = least.min(change);
            let error = change.max(1e-4 * self.change) + 2.0 * rounding;
            if error < self.best.error {
                self.best = Estimate { value: next, error };
            }
            row.push(next);
            factor *= self.shrink;
        }
        self.change = if least.is_finite() { least } else { 0.0 };
        self.above = row;
        self.above[self.above.len() - 1]
    }
}

/// What is seen on one side over all tables: how the differences shrink with the step, towards a slope, as a root does, or not
/// at all.
struct Side {
    best: Estimate,
    /// Steps and differences, and whether these are more than noise.
    seen: Vec<(f64, f64, bool)>,
}

impl Default for Side {
    fn default() -> Self {
        Side { best: Estimate::NONE, seen: Vec::new() }
    }
}

impl Side {
    fn see(&mut self, step: f64, difference: f64, noise: f64) {
        if difference.is_finite() {
            self.seen.push((step, difference, difference.abs() > 1e3 * noise));
        }
    }

    /// The p for which the differences of the smallest steps are like stepᵖ; infinite where there are none.
    fn power(&mut self) -> f64 {
        self.seen.sort_by(|(a, ..), (b, ..)| a.total_cmp(b));
        let Some(&(narrow, near, true)) = self.seen.first() else { return f64::INFINITY };
        match self.seen.iter().find(|(step, ..)| *step >= 100.0 * narrow) {
            Some((wide, far, _)) => (far / near).ln() / (wide / narrow).ln(),
            None => f64::INFINITY,
        }
    }
}
