"""Prompts as verl's data set reads them (parquet): verl/utils/dataset/rl_dataset.py of volcengine/verl."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from stepwell_trainer.profiles.profile import Profile
from stepwell_trainer.tasks.item import Item


def write_rows(path: Path, items: Sequence[Item], profile: Profile, split: str, reward: Path) -> None:
    """One row per prompt; `extra_info` tells our reward which prompt it scores and where its constants stand."""
    import pyarrow
    from pyarrow import parquet

    rows = [
        {
            "data_source": item.dataset,
            "prompt": profile.messages(item),
            "ability": "reasoning",
            "reward_model": {"style": "rule", "ground_truth": item.answer},
            "extra_info": {
                "index": index,
                "split": split,
                "key": item.key,
                "verifier": item.verifier,
                "stepwell": str(reward),
            },
        }
        for index, item in enumerate(items)
    ]
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.draft")
    parquet.write_table(pyarrow.Table.from_pylist(rows), draft)
    draft.replace(path)
