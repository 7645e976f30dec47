"""A trainer without a model: logs through the real client, checkpoints after each train step, resumes, obeys.

Started like the real one (`run RUN_DIR`); needs only the standard library, so that fault tests are fast.
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path

from stepwell_trainer.client.event_client import EventClient

TRAIN_STEPS = 12
STEP_SECONDS = 0.08


def checkpoint(path: Path, step: int) -> None:
    """Replaces the checkpoint by one that a kill at any moment leaves whole."""
    temporary = path.with_suffix(f".{os.getpid()}")
    temporary.write_text(str(step))
    os.replace(temporary, path)


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


def main(run_dir: Path) -> int:
    """0 when all train steps are done, 75 when asked to stop before."""
    job = json.loads((run_dir / "job.json").read_text())
    state = Path(job["outputDir"]) / "checkpoint"
    done = int(state.read_text()) if state.exists() else 0
    token = os.environ["STEPWELL_RUN_TOKEN"]
    client = EventClient(run_dir, job["serverUrl"], job["eventsPath"], job["attemptId"], token)
    client.phase("training", f"from train step {done}")
    for step in range(done + 1, TRAIN_STEPS + 1):
        client.log_metrics(step, {"loss": 1 / step})
        client.log_log("info", f"train step {step}")
        if not client.flush():
            return 1
        checkpoint(state, step)
        time.sleep(STEP_SECONDS)
        if (run_dir / "cancel").exists() or client.stop_requested:
            client.close()
            return 75
    report_result(client, job)
    client.close()
    return 0


sys.exit(main(Path(sys.argv[1])))
