"""The published reward's logs of one attempt, by train step.

The reward counts its own calls from 1 in every process (method.md, fault 8), so each attempt logs into a folder of its
own, which remembers the train step that the attempt resumed from. Where the counter starts again within an attempt, the
reward's process was restarted, and what follows has no train step.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

from stepwell_trainer.adapters.easyr1.records import RewardLine, RolloutLine, reward_line, rollout_line
from stepwell_trainer.adapters.lines import LineFollower, json_record

_FACTS = "stepwell.json"


class RewardLogs:
    """Lines of one attempt, held until their train step is reported."""

    def __init__(self, folder: Path, after: int, is_validation: Callable[[RewardLine], bool]) -> None:
        """Train steps up to `after` are reported already and are left out."""
        self._folder = folder
        self._after = after
        self._is_validation = is_validation
        self._base = int(json.loads((folder / _FACTS).read_text("utf-8"))["base"])
        self._followers: dict[Path, LineFollower] = {}
        self._responses: dict[int, list[RewardLine]] = defaultdict(list)
        self._rollouts: dict[int, list[RolloutLine]] = defaultdict(list)
        self._highest = 0
        self._lost_count = False
        self.restarted = 0
        self.unreadable = 0

    @staticmethod
    def create(folder: Path, base: int) -> None:
        """The folder of an attempt that resumes from train step `base` (0: from nothing)."""
        folder.mkdir(parents=True, exist_ok=True)
        (folder / _FACTS).write_text(json.dumps({"base": base}))

    def read(self, finish: bool = False) -> None:
        """Takes in what is new. Prefixes first: a response is logged after its own."""
        for path in sorted(self._folder.glob("process_rollouts_*.jsonl")):
            for line in self._lines(path, finish):
                record = json_record(line)
                rollout = rollout_line(record) if record else None
                self.unreadable += rollout is None
                if rollout is not None and self._wanted(rollout.counter):
                    self._rollouts[self._base + rollout.counter].append(rollout)
        for path in sorted(self._folder.glob("rewards_*.jsonl")):
            for line in self._lines(path, finish):
                record = json_record(line)
                reward = reward_line(record) if record else None
                self.unreadable += reward is None
                if reward is not None and not self._is_validation(reward):
                    self._take(reward)

    def _lines(self, path: Path, finish: bool) -> list[str]:
        follower = self._followers.setdefault(path, LineFollower(path))
        return [line for line in follower.lines(finish) if line.strip()]

    def _take(self, line: RewardLine) -> None:
        self._lost_count = self._lost_count or line.counter < self._highest
        if self._lost_count:
            self.restarted += 1
            return
        self._highest = line.counter
        if self._wanted(line.counter):
            self._responses[self._base + line.counter].append(line)

    def _wanted(self, counter: int) -> bool:
        return self._base + counter > self._after

    def pop(self, train_step: int) -> tuple[list[RewardLine], list[RolloutLine]]:
        """The lines of a train step, which are forgotten with this call, as are those of earlier ones."""
        found = self._responses.pop(train_step, []), self._rollouts.pop(train_step, [])
        for held in (self._responses, self._rollouts):
            for step in [step for step in held if step < train_step]:
                del held[step]
        return found
