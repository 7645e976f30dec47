"""verl with our reward, driven as the agent drives it, over a stand-in that writes its real formats."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from statistics import fmean
from typing import Any

import pytest

from stepwell_trainer.training.manifest import is_sealed, seal

from .conftest import FAKES, PACKAGE

Events = Callable[[Path, str], list[dict[str, Any]]]
OUTCOME = {"lambdaOutcome": 1, "lambdaProcess": 0, "lengthMin": 4, "lengthMax": 48}
IMPORTS = f"{PACKAGE}:{FAKES}"


def stack(**more: Any) -> dict[str, Any]:
    return {"kind": "verl", "python": sys.executable, **more}


def test_a_run_pays_our_reward_and_reports_everything(
    hf_grpo: Any, run_job: Any, read_events: Events, tmp_path: Path
) -> None:
    run_dir = hf_grpo(tmp_path, stack(), reward=OUTCOME)
    done = run_job(run_dir, PYTHONPATH=IMPORTS)
    assert done.returncode == 0, done.stdout + done.stderr
    values: dict[int, dict[str, float]] = {}
    for event in read_events(run_dir, "metrics"):
        values.setdefault(event["trainStep"], {}).update(event["values"])
    assert sorted(values) == [1, 2, 3, 4, 5, 6]
    traces = [e["trace"] for e in read_events(run_dir, "traces")]
    assert len(traces) == 6 * 2 * 4
    for step, known in values.items():
        own = [t for t in traces if t["trainStep"] == step]
        assert known["reward/mean"] == pytest.approx(fmean(t["reward"]["reward"] for t in own))
        assert known["reward/format"] == pytest.approx(fmean(t["reward"]["format"] for t in own))
        assert known["critic/rewards/max"] == 2.0 and known["optim/loss"] == 0.1
    for trace in traces:
        right = trace["answer"] == trace["prompt"]["answer"]
        reward = trace["reward"]
        if not reward["formatValid"]:
            assert reward["reward"] == 0 and reward["outcome"] is None and trace["invalidReason"]
        else:
            assert reward["outcome"] == float(right)
            # K = Kmin, so B = 0: r1 + beta, and 1 for a right answer.
            assert reward["reward"] == pytest.approx(1.0 + right)
    artifacts = [e for e in read_events(run_dir, "status") if e["type"] == "artifact"]
    assert [(a["trainStep"], a["final"]) for a in artifacts] == [(2, False), (4, False), (6, False), (6, True)]
    final = Path(artifacts[-1]["artifact"]["path"])
    assert is_sealed(final) and (final / "model.safetensors").read_bytes() == b"weights of 6"


def test_a_killed_run_resumes_with_a_log_of_its_own(
    hf_grpo: Any, run_job: Any, read_events: Events, tmp_path: Path
) -> None:
    first = hf_grpo(tmp_path, stack(), "first", reward=OUTCOME)
    assert run_job(first, PYTHONPATH=IMPORTS, FAKE_DIE_AT="3").returncode == 1
    second = hf_grpo(tmp_path, stack(), "second", reward=OUTCOME, attemptId="att_9876543210")
    assert run_job(second, PYTHONPATH=IMPORTS).returncode == 0
    steps = [
        [e["trainStep"] for e in read_events(d, "metrics") if "optim/loss" in e["values"]] for d in (first, second)
    ]
    assert steps == [[1, 2, 3], [3, 4, 5, 6]]


def test_a_run_that_begins_again_replaces_the_checkpoints_of_its_older_history(
    hf_grpo: Any, run_job: Any, read_events: Events, tmp_path: Path
) -> None:
    """As on another host: the models are there, the checkpoints that verl resumes from are not."""
    old = tmp_path / "out/checkpoints/checkpoint-2"
    old.mkdir(parents=True)
    (old / "model.safetensors").write_bytes(b"of an older history")
    seal(old)
    run_dir = hf_grpo(tmp_path, stack(), reward=OUTCOME, grpo={"trainSteps": 2})
    assert run_job(run_dir, PYTHONPATH=IMPORTS).returncode == 0
    assert (old / "model.safetensors").read_bytes() == b"weights of 2" and is_sealed(old)


def test_only_our_package_becomes_importable_for_verl(hf_grpo: Any, run_job: Any, tmp_path: Path) -> None:
    """The reward is loaded by its path in another Python; our libraries must not shadow that one's."""
    folder = tmp_path / "out/verl/imports"
    run_dir = hf_grpo(tmp_path, stack(), reward=OUTCOME, grpo={"trainSteps": 1})
    assert run_job(run_dir, PYTHONPATH=IMPORTS).returncode == 0
    assert [path.name for path in folder.iterdir()] == ["stepwell_trainer"]


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"reward": {"lambdaOutcome": 0.5, "lambdaProcess": 0.5}}, "training.reward.lambdaProcess"),
        ({"reward": {**OUTCOME, "scheme": "clipped"}}, "training.reward.scheme"),
        ({"grpo": {"lossType": "bnpo"}}, "training.grpo.lossType"),
        ({"grpo": {"scaleRewards": "batch"}}, "training.grpo.scaleRewards"),
        ({"probe": {"everyTrainSteps": 1, "prompts": 1, "continuationsPerStep": 1}}, "probe"),
        ({"profile": {"kind": "tiny", "families": ["chain-sum"]}}, "profile.kind"),
        ({"stack": {"overrides": {"trainer.total_training_steps": 9}}}, "stack.overrides.trainer.total_training_steps"),
    ],
)
def test_what_verl_cannot_express_is_refused_by_name(
    hf_grpo: Any, tmp_path: Path, changes: dict[str, Any], named: str
) -> None:
    from stepwell_trainer import cli

    change = {"reward": OUTCOME, **changes}
    run_dir = hf_grpo(tmp_path, stack(**change.pop("stack", {})), **change)
    assert cli.main(["run", str(run_dir)]) == 78
    assert f"{named}:" in (run_dir / "events/logs.jsonl").read_text()


def test_a_verdict_that_nobody_could_reach_pays_as_wrong_and_stays_unknown(
    tmp_path: Path, tiny_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from support import REWARD

    from stepwell_trainer.adapters.verl.reward import compute_score
    from stepwell_trainer.verifiers.index import VerifierSet

    monkeypatch.setattr(VerifierSet, "judge", lambda *_: None)

    path = tmp_path / "reward.json"
    path.write_text(json.dumps({"reward": {**REWARD, **OUTCOME}, "tokenizer": str(tiny_dir)}))
    facts = {"stepwell": str(path), "verifier": "number", "key": "k", "index": 3}
    text = "<think><step>a</step><step>b</step></think><answer>8</answer>"
    result = compute_score("d", text, "7", facts)
    assert result["stepwell_outcome"] != result["stepwell_outcome"]
    assert result["score"] == pytest.approx(result["stepwell_format"])
    assert all(isinstance(value, float) for value in result.values())
