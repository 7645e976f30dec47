"""It really learns: warm-up and three arms of one seed with the quickstart's settings. Minutes long; run with
`pytest -m learning`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from stepwell_trainer import cli
from stepwell_trainer.profiles import quickstart

pytestmark = pytest.mark.learning
MakeJob = Callable[..., Path]
ReadEvents = Callable[[Path, str], list[dict[str, Any]]]
ARMS = {"outcome-only": 1.0, "mixed": 0.5, "process-only": 0.0}
# The issue asks for 10 points on the mean over three seeds; one seed scatters by about 4 points.
LEAST_GAIN_OF_ONE_SEED = 0.05
LEAST_MEAN_GAIN = 0.10


def test_grpo_arms_gain_over_their_warm_up(make_job: MakeJob, read_events: ReadEvents, tmp_path: Path) -> None:
    def run(kind: str, name: str, **fields: Any) -> list[dict[str, Any]]:
        run_dir = make_job(kind, name, outputDir=str(tmp_path / f"{name}-out"), **fields)
        assert cli.main(["run", str(run_dir)]) == 0
        return read_events(run_dir, "evaluations" if kind == "evaluate" else "status")

    def final(events: list[dict[str, Any]]) -> dict[str, Any]:
        return next(e for e in events if e["type"] == "artifact" and e["final"])

    def accuracy(name: str, checkpoint: dict[str, Any]) -> float:
        events = run(
            "evaluate",
            name,
            checkpoint=checkpoint["artifact"],
            checkpointTrainStep=checkpoint["trainStep"],
            benchmarks=quickstart.BENCHMARKS[:1],
            evaluation=quickstart.EVALUATION,
        )
        items = [item for event in events for item in event["items"]]
        return sum(item["correct"] for item in items) / len(items)

    traces = final(run("rewrite", "rewrite", rewrite=quickstart.REWRITE))
    warm_up = final(run("sft", "sft", traces=traces["artifact"], sft=quickstart.SFT, maxResponseTokens=64))
    assert warm_up["summary"]["heldoutAccuracy"] > quickstart.SFT["stopAtAccuracy"]
    before = accuracy("sft-eval", warm_up)
    gains = {}
    for arm, outcome in ARMS.items():
        reward = {**quickstart.REWARD, "lambdaOutcome": outcome, "lambdaProcess": 1 - outcome}
        trained = run(
            "grpo",
            arm,
            checkpoint=warm_up["artifact"],
            arm={"key": arm, "name": arm},
            training={"start": "warm-up", "reward": reward, "grpo": quickstart.GRPO},
            probe=None,
            traceSampling=0,
        )
        gains[arm] = accuracy(f"{arm}-eval", final(trained)) - before
    assert min(gains.values()) >= LEAST_GAIN_OF_ONE_SEED, gains
    assert sum(gains.values()) / len(gains) >= LEAST_MEAN_GAIN, gains
