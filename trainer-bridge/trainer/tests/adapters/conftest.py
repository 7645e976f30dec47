"""Jobs of other stacks, and programs that stand in for those stacks."""

from __future__ import annotations

import json
import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from support import GRPO, REWARD, RUN

PACKAGE = Path(__file__).parents[2]
FAKES = Path(__file__).parent / "fakes"
RunJob = Callable[..., subprocess.CompletedProcess[str]]
HfJob = Callable[..., Path]


@pytest.fixture(scope="session")
def run_job() -> RunJob:
    """`python -m stepwell_trainer run RUN_DIR`, as the agent starts it; extra environment by keyword."""

    def run(run_dir: Path, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "stepwell_trainer", "run", str(run_dir)],
            cwd=run_dir,
            env={**os.environ, "PYTHONPATH": str(PACKAGE), "HF_HUB_OFFLINE": "1", **environment},
            capture_output=True,
            text=True,
            timeout=600,
        )

    return run


@pytest.fixture(scope="session")
def chat_model(tiny_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny model with a chat template."""
    folder = tmp_path_factory.mktemp("chat") / "model"
    shutil.copytree(tiny_dir, folder)
    (folder / "chat_template.jinja").write_text("{% for m in messages %}{{ m['content'] }}{% endfor %}")
    return folder


@pytest.fixture(scope="session")
def questions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data set of 60 questions, longer than the reward's log shows of a problem."""
    path = tmp_path_factory.mktemp("questions") / "questions.jsonl"
    rows = [{"prompt": f"{n} and {n}? " + "Think. " * 90, "answer": str(2 * n)} for n in range(60)]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


@pytest.fixture(scope="session")
def hf_grpo(chat_model: Path, questions: Path) -> HfJob:
    """Writes a GRPO job of the hf profile for a stack into FOLDER/NAME: 6 train steps, checkpoints every 2."""

    def make(folder: Path, stack: dict[str, Any], name: str = "run", **changes: Any) -> Path:
        training = {
            "start": "base",
            "reward": {**REWARD, "tau": 0.5, **changes.pop("reward", {})},
            "grpo": {**GRPO, "trainSteps": 6, "groupSize": 4, **changes.pop("grpo", {})},
        }
        profile = {"kind": "hf", "model": str(chat_model), "dataset": str(questions), "verifier": "number"}
        fields = {"checkpoint": None, "arm": {"key": "a", "name": "A"}, "probe": None, "traceSampling": 1}
        own = {"kind": "grpo", "name": name, "outputDir": str(folder / "out"), "training": training, "stack": stack}
        run_dir = folder / name
        run_dir.mkdir(parents=True)
        (run_dir / "job.json").write_text(json.dumps({**RUN, **own, "profile": profile, **fields, **changes}))
        return run_dir

    return make


@pytest.fixture(scope="session")
def easyr1_checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder laid out like the ProcessThinker repository, with a stand-in trainer."""
    root = tmp_path_factory.mktemp("checkout") / "ProcessThinker"
    shutil.copytree(FAKES / "easyr1", root / "EasyR1")
    for package in ("verl", "verl/trainer"):
        (root / "EasyR1" / package / "__init__.py").touch()
    return root


@pytest.fixture
def program(tmp_path: Path) -> Callable[[str], str]:
    """An executable that runs a stand-in of `fakes` with this Python."""

    def make(fake: str) -> str:
        path = tmp_path / fake.removesuffix(".py").replace("_", "-")
        path.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{FAKES / fake}" "$@"\n')
        path.chmod(path.stat().st_mode | stat.S_IXUSR)
        return str(path)

    return make
