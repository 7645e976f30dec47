"""Draws questions for training and held-out checks, never one that a benchmark asks."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from hashlib import sha256
from itertools import islice
from random import Random

from stepwell_trainer.tasks.index import family_of
from stepwell_trainer.tasks.item import Item, Level

_CHUNK = 512


def stable_seed(*parts: object) -> int:
    """A seed that depends on nothing but its parts (Python's own hash changes from process to process)."""
    return int.from_bytes(sha256(repr(parts).encode()).digest()[:4], "big") >> 1


def draw_items(
    families: Sequence[str], level: Level, purpose: str, seed: int, size: int, avoid: Collection[str]
) -> list[Item]:
    """`size` different questions, in equal parts from each family, shuffled; none whose key is in `avoid`.

    Fewer where a family has no more (there are 4,000 chains of three one-digit terms).
    """
    seen = set(avoid)
    items: list[Item] = []
    for index, key in enumerate(families):
        share = size // len(families) + (index < size % len(families))
        items += islice(_fresh(key, level, purpose, seed, seen), share)
    Random(stable_seed(purpose, seed, "order")).shuffle(items)
    return items


def _fresh(family: str, level: Level, purpose: str, seed: int, seen: set[str]) -> Iterator[Item]:
    """New questions of one family, until nothing new has come for a while."""
    generator, barren, chunk = family_of(family), 0, 0
    while barren < 8:
        before = len(seen)
        for item in generator.generate(level, stable_seed(purpose, seed, family, chunk), _CHUNK):
            if item.key not in seen:
                seen.add(item.key)
                yield item
        barren = barren + 1 if len(seen) == before else 0
        chunk += 1
