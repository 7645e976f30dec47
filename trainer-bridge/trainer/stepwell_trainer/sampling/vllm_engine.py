"""Sampling with the vLLM engine that TRL keeps beside its trainer, for continuations as for responses.

Continuations must come from the current policy (method.md, fault 1). TRL pushes the weights into the engine before the
first sampling of a train step and empties the prefix cache with that; everything sampled until the next update then
uses those weights, and prefixes share the cache of that same engine. `sync` makes it so for whoever samples first.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol

from stepwell_trainer.sampling.sampler import Decoding, Request, Sampled, cut


class VllmEngine(Protocol):
    """What is used of trl.generation.vllm_generation.VLLMGeneration: `vllm_client` in server mode, else `llm`."""

    mode: str
    vllm_client: Any
    llm: Any


class VllmSampler:
    """One request to the engine per batch."""

    def __init__(self, engine: VllmEngine, end_ids: frozenset[int], sync: Callable[[], None]) -> None:
        """`sync`: leaves the engine with the weights that are being trained; cheap where it has them."""
        self._engine = engine
        self._end_ids = end_ids
        self._sync = sync

    def sample(self, requests: Sequence[Request], decoding: Decoding) -> list[Sampled]:
        """Raises RuntimeError where the engine answers for other than these requests, or not at all."""
        if not requests:
            return []
        self._sync()
        rows = (
            self._from_server(requests, decoding) if self._engine.mode == "server" else self._here(requests, decoding)
        )
        if len(rows) != len(requests):
            raise RuntimeError(f"vLLM returned {len(rows)} continuations for {len(requests)} requests")
        return [cut(row, request.budget, self._end_ids) for row, request in zip(rows, requests, strict=True)]

    def _from_server(self, requests: Sequence[Request], decoding: Decoding) -> list[list[int]]:
        """One HTTP request takes one budget; what exceeds a request's own is cut off."""
        from requests import RequestException

        try:
            answer = self._engine.vllm_client.generate(
                prompts=[list(r.ids) for r in requests],
                n=1,
                temperature=decoding.temperature,
                top_p=decoding.top_p,
                top_k=0,
                max_tokens=max(r.budget for r in requests),
                logprobs=0,
                generation_kwargs={"stop_token_ids": sorted(self._end_ids)},
            )
        except RequestException as problem:
            raise RuntimeError(f"the vLLM server did not answer: {problem}") from problem
        rows: list[list[int]] = answer["completion_ids"]
        return rows

    def _here(self, requests: Sequence[Request], decoding: Decoding) -> list[list[int]]:
        """In this process, each request with its own budget."""
        from vllm import SamplingParams

        settings = [
            SamplingParams(
                n=1,
                temperature=decoding.temperature,
                top_p=decoding.top_p,
                top_k=0,
                max_tokens=r.budget,
                stop_token_ids=sorted(self._end_ids),
            )
            for r in requests
        ]
        prompts = [{"prompt_token_ids": list(r.ids)} for r in requests]
        outputs = self._engine.llm.generate(prompts, sampling_params=settings, use_tqdm=False)
        return [list(output.outputs[0].token_ids) for output in outputs]
