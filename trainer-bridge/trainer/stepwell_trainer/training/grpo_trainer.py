"""TRL's GRPOTrainer, with our own sampling, scoring and reporting around an unchanged update.

What is overridden, and why:
- `_tokenize_prompts`: the profile renders prompts, so that training and evaluation see the same token ids.
- `_generate_single_turn`: responses come from the same engine as continuations, timed apart.
- `_generate_and_score_completions`: afterwards the advantages exist as trained with, and traces can be written.
- `log`: one metrics event per train step, ours and TRL's together.
- `_get_train_sampler`: the order of prompts survives a restart (prompt_order.py).
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import Any

from torch.utils.data import Sampler
from trl import GRPOConfig, GRPOTrainer
from trl.models import unwrap_model_for_generation

from stepwell_trainer.continuations.response import read_response
from stepwell_trainer.model.loading import LoadedModel, end_token_ids
from stepwell_trainer.profiles.profile import Profile
from stepwell_trainer.sampling.sampler import Decoding, Request, cut
from stepwell_trainer.sampling.sampler import Sampler as PolicySampler
from stepwell_trainer.sampling.vllm_engine import VllmSampler
from stepwell_trainer.tasks.item import Item
from stepwell_trainer.training.grpo_step import GrpoStep
from stepwell_trainer.training.probe import Probe
from stepwell_trainer.training.prompt_order import PromptOrder
from stepwell_trainer.training.scoring import ResponseScorer

# TRL warns once per batch, with the whole sample, where a response has no reward; that is a normal outcome here.
logging.getLogger("trl.trainer.grpo_trainer").setLevel(logging.ERROR)

StepSink = Callable[[GrpoStep, dict[str, float]], None]


class StepwellGRPOTrainer(GRPOTrainer):
    """`items` are the prompts by the part of the plan that asked for them, laid end to end in `train_dataset`.

    `on_scored` gets every batch as scored; `on_step` every train step with TRL's own values."""

    def __init__(
        self,
        loaded: LoadedModel,
        profile: Profile,
        items: Sequence[Sequence[Item]],
        decoding: Decoding,
        args: GRPOConfig,
        on_scored: Callable[[GrpoStep], None],
        on_step: StepSink,
        **rest: Any,
    ) -> None:
        self._loaded = loaded
        self._profile = profile
        self._items = [item for part in items for item in part]
        self._part_sizes = [len(part) for part in items]
        self._decoding = decoding
        self._on_scored = on_scored
        self._on_step = on_step
        self._current: GrpoStep | None = None
        self._step_started = time.perf_counter()
        self.scorer: ResponseScorer | None = None
        self.probe: Probe | None = None
        super().__init__(
            model=loaded.model,
            processing_class=loaded.tokenizer,
            reward_funcs=self._rewards,
            args=args,
            **rest,
        )
        self.policy_sampler = self._policy_sampler()

    def _policy_sampler(self) -> PolicySampler:
        """The engine that samples responses, for continuations and probes too."""
        if self.use_vllm:
            return VllmSampler(self.vllm_generation, end_token_ids(self._loaded), self._sync_engine)
        return self._profile.sampler(self._loaded, self.lend_policy)

    def lend_policy(self) -> AbstractContextManager[Any]:
        """The bare model with the weights of the moment, where training has wrapped it."""
        return unwrap_model_for_generation(self.model_wrapped, self.accelerator)

    def _sync_engine(self) -> None:
        """Pushes the weights into vLLM if they have changed since; TRL keeps the same count."""
        if self.state.global_step != self._last_loaded_step:
            self.vllm_generation.sync_weights()
            self._last_loaded_step = self.state.global_step

    def _get_train_sampler(self, dataset: Any = None) -> Sampler[int]:
        return PromptOrder(
            self._part_sizes,
            prompts_per_step=self.args.generation_batch_size // self.num_generations,
            repeats=(self.num_generations, self.num_iterations * self.args.steps_per_generation),
            updates=self.num_iterations * self.args.steps_per_generation // self.args.gradient_accumulation_steps,
            seed=self.args.seed,
            train_step=lambda: self.state.global_step,
        )

    def _tokenize_prompts(self, prompts: list[str]) -> tuple[list[list[int]], None, dict[str, Any]]:
        return [list(self._profile.prompt_ids(self._loaded.tokenizer, p)) for p in prompts], None, {}

    def _generate_single_turn(
        self, prompt_ids: list[list[int]], images: Any, multimodal_fields: Any, has_tool_images: bool = False
    ) -> tuple[list[list[int]], Any]:
        started = time.perf_counter()
        if self.use_vllm:
            # TRL's own way: it also returns the engine's log-probabilities, which the update is corrected with.
            rows, logprobs = super()._generate_single_turn(prompt_ids, images, multimodal_fields, has_tool_images)
            sampled = [cut(row, self.max_completion_length, end_token_ids(self._loaded)) for row in rows]
            logprobs = [values[: len(s.ids)] for values, s in zip(logprobs, sampled, strict=True)]
        else:
            requests = [Request(tuple(ids), self.max_completion_length) for ids in prompt_ids]
            sampled, logprobs = self.policy_sampler.sample(requests, self._decoding), None
        seconds = time.perf_counter() - started
        step = GrpoStep(self.state.global_step + 1, [tuple(ids) for ids in prompt_ids], sampled)
        step.response_seconds = seconds
        self._current = step
        return [list(s.ids) for s in sampled], logprobs

    def _rewards(self, prompts: list[str], completions: list[str], item: list[int], **_: Any) -> list[float | None]:
        """The batch reward. None leaves a response out of its group's baseline."""
        step, scorer = self._current, self.scorer
        if step is None or scorer is None:
            raise RuntimeError("a reward was asked for before anything was sampled")
        responses = [
            read_response(self._loaded.tokenizer, self._items[i], ids, sampled)
            for i, ids, sampled in zip(item, step.prompt_ids, step.sampled, strict=True)
        ]
        step.scored, step.cost = scorer.score(responses)
        return [s.parts.reward for s in step.scored]

    def _generate_and_score_completions(self, inputs: list[dict[str, Any]]) -> dict[str, Any]:
        output = super()._generate_and_score_completions(inputs)
        step = self._current
        if step is not None:
            step.advantages = [
                None if s.parts.reward is None else a
                for s, a in zip(step.scored, output["advantages"].tolist(), strict=True)
            ]
            self._on_scored(step)
            if self.probe is not None:
                self.probe.run(step)
        return output

    def log(self, logs: dict[str, float], start_time: float | None = None) -> None:
        """TRL calls this after every update with its own values; the summary at the end has no loss."""
        super().log(logs, start_time)
        now = time.perf_counter()
        if "loss" not in logs:
            return
        step = self._current or GrpoStep(self.state.global_step, [], [])
        step.wall_seconds = now - self._step_started
        self._step_started, self._current = now, None
        self._on_step(step, logs)

    def create_model_card(self, *_: Any, **__: Any) -> None:
        """Checkpoints carry a manifest instead."""
