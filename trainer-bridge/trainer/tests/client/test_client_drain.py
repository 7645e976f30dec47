"""The drain command, as the agent calls it."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from stepwell_trainer.client.drain import main
from tests.client.event_server import TOKEN, Answer


@pytest.fixture(autouse=True)
def token(monkeypatch):
    monkeypatch.setenv("STEPWELL_RUN_TOKEN", TOKEN)


def leave_behind(server, connect, events: int) -> None:
    server.script = lambda batch: Answer(503)
    client = connect(server.url)
    for step in range(events):
        client.log_metrics(step, {"a": 1.0})
    client.close(timeout=0.05)
    # A batch that is on its way when close gives up may still arrive: only then is what is left known.
    for thread in threading.enumerate():
        if thread.name.startswith("stepwell-"):
            thread.join(timeout=30)


def test_sends_what_was_left_and_removes_it(server, connect, job_in, capsys):
    leave_behind(server, connect, 1200)
    server.script = lambda batch: None
    assert main(job_in(server.url)) == 0
    assert json.loads(capsys.readouterr().out) == {"sent": 1200, "rejected": 0, "left": 0, "error": ""}
    assert server.arrived("metrics") == list(range(1, 1201))
    assert main(job_in(server.url)) == 0
    assert len(server.seqs("metrics")) == 1200


def test_a_server_that_stays_away_leaves_all_in_place(server, connect, job_in, capsys):
    leave_behind(server, connect, 3)
    assert main(job_in(server.url), timeout=0.3) == 75
    result = json.loads(capsys.readouterr().out)
    assert (result["left"], result["error"]) == (3, "HTTP 503")


def test_refused_events_count_as_dealt_with(server, connect, job_in, capsys):
    leave_behind(server, connect, 3)
    server.script = lambda batch: Answer(400, b'{"detail":"no"}')
    assert main(job_in(server.url)) == 0
    assert json.loads(capsys.readouterr().out)["rejected"] == 3


def test_a_run_that_never_logged_is_drained(job_in, capsys):
    assert main(job_in("http://127.0.0.1:1")) == 0
    assert json.loads(capsys.readouterr().out)["left"] == 0


def test_without_a_token_or_a_job_it_says_so(tmp_path: Path, job_in, monkeypatch, capsys):
    assert main(tmp_path) == 78
    assert "job.json" in capsys.readouterr().err
    monkeypatch.delenv("STEPWELL_RUN_TOKEN")
    assert main(job_in("http://127.0.0.1:1")) == 78
    assert "STEPWELL_RUN_TOKEN" in capsys.readouterr().err


def test_the_spool_of_another_attempt_is_not_sent(server, connect, job_in):
    connect(server.url, attempt="att_9999999999").close(timeout=0.05)
    assert main(job_in(server.url)) == 78


def test_the_command_drains_without_loading_torch(server, connect, job_in):
    leave_behind(server, connect, 3)
    server.script = lambda batch: None
    program = (
        "import sys; from stepwell_trainer.cli import main; code = main(['drain', sys.argv[1]]); "
        "heavy = {'torch', 'transformers', 'trl'} & set(sys.modules); sys.exit(str(heavy) if heavy else code)"
    )
    command = [sys.executable, "-c", program, str(job_in(server.url))]
    result = subprocess.run(command, cwd=Path(__file__).parents[2], capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    assert server.arrived("metrics") == [1, 2, 3]
