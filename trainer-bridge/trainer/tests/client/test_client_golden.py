"""The golden batches that TypeScript reads too, and what the client's own encoding does to them."""

from __future__ import annotations

import json

import pytest

from stepwell_trainer.client.wire import encode_line, encode_number, finite, metric_name
from tests.client.contract import CONTRACTS, violations

GOLDEN = json.loads((CONTRACTS / "golden" / "events.json").read_text())


@pytest.mark.parametrize("case", GOLDEN["valid"], ids=lambda c: c["name"])
def test_valid(case):
    assert violations(case["batch"]) == []


@pytest.mark.parametrize("case", GOLDEN["invalid"], ids=lambda c: c["name"])
def test_invalid(case):
    assert bool(violations(case["batch"])) == case["schema"]


@pytest.mark.parametrize("case", GOLDEN["valid"], ids=lambda c: c["name"])
def test_the_spool_keeps_events_as_they_are(case):
    for event in case["batch"]["events"]:
        seq, rest = event["seq"], {k: v for k, v in event.items() if k != "seq"}
        line = encode_line(seq, rest)
        assert line.count(b"\n") == 1
        assert line.isascii()
        assert json.loads(line) == event


def test_numbers():
    inf = float("inf")
    assert [encode_number(x) for x in (0.0, -1, inf, -inf)] == [0.0, -1, "Infinity", "-Infinity"]
    assert encode_number(float("nan")) == "NaN"
    assert finite({"a": [inf, {"b": (-inf,)}], "c": "inf"}) == {"a": ["Infinity", {"b": ["-Infinity"]}], "c": "inf"}


@pytest.mark.parametrize(
    ("name", "sent"),
    [
        ("reward/mean", "reward/mean"),
        ("a b", "a_b"),
        ("//x//y/", "x/y"),
        ("", "_"),
        ("ü/é", "_/_"),
        ("a" * 300, "a" * 250),
    ],
)
def test_metric_names(name, sent):
    assert metric_name(name) == sent
