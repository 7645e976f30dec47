"""Building blocks of the reference: 40-digit special functions, decimal fractions, brute-force mean squares."""

import math
from fractions import Fraction

import mpmath
import numpy as np

mpmath.mp.dps = 40


def decimal(x):
    """The decimal fraction that a float was written as: 0.1 is 1/10."""
    return Fraction(repr(float(x)))


def least(tau, n, rule=">="):
    """Fewest successes of n that pass the gate."""
    bound = decimal(tau) * n
    return math.floor(bound) + 1 if rule == ">" else math.ceil(bound)


def sd(x):
    """Standard deviation with n - 1; None below two values."""
    return float(np.std(x, ddof=1)) if len(x) > 1 else None


def quantile(cdf, p, lo, hi):
    """The x in [lo, hi] with cdf(x) = p, by halving; relative where the bracket does not hold 0."""
    lo, hi, p = mpmath.mpf(lo), mpmath.mpf(hi), mpmath.mpf(p)
    for _ in range(400):
        mid = (lo + hi) / 2
        lo, hi = (mid, hi) if cdf(mid) < p else (lo, mid)
        if hi - lo <= abs(hi) * mpmath.mpf(10) ** -25:
            break
    return (lo + hi) / 2


def beta_cdf(x, a, b):
    """I_x(a, b); by the smaller tail, since series of the other one cancel."""
    x, a, b = mpmath.mpf(x), mpmath.mpf(a), mpmath.mpf(b)
    if x <= 0:
        return mpmath.mpf(0)
    if x >= 1:
        return mpmath.mpf(1)
    if x > a / (a + b):
        return 1 - lower_beta(1 - x, b, a)
    return lower_beta(x, a, b)


def lower_beta(x, a, b):
    """I_x(a, b) for x at or below the mean, by the continued fraction (Lentz)."""
    front = mpmath.exp(a * mpmath.log(x) + b * mpmath.log1p(-x) - log_beta(a, b)) / a
    tiny = mpmath.mpf(10) ** -60
    c, d = mpmath.mpf(1), 1 - (a + b) * x / (a + 1)
    d = 1 / (d or tiny)
    h = d
    for m in range(1, 100_000):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        d, c = 1 / ((1 + even * d) or tiny), (1 + even / c) or tiny
        h *= d * c
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        d, c = 1 / ((1 + odd * d) or tiny), (1 + odd / c) or tiny
        h *= d * c
        if abs(d * c - 1) < mpmath.mpf(10) ** -30:
            return front * h
    raise ArithmeticError(f"no convergence: I_{x}({a}, {b})")


def log_beta(a, b):
    return mpmath.loggamma(a) + mpmath.loggamma(b) - mpmath.loggamma(a + b)


def beta_quantile(p, a, b):
    """By halving on ln x, so that quantiles near 0 keep their digits; near 1 on ln(1 - x)."""
    p = mpmath.mpf(p)
    if p > beta_cdf(mpmath.mpf(1) / 2, a, b):
        return float(1 - mpmath.exp(log_quantile(1 - p, b, a)))
    return float(mpmath.exp(log_quantile(p, a, b)))


def log_quantile(p, a, b):
    lo, hi = mpmath.mpf(-100_000), mpmath.mpf(0)
    for _ in range(160):
        mid = (lo + hi) / 2
        lo, hi = (mid, hi) if beta_cdf(mpmath.exp(mid), a, b) < p else (lo, mid)
    return (lo + hi) / 2


def t_cdf(t, df):
    t, df = mpmath.mpf(t), mpmath.mpf(df)
    tail = beta_cdf(df / (df + t**2), df / 2, mpmath.mpf(1) / 2) / 2
    return tail if t < 0 else 1 - tail


def t_quantile(p, df):
    """Odd around one half; the lower tail is solved, so that small p keep their digits."""
    p = mpmath.mpf(p)
    if p == mpmath.mpf(1) / 2:
        return 0.0
    if p > mpmath.mpf(1) / 2:
        return -t_quantile(1 - p, df)
    return -float(mpmath.exp(quantile(lambda u: -t_cdf(-mpmath.exp(u), df), -p, -100, 2_000)))


def critical(conf, df=None):
    """Two-sided critical value of t, or of the normal."""
    tail = (1 - decimal(conf)) / 2
    tail = mpmath.mpf(tail.numerator) / tail.denominator
    return -normal_quantile(tail) if df is None else -t_quantile(tail, df)


def normal_quantile(p):
    p = mpmath.mpf(p)
    if p > mpmath.mpf(1) / 2:
        return -normal_quantile(1 - p)
    if p == mpmath.mpf(1) / 2:
        return 0.0
    return -float(quantile(lambda x: -mpmath.ncdf(-x), -p, 0, 200))


def squares(table):
    """Grand mean and mean squares of seeds, questions and the rest of a full table, by loops over its cells."""
    seeds, questions = len(table), len(table[0])
    grand = sum(map(sum, table)) / (seeds * questions)
    rows = [sum(row) / questions for row in table]
    columns = [sum(row[q] for row in table) / seeds for q in range(questions)]
    seed = questions * sum((x - grand) ** 2 for x in rows) / (seeds - 1)
    question = seeds * sum((x - grand) ** 2 for x in columns) / (questions - 1)
    rest = sum((table[s][q] - rows[s] - columns[q] + grand) ** 2 for s in range(seeds) for q in range(questions))
    return grand, seed, question, rest / ((seeds - 1) * (questions - 1))
