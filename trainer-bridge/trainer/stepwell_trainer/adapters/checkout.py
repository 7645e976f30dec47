"""A checkout of somebody else's repository on this host."""

from __future__ import annotations

from pathlib import Path

from stepwell_trainer.adapters.base import refuse


def checkout(folder: str, inner: str, needed: tuple[str, ...]) -> Path:
    """`folder`, or `folder/inner` where that exists; InvalidJob where it lacks one of the `needed` files."""
    named = Path(folder).expanduser()
    root = named / inner if (named / inner).is_dir() else named
    for file in needed:
        if not (root / file).is_file():
            raise refuse("stack.repository", f"{root} on this host has no {file}; name the folder of the checkout")
    return root.absolute()
