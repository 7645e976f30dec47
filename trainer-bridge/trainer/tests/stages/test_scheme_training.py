"""A run trains with the scheme of its configuration, groups and all."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from support import GRPO, REWARD

from stepwell_trainer import cli
from stepwell_trainer.sampling import compacting
from stepwell_trainer.sampling.sampler import Sampled
from stepwell_trainer.verifiers.index import VerifierSet


def test_progress_starts_from_the_outcomes_of_the_responses_own_group(
    make_job: Callable[..., Path], read_events: Callable[..., list[dict[str, Any]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    responses = iter(["right", "right", "right", "wrong", "wrong", "wrong"])

    def scripted(self: Any, requests: Any, decoding: Any) -> list[Sampled]:
        tokenizer = self._loaded.tokenizer
        sampled = []
        for request in requests:
            begun = "</step>" in tokenizer.decode(list(request.ids))
            answer = "1" if begun or next(responses) == "right" else "2"
            steps = "" if begun else "<think><step>1+1=2</step><step>2+2=4</step>"
            text = f"{steps}</think><answer>{answer}</answer>"
            sampled.append(Sampled((*tokenizer.encode(text), tokenizer.eos_token_id), "stop"))
        return sampled

    monkeypatch.setattr(compacting.CompactingSampler, "sample", scripted)
    monkeypatch.setattr(VerifierSet, "judge", lambda self, answer, item: answer == "1")
    training = {"start": "base", "reward": {**REWARD, "scheme": "progress"}}
    grpo = {**GRPO, "trainSteps": 1, "promptsPerStep": 2, "groupSize": 3}
    fields = {"checkpoint": None, "arm": {"key": "p", "name": "P"}, "probe": None, "traceSampling": 1}
    run_dir = make_job("grpo", training={**training, "grpo": grpo}, **fields)
    assert cli.main(["run", str(run_dir)]) == 0
    traces = [event["trace"] for event in read_events(run_dir, "traces")]
    by_group: dict[str, set[float]] = {}
    for trace in traces:
        assert all(step["successes"] == step["returned"] == 2 for step in trace["traceSteps"])
        by_group.setdefault(trace["group"]["id"], set()).add(trace["reward"]["processGated"])
    # Every continuation is right, so c_i = 1: the progress of two trace steps is (1 - c_0) / 2, c_0 being 3/3 and 0/3.
    assert sorted(by_group.values(), key=max) == [{0.0}, {0.5}]
