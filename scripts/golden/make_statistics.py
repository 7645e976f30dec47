"""Writes trainer-bridge/contracts/golden/statistics.json: reference values for lib/stats, computed without it.

scipy and mpmath where they have the function, brute force (enumeration, fractions) where they have not.
Run once by hand: pip install scipy mpmath statsmodels; python scripts/golden/make_statistics.py
"""

import itertools
import json
import math
from fractions import Fraction
from pathlib import Path

import mpmath
import numpy as np
import scipy
import statsmodels
from scipy import stats
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

mpmath.mp.dps = 40
TARGET = Path(__file__).parents[2] / "trainer-bridge/contracts/golden/statistics.json"
cases, counts = [], {}


def add(family, given, expected, abs_tol=1e-9, rel_tol=1e-9):
    counts[family] = counts.get(family, 0) + 1
    plain = json.loads(json.dumps(expected, default=lambda x: x.item()))
    cases.append({"id": f"own-{family}-{counts[family]:02d}", "family": family, "input": given,
                  "expected": plain, "tol": {"abs": abs_tol, "rel": rel_tol}})


def dec(x):
    """The decimal fraction that a float was written as."""
    return Fraction(repr(x))


def clean(**fields):
    return {k: None if v is None or (isinstance(v, float) and not math.isfinite(v)) else v for k, v in fields.items()}


def sd(x):
    return float(np.std(x, ddof=1)) if len(x) > 1 else None


# Building blocks: 40 digits.
def mp_quantile(cdf, p, lo, hi):
    lo, hi, p = mpmath.mpf(lo), mpmath.mpf(hi), mpmath.mpf(p)
    for _ in range(200):
        mid = (lo + hi) / 2
        lo, hi = (mid, hi) if cdf(mid) < p else (lo, mid)
    return float((lo + hi) / 2)


def mp_beta(a, b):
    return lambda x: mpmath.betainc(a, b, 0, x, regularized=True)


def mp_t(df):
    def cdf(t):
        tail = mpmath.betainc(mpmath.mpf(df) / 2, mpmath.mpf("0.5"), 0, df / (df + mpmath.mpf(t) ** 2), regularized=True) / 2
        return tail if t < 0 else 1 - tail
    return cdf


for p, a, b in [(0.025, 1, 3), (0.975, 7.5, 0.5), (0.5, 3, 9), (0.001, 0.5, 0.5), (0.95, 300.5, 121.5)]:
    add("special", {"fn": "qbeta", "args": [p, a, b]}, {"value": mp_quantile(mp_beta(a, b), p, 0, 1)}, 1e-12, 1e-10)
for x, a, b in [(0.3, 1.5, 4), (0.999, 4.5, 0.5), (1e-4, 0.5, 8.5), (0.6, 240, 160)]:
    add("special", {"fn": "pbeta", "args": [x, a, b]}, {"value": float(mp_beta(a, b)(mpmath.mpf(x)))}, 1e-14, 1e-9)
for p, df in [(0.975, 2), (0.975, 9), (0.9, 3.84), (0.005, 7), (0.99999, 2.5)]:
    add("special", {"fn": "qt", "args": [p, df]}, {"value": mp_quantile(mp_t(df), p, -1e6, 1e6)}, 1e-9, 1e-9)
for t, df in [(2.5, 4), (-12, 3), (0, 5), (-7.7, 120)]:
    add("special", {"fn": "pt", "args": [t, df]}, {"value": float(mp_t(df)(mpmath.mpf(t)))}, 1e-18, 1e-8)
for p in (0.975, 0.9, 1e-8, 0.5):
    add("special", {"fn": "qnorm", "args": [p]}, {"value": mp_quantile(mpmath.ncdf, p, -40, 40)}, 1e-9, 1e-8)
for z in (-10, -1.5, 0.3, 5):
    add("special", {"fn": "pnorm", "args": [z]}, {"value": float(mpmath.ncdf(z))}, 1e-24, 1e-9)

# One share.
for k, n, conf in [(1, 4, 0.95), (3, 4, 0.95), (0, 1, 0.95), (1, 1, 0.9), (213, 300, 0.95), (0, 300, 0.95), (300, 300, 0.99)]:
    lo, hi = proportion_confint(k, n, 1 - conf, "wilson")
    add("wilson", {"k": k, "n": n, "conf": conf}, {"p": k / n, "lo": 0 if k == 0 else lo, "hi": 1 if k == n else hi})
    lo, hi = proportion_confint(k, n, 1 - conf, "beta")
    add("clopper_pearson", {"k": k, "n": n, "conf": conf}, {"lo": 0 if k == 0 else lo, "hi": 1 if k == n else hi})
    lo, hi = stats.beta.ppf([(1 - conf) / 2, (1 + conf) / 2], k + 0.5, n - k + 0.5)
    add("jeffreys", {"k": k, "n": n, "conf": conf}, {"lo": 0 if k == 0 else lo, "hi": 1 if k == n else hi})
    lo, hi = stats.beta.ppf([(1 - conf) / 2, (1 + conf) / 2], k + 1, n - k + 1)
    add("beta_posterior", {"k": k, "n": n, "conf": conf, "prior": [1, 1]}, {"mean": (k + 1) / (n + 2), "lo": lo, "hi": hi})
add("wilson", {"k": 0, "n": 0, "conf": 0.95}, {"p": None, "lo": None, "hi": None})

# Questions.
rng = np.random.default_rng(20_26)
for scores, clusters in [([1, 0, 1, 1, 0, 0, 1], [5, 5, 6, 6, 7, 8, 8]), ([0.25, 0.5, 1, 0], ["a", "b", "a", "b"]),
                         ([1, 1, 1, 1], [1, 1, 2, 2]), ([1, 0, 1], [4, 4, 4])]:
    s, ids = np.array(scores, float), sorted(set(clusters))
    n, G, m = len(s), len(ids), float(np.mean(scores))
    cr0 = math.sqrt(sum(sum(v - m for v, c in zip(s, clusters) if c == g) ** 2 for g in ids)) / n
    cr1 = cr0 * math.sqrt(G / (G - 1)) if G > 1 else None
    naive = sd(s) / math.sqrt(n)
    half = stats.t.ppf(0.975, G - 1) * cr1 if G > 1 else None
    add("clustered_se", {"scores": scores, "clusters": clusters, "conf": 0.95},
        {"mean": m, "cr0": cr0, "cr1": cr1, "naive": naive, "deff": (cr1 / naive) ** 2 if cr1 is not None and naive else None,
         "df": G - 1, "lo": m - half if G > 1 else None, "hi": m + half if G > 1 else None})
for ks, K, K2 in [([8, 3, 5, 0, 8, 7], 8, 2), ([1, 1, 2, 0], 2, 4), ([4, 4, 4], 4, 8), ([1, 0, 1], 1, 4)]:
    x = np.array(ks) / K
    within = float(np.mean(K / (K - 1) * x * (1 - x))) if K > 1 else None
    between = max(0, x.var(ddof=1) - within / K) if K > 1 else None
    add("k_samples", {"successes": ks, "K": K, "K2": K2},
        {"mean": x.mean(), "se": sd(x) / math.sqrt(len(x)), "within": within, "between": between,
         "seAtK2": math.sqrt((between + within / K2) / len(x)) if K > 1 else None})

# Seeds.
for v in ([0.41, 0.47, 0.44], [0.7, 0.9], [0.5, 0.5, 0.5], [0.12, 0.34, 0.2, 0.25, 0.31, 0.29], [0.6]):
    S, m = len(v), float(np.mean(v))
    se = sd(v) / math.sqrt(S) if S > 1 else None
    half = stats.t.ppf(0.975, S - 1) * se if S > 1 else None
    add("t_interval", {"values": v, "conf": 0.95}, {"n": S, "mean": m, "sd": sd(v), "se": se,
        "lo": m - half if S > 1 else None, "hi": m + half if S > 1 else None})
for v in ([0.3, 0.5], [4, 1, 9], [1, 2, 2, 7], [0.5, 0.1, 0.9, 0.3, 0.2], [3, 3, 3], [7]):
    means = sorted(float(np.mean(r)) for r in itertools.product(v, repeat=len(v)))
    total = len(means)
    at = lambda q: means[max(0, math.ceil(q * total) - 1)]
    add("boot_seeds_exact", {"values": v}, {"seStar": math.sqrt(np.var(v) / len(v)), "lo": at(Fraction(25, 1000)),
        "hi": at(Fraction(975, 1000)), "nResamples": total})
for a, b in [([0.61, 0.58, 0.64], [0.55, 0.59, 0.52, 0.57]), ([0.3, 0.35], [0.5, 0.41, 0.44]), ([1, 2, 4, 8], [3, 3, 3.5])]:
    r = stats.ttest_ind(a, b, equal_var=False)
    ci = r.confidence_interval(0.95)
    add("welch", {"a": a, "b": b, "conf": 0.95}, {"diff": np.mean(a) - np.mean(b), "df": r.df, "t": r.statistic, "p": r.pvalue,
        "se": math.sqrt(np.var(a, ddof=1) / len(a) + np.var(b, ddof=1) / len(b)), "lo": ci.low, "hi": ci.high}, 1e-8, 1e-8)
for a, b in [([0.5, 0.75, 1, 0.25], [0.25, 0.75, 0.5, 0]), ([1, 0, 1, 1, 0], [0, 0, 1, 0, 0]), ([1, 1, 1], [0, 1, 0])]:
    r = stats.ttest_rel(a, b)
    ci = r.confidence_interval(0.95)
    d = np.subtract(a, b)
    corr = float(np.corrcoef(a, b)[0, 1]) if np.std(a) * np.std(b) > 0 else None
    add("paired_diff", {"a": a, "b": b, "conf": 0.95}, {"diff": d.mean(), "se": sd(d) / math.sqrt(len(d)), "lo": ci.low, "hi": ci.high,
        "corr": corr, "seUnpaired": math.sqrt((np.var(a, ddof=1) + np.var(b, ddof=1)) / len(a))})


def anova(Y):
    """Mean squares by explicit loops over cells."""
    S, Q = len(Y), len(Y[0])
    g = sum(map(sum, Y)) / (S * Q)
    r = [sum(row) / Q for row in Y]
    c = [sum(Y[s][q] for s in range(S)) / S for q in range(Q)]
    msS = Q * sum((x - g) ** 2 for x in r) / (S - 1)
    msQ = S * sum((x - g) ** 2 for x in c) / (Q - 1)
    msE = sum((Y[s][q] - r[s] - c[q] + g) ** 2 for s in range(S) for q in range(Q)) / ((S - 1) * (Q - 1))
    return g, msS, msQ, msE


def pigeonhole(Y):
    """Variance of the mean when seeds and questions are resampled independently: all S^S x Q^Q resamples."""
    S, Q = len(Y), len(Y[0])
    means = [np.mean([[Y[s][q] for q in qs] for s in ss]) for ss in itertools.product(range(S), repeat=S)
             for qs in itertools.product(range(Q), repeat=Q)]
    return float(np.var(means))


tables = [[[1, 0, 1], [0, 0, 1]], [[1, 1, 0, 0], [1, 0, 0, 1], [1, 1, 1, 0]], [[0.5, 0.25, 1], [0.75, 0, 1], [0.5, 0.5, 0.5]]]
for Y in tables:
    S, Q = len(Y), len(Y[0])
    g, msS, msQ, msE = anova(Y)
    v = msS + msQ - msE
    add("two_way", {"Y": Y}, {"mean": g, "msSeed": msS, "msQuestion": msQ, "msError": msE, "vSeed": max(0, (msS - msE) / Q),
        "vQuestion": max(0, (msQ - msE) / S), "vError": msE, "seFixedQ": sd(np.mean(Y, axis=1)) / math.sqrt(S),
        "seRandomQ": math.sqrt(max(v, msS, msQ) / (S * Q)),
        "dfSat": v ** 2 / (msS ** 2 / (S - 1) + msQ ** 2 / (Q - 1) + msE ** 2 / ((S - 1) * (Q - 1))), "bootVar": pigeonhole(Y)})
for A, B in [(tables[1], [[0, 1, 0, 0], [1, 0, 0, 1], [0, 0, 0, 0]]), (tables[2], tables[0][:1] + [[1, 0, 0], [0, 1, 1]])]:
    vs = [max(0, (anova(Y)[1] - anova(Y)[3]) / len(Y[0])) for Y in (A, B)]
    d = np.mean(A, axis=0) - np.mean(B, axis=0)
    add("total_se", {"A": A, "B": B}, {"diff": d.mean(), "vSeedA": vs[0], "vSeedB": vs[1], "seQuestions": math.sqrt(d.var(ddof=1) / len(d)),
        "seTotal": math.sqrt(vs[0] / len(A) + vs[1] / len(B) + d.var(ddof=1) / len(d))})
for S, Q, D in [(2, 3, 2), (3, 4, 3)]:
    Y = rng.integers(0, 2, (S, Q, D)).tolist()
    cell = np.mean(Y, axis=2)
    g, msS, msQ, msE = anova(cell.tolist())
    msW = float(sum((Y[s][q][d] - cell[s][q]) ** 2 for s in range(S) for q in range(Q) for d in range(D)) / (S * Q * (D - 1)))
    add("three_level", {"Y": Y}, {"msWithin": msW, "msSQ": D * msE, "msSeed": D * msS, "msQuestion": D * msQ, "vDecode": msW,
        "vSQ": max(0, (D * msE - msW) / D), "vSeed": max(0, (msS - msE) / Q), "vQuestion": max(0, (msQ - msE) / S)})

# Tables of counts.
for b, c in [(3, 3), (0, 6), (1, 9), (30, 14), (0, 0), (200, 151)]:
    exact = stats.binomtest(b, b + c).pvalue if b + c else 1.0
    mid = min(1.0, float(2 * stats.binom.cdf(min(b, c), b + c, 0.5) - stats.binom.pmf(min(b, c), b + c, 0.5))) if b + c else 1.0
    add("mcnemar", {"b": b, "c": c}, {"pExact": min(1.0, exact), "pMid": mid}, 1e-12, 1e-8)
for b, c, n in [(9, 2, 40), (0, 0, 25), (33, 33, 300)]:
    p, q = Fraction(b + 1, n + 2), Fraction(c + 1, n + 2)
    half = stats.norm.ppf(0.975) * math.sqrt(float((p + q - (p - q) ** 2) / (n + 2)))
    add("paired_prop_ci", {"b": b, "c": c, "n": n, "conf": 0.95}, {"diff": (b - c) / n, "lo": float(p - q) - half, "hi": float(p - q) + half})
for k1, n1, k2, n2 in [(3, 4, 2, 4), (4, 4, 5, 8), (0, 4, 0, 4), (180, 300, 150, 300), (1, 2, 7, 16)]:
    lo, hi = confint_proportions_2indep(k1, n1, k2, n2, method="newcomb", compare="diff")
    add("newcombe", {"k1": k1, "n1": n1, "k2": k2, "n2": n2, "conf": 0.95}, {"diff": k1 / n1 - k2 / n2, "lo": lo, "hi": hi})
for t in [(1, 3, 3, 1), (0, 4, 0, 4), (7, 1, 2, 6), (40, 60, 55, 45), (2, 0, 0, 1)]:
    add("fisher", dict(zip("abcd", t)), {"p": stats.fisher_exact([t[:2], t[2:]])[1]}, 1e-12, 1e-8)
for k1, n1, k2, n2 in [(3, 4, 1, 4), (0, 4, 4, 4), (180, 300, 150, 300), (0, 0, 2, 4)]:
    f = lambda x: mpmath.betainc(k2 + 1, n2 - k2 + 1, 0, x, regularized=True) * x ** k1 * (1 - x) ** (n1 - k1) / mpmath.beta(k1 + 1, n1 - k1 + 1)
    mpmath.mp.dps = 20
    peak = mpmath.mpf(k1 + 1) / (n1 + 2)
    p = mpmath.quad(f, [0, peak / 2, peak, (1 + peak) / 2, 1])
    mpmath.mp.dps = 40
    add("beta_superiority", {"k1": k1, "n1": n1, "k2": k2, "n2": n2}, {"p": float(p)}, 1e-7, 1e-7)

# Permutations and families of tests.
for a, b in [([5, 7, 9], [1, 2, 8]), ([0.1, 0.4], [0.2, 0.3, 0.9]), ([1, 1, 2], [1, 2, 2]), ([3, 4, 5, 6], [1, 2, 2.5, 3.5])]:
    x, n = a + b, len(a)
    obs = abs(np.mean(a) - np.mean(b))
    picks = list(itertools.combinations(range(len(x)), n))
    hits = sum(abs(np.mean([x[i] for i in s]) - np.mean([x[i] for i in range(len(x)) if i not in s])) >= obs - 1e-12 for s in picks)
    add("perm_two_sample", {"a": a, "b": b}, {"p": hits / len(picks), "nPerms": len(picks)}, 1e-12)
for d in ([1, 2, 3, -4], [0.5, 0.5], [0, 0, 0], [3, -1, 2, 2, 5, 1]):
    hits = sum(abs(np.mean(np.multiply(d, s))) >= abs(np.mean(d)) - 1e-12 for s in itertools.product((1, -1), repeat=len(d)))
    add("perm_sign_flip", {"d": d}, {"p": hits / 2 ** len(d), "minP": 2 / 2 ** len(d)}, 1e-12)
add("mc_p", {"exceed": 4, "R": 999}, {"p": 5 / 1000})
for p in ([0.2, 0.01, 0.02], [0.04], [0.5, 0.5, 0.001, 0.9, 0.02], [1, 1], [0.03, 0.03, 0.03]):
    add("holm", {"p": p}, {"adj": multipletests(p, method="holm")[1].tolist()}, 1e-12)
for s in ([[1, 5, 2], [9, 4, 3]], [[0.2], [0.9], [0.4], [0.5], [0.1]], [[3]]):
    add("iqm", {"scores": s}, {"iqm": stats.trim_mean(np.ravel(s), 0.25)})
for x, y in [([[1, 2], [3, 4]], [[2, 2], [2, 5]]), ([[1.0]], [[1.0]])]:
    v = [stats.mannwhitneyu([r[t] for r in x], [r[t] for r in y]).statistic / (len(x) * len(y)) for t in range(len(x[0]))]
    add("prob_improvement", {"x": x, "y": y}, {"value": np.mean(v)}, 1e-12)

# Power.
for w2, sA, sB, KA, KB, delta, n in [(0.08, 0.1, 0.12, 4, 2, 0.02, 300), (1 / 12, 0, 0, 1, 1, 0.1, 50)]:
    z = stats.norm.ppf(0.975) + stats.norm.ppf(0.8)
    v = w2 + sA / KA + sB / KB
    add("power", {"kind": "questions", "w2": w2, "sA2": sA, "sB2": sB, "KA": KA, "KB": KB, "delta": delta, "n": n, "alpha": 0.05, "power": 0.8},
        {"questionsNeeded": math.ceil(z * z * v / delta**2), "mde": math.sqrt(z * z * v / n)})
for delta, s, power in [(0.03, 0.02, 0.8), (0.01, 0.02, 0.8), (0.5, 0.01, 0.9), (0.02, 0.02, 0.9)]:
    S = next(S for S in range(2, 10_000) if (stats.t.ppf(0.975, 2 * S - 2) + stats.t.ppf(power, 2 * S - 2)) * s * math.sqrt(2 / S) <= delta)
    add("power", {"kind": "seeds", "delta": delta, "sd": s, "alpha": 0.05, "power": power}, {"seedsNeeded": S}, 0, 0)


# The gate: sums over all outcomes, thresholds as fractions.
def least(tau, n, rule=">="):
    bound = dec(tau) * n
    return math.floor(bound) + 1 if rule == ">" else math.ceil(bound)


def poisson_binomial(ps, M):
    pmf = {0: Fraction(1)}
    for p in ps:
        out = {}
        for s, w in pmf.items():
            for j in range(M + 1):
                out[s + j] = out.get(s + j, 0) + w * math.comb(M, j) * dec(p) ** j * (1 - dec(p)) ** (M - j)
        pmf = out
    return pmf


for p, M, tau, rule in [([0.2, 0.4], 3, 0.5, ">="), ([0.1] * 6, 5, 0.1, ">="), ([0.7, 0.3], 2, 0.5, ">="), ([0.7, 0.3], 2, 0.5, ">"),
                        ([0, 1], 4, 0.5, ">="), ([0.35], 20, 0.35, ">="), ([0.5], 4, 0, ">="), ([0.9, 0.8, 0.7], 4, 1, ">=")]:
    pmf, n = poisson_binomial(p, M), len(p) * M
    s = least(tau, n, rule)
    ok = float(sum(w for j, w in pmf.items() if j >= s))
    mean = sum(map(dec, p)) / len(p)
    good = mean >= dec(tau) if rule == ">=" else mean > dec(tau)
    tie = dec(tau) * n
    add("gate", {"p": p, "M": M, "tau": tau, "rule": rule}, {"minSuccesses": s, "pPass": ok, "pWrong": 1 - ok if good else ok,
        "pTie": float(pmf.get(int(tie), 0)) if tie.denominator == 1 else 0.0}, 1e-10, 1e-8)
for p, K, M, tau, alpha, lo, hi in [(0.3, 3, 2, 0.5, 0.5, 2, 6), (0.1, 6, 5, 0.1, 1, 2, 6), (0.6, 2, 4, 0.5, 0.5, 2, 2), (1, 9, 4, 0.5, 0.5, 2, 6)]:
    n = K * M
    B = alpha * math.sqrt(min(1, max(0, (K - lo) / (hi - lo)))) if hi > lo else 0.0
    w = stats.binom.pmf(range(n + 1), n, p)
    r = [s / n if s >= least(tau, n) else -B for s in range(n + 1)]
    m = float(np.dot(w, r))
    add("gated_reward", {"p": p, "K": K, "M": M, "tau": tau, "alpha": alpha, "kMin": lo, "kMax": hi},
        {"B": B, "mean": m, "sd": math.sqrt(np.dot(w, (np.array(r) - m) ** 2)), "sdUngated": math.sqrt(p * (1 - p) / n)}, 1e-8, 1e-8)
for k, m, a, b, tau in [(0, 4, 0.5, 0.5, 0.5), (4, 4, 0.5, 0.5, 0.9), (3, 8, 2, 3, 0.1), (0, 0, 0.5, 0.5, 0.3)]:
    add("posterior_gate", {"k": k, "m": m, "a": a, "b": b, "tau": tau}, {"p": float(mpmath.betainc(k + a, m - k + b, tau, 1, regularized=True))}, 1e-10, 1e-8)
for k, M, M2, tau in [(2, 5, 3, 0.4), (5, 5, 5, 0.5), (0, 3, 1, 0), (30, 64, 8, 0.5), (1, 10, 10, 0.1)]:
    pmf = stats.hypergeom.pmf(range(M2 + 1), M, k, M2)
    c = k / M
    add("hypergeom", {"k": k, "M": M, "M2": M2, "tau": tau}, {"pmf": pmf.tolist(), "mean": c,
        "varC": c * (1 - c) / M2 * (M - M2) / (M - 1), "pPass": float(pmf[least(tau, M2):].sum())}, 1e-10, 1e-8)
for k, M, M2, tau, rule in [([1, 0, 3], 4, 2, 0.5, ">="), ([2, 2], 4, 3, 0.5, ">"), ([1, 0, 0], 10, 5, 0.1, ">="), ([4], 4, 1, 1, ">=")]:
    hits = total = 0
    for draws in itertools.product(*[list(itertools.combinations([1] * x + [0] * (M - x), M2)) for x in k]):
        total += 1
        hits += sum(map(sum, draws)) >= least(tau, len(k) * M2, rule)
    full = sum(k) >= least(tau, len(k) * M, rule)
    add("subsample_gate", {"k": k, "M": M, "M2": M2, "tau": tau, "rule": rule},
        {"passFull": full, "pPass": hits / total, "pFlip": 1 - hits / total if full else hits / total}, 1e-10, 1e-8)

# Solvability.
for k, m in [([4, 3, 0], [4, 4, 4]), ([1, 2], [3, 8]), ([1, 4], [1, 4]), ([2, 0], [4, 0]), ([0], [0])]:
    known = [(Fraction(a, b), b) for a, b in zip(k, m) if b]
    se = math.sqrt(sum(c * (1 - c) / (b - 1) for c, b in known)) / len(known) if known and all(b > 1 for _, b in known) else None
    add("mean_c", {"k": k, "m": m}, {"mean": float(sum(c for c, _ in known) / len(known)) if known else None, "se": se})
for prev, k, nxt, m in [(1, 3, 4, 4), (4, 4, 0, 4), (8, 2, 2, 8), (0, 1, 1, 2)]:
    c, c0 = k / m, prev / m
    lo, hi = confint_proportions_2indep(k, m, prev, m, method="newcomb", compare="diff")
    v = lambda x: x * (1 - x) / (m - 1)
    add("advantage", {"kPrev": prev, "k": k, "kNext": nxt, "m": m}, {"a": c - c0, "se": math.sqrt(v(c) + v(c0)), "covNext": -v(c),
        "lo": lo, "hi": hi, "pFisher": stats.fisher_exact([[k, m - k], [prev, m - prev]])[1]}, 1e-9, 1e-8)
for p, M in [([0.2] * 6, 4), ([1, 0.5], 2), ([0.0, 0.5], 3)]:
    zero = [(1 - x) ** M for x in p]
    first = [z * math.prod(1 - y for y in zero[:i]) for i, z in enumerate(zero)]
    add("false_zero", {"p": p, "M": M}, {"zero": zero, "firstAt": first, "any": sum(first), "none": 1 - sum(first)}, 1e-12)
for k, m in [([3, 1, 4, 0, 2, 4], 4), ([2, 2, 2, 3], 4), ([0, 6, 1, 6, 6, 0], 6)]:
    c = np.array(k) / m
    mu, s2 = float(c.mean()), float(c.var(ddof=1))
    rho = min(1 - 1e-6, max(1e-6, (s2 - mu * (1 - mu) / m) / (mu * (1 - mu) * (1 - 1 / m))))
    a, b = mu * (1 / rho - 1), (1 - mu) * (1 / rho - 1)
    lo, hi = stats.beta.ppf([0.025, 0.975], k[0] + a, m - k[0] + b)
    ll = sum(mpmath.log(mpmath.binomial(m, x) * mpmath.beta(x + a, m - x + b) / mpmath.beta(a, b)) for x in k)
    add("eb_moments", {"k": k, "m": m}, {"mu": mu, "rho": rho, "a": a, "b": b, "posteriorMean": [(x + a) / (m + a + b) for x in k],
        "loglik": float(ll), "lo0": lo, "hi0": hi}, 1e-8, 1e-7)
for k, M, M2, a, b, tau in [(3, 4, 8, 0.5, 0.5, 0.5), (0, 2, 6, 1, 1, 0.1), (4, 4, 16, 0.5, 0.5, 0.9), (2, 4, 4, 0.5, 0.5, 0.5)]:
    s = least(tau, M2) - k
    ok = sum(stats.betabinom.pmf(j, M2 - M, a + k, b + M - k) for j in range(max(0, s), M2 - M + 1)) if M2 > M else float(s <= 0)
    add("predictive", {"k": k, "M": M, "M2": M2, "a": a, "b": b, "tau": tau}, {"pPass": float(ok)}, 1e-9, 1e-8)
for steps, tau in [([(3, 3, 4), (4, 4, 4)], 0.5), ([(0, 4, 4), (0, 3, 4)], 0.5), ([(1, 10, 10), (1, 10, 10), (1, 10, 10)], 0.1),
                   ([(0, 0, 4)], 0.5), ([(2, 3, 4), (1, 4, 4)], 0.5), ([(0, 0, 4), (0, 0, 4)], 0.0), ([(1, 3, 3), (2, 3, 3)], 0.5)]:
    c = [Fraction(k, r) if r else None for k, r, _ in steps]
    known = [x for x in c if x is not None]
    lo = sum(Fraction(k, m) for k, _, m in steps) / len(steps)
    hi = sum(Fraction(k + m - r, m) for k, r, m in steps) / len(steps)
    gate = "pass" if lo >= dec(tau) else "fail" if hi < dec(tau) else "undetermined"
    add("missing", {"steps": [dict(zip(("k", "returned", "requested"), s)) for s in steps], "tau": tau},
        {"c": [None if x is None else float(x) for x in c], "mean": float(sum(known) / len(known)) if known else None, "lo": float(lo),
         "hi": float(hi), "asReferenceCode": float(sum(x or 0 for x in c) / len(c)), "gate": gate})
for p, M, tau in [(0.3, 5, 0.5), (0.7, 3, 1), (0.2, 10, 0.1), (0, 4, 0.5), (1, 4, 0.5)]:
    s, e, ok = least(tau, M), Fraction(0), Fraction(0)
    for path in itertools.product((0, 1), repeat=M):
        w = math.prod((dec(p) if x else 1 - dec(p)) for x in path)
        ok += w * (sum(path) >= s)
        stop = next(i for i in range(M + 1) if sum(path[:i]) >= s or i - sum(path[:i]) >= M - s + 1)
        e += w * stop
    add("curtailed", {"p": p, "M": M, "tau": tau}, {"expectedRollouts": float(e), "pPass": float(ok)}, 1e-10)
for K, M, L, La in [(6, 4, 365, 20), (1, 4, 300, 10), (2, 8, 50, 5)]:
    extra = M * sum(Fraction(L) * (1 - Fraction(i, K)) + La for i in range(1, K + 1))
    add("rollout_cost", {"K": K, "M": M, "L": L, "La": La}, {"extraTokens": float(extra), "overhead": float(extra / (L + La))})

meta = {
    "title": "statistics, computed outside lib/stats by scripts/golden/make_statistics.py",
    "versions": {"scipy": scipy.__version__, "mpmath": mpmath.__version__, "statsmodels": statsmodels.__version__, "numpy": np.__version__},
    "accept": "|got-exp| <= tol.abs + tol.rel*|exp| element-wise; null must be null; text and truth values equal",
}
TARGET.write_text(json.dumps({"meta": meta, "cases": cases}, indent=1) + "\n")
print(len(cases), "cases,", len(counts), "families")
