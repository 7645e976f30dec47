"""What is logged arrives: once, in order, as it was, valid by contract."""

from __future__ import annotations

import os
from pathlib import Path

TRACE = {
    "origin": "train",
    "trainStep": 3,
    "sampleIndex": 0,
    "prompt": {"key": "q", "dataset": "d", "messages": [{"role": "user", "content": "1+1"}], "answer": "2"},
    "response": "<think>",
    "responseTokens": 1,
    "finishReason": "stop",
    "invalidReason": "expected <step>, found the end",
    "answer": None,
    "traceSteps": [],
    "reward": None,
    "group": None,
    "groupAdvantage": float("nan"),
    "modelId": "run_0123456789@2",
}
BENCHMARK = {"key": "b", "title": "B", "contentSha256": "0" * 64, "questions": 250}
SETTINGS = {"decodes": 1, "temperature": 0, "batchSize": 8, "seed": 1, "maxResponseTokens": 64}


def item(n: int, response: str = "4") -> dict:
    return {
        "question": f"q{n}",
        "cluster": None,
        "decode": 0,
        "correct": None,
        "answer": "4",
        "reference": "4",
        "prompt": "2+2",
        "response": response,
        "responseTokens": 1,
        "formatValid": False,
    }


def test_every_kind_arrives_once_in_order_and_valid(server, connect):
    client = connect(server.url)
    for step in range(1200):
        client.log_metrics(step, {"reward/mean": step / 2}, {k: step for k in PROGRESS})
    client.log_trace(TRACE)
    client.phase("training", "step 1", 1, 10)
    client.environment({"torch": "2", "long": "x" * 10_000})
    client.artifact("checkpoint", {"path": "/c", "files": []}, 5, True, 10, {"loss": float("inf")})
    client.evaluation(BENCHMARK, 5, SETTINGS, [item(n) for n in range(250)], complete=True)
    assert vars(client.close()) == {"unsent": 0, "rejected": 0, "lost": 0}
    assert server.arrived("metrics") == list(range(1, 1201))
    assert [e["trainStep"] for e in server.events("metrics")] == list(range(1200))
    assert [e["type"] for e in server.events("status")] == ["phase", "environment", "artifact"]
    assert server.events("traces")[0]["trace"] == {**TRACE, "groupAdvantage": "NaN"}


PROGRESS = ("responseTokens", "continuationTokens", "activeMs", "gpuMs")


def test_evaluations_are_split_and_only_the_last_is_complete(server, connect):
    client = connect(server.url)
    items = [item(n, "x" * (150_000 if n < 4 else 1)) for n in range(250)]
    client.evaluation(BENCHMARK, 5, SETTINGS, items, complete=True)
    client.evaluation(BENCHMARK, 6, SETTINGS, [], complete=True)
    client.close()
    events = server.events("evaluations")
    assert [i["question"] for e in events for i in e["items"]] == [f"q{n}" for n in range(250)]
    assert [e["complete"] for e in events] == [False] * (len(events) - 2) + [True, True]
    assert max(sum(len(i["response"]) for i in e["items"]) for e in events) <= 450_000


def test_non_finite_numbers_keep_their_names_and_none_is_left_out(server, connect):
    client = connect(server.url)
    values = {"a": float("nan"), "b": float("inf"), "c": float("-inf"), "d": None, "e": 0.0, "bad name/ü": 1.5}
    client.log_metrics(1, values)
    client.close()
    assert server.events("metrics")[0]["values"] == {
        "a": "NaN",
        "b": "Infinity",
        "c": "-Infinity",
        "e": 0.0,
        "bad_name/_": 1.5,
    }


def test_numbers_of_numpy_are_numbers(server, connect):
    import numpy

    client = connect(server.url)
    client.log_metrics(numpy.int64(4), {"a": numpy.float32(0.5)})
    client.log_trace({**TRACE, "responseTokens": numpy.int64(7), "groupAdvantage": numpy.float32("inf")})
    client.close()
    assert server.events("metrics")[0]["values"] == {"a": 0.5}
    assert server.events("traces")[0]["trace"]["groupAdvantage"] == "Infinity"


def test_hostile_text_arrives_unchanged(server, connect):
    texts = ["nul \x00", "lone \ud800 surrogate", "<script>alert(1)</script>", "\r\n\u2028\x1b[31m", "😀" * 10, '"\\']
    client = connect(server.url)
    for text in texts:
        client.log_log("info", text, "stdout")
    client.close()
    assert [e["text"] for e in server.events("logs")] == texts


def test_long_logs_become_several_events(server, connect):
    client = connect(server.url)
    text = "😀" * 120_001
    client.log_log("info", text)
    client.close()
    parts = [e["text"] for e in server.events("logs")]
    assert "".join(parts) == text
    assert max(len(p.encode("utf-16-le")) // 2 for p in parts) <= 100_000


def test_what_cannot_be_an_event_is_counted_and_ends_nothing(server, connect, notices):
    client = connect(server.url)
    client.log_metrics(1, {"a": "not a number"})
    client.log_trace({"response": object()})
    client.log_metrics(2, {"a": 1.0})
    closing = client.close()
    assert closing.lost == 2
    assert server.seqs("metrics") == [1]
    assert len(notices) >= 2


def test_stop_reaches_the_trainer(server, connect, until):
    client = connect(server.url)
    client.log_metrics(1, {"a": 1.0})
    until(lambda: server.seqs("metrics") == [1])
    assert not client.stop_requested
    server.stop = True
    client.log_metrics(2, {"a": 1.0})
    until(lambda: client.stop_requested)


def test_an_event_is_at_the_server_soon(server, connect, until):
    client = connect(server.url)
    client.log_metrics(1, {"a": 1.0})
    until(lambda: server.seqs("metrics") == [1], seconds=3.0)
    client.log_metrics(2, {"a": 1.0})
    until(lambda: server.seqs("metrics") == [1, 2], seconds=3.0)


def test_a_spool_with_nothing_left_keeps_its_count_only(server, connect, tmp_path: Path):
    client = connect(server.url)
    client.log_metrics(1, {"a": 1.0})
    client.close()
    assert sorted(os.listdir(tmp_path / "spool")) == ["acks.json", "send.lock", "write.lock"]


def test_a_second_start_counts_on(server, connect):
    for step in range(3):
        client = connect(server.url)
        client.log_metrics(step, {"a": 1.0})
        client.close()
    assert server.arrived("metrics") == [1, 2, 3]
