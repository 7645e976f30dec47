"""Shared by all tests: one thread, and a tiny model directory written and read like any other."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from support import RUN

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
os.environ.setdefault("HF_HUB_OFFLINE", "1")

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
