"""vLLM beside the trainer: TRL's settings, its protocol on loopback, and whose weights continuations come from.

vLLM itself needs a GPU and is no part of these tests.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
from support import GRPO, REWARD, RUN

from stepwell_trainer import cli
from stepwell_trainer.errors import InvalidJob
from stepwell_trainer.jobs.spec import GrpoJob, parse_job
from stepwell_trainer.sampling.sampler import Decoding, Request, Sampled
from stepwell_trainer.sampling.vllm_engine import VllmSampler
from stepwell_trainer.training import vllm_settings

from .vllm_fakes import CompletionServer, WeightedEngine

HF = {"kind": "hf", "model": "m", "dataset": "d", "verifier": "number"}
SERVER = {"mode": "server", "url": "http://127.0.0.1:8000/"}


def job(vllm: dict[str, Any], profile: dict[str, Any] | None = None) -> GrpoJob:
    fields = {"kind": "grpo", "name": "n", "outputDir": "/o", "checkpoint": None, "probe": None, "traceSampling": 1}
    training = {"start": "base", "reward": REWARD, "grpo": GRPO}
    stack = {"kind": "stepwell", "vllm": vllm}
    rest = {"arm": {"key": "a", "name": "A"}, "training": training, "stack": stack, "profile": profile or HF}
    parsed = parse_job({**RUN, **fields, **rest})
    assert isinstance(parsed, GrpoJob)
    return parsed


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vllm_settings, "vllm_installed", lambda: True)


@pytest.mark.usefixtures("installed")
def test_settings_are_trls() -> None:
    arguments = vllm_settings.vllm_arguments
    assert arguments(job({"mode": "off"}), on_gpu=True) == {}
    assert arguments(job(SERVER), on_gpu=False) == {
        "use_vllm": True,
        "vllm_mode": "server",
        "vllm_server_base_url": "http://127.0.0.1:8000",
    }
    assert arguments(job({"mode": "colocate", "gpuMemoryUtilization": 0.4}), on_gpu=True) == {
        "use_vllm": True,
        "vllm_mode": "colocate",
        "vllm_gpu_memory_utilization": 0.4,
        "vllm_tensor_parallel_size": 1,
    }


def test_trl_knows_every_setting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from trl import GRPOConfig

    monkeypatch.setattr(vllm_settings, "vllm_installed", lambda: True)
    for vllm in (SERVER, {"mode": "colocate"}):
        given = vllm_settings.vllm_arguments(job(vllm), on_gpu=True)
        config = GRPOConfig(output_dir=str(tmp_path), use_cpu=True, bf16=False, **given)
        assert all(getattr(config, name) == value for name, value in given.items())


def test_what_cannot_work_is_refused_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    tiny = {"kind": "tiny", "families": ["chain-sum"]}
    monkeypatch.setattr(vllm_settings, "vllm_installed", lambda: False)
    with pytest.raises(InvalidJob, match=r"stack\.vllm\.mode: vLLM is not installed"):
        vllm_settings.vllm_arguments(job(SERVER), on_gpu=True)
    monkeypatch.setattr(vllm_settings, "vllm_installed", lambda: True)
    with pytest.raises(InvalidJob, match=r"stack\.vllm\.mode: the tiny profile"):
        vllm_settings.vllm_arguments(job(SERVER, tiny), on_gpu=True)
    with pytest.raises(InvalidJob, match=r"stack\.vllm\.mode: `colocate` shares the training GPU"):
        vllm_settings.vllm_arguments(job({"mode": "colocate"}), on_gpu=False)
    with pytest.raises(InvalidJob, match=r"stack\.vllm\.tensorParallelSize"):
        vllm_settings.vllm_arguments(job({"mode": "colocate", "tensorParallelSize": 2}), on_gpu=True)


@pytest.fixture
def server() -> Iterator[CompletionServer]:
    """Answers each prompt with its last token, counted down to 0 (the end) or to the budget of the call."""

    def complete(body: dict[str, Any]) -> list[list[int]]:
        return [list(range(ids[-1], -1, -1))[: body["max_tokens"]] for ids in body["prompt"]]

    running = CompletionServer(complete)
    thread = Thread(target=running.serve)
    thread.start()
    yield running
    running.close()
    thread.join()


def test_a_batch_is_one_request_in_trls_protocol(server: CompletionServer, monkeypatch: pytest.MonkeyPatch) -> None:
    from trl.generation import vllm_client

    monkeypatch.setattr(vllm_client, "is_vllm_available", lambda **_: True)
    synced: list[int] = []
    client = vllm_client.VLLMClient(base_url=server.url)
    engine = SimpleNamespace(mode="server", vllm_client=client, llm=None)
    sampler = VllmSampler(engine, frozenset({0}), lambda: synced.append(len(server.requests)))
    requests = [Request((5, 3), 9), Request((5, 6), 2), Request((5, 3), 3)]
    assert sampler.sample(requests, Decoding(0.7, 0.9)) == [
        Sampled((3, 2, 1, 0), "stop"),
        Sampled((6, 5), "length"),
        Sampled((3, 2, 1), "length"),
    ]
    (sent,) = server.requests
    assert sent["prompt"] == [[5, 3], [5, 6], [5, 3]] and sent["max_tokens"] == 9
    assert (sent["temperature"], sent["top_p"], sent["n"], sent["stop_token_ids"]) == (0.7, 0.9, 1, [0])
    assert synced == [0], "the weights are pushed before anything is sampled"


def test_a_server_that_does_not_answer_loses_continuations_not_the_run() -> None:
    from requests import ConnectionError as Refused

    def fail(**_: Any) -> None:
        raise Refused("gone")

    engine = SimpleNamespace(mode="server", vllm_client=SimpleNamespace(generate=fail), llm=None)
    with pytest.raises(RuntimeError, match="the vLLM server did not answer"):
        VllmSampler(engine, frozenset({0}), lambda: None).sample([Request((1,), 2)], Decoding(1.0))


def test_colocated_requests_have_their_own_budgets(monkeypatch: pytest.MonkeyPatch) -> None:
    vllm = ModuleType("vllm")
    monkeypatch.setattr(vllm, "SamplingParams", lambda **settings: settings, raising=False)
    monkeypatch.setitem(sys.modules, "vllm", vllm)
    seen: list[Any] = []

    def generate(prompts: list[Any], sampling_params: list[Any], use_tqdm: bool) -> list[Any]:
        seen.extend(zip(prompts, sampling_params, strict=True))
        return [SimpleNamespace(outputs=[SimpleNamespace(token_ids=[7, 0])]) for _ in prompts]

    engine = SimpleNamespace(mode="colocate", vllm_client=None, llm=SimpleNamespace(generate=generate))
    sampled = VllmSampler(engine, frozenset({0}), lambda: None).sample(
        [Request((1, 2), 5), Request((3,), 1)], Decoding(1)
    )
    assert sampled == [Sampled((7, 0), "stop"), Sampled((7,), "length")]
    assert [(prompt["prompt_token_ids"], given["max_tokens"]) for prompt, given in seen] == [([1, 2], 5), ([3], 1)]


@pytest.mark.usefixtures("installed")
def test_continuations_come_from_the_current_policy(
    make_job: Callable[..., Path],
    read_events: Callable[[Path, str], list[dict[str, Any]]],
    tiny_dir: Path,
    traces_dir: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A whole GRPO run over an engine that holds weights of its own: it is never asked with older ones."""
    from trl.trainer import grpo_trainer

    WeightedEngine.made.clear()
    monkeypatch.setattr(grpo_trainer, "VLLMGeneration", WeightedEngine)
    rows = [{"prompt": f"{i} + 1 =", "answer": i + 1} for i in range(40)]
    (tmp_path / "data.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    profile = {**HF, "model": str(tiny_dir), "dataset": str(tmp_path / "data.jsonl")}
    training = {"start": "base", "reward": REWARD, "grpo": {**GRPO, "trainSteps": 3, "learningRate": 1e-2}}
    run_dir = make_job(
        "grpo",
        profile=profile,
        checkpoint=None,
        arm={"key": "a", "name": "A"},
        training=training,
        probe={"everyTrainSteps": 1, "prompts": 2, "continuationsPerStep": 2},
        traceSampling=1,
        stack={"kind": "stepwell", "vllm": SERVER},
    )
    assert cli.main(["run", str(run_dir)]) == 0
    (engine,) = WeightedEngine.made
    assert engine.settings["server_base_url"] == "http://127.0.0.1:8000"
    assert engine.syncs == 3 and engine.stale == []
    assert engine.calls.count("responses") == 3 and "continuations" in engine.calls
    assert len(read_events(run_dir, "metrics")) == 3
