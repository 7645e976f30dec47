"""The stages' Reporter over HTTP, and a whole job that reports through it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from stepwell_trainer.client import open_reporter
from tests.client.event_server import ATTEMPT, PATH, TOKEN
from tests.client.test_client_delivery import BENCHMARK, SETTINGS, TRACE, item

ROOT = Path(__file__).parents[2]


@pytest.fixture
def job(server, tmp_path: Path, monkeypatch) -> dict:
    monkeypatch.setenv("STEPWELL_RUN_TOKEN", TOKEN)
    job = {
        "schemaVersion": 1,
        "kind": "rewrite",
        "jobId": "job_0123456789",
        "attemptId": ATTEMPT,
        "runId": None,
        "ablationId": "abl_0123456789",
        "name": "rewrite",
        "serverUrl": server.url,
        "eventsPath": PATH,
        "outputDir": str(tmp_path / "out"),
        "seed": 1,
        "profile": {"kind": "tiny", "families": ["chain-sum"]},
        "threads": 1,
        "rewrite": {"traces": 20},
    }
    (tmp_path / "job.json").write_text(json.dumps(job))
    return job


def test_every_word_of_the_reporter_arrives(server, job, tmp_path: Path):
    reporter = open_reporter(tmp_path, job)
    reporter.metrics(1, {"a": 1.0}, dict.fromkeys(("responseTokens", "continuationTokens", "activeMs", "gpuMs"), 3))
    reporter.trace(TRACE)
    reporter.log("warn", "careful")
    reporter.phase("training", "step", 1, 2)
    reporter.environment({"torch": "2"})
    files = [{"path": "a", "bytes": 3, "sha256": "a" * 64}, {"path": "b", "bytes": 4, "sha256": "b" * 64}]
    reporter.artifact("checkpoint", "/c", files, 7, True, {"accuracy": 0.5})
    reporter.evaluation(BENCHMARK, 7, SETTINGS, [item(1)], True)
    reporter.system({"cpuCores": 1.5})
    assert not reporter.stop_requested()
    server.stop = True
    reporter.close()
    assert reporter.stop_requested()
    [artifact] = [e for e in server.events("status") if e["type"] == "artifact"]
    assert (artifact["bytes"], artifact["artifact"]["files"]) == (7, files)
    kinds = {k: len(server.events(k)) for k in ("metrics", "traces", "logs", "status", "evaluations", "system")}
    assert kinds == {"metrics": 1, "traces": 1, "logs": 1, "status": 3, "evaluations": 1, "system": 1}


def run(run_dir: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "stepwell_trainer", "run", str(run_dir)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)


def test_a_job_reports_to_its_server_and_leaves_an_empty_spool(server, job, tmp_path: Path):
    result = run(tmp_path)
    assert result.returncode == 0, result.stderr
    [artifact] = [e for e in server.events("status") if e["type"] == "artifact"]
    assert artifact["summary"]["traces"] == 20
    assert [e["phase"] for e in server.events("status") if e["type"] == "phase"][-1] == "done"
    assert server.events("system")[-1]["values"]["memoryBytes"] > 1_000_000
    assert list((tmp_path / "spool").glob("*.jsonl")) == []
    assert TOKEN not in result.stdout + result.stderr


def test_a_node_may_know_the_server_by_another_address(job, server, tmp_path: Path, monkeypatch):
    monkeypatch.setenv("STEPWELL_RUN_SERVER_URL", server.url)
    reporter = open_reporter(tmp_path, {**job, "serverUrl": "http://127.0.0.1:9"})
    reporter.log("info", "here")
    reporter.close()
    assert len(server.events("logs")) == 1
