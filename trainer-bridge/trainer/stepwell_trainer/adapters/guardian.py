"""Runs a command so that nothing of it outlives the trainer: `guardian.py GRACE_SECONDS PARENT_PID -- COMMAND...`

Standard library only, run by path. It stands in a session of its own, adopts whatever the command leaves behind (Ray's
daemons, torchrun's workers), and ends all of it when the command ends, on SIGTERM, or when the trainer dies. Its exit
code is the command's, 128 + n where signal n ended it, and 127 where it could not be started.
"""

import ctypes
import os
import signal
import subprocess
import sys
import time

_PDEATHSIG, _SUBREAPER = 1, 36
_LEFTOVER_SECONDS = 5.0
_TICK = 0.05


def _adopt_and_die_with_parent(parent):
    """Linux only; elsewhere the command's process group is all that can be ended."""
    if not sys.platform.startswith("linux"):
        return
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(_SUBREAPER, 1, 0, 0, 0)
    libc.prctl(_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
    if os.getppid() != parent:
        sys.exit(128 + signal.SIGTERM)


def _descendants():
    """Process ids below this one, nearest first."""
    children = {}
    for name in os.listdir("/proc") if os.path.isdir("/proc") else []:
        if name.isdigit():
            try:
                with open(f"/proc/{name}/stat", "rb") as file:
                    state, parent = file.read().rpartition(b")")[2].split()[:2]
            except OSError:
                continue
            if state != b"Z":
                children.setdefault(int(parent), []).append(int(name))
    found = [os.getpid()]
    for pid in found:
        found += children.get(pid, [])
    return found[1:]


def _signal_all(number, group):
    for send, target in [(os.killpg, group), *((os.kill, pid) for pid in _descendants())]:
        try:
            send(target, number)
        except (ProcessLookupError, PermissionError):
            continue


def _reap():
    """Collects adopted processes that have ended."""
    while True:
        try:
            pid, _ = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if pid == 0:
            return


def _end_leftovers(group):
    """Asks what the command left behind to end, then makes it."""
    deadline = time.monotonic() + _LEFTOVER_SECONDS
    if _descendants():
        _signal_all(signal.SIGTERM, group)
    while _descendants():
        _reap()
        if time.monotonic() > deadline:
            _signal_all(signal.SIGKILL, group)
        time.sleep(_TICK)


def main(arguments):
    """Runs the command after `--` to its end."""
    grace, parent, separator, *command = arguments
    if separator != "--" or not command:
        return 2
    stop_at = [None]

    def stop(*_):
        if stop_at[0] is None:
            stop_at[0] = time.monotonic() + float(grace)

    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, stop)
    _adopt_and_die_with_parent(int(parent))
    try:
        process = subprocess.Popen(command, start_new_session=True)
    except OSError as problem:
        print(f"cannot start {command[0]}: {problem.strerror}", file=sys.stderr)
        return 127
    asked = False
    while process.poll() is None:
        if stop_at[0] is not None and not asked:
            asked = True
            # The main process only: it stops its own workers in its own order.
            process.terminate()
        if stop_at[0] is not None and time.monotonic() > stop_at[0]:
            _signal_all(signal.SIGKILL, process.pid)
        time.sleep(_TICK)
    _end_leftovers(process.pid)
    return process.returncode if process.returncode >= 0 else 128 - process.returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
