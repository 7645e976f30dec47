"""The stage as a job: its files, its counts, and what a later attempt makes of an earlier one."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

import pytest

from stepwell_trainer.errors import Cancelled, TrainerError
from stepwell_trainer.reward.grammar import parse_response
from stepwell_trainer.rewrite import rewriting, stage
from stepwell_trainer.rewrite.teachers.solver import SolverTeacher
from stepwell_trainer.rewrite.teachers.teacher import Unwritten, Written


def records(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text().splitlines()]


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out" / "traces"


class Counting(SolverTeacher):
    """The solver, counting what it is asked."""

    batch_size = 8

    def __init__(self) -> None:
        self.asked: list[str] = []

    def write(self, items):
        self.asked += [item.key for item in items]
        return super().write(items)


@pytest.fixture
def teacher(monkeypatch) -> Counting:
    teacher = Counting()
    monkeypatch.setattr(stage, "teacher_of", lambda profile: teacher)
    return teacher


def test_writes_valid_traces_and_says_how_many(rewrite_job, tiny, out):
    context, events = rewrite_job(tiny, traces=60)
    stage.run(context)
    traces = records(out / "traces.jsonl")
    assert {t["family"] for t in traces} == {"chain-sum", "number-sorting"}
    assert all(set(t) == {"key", "family", "prompt", "response", "answer"} for t in traces)
    assert all(parse_response(t["response"]).answer is not None for t in traces)
    assert len({t["key"] for t in traces}) == len(traces) == 60
    [artifact] = events.of("artifact")
    assert (artifact["kind"], artifact["final"], artifact["artifact"]["path"]) == ("traces", True, str(out))
    assert artifact["summary"]["traces"] == artifact["summary"]["requested"] == 60


def test_the_manifest_holds_the_files_sums(rewrite_job, tiny, out):
    context, events = rewrite_job(tiny)
    stage.run(context)
    manifest = json.loads((out / "manifest.json").read_text())["files"]
    assert manifest == events.of("artifact")[0]["artifact"]["files"]
    assert {f["path"] for f in manifest} == {"traces.jsonl", "rejected.jsonl"}
    for file in manifest:
        data = (out / file["path"]).read_bytes()
        assert (file["bytes"], file["sha256"]) == (len(data), sha256(data).hexdigest())


def test_a_cancelled_job_goes_on_where_it_stopped(rewrite_job, tiny, out, teacher):
    context, _ = rewrite_job(tiny)
    (context.run_dir / "cancel").touch()
    with pytest.raises(Cancelled):
        stage.run(context)
    assert teacher.asked == []
    context, _ = rewrite_job(tiny)
    original = teacher.write

    def cancel_after_two_batches(items):
        if len(teacher.asked) >= 8:
            (context.run_dir / "cancel").touch()
        return original(items)

    teacher.write = cancel_after_two_batches
    with pytest.raises(Cancelled):
        stage.run(context)
    assert len(records(out / "traces.jsonl")) == 16
    teacher.write = original
    context, events = rewrite_job(tiny)
    stage.run(context)
    assert len(teacher.asked) == len(set(teacher.asked)) == 40
    assert events.of("artifact")[0]["summary"]["traces"] == 40


def test_what_a_killed_attempt_half_wrote_is_written_again(rewrite_job, tiny, out, teacher):
    context, _ = rewrite_job(tiny)
    stage.run(context)
    whole = (out / "traces.jsonl").read_bytes()
    (out / "traces.jsonl").write_bytes(whole[:-30])
    lost = records_of(whole)[-1]["key"]
    teacher.asked.clear()
    context, _ = rewrite_job(tiny)
    stage.run(context)
    assert teacher.asked == [lost]
    assert (out / "traces.jsonl").read_bytes() == whole


def records_of(data: bytes) -> list[dict]:
    return [json.loads(line) for line in data.splitlines()]


class Hostile(SolverTeacher):
    """Answers in turn: right, changed, inconsistent, poor, malformed, nothing."""

    def write(self, items):
        return [self._one(n % 6, written) for n, written in enumerate(super().write(items))]

    def _one(self, kind, written):
        body = written.response
        broken = {
            0: body,
            1: body.replace("<answer>", "<answer>9"),
            2: body.replace("<think>", "<think><step>1+1=3</step>"),
            3: body.replace("<think>", "<think><step>hmm</step>"),
            4: body.replace("</think>", ""),
        }
        return Written(broken[kind]) if kind in broken else Unwritten("time-out")


def test_rejections_are_counted_by_filter_and_kept_with_their_reason(rewrite_job, tiny, out, monkeypatch):
    monkeypatch.setattr(stage, "teacher_of", lambda profile: Hostile())
    context, events = rewrite_job({**tiny, "families": ["chain-sum"]}, traces=60)
    stage.run(context)
    counts = events.of("artifact")[0]["summary"]
    assert counts == {
        "requested": 60,
        "traces": 10,
        "rejected/malformed": 10,
        "rejected/answer-changed": 10,
        "rejected/steps-inconsistent": 10,
        "rejected/poor-steps": 10,
        "unwritten": 10,
    }
    rejected = records(out / "rejected.jsonl")
    assert len(rejected) == 40
    assert all(r["reason"] and r["response"] and r["filter"] for r in rejected)
    assert any("time-out" in e["text"] for e in events.of("log"))


def test_unwritten_prompts_are_asked_again_and_rejected_ones_are_not(rewrite_job, tiny, monkeypatch, teacher):
    hostile = Hostile()
    monkeypatch.setattr(stage, "teacher_of", lambda profile: hostile)
    context, _ = rewrite_job({**tiny, "families": ["chain-sum"]}, traces=60)
    stage.run(context)
    monkeypatch.setattr(stage, "teacher_of", lambda profile: teacher)
    context, events = rewrite_job({**tiny, "families": ["chain-sum"]}, traces=60)
    stage.run(context)
    assert len(teacher.asked) == 10
    assert events.of("artifact")[0]["summary"]["traces"] == 20
    assert events.of("artifact")[0]["summary"]["unwritten"] == 0


class Mute(SolverTeacher):
    def write(self, items):
        return [Unwritten("gone") for _ in items]


def test_no_trace_at_all_fails_the_job(rewrite_job, tiny, monkeypatch):
    monkeypatch.setattr(stage, "teacher_of", lambda profile: Mute())
    context, events = rewrite_job(tiny)
    with pytest.raises(TrainerError, match="no trace passed the filters"):
        stage.run(context)
    assert events.of("artifact") == []


def test_a_response_of_lone_surrogates_is_stored(rewrite_job, tiny, monkeypatch, out):
    class Odd(SolverTeacher):
        def write(self, items):
            return [
                Written(w.response.replace("<think>", "<think><step>say \ud800\x00</step>"))
                for w in super().write(items)
            ]

    monkeypatch.setattr(stage, "teacher_of", lambda profile: Odd())
    context, _ = rewrite_job({**tiny, "families": ["chain-sum"]}, traces=5)
    stage.run(context)
    assert all("\ud800\x00" in t["response"] for t in records(out / "traces.jsonl"))


def test_a_data_set_may_bring_its_own_responses(rewrite_job, hf_dataset, out):
    good = "<think><step>{n}+1={m}</step><step>so {m}</step></think><answer>{m}</answer>"
    questions = [
        {"id": f"q{n}", "prompt": f"{n}+1?", "answer": n + 1, "response": good.format(n=n, m=n + 1)} for n in range(40)
    ]
    del questions[7]["response"]
    context, events = rewrite_job(hf_dataset(questions), traces=30)
    stage.run(context)
    counts = events.of("artifact")[0]["summary"]
    assert counts["traces"] + counts["unwritten"] == 30
    assert counts["unwritten"] <= 1


def test_fewer_prompts_than_asked_for_are_said(rewrite_job, hf_dataset):
    good = "<think><step>1+1=2</step><step>so 2</step></think><answer>2</answer>"
    questions = [{"id": f"q{n}", "prompt": f"{n}?", "answer": 2, "response": good} for n in range(10)]
    context, events = rewrite_job(hf_dataset(questions), traces=50)
    stage.run(context)
    assert events.of("artifact")[0]["summary"]["requested"] == 9
    assert any("only 9" in e["text"] for e in events.of("log"))


def test_a_reference_that_no_verifier_reads_is_named(rewrite_job, hf_dataset):
    good = "<think><step>1+1=2</step><step>so 2</step></think><answer>2</answer>"
    questions = [{"id": f"q{n}", "prompt": f"{n}?", "answer": "many", "response": good} for n in range(10)]
    context, _ = rewrite_job(hf_dataset(questions), traces=5)
    with pytest.raises(TrainerError, match="'many' is no number"):
        stage.run(context)


def test_of_a_runaway_response_only_the_start_is_kept(rewrite_job, tiny, monkeypatch, out):
    class Runaway(SolverTeacher):
        def write(self, items):
            _, *rest = super().write(items)
            return [Written("go on " * 100_000), *rest]

    monkeypatch.setattr(stage, "teacher_of", lambda profile: Runaway())
    context, _ = rewrite_job(tiny, traces=5)
    stage.run(context)
    [rejected] = records(out / "rejected.jsonl")
    assert len(rejected["response"]) == rewriting.MAX_KEPT_RESPONSE
