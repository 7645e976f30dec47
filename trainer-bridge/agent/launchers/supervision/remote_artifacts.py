"""Artifacts on a remote host: what jobs wrote below `jobs`, and what the agent sent below `artifacts`.

A path is absolute or counts from the agent's folder. Only what lies in one of the two, behind no link, is read,
written or removed: paths were said by a trainer.
"""

from __future__ import annotations

import os
import shutil

from supervision.remote_folders import Answer, Request, inside, root_of

MANIFEST = "manifest.json"
LEAST_DEPTH = {"jobs": 3, "artifacts": 2}


def own_path(request: Request, path: str) -> str:
    """The real path of a job's output folder or of an artifact. ValueError for any other."""
    root = os.path.realpath(root_of(request))
    full = os.path.normpath(os.path.join(root, os.path.expanduser(path)))
    # A trainer may have resolved the agent's folder, or not.
    known = root if full.startswith(root + os.sep) else root_of(request)
    way = os.path.relpath(full, known).split(os.sep)
    if way[0] not in LEAST_DEPTH or len(way) < LEAST_DEPTH[way[0]]:
        raise ValueError(f"{path!r} is no folder of a job's output below {root}")
    real = os.path.join(root, *way)
    if os.path.realpath(real) != real:
        raise ValueError(f"{path!r} is a link, or lies behind one")
    return real


def artifact_holds(request: Request, _: bytes) -> Answer:
    """Whether every file is there in its size. Of folders elsewhere (shared storage) too: nothing is read here."""
    folder = os.path.join(root_of(request), os.path.expanduser(request["path"]))
    holds = os.path.isdir(folder)
    for file in request["files"]:
        path = os.path.join(folder, file["path"])
        holds = holds and os.path.isfile(path) and os.path.getsize(path) == file["bytes"]
    return {"holds": holds}, b""


def artifact_read(request: Request, _: bytes) -> Answer:
    """Bytes of a plain file of an artifact, from an offset, and the size of the file."""
    folder = own_path(request, request["path"])
    path = inside(folder, request["name"])
    if os.path.realpath(path) != path or not os.path.isfile(path):
        raise ValueError(f"{request['name']!r} is no plain file of its folder")
    with open(path, "rb") as file:
        size = os.fstat(file.fileno()).st_size
        file.seek(request["offset"])
        return {"size": size}, file.read(request["limit"])


def artifact_put(request: Request, payload: bytes) -> Answer:
    """Writes bytes of a file of an artifact that is being sent, at an offset."""
    draft = own_path(request, f"artifacts/{request['name']}.part")
    path = inside(draft, request["file"])
    os.makedirs(os.path.dirname(path), exist_ok=True)
    if os.path.realpath(os.path.dirname(path)) != os.path.dirname(path):
        raise ValueError(f"{request['file']!r} lies behind a link")
    flags = os.O_WRONLY | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | (os.O_TRUNC if request["offset"] == 0 else 0)
    with open(os.open(path, flags, 0o600), "wb") as file:
        file.seek(request["offset"])
        file.write(payload)
        file.flush()
        os.fsync(file.fileno())
    return {}, b""


def artifact_seal(request: Request, _: bytes) -> Answer:
    """An artifact is whole: it appears under its name. Answers its absolute path."""
    target = own_path(request, f"artifacts/{request['name']}")
    if not os.path.isdir(target):
        os.rename(own_path(request, f"artifacts/{request['name']}.part"), target)
    return {"path": target}, b""


def artifact_find(request: Request, _: bytes) -> Answer:
    """The absolute path of an artifact that is here whole; null if it is not."""
    target = own_path(request, f"artifacts/{request['name']}")
    return {"path": target if os.path.isdir(target) else None}, b""


def artifact_restore(request: Request, _: bytes) -> Answer:
    """Copies a folder into a job's output, whole or not at all."""
    source = own_path(request, request["path"])
    target = own_path(request, request["to"])
    draft = target + ".incoming"
    shutil.rmtree(draft, ignore_errors=True)
    os.makedirs(os.path.dirname(target), exist_ok=True)
    shutil.copytree(source, draft, symlinks=True)
    shutil.rmtree(target, ignore_errors=True)
    os.rename(draft, target)
    return {}, b""


def artifact_remove(request: Request, _: bytes) -> Answer:
    """Removes a folder; one that is gone is no trouble. Half removed, it must not pass for whole."""
    folder = own_path(request, request["path"])
    if not os.path.isdir(folder):
        return {"bytes": 0}, b""
    freed = 0
    for place, _folders, names in os.walk(folder):
        freed += sum(os.lstat(os.path.join(place, name)).st_size for name in names)
    manifest = os.path.join(folder, MANIFEST)
    if os.path.lexists(manifest):
        os.unlink(manifest)
    shutil.rmtree(folder)
    return {"bytes": freed}, b""
