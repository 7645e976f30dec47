"""The tiny profile's benchmarks: fixed questions, frozen by the hash of their content."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from hashlib import sha256

from stepwell_trainer.errors import InvalidJob, TrainerError
from stepwell_trainer.tasks.draw import draw_items
from stepwell_trainer.tasks.item import Item, Level


@dataclass(frozen=True)
class Benchmark:
    """A fixed set of questions in a fixed order; `content_sha256` is what makes it *this* set."""

    key: str
    title: str
    level: Level
    questions: int
    content_sha256: str


# Both halves ask for one number: what a response earns must not hang on copying a long answer.
_FAMILIES = ("chain-sum", "basic-arithmetic")
_IN_DISTRIBUTION = "70529d3b97bd3e914f56efde81fbecfda38e4c74ed9250a02e375d80918cf66f"
_HARDER = "6939337bc5d660652dd7e8cbabf4e23435835c9cfa1368c9f586473ad27ca224"

BENCHMARKS = {
    benchmark.key: benchmark
    for benchmark in (
        Benchmark("tiny-in-distribution", "Tiny, like training", "in-distribution", 400, _IN_DISTRIBUTION),
        Benchmark("tiny-harder", "Tiny, harder", "harder", 400, _HARDER),
    )
}


def content_hash(items: list[Item]) -> str:
    """sha256 over every prompt and reference answer, in order."""
    digest = sha256()
    for item in items:
        digest.update(f"{item.prompt}\x1f{item.answer}\x1e".encode())
    return digest.hexdigest()


def benchmark_of(key: str) -> Benchmark:
    if key not in BENCHMARKS:
        raise InvalidJob(f"benchmarks: no benchmark {key!r}; there are {', '.join(sorted(BENCHMARKS))}")
    return BENCHMARKS[key]


@cache
def benchmark_items(key: str) -> tuple[Item, ...]:
    """The questions. Raises where an installed reasoning-gym would generate others than the frozen ones."""
    benchmark = benchmark_of(key)
    items = draw_items(_FAMILIES, benchmark.level, f"benchmark/{key}", 0, benchmark.questions, ())
    found = content_hash(items)
    if found != benchmark.content_sha256:
        raise TrainerError(
            f"benchmark {key} changed: expected content {benchmark.content_sha256[:12]}…, generated {found[:12]}…; "
            "install reasoning-gym as pinned in constraints.txt"
        )
    return tuple(items)


@cache
def benchmark_question_keys() -> frozenset[str]:
    """Keys of every benchmark's questions: what training and held-out checks must avoid."""
    return frozenset(item.key for key in BENCHMARKS for item in benchmark_items(key))
