"""Writes what-if.json of trainer-bridge/contracts/golden: rewards and advantages of small groups under every scheme.

An own reference that shares no code with lib/rewards or stepwell_trainer: gates and means are fractions, redraws are
enumerated subset by subset. Cases with `continuations` are about redrawing that many per trace step ("Sensitivity").
Run once by hand: python scripts/golden/make_what_if.py, then biome check --write on the file.
"""

import itertools
import json
import math
import random
from fractions import Fraction
from pathlib import Path
from statistics import fmean, stdev

TARGET = Path(__file__).parents[2] / "trainer-bridge/contracts/golden/what-if.json"
PAPER = dict(stepMin=2, stepMax=6, lengthMin=280, lengthMax=450, formatReward=0.5, lengthReward=0.5, penaltyGate=True,
             stepBonus=True, alpha=0.5, tau=0.5, lambdaOutcome=0.5, lambdaProcess=0.5, continuationsPerStep=4,
             maxScoredSteps=6, scheme="weighted", scaleRewards="group", lost="missing")
SCHEMES = ["weighted", "outcome", "process", "progress", "clipped", "process-if-correct", "gdpo"]


def weights(c):
    return {"outcome": (1, 0), "process": (0, 1)}.get(c["scheme"], (c["lambdaOutcome"], c["lambdaProcess"]))


def is_valid(r, c):
    return r["grammarValid"] and c["stepMin"] <= r["stepCount"] <= c["stepMax"]


def bonus_of(r, c):
    span = c["stepMax"] - c["stepMin"]
    if not c["stepBonus"] or span == 0:
        return 0.0
    return c["alpha"] * math.sqrt((r["stepCount"] - c["stepMin"]) / span)


def counts_of(r, c):
    """(requested, returned, successes) of trace steps 1..min(K, K_max), lost ones read as the settings say."""
    wanted = min(r["stepCount"], c["maxScoredSteps"])
    rows = [(s["requested"], s["returned"], s["successes"]) for s in r["steps"]][:wanted]
    if c["lost"] == "failures":
        rows = [(q, q, k) for q, _, k in rows]
    if c["lost"] == "successes":
        rows = [(q, q, k + q - n) for q, n, k in rows]
    if not any(q for q, _, _ in rows):
        return []
    rows += [(0, 0, 0)] * (wanted - len(rows))
    return [row if row[0] else (c["continuationsPerStep"], 0, 0) for row in rows]


def start_of(group, c):
    """c_0; None where the group is not all there or nobody was graded."""
    if len(group["responses"]) < group["size"]:
        return None
    verdicts = [(r["outcome"] is True) if is_valid(r, c) else False for r in group["responses"]
                if not (is_valid(r, c) and r["outcome"] is None)]
    return Fraction(sum(verdicts), len(verdicts)) if verdicts else None


def gate_of(rows, c):
    tau = Fraction(repr(c["tau"]))
    low = sum(Fraction(k, q) for q, _, k in rows) / len(rows)
    high = sum(Fraction(k + q - n, q) for q, n, k in rows) / len(rows)
    return "pass" if low >= tau else "fail" if high < tau else "undetermined"


def process_part(r, rows, c, c0, gate):
    """proc' by the definitions; None unknown."""
    shares = [Fraction(k, n) if n else None for _, n, k in rows]
    known = [s for s in shares if s is not None]
    penalty = -bonus_of(r, c)
    scheme = c["scheme"]
    if scheme == "clipped":
        tau = Fraction(repr(c["tau"]))
        return sum(min(s - tau, 0) for s in known) / len(known) if known else None
    value = sum(known) / len(known) if known else None
    if scheme == "process-if-correct":
        if r["outcome"] is None:
            return None
        if not r["outcome"]:
            return penalty if c["penaltyGate"] else 0
    if scheme == "progress":
        chain = [c0, *shares]
        gains = [b - a for a, b in zip(chain, chain[1:]) if a is not None and b is not None]
        value = sum(gains) / len(gains) if c0 is not None and gains else None
    return {"undetermined": None, "fail": penalty}.get(gate, value)


def score(r, c, c0, rows=None):
    """(R, the five parts) of one response; R None = unknown."""
    if not is_valid(r, c):
        return 0.0, (0.0, 0.0, 0.0, 0.0, 0.0), None, "off"
    rows = counts_of(r, c) if rows is None else rows
    gate = gate_of(rows, c) if rows and c["penaltyGate"] and c["scheme"] != "clipped" else "off"
    bonus = bonus_of(r, c)
    length = c["lengthReward"] if c["lengthMin"] <= r["responseTokens"] <= c["lengthMax"] else 0
    outcome = None if r["outcome"] is None else 1.0 if r["outcome"] else (-bonus if c["penaltyGate"] else 0.0)
    proc = process_part(r, rows, c, c0, gate)
    proc = None if proc is None else float(proc)
    lo, lp = weights(c)
    parts = (c["formatReward"], length, outcome, proc, bonus)
    if (lo > 0 and outcome is None) or (lp > 0 and proc is None):
        return None, parts, proc, gate
    total = c["formatReward"] + length + lo * (outcome or 0) + lp * (proc or 0) + bonus
    return total, parts, proc, gate


def centred(values, divisor):
    mean = fmean(values)
    return [(v - mean) / divisor for v in values]


def sd_of(values):
    return stdev(values) if len(values) > 1 else 0.0


def advantages(groups, scored, c):
    """(rewards, advantages) by group, TRL's; None where R is unknown, and no advantage where the group is not all there.
    Under GDPO the sum of the normalised parts takes the place of R."""
    rewards_out = [[s[0] for s in g] for g in scored] if c["scheme"] != "gdpo" else [[None] * len(g) for g in scored]
    out = [[None] * len(g["responses"]) for g in groups]
    whole = [i for i, g in enumerate(groups) if len(g["responses"]) == g["size"]]
    lo, lp = weights(c)
    sums = {}
    for i in whole:
        rows = [j for j, s in enumerate(scored[i]) if s[0] is not None]
        if not rows:
            continue
        rewards = [scored[i][j][0] for j in rows]
        if c["scheme"] == "gdpo":
            total = [0.0] * len(rows)
            for part, weight in enumerate((1, 1, lo, lp, 1)):
                if weight > 0:
                    values = [float(scored[i][j][1][part]) for j in rows]
                    for n, x in enumerate(centred(values, sd_of(values) + 1e-4)):
                        total[n] += weight * x
            sums.update({(i, j): x for j, x in zip(rows, total)})
            for j, x in zip(rows, total):
                rewards_out[i][j] = x
            continue
        divisor = sd_of(rewards) + 1e-4 if c["scaleRewards"] == "group" else 1
        if c["scaleRewards"] == "batch":
            batch = [s[0] for k in whole if groups[k]["batch"] == groups[i]["batch"] for s in scored[k] if s[0] is not None]
            divisor = sd_of(batch) + 1e-4
        for j, x in zip(rows, centred(rewards, divisor)):
            out[i][j] = x
    for batch in {groups[i]["batch"] for i, _ in sums}:
        keys = [key for key in sums if groups[key[0]]["batch"] == batch]
        values = [sums[key] for key in keys]
        for (i, j), x in zip(keys, centred(values, sd_of(values) + 1e-4)):
            out[i][j] = x
    return rewards_out, out


def what_if_case(name, groups, c):
    scored = [[score(r, c, start_of(g, c)) for r in g["responses"]] for g in groups]
    rewards, pushes = advantages(groups, scored, c)
    expected = dict(rewards=rewards, processGated=[[s[2] for s in g] for g in scored],
                    gate=[[s[3] for s in g] for g in scored], advantages=pushes)
    return dict(id=name, input=dict(settings=c, groups=groups), expected=expected)


def subsets(row, m):
    """Every equally likely redraw of one trace step: (drawn, drawn, successes)."""
    _, n, k = row
    marks = [1] * k + [0] * (n - k)
    return [(min(m, n), min(m, n), sum(pick)) for pick in itertools.combinations(marks, min(m, n))]


def redraw_case(name, groups, c, m):
    """Every redraw of every response, enumerated; responses are independent of each other."""
    flips, pass_to_fail, passes, gates, squares, changes, kept, reverse, pairs, members = 0, 0, 0, 0, [], [], 0, 0, 0, 0
    for group in groups:
        c0, known = start_of(group, c), []
        for r in group["responses"]:
            stored, _, _, gate = score(r, c, c0)
            if stored is None:
                continue
            rows = [row for row in counts_of(r, c) if row[1]] if is_valid(r, c) else []
            draws = [list(d) for d in itertools.product(*[subsets(row, m) for row in rows])] if rows else [None]
            values = [score(r, c, c0, d)[0] if d is not None else stored for d in draws]
            known.append((stored, values))
            if rows and weights(c)[1] > 0:
                means = [float(sum(Fraction(k, n) for _, n, k in d) / len(d)) for d in draws]
                squares.append(fmean([x * x for x in means]) - fmean(means) ** 2)
            if rows and gate != "off" and weights(c)[1] > 0:
                tau = Fraction(repr(c["tau"]))
                passing = fmean([sum(Fraction(k, n) for _, n, k in d) / len(d) >= tau for d in draws])
                gates += 1
                passes += passing
                flips += 1 - passing if gate == "pass" else passing
                pass_to_fail += 1 - passing if gate == "pass" else 0
        if len(group["responses"]) < group["size"] or not known:
            continue
        for (a, xs), (b, ys) in itertools.combinations(known, 2):
            pairs += 1
            signs = [sign(x - y) for x in xs for y in ys]
            kept += signs.count(sign(a - b)) / len(signs)
            reverse += 0 if sign(a - b) == 0 else signs.count(-sign(a - b)) / len(signs)
        # E[(A' - A)^2] over every joint redraw, by moments of independent rewards.
        n, mean = len(known), fmean([s for s, _ in known])
        first = [fmean(v) for _, v in known]
        spread = [fmean([(x - f) ** 2 for x in v]) for (_, v), f in zip(known, first)]
        for i, (stored, _) in enumerate(known):
            noise = sum(s * ((1 - 1 / n) if j == i else 1 / n) ** 2 for j, s in enumerate(spread))
            changes.append(noise + (first[i] - fmean(first) - (stored - mean)) ** 2)
            members += 1
    expected = dict(gate=None if gates == 0 else dict(n=gates, flips=flips / gates, passToFail=pass_to_fail / gates, passes=passes / gates),
                    spread=dict(rms=math.sqrt(max(0, fmean(squares)))), ranks=dict(pairs=pairs, kept=kept / pairs, reversed=reverse / pairs),
                    centred=dict(n=members, change=math.sqrt(fmean(changes))))
    return dict(id=name, input=dict(settings=c, groups=groups, continuations=m), expected=expected)


def sign(x):
    return 0 if abs(x) < 1e-9 else 1 if x > 0 else -1


def response(pick, m, lossy, most=7):
    k = pick.randint(1, most)
    steps = []
    for _ in range(k):
        returned = m - pick.choice([0, 0, 0, 1, 2, m]) if lossy else m
        steps.append(dict(requested=m, returned=max(0, returned), successes=pick.randint(0, max(0, returned))))
    grammar = pick.random() > 0.1
    return dict(grammarValid=grammar, stepCount=k if grammar else 0, responseTokens=pick.choice([100, 280, 365, 450, 451]),
                outcome=pick.choice([True, True, False, False, None]), steps=steps if grammar and k > 1 else [])


def group_of(pick, size, batch, m, lossy, most=7):
    return dict(batch=batch, size=size, responses=[response(pick, m, lossy, most) for _ in range(size)])


def what_if_cases():
    pick = random.Random(11)
    for scheme, number in itertools.product(SCHEMES, range(7)):
        lambda_outcome = pick.choice([0, 0.3, 0.5, 1])
        c = dict(PAPER, scheme=scheme, tau=pick.choice([0, 0.1, 0.3, 0.5, 0.7, 1]), lambdaOutcome=lambda_outcome, lambdaProcess=1 - lambda_outcome,
                 maxScoredSteps=pick.choice([1, 3, 6]), alpha=pick.choice([0, 0.25, 0.5, 1]), stepMax=pick.choice([4, 6, 8]), stepBonus=number != 5,
                 penaltyGate=number not in (4, 5), scaleRewards=["group", "none", "batch"][number % 3], lost=["missing", "failures", "successes"][number // 2 % 3])
        m = pick.choice([1, 3, 4])
        groups = [group_of(pick, pick.randint(2, 5), n // 2, m, number % 2 == 0) for n in range(3)]
        if number == 3:
            groups[1]["responses"].pop()
        yield what_if_case(f"{scheme}-{number}", groups, c)
    full = lambda *ks, outcome=True: dict(grammarValid=True, stepCount=len(ks), responseTokens=300, outcome=outcome,
                                          steps=[dict(requested=4, returned=4, successes=k) for k in ks])
    lost = dict(full(4, 4, 4), steps=[dict(requested=4, returned=n, successes=k) for n, k in ((4, 3), (0, 0), (4, 1))])
    for scheme in SCHEMES:
        yield what_if_case(f"{scheme}-all-equal", [dict(batch=0, size=3, responses=[full(2, 3)] * 3)], dict(PAPER, scheme=scheme))
        yield what_if_case(f"{scheme}-one-reward", [dict(batch=0, size=2, responses=[full(2, 3), full(4, 4, outcome=None)])], dict(PAPER, scheme=scheme))
        yield what_if_case(f"{scheme}-a-step-lost", [dict(batch=0, size=2, responses=[full(4, 1, 2, outcome=False), lost])], dict(PAPER, scheme=scheme, penaltyGate=False))
        yield what_if_case(f"{scheme}-gate-tie", [dict(batch=0, size=2, responses=[full(1, 3), full(1, 2)])], dict(PAPER, scheme=scheme))


def redraw_cases():
    pick = random.Random(12)
    for scheme, m in itertools.product(["weighted", "process", "progress", "clipped", "process-if-correct"], [1, 2, 3, 4]):
        c = dict(PAPER, scheme=scheme, tau=pick.choice([0.3, 0.5, 0.7]), penaltyGate=m != 3 or scheme == "process")
        lossy = scheme != "progress" and m > 1
        groups = []
        while len(groups) < 2:
            group = group_of(pick, 3, len(groups), 4, lossy, most=3)
            if any(is_valid(r, c) and r["steps"] and score(r, c, start_of(group, c))[0] is not None for r in group["responses"]):
                groups.append(group)
        # The largest number of continuations decides what is exact: one step that returned all.
        groups[0]["responses"][0] = dict(grammarValid=True, stepCount=2, responseTokens=300, outcome=True,
                                         steps=[dict(requested=4, returned=4, successes=3), dict(requested=4, returned=4, successes=1)])
        yield redraw_case(f"redraw-{scheme}-{m}", groups, c, m)


CASES = [*what_if_cases(), *redraw_cases()]
META = {"what": "stored responses rescored under other settings (rewards, proc', gate, advantages by group; null = unknown); with "
                "`continuations`, what that many per trace step, redrawn from the stored ones, would have said",
        "tolerance": "absolute 1e-9"}
TARGET.write_text(json.dumps({"meta": META, "cases": CASES}, separators=(",", ":")).replace('{"id":', '\n{"id":') + "\n")
print(TARGET.name, len(CASES), "cases")
