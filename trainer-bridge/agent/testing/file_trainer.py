"""A trainer without a model whose results are real files: reads its input through the manifest's sums, writes
checkpoints with manifests, resumes from the latest, obeys.

Started like the real one (`run RUN_DIR`). It logs what it read and from which train step it went on, and waits behind
the train step that HOLD_AT names until that file of the run directory is there.
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path

from stepwell_trainer.client.event_client import EventClient
from stepwell_trainer.jobs.spec import ArtifactRef, ManifestFile
from stepwell_trainer.training.manifest import latest_checkpoint, seal, verified_folder

TRAIN_STEPS = 4
BYTES = int(os.environ.get("CHECKPOINT_BYTES", "200000"))


def read_input(job: dict) -> str:
    """What the job reads, verified; says what was in it."""
    ref = job.get("traces") or job.get("checkpoint")
    if ref is None:
        return "nothing"
    files = tuple(ManifestFile(path=f["path"], bytes=f["bytes"], sha256=f["sha256"]) for f in ref["files"])
    folder = verified_folder(ArtifactRef(path=ref["path"], checkpoint_id=ref["checkpointId"], files=files))
    return (folder / "note.txt").read_text()


def write_result(client: EventClient, job: dict, folder: Path, step: int, final: bool) -> None:
    """A folder with a nested file, sealed and reported."""
    (folder / "weights").mkdir(parents=True, exist_ok=True)
    (folder / "note.txt").write_text(f"{job['name']} at {step}")
    (folder / "weights" / "model 1.bin").write_bytes((f"{job['name']} {step} ".encode() * BYTES)[:BYTES])
    kind = "traces" if job["kind"] == "rewrite" else "checkpoint"
    artifact = {"path": str(folder), "checkpointId": None, "files": seal(folder)}
    client.artifact(kind, artifact, step, final, BYTES)


def train(client: EventClient, job: dict, run_dir: Path) -> bool:
    """False when asked to stop before the last train step."""
    checkpoints = Path(job["outputDir"]) / "checkpoints"
    found = latest_checkpoint(checkpoints)
    first = found[1] if found else 0
    client.log_log("info", f"goes on from train step {first}")
    for step in range(first + 1, TRAIN_STEPS + 1):
        client.log_metrics(step, {"loss": 1 / step})
        write_result(client, job, checkpoints / f"checkpoint-{step}", step, False)
        client.flush()
        held = job["kind"] == "grpo" and os.environ.get("HOLD_AT") == str(step)
        while held and not (run_dir / "go-on").exists() and not (run_dir / "cancel").exists():
            time.sleep(0.02)
        if (run_dir / "cancel").exists() or client.stop_requested:
            return False
    write_result(client, job, checkpoints / f"checkpoint-{TRAIN_STEPS}", TRAIN_STEPS, True)
    return True


def evaluate(client: EventClient, job: dict) -> None:
    """One question of each benchmark."""
    for key in job["benchmarks"]:
        benchmark = {"key": key, "title": key, "contentSha256": "0" * 64, "questions": 1}
        settings = {"decodes": 1, "temperature": 0, "batchSize": 1, "seed": 1, "maxResponseTokens": 8}
        item = {"question": "q1", "cluster": None, "decode": 0, "correct": True, "answer": "1", "reference": "1"}
        item |= {"prompt": "p", "response": "r", "responseTokens": 1, "formatValid": True}
        client.evaluation(benchmark, job["checkpointTrainStep"], settings, [item], True)


def main(run_dir: Path) -> int:
    """0 when done, 75 when asked to stop before, 1 when something logged was lost."""
    job = json.loads((run_dir / "job.json").read_text())
    token = os.environ["STEPWELL_RUN_TOKEN"]
    client = EventClient(run_dir, job["serverUrl"], job["eventsPath"], job["attemptId"], token)
    client.log_log("info", f"reads {read_input(job)}")
    finished = True
    if job["kind"] == "evaluate":
        evaluate(client, job)
    elif job["kind"] == "rewrite":
        write_result(client, job, Path(job["outputDir"]) / "traces", 0, True)
    else:
        finished = train(client, job, run_dir)
    if client.close().lost:
        return 1
    return 0 if finished else 75


sys.exit(main(Path(sys.argv[1])))
