"""The published reward's logs at their worst: restarted counters, doubled lines, other prefixes, like prompts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from support import REWARD

from stepwell_trainer.adapters.easyr1.data import PromptIndex, write_rows
from stepwell_trainer.adapters.easyr1.metrics import trace_metrics
from stepwell_trainer.adapters.easyr1.records import RewardLine, reward_line, rollout_line
from stepwell_trainer.adapters.easyr1.reward_logs import RewardLogs
from stepwell_trainer.adapters.easyr1.traces import Joined, StepFacts, join
from stepwell_trainer.jobs.strict import parse
from stepwell_trainer.reward.config import RewardConfig
from stepwell_trainer.tasks.item import Item

TEXT = "<think><step>a / b</step><step>c</step></think><answer>2</answer>"
PARTS = {"overall": 1.5, "format_reward": 1.0, "format_valid": 1.0, "length_valid": 1.0, "step_count": 2.0}
ITEM = Item("q", "d", "one and one", "2", "number")


def reward(sample: int = 0, counter: int = 1, **more: Any) -> dict[str, Any]:
    head = {"global_step": counter, "sample_idx": sample, "ground_truth": "<answer>2</answer>", "problem": ITEM.prompt}
    return {**head, "response": TEXT, "raw_response": TEXT, "response_length_tokens": 9, "rewards": PARTS, **more}


def rollout(step: int, prefix: list[str], outputs: list[bool], sample: int = 0) -> dict[str, Any]:
    start = "<think>" + "".join(f"<step>{text}</step>" for text in prefix)
    continuations = [{"output": f"{start}</think><answer>2</answer>", "accuracy": float(right)} for right in outputs]
    head = {"global_step": 1, "sample_idx": sample, "step_idx": step, "prefix_steps": prefix}
    return {**head, "continuations": continuations, "prefix_score": 0.0}


def joined(rewards: list[dict[str, Any]], rollouts: list[dict[str, Any]], **config: Any) -> Joined:
    settings = {**REWARD, "lambdaOutcome": 0, "lambdaProcess": 1, "continuationsPerStep": 4, **config}
    facts = StepFacts(3, 2, "att", "run@2", parse(RewardConfig, settings), 100)
    lines = [line for record in rewards if (line := reward_line(record))]
    prefixes = [line for record in rollouts if (line := rollout_line(record))]
    return join(lines, prefixes, lambda line: ITEM if line.problem == ITEM.prompt else None, len, facts)


def test_missing_is_not_zero() -> None:
    (group,) = joined([reward()], [rollout(0, ["a/b"], []), rollout(1, ["a/b", "c"], [True, False])]).groups.values()
    lost, shrunken = group[0]["traceSteps"]
    assert (lost["requested"], lost["returned"]) == (4, 0)
    assert (shrunken["requested"], shrunken["returned"], shrunken["successes"]) == (4, 2, 1)
    assert group[0]["reward"]["process"] == 0.5
    values = trace_metrics([group])
    assert "c/01" not in values and values["c/02"] == 0.5
    assert (values["continuations/requested"], values["continuations/returned"]) == (8, 2)


def test_a_prefix_of_another_text_is_not_joined() -> None:
    found = joined([reward()], [rollout(0, ["something else"], [True])])
    assert found.groups["q"][0]["traceSteps"][0]["requested"] == 0
    assert found.unjoined == {"its prefix is not the response's": 1}


def test_doubled_lines_and_unknown_prompts_are_left_out() -> None:
    found = joined([reward(0), reward(0), reward(1, problem="another"), reward(2)], [])
    assert [t["sampleIndex"] for t in found.groups["q"]] == [0] and len(found.unjoined) == 2


def test_a_group_that_is_not_whole_has_no_baseline() -> None:
    (trace,) = joined([reward(0)], []).groups["q"]
    assert trace["group"] is None and trace["groupAdvantage"] is None
    first, second = joined([reward(0), reward(5, rewards={**PARTS, "overall": 0.5})], []).groups["q"]
    assert first["group"] == second["group"] and first["group"]["mean"] == 1.0
    assert first["groupAdvantage"] == pytest.approx(0.5 / (0.5**0.5 + 1e-6))


@pytest.mark.parametrize(
    "record",
    [
        {},
        {**reward(), "rewards": None},
        {**reward(), "raw_response": None},
        {**reward(), "global_step": "1"},
        {**reward(), "sample_idx": True},
        {**reward(), "rewards": {"overall": float("nan")}},
        {**reward(), "rewards": {"overall": "many"}},
    ],
)
def test_half_records_are_none(record: dict[str, Any]) -> None:
    assert reward_line(record) is None


def test_prompts_that_are_logged_alike_are_not_guessed(tmp_path: Path) -> None:
    long = "x" * 500
    items = [Item("a", "d", long + "1", "2", "number"), Item("b", "d", long + "2", "2", "number"), ITEM]
    index = PromptIndex(items, [Item("v", "d", "validate", "3", "number")])
    assert index.find(long, "<answer>2</answer>") is None
    assert index.find(ITEM.prompt, "<answer>2</answer>") == ITEM
    assert index.is_validation("validate", "<answer>3</answer>")
    write_rows(tmp_path / "rows.jsonl", items)
    row = json.loads((tmp_path / "rows.jsonl").read_text().splitlines()[0])
    assert row["multi_modal_data"] == {"images": [], "videos": []} and row["data_type"] == "text"


def write(folder: Path, records: list[dict[str, Any]]) -> None:
    with (folder / "rewards_20261120.jsonl").open("a") as file:
        file.writelines(json.dumps(record) + "\n" for record in records)


def validation(line: RewardLine) -> bool:
    return line.problem == "validate"


def test_the_counter_counts_from_where_the_attempt_resumed(tmp_path: Path) -> None:
    RewardLogs.create(tmp_path, base=40)
    write(tmp_path, [reward(counter=1), reward(counter=2), reward(counter=1, problem="validate")])
    logs = RewardLogs(tmp_path, after=-1, is_validation=validation)
    logs.read()
    assert len(logs.pop(41)[0]) == 1 and len(logs.pop(42)[0]) == 1 and logs.restarted == 0


def test_what_follows_a_restarted_counter_has_no_train_step(tmp_path: Path) -> None:
    RewardLogs.create(tmp_path, base=0)
    write(tmp_path, [reward(counter=n) for n in (1, 2, 1, 2, 3)])
    logs = RewardLogs(tmp_path, after=-1, is_validation=validation)
    logs.read()
    assert logs.restarted == 3 and len(logs.pop(1)[0]) == 1 and logs.pop(3) == ([], [])


def test_reported_steps_are_left_out(tmp_path: Path) -> None:
    RewardLogs.create(tmp_path, base=0)
    write(tmp_path, [reward(counter=1), reward(counter=2)])
    logs = RewardLogs(tmp_path, after=1, is_validation=validation)
    logs.read()
    assert logs.pop(1) == ([], []) and len(logs.pop(2)[0]) == 1
