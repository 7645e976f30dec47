"""Questions from a JSONL file or a hub data set: `prompt`, `answer`, and optionally `id`, `cluster`, `verifier`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, cast

from stepwell_trainer.errors import TrainerError
from stepwell_trainer.jobs.spec import VerifierKind
from stepwell_trainer.tasks.item import Item, content_key

# What the rewrite stage may use: the data set's own reasoning, or step-tagged responses that need no teacher.
_FOR_TEACHERS = ("reasoning", "response")
# Files beside a question, which stacks with vision models read (Stepwell's own trainer does not).
_MEDIA = ("images", "videos")


def load_items(dataset: str, split: str, verifier: VerifierKind) -> list[Item]:
    """Every question of a data set, in its order, each once.

    Raises TrainerError that names the record where a field is missing or no text.
    """
    path = Path(dataset).expanduser()
    records = _jsonl(path) if path.is_file() else _hub(dataset, split)
    items: dict[str, Item] = {}
    for number, record in enumerate(records, start=1):
        item = _item(record, dataset, number, verifier)
        items.setdefault(item.key, item)
    if not items:
        raise TrainerError(f"{dataset} holds no questions")
    return list(items.values())


def _jsonl(path: Path) -> Iterator[Mapping[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                yield json.loads(line)
            except ValueError as problem:
                raise TrainerError(f"{path}, line {number}: not JSON: {problem}") from problem


def _hub(dataset: str, split: str) -> Iterable[Mapping[str, Any]]:
    import datasets

    try:
        return cast(Iterable[Mapping[str, Any]], datasets.load_dataset(dataset, split=split))
    except (OSError, ValueError) as problem:
        raise TrainerError(f"no file and no hub data set {dataset} (split {split}): {problem}") from problem


def _item(record: Mapping[str, Any], dataset: str, number: int, verifier: VerifierKind) -> Item:
    if not isinstance(record, Mapping):
        raise TrainerError(f"{dataset}, record {number}: expected an object")
    prompt, answer = record.get("prompt"), record.get("answer")
    if not isinstance(prompt, str) or not prompt.strip():
        raise TrainerError(f"{dataset}, record {number}: `prompt` must be a text")
    if not isinstance(answer, (str, int, float)) or not str(answer).strip():
        raise TrainerError(f"{dataset}, record {number}: `answer` must be a text or a number")
    return Item(
        key=str(record.get("id") or content_key(prompt, str(answer))),
        dataset=dataset,
        prompt=prompt,
        answer=str(answer),
        verifier=str(record.get("verifier") or verifier),
        cluster=None if record.get("cluster") is None else str(record["cluster"]),
        entry={name: record[name] for name in _FOR_TEACHERS if isinstance(record.get(name), str)}
        | {name: list(record[name]) for name in _MEDIA if _are_paths(record.get(name))},
    )


def _are_paths(value: object) -> bool:
    return isinstance(value, (list, tuple)) and all(isinstance(path, str) for path in value)
