"""What differs between the tiny profile and any Hugging Face model; everything else is one code."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from stepwell_trainer.model.loading import LoadedModel
from stepwell_trainer.sampling.sampler import Sampler
from stepwell_trainer.tasks.item import Item

if TYPE_CHECKING:
    from transformers import PreTrainedModel, PreTrainedTokenizerBase

Unwrap = Callable[[], AbstractContextManager["PreTrainedModel"]]


@dataclass(frozen=True)
class BenchmarkQuestions:
    """A benchmark as it will be evaluated: fixed questions in a fixed order."""

    key: str
    title: str
    content_sha256: str
    items: tuple[Item, ...]


class Profile(Protocol):
    """Where model, questions and sampling come from."""

    def base_model(self, output_dir: Path) -> str:
        """Path or id of the model that no stage has trained yet."""
        ...

    def training_items(self, size: int) -> list[Item]:
        """Prompts to train on, at most `size`; none of them is in a benchmark or held out."""
        ...

    def heldout_items(self, size: int) -> list[Item]:
        """Prompts for checks during training, never trained on."""
        ...

    def benchmark(self, key: str) -> BenchmarkQuestions: ...

    def messages(self, item: Item) -> list[dict[str, str]]:
        """The prompt as a chat, for storing."""
        ...

    def prompt_ids(self, tokenizer: PreTrainedTokenizerBase, prompt: str) -> tuple[int, ...]:
        """The prompt's token ids, up to where the response begins."""
        ...

    def sampler(self, loaded: LoadedModel, unwrap: Unwrap | None = None) -> Sampler: ...
