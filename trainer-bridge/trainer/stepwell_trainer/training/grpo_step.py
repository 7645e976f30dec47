"""Everything one train step produced, collected while TRL runs it."""

from __future__ import annotations

from dataclasses import dataclass, field

from stepwell_trainer.continuations.draw import DrawCost
from stepwell_trainer.sampling.sampler import Sampled
from stepwell_trainer.training.scoring import ScoredResponse


@dataclass
class GrpoStep:
    """`train_step` is TRL's global_step + 1 when the responses were sampled. Advantages are those trained with."""

    train_step: int
    prompt_ids: list[tuple[int, ...]]
    sampled: list[Sampled]
    scored: list[ScoredResponse] = field(default_factory=list)
    advantages: list[float | None] = field(default_factory=list)
    cost: DrawCost = field(default_factory=DrawCost)
    response_seconds: float = 0.0
    probe_seconds: float = 0.0
    probe_tokens: int = 0
    probe_values: dict[str, float] = field(default_factory=dict)
    wall_seconds: float = 0.0

    @property
    def response_tokens(self) -> int:
        return sum(len(s.ids) for s in self.sampled)

    @property
    def update_seconds(self) -> float:
        """What is left of the train step's wall time after sampling, grading and probing."""
        spent = self.response_seconds + self.cost.sampling_seconds + self.cost.grading_seconds + self.probe_seconds
        return max(self.wall_seconds - spent, 0.0)
