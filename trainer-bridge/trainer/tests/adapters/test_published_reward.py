"""The published reward itself, where a checkout is: it takes our settings, and we read the logs that it writes."""

from __future__ import annotations

import importlib.util
import os
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from support import GRPO, REWARD, RUN

from stepwell_trainer.adapters.easyr1 import config
from stepwell_trainer.adapters.easyr1.data import PromptIndex
from stepwell_trainer.adapters.easyr1.reward_logs import RewardLogs
from stepwell_trainer.adapters.easyr1.traces import StepFacts, join
from stepwell_trainer.jobs.spec import GrpoJob, parse_job
from stepwell_trainer.jobs.stacks import EasyR1Stack
from stepwell_trainer.tasks.item import Item

CHECKOUT = os.environ.get("STEPWELL_TEST_PROCESSTHINKER")
REWARD_FILE = Path(CHECKOUT or "/nowhere") / "EasyR1/verl/reward_function/processthinker_reward.py"
pytestmark = pytest.mark.skipif(
    not REWARD_FILE.is_file(), reason="no checkout of 77Han329/ProcessThinker; name it in STEPWELL_TEST_PROCESSTHINKER"
)
ITEMS = [Item(f"q{i}", "d", f"What is {i} / 2 ?" + " more" * 200 * (i % 2), str(i), "number") for i in range(3)]


@pytest.fixture
def published() -> ModuleType:
    spec = importlib.util.spec_from_file_location("published_reward", REWARD_FILE)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def job(**reward: Any) -> GrpoJob:
    fields = {"kind": "grpo", "name": "n", "outputDir": "/o", "checkpoint": None, "probe": None, "traceSampling": 1}
    settings = {**REWARD, "continuationsPerStep": 4, "lengthMin": 1, "lengthMax": 99, **reward}
    training = {"start": "base", "reward": settings, "grpo": {**GRPO, "groupSize": 2}}
    stack = {"kind": "easyr1", "repository": "/r", "processEndpoint": "http://127.0.0.1:1/v1/chat/completions"}
    profile = {"kind": "hf", "model": "m", "dataset": "d", "verifier": "number"}
    rest = {"arm": {"key": "a", "name": "A"}, "training": training, "stack": stack, "profile": profile}
    parsed = parse_job({**RUN, **fields, **rest})
    assert isinstance(parsed, GrpoJob)
    return parsed


def given(item: Item, steps: list[str], answer: str) -> dict[str, Any]:
    body = "".join(f"<step>{step}</step>" for step in steps)
    text = f"<think>{body}</think><answer>{answer}</answer>"
    return {
        "response": text,
        "response_length": 20,
        "ground_truth": f"<answer>{item.answer}</answer>",
        "problem": item.prompt,
    }


@pytest.mark.parametrize("weight", [0.0, 0.5, 1.0])
def test_its_logs_are_read_as_what_they_are(
    published: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, weight: float
) -> None:
    """One prefix gets no answer at all, one fewer than M; the first prompt's responses are both wrong."""
    made = job(lambdaOutcome=1 - weight, lambdaProcess=weight)
    assert isinstance(made.stack, EasyR1Stack)

    def call(assistant_prefix: str, n: int, **_: Any) -> list[str]:
        if "lost" in assistant_prefix:
            raise TimeoutError("no answer")
        count = n - 1 if "fewer" in assistant_prefix else n
        return [f"{assistant_prefix}<step>on</step></think><answer>{i % 2}</answer>" for i in range(count)]

    monkeypatch.setattr(published, "_call_chat_completions_single", call)
    monkeypatch.setattr("time.sleep", lambda _: None)
    inputs = [
        given(ITEMS[0], ["a / b > c", "second"], "9"),
        given(ITEMS[1], ["fewer", "then on"], "1"),
        given(ITEMS[0], ["lost", "also"], "8"),
        {**given(ITEMS[1], ["x"], "1"), "response": "<think>broken"},
    ]
    RewardLogs.create(tmp_path, base=6)
    paid = published.compute_score(inputs, **config.reward_arguments(made, made.stack, tmp_path))
    logs = RewardLogs(tmp_path, -1, lambda _: False)
    logs.read()
    prompts = PromptIndex(ITEMS, [])
    facts = StepFacts(7, 2, "att", "run@6", made.training.reward, 99)
    found = join(*logs.pop(7), lambda line: prompts.find(line.problem, line.ground_truth), len, facts)
    assert (logs.unreadable, logs.restarted, found.unjoined) == (0, 0, {})
    first, second = found.groups["q0"], found.groups["q1"]
    rewards = [t["reward"]["reward"] for t in (first[0], second[0], first[1], second[1])]
    assert rewards == [p["overall"] for p in paid]
    assert second[1]["invalidReason"] and second[1]["reward"]["reward"] == 0
    known = {True: 0.0, False: None}[weight < 1]
    assert first[0]["reward"]["outcome"] == known
    steps = [[(s["requested"], s["returned"], s["successes"]) for s in t["traceSteps"]] for t in (*first, second[0])]
    if weight == 0:
        assert steps == [[(0, 0, 0)] * 2] * 3
    else:
        assert steps == [[(4, 4, 2)] * 2, [(4, 0, 0)] * 2, [(4, 3, 1)] * 2]
        assert first[1]["reward"]["process"] is None and second[0]["reward"]["process"] == pytest.approx(1 / 3)
