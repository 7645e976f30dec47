"""Processes of this machine: which one a number means, what belongs to a group, and how a group is ended."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from typing import Any, Dict, List, Optional, Union

LEFTOVER_GRACE_S = 2.0
POLL_S = 0.05
HAS_PROC = os.path.exists("/proc/self/stat")
TICKS = os.sysconf("SC_CLK_TCK")


def boot_id() -> str:
    """Changes with every start of the machine; empty where there is none to read."""
    try:
        with open("/proc/sys/kernel/random/boot_id") as file:
            return file.read().strip()
    except OSError:
        return ""


def _stat_fields(pid: Union[int, str]) -> Optional[List[str]]:
    """The fields of /proc/PID/stat from the state on; None if there is no such process."""
    try:
        with open(f"/proc/{pid}/stat", "rb") as file:
            stat = file.read().decode("utf-8", "replace")
    except OSError:
        return None
    return stat[stat.rindex(")") + 2 :].split(" ") if ")" in stat else None


def _has_ended(fields: List[str]) -> bool:
    return fields[0] in ("Z", "X")


def _ps(*arguments: str) -> str:
    env = dict(os.environ, LC_ALL="C", TZ="UTC")
    done = subprocess.run(("ps",) + arguments, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=env)
    return done.stdout.decode("utf-8", "replace")


def identify(pid: int) -> Dict[str, Any]:
    """The number and start time of a process that is our child or ourselves, in the words of process-identity.mjs."""
    if HAS_PROC:
        fields = _stat_fields(pid)
        return {"pid": pid, "startTime": "" if fields is None else f"{boot_id()}:{fields[19]}"}
    return {"pid": pid, "startTime": _ps("-o", "lstart=", "-p", str(pid)).strip()}


def is_alive(identity: Dict[str, Any]) -> bool:
    """Whether that very process still runs."""
    pid = identity["pid"]
    if HAS_PROC:
        fields = _stat_fields(pid)
        return fields is not None and not _has_ended(fields) and identify(pid) == identity
    line = _ps("-o", "stat=,lstart=", "-p", str(pid)).strip()
    return line != "" and not line.startswith("Z") and line.split(None, 1)[1] == identity["startTime"]


def _ps_seconds(text: str) -> float:
    days, _, clock = text.rpartition("-")
    seconds = 0.0
    for part in clock.split(":"):
        seconds = seconds * 60 + float(part)
    return int(days or 0) * 86400 + seconds


def members(pgid: int) -> Dict[int, float]:
    """The living processes of a process group: pid -> CPU seconds."""
    found = {}
    if not HAS_PROC:
        for line in _ps("-A", "-o", "pid=,pgid=,stat=,time=").splitlines():
            pid, group, stat, used = line.split()[:4]
            if int(group) == pgid and not stat.startswith("Z"):
                found[int(pid)] = _ps_seconds(used)
        return found
    for name in filter(str.isdigit, os.listdir("/proc")):
        fields = _stat_fields(name)
        if fields is not None and not _has_ended(fields) and int(fields[2]) == pgid:
            found[int(name)] = (int(fields[11]) + int(fields[12])) / TICKS
    return found


def cpu_seconds(pgid: int) -> float:
    """CPU seconds used by the living processes of a group."""
    return sum(members(pgid).values())


def group_of(leader: Dict[str, Any]) -> Dict[int, float]:
    """Living members of the group of a process; none if its number belongs to somebody else by now.

    While a member lives the kernel gives the number to nobody else: a leader with another start time means that
    our group had ended before.
    """
    found = members(leader["pid"])
    if leader["pid"] in found and not is_alive(leader):
        return {}
    return found


def signal_group(pgid: int, number: int) -> bool:
    """False if nothing of the group is left."""
    try:
        os.killpg(pgid, number)
    except (ProcessLookupError, PermissionError):
        return False
    return True


def end_leftovers(pgid: int) -> None:
    """What a trainer started and left behind (data workers) ends with it. Nobody else has its group's number."""
    if not members(pgid):
        return
    signal_group(pgid, signal.SIGTERM)
    deadline = time.monotonic() + LEFTOVER_GRACE_S
    while time.monotonic() < deadline and members(pgid):
        time.sleep(POLL_S)
    if members(pgid):
        signal_group(pgid, signal.SIGKILL)
