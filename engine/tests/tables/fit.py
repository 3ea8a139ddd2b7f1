"""Prints the coefficients used in `engine/src/function/helpers/`.

Every fit is a rational function p(t)/q(t), q(0) = 1, that interpolates f at the Chebyshev points of [lo, hi] (the
linear system p(t_i) - f(t_i) q(t_i) = 0), solved with 60 digits and rounded to f64. The error printed is that of the
rounded coefficients evaluated exactly, relative to `scale(t)`: the quantity that the fit is added to.
"""

from mpmath import cos, erf, erfc, exp, findroot, gamma, log, loggamma, lu_solve, matrix, mp, mpf, pi, psi, sqrt

mp.dps = 60


def fit(name, f, lo, hi, m, n, scale=lambda t: 1):
    lo, hi = mpf(lo), mpf(hi)
    size = m + n + 1
    nodes = [(lo + hi) / 2 + (hi - lo) / 2 * cos(pi * (2 * i + 1) / (2 * size)) for i in range(size)]
    a, b = matrix(size, size), matrix(size, 1)
    for i, t in enumerate(nodes):
        y = f(t)
        for j in range(m + 1):
            a[i, j] = t**j
        for j in range(1, n + 1):
            a[i, m + j] = -y * t**j
        b[i] = y
    c = [float(v) for v in lu_solve(a, b)]
    p, q = c[: m + 1], [1.0] + c[m + 1 :]
    worst = 0
    for i in range(401):
        t = lo + (hi - lo) * (mpf(i) / 400 + mpf(10) ** -30)
        got = sum(mpf(v) * t**j for j, v in enumerate(p)) / sum(mpf(v) * t**j for j, v in enumerate(q))
        worst = max(worst, abs(got - f(t)) / abs(scale(t)))
    print(f"{name}: on [{mp.nstr(lo, 5)}, {mp.nstr(hi, 5)}], degree {m}/{n}, error {mp.nstr(worst, 3)}")
    print("    p", *map(repr, p), sep="\n        ")
    if n:
        print("    q", *map(repr, q), sep="\n        ")


def erfcx(x):
    return exp(x * x) * erfc(x)


def erfcx_near(x):
    """erfcx(x) (x + 1/2) - 0.63, which stays within +-0.015."""
    return erfcx(x) * (x + mpf(1) / 2) - mpf(0.63)


def erfcx_far(t):
    """(x erfcx(x) - 1/sqrt(pi)) / t with t = 1/x^2 (DLMF 7.12.1)."""
    x = 1 / sqrt(t)
    return (x * erfcx(x) - 1 / sqrt(pi)) / t


def ln_gamma_far(t):
    """x (ln Gamma(x) - (x - 1/2) ln x + x - ln(2 pi)/2) with t = 1/x^2 (DLMF 5.11.1)."""
    x = 1 / sqrt(t)
    return x * (loggamma(x) - (x - mpf(1) / 2) * log(x) + x - log(2 * pi) / 2)


def gamma_far(t):
    """(Gamma(x) e^x x^(1/2 - x) - sqrt(2 pi)) / t with t = 1/x (DLMF 5.11.3)."""
    x = 1 / t
    return (exp(loggamma(x) - (x - mpf(1) / 2) * log(x) + x) - sqrt(2 * pi)) / t


def digamma_far(t):
    """x^2 (ln x - 1/(2x) - psi(x)) with t = 1/x^2 (DLMF 5.11.2)."""
    x = 1 / sqrt(t)
    return (log(x) - 1 / (2 * x) - psi(0, x)) / t


def trigamma_far(t):
    """x^3 (psi'(x) - 1/x - 1/(2 x^2)) with t = 1/x^2."""
    x = 1 / sqrt(t)
    return x**3 * (psi(1, x) - 1 / x - 1 / (2 * x * x))


def ln_gamma_near(y):
    """ln Gamma(1 + y) / (y (y - 1)), the zeros at 0 and 1 divided out, less a typical value."""
    return loggamma(1 + y) / (y * (y - 1)) - (mpf(0.57) if y < 0.5 else mpf(0.42))


def gamma_near(y):
    """(Gamma(1 + y) - 1) / (y (y - 1))."""
    return (gamma(1 + y) - 1) / (y * (y - 1))


ROOT = findroot(lambda x: psi(0, x), mpf("1.4616"))


def digamma_near(y):
    """psi(1 + y), its root divided out, less a typical value."""
    return psi(0, 1 + y) / (1 + y - ROOT) - mpf(0.9)


def trigamma_near(y):
    """psi'(1 + y) less a typical value."""
    return psi(1, 1 + y) - mpf(1.1)


def main():
    tiny = mpf(10) ** -20  # keeps the nodes off removable singularities
    fit("erf_small, t = x^2", lambda t: erf(sqrt(t)) / sqrt(t) - 1, tiny, 1, 5, 5)
    fit("erfcx", erfcx_near, 0.5, 3, 8, 8)
    fit("erfcx, t = 1/x^2", erfcx_far, tiny, mpf(1) / 9, 6, 5, lambda t: 0.56 / t)
    fit("ln_gamma, low", ln_gamma_near, tiny - mpf("0.2"), mpf("0.4999999"), 7, 6)
    fit("ln_gamma, high", ln_gamma_near, 0.5, 2, 7, 7)
    fit("ln_gamma, t = 1/x^2", ln_gamma_far, tiny, mpf(1) / 64, 5, 0, lambda t: 9 / sqrt(t))
    fit("gamma", gamma_near, tiny, 1 - 2 * tiny, 6, 6, lambda t: 4)
    fit("gamma, t = 1/x", gamma_far, mpf(10) ** -15, mpf(1) / 4, 5, 5, lambda t: 1 / t)
    fit("digamma", digamma_near, tiny, 1.5, 7, 6)
    fit("digamma, t = 1/x^2", digamma_far, tiny, mpf("0.16"), 5, 5, lambda t: 1 / t)
    fit("trigamma", trigamma_near, 0, 1, 6, 6)
    fit("trigamma, t = 1/x^2", trigamma_far, tiny, mpf(1) / 4, 6, 6, lambda t: 1 / t)
    high = float(ROOT - 1)
    print(f"root of digamma: 1 + {high!r} + {float(ROOT - 1 - mpf(high))!r}")


if __name__ == "__main__":
    main()
