"""EasyR1 with the published reward, driven as the agent drives it, over a stand-in that writes its real formats."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from statistics import fmean
from typing import Any

import jsonschema
import pytest

from stepwell_trainer.training.manifest import is_sealed

Events = Callable[[Path, str], list[dict[str, Any]]]
SCHEMA = Path(__file__).parents[3] / "contracts/schema/event-batch.json"


def stack(root: Path, **more: Any) -> dict[str, Any]:
    endpoint = "http://127.0.0.1:8000/v1/chat/completions"
    return {"kind": "easyr1", "repository": str(root), "python": sys.executable, "processEndpoint": endpoint, **more}


@pytest.fixture(scope="module")
def finished(hf_grpo: Any, easyr1_checkout: Path, run_job: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    run_dir = hf_grpo(tmp_path_factory.mktemp("finished"), stack(easyr1_checkout))
    done = run_job(run_dir)
    assert done.returncode == 0, done.stdout + done.stderr
    return run_dir


def test_a_run_reports_curves_traces_and_checkpoints(finished: Path, read_events: Events) -> None:
    metrics = {e["trainStep"]: e["values"] for e in read_events(finished, "metrics") if "optim/loss" in e["values"]}
    traces = [e["trace"] for e in read_events(finished, "traces")]
    assert sorted(metrics) == [1, 2, 3, 4, 5, 6]
    assert len(traces) == 6 * 2 * 4
    for step, values in metrics.items():
        own = [t for t in traces if t["trainStep"] == step]
        assert values["reward/mean"] == pytest.approx(fmean(t["reward"]["reward"] for t in own))
        assert values["share/valid_format"] == pytest.approx(fmean(t["reward"]["formatValid"] for t in own))
        assert values["perf/throughput"] == 99.0
        assert values["tokens/response"] == 42 * 8
    artifacts = [e for e in read_events(finished, "status") if e["type"] == "artifact"]
    assert [(a["trainStep"], a["final"]) for a in artifacts] == [(2, False), (4, False), (6, False), (6, True)]
    final = Path(artifacts[-1]["artifact"]["path"])
    assert is_sealed(final) and (final / "model.safetensors").read_bytes() == b"weights of 6"
    progress = [e["progress"] for e in read_events(finished, "metrics") if e["progress"]]
    assert [p["activeMs"] for p in progress] == [4000 * n for n in range(1, 7)]


def test_groups_are_the_responses_to_one_prompt(finished: Path, read_events: Events) -> None:
    groups: dict[str, list[dict[str, Any]]] = {}
    for event in read_events(finished, "traces"):
        groups.setdefault(event["trace"]["group"]["id"], []).append(event["trace"])
    assert len(groups) == 12
    for members in groups.values():
        assert {m["prompt"]["key"] for m in members} == {members[0]["prompt"]["key"]}
        assert [m["sampleIndex"] for m in members] == [0, 1, 2, 3]
        mean, sd = members[0]["group"]["mean"], members[0]["group"]["sd"]
        for m in members:
            assert m["groupAdvantage"] == pytest.approx((m["reward"]["reward"] - mean) / (sd + 1e-6))


def test_lost_continuations_are_missing_and_not_failures(finished: Path, read_events: Events) -> None:
    traces = [e["trace"] for e in read_events(finished, "traces")]
    steps = [s for t in traces for s in t["traceSteps"] if s["requested"]]
    assert any(s["returned"] == 0 for s in steps) and any(0 < s["returned"] < s["requested"] for s in steps)
    assert all(s["truncated"] == 0 and len(s["continuations"]) == s["returned"] for s in steps)
    assert all(not c["text"].startswith("<think>") for s in steps for c in s["continuations"])
    for trace in traces:
        known = [s["successes"] / s["returned"] for s in trace["traceSteps"] if s["returned"]]
        expected = fmean(known) if known and trace["reward"]["formatValid"] else None
        assert trace["reward"]["process"] == (None if expected is None else pytest.approx(expected))
    # "1 / 2" loses its blanks in the published prefix; the step is joined all the same, and kept as it was written.
    joined = [t for t in traces if "1 / 2" in t["response"] and t["traceSteps"][1]["requested"]]
    assert joined and all(t["response"][s["text"]["start"] : s["text"]["end"]] for t in joined for s in t["traceSteps"])


def test_an_outcome_without_weight_is_unknown(
    hf_grpo: Any, easyr1_checkout: Path, run_job: Any, read_events: Events, tmp_path: Path
) -> None:
    run_dir = hf_grpo(
        tmp_path, stack(easyr1_checkout), reward={"lambdaOutcome": 0, "lambdaProcess": 1}, grpo={"trainSteps": 2}
    )
    assert run_job(run_dir).returncode == 0
    assert all(e["trace"]["reward"]["outcome"] is None for e in read_events(run_dir, "traces"))
    values = read_events(run_dir, "metrics")[0]["values"]
    assert "reward/acc_reward" not in values and "reward/outcome" not in values and "reward/process" in values


def test_events_are_valid_by_the_contract(finished: Path, read_events: Events) -> None:
    schema = json.loads(SCHEMA.read_text())
    for stream in ("metrics", "traces", "logs", "status"):
        for start in range(0, 1000, 100):
            events = read_events(finished, stream)[start : start + 100]
            if events:
                batch = {"schemaVersion": 1, "stream": f"att_0123456789/{stream}", "events": events}
                jsonschema.validate(batch, schema)


def test_a_killed_run_resumes_and_drops_nothing(
    hf_grpo: Any, easyr1_checkout: Path, run_job: Any, read_events: Events, tmp_path: Path
) -> None:
    first = hf_grpo(tmp_path, stack(easyr1_checkout), "first")
    died = run_job(first, FAKE_DIE_AT="3")
    assert died.returncode == 1 and "signal 9" in died.stdout
    second = hf_grpo(tmp_path, stack(easyr1_checkout), "second", attemptId="att_9876543210")
    assert run_job(second).returncode == 0
    steps = [
        [e["trainStep"] for e in read_events(d, "metrics") if "optim/loss" in e["values"]] for d in (first, second)
    ]
    assert steps == [[1, 2, 3], [3, 4, 5, 6]]
    traces = [e["trace"] for e in read_events(second, "traces")]
    assert {t["trainStep"] for t in traces} == {3, 4, 5, 6} and len(traces) == 4 * 8
    text = " ".join(e["text"] for e in read_events(second, "logs"))
    assert "resuming from train step 2" in text


def test_what_an_attempt_left_unread_is_reported_by_the_next(
    hf_grpo: Any, easyr1_checkout: Path, run_job: Any, read_events: Events, tmp_path: Path
) -> None:
    """As after a trainer that was killed itself: its positions are behind the stack's files."""
    first = hf_grpo(tmp_path, stack(easyr1_checkout), "first")
    run_job(first, FAKE_DIE_AT="3")
    out = Path(json.loads((first / "job.json").read_text())["outputDir"]) / "easyr1"
    log = (out / "checkpoints/experiment_log.jsonl").read_bytes()
    positions = json.loads((out / "stepwell_followed.json").read_text())
    positions["checkpoints/experiment_log.jsonl"]["offset"] = log.index(b"\n") + 1
    (out / "stepwell_followed.json").write_text(json.dumps(positions))
    second = hf_grpo(tmp_path, stack(easyr1_checkout), "second", attemptId="att_9876543210")
    assert run_job(second).returncode == 0
    steps = [e["trainStep"] for e in read_events(second, "metrics") if "optim/loss" in e["values"]]
    assert steps == [2, 3, 3, 4, 5, 6]
    left = [e["trace"] for e in read_events(second, "traces")][:16]
    assert [t["trainStep"] for t in left] == [2] * 8 + [3] * 8


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"reward": {"scheme": "progress"}}, "training.reward.scheme"),
        ({"reward": {"tau": 0.6}}, "training.reward.tau"),
        ({"grpo": {"scaleRewards": "none"}}, "training.grpo.scaleRewards"),
        ({"grpo": {"lossType": "grpo"}}, "training.grpo.lossType"),
        ({"probe": {"everyTrainSteps": 1, "prompts": 1, "continuationsPerStep": 1}}, "probe"),
        ({"profile": {"kind": "tiny", "families": ["chain-sum"]}}, "profile.kind"),
        ({"stack": {"processEndpoint": None}}, "stack.processEndpoint"),
        ({"stack": {"repository": "/nowhere"}}, "stack.repository"),
        ({"stack": {"overrides": {"trainer.logger": ["wandb"]}}}, "stack.overrides.trainer.logger"),
        ({"stack": {"overrides": {"algorithm": {"online_filtering": True}}}}, "stack.overrides.algorithm"),
        ({"stack": {"overrides": {"trainer.nnodes.x": 1}}}, "stack.overrides.trainer.nnodes.x"),
    ],
)
def test_what_easyr1_cannot_express_is_refused_by_name(
    hf_grpo: Any, easyr1_checkout: Path, tmp_path: Path, changes: dict[str, Any], named: str
) -> None:
    from stepwell_trainer import cli

    change = dict(changes)
    run_dir = hf_grpo(tmp_path, stack(easyr1_checkout, **change.pop("stack", {})), **change)
    assert cli.main(["run", str(run_dir)]) == 78
    logged = (run_dir / "events/logs.jsonl").read_text()
    assert f"{named}:" in logged
    assert not (run_dir / "stack.log").exists()
