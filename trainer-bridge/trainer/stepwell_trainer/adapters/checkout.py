"""A checkout of somebody else's repository on this host."""

from __future__ import annotations

import subprocess
from pathlib import Path

from stepwell_trainer.adapters.base import refuse

_GIT_SECONDS = 10.0


def checkout(folder: str, inner: str, needed: tuple[str, ...]) -> Path:
    """`folder`, or `folder/inner` where that exists; InvalidJob where it lacks one of the `needed` files."""
    named = Path(folder).expanduser()
    root = named / inner if (named / inner).is_dir() else named
    for file in needed:
        if not (root / file).is_file():
            raise refuse("stack.repository", f"{root} on this host has no {file}; name the folder of the checkout")
    return root.absolute()


def commit_of(root: Path) -> dict[str, str]:
    """{"stack commit": …} of a checkout; nothing where git or the history is not there."""
    try:
        found = subprocess.run(
            ["git", "-C", str(root), "rev-parse", "HEAD"], capture_output=True, text=True, timeout=_GIT_SECONDS
        )
    except (OSError, subprocess.TimeoutExpired):
        return {}
    return {"stack commit": found.stdout.strip()} if found.returncode == 0 else {}
