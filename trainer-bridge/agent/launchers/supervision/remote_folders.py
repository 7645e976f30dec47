"""The agent's folder on a remote host: run directories (`attempts`), outputs (`jobs`) and the trainer's package."""

from __future__ import annotations

import base64
import gzip
import json
import os
import shutil
from typing import Any, Dict, Tuple

from supervision.records import RunDirectory

Answer = Tuple[Dict[str, Any], bytes]
Request = Dict[str, Any]


def inside(folder: str, name: str) -> str:
    """The path of `name` below a folder. ValueError for a name that leads out of it."""
    path = os.path.normpath(os.path.join(folder, name))
    if os.path.isabs(name) or not (path + os.sep).startswith(folder + os.sep):
        raise ValueError(f"{name!r} leads out of {folder}")
    return path


def root_of(request: Request) -> str:
    """The agent's folder on this host."""
    return os.path.abspath(os.path.expanduser(request["root"]))


def attempt_of(request: Request, name: str) -> RunDirectory:
    return RunDirectory(inside(os.path.join(root_of(request), "attempts"), name))


def folder_of(request: Request) -> str:
    """A run directory (`attempts`) or the outputs of a job (`jobs`)."""
    return inside(os.path.join(root_of(request), request["kind"]), request["of"])


def put_package(request: Request, payload: bytes) -> Answer:
    """Unpacks the trainer's package: it appears whole or not at all."""
    packages = os.path.join(root_of(request), "packages")
    target = inside(packages, request["package"])
    draft = f"{target}.{os.getpid()}.tmp"
    for name, data in json.loads(gzip.decompress(payload).decode("utf-8")).items():
        path = inside(draft, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(base64.b64decode(data))
    try:
        os.rename(draft, target)
    except OSError:
        shutil.rmtree(draft)  # another agent was faster
        if not os.path.isdir(target):
            raise
    return {}, b""


def lacks_package(request: Request) -> bool:
    """Whether the trainer's package that the request names is not here yet."""
    if request["package"] is None:
        return False
    return not os.path.isdir(inside(os.path.join(root_of(request), "packages"), request["package"]))


def with_package(request: Request) -> Dict[str, str]:
    """The request's variables, with the trainer's package on Python's path."""
    env = dict(request["env"])
    if request["package"] is not None:
        package = inside(os.path.join(root_of(request), "packages"), request["package"])
        env["PYTHONPATH"] = os.pathsep.join(filter(None, [package, env.get("PYTHONPATH")]))
    return env


def read(request: Request, _: bytes) -> Answer:
    """Bytes of one file of a folder, from an offset; a negative one counts from the end."""
    try:
        file = open(inside(folder_of(request), request["name"]), "rb")
    except FileNotFoundError:
        return {"start": 0, "size": 0}, b""
    with file:
        size = os.fstat(file.fileno()).st_size
        offset = request["offset"]
        begin = max(0, size + offset) if offset < 0 else min(offset, size)
        file.seek(begin)
        return {"start": begin, "size": size}, file.read(min(request["limit"], size - begin))


def list_files(request: Request, _: bytes) -> Answer:
    """All files below a folder (itself: `.`) with their sizes; links are not followed."""
    found = []
    folder = folder_of(request) if request["below"] == "." else inside(folder_of(request), request["below"])
    for place, _folders, names in os.walk(folder):
        for name in names:
            path = os.path.join(place, name)
            if os.path.isfile(path) and not os.path.islink(path):
                found.append({"name": os.path.relpath(path, folder), "bytes": os.path.getsize(path)})
    return {"files": found}, b""
