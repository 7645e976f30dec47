"""Shared by all tests: one thread, and a tiny model directory written and read like any other."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
os.environ.setdefault("HF_HUB_OFFLINE", "1")

RUN = {
    "schemaVersion": 1,
    "jobId": "job_0123456789",
    "attemptId": "att_0123456789",
    "runId": "run_0123456789",
    "ablationId": "abl_0123456789",
    "serverUrl": "http://127.0.0.1:9",
    "eventsPath": "/api/v1/runs/run_0123456789/events",
    "seed": 1,
    "profile": {"kind": "tiny", "families": ["chain-sum", "leg-counting"]},
    "threads": 1,
}
REWARD = {
    "lambdaOutcome": 0.5,
    "lambdaProcess": 0.5,
    "alpha": 0.5,
    "tau": 0.5,
    "stepMin": 2,
    "stepMax": 6,
    "lengthMin": 16,
    "lengthMax": 48,
    "formatReward": 0.5,
    "lengthReward": 0.5,
    "penaltyGate": True,
    "stepBonus": True,
    "continuationsPerStep": 2,
    "maxScoredSteps": 6,
}
GRPO = {
    "trainSteps": 2,
    "learningRate": 1e-4,
    "promptsPerStep": 2,
    "groupSize": 2,
    "maxResponseTokens": 48,
    "temperature": 1,
    "topP": 1,
    "klBeta": 0,
    "scaleRewards": "group",
    "lossType": "dapo",
    "iterations": 1,
    "checkpointEvery": 2,
}
SFT = {
    "learningRate": 0.002,
    "batchSize": 8,
    "maxTrainSteps": 4,
    "stopAtAccuracy": None,
    "checkEvery": 100,
    "checkpointEvery": 2,
}
EVALUATION = {"decodes": 1, "temperature": 0, "batchSize": 64, "maxResponseTokens": 32, "questions": 8}

MakeJob = Callable[..., Path]


@pytest.fixture
def make_job(tmp_path: Path) -> MakeJob:
    """Writes run_dir/job.json of a kind, with defaults that run in a second, and returns run_dir."""

    def make(kind: str, name: str = "run", **fields: Any) -> Path:
        run_dir = tmp_path / name
        run_dir.mkdir(parents=True, exist_ok=True)
        common = {**RUN, "kind": kind, "name": name, "outputDir": str(tmp_path / "out")}
        (run_dir / "job.json").write_text(json.dumps({**common, **fields}))
        return run_dir

    return make


@pytest.fixture
def read_events() -> Callable[[Path, str], list[dict[str, Any]]]:
    """Events of one stream that a run without a server left in its run directory."""

    def read(run_dir: Path, stream: str) -> list[dict[str, Any]]:
        lines = (run_dir / "events" / f"{stream}.jsonl").read_text().splitlines()
        return [json.loads(line) for line in lines]

    return read


@pytest.fixture(scope="session")
def tiny_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny base model, saved."""
    from stepwell_trainer.model.tiny_model import save_tiny_base

    return save_tiny_base(tmp_path_factory.mktemp("tiny") / "base", seed=0)


@pytest.fixture
def traces_dir(tmp_path: Path) -> Path:
    """A data set of 64 solved questions, as the rewrite stage leaves it."""
    from stepwell_trainer.tasks.draw import draw_items
    from stepwell_trainer.tasks.index import family_of

    folder = tmp_path / "traces"
    folder.mkdir()
    with (folder / "traces.jsonl").open("w") as file:
        for item in draw_items(["chain-sum"], "in-distribution", "train", 1, 64, ()):
            steps, answer = family_of("chain-sum").solve(item)
            body = "".join(f"<step>{step}</step>" for step in steps)
            response = f"<think>{body}</think><answer>{answer}</answer>"
            trace = {"key": item.key, "family": item.family, "prompt": item.prompt}
            file.write(json.dumps({**trace, "response": response, "answer": answer}) + "\n")
    return folder
