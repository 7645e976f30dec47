"""The tiny profile: a small random model, generated questions, CPU, minutes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from stepwell_trainer.benchmarks.index import benchmark_items, benchmark_of, benchmark_question_keys
from stepwell_trainer.jobs.spec import TinyProfile
from stepwell_trainer.model.loading import LoadedModel
from stepwell_trainer.model.tiny_model import save_tiny_base
from stepwell_trainer.profiles.profile import BenchmarkQuestions, Unwrap
from stepwell_trainer.sampling.compacting import CompactingSampler
from stepwell_trainer.sampling.sampler import Sampler
from stepwell_trainer.tasks.draw import draw_items
from stepwell_trainer.tasks.index import family_of
from stepwell_trainer.tasks.item import Item

if TYPE_CHECKING:
    from transformers import PreTrainedTokenizerBase


class Tiny:
    """Questions of the named families; `seed` moves the training questions and the random weights."""

    def __init__(self, settings: TinyProfile, seed: int) -> None:
        self._families = tuple(family_of(key).key for key in settings.families)
        self._seed = seed

    def base_model(self, output_dir: Path) -> str:
        return str(save_tiny_base(output_dir / "base", self._seed))

    def training_items(self, size: int) -> list[Item]:
        avoid = benchmark_question_keys() | {item.key for item in self.heldout_items(_HELDOUT)}
        return draw_items(self._families, "in-distribution", "train", self._seed, size, avoid)

    def heldout_items(self, size: int) -> list[Item]:
        items = draw_items(self._families, "in-distribution", "heldout", 0, _HELDOUT, benchmark_question_keys())
        return items[:size]

    def benchmark(self, key: str) -> BenchmarkQuestions:
        found = benchmark_of(key)
        return BenchmarkQuestions(key, found.title, found.content_sha256, benchmark_items(key))

    def messages(self, item: Item) -> list[dict[str, str]]:
        return [{"role": "user", "content": item.prompt}]

    def prompt_ids(self, tokenizer: PreTrainedTokenizerBase, prompt: str) -> tuple[int, ...]:
        return tuple(tokenizer.encode(prompt, add_special_tokens=False))

    def sampler(self, loaded: LoadedModel, unwrap: Unwrap | None = None) -> Sampler:
        return CompactingSampler(loaded)


_HELDOUT = 256
