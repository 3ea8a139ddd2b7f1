//! Every construct that `#[grad]` reads, alone: the value bit for bit, the derivative against central differences.

mod support;

use gradus::grad;
use std::f64::consts::FRAC_PI_2;
use std::hint::black_box;
use support::written::check_number;

const RATE: f64 = 0.375;
static SCALE: f64 = 1.5;

mod settings {
    pub const OFFSET: f64 = -0.25;
    pub const COUNT: usize = 3;
}

/// Functions of one number, and a test that calls them all.
macro_rules! functions {
    ($($f:ident $grad:ident $into:ident $vjp:ident ($x:ident) $body:block)*) => {
        $(#[grad]
        #[allow(clippy::all)]
        fn $f($x: f64) -> f64 $body)*

        #[test]
        fn functions_of_one_number() {
            for x in [0.3, 1.7, -0.6, 2.9, -3.2] {
                $(check_number(stringify!($f), x, $f, $grad(black_box(x)));
                let (mut d_x, mut adjoint) = (f64::NAN, 1.0);
                assert_eq!($into(x, &mut d_x).to_bits(), $grad(x).0.to_bits());
                assert_eq!(d_x.to_bits(), $grad(x).1.to_bits(), "{}", stringify!($f));
                $vjp(x, 2.0, Some(&mut adjoint));
                assert_eq!(adjoint, 1.0 + 2.0 * d_x, "{}", stringify!($f));)*
            }
        }
    };
}

functions! {
    identity identity_grad identity_grad_into identity_vjp(x) { x }
    constant constant_grad constant_grad_into constant_vjp(_x) { 2.0 }
    returned returned_grad returned_grad_into returned_vjp(x) { return x * x; }
    returned_last returned_last_grad returned_last_grad_into returned_last_vjp(x) { let y = x + 1.0; return y * x }
    parentheses parentheses_grad parentheses_grad_into parentheses_vjp(x) { ((x) + (2.0)) * ((x)) }
    precedence precedence_grad precedence_grad_into precedence_vjp(x) { 1.0 - 2.0 - x * 3.0 / 7.0 * x - -x - -(x * 2.0) }
    powers powers_grad powers_grad_into powers_vjp(x) { -x.powi(2) + x.powi(-3) + x.powi(0) + x.powi(1) + x.powi(7) }
    literals literals_grad literals_grad_into literals_vjp(x) {
        x * 1_000.5 + 5E2 + 2. * x + 1f64 + 1e-7_f64 * x + 123456789012345678901234567890.0 * 1e-29 + 0.1 + 0.2 + 4.9e-324
    }
    receivers receivers_grad receivers_grad_into receivers_vjp(x) { 2.0_f64.sqrt() * x + (-2.5_f64).abs() + 3f64.powf(x) }
    paths paths_grad paths_grad_into paths_vjp(x) { f64::sin(x) + f64::powi(x, 3) + f64::mul_add(x, 2.0, x) + f64::from(2u8) }
    annotated annotated_grad annotated_grad_into annotated_vjp(x) {
        let y: f64 = 3.0;
        let (a, b): (f64, f64) = (x * y, x + y);
        let _ = a;
        let _unused = b * 2.0;
        a * b
    }
    shadowed shadowed_grad shadowed_grad_into shadowed_vjp(x) {
        let y = x * x;
        let x = x + y;
        let y = { let x = x * 2.0; x * y };
        x * y
    }
    assigned assigned_grad assigned_grad_into assigned_vjp(x) {
        let mut y = x;
        y += x;
        y -= 0.5;
        y *= x;
        y /= 2.0 + x * x;
        y %= 100.0;
        y = y * y;
        y
    }
    order order_grad order_grad_into order_vjp(x) {
        let mut y = x;
        let a = y + { y = 2.0 * x; y };
        y += { y = 3.0 * x; 1.0 };
        a * y
    }
    chosen chosen_grad chosen_grad_into chosen_vjp(x) {
        let mut y = x;
        if x > 1.0 {
            let x = x * 3.0;
            y = x * x;
        } else if x < -1.0 && !(x < -2.0) || x == 7.0 {
            y *= 2.0;
        }
        y * if x >= 0.0 { 2.0 } else { let z = x; -z }
    }
    conditions conditions_grad conditions_grad_into conditions_vjp(x) {
        let small = x <= 1.0;
        let odd = if x != 7.0 { small } else { !small };
        let (p, q) = if odd { (x, 1.0) } else { (2.0, x) };
        if small & odd | (x > 2.0) { p.sin() } else { q * p }
    }
    tuples tuples_grad tuples_grad_into tuples_vjp(x) {
        let pair = (x.sin_cos(), x);
        let ((s, _), t) = pair;
        let triple = (s, t, (pair.0).1);
        triple.0 * triple.1 + triple.2
    }
    named named_grad named_grad_into named_vjp(x) {
        const HALF: f64 = 0.5;
        use std::f64::consts::{LN_2, PI};
        x * HALF + PI * x.sin() + LN_2 + RATE * x * x + SCALE * settings::OFFSET * x + std::f64::consts::E
            + core::f64::consts::PI * f64::EPSILON + settings::COUNT as f64 * x + (x * FRAC_PI_2).cos() + f64::MAX * 0.0
    }
    integers integers_grad integers_grad_into integers_vjp(x) {
        let n = 7;
        let mut m: i64 = n / 2 + 1;
        m += 10 % 4;
        let k = m << 1;
        let big = k > 10 && n != 3;
        if big { x * k as f64 } else { x * (n as i32 as f64) }
    }
    bounds bounds_grad bounds_grad_into bounds_vjp(x) { x.max(0.5).min(2.0) * x.clamp(-1.0, 1.5) + x.min(f64::INFINITY) }
    remainders remainders_grad remainders_grad_into remainders_vjp(x) {
        x % 0.7 + x.rem_euclid(0.9) + x.fract() * x + x.floor() * x + x.round() + x.signum() * x + x.div_euclid(0.4)
    }
    infinite infinite_grad infinite_grad_into infinite_vjp(x) { if x < f64::INFINITY { x.exp() } else { f64::INFINITY } }
    blocks blocks_grad blocks_grad_into blocks_vjp(x) { ({ let t = x * x; t + 1.0 }).sqrt() * { x } }
    effects effects_grad effects_grad_into effects_vjp(x) { let _ = x.sin(); let y = x; (); { let _ = y; } y * y }
}

struct Model {
    gain: f64,
    order: u32,
    limits: (f64, f64),
}

impl Model {
    const BIAS: f64 = 0.125;

    #[grad]
    fn response(&self, x: f64) -> f64 {
        let k = self.gain;
        let raised = x * k + Self::BIAS * self.order as f64;
        if raised > self.limits.1 || self.order == 0 { self.limits.1 } else { raised.max(self.limits.0) }
    }

    #[grad]
    fn consumed(self, x: f64) -> f64 {
        self.gain * self.gain * x
    }

    #[grad]
    fn changed(&mut self, x: f64) -> f64 {
        self.gain / x
    }
}

#[test]
fn methods() {
    let model = || Model { gain: 2.0, order: 3, limits: (-1.0, 5.0) };
    for x in [-4.0, 0.5, 1.75, 9.0] {
        check_number(
            "response",
            x,
            |x| Model { gain: 2.0, order: 3, limits: (-1.0, 5.0) }.response(x),
            model().response_grad(x),
        );
    }
    assert_eq!(model().consumed_grad(3.0), (12.0, 4.0));
    assert_eq!(model().changed_grad(2.0), (1.0, -0.5));
}

/// Every qualifier and attribute that a marked function may carry.
mod carried {
    use gradus::grad;

    #[cfg(test)]
    #[grad]
    #[inline(always)]
    #[doc(hidden)]
    #[must_use]
    pub(in crate::carried) const fn square(x: f64) -> f64 {
        x * x
    }

    #[grad(name = d_cube)]
    #[expect(non_snake_case)]
    pub extern "C" fn cube(X: f64) -> f64 {
        X * X * X
    }

    #[test]
    fn gradients() {
        assert_eq!(square_grad(3.0), (9.0, 6.0));
        assert_eq!(d_cube(2.0), (8.0, 12.0));
        let mut slot = 0.0;
        assert_eq!((d_cube_into(1.0, &mut slot), slot), (1.0, 3.0));
        assert_eq!((cube_vjp(1.0, 2.0, Some(&mut slot)), slot), (1.0, 9.0));
    }
}

#[test]
fn only_what_is_asked_for() {
    #[grad(wrt(y, x))]
    fn f(x: f64, y: f64, z: f64) -> f64 {
        x * y * z
    }
    // in the order of the parameters
    assert_eq!(f_grad(2.0, 3.0, 5.0), (30.0, (15.0, 10.0)));
    let (mut d_x, mut d_y, mut d_z) = (0.0, 0.0, 0.0);
    f_grad_into(2.0, 3.0, 5.0, &mut d_x, &mut d_y);
    f_vjp(2.0, 3.0, 5.0, 1.0, None, Some(&mut d_y), Some(&mut d_z));
    assert_eq!((d_x, d_y, d_z), (15.0, 20.0, 6.0));
}

#[test]
fn a_panic_of_the_users_stays_in_its_branch() {
    #[grad]
    fn f(x: f64, n: i32) -> f64 {
        let nonzero = n != 0;
        if nonzero && 6 / n > 1 { x * x } else { x }
    }
    assert_eq!(f_grad(3.0, 0), (3.0, 1.0));
    assert_eq!(f_grad(3.0, 2), (9.0, 6.0));
}

#[test]
fn single_precision() {
    #[grad]
    fn f(x: f32, n: u8) -> f32 {
        let y = 0.1 * x + 1.0 / 3.0;
        y.sin() * y.abs().powf(1.5) + n as f32 * x.powi(2) + std::f32::consts::PI
    }
    for x in [-2.5_f32, 0.1, 1.0e-20, 7.0] {
        let (value, slope) = f_grad(black_box(x), 3);
        assert_eq!(value.to_bits(), f(black_box(x), 3).to_bits());
        let y = 0.1 * f64::from(x) + 1.0 / 3.0;
        let want =
            0.1 * (y.cos() * y.abs().powf(1.5) + y.sin() * 1.5 * y.abs().sqrt() * y.signum()) + 6.0 * f64::from(x);
        assert!((f64::from(slope) - want).abs() <= 1e-5 * (1.0 + want.abs()), "{slope} {want}");
    }
}
