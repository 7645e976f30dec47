"""What is worth knowing of where a command was started: code, machine, people."""

from __future__ import annotations

import getpass
import os
import platform
import re
import socket
import subprocess
from pathlib import Path


def host_name() -> str:
    """This machine's name."""
    return socket.gethostname() or "this-machine"


def start_facts(cwd: Path) -> dict[str, str]:
    """Commit, branch, whether files differ from it, remote without credentials, user, Python, platform."""
    facts = {"user": _user(), "python": platform.python_version(), "platform": platform.platform()}
    facts["cpus"] = str(os.cpu_count() or "")
    return {name: value[:4000] for name, value in (facts | git_facts(cwd)).items() if value}


def git_facts(cwd: Path) -> dict[str, str]:
    """Nothing where there is no git, or no repository."""
    commit = _git(cwd, "rev-parse", "HEAD")
    if not commit:
        return {}
    changed = _git(cwd, "status", "--porcelain", "--untracked-files=no")
    return {
        "commit": commit,
        "branch": _git(cwd, "rev-parse", "--abbrev-ref", "HEAD"),
        "uncommitted": f"{len(changed.splitlines())} files" if changed else "none",
        "remote": re.sub(r"//[^/@]*@", "//", _git(cwd, "remote", "get-url", "origin")),
    }


def _git(cwd: Path, *arguments: str) -> str:
    try:
        done = subprocess.run(
            ("git", *arguments), cwd=cwd, capture_output=True, timeout=5, check=False, stdin=subprocess.DEVNULL
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.decode("utf-8", "replace").strip() if done.returncode == 0 else ""


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return ""
