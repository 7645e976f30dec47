"""LLaMA-Factory's warm-up over a stand-in of its real formats; and the real one where it is installed."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from support import SFT

from stepwell_trainer.training.manifest import is_sealed

from .conftest import PACKAGE

Events = Callable[[Path, str], list[dict[str, Any]]]
MakeJob = Callable[..., Path]


def sft_job(make_job: MakeJob, traces: Path, program: str, name: str = "run", **changes: Any) -> Path:
    stack = {"kind": "llama-factory", "program": program, "overrides": changes.pop("overrides", {})}
    artifact = {"path": str(traces), "checkpointId": None, "files": []}
    settings = {**SFT, "maxTrainSteps": 5, **changes.pop("sft", {})}
    return make_job("sft", name, traces=artifact, sft=settings, maxResponseTokens=48, stack=stack, **changes)


def test_a_warm_up_is_written_followed_and_ends_in_a_model(
    make_job: MakeJob, traces_dir: Path, program: Any, run_job: Any, read_events: Events
) -> None:
    run_dir = sft_job(make_job, traces_dir, program("llamafactory_cli.py"))
    done = run_job(run_dir)
    assert done.returncode == 0, done.stdout + done.stderr
    values: dict[int, dict[str, float]] = {}
    for event in read_events(run_dir, "metrics"):
        values.setdefault(event["trainStep"], {}).update(event["values"])
    assert sorted(values) == [1, 2, 3, 4, 5]
    assert values[4] == {"optim/loss": 0.25, "optim/learning_rate": 0.002, "epoch": 0.5, "optim/grad_norm": 2.0}
    spent = [e["progress"]["activeMs"] for e in read_events(run_dir, "metrics") if e["progress"]]
    assert spent == [1000, 2000, 3000, 4000, 5000]
    artifacts = [e for e in read_events(run_dir, "status") if e["type"] == "artifact"]
    assert [(a["trainStep"], a["final"]) for a in artifacts] == [(2, False), (4, False), (5, False), (5, True)]
    final = Path(artifacts[-1]["artifact"]["path"])
    assert is_sealed(final) and not (final / "chat_template.jinja").exists()
    text = "\n".join(e["text"] for e in read_events(run_dir, "logs"))
    assert "Training on 64 examples" in text and "\x1b" not in text


def test_prompts_and_responses_are_the_text_that_grpo_will_see(
    make_job: MakeJob, traces_dir: Path, tiny_dir: Path, tmp_path: Path
) -> None:
    from transformers import AutoTokenizer

    from stepwell_trainer.adapters.llama_factory.data import write_rendered
    from stepwell_trainer.jobs.spec import parse_job
    from stepwell_trainer.profiles.index import profile_of

    run_dir = sft_job(make_job, traces_dir, "unused")
    profile = profile_of(parse_job(json.loads((run_dir / "job.json").read_text())))
    tokenizer = AutoTokenizer.from_pretrained(tiny_dir)
    written = write_rendered(traces_dir / "traces.jsonl", tmp_path / "data", profile, tokenizer)
    assert (written.traces, written.changed) == (64, 0)
    rows = [json.loads(line) for line in (tmp_path / "data/traces.jsonl").read_text().splitlines()]
    traces = [json.loads(line) for line in (traces_dir / "traces.jsonl").read_text().splitlines()]
    for row, trace in zip(rows, traces, strict=True):
        assert tokenizer.encode(row["instruction"], add_special_tokens=False) == list(
            profile.prompt_ids(tokenizer, trace["prompt"])
        )
        assert tokenizer.encode(row["output"], add_special_tokens=False) == [
            *tokenizer.encode(trace["response"], add_special_tokens=False),
            tokenizer.eos_token_id,
        ]


def wait_for(path: Path, process: subprocess.Popen[str]) -> None:
    deadline = time.monotonic() + 300
    while not path.exists():
        assert process.poll() is None and time.monotonic() < deadline, f"{path} never came"
        time.sleep(0.05)


def start(run_dir: Path, **environment: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "stepwell_trainer", "run", str(run_dir)],
        env={**os.environ, "PYTHONPATH": str(PACKAGE), **environment},
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def gone(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


def test_a_cancelled_warm_up_keeps_its_checkpoint_and_goes_on_from_it(
    make_job: MakeJob, traces_dir: Path, program: Any, run_job: Any, read_events: Events, tmp_path: Path
) -> None:
    fake = program("llamafactory_cli.py")
    first = sft_job(make_job, traces_dir, fake, "first")
    process = start(first, FAKE_HANG_AT="3")
    wait_for(tmp_path / "out/checkpoints/hanging", process)
    (first / "cancel").touch()
    said, _ = process.communicate(timeout=300)
    assert process.returncode == 75 and "its checkpoint of train step 2 is kept" in said
    (tmp_path / "out/checkpoints/checkpoint-4").mkdir()  # a torn one
    second = sft_job(make_job, traces_dir, fake, "second", attemptId="att_9876543210")
    assert run_job(second).returncode == 0
    steps = [e["trainStep"] for e in read_events(second, "metrics") if "optim/loss" in e["values"]]
    assert steps == [3, 4, 5]


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="orphans are adopted on Linux only")
def test_nothing_outlives_a_trainer_that_is_killed(
    make_job: MakeJob, traces_dir: Path, program: Any, tmp_path: Path
) -> None:
    """The stack ignores SIGTERM and its child is in another session: the guardian ends both all the same."""
    run_dir = sft_job(make_job, traces_dir, program("llamafactory_cli.py"))
    process = start(run_dir, FAKE_HANG_AT="1", FAKE_IGNORE_TERM="1", STEPWELL_STACK_GRACE_SECONDS="0.2")
    output = tmp_path / "out/checkpoints"
    wait_for(output / "hanging", process)
    child = int((output / "child.pid").read_text())
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    deadline = time.monotonic() + 60
    while not gone(child):
        assert time.monotonic() < deadline, "the stack's child outlived the trainer"
        time.sleep(0.05)


def test_a_program_that_is_not_there_is_named(
    make_job: MakeJob, traces_dir: Path, run_job: Any, read_events: Events
) -> None:
    run_dir = sft_job(make_job, traces_dir, "/nowhere/llamafactory-cli")
    assert run_job(run_dir).returncode == 1
    assert "cannot start /nowhere/llamafactory-cli: No such file" in read_events(run_dir, "logs")[-1]["text"]


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"sft": {"stopAtAccuracy": 0.5}}, "sft.stopAtAccuracy"),
        ({"overrides": {"output_dir": "/tmp"}}, "stack.overrides.output_dir"),
        ({"overrides": {"finetuning_type": "lora"}}, "stack.overrides.finetuning_type"),
    ],
)
def test_what_it_cannot_do_is_refused_by_name(
    make_job: MakeJob, traces_dir: Path, changes: dict[str, Any], named: str
) -> None:
    from stepwell_trainer import cli

    run_dir = sft_job(make_job, traces_dir, "unused", **changes)
    assert cli.main(["run", str(run_dir)]) == 78
    assert f"{named}:" in (run_dir / "events/logs.jsonl").read_text()


REAL = os.environ.get("STEPWELL_TEST_LLAMAFACTORY") or shutil.which("llamafactory-cli")


@pytest.mark.skipif(REAL is None, reason="llamafactory-cli is not installed; name it in STEPWELL_TEST_LLAMAFACTORY")
def test_the_real_one_trains_a_model_that_grpo_can_start_from(
    make_job: MakeJob, traces_dir: Path, run_job: Any, read_events: Events
) -> None:
    from support import GRPO, REWARD

    run_dir = sft_job(make_job, traces_dir, str(REAL), sft={"maxTrainSteps": 3})
    done = run_job(run_dir, OMP_NUM_THREADS="1")
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr
    losses = [e["values"]["optim/loss"] for e in read_events(run_dir, "metrics") if "optim/loss" in e["values"]]
    assert len(losses) == 3 and losses[-1] < losses[0]
    final = [e for e in read_events(run_dir, "status") if e["type"] == "artifact" and e["final"]][0]["artifact"]
    training = {"start": "warm-up", "reward": {**REWARD, "lambdaOutcome": 1, "lambdaProcess": 0}, "grpo": GRPO}
    arm = {"key": "a", "name": "A"}
    grpo = make_job("grpo", "grpo", checkpoint=final, arm=arm, training=training, probe=None, traceSampling=1)
    assert run_job(grpo).returncode == 0
