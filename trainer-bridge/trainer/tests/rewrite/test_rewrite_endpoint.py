"""An endpoint that is slow, confused, hostile or gone."""

from __future__ import annotations

import socket

import pytest

from stepwell_trainer.errors import TrainerError
from stepwell_trainer.rewrite import stage
from stepwell_trainer.rewrite.teachers.endpoint import MAX_ANSWER, EndpointTeacher, Patience, completions_url
from stepwell_trainer.rewrite.teachers.request import messages_for, unwrapped
from stepwell_trainer.rewrite.teachers.teacher import Unwritten, Written
from stepwell_trainer.tasks.item import Item
from tests.rewrite.openai_server import Hangup, Raw, completion

TRACE = "<think><step>3+4=7</step><step>7-2=5</step></think><answer>5</answer>"
PATIENCE = Patience(timeout=2, tries=3, first_wait=0.01)


def items(count: int, **entry: str) -> list[Item]:
    return [Item(f"q{n}", "d", f"question {n}", "5", "number", entry=dict(entry)) for n in range(count)]


def ask(server, count: int = 1, patience: Patience = PATIENCE):
    return EndpointTeacher(server.url, "m", patience).write(items(count))


def test_answers_stay_with_their_prompts(open_server):
    server = open_server(lambda messages: (f"for {messages[-1]['content']}", "stop"))
    assert ask(server, 20) == [Written(f"for question {n}") for n in range(20)]


@pytest.mark.parametrize(
    "trouble",
    [Raw(500), Raw(503), Raw(429, headers={"Retry-After": "0.05"}), Raw(200, b"<html>"), Raw(200, b"[]"), Hangup()],
    ids=str,
)
def test_trouble_is_tried_again(open_server, trouble):
    replies = iter([trouble, trouble])
    server = open_server(lambda messages: next(replies, (TRACE, "stop")))
    assert ask(server) == [Written(TRACE)]
    assert len(server.requests) == 3


def test_one_prompt_without_an_answer_is_missing_and_the_rest_go_on(open_server):
    server = open_server(lambda m: Raw(500) if m[-1]["content"] == "question 1" else (TRACE, "stop"))
    assert ask(server, 3) == [Written(TRACE), Unwritten("HTTP 500"), Written(TRACE)]


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        ((TRACE, "length"), "cut off"),
        (Raw(400), "HTTP 400"),
        (Raw(200, b'{"choices":[{"message":{"content":null},"finish_reason":"stop"}]}'), "no text"),
        (Raw(200, completion("x" * (MAX_ANSWER + 10), "stop")), "larger than"),
    ],
    ids=["cut off", "refused", "no text", "too large"],
)
def test_what_is_no_trace_is_unwritten_at_once(open_server, reply, reason):
    server = open_server(lambda messages: reply)
    [outcome] = ask(server)
    assert isinstance(outcome, Unwritten)
    assert reason in outcome.reason
    assert len(server.requests) == 1


@pytest.mark.parametrize("status", [401, 403, 404])
def test_an_endpoint_that_refuses_everyone_ends_the_job(open_server, status):
    with pytest.raises(TrainerError, match=f"HTTP {status}"):
        ask(open_server(lambda messages: Raw(status)), 4)


def test_an_endpoint_that_is_away_ends_the_job_with_its_address():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        port = s.getsockname()[1]
    with pytest.raises(TrainerError, match=f"127.0.0.1:{port}.*no answer"):
        EndpointTeacher(f"http://127.0.0.1:{port}", "m", PATIENCE).write(items(3))


def test_a_hanging_endpoint_is_given_up(open_server):
    import threading

    release = threading.Event()
    server = open_server(lambda messages: (release.wait(10) and Raw(500)) or Raw(500))
    with pytest.raises(TrainerError, match="no answer"):
        ask(server, patience=Patience(timeout=0.1, tries=2, first_wait=0.01))
    release.set()


def test_the_key_is_sent_and_nothing_else_is(open_server, monkeypatch):
    monkeypatch.setenv("STEPWELL_RUN_TOKEN", "the run's own")
    server = open_server(lambda messages: (TRACE, "stop"))
    ask(server)
    monkeypatch.setenv("STEPWELL_TEACHER_API_KEY", "secret")
    ask(server)
    (first, body), (second, _) = server.requests
    assert "Authorization" not in first
    assert second["Authorization"] == "Bearer secret"
    assert (body["model"], body["temperature"]) == ("m", 0)
    assert all("the run's own" not in str(headers) for headers, _ in server.requests)


@pytest.mark.parametrize(
    "url", ["http://h", "http://h/", "http://h/v1", "http://h/v1/", "http://h/v1/chat/completions"]
)
def test_addresses(url):
    assert completions_url(url) == "http://h/v1/chat/completions"


def test_the_data_sets_own_reasoning_is_what_is_rewritten():
    [own], [bare] = items(1, reasoning="three and four, less two"), items(1)
    assert "three and four, less two" in messages_for(own)[-1]["content"]
    assert "Answer: 5" in messages_for(own)[-1]["content"]
    assert messages_for(bare)[-1]["content"] == "question 0"


@pytest.mark.parametrize(
    ("text", "trace"),
    [
        (TRACE, TRACE),
        (f"```xml\n{TRACE}\n```", TRACE),
        (f"<think>hm, so many steps</think>\n\n{TRACE} I hope this helps!", TRACE),
        ("no trace here", "no trace here"),
        ("</answer> <think>", "</answer> <think>"),
        (
            "<think><step>1 / 2 < 3</step></think><answer> x </answer>",
            "<think><step>1 / 2 < 3</step></think><answer> x </answer>",
        ),
    ],
)
def test_packaging_is_taken_off_and_nothing_inside_is_touched(text, trace):
    assert unwrapped(text) == trace


HOSTILE = [
    ("answer-changed", TRACE.replace("<answer>5", "<answer>6")),
    ("answer-changed", TRACE.replace("<answer>5", "<answer>5 or 6")),
    ("malformed", TRACE.replace("<step>7-2=5</step>", "<step></step>")),
    ("malformed", TRACE.replace("7-2=5", "<answer>5</answer>")),
    ("malformed", "I cannot help with that."),
    ("steps-inconsistent", TRACE.replace("7-2=5", "7-2=6, near 5")),
    ("steps-inconsistent", TRACE.replace("7-2=5", "answer: 4 (or 5)")),
    ("poor-steps", TRACE.replace("<step>3+4=7</step>", "")),
    ("poor-steps", TRACE.replace("<step>3+4=7</step>", "<step>Taking two from seven leaves 5</step>" * 2)),
    ("poor-steps", TRACE.replace("3+4=7", "The answer is 5")),
]


def test_a_hostile_teacher_is_sorted_by_the_filters(rewrite_job, hf_dataset, open_server):
    replies = [*HOSTILE, ("passes", TRACE)]
    questions = [{"id": f"q{n}", "prompt": f"question {n}", "answer": "5"} for n in range(len(replies) + 1)]
    server = open_server(lambda m: (replies[int(m[-1]["content"].split()[1]) % len(replies)][1], "stop"))
    profile = hf_dataset(questions, {"kind": "endpoint", "url": server.url, "model": "m"})
    context, events = rewrite_job(profile, traces=len(replies))
    stage.run(context)
    asked = [int(body["messages"][-1]["content"].split()[1]) % len(replies) for _, body in server.requests]
    expected = [replies[n][0] for n in asked]
    counts = events.of("artifact")[0]["summary"]
    for name in {name for name, _ in HOSTILE}:
        assert counts[f"rejected/{name}"] == expected.count(name)
    assert counts["traces"] == expected.count("passes") >= 1
