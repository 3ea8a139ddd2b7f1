#!/usr/bin/env python3
"""Writes functions.txt: values and derivatives of elementary and special functions, from mpmath alone.

Run `python3 tests/tables/generate.py` from the root of the repository. Needs mpmath; the output is the same on every run.

Every number is computed with 80 and again with 160 digits (then 320, ...) until two results agree to 40; 32 are written,
or all of them where the number ends within 60.
Every derivative is a closed form, compared at each ordinary point with a difference quotient taken with 400 digits.
The format and the conventions at kinks are described at the top of functions.txt, which `HEADER` below is.
"""

import math
import pathlib
import random

from mpmath import mp, mpf

HEADER = """\
# Reference values of functions and of their partial derivatives. Written by generate.py: do not edit.
#
#   name | arguments | value | first partials | second partials (upper triangle, row by row)
#
# Arguments are doubles in their shortest decimal form, so they are exact. Results carry 32 significant digits, or all
# where there are no more than 60, and may lie outside the range of a double: read as one they become 0, a subnormal number
# or an infinity. Signs of zero results mean nothing. `inf`, `-inf` and `nan` are meant as such; `-` says: not defined here, or no convention, do not check.
# An integer constant (the n of powi, polygamma, spherical_j) and the condition of `where` take part as arguments whose
# partials are all `-`.
#
# Conventions at kinks: abs' 0; max, min at a tie: the first operand wins; a NaN operand of max, min loses; relu'(0) = 0;
# leaky_relu'(0) = a; elu'(0) = 1; clamp at a bound: that bound wins; hypot at the origin 0, 0; floor, ceil, round,
# round_ties_even, trunc, sign, signum, div_euclid 0 everywhere; fract 1; rem, rem_euclid 1 in x also at a jump;
# sqrt'(0) = inf; powi at 0 exact for every n >= 0; powf at x = 0, y > 0: 0 in y; xlogy(0, 0) = 0; sign(0) = 0, signum(0) = 1.
# At an infinite argument and at an end of the domain: the one-sided limit.
"""

DIGITS = 32
SEED = 20240229
rng = random.Random(SEED)


class Function:
    """One function: closed forms, ordinary points, and special points with everything spelled out.

    value, first, second: functions of mpf arguments; None stands for `-`.
    points: tuples of doubles, where the function is smooth.
    special: (arguments, value, first partials, second partials), the last three as text to be copied.
    """

    def __init__(self, name, value, first, second, points, special=()):
        self.name, self.value, self.first, self.second = name, value, first, second
        self.points, self.special = points, special
        size = len(first)
        assert len(second) == size * (size + 1) // 2, name

    def lines(self):
        for point in self.points:
            point = tuple(float(x) for x in point)
            self.cross_check(point)
            cells = [[self.value], self.first, self.second]
            cells = [" ".join(settled(f, point) for f in cell) for cell in cells]
            yield self.line(point, *cells)
        for point, value, first, second in self.special:
            size = len(self.first)
            assert len(point) == size and len(first.split()) == size and len(second.split()) == len(self.second), self.name
            yield self.line(point, value, first, second)

    def line(self, point, value, first, second):
        return " | ".join([self.name, " ".join(double(x) for x in point), value, first, second])

    def cross_check(self, point):
        """Closed forms against difference quotients: step 1e-60 (relative), 400 digits, so some 1e-100 of error at worst."""
        with mp.workdps(400):
            at = [mpf(x) for x in point]
            step = [abs(x) * mpf(10) ** -60 if x else mpf(10) ** -60 for x in at]
            f = lambda moves: self.value(*[x + h * k for x, h, k in zip(at, step, moves)])
            size = len(at)
            here = f([0] * size)
            unit = lambda i, k=1: [k if j == i else 0 for j in range(size)]
            pairs = [(i, j) for i in range(size) for j in range(i, size)]
            for i, closed in enumerate(self.first):
                if closed:
                    quotient = (f(unit(i)) - f(unit(i, -1))) / (2 * step[i])
                    self.compare(point, f"first {i}", closed(*at), quotient, here / step[i])
            for (i, j), closed in zip(pairs, self.second):
                if closed is None:
                    continue
                if i == j:
                    quotient = (f(unit(i)) - 2 * here + f(unit(i, -1))) / step[i] ** 2
                else:
                    both = lambda p, q: f([a + b for a, b in zip(unit(i, p), unit(j, q))])
                    quotient = (both(1, 1) - both(1, -1) - both(-1, 1) + both(-1, -1)) / (4 * step[i] * step[j])
                self.compare(point, f"second {i} {j}", closed(*at), quotient, here / (step[i] * step[j]))

    def compare(self, point, what, closed, quotient, rounding):
        slack = abs(closed) * mpf(10) ** -35 + abs(rounding) * mpf(10) ** -200
        if abs(closed - quotient) > slack:
            raise SystemExit(f"{self.name}{point} {what}: closed form {mp.nstr(closed, 20)}, quotient {mp.nstr(quotient, 20)}")


def settled(f, point):
    """The value of f as text, once twice the digits no longer change it."""
    if f is None:
        return "-"
    digits, previous = 80, None
    while digits <= 5120:
        with mp.workdps(digits):
            now = mpf(f(*[mpf(x) for x in point]))
            if previous is not None and abs(now - previous) <= abs(now) * mpf(10) ** -40:
                return short(written(now))
            previous = now
        digits *= 2
    raise SystemExit(f"does not settle at {point}")


def written(x):
    """All digits of a number that ends within 60 (so that ties between two doubles stay ties), DIGITS of any other."""
    full = mp.nstr(x, 60, min_fixed=-6, max_fixed=24)
    return full if mpf(full) == x else mp.nstr(x, DIGITS, min_fixed=-6, max_fixed=24)


def double(x):
    return short(repr(float(x)))


def short(text):
    return text.removesuffix(".0").replace(".0e", "e").replace("e+", "e")


# Points. All are random doubles with full mantissas, so that nothing is right by being round.


def positive(count, low, high):
    """Magnitudes from 10^low to 10^high, evenly spaced in the exponent and jittered."""
    step = (high - low) / count
    return [10 ** (low + step * (i + rng.random())) for i in range(count)]


def real(count, low, high):
    """The same with alternating signs."""
    return [x if i % 2 else -x for i, x in enumerate(positive(count, low, high))]


def uniform(count, low, high):
    return [rng.uniform(low, high) for _ in range(count)]


def one(xs):
    return [(x,) for x in xs]


def mixed(*columns):
    """Shuffles each column by itself and zips them."""
    columns = [rng.sample(column, len(column)) for column in columns]
    return list(zip(*columns))


def near(centre, *distances):
    return [centre + d for d in distances] + [centre - d for d in distances]


ZERO = lambda *_: mpf(0)
ONE = lambda *_: mpf(1)
HALF = lambda *_: mpf(1) / 2
ln, exp, sqrt, sin, cos = mp.log, mp.exp, mp.sqrt, mp.sin, mp.cos


def constant(c):
    return lambda *_: c() if callable(c) else mpf(c)


def trunc(x):
    return mp.floor(x) if x >= 0 else mp.ceil(x)


def side(x):
    return mpf(1) if x > 0 else mpf(-1)


def squares(*xs):
    return sum(x * x for x in xs)


FUNCTIONS = []


def function(*args, **kwargs):
    FUNCTIONS.append(Function(*args, **kwargs))


def unary(name, value, first, second, points, special=()):
    function(name, value, [first], [second], one(points), special)


# Arithmetic

pairs = lambda low=-6, high=6, count=30: mixed(real(count, low, high), real(count, low, high))

function("add", lambda a, b: a + b, [ONE, ONE], [ZERO] * 3, pairs(), [((0, 0), "0", "1 1", "0 0 0")])
function("sub", lambda a, b: a - b, [ONE, lambda a, b: mpf(-1)], [ZERO] * 3, pairs(), [((1, 1), "0", "1 -1", "0 0 0")])
function("mul", lambda a, b: a * b, [lambda a, b: b, lambda a, b: a], [ZERO, ONE, ZERO], pairs(),
         [((0, 3), "0", "3 0", "0 1 0"), ((0, 0), "0", "0 0", "0 1 0")])
function("div", lambda a, b: a / b, [lambda a, b: 1 / b, lambda a, b: -a / b**2],
         [ZERO, lambda a, b: -1 / b**2, lambda a, b: 2 * a / b**3], pairs(),
         [((0, 4), "0", "0.25 0", "0 -0.0625 0"), ((1, 0), "inf", "- -", "- - -"), ((0, 0), "nan", "- -", "- - -")])
unary("neg", lambda x: -x, constant(-1), ZERO, real(30, -8, 8), [((0,), "0", "-1", "0")])
unary("recip", lambda x: 1 / x, lambda x: -1 / x**2, lambda x: 2 / x**3, real(30, -8, 8), [((0,), "inf", "-inf", "-")])


def power_rule(x, n):
    """n * x^(n-1) without 0 * x^-1."""
    return n * x ** int(n - 1) if n else mpf(0)


function("powi", lambda x, n: x ** int(n),
         [power_rule, None],
         [lambda x, n: n * power_rule(x, n - 1), None, None],
         mixed(real(42, -2, 2), [-7, -5, -3, -2, -1, 0, 1, 2, 3, 4, 5, 6, 7, 10] * 3),
         [((0, 0), "1", "0 -", "0 - -"), ((0, 1), "0", "1 -", "0 - -"), ((0, 2), "0", "0 -", "2 - -"),
          ((0, 3), "0", "0 -", "0 - -"), ((0, 4), "0", "0 -", "0 - -"), ((0, -1), "inf", "-inf -", "- - -"),
          ((0, -2), "inf", "- -", "- - -"), ((-1, 0), "1", "0 -", "0 - -"), ((-1, 31), "-1", "31 -", "-930 - -")])
function("powf", lambda x, y: x**y,
         [lambda x, y: y * x ** (y - 1), lambda x, y: x**y * ln(x)],
         [lambda x, y: y * (y - 1) * x ** (y - 2), lambda x, y: x ** (y - 1) * (1 + y * ln(x)), lambda x, y: x**y * ln(x) ** 2],
         mixed(positive(30, -3, 3), real(30, -2, 1.5)) + [(2.5, 0.0), (2.5, 1.0), (2.5, 2.0), (0.75, -1.0), (1.0, 3.7)],
         [((0, 3), "0", "0 0", "0 0 0"), ((0, 2), "0", "0 0", "2 0 0"), ((0, 1.5), "0", "0 0", "inf 0 0"),
          ((0, 1), "0", "1 0", "0 - 0"), ((0, 0.5), "0", "inf 0", "-inf - 0"), ((0, 0), "1", "0 -", "0 - -"),
          ((0, -1), "inf", "-inf -", "- - -"),
          ((-2, 3), "-8", "12 -", "-12 - -"), ((-2, 2), "4", "-4 -", "2 - -"), ((-2, -1), "-0.5", "-0.25 -", "-0.25 - -"),
          ((-2, 0), "1", "0 -", "0 - -"), ((-2, 0.5), "nan", "- -", "- - -")])
unary("sqrt", sqrt, lambda x: 1 / (2 * sqrt(x)), lambda x: -1 / (4 * x * sqrt(x)), positive(30, -12, 12),
      [((0,), "0", "inf", "-inf"), ((-1,), "nan", "-", "-"), ((4,), "2", "0.25", "-0.03125"), ((math.inf,), "inf", "0", "0")])


def cube_root(x):
    return mp.cbrt(x) if x >= 0 else -mp.cbrt(-x)


unary("cbrt", cube_root, lambda x: 1 / (3 * cube_root(x) ** 2), lambda x: -2 / (9 * cube_root(x) ** 5), real(30, -12, 12),
      [((0,), "0", "inf", "-"), ((8,), "2", "0.08333333333333333333333333333333333", "-0.00694444444444444444444444444444444")])

# Exponentials and logarithms

unary("exp", exp, exp, exp, real(30, -8, math.log10(690)) + [-740.0],
      [((0,), "1", "1", "1"), ((-math.inf,), "0", "0", "0"), ((math.inf,), "inf", "inf", "inf")])
unary("exp2", lambda x: mpf(2) ** x, lambda x: mpf(2) ** x * ln(2), lambda x: mpf(2) ** x * ln(2) ** 2,
      real(30, -8, 3) + [0.0, -1070.5], [((-math.inf,), "0", "0", "0")])
unary("exp_m1", mp.expm1, exp, exp, real(30, -12, math.log10(690)), [((0,), "0", "1", "1"), ((-math.inf,), "-1", "0", "0")])
unary("ln", ln, lambda x: 1 / x, lambda x: -1 / x**2, positive(26, -12, 12) + near(1.0, 1e-3, 1e-9) + [1e-300, 1e300],
      [((1,), "0", "1", "-1"), ((0,), "-inf", "inf", "-inf"), ((-1,), "nan", "-", "-"), ((math.inf,), "inf", "0", "0")])
for name, base in [("log2", 2), ("log10", 10)]:
    unary(name, lambda x, b=base: ln(x) / ln(b), lambda x, b=base: 1 / (x * ln(b)), lambda x, b=base: -1 / (x**2 * ln(b)),
          positive(26, -12, 12) + near(1.0, 1e-3, 1e-9) + [1.0, 2.0, 10.0, 1000.0, 1e-300, 1e300],
          [((0,), "-inf", "inf", "-inf"), ((-1,), "nan", "-", "-")])
function("log", lambda x, b: ln(x) / ln(b),
         [lambda x, b: 1 / (x * ln(b)), lambda x, b: -ln(x) / (b * ln(b) ** 2)],
         [lambda x, b: -1 / (x**2 * ln(b)), lambda x, b: -1 / (x * b * ln(b) ** 2),
          lambda x, b: ln(x) * (ln(b) + 2) / (b**2 * ln(b) ** 3)],
         mixed(positive(30, -6, 6), positive(15, -2, -0.1) + positive(15, 0.1, 2)) + [(8.0, 2.0), (1.0, 3.0), (0.001, 10.0)])
unary("ln_1p", mp.log1p, lambda x: 1 / (1 + x), lambda x: -1 / (1 + x) ** 2,
      real(24, -12, -0.1) + positive(6, 0, 12) + near(-1.0, 1e-3, 1e-9)[:2],
      [((0,), "0", "1", "-1"), ((-1,), "-inf", "inf", "-inf"), ((-2,), "nan", "-", "-")])

# Trigonometry

turns = real(24, -8, 2) + [math.pi / 2, math.pi, 2 * math.pi, -3 * math.pi / 4, 1e5, 1e10, 1e22, -123456.789]
unary("sin", sin, cos, lambda x: -sin(x), turns, [((0,), "0", "1", "0"), ((math.inf,), "nan", "-", "-")])
unary("cos", cos, lambda x: -sin(x), lambda x: -cos(x), turns, [((0,), "1", "0", "-1"), ((math.inf,), "nan", "-", "-")])
unary("tan", mp.tan, lambda x: 1 / cos(x) ** 2, lambda x: 2 * sin(x) / cos(x) ** 3, turns + [1.57, -1.5707963],
      [((0,), "0", "1", "0")])
unit = real(20, -8, -0.02) + near(1.0, 1e-3, 1e-6, 1e-12)[3:] + near(-1.0, 1e-3, 1e-6, 1e-12)[:3] + uniform(4, -1, 1)
unary("asin", mp.asin, lambda x: 1 / sqrt(1 - x**2), lambda x: x / (1 - x**2) ** mpf("1.5"), unit,
      [((0,), "0", "1", "0"), ((1,), "1.5707963267948966192313216916397514", "inf", "inf"),
       ((-1,), "-1.5707963267948966192313216916397514", "inf", "-inf"), ((1.5,), "nan", "-", "-")])
unary("acos", mp.acos, lambda x: -1 / sqrt(1 - x**2), lambda x: -x / (1 - x**2) ** mpf("1.5"), unit,
      [((0,), "1.5707963267948966192313216916397514", "-1", "0"), ((1,), "0", "-inf", "-inf"),
       ((-1,), "3.1415926535897932384626433832795029", "-inf", "inf"), ((1.5,), "nan", "-", "-")])
unary("atan", mp.atan, lambda x: 1 / (1 + x**2), lambda x: -2 * x / (1 + x**2) ** 2, real(30, -8, 8),
      [((0,), "0", "1", "0"), ((math.inf,), "1.5707963267948966192313216916397514", "0", "-"),
       ((-math.inf,), "-1.5707963267948966192313216916397514", "0", "-")])
function("atan2", mp.atan2,
         [lambda y, x: x / squares(x, y), lambda y, x: -y / squares(x, y)],
         [lambda y, x: -2 * x * y / squares(x, y) ** 2, lambda y, x: (y**2 - x**2) / squares(x, y) ** 2,
          lambda y, x: 2 * x * y / squares(x, y) ** 2],
         mixed(real(30, -3, 3), rng.sample(real(30, -3, 3), 30)) + [(2.0, 0.0), (-2.0, 0.0), (0.0, 2.0), (1e-9, -1.0), (-1e-9, -1.0)],
         [((0, -1), "3.1415926535897932384626433832795029", "-1 0", "0 -1 0"),
          ((-0.0, -1), "-3.1415926535897932384626433832795029", "-1 0", "0 -1 0"), ((0, 0), "0", "- -", "- - -")])
wide = real(30, -8, math.log10(690))
unary("sinh", mp.sinh, mp.cosh, mp.sinh, wide, [((0,), "0", "1", "0")])
unary("cosh", mp.cosh, mp.sinh, mp.cosh, wide, [((0,), "1", "0", "1")])
unary("tanh", mp.tanh, lambda x: 1 / mp.cosh(x) ** 2, lambda x: -2 * mp.sinh(x) / mp.cosh(x) ** 3,
      real(30, -8, 2) + [19.5, -400.0], [((0,), "0", "1", "0"), ((math.inf,), "1", "0", "-"), ((-math.inf,), "-1", "0", "-")])
unary("asinh", mp.asinh, lambda x: 1 / sqrt(1 + x**2), lambda x: -x / (1 + x**2) ** mpf("1.5"), real(30, -10, 10),
      [((0,), "0", "1", "0")])
unary("acosh", mp.acosh, lambda x: 1 / sqrt(x**2 - 1), lambda x: -x / (x**2 - 1) ** mpf("1.5"),
      [1 + d for d in positive(20, -12, 0)] + positive(10, 0.5, 10), [((1,), "0", "inf", "-inf"), ((0.5,), "nan", "-", "-")])
unary("atanh", mp.atanh, lambda x: 1 / (1 - x**2), lambda x: 2 * x / (1 - x**2) ** 2, unit,
      [((0,), "0", "1", "0"), ((1,), "inf", "inf", "inf"), ((-1,), "-inf", "inf", "-inf"), ((2,), "nan", "-", "-")])
length = lambda a, b: sqrt(squares(a, b))
function("hypot", length,
         [lambda a, b: a / length(a, b), lambda a, b: b / length(a, b)],
         [lambda a, b: b**2 / length(a, b) ** 3, lambda a, b: -a * b / length(a, b) ** 3, lambda a, b: a**2 / length(a, b) ** 3],
         pairs(-3, 3) + [(3.0, 4.0), (0.0, -2.0), (5.0, 0.0), (3e200, 4e200), (3e-200, -4e-200), (1e-9, 1e9)],
         [((0, 0), "0", "0 0", "- - -")])

# Signs, steps and remainders

unary("abs", abs, side, ZERO, real(30, -8, 8), [((0,), "0", "0", "0"), ((-0.0,), "0", "0", "0")])
unary("sign", side, ZERO, ZERO, real(30, -8, 8), [((0,), "0", "0", "0"), ((-0.0,), "0", "0", "0"), ((math.nan,), "nan", "-", "-")])
unary("signum", side, ZERO, ZERO, real(30, -8, 8),
      [((0,), "1", "0", "0"), ((-0.0,), "-1", "0", "0"), ((math.nan,), "nan", "-", "-")])
function("copysign", lambda x, y: abs(x) * side(y), [lambda x, y: side(x) * side(y), ZERO], [ZERO] * 3, pairs(),
         [((0, 2), "0", "- 0", "- - 0"), ((3, 0), "3", "1 0", "0 0 0"), ((3, -0.0), "-3", "-1 0", "0 0 0")])


def steps(name, value, first, special):
    """The special points are (x, value)."""
    slope = "0" if first is ZERO else "1"
    points = real(24, -3, 4) + uniform(4, -3, 3) + [0.49999999999999994, -0.49999999999999994]
    unary(name, value, first, ZERO, points, [((x,), v, slope, "0") for x, v in special])


away = lambda x: side(x) * mp.floor(abs(x) + mpf(1) / 2)
steps("floor", mp.floor, ZERO, [(0, "0"), (3, "3"), (-3, "-3"), (1e300, double(1e300))])
steps("ceil", mp.ceil, ZERO, [(0, "0"), (3, "3"), (-3, "-3"), (-0.0, "0")])
steps("round", away, ZERO, [(0, "0"), (0.5, "1"), (-0.5, "-1"), (1.5, "2"), (2.5, "3"), (-2.5, "-3"), (3, "3")])
steps("round_ties_even", away, ZERO, [(0, "0"), (0.5, "0"), (-0.5, "0"), (1.5, "2"), (2.5, "2"), (-2.5, "-2"), (3.5, "4"), (3, "3")])
steps("trunc", trunc, ZERO, [(0, "0"), (3, "3"), (-3, "-3")])
steps("fract", lambda x: x - trunc(x), ONE, [(0, "0"), (3, "0"), (-3, "0"), (2.25, "0.25"), (-2.25, "-0.25")])


def floor_euclid(x, y):
    """The q with 0 <= x - q*y < |y|."""
    return mp.floor(x / y) if y > 0 else mp.ceil(x / y)


divisions = [(x, y) for x, y in mixed(real(40, -2, 3), real(40, -1, 2)) if abs(x / y) < 1e6][:30]
function("rem", lambda x, y: x - y * trunc(x / y), [ONE, lambda x, y: -trunc(x / y)], [ZERO] * 3, divisions,
         [((7, 3), "1", "1 -2", "0 0 0"), ((-7, 3), "-1", "1 2", "0 0 0"), ((7, -3), "1", "1 2", "0 0 0"),
          ((6, 3), "0", "1 -2", "0 0 0"), ((0, 3), "0", "1 0", "0 0 0"), ((1, 0), "nan", "- -", "- - -")])
function("rem_euclid", lambda x, y: x - y * floor_euclid(x, y), [ONE, lambda x, y: -floor_euclid(x, y)], [ZERO] * 3, divisions,
         [((7, 3), "1", "1 -2", "0 0 0"), ((-7, 3), "2", "1 3", "0 0 0"), ((7, -3), "1", "1 2", "0 0 0"),
          ((-7, -3), "2", "1 -3", "0 0 0"), ((6, 3), "0", "1 -2", "0 0 0"), ((-6, 3), "0", "1 2", "0 0 0"),
          ((1, 0), "nan", "- -", "- - -")])
function("div_euclid", floor_euclid, [ZERO, ZERO], [ZERO] * 3, divisions,
         [((7, 3), "2", "0 0", "0 0 0"), ((-7, 3), "-3", "0 0", "0 0 0"), ((7, -3), "-2", "0 0", "0 0 0"),
          ((-7, -3), "3", "0 0", "0 0 0"), ((6, 3), "2", "0 0", "0 0 0"), ((-6, 3), "-2", "0 0", "0 0 0")])

# Small helpers of f64

function("mul_add", lambda x, a, b: x * a + b, [lambda x, a, b: a, lambda x, a, b: x, ONE],
         [ZERO, ONE, ZERO, ZERO, ZERO, ZERO], mixed(real(30, -3, 3), real(30, -3, 3), real(30, -3, 3)),
         [((0, 0, 0), "0", "0 0 1", "0 1 0 0 0 0")])
unary("to_degrees", lambda x: x * 180 / mp.pi, constant(lambda: 180 / mp.pi), ZERO, real(30, -6, 6))
unary("to_radians", lambda x: x * mp.pi / 180, constant(lambda: mp.pi / 180), ZERO, real(30, -6, 6))
pick = lambda here: mpf(1) if here else mpf(0)
function("max", lambda a, b: max(a, b), [lambda a, b: pick(a >= b), lambda a, b: pick(a < b)], [ZERO] * 3, pairs(),
         [((2, 2), "2", "1 0", "0 0 0"), ((0, 0), "0", "1 0", "0 0 0"), ((math.nan, 1), "1", "0 1", "0 0 0"),
          ((1, math.nan), "1", "1 0", "0 0 0"), ((-math.inf, 1), "1", "0 1", "0 0 0")])
function("min", lambda a, b: min(a, b), [lambda a, b: pick(a <= b), lambda a, b: pick(a > b)], [ZERO] * 3, pairs(),
         [((2, 2), "2", "1 0", "0 0 0"), ((0, 0), "0", "1 0", "0 0 0"), ((math.nan, 1), "1", "0 1", "0 0 0"),
          ((1, math.nan), "1", "1 0", "0 0 0"), ((math.inf, 1), "1", "0 1", "0 0 0")])
bounded = [(x, min(a, b), max(a, b)) for x, a, b in mixed(uniform(30, -6, 6), uniform(30, -4, 4), uniform(30, -4, 4))]
function("clamp", lambda x, lo, hi: min(max(x, lo), hi),
         [lambda x, lo, hi: pick(lo < x < hi), lambda x, lo, hi: pick(x < lo), lambda x, lo, hi: pick(x > hi)], [ZERO] * 6, bounded,
         [((-1, -1, 2), "-1", "0 1 0", "0 0 0 0 0 0"), ((2, -1, 2), "2", "0 0 1", "0 0 0 0 0 0"),
          ((5, 3, 3), "3", "0 0 1", "0 0 0 0 0 0"), ((1, 3, 3), "3", "0 1 0", "0 0 0 0 0 0")])
function("midpoint", lambda a, b: (a + b) / 2, [HALF, HALF], [ZERO] * 3, pairs(), [((1e308, 1.5e308), "1.25e308", "0.5 0.5", "0 0 0")])

# Special functions

bell = lambda x: 2 / sqrt(mp.pi) * exp(-(x**2))
unary("erf", mp.erf, bell, lambda x: -2 * x * bell(x), real(30, -10, math.log10(6)),
      [((0,), "0", "1.1283791670955125738961589031215452", "0"), ((math.inf,), "1", "0", "-"), ((-math.inf,), "-1", "0", "-")])
unary("erfc", mp.erfc, lambda x: -bell(x), lambda x: 2 * x * bell(x),
      real(22, -10, math.log10(6)) + [0.0] + uniform(8, 2, 10) + uniform(5, 10, 26),
      [((math.inf,), "0", "0", "-"), ((-math.inf,), "2", "0", "-")])
psi = lambda n, x: mp.psi(n, x)
broken = [-0.5, -1.5, -2.25] + [-k - rng.uniform(0.1, 0.9) for k in (0, 1, 3, 5, 9, 17)]
unary("gamma", mp.gamma, lambda x: mp.gamma(x) * psi(0, x), lambda x: mp.gamma(x) * (psi(0, x) ** 2 + psi(1, x)),
      positive(18, -6, 0.7) + uniform(10, 5, 165) + [0.5, 1.0, 2.0, 3.0, 5.0, 1.5] + broken, [((math.inf,), "inf", "-", "-")])
unary("ln_gamma", lambda x: ln(abs(mp.gamma(x))) if abs(x) < 1e3 else mp.re(mp.loggamma(x)),
      lambda x: psi(0, x), lambda x: psi(1, x),
      positive(18, -8, 0.7) + positive(12, 0.7, 10) + near(1.0, 1e-2, 1e-5) + near(2.0, 1e-2, 1e-5) + [0.5, 1.0, 2.0, 3.0] + broken,
      [((0,), "inf", "-", "-")])
nodes = positive(18, -6, 0.7) + positive(12, 0.7, 8) + [0.5, 1.0, 1.46, 2.0, 5.0] + broken
unary("digamma", lambda x: psi(0, x), lambda x: psi(1, x), lambda x: psi(2, x), nodes)
unary("trigamma", lambda x: psi(1, x), lambda x: psi(2, x), lambda x: psi(3, x), nodes)
function("polygamma", lambda n, x: psi(int(n), x),
         [None, lambda n, x: psi(int(n) + 1, x)], [None, None, lambda n, x: psi(int(n) + 2, x)],
         mixed([0, 1, 2, 3, 4, 5] * 6, positive(36, -3, 4)) + [(n, x) for n in (0, 1, 2, 3) for x in (-0.5, -2.3, 1.0)])

# Functions of machine learning and statistics

logistic = lambda x: 1 / (1 + exp(-x))
slope = lambda x: exp(-abs(x)) / (1 + exp(-abs(x))) ** 2
nerves = real(30, -8, 2.8)
unary("sigmoid", logistic, slope, lambda x: -slope(x) * mp.tanh(x / 2), nerves,
      [((0,), "0.5", "0.25", "0"), ((math.inf,), "1", "0", "0"), ((-math.inf,), "0", "0", "0")])
unary("softplus", lambda x: mp.log1p(exp(x)), logistic, slope, nerves,
      [((0,), "0.69314718055994530941723212145817657", "0.5", "0.25"), ((math.inf,), "inf", "1", "0"), ((-math.inf,), "0", "0", "0")])
unary("relu", lambda x: max(x, mpf(0)), lambda x: pick(x > 0), ZERO, real(30, -8, 4),
      [((0,), "0", "0", "0"), ((-math.inf,), "0", "0", "0"), ((math.inf,), "inf", "1", "0")])
function("leaky_relu", lambda x, a: x if x > 0 else a * x,
         [lambda x, a: mpf(1) if x > 0 else a, lambda x, a: min(x, mpf(0))],
         [ZERO, lambda x, a: pick(x < 0), ZERO], mixed(real(30, -6, 4), positive(30, -3, 0)),
         [((0, 0.1), "0", "0.1 0", "0 - 0"), ((-3, 0), "0", "0 -3", "0 1 0")])
function("elu", lambda x, a: x if x > 0 else a * mp.expm1(x),
         [lambda x, a: mpf(1) if x > 0 else a * exp(x), lambda x, a: mp.expm1(min(x, mpf(0)))],
         [lambda x, a: mpf(0) if x > 0 else a * exp(x), lambda x, a: mpf(0) if x > 0 else exp(x), ZERO],
         mixed(real(30, -6, 2), positive(30, -2, 1)), [((0, 2), "0", "1 0", "- - 0")])
function("logaddexp", lambda a, b: max(a, b) + mp.log1p(exp(-abs(a - b))),
         [lambda a, b: logistic(a - b), lambda a, b: logistic(b - a)],
         [lambda a, b: slope(a - b), lambda a, b: -slope(a - b), lambda a, b: slope(a - b)],
         pairs(-6, 2.5) + [(1000.0, 1000.5), (-1000.0, -999.0), (2.0, 2.0), (900.0, -900.0)],
         [((-math.inf, 1), "1", "0 1", "- - -"), ((1, -math.inf), "1", "1 0", "- - -"), ((-math.inf, -math.inf), "-inf", "- -", "- - -")])
unary("sinc", lambda x: sin(x) / x, lambda x: (cos(x) - sin(x) / x) / x,
      lambda x: -sin(x) / x - 2 * (cos(x) - sin(x) / x) / x**2,
      real(32, -9, 3) + [math.pi, -2 * math.pi, 0.5], [((0,), "1", "0", "-0.33333333333333333333333333333333333")])


def bessel(n, x):
    """j_n, the spherical Bessel function of the first kind, through J_(n+1/2)."""
    parity = -1 if x < 0 and int(n) % 2 else 1
    return parity * sqrt(mp.pi / (2 * abs(x))) * mp.besselj(int(n) + mpf(1) / 2, abs(x))


def bessel_first(n, x):
    return n / x * bessel(n, x) - bessel(n + 1, x)


def bessel_second(n, x):
    """From the differential equation x^2 j'' + 2x j' + (x^2 - n(n+1)) j = 0."""
    return (n * (n + 1) / x**2 - 1) * bessel(n, x) - 2 / x * bessel_first(n, x)


third, fifteenths = "0.33333333333333333333333333333333333", "0.13333333333333333333333333333333333"
function("spherical_j", bessel, [None, bessel_first], [None, None, bessel_second],
         mixed([0, 1, 2, 3, 4, 5] * 6, real(36, -4, 1.8)),
         [((0, 0), "1", "- 0", f"- - -{third}"), ((1, 0), "0", f"- {third}", "- - 0"), ((2, 0), "0", "- 0", f"- - {fifteenths}"),
          ((3, 0), "0", "- 0", "- - 0"), ((5, 0), "0", "- 0", "- - 0")])
function("xlogy", lambda x, y: x * ln(y), [lambda x, y: ln(y), lambda x, y: x / y],
         [ZERO, lambda x, y: 1 / y, lambda x, y: -x / y**2], mixed(real(30, -4, 4), positive(30, -4, 4)) + [(0.0, 2.5), (3.0, 1.0)],
         [((0, 0), "0", "- -", "- - -"), ((1, -1), "nan", "- -", "- - -")])
normal = lambda x: exp(-(x**2) / 2) / sqrt(2 * mp.pi)
unary("norm_cdf", lambda x: mp.erfc(-x / sqrt(mpf(2))) / 2, normal, lambda x: -x * normal(x),
      real(22, -8, 0.9) + uniform(8, -37, -2) + [0.0, 8.5], [((math.inf,), "1", "0", "-"), ((-math.inf,), "0", "0", "-")])
function("where", lambda c, a, b: a if c else b, [None, lambda c, a, b: pick(c), lambda c, a, b: pick(not c)],
         [None, None, None, ZERO, ZERO, ZERO], mixed([0, 1] * 15, real(30, -6, 6), real(30, -6, 6)),
         [((1, 2, math.nan), "2", "- 1 0", "- - - 0 0 0"), ((0, math.inf, 3), "3", "- 0 1", "- - - 0 0 0")])


def main():
    mp.dps = 80
    lines = [HEADER]
    for f in FUNCTIONS:
        lines += list(f.lines()) + [""]
    target = pathlib.Path(__file__).with_name("functions.txt")
    target.write_text("\n".join(lines[:-1]) + "\n", encoding="ascii")
    print(f"{len(FUNCTIONS)} functions, {sum(1 for l in lines if '|' in l and not l.startswith('#'))} lines")


if __name__ == "__main__":
    main()
