"""Writes rewards.json and reward-counts.json of trainer-bridge/contracts/golden, by a reference written for it alone.

rewards.json has the shape of the published function's log fields (text in, reward out); reward-counts.json goes from
counts to every part of the contract's rewardParts, lost continuations included. Fractions decide every gate here.
Run once by hand: python scripts/golden/make_rewards.py
"""

import json
import math
import random
import re
from fractions import Fraction
from pathlib import Path

FOLDER = Path(__file__).parents[2] / "trainer-bridge/contracts/golden"
PAPER = dict(stepMin=2, stepMax=6, lengthMin=280, lengthMax=450, formatReward=0.5, lengthReward=0.5, penaltyGate=True,
             stepBonus=True, alpha=0.5, tau=0.5, lambdaOutcome=0.5, lambdaProcess=0.5, continuationsPerStep=4, maxScoredSteps=6)
BLANK = "[ \\t\\n\\v\\f\\r]*"
TAG = "</?(?:think|step|answer)>"
BODY = f"((?:(?!{TAG})[\\s\\S])*)"
RESPONSE = re.compile(f"{BLANK}<think>((?:{BLANK}<step>{BODY}</step>)+){BLANK}</think>{BLANK}<answer>{BODY}</answer>{BLANK}")
FINAL = re.compile(f"{BLANK}<answer>{BODY}</answer>{BLANK}")
STEP = re.compile(f"<step>{BODY}</step>")


def parse(text):
    """(steps, answer) of a text of the grammar, else None; by one regular expression."""
    m = RESPONSE.fullmatch(text)
    if not m:
        return None
    steps, answer = [s for s in STEP.findall(m[1])], m[3].strip(" \t\n\v\f\r")
    return (steps, answer) if answer and all(s.strip(" \t\n\v\f\r") for s in steps) else None


def reward_parts(valid, k, tokens, outcome, counts, c):
    """Every part of the reward, from counts [(requested, returned, successes)]."""
    tau = Fraction(repr(c["tau"]))
    length = c["lengthMin"] <= tokens <= c["lengthMax"]
    known = None if outcome is None else int(outcome)
    if not valid or not c["stepMin"] <= k <= c["stepMax"]:
        return dict(reward=0, format=0, formatValid=False, lengthValid=length, stepCount=0, outcome=known, outcomeGated=None,
                    process=None, processGated=None, stepBonus=0, gate="off")
    span = c["stepMax"] - c["stepMin"]
    bonus = c["alpha"] * math.sqrt(min(1, max(0, (k - c["stepMin"]) / span))) if c["stepBonus"] and span > 0 else 0
    scored = counts[: min(k, c["maxScoredSteps"])]
    asked = any(r[0] for r in scored)
    if asked:
        scored = [r if r[0] else (c["continuationsPerStep"], 0, 0) for r in scored]
        scored += [(c["continuationsPerStep"], 0, 0)] * (min(k, c["maxScoredSteps"]) - len(scored))
    shares = [Fraction(s, r) for _, r, s in scored if r]
    process = sum(shares) / len(shares) if shares else None
    gate = "off"
    if c["penaltyGate"] and asked:
        low = sum(Fraction(s, q) for q, _, s in scored) / len(scored)
        high = sum(Fraction(s + q - r, q) for q, r, s in scored) / len(scored)
        gate = "pass" if low >= tau else "fail" if high < tau else "undetermined"
    gated = {"fail": -bonus, "undetermined": None}.get(gate, process)
    outcome_gated = -bonus if c["penaltyGate"] and known == 0 else known
    fmt = c["formatReward"] + (c["lengthReward"] if length else 0)
    unknown = (c["lambdaOutcome"] > 0 and outcome_gated is None) or (c["lambdaProcess"] > 0 and gated is None)
    total = None if unknown else fmt + c["lambdaOutcome"] * (outcome_gated or 0) + c["lambdaProcess"] * float(gated or 0) + bonus
    number = lambda x: None if x is None else float(x)
    return dict(reward=number(total), format=fmt, formatValid=True, lengthValid=length, stepCount=k, outcome=known,
                outcomeGated=number(outcome_gated), process=number(process), processGated=number(gated), stepBonus=bonus, gate=gate)


def final(text, reference):
    m = FINAL.fullmatch(text)
    return bool(m) and bool(m[1].strip(" \t\n\v\f\r")) and m[1].strip(" \t\n\v\f\r") == reference


def text_case(kind, response, tokens, answer, continuations, config):
    parsed = parse(response)
    steps, given = parsed or ([], None)
    counts = [(len(x), len(x), sum(final(t, answer) for t in x)) for x in continuations]
    p = reward_parts(parsed is not None, len(steps), tokens, None if parsed is None else given == answer, counts, config)
    tight = re.sub(r"\s*([<>/])\s*", r"\1", response)
    think = re.search(r"<think>(.*?)</think>", tight, re.S)
    logged = sum(bool(s.strip()) for s in re.findall(r"<step>(.*?)</step>", think[1], re.S)) if think else 0
    ok = p["formatValid"]
    out, pro = ok and config["lambdaOutcome"] > 0, ok and config["lambdaProcess"] > 0
    expected = dict(overall=p["reward"], r1=config["formatReward"] if ok else 0, beta=config["lengthReward"] if ok and p["lengthValid"] else 0,
                    format_valid=int(ok), length_valid=int(p["lengthValid"]), step_count=logged,
                    acc_reward_raw=p["outcome"] if out else 0, acc_reward=p["outcomeGated"] if out else 0,
                    cot_reward_raw=p["process"] if pro else 0, cot_reward=p["processGated"] if pro else 0, step_bonus=p["stepBonus"])
    given = dict(response=response, responseTokens=tokens, answer=answer, continuations=continuations, config=config)
    return dict(kind=kind, input=given, expected=expected)


def trace(k, answer, pick):
    return "<think>" + "".join(f"<step>{pick.choice(['1 / 2 km / h', 'so x < y', 'check', 'we get 12'])} {i}</step>" for i in range(k)) + f"</think><answer>{answer}</answer>"


def scripted(pick, m, successes, answer):
    wrong = ["<answer>Z</answer>", "no idea", f"{answer}", f"<answer>{answer}</answer> or not", f"<step>x</step><answer>{answer}</answer>", f"<answer><answer>{answer}</answer></answer>"]
    texts = [f" <answer> {answer} </answer>\n"] * successes + [pick.choice(wrong) for _ in range(m - successes)]
    pick.shuffle(texts)
    return texts


def text_cases():
    pick = random.Random(7)
    for i in range(36):
        c = dict(PAPER, tau=pick.choice([0, 0.1, 0.3, 0.5, 0.7, 0.9, 1]), continuationsPerStep=pick.choice([1, 2, 3, 4, 8, 10]), maxScoredSteps=pick.choice([1, 3, 6, 8]),
                 alpha=pick.choice([0, 0.25, 0.5, 1]), stepBonus=i % 5 > 0, penaltyGate=i % 5 > 1, stepMin=pick.choice([1, 2]), stepMax=pick.choice([2, 6, 8]))
        c["lambdaOutcome"] = pick.choice([0, 0.3, 0.5, 1])
        c["lambdaProcess"] = 1 - c["lambdaOutcome"]
        k, m = pick.randint(1, 8), c["continuationsPerStep"]
        conts = [scripted(pick, m, pick.randint(0, m), "B") for _ in range(8)]
        yield text_case("random", trace(k, pick.choice("BBC"), pick), pick.choice([1, 279, 280, 365, 450, 451]), "B", conts, c)
    for tau, m, k, hits in [(0.1, 5, 6, 3), (0.1, 10, 3, 3), (0.3, 10, 1, 3), (0.7, 10, 2, 14), (0.6, 5, 3, 9), (0.35, 20, 3, 21), (0.5, 3, 2, 3)]:
        c = dict(PAPER, tau=tau, continuationsPerStep=m, stepMin=1, lambdaOutcome=0, lambdaProcess=1, alpha=1)
        for successes, kind in [(hits, "tau-hit"), (hits - 1, "tau-missed-by-one")]:
            per = [successes // k + (i < successes % k) for i in range(k)]
            yield text_case(kind, trace(k, "B", pick), 300, "B", [scripted(pick, m, n, "B") for n in per + [m] * (8 - k)], c)
    for kind, text in [("upper", trace(3, "B", pick).upper()), ("twice", trace(2, "B", pick) * 2), ("closed-twice", trace(2, "B", pick).replace("</think>", "</think></think>")),
                       ("answer-in-step", "<think><step><answer>B</answer></step><step>b</step></think><answer>B</answer>"), ("spaced", "\n" + trace(2, " B ", pick).replace("><", ">\r\n <") + " "),
                       ("emoji", trace(2, "B", pick).replace("check", "\U0001f600")), ("empty", ""), ("no-step", "<think></think><answer>B</answer>")]:
        yield text_case(kind, text, 300, "B", [scripted(pick, 4, 3, "B") for _ in range(8)], PAPER)


def count_cases():
    wide = dict(PAPER, stepMin=1, lambdaOutcome=0, lambdaProcess=1)
    full = lambda *ks, m=4: [(m, m, k) for k in ks]
    for name, valid, k, tokens, outcome, counts, c in [
        ("mixed", True, 3, 300, True, full(4, 3, 2), PAPER), ("wrong-answer-pays-the-penalty", True, 4, 300, False, full(4, 4, 4, 4), PAPER),
        ("gate-fails", True, 3, 300, True, full(1, 2, 2), PAPER), ("gate-tie-passes", True, 3, 300, True, full(1, 2, 3), PAPER),
        ("tie-in-tenths", True, 3, 300, True, full(1, 1, 1, m=10), dict(wide, tau=0.1)), ("tie-with-unequal-returned", True, 2, 300, True, [(3, 3, 1), (3, 3, 2)], wide),
        ("tie-in-thirds-and-sixths", True, 3, 300, True, [(3, 3, 1), (6, 6, 3), (6, 6, 4)], wide),
        ("lost-pass-anyway", True, 2, 300, True, [(4, 3, 3), (4, 4, 4)], PAPER), ("lost-fail-anyway", True, 2, 300, True, [(4, 3, 0), (4, 4, 1)], PAPER),
        ("lost-undetermined", True, 2, 300, True, [(4, 3, 1), (4, 4, 2)], PAPER), ("undetermined-without-weight", True, 2, 300, True, [(4, 3, 1), (4, 4, 2)], dict(PAPER, lambdaOutcome=1, lambdaProcess=0)),
        ("all-lost", True, 2, 300, True, [(4, 0, 0), (4, 0, 0)], PAPER), ("all-lost-gate-off", True, 2, 300, True, [(4, 0, 0), (4, 0, 0)], dict(PAPER, penaltyGate=False)),
        ("all-lost-without-weight", True, 2, 300, True, [(4, 0, 0), (4, 0, 0)], dict(PAPER, lambdaOutcome=1, lambdaProcess=0)),
        ("all-lost-tau-zero", True, 2, 300, True, [(4, 0, 0), (4, 0, 0)], dict(PAPER, tau=0)), ("one-step-lost-gate-off", True, 3, 300, True, [(4, 4, 3), (4, 0, 0), (4, 2, 1)], dict(PAPER, penaltyGate=False)),
        ("one-step-lost", True, 3, 300, True, [(4, 4, 4), (4, 0, 0), (4, 4, 4)], PAPER), ("step-record-missing", True, 3, 300, True, full(4, 4), PAPER),
        ("step-never-requested", True, 3, 300, True, [(4, 4, 4), (0, 0, 0), (4, 4, 4)], PAPER),
        ("outcome-only-without-continuations", True, 4, 300, True, [], dict(PAPER, lambdaOutcome=1, lambdaProcess=0)), ("process-without-continuations", True, 4, 300, True, [], PAPER),
        ("outcome-unknown", True, 3, 300, None, full(4, 3, 2), PAPER), ("outcome-unknown-without-weight", True, 3, 300, None, full(4, 3, 2), dict(PAPER, lambdaOutcome=0, lambdaProcess=1)),
        ("past-K-max", True, 6, 300, True, full(4, 4, 0, 0, 0, 0), dict(PAPER, maxScoredSteps=2)), ("no-range-of-K", True, 2, 300, False, full(0, 0), dict(PAPER, stepMax=2)),
        ("too-few", True, 1, 300, True, full(4), PAPER), ("too-many", True, 7, 300, True, full(4, 4, 4, 4, 4, 4, 4), PAPER), ("not-of-the-grammar", False, 3, 300, None, [], PAPER),
        ("length-below", True, 3, 279, True, full(4, 4, 4), PAPER), ("length-at-Lmin", True, 3, 280, True, full(4, 4, 4), PAPER), ("length-at-Lmax", True, 3, 450, True, full(4, 4, 4), PAPER),
        ("length-above", True, 3, 451, True, full(4, 4, 4), PAPER), ("gate-off", True, 4, 300, False, full(0, 1, 0, 0), dict(PAPER, penaltyGate=False)),
        ("bonus-off", True, 4, 300, False, full(3, 1, 0, 0), dict(PAPER, penaltyGate=False, stepBonus=False)),
    ]:
        counts_json = [dict(zip(("requested", "returned", "successes"), row)) for row in counts]
        given = dict(grammarValid=valid, stepCount=k, responseTokens=tokens, outcome=outcome, counts=counts_json, config=c)
        yield dict(id=f"counts-{name}", input=given, expected=reward_parts(valid, k, tokens, outcome, counts, c))


def write(name, what, cases):
    (FOLDER / name).write_text(json.dumps({"meta": what, "cases": cases}, indent=1) + "\n")
    print(name, len(cases), "cases")


write("rewards.json", {"what": "text to reward, in the published function's fields; a continuation follows </think>", "tolerance": "absolute 1e-9"},
      [dict(id=f"own-reward-{i:02d}", **case) for i, case in enumerate(text_cases())])
write("reward-counts.json", {"what": "counts to every part of the reward (contract rewardParts); null = unknown", "tolerance": "absolute 1e-9"}, list(count_cases()))
