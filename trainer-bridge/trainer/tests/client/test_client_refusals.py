"""What the server refuses for ever is set aside with its reason, and the rest goes on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.client.event_server import Answer

PROBLEM = json.dumps({"status": 400, "detail": "a value is no number", "fields": []}).encode()


def naming(*positions: int) -> bytes:
    """A problem that points at events of the batch, as the real server's does."""
    fields = [{"path": f"events.{n}.values.a", "message": "no"} for n in positions]
    return json.dumps({"status": 400, "detail": "bad values", "fields": fields}).encode()


def metrics_only(batch) -> bool:
    return batch["stream"].endswith("/metrics")


def test_too_large_batches_are_split(server, connect):
    server.script = lambda batch: Answer(413) if len(batch["events"]) > 7 else None
    client = connect(server.url)
    for step in range(100):
        client.log_metrics(step, {"a": 1.0})
    assert vars(client.close()) == {"unsent": 0, "rejected": 0, "lost": 0}
    assert server.arrived("metrics") == list(range(1, 101))


def test_one_event_too_large_is_set_aside(server, connect, tmp_path: Path):
    server.script = lambda batch: Answer(413) if any(len(e.get("text", "")) > 1000 for e in batch["events"]) else None
    client = connect(server.url)
    for text in ["a", "b" * 5000, "c"]:
        client.log_log("info", text)
    assert client.close().rejected == 1
    assert [e["text"] for e in server.events("logs")][:2] == ["a", "c"]
    [kept] = (tmp_path / "spool" / "rejected").glob("*.jsonl")
    assert json.loads(kept.read_text())["text"] == "b" * 5000


def test_only_the_refused_event_is_set_aside(server, connect, tmp_path: Path, notices):
    def refuse_seq_42(batch):
        bad = metrics_only(batch) and any(e["trainStep"] == 41 for e in batch["events"])
        return Answer(400, PROBLEM) if bad else None

    server.script = refuse_seq_42
    client = connect(server.url)
    for step in range(300):
        client.log_metrics(step, {"a": 1.0})
    closing = client.close()
    assert (closing.rejected, closing.unsent) == (1, 0)
    assert server.arrived("metrics") == [s for s in range(1, 301) if s != 42]
    rejected = tmp_path / "spool" / "rejected"
    assert sorted(p.name for p in rejected.iterdir()) == ["metrics-42-42.jsonl", "metrics-42-42.problem.json"]
    assert (rejected / "metrics-42-42.problem.json").read_bytes() == PROBLEM
    assert any("a value is no number" in n for n in notices)


def test_events_that_the_server_names_are_set_aside_in_one_go(server, connect, tmp_path: Path):
    bad = {17, 18, 250}

    def refuse(batch):
        wrong = [n for n, e in enumerate(batch["events"]) if metrics_only(batch) and e["trainStep"] in bad]
        return Answer(400, naming(*wrong)) if wrong else None

    server.script = lambda batch: Answer(503)
    client = connect(server.url)
    for step in range(300):
        client.log_metrics(step, {"a": 1.0})
    client.flush()
    server.script = refuse
    assert vars(client.close()) == {"unsent": 0, "rejected": 3, "lost": 0}
    assert server.arrived("metrics") == [s for s in range(1, 301) if s - 1 not in bad]
    kept = [line for p in (tmp_path / "spool" / "rejected").glob("*.jsonl") for line in p.read_text().splitlines()]
    assert {json.loads(line)["trainStep"] for line in kept} == bad
    assert sum(p["size"] > 1 for p in server.posts) <= 6


def test_refused_events_survive_a_server_that_goes_away_in_between(server, connect, tmp_path: Path):
    answers = iter([Answer(400, naming(0)), Answer(503)])

    def refuse_first(batch):
        if not metrics_only(batch):
            return None
        fallback = Answer(400, naming(0)) if batch["events"][0]["seq"] == 1 else None
        return next(answers, fallback)

    server.script = lambda batch: Answer(503)
    client = connect(server.url)
    for step in range(10):
        client.log_metrics(step, {"a": 1.0})
    client.flush()
    server.script = refuse_first
    assert vars(client.close()) == {"unsent": 0, "rejected": 1, "lost": 0}
    assert server.arrived("metrics") == list(range(2, 11))
    assert (tmp_path / "spool" / "rejected" / "metrics-1-1.jsonl").exists()


@pytest.mark.parametrize("path", ["events.999.values", "events", "stream", "events.x", "events.-1", 5])
def test_a_problem_that_names_nothing_useful_is_halved(server, connect, path):
    body = json.dumps({"detail": "no", "fields": [{"path": path, "message": "no"}]}).encode()
    server.script = lambda b: Answer(400, body) if any(e.get("trainStep") == 3 for e in b["events"]) else None
    client = connect(server.url)
    for step in range(8):
        client.log_metrics(step, {"a": 1.0})
    assert client.close().rejected == 1
    assert [e["trainStep"] for e in server.events("metrics")] == [0, 1, 2, 4, 5, 6, 7]


def test_a_server_that_refuses_everything_is_not_flooded(server, connect):
    server.script = lambda batch: Answer(422, PROBLEM) if metrics_only(batch) else None
    client = connect(server.url)
    for step in range(500):
        client.log_metrics(step, {"a": 1.0})
    assert client.close().rejected == 500
    assert len(server.posts) < 150


def test_the_log_says_it_once(server, connect, until):
    server.script = lambda batch: Answer(409, PROBLEM) if metrics_only(batch) else None
    client = connect(server.url)
    for step in range(3):
        client.log_metrics(step, {"a": 1.0})
        posts = len(server.posts)
        until(lambda posts=posts: len(server.posts) > posts)
    until(lambda: server.events("logs"))
    client.close()
    [warning] = server.events("logs")
    assert warning["level"] == "warn"
    assert "refused" in warning["text"]


def test_later_starts_do_not_send_refused_events_again(server, connect):
    server.script = lambda batch: Answer(400, PROBLEM)
    client = connect(server.url)
    client.log_metrics(0, {"a": 1.0})
    assert client.close().rejected == 1
    server.script = lambda batch: None
    client = connect(server.url)
    client.log_metrics(1, {"a": 1.0})
    client.close()
    assert [e["trainStep"] for e in server.events("metrics")] == [1]
    assert server.seqs("metrics") == [2]
