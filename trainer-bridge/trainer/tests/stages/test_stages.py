"""Whole jobs through the command line: warm-up, GRPO, evaluation, cancellation, resuming."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from support import EVALUATION, GRPO, REWARD, SFT

from stepwell_trainer import cli
from stepwell_trainer.training.manifest import is_sealed, latest_checkpoint, list_files

MakeJob = Callable[..., Path]
ReadEvents = Callable[[Path, str], list[dict[str, Any]]]


def artifact(folder: Path) -> dict[str, Any]:
    return {"path": str(folder), "checkpointId": None, "files": list_files(folder)}


def grpo_fields(checkpoint: dict[str, Any] | None, **grpo: Any) -> dict[str, Any]:
    return {
        "checkpoint": checkpoint,
        "arm": {"key": "mixed", "name": "Mixed"},
        "training": {"start": "warm-up" if checkpoint else "base", "reward": REWARD, "grpo": {**GRPO, **grpo}},
        "probe": None,
        "traceSampling": 1,
    }


def finals(events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [e for e in events if e["type"] == "artifact" and e["final"]]


def warm_up(make_job: MakeJob, traces_dir: Path, name: str = "sft", **sft: Any) -> Path:
    traces = {"path": str(traces_dir), "checkpointId": None, "files": list_files(traces_dir)}
    return make_job("sft", name, traces=traces, sft={**SFT, **sft}, maxResponseTokens=32)


def test_warm_up_then_grpo_then_evaluation(
    make_job: MakeJob, traces_dir: Path, read_events: ReadEvents, tmp_path: Path
) -> None:
    sft = warm_up(make_job, traces_dir)
    assert cli.main(["run", str(sft)]) == 0
    (final,) = finals(read_events(sft, "status"))
    folder = Path(final["artifact"]["path"])
    assert is_sealed(folder) and final["trainStep"] == 4
    assert [e["trainStep"] for e in read_events(sft, "metrics")] == [1, 2, 3, 4]
    assert "heldout/accuracy" in read_events(sft, "metrics")[-1]["values"]

    out = {"outputDir": str(tmp_path / "grpo-out")}
    grpo = make_job("grpo", "grpo", **out, **grpo_fields(artifact(folder)), tokenScores=True)
    assert cli.main(["run", str(grpo)]) == 0
    metrics = read_events(grpo, "metrics")
    assert [e["trainStep"] for e in metrics] == [1, 2]
    for name in ("reward/mean", "share/valid_format", "policy/entropy", "optim/grad_norm", "seconds/update"):
        assert name in metrics[0]["values"]
    traces = [e["trace"] for e in read_events(grpo, "traces")]
    assert len(traces) == 2 * 4 and {t["trainStep"] for t in traces} == {1, 2}
    for t in traces:
        own = t["responseTokens"] - (t["finishReason"] == "stop")
        assert len(t["tokenScores"]["ends"]) == len(t["tokenScores"]["logprobs"]) == own
    (final,) = finals(read_events(grpo, "status"))

    evaluate = make_job(
        "evaluate",
        "eval",
        checkpoint=final["artifact"],
        checkpointTrainStep=2,
        benchmarks=["tiny-in-distribution", "tiny-harder"],
        evaluation={**EVALUATION, "decodes": 2, "temperature": 0.5},
    )
    assert cli.main(["run", str(evaluate)]) == 0
    events = read_events(evaluate, "evaluations")
    assert [e["benchmark"]["key"] for e in events if e["complete"]] == ["tiny-in-distribution", "tiny-harder"]
    items = [i for e in events for i in e["items"]]
    assert len(items) == 2 * 2 * 8 and {i["decode"] for i in items} == {0, 1}
    assert all(isinstance(i["correct"], bool) for i in items)


def test_traces_are_those_the_contract_describes(
    make_job: MakeJob, read_events: ReadEvents, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With responses that are valid, so that steps, continuations and the probe all have something to say."""
    import jsonschema

    from stepwell_trainer.sampling import compacting
    from stepwell_trainer.sampling.sampler import Sampled

    steps = ["1+1=2", "2+2=4", "4+4=8"]
    calls = [0]

    def scripted(self: Any, requests: Any, decoding: Any) -> list[Sampled]:
        tokenizer = self._loaded.tokenizer
        whole = "<think>" + "".join(f"<step>{s}</step>" for s in steps) + "</think><answer>%s</answer>"
        sampled = []
        for request in requests:
            calls[0] += 1
            begun = tokenizer.decode(list(request.ids)).count("</step>")
            text = whole % (calls[0] % 3) if begun == 0 else f"</think><answer>{calls[0] % 3}</answer>"
            sampled.append(Sampled((*tokenizer.encode(text), tokenizer.eos_token_id), "stop"))
        return sampled

    monkeypatch.setattr(compacting.CompactingSampler, "sample", scripted)
    fields = grpo_fields(None, trainSteps=1)
    fields["probe"] = {"everyTrainSteps": 1, "prompts": 2, "continuationsPerStep": 3}
    run_dir = make_job("grpo", **fields)
    assert cli.main(["run", str(run_dir)]) == 0
    traces = [e["trace"] for e in read_events(run_dir, "traces")]
    schema = Path(__file__).parents[4] / "trainer-bridge/contracts/schema/trace-record.json"
    for trace in traces:
        jsonschema.validate(trace, json.loads(schema.read_text()))
    trained = [t for t in traces if t["origin"] == "train"]
    probed = [t for t in traces if t["origin"] == "probe"]
    assert len(trained) == 4 and len(probed) == 2
    assert {s["requested"] for t in trained for s in t["traceSteps"]} == {2}
    assert {s["requested"] for t in probed for s in t["traceSteps"]} == {3}
    for trace in trained:
        for step, text in zip(trace["traceSteps"], steps, strict=True):
            assert trace["response"][step["text"]["start"] : step["text"]["end"]] == text
        if trace["group"]["sd"] and trace["reward"]["reward"] is not None:
            expected = (trace["reward"]["reward"] - trace["group"]["mean"]) / (trace["group"]["sd"] + 1e-4)
            assert trace["groupAdvantage"] == pytest.approx(expected, abs=1e-3)
        assert trace["modelId"] == "run_0123456789@0"
    values = read_events(run_dir, "metrics")[0]["values"]
    assert values["continuations/requested"] == 4 * 3 * 2
    assert values["tokens/probe"] > 0 and "probe/c_01" in values and "c/01" in values


def test_a_response_whose_continuations_are_lost_stays_out_of_the_baseline(
    make_job: MakeJob, read_events: ReadEvents, monkeypatch: pytest.MonkeyPatch
) -> None:
    from stepwell_trainer.sampling import compacting
    from stepwell_trainer.sampling.sampler import Sampled

    def losing(self: Any, requests: Any, decoding: Any) -> list[Sampled]:
        tokenizer = self._loaded.tokenizer
        prompts = [tokenizer.decode(list(r.ids)) for r in requests]
        if any("</step>" in prompt for prompt in prompts):
            raise RuntimeError("the engine went away")
        good = "<think><step>1</step><step>2</step></think><answer>3</answer>"
        texts = [good if i % 2 else "no form" for i in range(len(prompts))]
        return [Sampled((*tokenizer.encode(text), tokenizer.eos_token_id), "stop") for text in texts]

    monkeypatch.setattr(compacting.CompactingSampler, "sample", losing)
    run_dir = make_job("grpo", **grpo_fields(None, trainSteps=1))
    assert cli.main(["run", str(run_dir)]) == 0
    traces = [e["trace"] for e in read_events(run_dir, "traces")]
    unknown = [t for t in traces if t["reward"]["reward"] is None]
    assert len(unknown) == 2 and all(t["groupAdvantage"] is None for t in unknown)
    assert all(s["returned"] == 0 and s["requested"] == 2 for t in unknown for s in t["traceSteps"])
    assert {t["group"]["n"] for t in traces} == {1} and {t["group"]["size"] for t in traces} == {2}
    assert any("went away" in e["text"] for e in read_events(run_dir, "logs") if e["level"] == "warn")


def test_cancelling_writes_a_checkpoint_and_the_next_attempt_goes_on(
    make_job: MakeJob, traces_dir: Path, read_events: ReadEvents
) -> None:
    first = warm_up(make_job, traces_dir, "first", maxTrainSteps=5, checkpointEvery=100)
    (first / "cancel").touch()
    assert cli.main(["run", str(first)]) == 75
    found = latest_checkpoint(first.parent / "out" / "checkpoints")
    assert found is not None and found[1] == 1
    assert not finals(read_events(first, "status"))

    second = warm_up(make_job, traces_dir, "second", maxTrainSteps=5, checkpointEvery=100)
    assert cli.main(["run", str(second)]) == 0
    metrics = read_events(second, "metrics")
    assert [e["trainStep"] for e in metrics] == [2, 3, 4, 5]
    own = 1000 * sum(e["values"]["seconds/update"] for e in metrics)
    assert metrics[-1]["progress"]["activeMs"] == pytest.approx(own, abs=1), "each attempt counts its own work"


def test_resuming_restores_the_optimizer_and_ends_where_an_unbroken_run_does(
    make_job: MakeJob, traces_dir: Path, tmp_path: Path
) -> None:
    whole = warm_up(make_job, traces_dir, "whole")
    assert cli.main(["run", str(whole)]) == 0
    reference = tmp_path / "out" / "checkpoints" / "checkpoint-4"
    other = {"outputDir": str(tmp_path / "other")}
    traces = {"path": str(traces_dir), "checkpointId": None, "files": []}
    half = make_job("sft", "half", traces=traces, sft={**SFT, "maxTrainSteps": 2}, maxResponseTokens=32, **other)
    assert cli.main(["run", str(half)]) == 0
    rest = make_job("sft", "rest", traces=traces, sft=SFT, maxResponseTokens=32, **other)
    assert cli.main(["run", str(rest)]) == 0
    resumed = tmp_path / "other" / "checkpoints" / "checkpoint-4"

    states = [torch.load(f / "optimizer.pt", weights_only=True) for f in (reference, resumed)]
    steps = [{float(s["step"]) for s in state["state"].values()} for state in states]
    assert steps == [{4.0}, {4.0}], "Adam's counts went on instead of starting again"
    assert json.loads((resumed / "trainer_state.json").read_text())["global_step"] == 4


def test_grpo_resumes_and_counts_its_own_work(make_job: MakeJob, read_events: ReadEvents) -> None:
    first = make_job("grpo", "first", **grpo_fields(None, trainSteps=2))
    assert cli.main(["run", str(first)]) == 0
    second = make_job("grpo", "second", **grpo_fields(None, trainSteps=4))
    assert cli.main(["run", str(second)]) == 0
    metrics = read_events(second, "metrics")
    assert [e["trainStep"] for e in metrics] == [3, 4]
    own = [e["values"]["tokens/response"] for e in metrics]
    assert [e["progress"]["responseTokens"] for e in metrics] == [own[0], own[0] + own[1]]
    earlier = read_events(first, "metrics")[-1]["progress"]["activeMs"]
    (final,) = finals(read_events(second, "status"))
    assert final["summary"]["activeMs"] == pytest.approx(earlier + metrics[-1]["progress"]["activeMs"], abs=2)


def test_a_half_written_checkpoint_is_not_used(make_job: MakeJob, traces_dir: Path, tmp_path: Path) -> None:
    run_dir = warm_up(make_job, traces_dir)
    assert cli.main(["run", str(run_dir)]) == 0
    checkpoints = tmp_path / "out" / "checkpoints"
    (checkpoints / "checkpoint-4" / "manifest.json").unlink()
    found = latest_checkpoint(checkpoints)
    assert found is not None and found[1] == 2
    assert not (checkpoints / "checkpoint-4").exists()


def test_a_changed_checkpoint_is_refused(
    make_job: MakeJob, tiny_dir: Path, tmp_path: Path, read_events: ReadEvents
) -> None:
    wrong = {"path": str(tiny_dir), "checkpointId": None, "files": []}
    wrong["files"] = [{"path": "config.json", "bytes": 1, "sha256": "0" * 64}]
    run_dir = make_job("grpo", **grpo_fields(wrong))
    assert cli.main(["run", str(run_dir)]) == 1
    errors = [e["text"] for e in read_events(run_dir, "logs") if e["level"] == "error"]
    assert "sha256" in errors[0]


def test_the_warm_up_ends_when_held_out_accuracy_passes(
    make_job: MakeJob, traces_dir: Path, read_events: ReadEvents, monkeypatch: pytest.MonkeyPatch
) -> None:
    from stepwell_trainer.training.heldout import HeldoutCheck

    monkeypatch.setattr(HeldoutCheck, "accuracy", lambda self, step: 0.2 * step)
    run_dir = warm_up(make_job, traces_dir, maxTrainSteps=50, checkEvery=1, stopAtAccuracy=0.5)
    assert cli.main(["run", str(run_dir)]) == 0
    (final,) = finals(read_events(run_dir, "status"))
    assert final["trainStep"] == 3 and final["summary"]["heldoutAccuracy"] == pytest.approx(0.6)


def test_a_warm_up_that_does_not_get_there_says_so(
    make_job: MakeJob, traces_dir: Path, read_events: ReadEvents
) -> None:
    run_dir = warm_up(make_job, traces_dir, maxTrainSteps=2, stopAtAccuracy=0.9)
    assert cli.main(["run", str(run_dir)]) == 0
    warnings = [e["text"] for e in read_events(run_dir, "logs") if e["level"] == "warn"]
    assert "was not reached" in warnings[0]
