//! The function table: one row a function, and nothing else.
//!
//! `rust` is compiled for evaluation and emitted as text. `partials` and `domain` are in our own text syntax, with `f` for the
//! result; a partial that is no plain factor is written with the incoming adjoint `d` in it. `exact` lists arguments at which the value is exact. `cost` is a latency, an addition being 1.

macro_rules! table {
    ($callback:ident) => {
        $callback! {
            // Constants.

            /// The circle constant.
            Pi = pi() { rust: core::f64::consts::PI, c: "M_PI", latex: r"\pi", domain: "true", partials: [], cost: 0 }
            /// Euler's number.
            E = e() { rust: core::f64::consts::E, c: "M_E", latex: "e", domain: "true", partials: [], cost: 0 }
            /// Positive infinity.
            Inf = inf() { rust: f64::INFINITY, c: "INFINITY", latex: r"\infty", domain: "true", partials: [], cost: 0 }
            /// Not a number.
            Nan = nan() { rust: f64::NAN, c: "NAN", latex: r"\mathrm{NaN}", domain: "true", partials: [], cost: 0 }
            /// The condition that always holds.
            True = always "true"() -> bool { rust: true, c: "1", latex: r"\top", domain: "true", partials: [], cost: 0 }
            /// The condition that never holds.
            False = never "false"() -> bool { rust: false, c: "0", latex: r"\bot", domain: "true", partials: [], cost: 0 }

            // Arithmetic.

            /// Sum.
            Add = plus "+"(a, b) { rust: a + b, c: "a + b", latex: "a + b", domain: "true", partials: ["1", "1"], cost: 1 }
            /// Difference.
            Sub = minus "-"(a, b) { rust: a - b, c: "a - b", latex: "a - b", domain: "true", partials: ["1", "-1"], cost: 1 }
            /// Product.
            Mul = times "*"(a, b) { rust: a * b, c: "a * b", latex: r"a \cdot b", domain: "true", partials: ["b", "a"], cost: 1 }
            /// Quotient.
            Div = over "/"(a, b) { rust: a / b, c: "a / b", latex: r"\frac{a}{b}", domain: "b != 0", partials: ["1/b", "-f/b"], cost: 4 }
            /// Negation.
            Neg = negate "neg"(x) { rust: -x, c: "-x", latex: "-x", domain: "true", partials: ["-1"], cost: 1 }
            /// Reciprocal.
            Recip = recip(x) { rust: x.recip(), c: "1.0 / x", latex: r"\frac{1}{x}", domain: "x != 0", partials: ["-f*f"], cost: 4 }
            /// Fused `x·a + b` with one rounding.
            MulAdd = mul_add(x, a, b) { rust: x.mul_add(a, b), c: "fma(x, a, b)", latex: r"(x) \cdot (a) + b", domain: "true", partials: ["a", "x", "1"], cost: 2 }
            /// Mean of two numbers without overflow.
            Midpoint = midpoint(a, b) { rust: a.midpoint(b), c: "0.5 * a + 0.5 * b", latex: r"\frac{a + b}{2}", domain: "true", partials: ["1/2", "1/2"], cost: 3 }
            /// Remainder with the sign of `a`, as Rust's `%`.
            Rem = rem(a, b) { rust: a % b, c: "fmod(a, b)", latex: r"(a) \bmod (b)", domain: "b != 0", partials: ["1", "-trunc(a/b)"], cost: 20 }
            /// Remainder in `[0, |b|)`.
            RemEuclid = rem_euclid(a, b) { rust: a.rem_euclid(b), c: "fmod(a, b) + (fmod(a, b) < 0.0 ? fabs(b) : 0.0)", latex: r"(a) \bmod (b)", domain: "b != 0", partials: ["1", "-div_euclid(a, b)"], cost: 22, range: [0.0, f64::INFINITY] }
            /// The whole quotient that belongs to `rem_euclid`.
            DivEuclid = div_euclid(a, b) { rust: a.div_euclid(b), c: "trunc(a / b) - (fmod(a, b) < 0.0 ? copysign(1.0, b) : 0.0)", latex: r"\left\lfloor \frac{a}{b} \right\rfloor", domain: "b != 0", partials: ["0", "0"], cost: 24 }

            // Powers and roots.

            /// Whole power.
            Powi = powi(x, n: i32) { rust: x.powi(n), c: "pow(x, n)", latex: "{x}^{n}", domain: "n >= 0 or x != 0", partials: ["if n == 0 then 0 else n*powi(x, n - 1)", "0"], cost: 3, exact: [] }
            /// Real power.
            Powf = powf(x, y) { rust: x.powf(y), c: "pow(x, y)", latex: "{x}^{y}", domain: "x > 0 or x == 0 and y > 0", partials: ["if x == 0 and y == 0 then 0 else y*powf(x, y - 1)", "xlogy(f, x)"], cost: 30, lanes: lanes::powf }
            /// Square root; its derivative at 0 is `+inf`.
            Sqrt = sqrt(x) { rust: x.sqrt(), c: "sqrt(x)", latex: r"\sqrt{x}", domain: "x >= 0", partials: ["1/(2*f)"], cost: 5, exact: [0 => 0, 1 => 1], range: [0.0, f64::INFINITY] }
            /// Cube root.
            Cbrt = cbrt(x) { rust: x.cbrt(), c: "cbrt(x)", latex: r"\sqrt[3]{x}", domain: "true", partials: ["1/(3*f*f)"], cost: 14, exact: [0 => 0, 1 => 1, -1 => -1], lanes: lanes::cbrt }
            /// Length of a two-vector; gradient 0 at the origin.
            Hypot = hypot(a, b) { rust: a.hypot(b), c: "hypot(a, b)", latex: r"\sqrt{a^2 + b^2}", domain: "true", partials: ["if f == 0 then 0 else a/f", "if f == 0 then 0 else b/f"], cost: 14, range: [0.0, f64::INFINITY], lanes: lanes::hypot }

            // Exponentials and logarithms.

            /// Exponential.
            Exp = exp(x) { rust: x.exp(), c: "exp(x)", latex: "e^{x}", domain: "true", partials: ["f"], cost: 10, exact: [0 => 1], range: [0.0, f64::INFINITY], lanes: lanes::exp }
            /// Power of two.
            Exp2 = exp2(x) { rust: x.exp2(), c: "exp2(x)", latex: "2^{x}", domain: "true", partials: ["f*ln(2)"], cost: 10, exact: [0 => 1, 1 => 2], range: [0.0, f64::INFINITY], lanes: lanes::exp2 }
            /// `e^x - 1`, accurate near 0.
            ExpM1 = exp_m1(x) { rust: x.exp_m1(), c: "expm1(x)", latex: "e^{x} - 1", domain: "true", partials: ["exp(x)"], cost: 12, exact: [0 => 0], range: [-1.0, f64::INFINITY], lanes: lanes::exp_m1 }
            /// Natural logarithm.
            Ln = ln(x) { rust: x.ln(), c: "log(x)", latex: r"\ln (x)", domain: "x > 0", partials: ["1/x"], cost: 11, exact: [1 => 0], lanes: lanes::ln }
            /// Binary logarithm.
            Log2 = log2(x) { rust: x.log2(), c: "log2(x)", latex: r"\log_2 (x)", domain: "x > 0", partials: ["1/(x*ln(2))"], cost: 11, exact: [1 => 0, 2 => 1], lanes: lanes::log2 }
            /// Decimal logarithm.
            Log10 = log10(x) { rust: x.log10(), c: "log10(x)", latex: r"\log_{10} (x)", domain: "x > 0", partials: ["1/(x*ln(10))"], cost: 12, exact: [1 => 0, 10 => 1], lanes: lanes::log10 }
            /// Logarithm of `x` to the base `b`.
            Log = log(x, b) { rust: x.log(b), c: "log(x) / log(b)", latex: r"\log_{b} (x)", domain: "x > 0 and b > 0 and b != 1", partials: ["1/(x*ln(b))", "-f/(b*ln(b))"], cost: 25 }
            /// `ln(1 + x)`, accurate near 0.
            Ln1p = ln_1p(x) { rust: x.ln_1p(), c: "log1p(x)", latex: r"\ln \left(1 + x\right)", domain: "x > -1", partials: ["1/(1 + x)"], cost: 13, exact: [0 => 0], lanes: lanes::ln_1p }

            // Trigonometric functions and their inverses; angles in radians.

            /// Sine.
            Sin = sin(x) { rust: x.sin(), c: "sin(x)", latex: r"\sin (x)", domain: "true", partials: ["cos(x)"], cost: 12, exact: [0 => 0], range: [-1.0, 1.0], lanes: lanes::sin }
            /// Cosine.
            Cos = cos(x) { rust: x.cos(), c: "cos(x)", latex: r"\cos (x)", domain: "true", partials: ["-sin(x)"], cost: 12, exact: [0 => 1], range: [-1.0, 1.0], lanes: lanes::cos }
            /// Tangent.
            Tan = tan(x) { rust: x.tan(), c: "tan(x)", latex: r"\tan (x)", domain: "true", partials: ["1 + f*f"], cost: 18, exact: [0 => 0], lanes: lanes::tan }
            /// Arc sine.
            Asin = asin(x) { rust: x.asin(), c: "asin(x)", latex: r"\arcsin (x)", domain: "x >= -1 and x <= 1", partials: ["1/sqrt((1 - x)*(1 + x))"], cost: 15, exact: [0 => 0], range: [-1.6, 1.6], lanes: lanes::asin }
            /// Arc cosine.
            Acos = acos(x) { rust: x.acos(), c: "acos(x)", latex: r"\arccos (x)", domain: "x >= -1 and x <= 1", partials: ["-1/sqrt((1 - x)*(1 + x))"], cost: 15, exact: [1 => 0], range: [0.0, 3.2], lanes: lanes::acos }
            /// Arc tangent.
            Atan = atan(x) { rust: x.atan(), c: "atan(x)", latex: r"\arctan (x)", domain: "true", partials: ["1/(1 + x*x)"], cost: 15, exact: [0 => 0], range: [-1.6, 1.6], lanes: lanes::atan }
            /// Angle of the point `(x, y)`.
            Atan2 = atan2(y, x) { rust: y.atan2(x), c: "atan2(y, x)", latex: r"\operatorname{atan2}\left(y, x\right)", domain: "x != 0 or y != 0", partials: ["x/(x*x + y*y)", "-y/(x*x + y*y)"], cost: 25, range: [-3.2, 3.2], lanes: lanes::atan2 }
            /// Degrees from radians.
            ToDegrees = to_degrees(x) { rust: x.to_degrees(), c: "x * (180.0 / M_PI)", latex: r"\frac{180}{\pi} (x)", domain: "true", partials: ["180/pi"], cost: 1, exact: [0 => 0] }
            /// Radians from degrees.
            ToRadians = to_radians(x) { rust: x.to_radians(), c: "x * (M_PI / 180.0)", latex: r"\frac{\pi}{180} (x)", domain: "true", partials: ["pi/180"], cost: 1, exact: [0 => 0] }

            // Hyperbolic functions and their inverses.

            /// Hyperbolic sine.
            Sinh = sinh(x) { rust: x.sinh(), c: "sinh(x)", latex: r"\sinh (x)", domain: "true", partials: ["cosh(x)"], cost: 18, exact: [0 => 0], lanes: lanes::sinh }
            /// Hyperbolic cosine.
            Cosh = cosh(x) { rust: x.cosh(), c: "cosh(x)", latex: r"\cosh (x)", domain: "true", partials: ["sinh(x)"], cost: 16, exact: [0 => 1], range: [1.0, f64::INFINITY], lanes: lanes::cosh }
            /// Hyperbolic tangent.
            Tanh = tanh(x) { rust: x.tanh(), c: "tanh(x)", latex: r"\tanh (x)", domain: "true", partials: ["1 - f*f"], cost: 20, exact: [0 => 0], range: [-1.0, 1.0], lanes: lanes::tanh }
            /// Inverse hyperbolic sine.
            Asinh = asinh(x) { rust: x.asinh(), c: "asinh(x)", latex: r"\operatorname{arsinh} (x)", domain: "true", partials: ["1/sqrt(x*x + 1)"], cost: 25, exact: [0 => 0], lanes: lanes::asinh }
            /// Inverse hyperbolic cosine.
            Acosh = acosh(x) { rust: x.acosh(), c: "acosh(x)", latex: r"\operatorname{arcosh} (x)", domain: "x >= 1", partials: ["1/sqrt((x - 1)*(x + 1))"], cost: 20, exact: [1 => 0], range: [0.0, f64::INFINITY], lanes: lanes::acosh }
            /// Inverse hyperbolic tangent.
            Atanh = atanh(x) { rust: x.atanh(), c: "atanh(x)", latex: r"\operatorname{artanh} (x)", domain: "x > -1 and x < 1", partials: ["1/((1 - x)*(1 + x))"], cost: 20, exact: [0 => 0], lanes: lanes::atanh }

            // Pieces: signs, rounding, selection. The kinks follow one written convention.

            /// Absolute value; derivative 0 at 0.
            Abs = abs(x) { rust: x.abs(), c: "fabs(x)", latex: r"\left|{x}\right|", domain: "true", partials: ["sign(x)"], cost: 1, range: [0.0, f64::INFINITY] }
            /// -1, 0 or 1.
            Sign = sign(x) { rust: sign(x), c: "gradus_sign(x)", latex: r"\operatorname{sign} (x)", domain: "true", partials: ["0"], cost: 2, range: [-1.0, 1.0], helper: "sign" }
            /// The sign bit as -1 or 1, so 1 at 0.
            Signum = signum(x) { rust: x.signum(), c: "x == x ? copysign(1.0, x) : x", latex: r"\operatorname{sgn} (x)", domain: "true", partials: ["0"], cost: 1, range: [-1.0, 1.0] }
            /// `|x|` with the sign of `y`.
            Copysign = copysign(x, y) { rust: x.copysign(y), c: "copysign(x, y)", latex: r"\left|{x}\right| \operatorname{sgn} (y)", domain: "true", partials: ["sign(x)*signum(y)", "0"], cost: 1 }
            /// Largest whole number not above `x`; derivative 0.
            Floor = floor(x) { rust: x.floor(), c: "floor(x)", latex: r"\left\lfloor {x} \right\rfloor", domain: "true", partials: ["0"], cost: 2 }
            /// Least whole number not below `x`; derivative 0.
            Ceil = ceil(x) { rust: x.ceil(), c: "ceil(x)", latex: r"\left\lceil {x} \right\rceil", domain: "true", partials: ["0"], cost: 2 }
            /// Nearest whole number, halves away from 0; derivative 0.
            Round = round(x) { rust: x.round(), c: "round(x)", latex: r"\operatorname{round} (x)", domain: "true", partials: ["0"], cost: 3 }
            /// Nearest whole number, halves to even; derivative 0.
            RoundTiesEven = round_ties_even(x) { rust: x.round_ties_even(), c: "rint(x)", latex: r"\operatorname{round} (x)", domain: "true", partials: ["0"], cost: 2 }
            /// Whole part; derivative 0.
            Trunc = trunc(x) { rust: x.trunc(), c: "trunc(x)", latex: r"\operatorname{trunc} (x)", domain: "true", partials: ["0"], cost: 2 }
            /// Fractional part with the sign of `x`; derivative 1.
            Fract = fract(x) { rust: x.fract(), c: "x - trunc(x)", latex: r"\operatorname{frac} (x)", domain: "true", partials: ["1"], cost: 3, range: [-1.0, 1.0] }
            /// Larger of two; at a tie a constant wins, else the first.
            Max = max(a, b) { rust: a.max(b), c: "fmax(a, b)", latex: r"\max\left(a, b\right)", domain: "true", partials: ["if constant(b) then where(a > b or b != b, 1, 0) else where(a >= b or b != b, 1, 0)", "if constant(b) then where(a > b or b != b, 0, 1) else if constant(a) then where(b > a or a != a, 1, 0) else where(a >= b or b != b, 0, 1)"], cost: 2 }
            /// Smaller of two; at a tie a constant wins, else the first.
            Min = min(a, b) { rust: a.min(b), c: "fmin(a, b)", latex: r"\min\left(a, b\right)", domain: "true", partials: ["if constant(b) then where(a < b or b != b, 1, 0) else where(a <= b or b != b, 1, 0)", "if constant(b) then where(a < b or b != b, 0, 1) else if constant(a) then where(b < a or a != a, 1, 0) else where(a <= b or b != b, 0, 1)"], cost: 2 }
            /// `x` held within `[lo, hi]`; derivative by `x` 0 at a bound.
            Clamp = clamp(x, lo, hi) { rust: clamp(x, lo, hi), c: "gradus_clamp(x, lo, hi)", latex: r"\operatorname{clamp}\left(x, lo, hi\right)", domain: "lo <= hi", partials: ["where(x <= lo or x >= hi, 0, 1)", "where(x <= lo, 1, 0)", "where(x >= hi and x > lo, 1, 0)"], cost: 3, helper: "clamp" }
            /// Whether `a < b`.
            Less = less "<"(a, b) -> bool { rust: a < b, c: "a < b", latex: "a < b", domain: "true", partials: ["0", "0"], cost: 1 }
            /// Whether `a <= b`.
            LessEqual = less_equal "<="(a, b) -> bool { rust: a <= b, c: "a <= b", latex: r"a \le b", domain: "true", partials: ["0", "0"], cost: 1 }
            /// Whether `a > b`.
            Greater = greater ">"(a, b) -> bool { rust: a > b, c: "a > b", latex: "a > b", domain: "true", partials: ["0", "0"], cost: 1 }
            /// Whether `a >= b`.
            GreaterEqual = greater_equal ">="(a, b) -> bool { rust: a >= b, c: "a >= b", latex: r"a \ge b", domain: "true", partials: ["0", "0"], cost: 1 }
            /// Whether `a == b`.
            Equal = equal "=="(a, b) -> bool { rust: a == b, c: "a == b", latex: "a = b", domain: "true", partials: ["0", "0"], cost: 1 }
            /// Whether `a != b`.
            NotEqual = not_equal "!="(a, b) -> bool { rust: a != b, c: "a != b", latex: r"a \ne b", domain: "true", partials: ["0", "0"], cost: 1 }
            /// Whether both hold.
            And = and "and"(p: bool, q: bool) -> bool { rust: p & q, c: "p && q", latex: r"p \land q", domain: "true", partials: ["0", "0"], cost: 1 }
            /// Whether one holds.
            Or = or "or"(p: bool, q: bool) -> bool { rust: p | q, c: "p || q", latex: r"p \lor q", domain: "true", partials: ["0", "0"], cost: 1 }
            /// Whether it does not hold.
            Not = not "not"(p: bool) -> bool { rust: !p, c: "!p", latex: r"\lnot p", domain: "true", partials: ["0"], cost: 1 }
            /// `a` where `c` holds, else `b`; the branch not taken contributes nothing to the gradient.
            Select = select "where"(c: bool, a, b) { rust: if c { a } else { b }, c: "c ? a : b", latex: r"\begin{cases} {a} & c \\ {b} & \text{otherwise} \end{cases}", domain: "true", partials: ["0", "where(c, 1, 0)", "where(c, 0, 1)"], cost: 1, lanes: lanes::select }

            // Special functions.

            /// Logistic function `1/(1 + e^-x)`.
            Sigmoid = sigmoid(x) { rust: sigmoid(x), c: "gradus_sigmoid(x)", latex: r"\sigma\left(x\right)", domain: "true", partials: ["f*(1 - f)"], cost: 15, range: [0.0, 1.0], helper: "sigmoid" }
            /// `ln(1 + e^x)`.
            Softplus = softplus(x) { rust: softplus(x), c: "gradus_softplus(x)", latex: r"\operatorname{softplus} (x)", domain: "true", partials: ["sigmoid(x)"], cost: 25, range: [0.0, f64::INFINITY], helper: "softplus" }
            /// `max(x, 0)`; derivative 0 at 0.
            Relu = relu(x) { rust: relu(x), c: "gradus_relu(x)", latex: r"\operatorname{ReLU} (x)", domain: "true", partials: ["where(x > 0, 1, 0)"], cost: 1, exact: [0 => 0], range: [0.0, f64::INFINITY], helper: "relu" }
            /// `x` above 0, else `a·x`; derivative `a` at 0.
            LeakyRelu = leaky_relu(x, a) { rust: leaky_relu(x, a), c: "gradus_leaky_relu(x, a)", latex: r"\operatorname{LeakyReLU}\left(x, a\right)", domain: "true", partials: ["where(x > 0, 1, a)", "where(x > 0, 0, x)"], cost: 3, helper: "leaky_relu" }
            /// `x` from 0 on, else `a·(e^x - 1)`; derivative 1 at 0.
            Elu = elu(x, a) { rust: elu(x, a), c: "gradus_elu(x, a)", latex: r"\operatorname{ELU}\left(x, a\right)", domain: "true", partials: ["where(x >= 0, 1, a*exp(x))", "where(x >= 0, 0, exp_m1(x))"], cost: 15, helper: "elu" }
            /// `ln(e^a + e^b)`.
            Logaddexp = logaddexp(a, b) { rust: logaddexp(a, b), c: "gradus_logaddexp(a, b)", latex: r"\ln\left(e^{a} + e^{b}\right)", domain: "true", partials: ["sigmoid(a - b)", "sigmoid(b - a)"], cost: 26, helper: "logaddexp" }
            /// `sin(x)/x`, 1 at 0.
            Sinc = sinc(x) { rust: sinc(x), c: "gradus_sinc(x)", latex: r"\operatorname{sinc} (x)", domain: "true", partials: ["-spherical_j(1, x)"], cost: 17, exact: [0 => 1], range: [-1.0, 1.0], helper: "sinc" }
            /// Spherical Bessel function of the first kind, order `n >= 0` (DLMF 10.51.2 gives the partial).
            SphericalJ = spherical_j(n: i32, x) { rust: spherical_j(n, x), c: "gradus_spherical_j(n, x)", latex: r"j_{n}\left(x\right)", domain: "n >= 0", partials: ["0", "if n == 0 then -spherical_j(1, x) else (n*spherical_j(n - 1, x) - (n + 1)*spherical_j(n + 1, x))/(2*n + 1)"], cost: 40, helper: "spherical_j" }
            /// `x·ln(y)`, 0 at `x = 0`.
            Xlogy = xlogy(x, y) { rust: xlogy(x, y), c: "gradus_xlogy(x, y)", latex: r"(x) \ln (y)", domain: "x == 0 or y > 0", partials: ["xlogy(d, y)", "if x == 0 then 0 else x/y"], cost: 13, helper: "xlogy" }
            /// Error function.
            Erf = erf(x) { rust: erf(x), c: "erf(x)", latex: r"\operatorname{erf} (x)", domain: "true", partials: ["2/sqrt(pi)*exp(-x*x)"], cost: 25, exact: [0 => 0], range: [-1.0, 1.0], helper: "erf" }
            /// Complementary error function.
            Erfc = erfc(x) { rust: erfc(x), c: "erfc(x)", latex: r"\operatorname{erfc} (x)", domain: "true", partials: ["-2/sqrt(pi)*exp(-x*x)"], cost: 25, exact: [0 => 1], range: [0.0, 2.0], helper: "erfc" }
            /// Distribution function of the standard normal.
            NormCdf = norm_cdf(x) { rust: norm_cdf(x), c: "gradus_norm_cdf(x)", latex: r"\Phi\left(x\right)", domain: "true", partials: ["exp(-x*x/2)/sqrt(2*pi)"], cost: 27, range: [0.0, 1.0], helper: "norm_cdf" }
            /// Gamma function.
            Gamma = gamma(x) { rust: gamma(x), c: "tgamma(x)", latex: r"\Gamma\left(x\right)", domain: "x > 0 or x != floor(x)", partials: ["f*digamma(x)"], cost: 40, exact: [1 => 1, 2 => 1], helper: "gamma" }
            /// Logarithm of the absolute value of the gamma function.
            LnGamma = ln_gamma(x) { rust: ln_gamma(x), c: "lgamma(x)", latex: r"\ln\left|\Gamma\left(x\right)\right|", domain: "x > 0 or x != floor(x)", partials: ["digamma(x)"], cost: 40, exact: [1 => 0, 2 => 0], helper: "ln_gamma" }
            /// Logarithmic derivative of the gamma function.
            Digamma = digamma(x) { rust: digamma(x), c: "gradus_digamma(x)", latex: r"\psi\left(x\right)", domain: "x > 0 or x != floor(x)", partials: ["trigamma(x)"], cost: 30, helper: "digamma" }
            /// Derivative of `digamma`.
            Trigamma = trigamma(x) { rust: trigamma(x), c: "gradus_trigamma(x)", latex: r"\psi_1\left(x\right)", domain: "x > 0 or x != floor(x)", partials: ["polygamma(2, x)"], cost: 30, helper: "trigamma" }
            /// The `n`-th derivative of `digamma`, `n >= 0`.
            Polygamma = polygamma(n: i32, x) { rust: polygamma(n, x), c: "gradus_polygamma(n, x)", latex: r"\psi_{n}\left(x\right)", domain: "n >= 0 and x > 0", partials: ["0", "polygamma(n + 1, x)"], cost: 45, helper: "polygamma" }
        }
    };
}

pub(crate) use table;
