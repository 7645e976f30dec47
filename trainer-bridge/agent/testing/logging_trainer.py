"""A trainer without a model: logs through the real client, checkpoints after each train step, resumes, obeys.

Started like the real one (`run RUN_DIR`); needs only the standard library, so that fault tests are fast. The file
named by STEPWELL_PACE, if any, says how many train steps it takes (`trainSteps`), how long each lasts (`stepSeconds`),
in which folder it keeps its ledger (`ledger`), and for which seeds (`realSeeds`) another Python (`realPython`) runs
the real trainer instead.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
import time
from pathlib import Path

from stepwell_trainer.client.event_client import EventClient

PACE = json.loads(Path(os.environ["STEPWELL_PACE"]).read_text()) if "STEPWELL_PACE" in os.environ else {}
TRAIN_STEPS = PACE.get("trainSteps", 12)
STEP_SECONDS = PACE.get("stepSeconds", 0.08)
HOSTILE = "<think>\u0000\ud800 \u202e<script>alert(1)</script> 步"


class Ledger:
    """What this attempt was told is safe, kept outside of anything that a fault may take: the bench's own truth.

    One JSON object a line: {"step": n} once `flush` said that everything of this train step is on the disk, and
    {"ended": "finished" | "paused"} as the last thing before the exit.
    """

    def __init__(self, attempt_id: str) -> None:
        self._path = Path(PACE["ledger"]) / f"{attempt_id}.jsonl" if "ledger" in PACE else None
        self._open: list[int] = []

    def handed_over(self, step: int) -> None:
        self._open.append(step)

    def acknowledged(self) -> None:
        """Everything that was handed over is safe now."""
        for step in self._open:
            self._write({"step": step})
        self._open.clear()

    def ended(self, how: str) -> None:
        self._write({"ended": how})

    def _write(self, line: dict) -> None:
        if self._path is not None:
            with open(self._path, "a") as file:
                file.write(json.dumps(line) + "\n")


def checkpoint(path: Path, step: int) -> None:
    """Replaces the checkpoint by one that a kill at any moment leaves whole."""
    temporary = path.with_suffix(f".{os.getpid()}")
    temporary.write_text(str(step))
    os.replace(temporary, path)


def trace_of(step: int) -> dict:
    """One response in the contract's shape, with text as models write it at their worst."""
    question = {"key": "q1", "dataset": "d", "family": None, "answer": "4"}
    prompt = question | {"messages": [{"role": "user", "content": "2+2?"}]}
    record = {"origin": "train", "trainStep": step, "sampleIndex": 0, "prompt": prompt, "answer": "4"}
    record |= {"response": f"{HOSTILE} {step}", "responseTokens": 3, "finishReason": "stop", "invalidReason": None}
    return record | {"traceSteps": [], "reward": None, "group": None, "groupAdvantage": None, "modelId": "m"}


def log_step(client: EventClient, job: dict, step: int) -> None:
    """What a train step leaves: metrics and a line, and a trace where responses are sampled."""
    client.log_metrics(step, {"loss": 1 / step, "ordinal": step})
    client.log_log("info", f"train step {step}")
    if job["kind"] == "grpo":
        client.log_trace(trace_of(step))


def report_result(client: EventClient, job: dict) -> None:
    """What the server needs to have before a job of this kind counts as succeeded."""
    if job["kind"] != "evaluate":
        kind = "traces" if job["kind"] == "rewrite" else "checkpoint"
        artifact = {"path": job["outputDir"], "checkpointId": None, "files": []}
        client.artifact(kind, artifact, TRAIN_STEPS, True, 1)
        return
    for key in job["benchmarks"]:
        benchmark = {"key": key, "title": key, "contentSha256": "0" * 64, "questions": 1}
        settings = {"decodes": 1, "temperature": 0, "batchSize": 1, "seed": 1, "maxResponseTokens": 8}
        item = {"question": "q1", "cluster": None, "decode": 0, "correct": True, "answer": "1", "reference": "1"}
        item |= {"prompt": "p", "response": "r", "responseTokens": 1, "formatValid": True}
        client.evaluation(benchmark, job["checkpointTrainStep"], settings, [item], True)


def train(client: EventClient, job: dict, run_dir: Path, ledger: Ledger) -> bool:
    """Logs every train step that is left; False when asked to stop before the last."""
    state = Path(job["outputDir"]) / "checkpoint"
    done = int(state.read_text()) if state.exists() else 0
    client.phase("training", f"from train step {done}")
    for step in range(done + 1, TRAIN_STEPS + 1):
        log_step(client, job, step)
        ledger.handed_over(step)
        # On a full disk what was logged waits in memory: it is not safe yet, and neither is a checkpoint.
        if client.flush():
            ledger.acknowledged()
            with contextlib.suppress(OSError):
                checkpoint(state, step)
        time.sleep(STEP_SECONDS)
        if (run_dir / "cancel").exists() or client.stop_requested:
            return False
    return True


def run(run_dir: Path, job: dict) -> int:
    """0 when all train steps are done, 75 when asked to stop before, 1 when something logged was lost."""
    ledger = Ledger(job["attemptId"])
    token = os.environ["STEPWELL_RUN_TOKEN"]
    client = EventClient(run_dir, job["serverUrl"], job["eventsPath"], job["attemptId"], token)
    finished = train(client, job, run_dir, ledger)
    if finished:
        report_result(client, job)
    if client.close().lost:
        return 1
    ledger.acknowledged()
    ledger.ended("finished" if finished else "paused")
    return 0 if finished else 75


def main(run_dir: Path) -> int:
    """This trainer or, where the pace says so, the real one in its place."""
    job = json.loads((run_dir / "job.json").read_text())
    if job["seed"] in PACE.get("realSeeds", []):
        python = PACE["realPython"]
        os.execv(python, [python, "-m", "stepwell_trainer", "run", str(run_dir)])
    return run(run_dir, job)


sys.exit(main(Path(sys.argv[1])))
