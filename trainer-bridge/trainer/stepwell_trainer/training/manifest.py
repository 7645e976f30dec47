"""Checkpoints with a manifest of sha256 sums: a folder without one was not finished and is never used."""

from __future__ import annotations

import json
import os
import re
from hashlib import sha256
from pathlib import Path
from shutil import rmtree
from typing import Any

from stepwell_trainer.errors import TrainerError
from stepwell_trainer.jobs.spec import ArtifactRef

MANIFEST = "manifest.json"
_CHECKPOINT = re.compile(r"^checkpoint-(\d+)$")


def list_files(folder: Path) -> list[dict[str, Any]]:
    """{path, bytes, sha256} of every file below `folder` but the manifest, sorted by path."""
    files = sorted(p for p in folder.rglob("*") if p.is_file() and p.name != MANIFEST)
    return [{"path": p.relative_to(folder).as_posix(), "bytes": p.stat().st_size, "sha256": _sha256(p)} for p in files]


def _sha256(path: Path) -> str:
    digest = sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def seal(folder: Path) -> list[dict[str, Any]]:
    """Writes the manifest, last and by rename, so that its presence means the rest is whole. Returns its files."""
    files = list_files(folder)
    draft = folder / f"{MANIFEST}.draft"
    with draft.open("w") as file:
        json.dump({"schemaVersion": 1, "files": files}, file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(folder / MANIFEST)
    return files


def is_sealed(folder: Path) -> bool:
    """Whether every file of the manifest is there in its recorded size (sums are checked where it is loaded)."""
    try:
        files = json.loads((folder / MANIFEST).read_text())["files"]
        return all((folder / f["path"]).stat().st_size == f["bytes"] for f in files)
    except (OSError, ValueError, KeyError, TypeError):
        return False


def latest_checkpoint(folder: Path) -> tuple[Path, int] | None:
    """The newest whole checkpoint and its train step; half-written ones are removed."""
    found: list[tuple[int, Path]] = []
    for path in folder.glob("checkpoint-*"):
        match = _CHECKPOINT.match(path.name)
        if match and is_sealed(path):
            found.append((int(match.group(1)), path))
        elif match:
            rmtree(path)
    if not found:
        return None
    train_step, path = max(found)
    return path, train_step


def verified_folder(artifact: ArtifactRef) -> Path:
    """The artifact's folder, its files checked against the sums that the job carries.

    Raises TrainerError where the folder is missing or a file is not the one that was written.
    """
    folder = Path(artifact.path)
    if not folder.is_dir():
        raise TrainerError(f"{folder} is not on this host; run the job on the host that wrote it")
    for file in artifact.files:
        path = folder / file.path
        if not path.is_file() or _sha256(path) != file.sha256:
            raise TrainerError(f"{path} is missing or not the file that was written (sha256 differs)")
    return folder
