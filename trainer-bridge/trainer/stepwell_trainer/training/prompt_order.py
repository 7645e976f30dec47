"""In which order GRPO meets its prompts: the same whether it was interrupted, resumed or continued.

TRL's RepeatSampler permutes the whole data set from a generator of its own. That order is kept (the same seed meets the
same prompts as TRL alone would show it), but two things about it are not fit for runs that are resumed: after a restart
in a later pass over the data its generator begins with the first pass again, and with more train steps planned the data
grows, which changes every permutation. So the permutations here follow from the train step and from the plan.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import torch
from torch.utils.data import Sampler

from stepwell_trainer.profiles.profile import Profile
from stepwell_trainer.tasks.item import Item


def planned_items(profile: Profile, prompts_per_step: int, plan: Sequence[int]) -> list[list[Item]]:
    """Prompts by the part of the plan that asked for them: the launch's, then what each continuation added.

    A part is empty where the profile has no more than the parts before it have taken.
    """
    parts: list[list[Item]] = []
    taken: set[str] = set()
    for train_steps in plan:
        drawn = profile.training_items(prompts_per_step * train_steps)
        fresh = [item for item in drawn if item.key not in taken] if parts else drawn
        taken.update(item.key for item in fresh)
        parts.append(fresh)
    return parts


class PromptOrder(Sampler[int]):
    """Indices into the parts laid end to end, each group's prompt repeated as TRL's batches want it.

    Every pass goes through the parts in turn, each in an order of its own; what does not fill a train step is left out
    of the pass.

    :param sizes: prompts of each part
    :param repeats: how often each prompt of a train step comes in a row (the group), and how often the train step's
        prompts come again as a whole (once per update that reuses its responses)
    :param train_step: the train steps done by now; a pass begins with those before it left out by the caller
    :param updates: train steps that one batch of prompts serves
    """

    def __init__(
        self,
        sizes: Sequence[int],
        prompts_per_step: int,
        repeats: tuple[int, int],
        updates: int,
        seed: int,
        train_step: Callable[[], int],
    ) -> None:
        self._sizes = sizes
        self._prompts = prompts_per_step
        self._group, self._whole = repeats
        self._updates = updates
        self._seed = seed
        self._train_step = train_step

    def _batches(self) -> int:
        return sum(size // self._prompts for size in self._sizes)

    def __len__(self) -> int:
        return self._batches() * self._prompts * self._group * self._whole

    def __iter__(self) -> Iterator[int]:
        train_steps_a_pass = max(1, self._batches() * self._updates)
        for batch in self._pass(self._train_step() // train_steps_a_pass):
            for _ in range(self._whole):
                for index in batch:
                    yield from [index] * self._group

    def _pass(self, number: int) -> Iterator[list[int]]:
        """The batches of one pass over all parts."""
        begin = 0
        for part, size in enumerate(self._sizes):
            order = self._permutation(size, self._seed + part, number)
            for at in range(0, size - size % self._prompts, self._prompts):
                yield [begin + index for index in order[at : at + self._prompts]]
            begin += size

    @staticmethod
    def _permutation(size: int, seed: int, number: int) -> list[int]:
        """The one that a generator of this seed draws after `number` others."""
        generator = torch.Generator()
        generator.manual_seed(seed)
        for _ in range(number):
            torch.randperm(size, generator=generator)
        return torch.randperm(size, generator=generator).tolist()
