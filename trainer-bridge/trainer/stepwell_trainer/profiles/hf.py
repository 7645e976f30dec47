"""The hf profile: any Hugging Face causal model, any data set of prompts and answers; GPU if there is one."""

from __future__ import annotations

from functools import cached_property
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from stepwell_trainer.errors import InvalidJob
from stepwell_trainer.jobs.spec import HfProfile
from stepwell_trainer.model.loading import LoadedModel
from stepwell_trainer.profiles.hf_data import load_items
from stepwell_trainer.profiles.profile import BenchmarkQuestions, Unwrap
from stepwell_trainer.sampling.generate import GenerateSampler
from stepwell_trainer.sampling.sampler import Sampler
from stepwell_trainer.tasks.draw import stable_seed
from stepwell_trainer.tasks.item import Item

if TYPE_CHECKING:
    from transformers import PreTrainedTokenizerBase

# The grammar in words, for models that follow instructions; a model without a chat template sees it as plain text.
INSTRUCTION = (
    "Reason in small steps. Write exactly this form and nothing else: "
    "<think><step>first step</step><step>next step</step></think><answer>final answer</answer>"
)
_HELDOUT_SHARE = 0.05
_HELDOUT_MOST = 256


class HuggingFace:
    """Training questions are the data set less the held-out part and less every benchmark's questions."""

    def __init__(self, settings: HfProfile, seed: int) -> None:
        self._settings = settings
        self._seed = seed

    def base_model(self, output_dir: Path) -> str:
        return self._settings.model

    @cached_property
    def _split(self) -> tuple[list[Item], list[Item]]:
        """(training, held out). The split is the same for every seed; only the order of training moves."""
        asked = {(i.prompt, i.answer) for key in self._settings.benchmarks for i in self.benchmark(key).items}
        settings = self._settings
        items = load_items(settings.dataset, settings.split, settings.verifier)
        items = [item for item in items if (item.prompt, item.answer) not in asked]
        Random(stable_seed("hf", "heldout")).shuffle(items)
        held = min(_HELDOUT_MOST, max(1, int(len(items) * _HELDOUT_SHARE)))
        if len(items) <= held:
            raise InvalidJob(f"profile.dataset: {settings.dataset} has too few questions beside the benchmarks'")
        training = items[held:]
        Random(stable_seed("hf", "train", self._seed)).shuffle(training)
        return training, items[:held]

    def training_items(self, size: int) -> list[Item]:
        return self._split[0][:size]

    def heldout_items(self, size: int) -> list[Item]:
        return self._split[1][:size]

    def benchmark(self, key: str) -> BenchmarkQuestions:
        source = self._settings.benchmarks.get(key)
        if source is None:
            known = ", ".join(sorted(self._settings.benchmarks)) or "none"
            raise InvalidJob(f"benchmarks: the profile has no benchmark {key!r}; it has {known}")
        items = load_items(source.dataset, source.split, self._settings.verifier)
        digest = sha256("".join(f"{i.prompt}\x1f{i.answer}\x1e" for i in items).encode()).hexdigest()
        return BenchmarkQuestions(key, key, digest, tuple(items))

    def messages(self, item: Item) -> list[dict[str, str]]:
        return [{"role": "system", "content": INSTRUCTION}, {"role": "user", "content": item.prompt}]

    def prompt_ids(self, tokenizer: PreTrainedTokenizerBase, prompt: str) -> tuple[int, ...]:
        """Through the model's chat template where it has one, else as plain text."""
        if tokenizer.chat_template is None:
            return tuple(tokenizer.encode(f"{INSTRUCTION}\n\n{prompt}\n\n"))
        messages = [{"role": "system", "content": INSTRUCTION}, {"role": "user", "content": prompt}]
        text = tokenizer.apply_chat_template(messages, tokenize=False, add_generation_prompt=True)
        return tuple(tokenizer.encode(str(text), add_special_tokens=False))

    def sampler(self, loaded: LoadedModel, unwrap: Unwrap | None = None) -> Sampler:
        return GenerateSampler(loaded, unwrap)
