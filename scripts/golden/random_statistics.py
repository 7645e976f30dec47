"""Golden statistics of other values: writes a file of random cases of every family, edges and extreme tails included.

What lib/stats says of values nobody chose is checked against the reference of scripts/golden/reference:
    pip install scipy mpmath statsmodels
    python scripts/golden/random_statistics.py SEED CASES_PER_FAMILY FILE && npm run golden -- FILE
"""

import json
import random
import sys
from pathlib import Path

from reference import FAMILIES, case

CONFIDENCES = [0.95, 0.95, 0.9, 0.99, 0.68, 0.999]
TAUS = [0.5, 0.5, 0.1, 0.25, 0.3, 0.35, 0.7, 0.75, 0.9, 0, 1]


def any_of(r, low, *, high):
    """A whole number, small ones and both ends more often."""
    return r.choice([low, high, r.randint(low, min(high, low + 8)), r.randint(low, high)])


def counts(r, most=5_000):
    """k of n >= 1; n is large now and then."""
    n = r.choice([1, 2, 4, 8, r.randint(1, 40), r.randint(100, most)])
    return any_of(r, 0, high=n), n


def share(r):
    k, n = counts(r, r.choice([1_337, 200_000]))
    return {"k": k, "n": n, "conf": r.choice(CONFIDENCES)}


def two_shares(r, most=2_000):
    (k1, n1), (k2, n2) = counts(r, most), counts(r, most)
    return {"k1": k1, "n1": n1, "k2": k2, "n2": n2}


def values(r, least=2, most=8):
    """Accuracies of seeds, never all equal where two are asked for: without spread nothing is tested."""
    n = r.randint(least, most)
    x = [round(r.choice([r.random(), r.gauss(0.6, 0.02)]), r.choice([2, 4, 17])) for _ in range(n)]
    return x if n == 1 or max(x) - min(x) > 1e-3 else [*x[:-1], x[-1] + 0.5]


def scores(r, seeds, questions):
    base = [r.random() for _ in range(questions)]
    row = r.choice([lambda q: float(r.random() < q), lambda q: r.randint(0, 4) / 4, lambda q: round(q, 3)])
    table = [[row(q) for q in base] for _ in range(seeds)]
    table[0][0] = 1.0 - table[-1][-1]  # something varies
    return table


def special(r):
    a, b = (r.choice([0.5, 1, r.uniform(0.05, 5), r.uniform(5, 2_000)]) for _ in range(2))
    p = r.choice([0.5, 0.025, 0.975, 10.0 ** -r.randint(3, 30), r.random(), 1 - 10.0 ** -r.randint(3, 9)])
    df = r.choice([1, 2, r.uniform(1, 4), r.randint(3, 50), r.uniform(50, 3_000)])
    t = r.choice([0, r.gauss(0, 2), -r.uniform(3, 40), r.uniform(3, 40)])
    options = [("qbeta", [p, a, b]), ("pbeta", [r.choice([r.random(), p]), a, b]), ("qt", [p, df]), ("pt", [t, df])]
    fn, args = r.choice([*options, ("qnorm", [p]), ("pnorm", [t])])
    return {"fn": fn, "args": args}


def beta_posterior(r):
    return {**share(r), "prior": r.choice([[1, 1], [0.5, 0.5], [r.uniform(0.2, 9), r.uniform(0.2, 9)]])}


def clustered(r):
    n = r.randint(2, 60)
    names = r.choice([list(range(n)), ["a", "b", "c"], ["only"], [f"video {i}" for i in range(1 + n // 3)]])
    return {"scores": [r.choice([0, 1, 0.25]) for _ in range(n - 1)] + [0.5], "clusters": r.choices(names, k=n), "conf": r.choice(CONFIDENCES)}


def k_samples(r):
    K = r.choice([1, 2, 4, 16])
    return {"successes": [r.randint(0, K) for _ in range(r.randint(2, 50))], "K": K, "K2": r.choice([1, 2, 8, 64])}


def paired(r):
    n = r.randint(3, 40)
    a = [r.choice([0, 0.25, 0.5, 1]) for _ in range(n)]
    b = [r.choice([x, 0, 1]) for x in a]
    b[0], b[1] = (a[0] + 0.5) % 1.5, a[1]
    return {"a": a, "b": b, "conf": r.choice(CONFIDENCES)}


def table(r):
    return scores(r, r.randint(2, 5), r.choice([2, 3, 4, 30, 200]))


def three_level(r):
    S, Q, D = r.randint(2, 4), r.randint(2, 20), r.randint(2, 5)
    return {"Y": [[[r.randint(0, 1) for _ in range(D)] for _ in range(Q)] for _ in range(S)]}


def total_se(r):
    questions = r.choice([2, 5, 40])
    return {"A": scores(r, r.randint(2, 5), questions), "B": scores(r, r.randint(2, 5), questions)}


def margins(r):
    most = r.choice([4, 20, 400])
    return {name: r.choice([0, r.randint(0, most)]) for name in "abcd"}


def two_samples(r):
    grid = r.choice([lambda: r.randint(0, 3), lambda: round(r.random(), 3)])
    n = r.randint(1, 5)
    return {"a": [grid() for _ in range(n)], "b": [grid() for _ in range(r.choice([n, r.randint(1, 5)]))]}


def p_values(r):
    return {"p": [r.choice([0, 1, 0.04, r.random(), r.random() ** 4]) for _ in range(r.randint(1, 24))]}


def power(r):
    if r.random() < 0.5:
        return {"kind": "seeds", "delta": r.choice([0.01, 0.03, 0.1, 0.5]) * r.uniform(0.7, 2), "sd": r.uniform(0.002, 0.05),
                "alpha": r.choice([0.05, 0.01]), "power": r.choice([0.8, 0.9])}  # fmt: skip
    return {"kind": "questions", "w2": r.uniform(0, 0.4), "sA2": r.uniform(0.01, 0.25), "sB2": r.uniform(0, 0.25), "KA": r.choice([1, 4]),
            "KB": r.choice([1, 8]), "delta": r.uniform(0.01, 0.2), "n": r.randint(1, 2_000), "alpha": 0.05, "power": r.choice([0.8, 0.9])}  # fmt: skip


def probabilities(r, most):
    return [r.choice([0, 1, 0.5, round(r.random(), 2), r.random()]) for _ in range(r.randint(1, most))]


def gate(r):
    return {"p": probabilities(r, 6), "M": r.choice([1, 2, 4, 5, 8, 10, 32]), "tau": r.choice(TAUS), "rule": r.choice([">=", ">"])}


def gated(r):
    low = r.randint(1, 3)
    return {"p": r.choice([0, 1, r.random()]), "K": r.randint(1, 9), "M": r.choice([1, 4, 10]), "tau": r.choice(TAUS), "alpha": r.choice([0, 0.5, 1]),
            "kMin": low, "kMax": r.choice([low, low + 4])}  # fmt: skip


def prior(r):
    return r.choice([{"a": 0.5, "b": 0.5}, {"a": r.uniform(0.1, 20), "b": r.uniform(0.1, 20)}])


def posterior_gate(r):
    m = r.choice([0, 1, 4, 8, 200])
    return {"k": any_of(r, 0, high=m), "m": m, "tau": r.choice(TAUS[:9]), **prior(r)}


def hypergeom(r):
    M = r.choice([1, 2, 4, 8, 10, 60, 500])
    return {"k": any_of(r, 0, high=M), "M": M, "M2": any_of(r, 1, high=M), "tau": r.choice(TAUS)}


def subsample(r):
    M = r.choice([1, 2, 4, 5, 10, 64])
    steps = r.randint(1, 6)
    sizes = [r.randint(max(1, M - 2), M) for _ in range(steps)]
    return {"k": [r.randint(0, m) for m in sizes], "M": r.choice([sizes, sizes]), "M2": r.randint(1, min(sizes)), "tau": r.choice(TAUS), "rule": r.choice([">=", ">"])}


def mean_c(r):
    m = [r.choice([0, 1, 4, 4, 8]) for _ in range(r.randint(1, 6))]
    return {"k": [r.randint(0, each) for each in m], "m": m}


def advantage(r):
    m = r.choice([1, 2, 4, 8, 100])
    return {"kPrev": any_of(r, 0, high=m), "k": any_of(r, 0, high=m), "m": m}


def eb_moments(r):
    m = r.choice([2, 4, 8, 32])
    return {"k": [*(r.randint(0, m) for _ in range(r.randint(1, 40))), 0, 1], "m": m}


def predictive(r):
    M = r.choice([1, 2, 4, 8])
    return {"k": any_of(r, 0, high=M), "M": M, "M2": M + r.choice([0, 1, 4, 28, 200]), "tau": r.choice(TAUS), **prior(r)}


def missing(r):
    steps = []
    for _ in range(r.randint(1, 6)):
        requested = r.choice([1, 2, 3, 4, 10])
        returned = r.choice([0, requested, r.randint(0, requested)])
        steps.append({"k": r.randint(0, returned), "returned": returned, "requested": requested})
    return {"steps": steps, "tau": r.choice(TAUS)}


INPUTS = {
    "special": special, "wilson": share, "clopper_pearson": share, "jeffreys": share, "beta_posterior": beta_posterior,
    "clustered_se": clustered, "k_samples": k_samples, "paired_diff": paired, "two_way": lambda r: {"Y": table(r)},
    "t_interval": lambda r: {"values": values(r, 1), "conf": r.choice(CONFIDENCES)},
    "boot_seeds_exact": lambda r: {"values": values(r, 1, 6), "conf": r.choice(CONFIDENCES)},
    "welch": lambda r: {"a": values(r, r.choice([1, 2])), "b": values(r), "conf": r.choice(CONFIDENCES)},
    "three_level": three_level, "total_se": total_se,
    "mcnemar": lambda r: {"b": r.choice([0, r.randint(0, 9), r.randint(0, 900)]), "c": r.choice([0, r.randint(0, 9), r.randint(0, 900)])},
    "paired_prop_ci": lambda r: {"b": r.randint(0, 20), "c": r.randint(0, 20), "n": r.randint(40, 4_000), "conf": r.choice(CONFIDENCES)},
    "newcombe": lambda r: {**two_shares(r), "conf": r.choice(CONFIDENCES)},
    "beta_superiority": lambda r: two_shares(r, 300), "fisher": margins, "perm_two_sample": two_samples,
    "perm_sign_flip": lambda r: {"d": [r.choice([0, 1, -2, r.gauss(0.5, 1)]) for _ in range(r.randint(1, 10))]},
    "mc_p": lambda r: {"exceed": r.randint(0, 999), "R": r.choice([999, 9_999])}, "holm": p_values,
    "iqm": lambda r: {"scores": scores(r, r.randint(1, 6), r.randint(1, 7))},
    "prob_improvement": lambda r: {"x": (x := scores(r, r.randint(1, 5), r.randint(1, 4))), "y": scores(r, r.randint(1, 5), len(x[0]))},
    "power": power, "gate": gate, "gated_reward": gated, "posterior_gate": posterior_gate, "hypergeom": hypergeom,
    "subsample_gate": subsample, "mean_c": mean_c, "advantage": advantage,
    "false_zero": lambda r: {"p": probabilities(r, 8), "M": r.choice([1, 4, 8])}, "eb_moments": eb_moments,
    "predictive": predictive, "missing": missing,
    "curtailed": lambda r: {"p": r.choice([0, 1, r.random()]), "M": r.choice([1, 2, 4, 10, 64]), "tau": r.choice(TAUS)},
    "rollout_cost": lambda r: {"K": r.randint(1, 9), "M": r.choice([1, 4, 8]), "L": r.randint(0, 4_000), "La": r.randint(1, 60)},
}  # fmt: skip


def main():
    seed, each, target = int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3])
    assert INPUTS.keys() == FAMILIES.keys()
    r = random.Random(seed)
    cases = [case(name, i + 1, make(r)) for name, make in INPUTS.items() for i in range(each)]
    meta = {"title": f"random statistics, seed {seed}", "accept": "|got-exp| <= tol.abs + tol.rel*|exp|; null must be null"}
    target.write_text(json.dumps({"meta": meta, "cases": cases}, default=lambda x: x.item()) + "\n")
    print(len(cases), "cases of", len(INPUTS), "families")


if __name__ == "__main__":
    main()
