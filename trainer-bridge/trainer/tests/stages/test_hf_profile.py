"""The hf profile on a tiny model directory written to disk and read back, with a JSONL data set of its own."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from support import EVALUATION, GRPO, REWARD, SFT

from stepwell_trainer import cli
from stepwell_trainer.errors import TrainerError
from stepwell_trainer.model.loading import load_model
from stepwell_trainer.profiles.hf_data import load_items
from stepwell_trainer.training.manifest import list_files


@pytest.fixture
def hf_profile(tmp_path: Path, tiny_dir: Path) -> dict[str, Any]:
    """A data set of 40 questions, two of which a benchmark asks too."""
    rows = [{"id": f"q{i}", "prompt": f"{i} + 1 =", "answer": i + 1, "cluster": f"c{i // 3}"} for i in range(40)]
    for name, part in (("data", rows), ("bench", rows[:2])):
        (tmp_path / f"{name}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in part))
    return {
        "kind": "hf",
        "model": str(tiny_dir),
        "dataset": str(tmp_path / "data.jsonl"),
        "split": "train",
        "verifier": "number",
        "teacher": None,
        "benchmarks": {"own": {"dataset": str(tmp_path / "bench.jsonl"), "split": "test"}},
    }


def test_every_stage_runs_on_a_model_directory(
    make_job: Callable[..., Path],
    read_events: Callable[[Path, str], list[dict[str, Any]]],
    hf_profile: dict[str, Any],
    traces_dir: Path,
    tmp_path: Path,
) -> None:
    traces = {"path": str(traces_dir), "checkpointId": None, "files": []}
    sft = make_job(
        "sft", "sft", profile=hf_profile, traces=traces, sft={**SFT, "maxTrainSteps": 1}, maxResponseTokens=16
    )
    assert cli.main(["run", str(sft)]) == 0
    checkpoint = tmp_path / "out" / "checkpoints" / "checkpoint-1"
    artifact = {"path": str(checkpoint), "checkpointId": None, "files": list_files(checkpoint)}
    grpo = make_job(
        "grpo",
        "grpo",
        profile=hf_profile,
        outputDir=str(tmp_path / "grpo"),
        checkpoint=artifact,
        arm={"key": "mixed", "name": "Mixed"},
        training={"start": "warm-up", "reward": REWARD, "grpo": {**GRPO, "trainSteps": 1, "klBeta": 0.1}},
        probe=None,
        traceSampling=1,
    )
    assert cli.main(["run", str(grpo)]) == 0
    assert "policy/kl" in read_events(grpo, "metrics")[0]["values"]
    messages = read_events(grpo, "traces")[0]["trace"]["prompt"]["messages"]
    assert [m["role"] for m in messages] == ["system", "user"]
    evaluate = make_job(
        "evaluate",
        "eval",
        profile=hf_profile,
        checkpoint=artifact,
        checkpointTrainStep=1,
        benchmarks=["own"],
        evaluation=EVALUATION,
    )
    assert cli.main(["run", str(evaluate)]) == 0
    (event,) = read_events(evaluate, "evaluations")
    assert [i["question"] for i in event["items"]] == ["q0", "q1"] and event["items"][0]["cluster"] == "c0"


def test_training_leaves_out_what_benchmarks_ask(hf_profile: dict[str, Any]) -> None:
    from stepwell_trainer.jobs.spec import HfProfile
    from stepwell_trainer.jobs.strict import parse
    from stepwell_trainer.profiles.hf import HuggingFace

    profile = HuggingFace(parse(HfProfile, hf_profile), seed=1)
    training = {i.key for i in profile.training_items(100)}
    heldout = {i.key for i in profile.heldout_items(100)}
    assert len(training) + len(heldout) == 38
    assert not training & heldout and not (training | heldout) & {"q0", "q1"}


def test_a_folder_without_a_model_is_a_clear_sentence(tmp_path: Path) -> None:
    with pytest.raises(TrainerError, match="cannot load a causal model"):
        load_model(tmp_path)


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("{", "line 1: not JSON"),
        ('{"answer": "1"}', "record 1: `prompt`"),
        ('{"prompt": "p"}', "record 1: `answer`"),
        ('{"prompt": "p", "answer": ["1"]}', "record 1: `answer`"),
        ("7", "record 1: expected an object"),
        ("", "holds no questions"),
    ],
)
def test_bad_data_names_its_record(tmp_path: Path, line: str, named: str) -> None:
    path = tmp_path / "data.jsonl"
    path.write_text(line + "\n")
    with pytest.raises(TrainerError, match=named):
        load_items(str(path), "train", "number")
