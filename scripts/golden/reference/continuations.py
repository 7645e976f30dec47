"""Reference of the families about continuations, solvability and the gate: sums over all outcomes, in fractions."""

import itertools
import math
from fractions import Fraction

import mpmath
import numpy as np
from scipy import stats
from statsmodels.stats.proportion import confint_proportions_2indep

from .exact import beta_cdf, beta_quantile, decimal, least


def binomial(n, p):
    return [math.comb(n, j) * p**j * (1 - p) ** (n - j) for j in range(n + 1)]


def added(a, b):
    """Distribution of the sum of two independent counts."""
    out = [Fraction(0)] * (len(a) + len(b) - 1)
    for i, x in enumerate(a):
        for j, y in enumerate(b):
            out[i + j] += x * y
    return out


def gate(p, M, tau, rule=">="):
    pmf = [Fraction(1)]
    for each in p:
        pmf = added(pmf, binomial(M, decimal(each)))
    n = len(p) * M
    s = least(tau, n, rule)
    ok = float(sum(pmf[max(0, s) :]))
    bad = float(sum(pmf[: max(0, s)]))
    mean = sum(map(decimal, p)) / len(p)
    good = mean >= decimal(tau) if rule == ">=" else mean > decimal(tau)
    tie = decimal(tau) * n
    at = float(pmf[int(tie)]) if tie.denominator == 1 else 0.0
    return {"minSuccesses": s, "pPass": ok, "pWrong": bad if good else ok, "pTie": at}


def gated_reward(p, K, M, tau, alpha, kMin, kMax):
    n = K * M
    bonus = alpha * math.sqrt(min(1, max(0, (K - kMin) / (kMax - kMin)))) if kMax > kMin else 0.0
    w = np.array([float(x) for x in binomial(n, decimal(p))])
    r = np.array([s / n if s >= least(tau, n) else -bonus for s in range(n + 1)])
    m = float(w @ r)
    return {"B": bonus, "mean": m, "sd": math.sqrt(float(w @ (r - m) ** 2)), "sdUngated": math.sqrt(p * (1 - p) / n)}


def posterior_gate(k, m, tau, a=0.5, b=0.5):
    return {"p": float(beta_cdf(1 - mpmath.mpf(tau), m - k + b, k + a))}


def hyper(k, m, draws):
    ways = math.comb(m, draws)
    return [Fraction(math.comb(k, j) * math.comb(m - k, draws - j), ways) for j in range(draws + 1)]


def hypergeom(k, M, M2, tau):
    pmf, c = hyper(k, M, M2), k / M
    spread = 0.0 if M == M2 else c * (1 - c) / M2 * (M - M2) / (M - 1)
    return {"pmf": [float(x) for x in pmf], "mean": c, "varC": spread, "pPass": float(sum(pmf[max(0, least(tau, M2)) :]))}


def subsample_gate(k, M, M2, tau, rule=">="):
    """Hypergeometrics convolved in whole fractions; `M` one number, or one a step."""
    sizes = M if isinstance(M, list) else [M] * len(k)
    pmf = [Fraction(1)]
    for successes, m in zip(k, sizes, strict=True):
        pmf = added(pmf, hyper(successes, m, M2))
    mean = sum(Fraction(a, m) for a, m in zip(k, sizes, strict=True)) / len(k)
    full = mean >= decimal(tau) if rule == ">=" else mean > decimal(tau)
    ok = sum(pmf[max(0, least(tau, len(k) * M2, rule)) :], Fraction(0))
    return {"passFull": full, "pPass": float(ok), "pFlip": float(1 - ok if full else ok)}


def mean_c(k, m):
    known = [(Fraction(a, b), b) for a, b in zip(k, m, strict=True) if b]
    if not known:
        return {"mean": None, "se": None}
    centre = float(sum(c for c, _ in known) / len(known))
    if any(b < 2 for _, b in known):
        return {"mean": centre, "se": None}
    return {"mean": centre, "se": math.sqrt(sum(c * (1 - c) / (b - 1) for c, b in known)) / len(known)}


def advantage(kPrev, k, m, kNext=None):
    c, before = k / m, kPrev / m
    lo, hi = confint_proportions_2indep(k, m, kPrev, m, method="newcomb", compare="diff")
    p = float(stats.fisher_exact([[k, m - k], [kPrev, m - kPrev]])[1])
    error = [x * (1 - x) / (m - 1) for x in (c, before)] if m > 1 else None
    return {"a": c - before, "se": math.sqrt(sum(error)) if error else None, "covNext": -error[0] if error else None,
            "lo": float(lo), "hi": float(hi), "pFisher": p}  # fmt: skip


def false_zero(p, M):
    zero = [(1 - decimal(x)) ** M for x in p]
    first = [z * math.prod((1 - y for y in zero[:i]), start=Fraction(1)) for i, z in enumerate(zero)]
    return {"zero": [float(z) for z in zero], "firstAt": [float(x) for x in first], "any": float(sum(first)),
            "none": float(1 - sum(first))}  # fmt: skip


def eb_moments(k, m):
    c = np.array(k) / m
    mu, s2 = float(c.mean()), float(c.var(ddof=1))
    rho = min(1 - 1e-6, max(1e-6, (s2 - mu * (1 - mu) / m) / (mu * (1 - mu) * (1 - 1 / m))))
    a, b = mu * (1 / rho - 1), (1 - mu) * (1 / rho - 1)
    loglik = sum(mpmath.log(mpmath.binomial(m, x) * mpmath.beta(x + a, m - x + b) / mpmath.beta(a, b)) for x in k)
    return {"mu": mu, "rho": rho, "a": a, "b": b, "posteriorMean": [(x + a) / (m + a + b) for x in k], "loglik": float(loglik),
            "lo0": beta_quantile(0.025, k[0] + a, m - k[0] + b), "hi0": beta_quantile(0.975, k[0] + a, m - k[0] + b)}  # fmt: skip


def predictive(k, M, M2, tau, a=0.5, b=0.5):
    extra, s = M2 - M, least(tau, M2) - k

    def beta(x, y):
        return mpmath.beta(x + a + k, y + b + M - k)

    terms = (mpmath.binomial(extra, j) * beta(j, extra - j) / beta(0, 0) for j in range(max(0, s), extra + 1))
    return {"pPass": float(mpmath.fsum(terms))}


def missing(steps, tau):
    counts = [(s["k"], s["returned"], s["requested"]) for s in steps]
    c = [Fraction(k, r) if r else None for k, r, _ in counts]
    known = [x for x in c if x is not None]
    lo = sum(Fraction(k, m) for k, _, m in counts) / len(counts)
    hi = sum(Fraction(k + m - r, m) for k, r, m in counts) / len(counts)
    verdict = "pass" if lo >= decimal(tau) else "fail" if hi < decimal(tau) else "undetermined"
    return {"c": [None if x is None else float(x) for x in c], "mean": float(sum(known) / len(known)) if known else None,
            "lo": float(lo), "hi": float(hi), "asReferenceCode": float(sum(x or 0 for x in c) / len(c)), "gate": verdict}  # fmt: skip


def curtailed(p, M, tau):
    """Walks the tree of outcomes level by level; a path ends where the decision is sure."""
    wins, losses = least(tau, M), M - least(tau, M) + 1
    p, open_paths, expected = decimal(p), {0: Fraction(1)}, Fraction(0)
    if wins <= 0 or losses <= 0:
        open_paths = {}
    for n in range(M):
        after = {}
        for s, w in open_paths.items():
            expected += w
            for add, q in ((1, p), (0, 1 - p)):
                if s + add < wins and n + 1 - s - add < losses:
                    after[s + add] = after.get(s + add, 0) + w * q
        open_paths = after
    return {"expectedRollouts": float(expected), "pPass": float(sum(binomial(M, p)[max(0, wins) :]))}


def rollout_cost(K, M, L, La):
    extra = M * sum(Fraction(L) * (1 - Fraction(i, K)) + La for i in range(1, K + 1))
    return {"extraTokens": float(extra), "overhead": float(extra / (L + La))}


FAMILIES = {
    "gate": (gate, 1e-10, 1e-8),
    "gated_reward": (gated_reward, 1e-8, 1e-8),
    "posterior_gate": (posterior_gate, 1e-10, 1e-8),
    "hypergeom": (hypergeom, 1e-10, 1e-8),
    "subsample_gate": (subsample_gate, 1e-10, 1e-8),
    "mean_c": (mean_c, 1e-9, 1e-9),
    "advantage": (advantage, 1e-9, 1e-8),
    "false_zero": (false_zero, 1e-12, 1e-9),
    "eb_moments": (eb_moments, 1e-8, 1e-7),
    "predictive": (predictive, 1e-9, 1e-8),
    "missing": (missing, 1e-9, 1e-9),
    "curtailed": (curtailed, 1e-10, 1e-9),
    "rollout_cost": (rollout_cost, 1e-9, 1e-9),
}
