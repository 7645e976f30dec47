"""Reference of the families about accuracies: shares, seeds, questions, tests of two arms, power."""

import itertools
import math
from fractions import Fraction

import mpmath
import numpy as np
from scipy import stats
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from .exact import beta_cdf, beta_quantile, critical, normal_quantile, sd, squares, t_cdf, t_quantile

SPECIAL = {
    "qbeta": beta_quantile,
    "pbeta": lambda x, a, b: float(beta_cdf(x, a, b)),
    "qt": t_quantile,
    "pt": lambda t, df: float(t_cdf(t, df)),
    "qnorm": normal_quantile,
    "pnorm": lambda z: float(mpmath.ncdf(z)),
}


def special(fn, args):
    return {"value": float(SPECIAL[fn](*args))}


def tail(conf):
    return (1 - conf) / 2


def wilson(k, n, conf=0.95):
    if n == 0:
        return {"p": None, "lo": None, "hi": None}
    lo, hi = proportion_confint(k, n, 1 - conf, "wilson")
    return {"p": k / n, "lo": 0 if k == 0 else float(lo), "hi": 1 if k == n else float(hi)}


def clopper_pearson(k, n, conf=0.95):
    lo = 0 if k == 0 else beta_quantile(tail(conf), k, n - k + 1)
    return {"lo": lo, "hi": 1 if k == n else beta_quantile(1 - tail(conf), k + 1, n - k)}


def jeffreys(k, n, conf=0.95):
    lo = 0 if k == 0 else beta_quantile(tail(conf), k + 0.5, n - k + 0.5)
    return {"lo": lo, "hi": 1 if k == n else beta_quantile(1 - tail(conf), k + 0.5, n - k + 0.5)}


def beta_posterior(k, n, conf=0.95, prior=(1, 1)):
    a, b = k + prior[0], n - k + prior[1]
    return {"mean": a / (a + b), "lo": beta_quantile(tail(conf), a, b), "hi": beta_quantile(1 - tail(conf), a, b)}


def clustered_se(scores, clusters, conf=0.95):
    n, ids, m = len(scores), list(dict.fromkeys(clusters)), float(np.mean(scores))
    sums = [sum(v - m for v, c in zip(scores, clusters, strict=True) if c == each) for each in ids]
    groups = len(ids)
    cr0 = math.sqrt(math.fsum(x**2 for x in sums)) / n
    naive = sd(scores) / math.sqrt(n) if n > 1 else None
    if groups < 2:
        return {"mean": m, "cr0": cr0, "cr1": None, "naive": naive, "deff": None, "df": 0, "lo": None, "hi": None}
    cr1 = cr0 * math.sqrt(groups / (groups - 1))
    half = critical(conf, groups - 1) * cr1
    deff = (cr1 / naive) ** 2 if naive else None
    return {"mean": m, "cr0": cr0, "cr1": cr1, "naive": naive, "deff": deff, "df": groups - 1, "lo": m - half, "hi": m + half}


def k_samples(successes, K, K2):
    x = np.array(successes) / K
    se = sd(x) / math.sqrt(len(x))
    if K == 1:
        return {"mean": float(x.mean()), "se": se, "within": None, "between": None, "seAtK2": None}
    within = float(np.mean(K / (K - 1) * x * (1 - x)))
    between = max(0.0, float(x.var(ddof=1)) - within / K)
    at = math.sqrt((between + within / K2) / len(x))
    return {"mean": float(x.mean()), "se": se, "within": within, "between": between, "seAtK2": at}


def t_interval(values, conf=0.95):
    n, m = len(values), float(np.mean(values))
    if n < 2:
        return {"n": n, "mean": m, "sd": None, "se": None, "lo": None, "hi": None}
    se = sd(values) / math.sqrt(n)
    half = critical(conf, n - 1) * se
    return {"n": n, "mean": m, "sd": sd(values), "se": se, "lo": m - half, "hi": m + half}


def boot_seeds_exact(values, conf=0.95):
    means = sorted(math.fsum(r) / len(values) for r in itertools.product(values, repeat=len(values)))
    share = Fraction(str(conf))

    def at(q):
        return means[max(0, math.ceil(q * len(means)) - 1)]

    centre = math.fsum(values) / len(values)
    spread = math.fsum((x - centre) ** 2 for x in values) / len(values)
    return {"seStar": math.sqrt(spread / len(values)), "lo": at((1 - share) / 2), "hi": at((1 + share) / 2), "nResamples": len(means)}


def welch(a, b, conf=0.95):
    if min(len(a), len(b)) < 2:
        return {"diff": float(np.mean(a) - np.mean(b)), "se": None, "df": None, "t": None, "p": None, "lo": None, "hi": None}
    test = stats.ttest_ind(a, b, equal_var=False)
    diff = float(np.mean(a) - np.mean(b))
    se = math.sqrt(np.var(a, ddof=1) / len(a) + np.var(b, ddof=1) / len(b))
    df = float(test.df)
    half = critical(conf, df) * se
    p = float(2 * t_cdf(-abs(diff / se), df))
    return {"diff": diff, "se": se, "df": df, "t": float(test.statistic), "p": p, "lo": diff - half, "hi": diff + half}


def paired_diff(a, b, conf=0.95):
    d, n = np.subtract(a, b), len(a)
    se = sd(d) / math.sqrt(n)
    half = critical(conf, n - 1) * se
    corr = float(np.corrcoef(a, b)[0, 1]) if np.std(a) * np.std(b) > 0 else None
    apart = math.sqrt((np.var(a, ddof=1) + np.var(b, ddof=1)) / n)
    m = float(d.mean())
    return {"diff": m, "se": se, "lo": m - half, "hi": m + half, "corr": corr, "seUnpaired": apart}


def pigeonhole(table):
    """Variance of the mean when seeds and questions are resampled independently: all resamples, or its moments."""
    seeds, questions = len(table), len(table[0])
    if seeds**seeds * questions**questions <= 30_000:
        rows, columns = (list(itertools.product(range(n), repeat=n)) for n in (seeds, questions))
        return float(np.var([np.mean(np.array(table)[np.ix_(s, q)]) for s in rows for q in columns]))
    # Expectation over products of two draws: the same seed or not, the same question or not.
    y = np.array(table, float)
    grand = y.mean()
    both = (y**2).mean()
    row, column = (y.mean(axis=1) ** 2).mean(), (y.mean(axis=0) ** 2).mean()
    s, q = 1 / seeds, 1 / questions
    return float(s * q * both + s * (1 - q) * row + (1 - s) * q * column + (1 - s) * (1 - q) * grand**2 - grand**2)


def two_way(Y):
    S, Q = len(Y), len(Y[0])
    g, seed, question, rest = squares(Y)
    v = seed + question - rest
    below = seed**2 / (S - 1) + question**2 / (Q - 1) + rest**2 / ((S - 1) * (Q - 1))
    return {
        "mean": g, "msSeed": seed, "msQuestion": question, "msError": rest,
        "vSeed": max(0, (seed - rest) / Q), "vQuestion": max(0, (question - rest) / S), "vError": rest,
        "seFixedQ": sd(np.mean(Y, axis=1)) / math.sqrt(S), "seRandomQ": math.sqrt(max(v, seed, question) / (S * Q)),
        "dfSat": v**2 / below if below > 0 else None, "bootVar": pigeonhole(Y),
    }  # fmt: skip


def three_level(Y):
    S, Q, D = len(Y), len(Y[0]), len(Y[0][0])
    cell = np.mean(Y, axis=2)
    _, seed, question, rest = squares(cell.tolist())
    within = float(((np.array(Y) - cell[:, :, None]) ** 2).sum() / (S * Q * (D - 1)))
    return {
        "msWithin": within, "msSQ": D * rest, "msSeed": D * seed, "msQuestion": D * question, "vDecode": within,
        "vSQ": max(0, (D * rest - within) / D), "vSeed": max(0, (seed - rest) / Q), "vQuestion": max(0, (question - rest) / S),
    }  # fmt: skip


def total_se(A, B):
    parts = [squares(Y) for Y in (A, B)]
    seeds = [max(0, (p[1] - p[3]) / len(A[0])) for p in parts]
    d = np.mean(A, axis=0) - np.mean(B, axis=0)
    q = float(d.var(ddof=1)) / len(d)
    total = math.sqrt(seeds[0] / len(A) + seeds[1] / len(B) + q)
    return {"diff": float(d.mean()), "vSeedA": seeds[0], "vSeedB": seeds[1], "seQuestions": math.sqrt(q), "seTotal": total}


def mcnemar(b, c):
    if b + c == 0:
        return {"pExact": 1.0, "pMid": 1.0}
    few, n = min(b, c), b + c
    half = mpmath.mpf(1) / 2
    below = beta_cdf(half, n - few, few + 1)
    at = mpmath.binomial(n, few) * half**n
    return {"pExact": float(min(1, 2 * below)), "pMid": float(min(1, 2 * below - at))}


def paired_prop_ci(b, c, n, conf=0.95):
    if n == 0:
        return {"diff": None, "lo": None, "hi": None}
    p, q = Fraction(b + 1, n + 2), Fraction(c + 1, n + 2)
    half = critical(conf) * math.sqrt(float((p + q - (p - q) ** 2) / (n + 2)))
    return {"diff": (b - c) / n, "lo": float(p - q) - half, "hi": float(p - q) + half}


def newcombe(k1, n1, k2, n2, conf=0.95):
    lo, hi = confint_proportions_2indep(k1, n1, k2, n2, method="newcomb", compare="diff", alpha=1 - conf)
    return {"diff": k1 / n1 - k2 / n2, "lo": float(lo), "hi": float(hi)}


def beta_superiority(k1, n1, k2, n2):
    """Sum over the counts of the first arm, in 40 digits: P = Σ_i B(k2+1+i, b1+b2) / ((b1+i) B(1+i, b1) B(k2+1, b2))."""
    if n1 + n2 <= 400:
        b1, b2, beta = n1 - k1 + 1, n2 - k2 + 1, mpmath.beta
        terms = (beta(k2 + 1 + i, b1 + b2) / ((b1 + i) * beta(1 + i, b1)) for i in range(k1 + 1))
        return {"p": float(mpmath.fsum(terms) / beta(k2 + 1, b2))}
    x = np.linspace(0, 1, 2_000_001)
    first = stats.beta(k1 + 1, n1 - k1 + 1)
    return {"p": float(np.trapezoid(first.pdf(x) * stats.beta(k2 + 1, n2 - k2 + 1).cdf(x), x))}


def fisher(a, b, c, d):
    """Sum over tables with the same margins, in whole numbers, of those at most (1 + 1e-7) times as likely."""
    rows, columns, total = a + b, a + c, a + b + c + d

    def ways(k):
        return math.comb(rows, k) * math.comb(total - rows, columns - k)

    bound = Fraction(ways(a)) * (1 + Fraction(1, 10**7))
    every = [ways(k) for k in range(max(0, columns - total + rows), min(rows, columns) + 1)]
    return {"p": float(Fraction(sum(w for w in every if w <= bound), math.comb(total, columns)))}


def perm_two_sample(a, b):
    x, n = [*a, *b], len(a)

    def gap(part):
        return abs(math.fsum(part) / n - (math.fsum(x) - math.fsum(part)) / len(b))

    observed, picks = gap(a) - 1e-12, list(itertools.combinations(x, n))
    floor = (2 if len(a) == len(b) else 1) / len(picks)
    return {"p": sum(gap(part) >= observed for part in picks) / len(picks), "nPerms": len(picks), "minP": min(1, floor)}


def perm_sign_flip(d):
    observed = abs(math.fsum(d) / len(d)) - 1e-12
    means = [abs(math.fsum(np.multiply(d, s)) / len(d)) for s in itertools.product((1, -1), repeat=len(d))]
    return {"p": sum(m >= observed for m in means) / len(means), "minP": 2 / len(means)}


def prob_improvement(x, y):
    n = len(x) * len(y)
    u = [stats.mannwhitneyu([r[t] for r in x], [r[t] for r in y]).statistic / n for t in range(len(x[0]))]
    return {"value": float(np.mean(u))}


def power(kind, alpha=0.05, power=0.8, **given):
    if kind == "questions":
        z = normal_quantile(1 - alpha / 2) + normal_quantile(power)
        v = given["w2"] + given["sA2"] / given["KA"] + given["sB2"] / given["KB"]
        return {"questionsNeeded": math.ceil(z * z * v / given["delta"] ** 2), "mde": math.sqrt(z * z * v / given["n"])}
    for seeds in range(2, 100_000):
        df = 2 * seeds - 2
        size = (stats.t.ppf(1 - alpha / 2, df) + stats.t.ppf(power, df)) * given["sd"] * math.sqrt(2 / seeds)
        if size <= given["delta"]:
            return {"seedsNeeded": seeds}
    return {"seedsNeeded": None}


FAMILIES = {
    "special": (special, 1e-24, 1e-8),
    "wilson": (wilson, 1e-9, 1e-9),
    "clopper_pearson": (clopper_pearson, 1e-9, 1e-9),
    "jeffreys": (jeffreys, 1e-9, 1e-9),
    "beta_posterior": (beta_posterior, 1e-9, 1e-9),
    "clustered_se": (clustered_se, 1e-9, 1e-9),
    "k_samples": (k_samples, 1e-9, 1e-9),
    "t_interval": (t_interval, 1e-9, 1e-9),
    "boot_seeds_exact": (boot_seeds_exact, 1e-9, 1e-9),
    "welch": (welch, 1e-8, 1e-8),
    "paired_diff": (paired_diff, 1e-9, 1e-9),
    "two_way": (two_way, 1e-9, 1e-9),
    "three_level": (three_level, 1e-9, 1e-9),
    "total_se": (total_se, 1e-9, 1e-9),
    "mcnemar": (mcnemar, 1e-12, 1e-8),
    "paired_prop_ci": (paired_prop_ci, 1e-9, 1e-9),
    "newcombe": (newcombe, 1e-9, 1e-9),
    "beta_superiority": (beta_superiority, 1e-7, 1e-7),
    "fisher": (fisher, 1e-12, 1e-8),
    "perm_two_sample": (perm_two_sample, 1e-12, 1e-9),
    "perm_sign_flip": (perm_sign_flip, 1e-12, 1e-9),
    "mc_p": (lambda exceed, R: {"p": (exceed + 1) / (R + 1)}, 1e-12, 1e-9),
    "holm": (lambda p: {"adj": multipletests(p, method="holm")[1].tolist()}, 1e-12, 1e-9),
    "iqm": (lambda scores: {"iqm": float(stats.trim_mean(np.ravel(scores), 0.25))}, 1e-9, 1e-9),
    "prob_improvement": (prob_improvement, 1e-12, 1e-9),
    "power": (power, 1e-9, 1e-9),
}
