"""The remote end of launchers that work over SSH: answers one request, and leaves behind what it was asked to start.

The agent sends this text over each connection (nothing is installed), then one request: a line of JSON, then
`payload` bytes. The answer is a marked line of JSON, then as many bytes as it says. The records that it keeps in
a run directory are those of the `local` launcher.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys

from supervision.records import json_line
from supervision.remote_artifacts import (
    artifact_find,
    artifact_holds,
    artifact_put,
    artifact_read,
    artifact_remove,
    artifact_restore,
    artifact_seal,
)
from supervision.remote_attempts import cancel, forbid_start, send_signal, status
from supervision.remote_batch import end_batch, lay_out_batch, read_batch
from supervision.remote_facts import host_facts
from supervision.remote_folders import (
    Answer,
    Request,
    lacks_package,
    list_files,
    put_package,
    read,
    with_package,
)
from supervision.remote_start import start
from supervision.remote_usage import host_usage
from supervision.trainer import environment

ANSWER_MARK = b"stepwell-answer "
KEPT_BYTES = 200_000


def run(request: Request, _: bytes) -> Answer:
    """Runs a short command to its end; the last bytes of what it said."""
    if lacks_package(request):
        return {"needsPackage": True}, b""
    try:
        done = subprocess.run(
            request["argv"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment(with_package(request)),
            timeout=request["limitS"],
        )
    except (OSError, ValueError, subprocess.TimeoutExpired) as error:
        return {"needsPackage": False, "exitCode": None, "stdoutBytes": 0}, str(error).encode("utf-8", "replace")
    out = done.stdout[-KEPT_BYTES:]
    said = {"needsPackage": False, "exitCode": done.returncode, "stdoutBytes": len(out)}
    return said, out + done.stderr[-KEPT_BYTES:]


REQUESTS = {
    "facts": host_facts,
    "usage": host_usage,
    "putPackage": put_package,
    "start": start,
    "status": status,
    "cancel": cancel,
    "forbidStart": forbid_start,
    "signal": send_signal,
    "read": read,
    "list": list_files,
    "run": run,
    "artifactFind": artifact_find,
    "artifactHolds": artifact_holds,
    "artifactPut": artifact_put,
    "artifactRead": artifact_read,
    "artifactRemove": artifact_remove,
    "artifactRestore": artifact_restore,
    "artifactSeal": artifact_seal,
    "batchLayOut": lay_out_batch,
    "batchStatus": read_batch,
    "batchEnd": end_batch,
}


def main() -> None:
    os.umask(0o077)
    request = json.loads(sys.stdin.buffer.readline().decode("utf-8"))
    payload = sys.stdin.buffer.read(request["payload"])
    try:
        answer, data = REQUESTS[request["op"]](request, payload)
        line = {"ok": True, "answer": answer, "payload": len(data)}
    except Exception as error:  # whatever went wrong is the answer
        data = b""
        line = {"ok": False, "error": f"{type(error).__name__}: {error}", "payload": 0}
    sys.stdout.buffer.write(ANSWER_MARK + json_line(line) + data)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
