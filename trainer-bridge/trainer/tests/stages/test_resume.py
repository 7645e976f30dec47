"""A training that was interrupted ends where an unbroken one does, bit by bit on a CPU."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import load_file
from support import GRPO, REWARD, SFT

from stepwell_trainer import cli
from stepwell_trainer.reporting.jsonl_reporter import JsonlReporter
from stepwell_trainer.training.manifest import latest_checkpoint, list_files
from stepwell_trainer.training.scoring import ResponseScorer

MakeJob = Callable[..., Path]
ReadEvents = Callable[[Path, str], list[dict[str, Any]]]
Make = Callable[..., Path]
AtStep = Callable[[int, Callable[[], None]], None]

STEPS = 6
ENV = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}


class Killed(BaseException):
    """Ends the process where it stands, as far as files are concerned: nothing catches it, nothing is written."""


@pytest.fixture(autouse=True)
def rewards_that_differ(monkeypatch: pytest.MonkeyPatch) -> None:
    """A model that has learned nothing earns nothing: rewards drawn from the very tokens make every update move."""
    score = ResponseScorer.score

    def scored(self: ResponseScorer, responses: Any) -> Any:
        found, cost = score(self, responses)
        rewards = [(sum(r.response.text.encode()) % 11) / 10 for r in found]
        return [replace(r, parts=replace(r.parts, reward=w)) for r, w in zip(found, rewards, strict=True)], cost

    monkeypatch.setattr(ResponseScorer, "score", scored)


@pytest.fixture(params=["sft", "grpo", "grpo-reuse"])
def make(request: pytest.FixtureRequest, make_job: MakeJob, traces_dir: Path, tmp_path: Path) -> Make:
    """Makes the run directory of a job that trains `STEPS` train steps into a folder of the given name."""
    traces = {"path": str(traces_dir), "checkpointId": None, "files": list_files(traces_dir)}

    def build(name: str, out: str, steps: int = STEPS) -> Path:
        common = {"outputDir": str(tmp_path / out)}
        if request.param == "sft":
            sft = {**SFT, "maxTrainSteps": steps, "batchSize": 24, "checkpointEvery": 2, "checkEvery": 2}
            return make_job("sft", name, traces=traces, sft=sft, maxResponseTokens=16, **common)
        reuse = 2 if request.param == "grpo-reuse" else 1
        grpo = {**GRPO, "trainSteps": steps, "iterations": reuse, "maxResponseTokens": 16, "klBeta": 0.05}
        fields = {
            "checkpoint": None,
            "arm": {"key": "mixed", "name": "Mixed"},
            "training": {"start": "base", "reward": REWARD, "grpo": {**grpo, "learningRate": 1e-3}},
            "probe": {"everyTrainSteps": 3, "prompts": 2, "continuationsPerStep": 2},
            "traceSampling": 1,
        }
        return make_job("grpo", name, **fields, **common)

    return build


@pytest.fixture
def at_step(monkeypatch: pytest.MonkeyPatch) -> AtStep:
    """Does something the first time that a train step has been logged."""

    def arrange(step: int, act: Callable[[], None]) -> None:
        log, due = JsonlReporter.metrics, [True]

        def watched(self: JsonlReporter, train_step: int, *rest: Any, **named: Any) -> None:
            log(self, train_step, *rest, **named)
            if train_step == step and due.pop():
                due.append(False)
                act()

        monkeypatch.setattr(JsonlReporter, "metrics", watched)

    return arrange


def die() -> None:
    raise Killed


def run(run_dir: Path) -> int:
    return cli.main(["run", str(run_dir)])


def end_of(out: Path, steps: int = STEPS) -> Path:
    return out / "checkpoints" / f"checkpoint-{steps}"


def assert_same_end(one: Path, other: Path) -> None:
    """Weights, both moments of the optimizer, the schedule, and where every generator stands."""
    weights = [load_file(folder / "model.safetensors") for folder in (one, other)]
    assert weights[0].keys() == weights[1].keys()
    assert all(torch.equal(weights[0][name], weights[1][name]) for name in weights[0])
    for name in ("optimizer.pt", "scheduler.pt", "rng_state.pth"):
        states = [torch.load(folder / name, weights_only=False) for folder in (one, other)]
        assert flat(states[0]) == flat(states[1]), name


def flat(value: Any) -> Any:
    """Nested states in a form that `==` compares."""
    if isinstance(value, torch.Tensor):
        return value.tolist()
    if hasattr(value, "tolist"):
        return value.tolist()
    if isinstance(value, dict):
        return {key: flat(part) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [flat(part) for part in value]
    return value


def told(read_events: ReadEvents, *run_dirs: Path) -> dict[int, dict[str, Any]]:
    """What each train step logged, the later attempt's where both did; times are never the same twice."""
    found: dict[int, dict[str, Any]] = {}
    for run_dir in run_dirs:
        for event in read_events(run_dir, "metrics"):
            values = event["values"].items()
            found[event["trainStep"]] = {k: v for k, v in values if not k.startswith(("seconds/", "speed/"))}
    return found


@pytest.mark.parametrize("how", ["asked to stop", "killed"])
def test_an_interrupted_training_ends_where_an_unbroken_one_does(
    how: str, make: Make, at_step: AtStep, read_events: ReadEvents, tmp_path: Path
) -> None:
    whole = make("whole", "whole-out")
    assert run(whole) == 0
    first = make("first", "broken-out")
    # Train step 3 lies between two checkpoints, and within a pair of updates where responses are used twice; the
    # cancel file of train step 2 is seen at its end.
    if how == "killed":
        at_step(3, die)
        with pytest.raises(Killed):
            run(first)
    else:
        at_step(2, (first / "cancel").touch)
        assert run(first) == 75
    again = make("again", "broken-out")
    assert run(again) == 0
    assert_same_end(end_of(tmp_path / "whole-out"), end_of(tmp_path / "broken-out"))
    assert told(read_events, first, again) == told(read_events, whole)


def test_a_continued_training_goes_on_where_it_ended(
    make: Make, read_events: ReadEvents, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    short = make("short", "continued-out", 4)
    assert run(short) == 0
    longer = make("longer", "continued-out", STEPS)
    assert run(longer) == 0
    assert sorted(told(read_events, short, longer)) == [1, 2, 3, 4, 5, 6]
    if "sft" in request.node.name:
        whole = make("whole", "whole-out")
        assert run(whole) == 0
        assert_same_end(end_of(tmp_path / "whole-out"), end_of(tmp_path / "continued-out"))
    else:
        before, after = (prompts_trained_on(read_events, run_dir) for run_dir in (short, longer))
        assert before and after
        assert not before & after, "train steps that were asked for later bring prompts of their own"


def prompts_trained_on(read_events: ReadEvents, run_dir: Path) -> set[str]:
    traces = [e["trace"] for e in read_events(run_dir, "traces")]
    return {t["prompt"]["messages"][-1]["content"] for t in traces if t["origin"] == "train"}


def test_a_fork_takes_the_weights_and_nothing_else(make: Make, make_job: MakeJob, tmp_path: Path) -> None:
    """Begun from a checkpoint of another run: train steps, optimizer and generators of its own."""
    assert run(make("origin", "origin-out", 2)) == 0
    origin = end_of(tmp_path / "origin-out", 2)
    fields = {
        "checkpoint": {"path": str(origin), "checkpointId": "ckp_0123456789", "files": list_files(origin)},
        "arm": {"key": "forked", "name": "Forked"},
        "training": {"start": "checkpoint", "reward": REWARD, "grpo": {**GRPO, "maxResponseTokens": 16}},
        "probe": None,
        "traceSampling": 1,
    }
    fork = make_job("grpo", "fork", outputDir=str(tmp_path / "fork-out"), **fields)
    assert run(fork) == 0
    end = end_of(tmp_path / "fork-out", 2)
    steps = {float(s["step"]) for s in torch.load(end / "optimizer.pt", weights_only=True)["state"].values()}
    assert steps == {2.0}
    weights = [load_file(folder / "model.safetensors") for folder in (origin, end)]
    moved = max(float((weights[0][name] - weights[1][name]).abs().max()) for name in weights[0])
    assert 0 < moved < 0.01, "two small updates away from where it began"


def test_a_process_that_was_killed_outright_goes_on_from_its_checkpoint(
    make_job: MakeJob, traces_dir: Path, tmp_path: Path, read_events: ReadEvents
) -> None:
    """The real thing once: SIGKILL to a trainer of its own, at whatever it was doing."""
    traces = {"path": str(traces_dir), "checkpointId": None, "files": list_files(traces_dir)}

    def make(name: str, steps: int) -> Path:
        sft = {**SFT, "maxTrainSteps": steps, "checkpointEvery": 2}
        return make_job("sft", name, traces=traces, sft=sft, maxResponseTokens=16)

    first = make("first", 1_000_000)
    command = [sys.executable, "-m", "stepwell_trainer", "run", str(first)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=ENV) as process:
        wait_for(tmp_path / "out" / "checkpoints" / "checkpoint-4" / "manifest.json", process)
        process.send_signal(signal.SIGKILL)
        assert process.wait(10) == -signal.SIGKILL
    found = latest_checkpoint(tmp_path / "out" / "checkpoints")
    assert found is not None and found[1] >= 4
    second = make("second", found[1] + 2)
    assert run(second) == 0
    assert [e["trainStep"] for e in read_events(second, "metrics")] == [found[1] + 1, found[1] + 2]


def wait_for(path: Path, process: subprocess.Popen[bytes]) -> None:
    """Until a file is there. Fails where the process ends before, or after five minutes."""
    ends = time.monotonic() + 300
    while not path.exists():
        assert process.poll() is None and time.monotonic() < ends, f"{path} did not come"
        time.sleep(0.01)
