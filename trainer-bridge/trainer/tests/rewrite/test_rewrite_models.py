"""Real models as teachers: from a folder on disk, and behind an OpenAI-compatible server."""

from __future__ import annotations

import json

import pytest

from stepwell_trainer.errors import TrainerError
from stepwell_trainer.model.tiny_model import save_tiny_base
from stepwell_trainer.rewrite import stage
from stepwell_trainer.rewrite.teachers.local import LocalTeacher
from stepwell_trainer.rewrite.teachers.teacher import Unwritten
from tests.rewrite.openai_server import ModelReply
from tests.rewrite.taught_model import questions


def records() -> list[dict]:
    return [{"id": item.key, "prompt": item.prompt, "answer": item.answer} for item in questions()]


def test_a_model_folder_teaches(rewrite_job, hf_dataset, taught_model, tmp_path):
    context, events = rewrite_job(hf_dataset(records(), {"kind": "local", "model": str(taught_model)}), traces=5)
    stage.run(context)
    assert events.of("artifact")[0]["summary"]["traces"] == 5
    traces = [json.loads(line) for line in (tmp_path / "out/traces/traces.jsonl").read_text().splitlines()]
    known = {item.key: item for item in questions()}
    assert all(t["prompt"] == known[t["key"]].prompt and t["answer"] == known[t["key"]].answer for t in traces)


def test_the_same_model_behind_an_endpoint_teaches_the_same(
    rewrite_job, hf_dataset, taught_model, tmp_path, open_server
):
    server = open_server(ModelReply(taught_model))
    teacher = {"kind": "endpoint", "url": server.url, "model": "tiny"}
    context, events = rewrite_job(hf_dataset(records(), teacher), traces=5)
    stage.run(context)
    assert events.of("artifact")[0]["summary"]["traces"] == 5
    assert len(server.requests) == 5
    behind = (tmp_path / "out/traces/traces.jsonl").read_text()
    local = LocalTeacher(str(taught_model)).write(questions())
    written = {json.loads(line)["response"] for line in behind.splitlines()}
    assert written <= {outcome.response for outcome in local}


def test_an_untaught_model_passes_no_filter_and_is_no_crash(rewrite_job, hf_dataset, tmp_path):
    folder = save_tiny_base(tmp_path / "random", seed=1)
    context, _ = rewrite_job(hf_dataset(records(), {"kind": "local", "model": str(folder)}), traces=3)
    with pytest.raises(TrainerError, match="no trace passed the filters"):
        stage.run(context)


def test_a_prompt_longer_than_the_context_is_unwritten(taught_model):
    from dataclasses import replace

    long, short = replace(questions()[0], prompt="1 + " * 300 + "1 ="), questions()[1]
    outcomes = LocalTeacher(str(taught_model)).write([long, short])
    assert isinstance(outcomes[0], Unwritten)
    assert "context" in outcomes[0].reason
    assert not isinstance(outcomes[1], Unwritten)


def test_a_folder_without_a_model_is_named(rewrite_job, hf_dataset, tmp_path):
    (tmp_path / "empty").mkdir()
    context, _ = rewrite_job(hf_dataset(records(), {"kind": "local", "model": str(tmp_path / "empty")}), traces=3)
    with pytest.raises(TrainerError, match="empty"):
        stage.run(context)
