"""Writes `<function>.txt` next to this file: points and reference values for `engine/src/function/helpers/`.

    python3 generate.py [random points per range, default 24] [function ...]

A line holds the arguments, the value v rounded to f64, the rest (exact - v) in ulps of v, and optionally a larger
magnitude in whose ulps the error counts: where two terms cancel, the larger of them. All values are computed with at
least 50 digits and are reproducible: the random points are seeded by the function's name.
"""

import math
import random
import sys
from pathlib import Path

from mpmath import (
    bernoulli, cos, cot, digamma, erf, erfc, exp, expm1, fac2, factorial, findroot, gamma, hyp0f1, log, log1p,
    loggamma, mp, mpf, ncdf, pi, rf, sin, sinpi,
)

mp.dps = 60


def ulp(v):
    return mpf(math.ulp(v))


def line(args, value, unit):
    v = float(value)
    if math.isinf(v) or v == 0:
        return None
    rest = (value - mpf(v)) / ulp(v)
    cells = [repr(a) for a in args] + [repr(v), mp.nstr(rest, 3)]
    if unit is not None and float(unit) > abs(v):
        cells.append(f"{float(unit):.3e}")
    return " ".join(cells)


class Points:
    """Points of one function; `count` random ones per range."""

    def __init__(self, name, count):
        self.random, self.count, self.list = random.Random(name), count, []

    def at(self, *points):
        self.list += [float(p) for p in points]
        return self

    def uniform(self, low, high):
        return self.at(*(self.random.uniform(low, high) for _ in range(self.count)))

    def log(self, low, high, sign=1):
        """Log-uniform in magnitude."""
        low, high = math.log(low), math.log(high)
        return self.at(*(sign * math.exp(self.random.uniform(low, high)) for _ in range(self.count)))

    def around(self, *centres):
        """Neighbours of each centre, at distances from one ulp to 1e-2."""
        for c in map(float, centres):
            for d in [0.0, math.ulp(c), 1e-12, 1e-7, 1e-4, 1e-2]:
                self.at(c - d, c + d)
        return self


TINY, LEAST = 2.2250738585072014e-308, 5e-324
ROOT = findroot(lambda x: digamma(x), mpf("1.4616"))


def zeta_sum(n, x):
    """Sum over k >= 0 of (x + k)^-(n+1), and its largest term. (`mpmath.zeta` loses all digits for large n and x.)"""
    total, largest = mpf(0), mpf(0)
    while x < n + 60:
        term = x ** -(n + 1)
        total += term
        largest = max(largest, abs(term))
        x += 1
    # Euler-Maclaurin, DLMF 25.11.5
    total += x**-n / n + x ** -(n + 1) / 2
    for j in range(1, 50):
        total += bernoulli(2 * j) / factorial(2 * j) * rf(n + 1, 2 * j - 1) * x ** -(n + 2 * j)
    return total, largest


def polygamma(n, x):
    return (-1) ** (n + 1) * factorial(n) * zeta_sum(n, x)[0]


def polygamma_unit(n, x):
    return factorial(n) * zeta_sum(n, x)[1] if x < 0 and n % 2 == 0 else None


def spherical_j(n, x):
    if abs(x) <= n + 1:
        return x**n / fac2(2 * n + 1) * hyp0f1(n + mpf(3) / 2, -x * x / 4)
    low, high = sin(x) / x, (sin(x) / x - cos(x)) / x
    for k in range(n):
        low, high = high, (2 * k + 3) / x * high - low
    return low


def orders(count, name, n_list, ranges):
    """(n, x) with x in each of ranges(n), uniform or log-uniform."""
    r = random.Random(name)
    for n in n_list:
        for low, high in ranges(n):
            for _ in range(count):
                if low <= 0 or r.random() < 0.5:
                    yield n, r.uniform(low, high)
                else:
                    yield n, math.exp(r.uniform(math.log(low), math.log(high)))


def trigamma(x):
    return zeta_sum(1, x)[0] if x > -100 else (pi / sin(pi * x)) ** 2 - zeta_sum(1, 1 - x)[0]


def ln_gamma(x):
    return loggamma(x) if x > 0 else log(abs(pi / sin(pi * x))) - loggamma(1 - x)


def functions_of_one_argument():
    """(name, function, points)"""
    p = lambda name: Points(name, count())
    erf_points = p("erf").uniform(-1, 1).uniform(-6, 6).log(1e-300, 1).around(0.5, 1, -1)
    yield "erf", erf, erf_points.at(TINY, LEAST, 1e-310, 5.9, 30)

    erfc_points = p("erfc").uniform(-6, 0.5).uniform(0.5, 3).uniform(0.5, 3).uniform(3, 27.3).uniform(3, 27.3)
    erfc_points.log(1e-300, 0.5).around(-1, 0.5, 3, 26.5).at(TINY, LEAST, 26.54, 26.7, 27, 27.2, 27.22)
    yield "erfc", erfc, erfc_points

    norm_points = p("norm_cdf").uniform(-3, 3).uniform(-38.5, 0).uniform(-38.5, 0).uniform(0, 9)
    yield "norm_cdf", ncdf, norm_points.around(-math.sqrt(2), -3 * math.sqrt(2)).at(-38.4, -37.6, TINY)

    sinc_points = p("sinc").uniform(-4, 4).uniform(-100, 100).log(1e-300, 1).log(1, 1e300)
    sinc_points.around(math.pi, 2 * math.pi, 100 * math.pi).at(TINY, LEAST, 1.7e308)
    yield "sinc", lambda x: sin(x) / x, sinc_points

    sin_pi_points = p("sin_pi").uniform(-1, 1).uniform(-50, 50).log(1e-300, 1).log(1, 1e15)
    yield "sin_pi", sinpi, sin_pi_points.around(0.25, 0.5, 1, 7.25)

    sigmoid_points = p("sigmoid").uniform(-5, 5).uniform(-709, 40).log(1e-300, 1)
    yield "sigmoid", lambda x: 1 / (1 + exp(-x)), sigmoid_points.at(TINY, -709.78, 709, 1e5)

    softplus_points = p("softplus").uniform(-5, 5).uniform(-745, 40).log(1e-300, 1).log(1, 1e300).around(0, 1)
    yield "softplus", lambda x: log1p(exp(x)), softplus_points.at(-745.1, -700, TINY)

    digamma_points = p("digamma").uniform(0, 1).uniform(1, 2.5).uniform(2.5, 10).log(10, 1e300).log(1e-300, 1)
    digamma_points.uniform(-10, 0).uniform(-1000, 0).log(1e-300, 0.5, -1)
    yield "digamma", digamma, digamma_points.around(ROOT, 1, 2.5, -1, -2, -17).at(1.2e-308, -1.2e-308, 1e308)

    trigamma_points = p("trigamma").uniform(0, 1).uniform(1, 2).uniform(2, 10).log(10, 1e300).log(1e-150, 1)
    trigamma_points.uniform(-10, 0).uniform(-1000, 0).log(1e-150, 0.5, -1)
    yield "trigamma", trigamma, trigamma_points.around(1, 2, -1, -2, -4, -17).at(1e-154, 1e308)

    ln_points = p("ln_gamma").uniform(0, 1).uniform(1, 3).uniform(3, 8).uniform(8, 40).log(8, 2.5e305).log(1e-300, 1)
    ln_points.uniform(-2, 0).uniform(-20, -2).uniform(-1000, -2).log(1e-300, 0.5, -1)
    ln_points.around(1, 2, 0.8, 1.5, 3, 8, -0.2, -1, -2, -3, -2.4570247382208006, -2.7476826467274127)
    yield "ln_gamma", ln_gamma, ln_points.at(TINY, LEAST, -TINY, -LEAST, 2.5e305, -1e15 - 0.5)

    gamma_points = p("gamma").uniform(0, 1).uniform(1, 2).uniform(2, 4).uniform(4, 20).uniform(4, 171.6)
    gamma_points.uniform(130, 171.6).log(1e-300, 1).uniform(-4, 0).uniform(-20, 0).uniform(-178, -100)
    gamma_points.log(1e-300, 0.5, -1).around(1, 2, 3, 4, 140, -1, -2, -3, -4, -141)
    gamma_points.at(1e-308, -1e-308, 171.62, -170.5, -177.00000000000003, -182.00000000000003, *range(1, 172))
    yield "gamma", gamma, gamma_points


def cancelling(name, x):
    """The larger of two terms that cancel in the function's value, if any."""
    if name == "ln_gamma" and x < -2:
        return max(loggamma(-x), 1)
    if name == "digamma" and x < 0:
        return max(digamma(1 - x), abs(pi * cot(pi * x)))
    return None


def logaddexp(a, b):
    if max(a, b) > 1e5:
        return a + (log(2) if a == b else 0)
    return log(exp(a) + exp(b))


def tables():
    """(name, lines)"""
    for name, f, points in functions_of_one_argument():
        pole = lambda x: x == 0 or x < 0 and x == math.floor(x) and "gamma" in name
        yield name, [line([x], f(mpf(x)), cancelling(name, mpf(x))) for x in points.list if not pole(x)]

    r = random.Random("logaddexp")
    pairs = [(r.uniform(-9, 9), r.uniform(-9, 9)) for _ in range(4 * count())]
    pairs += [(r.uniform(-800, 800), r.uniform(-800, 800)) for _ in range(2 * count())]
    pairs += [(a, a + r.uniform(-1e-3, 1e-3)) for a, _ in pairs[: 2 * count()]]
    pairs += [(1e300, 1e300), (-1e5, -1e5 - 3), (0.0, 0.0), (1e308, -1e308)]
    yield "logaddexp", [line([a, b], logaddexp(mpf(a), mpf(b)), abs(max(a, b))) for a, b in pairs]

    r = random.Random("xlogy")
    pairs = [(r.uniform(-9, 9), math.exp(r.uniform(-700, 700))) for _ in range(4 * count())]
    yield "xlogy", [line([x, y], mpf(x) * log(mpf(y)), None) for x, y in pairs]

    r = random.Random("elu")
    pairs = [(r.uniform(-9, 2), r.uniform(-3, 3)) for _ in range(4 * count())]
    yield "elu", [line([x, a], mpf(a) * expm1(mpf(x)) if x < 0 else mpf(x), None) for x, a in pairs]

    few = max(count() // 4, 2)
    n_list = [2, 3, 4, 5, 6, 7, 10, 15, 21, 30, 50, 99, 170]
    ranges = lambda n: [(1e-3, 1), (0.5, 5), (1, 20), (5, 100), (100, 1e4), (1e4, 1e50), (-1, 0), (-20, 0)]
    points = orders(few, "polygamma", n_list, ranges)
    yield "polygamma", [line([n, x], polygamma(n, mpf(x)), polygamma_unit(n, mpf(x))) for n, x in points]

    n_list = [1, 2, 3, 4, 5, 6, 7, 8, 10, 15, 20, 30, 50, 100, 300, 1000]
    cut = lambda n: math.sqrt(2 * n + 3)
    ranges = lambda n: [
        (1e-6, 1), (1, cut(n)), (cut(n), n + 3), (n, 2 * n), (2 * n, 1e3), (1e3, 1e10), (-n - 3, -1e-3)
    ]
    points = orders(few, "spherical_j", n_list, ranges)
    unit = lambda n, x: 1 / abs(x) if abs(x) > n else None
    yield "spherical_j", [line([n, x], spherical_j(n, mpf(x)), unit(n, x)) for n, x in points]


def count():
    return int(sys.argv[1]) if len(sys.argv) > 1 else 24


def main():
    here = Path(__file__).parent
    for name, lines in tables():
        if len(sys.argv) < 3 or name in sys.argv[2:]:
            (here / f"{name}.txt").write_text("".join(f"{text}\n" for text in lines if text is not None))


if __name__ == "__main__":
    main()
