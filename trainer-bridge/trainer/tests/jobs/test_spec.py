"""job.json: what the contract allows is read, what it does not is refused by name."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from support import EVALUATION, GRPO, REWARD, SFT

from stepwell_trainer import cli
from stepwell_trainer.errors import InvalidJob
from stepwell_trainer.jobs import spec
from stepwell_trainer.jobs.strict import wire_name
from stepwell_trainer.reporting import metric_names
from stepwell_trainer.reward.config import RewardConfig

REPOSITORY = Path(__file__).parents[4]
SCHEMA = REPOSITORY / "trainer-bridge/contracts/schema"


@pytest.fixture
def jobs(make_job: Callable[..., Path]) -> dict[str, dict[str, Any]]:
    """One job of each kind, as the agent writes them."""
    artifact = {"path": "/somewhere", "checkpointId": None, "files": []}
    arm = {"start": "warm-up", "reward": REWARD, "grpo": GRPO}
    written = {
        "rewrite": make_job("rewrite", rewrite={"traces": 10}),
        "sft": make_job("sft", "b", traces=artifact, sft=SFT, maxResponseTokens=48),
        "grpo": make_job(
            "grpo",
            "c",
            checkpoint=None,
            arm={"key": "mixed", "name": "Mixed"},
            training=arm,
            probe={"everyTrainSteps": 5, "prompts": 2, "continuationsPerStep": 2},
            traceSampling=1,
        ),
        "evaluate": make_job(
            "evaluate",
            "d",
            checkpoint=artifact,
            checkpointTrainStep=3,
            benchmarks=["tiny-harder"],
            evaluation=EVALUATION,
        ),
    }
    return {kind: json.loads((run_dir / "job.json").read_text()) for kind, run_dir in written.items()}


def test_each_kind_is_read_and_is_valid_by_the_contract(jobs: dict[str, dict[str, Any]]) -> None:
    schema = json.loads((SCHEMA / "job-spec.json").read_text())
    for kind, job in jobs.items():
        jsonschema.validate(job, schema)
        assert spec.parse_job(job).kind == kind


def test_hf_profiles_too(jobs: dict[str, dict[str, Any]]) -> None:
    profile = {
        "kind": "hf",
        "model": "m",
        "dataset": "d.jsonl",
        "split": "train",
        "verifier": "math",
        "teacher": {"kind": "endpoint", "url": "http://127.0.0.1:1/v1", "model": "t"},
        "benchmarks": {"own": {"dataset": "b.jsonl", "split": "test"}},
    }
    job = spec.parse_job({**jobs["sft"], "profile": profile})
    assert isinstance(job.profile, spec.HfProfile) and job.profile.benchmarks["own"].dataset == "b.jsonl"


def test_fields_are_those_of_the_contract() -> None:
    """Every property the schema names is a field here and the other way round, so neither side drifts."""
    schema = json.loads((SCHEMA / "job-spec.json").read_text())
    pairs = [
        ("sft", spec.SftConfig, ("sft",)),
        ("grpo", spec.GrpoConfig, ("training", "grpo")),
        ("grpo", RewardConfig, ("training", "reward")),
        ("grpo", spec.GrpoJob, ()),
        ("sft", spec.SftJob, ()),
        ("evaluate", spec.EvaluateJob, ()),
        ("rewrite", spec.RewriteJob, ()),
    ]
    options = {o["properties"]["kind"]["const"]: o for o in schema.get("oneOf") or schema["anyOf"]}
    for kind, record, path in pairs:
        node = options[kind]
        for name in path:
            node = resolve(schema, node)["properties"][name]
        found = set(resolve(schema, node)["properties"])
        assert found == {wire_name(f.name) for f in fields(record)}, record.__name__


def resolve(schema: dict[str, Any], node: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in node:
        target: Any = schema
        for part in node["$ref"].removeprefix("#/").split("/"):
            target = target[part]
        node = target
    return node


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"surprise": 1}, "job.surprise"),
        ({"seed": -1}, "job.seed"),
        ({"seed": "1"}, "job.seed"),
        ({"seed": True}, "job.seed"),
        ({"kind": "dance"}, "job.kind"),
        ({"profile": {"kind": "huge"}}, "job.profile.kind"),
        ({"profile": {"kind": "tiny", "families": "chain-sum"}}, "job.profile.families"),
        ({"maxResponseTokens": 1}, "job.maxResponseTokens"),
    ],
)
def test_bad_fields_are_named(jobs: dict[str, dict[str, Any]], change: dict[str, Any], named: str) -> None:
    with pytest.raises(InvalidJob, match=named):
        spec.parse_job({**jobs["sft"], **change})


def test_missing_fields_are_named(jobs: dict[str, dict[str, Any]]) -> None:
    del jobs["sft"]["traces"]
    with pytest.raises(InvalidJob, match=r"job\.traces: missing"):
        spec.parse_job(jobs["sft"])


@pytest.mark.parametrize("content", [None, "", "{", "[]", "{}", '{"kind": "sft"}'])
def test_an_unusable_job_file_exits_with_78(
    tmp_path: Path, content: str | None, capsys: pytest.CaptureFixture[str]
) -> None:
    if content is not None:
        (tmp_path / "job.json").write_text(content)
    assert cli.main(["run", str(tmp_path)]) == 78
    assert "stepwell_trainer:" in capsys.readouterr().err


def test_metric_names_are_those_the_pages_know() -> None:
    source = (REPOSITORY / "lib/contracts/metric-names.ts").read_text()
    ours = {v for k, v in vars(metric_names).items() if k.isupper() and isinstance(v, str) and "/" in v}
    known = {line.split('"')[1] for line in source.splitlines() if line.startswith('  "')}
    assert known <= ours, "a metric that pages know and nobody logs"
    assert metric_names.SD_SUFFIX in source and metric_names.solvability(1) == "c/01"
