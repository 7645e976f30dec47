"""`stepwell run`: the command runs as it would alone, and the server hears all of it, now or later."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from stepwell_trainer.wrap.inbox_writer import metric_name, numbers_in
from stepwell_trainer.wrap.output import texts_of
from stepwell_trainer.wrap.tail import LONGEST_LINE, Tail, shown_text
from tests.wrap.wrap_server import WrapServer

TRAINER = Path(__file__).parents[2]
PATIENCE = 60.0


@pytest.fixture
def server() -> Iterator[WrapServer]:
    server = WrapServer()
    yield server
    server.close()
    assert server.invalid == []


Wrap = Callable[..., "subprocess.Popen[bytes]"]


@pytest.fixture
def wrap(server: WrapServer, tmp_path: Path) -> Iterator[Wrap]:
    """Starts `stepwell run -- python -c CODE`, and ends what a failed test left."""
    begun: list[subprocess.Popen[bytes]] = []

    def start(code: str, *options: str, argv: list[str] | None = None) -> subprocess.Popen[bytes]:
        command = argv if argv is not None else [sys.executable, "-c", code]
        process = stepwell(tmp_path, "run", "--server", server.url, "--grace", "30", *options, "--", *command)
        begun.append(process)
        return process

    yield start
    for process in begun:
        if process.poll() is None:
            process.kill()
        process.communicate()


def stepwell(folder: Path, *arguments: str) -> subprocess.Popen[bytes]:
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("STEPWELL_")},
        "PYTHONPATH": str(TRAINER),
        "STEPWELL_RUNS": str(folder / "runs"),
        "STEPWELL_TOKEN": "operator-token",
    }
    return subprocess.Popen(
        [sys.executable, "-m", "stepwell", *arguments],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def until(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)


LOGGING = """
import sys, stepwell
stepwell.config({"lr": 1e-4, "model": {"size": "tiny"}})
for step in range(5):
    stepwell.log({"loss": 1 / (step + 1), "eval": {"acc (top 1)": step}, "note": "text"}, step=step)
stepwell.phase("halfway", done=1, total=2)
print("hello"); print("odd \\x00 \\udcff".encode("utf-8", "surrogateescape").decode("latin-1"))
print("trouble", file=sys.stderr)
"""


def test_output_exit_code_and_what_the_command_logs_arrive(server: WrapServer, wrap: Wrap) -> None:
    process = wrap(LOGGING, "--project", "mine", "--name", "baseline", "--config", "seed=3", "--config", "tag=a b")
    out, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0
    assert out.startswith(b"hello\n") and b"trouble" in err
    (run_id, start), (_, end) = *server.starts.items(), *server.ends.items()
    assert f"{server.url}/runs/{run_id}".encode() in err
    assert start["project"] == "mine" and start["config"] == {"seed": 3, "tag": "a b"}
    assert start["command"]["argv"][0] == sys.executable
    assert (end["exitCode"], end["signal"], end["detail"]) == (0, None, "")
    metrics = server.of("metrics")
    assert [event["trainStep"] for event in metrics] == [0, 1, 2, 3, 4]
    assert metrics[4]["values"] == {"loss": 0.2, "eval/acc_top_1": 4.0}
    logs = [(event["source"], event["text"]) for event in server.of("logs")]
    assert ("stdout", "hello") in logs and ("stderr", "trouble") in logs
    status = server.of("status")
    facts = {name: fact for event in status if event["type"] == "environment" for name, fact in event["facts"].items()}
    assert facts["lr"] == "0.0001" and facts["model.size"] == "tiny"
    assert {"phase": "halfway", "done": 1, "total": 2}.items() <= status[-1].items()


def test_system_metrics_are_of_the_command(server: WrapServer, wrap: Wrap) -> None:
    wrap("import time; time.sleep(2.6)").communicate(timeout=PATIENCE)
    samples = server.of("system")
    assert samples and all(event["values"]["memoryBytes"] > 0 for event in samples)


@pytest.mark.parametrize(
    "code, expected", [("raise SystemExit(7)", 7), ("import os; os.abort()", 128 + signal.SIGABRT)]
)
def test_the_exit_code_is_the_commands_own(server: WrapServer, wrap: Wrap, code: str, expected: int) -> None:
    process = wrap(f"import sys; print('last words', file=sys.stderr); {code}")
    process.communicate(timeout=PATIENCE)
    assert process.returncode == expected
    (end,) = server.ends.values()
    assert "last words" in end["detail"]
    assert (end["exitCode"] == 7) == (end["signal"] is None)


def test_a_program_that_is_not_there_is_said(server: WrapServer, wrap: Wrap) -> None:
    process = wrap("", argv=["no-such-program-anywhere"])
    assert b"No such file" in process.communicate(timeout=PATIENCE)[1]
    assert process.returncode == 127
    assert next(iter(server.ends.values()))["exitCode"] == 127


def test_arguments_never_meet_a_shell(server: WrapServer, wrap: Wrap, tmp_path: Path) -> None:
    hostile = ["$(touch owned)", "`id`", "; rm -rf .", "a\nb", "--", "-x", "é\u202e"]
    process = wrap("", argv=[sys.executable, "-c", "import sys, json; print(json.dumps(sys.argv[1:]))", *hostile])
    out, _ = process.communicate(timeout=PATIENCE)
    assert json.loads(out) == hostile
    assert not (tmp_path / "owned").exists()


def test_signals_reach_the_command_and_its_answer_counts(server: WrapServer, wrap: Wrap) -> None:
    process = wrap(
        "import signal, sys, time\n"
        "signal.signal(signal.SIGTERM, lambda *_: sys.exit(5))\n"
        "print('ready'); time.sleep(60)"
    )
    assert process.stdout is not None and process.stdout.readline() == b"ready\n"
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=PATIENCE)
    assert process.returncode == 5


def test_an_order_of_the_server_stops_it(server: WrapServer, wrap: Wrap) -> None:
    server.order = "stop"
    process = wrap("import time; time.sleep(300)")
    process.communicate(timeout=PATIENCE)
    assert process.returncode == 128 + signal.SIGTERM
    assert next(iter(server.ends.values()))["signal"] == "SIGTERM"


def test_a_command_that_will_not_end_is_killed_with_its_children(server: WrapServer, wrap: Wrap) -> None:
    code = (
        "import signal, subprocess, sys, time\n"
        "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(300)'])\n"
        "print(child.pid); time.sleep(300)"
    )
    process = wrap(code, "--grace", "0.5")
    assert process.stdout is not None
    out = process.stdout.readline()
    server.order = "stop"
    process.communicate(timeout=PATIENCE)
    assert process.returncode == 128 + signal.SIGKILL
    grandchild = int(out)
    until(lambda: not psutil.pid_exists(grandchild) or psutil.Process(grandchild).status() == psutil.STATUS_ZOMBIE)


def test_a_refused_run_is_not_started(server: WrapServer, wrap: Wrap, tmp_path: Path) -> None:
    server.refusal = 409
    process = wrap("open('started', 'w')", "--resume", "run_0123456789abcdef")
    _, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == 64 and b"it still runs on laptop" in err
    assert not (tmp_path / "started").exists()


def test_a_server_that_comes_later_hears_everything(server: WrapServer, wrap: Wrap, tmp_path: Path) -> None:
    server.away = True
    process = wrap(f"{LOGGING}\nimport time\nwhile not __import__('os').path.exists('go'): time.sleep(0.02)")
    until(lambda: list((tmp_path / "runs").glob("*/*/spool/metrics*.jsonl")))
    assert server.starts == {}
    server.away = False
    until(lambda: server.of("metrics"))
    (tmp_path / "go").touch()
    process.communicate(timeout=PATIENCE)
    assert process.returncode == 0
    assert [event["seq"] for event in server.of("metrics")] == [1, 2, 3, 4, 5]
    assert next(iter(server.ends.values()))["exitCode"] == 0


def test_what_a_killed_wrapper_left_is_synced_once(server: WrapServer, wrap: Wrap, tmp_path: Path) -> None:
    process = wrap(
        "import stepwell, os, time\n"
        "stepwell.log({'a': 1}, step=1); print('one')\n"
        "open('pid', 'w').write(str(os.getpid()))\n"
        "while not os.path.exists('go'): time.sleep(0.02)\n"
        "stepwell.log({'a': 2}, step=2); print('two')\n"
        "open('done', 'w')"
    )
    until(lambda: server.of("metrics") and any(event["text"] == "one" for event in server.of("logs")))
    (offsets,) = (tmp_path / "runs").glob("*/*/inbox.json")
    until(lambda: (offsets.parent / "output.json").exists())
    process.kill()
    process.communicate()
    # The command does not notice.
    (tmp_path / "go").touch()
    until((tmp_path / "done").exists)
    command = int((tmp_path / "pid").read_text())
    until(lambda: not psutil.pid_exists(command) or psutil.Process(command).status() == psutil.STATUS_ZOMBIE)
    for _ in range(2):
        sync = stepwell(tmp_path, "sync")
        sync.communicate(timeout=PATIENCE)
        assert sync.returncode == 0
    assert [event["values"] for event in server.of("metrics")] == [{"a": 1.0}, {"a": 2.0}]
    texts = [event["text"] for event in server.of("logs")]
    assert texts.count("one") == 1 and texts.count("two") == 1
    assert "not known" in next(iter(server.ends.values()))["detail"]


def test_processes_and_forks_each_have_a_file(server: WrapServer, wrap: Wrap) -> None:
    code = (
        "import os, stepwell\n"
        "stepwell.log({'a': 0}, step=0)\n"
        "pids = []\n"
        "for rank in (1, 2, 3):\n"
        "    pid = os.fork()\n"
        "    if pid == 0:\n"
        "        for i in range(50): stepwell.log({f'rank{rank}': i}, step=i)\n"
        "        os._exit(0)\n"
        "    pids.append(pid)\n"
        "for pid in pids: os.waitpid(pid, 0)\n"
    )
    wrap(code).communicate(timeout=PATIENCE)
    assert len(server.of("metrics")) == 151


def test_a_checkpoint_is_listed_with_its_sums(server: WrapServer, wrap: Wrap) -> None:
    code = (
        "import pathlib, stepwell\n"
        "pathlib.Path('ck').mkdir(); pathlib.Path('ck/model.bin').write_bytes(b'abc')\n"
        "stepwell.checkpoint('ck', step=3, final=True); stepwell.checkpoint('nowhere', step=4)\n"
    )
    _, err = wrap(code).communicate(timeout=PATIENCE)
    (artifact,) = [event for event in server.of("status") if event["type"] == "artifact"]
    assert artifact["trainStep"] == 3 and artifact["final"] and artifact["bytes"] == 3
    assert [file["path"] for file in artifact["artifact"]["files"]] == ["model.bin"]
    assert b"nowhere is empty or not there" in err


def test_a_full_stderr_ends_nothing(server: WrapServer, tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(TRAINER), "STEPWELL_RUNS": str(tmp_path / "runs")}
    command = [sys.executable, "-m", "stepwell", "run", "--server", server.url, "--", sys.executable, "-c", "pass"]
    with open("/dev/full", "wb") as full:
        done = subprocess.run(command, env=environment, cwd=tmp_path, stderr=full, timeout=PATIENCE, check=False)
    assert done.returncode == 0
    assert next(iter(server.ends.values()))["exitCode"] == 0


def test_outside_of_a_wrapper_nothing_happens_and_it_is_said_once() -> None:
    code = "import stepwell; [stepwell.log({'a': 1}) for _ in range(3)]"
    environment = {name: value for name, value in os.environ.items() if not name.startswith("STEPWELL_")}
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**environment, "PYTHONPATH": str(TRAINER)},
        capture_output=True,
        check=True,
        timeout=PATIENCE,
    )
    assert done.stderr.count(b"stepwell:") == 1


def test_a_trainer_of_transformers_needs_one_line(server: WrapServer, wrap: Wrap) -> None:
    code = (
        "import torch, stepwell\n"
        "from transformers import Trainer, TrainingArguments\n"
        "class Net(torch.nn.Module):\n"
        "    def __init__(self):\n"
        "        super().__init__(); self.layer = torch.nn.Linear(1, 1)\n"
        "    def forward(self, x, labels=None):\n"
        "        return {'loss': ((self.layer(x) - labels) ** 2).mean()}\n"
        "data = [{'x': torch.ones(1), 'labels': torch.ones(1)}] * 8\n"
        "args = TrainingArguments('out', max_steps=4, logging_steps=1, save_steps=4, use_cpu=True, report_to=[])\n"
        "Trainer(Net(), args, train_dataset=data, callbacks=[stepwell.TrainerCallback()]).train()\n"
    )
    process = wrap(code)
    _, err = process.communicate(timeout=2 * PATIENCE)
    assert process.returncode == 0, err.decode()
    assert [event["trainStep"] for event in server.of("metrics")][:4] == [1, 2, 3, 4]
    assert "loss" in server.of("metrics")[0]["values"]
    assert any(event["type"] == "artifact" for event in server.of("status"))


def test_names_are_made_of_what_the_server_takes() -> None:
    assert metric_name("eval", "acc (top 1)") == "eval/acc_top_1"
    assert metric_name("a//b", "") == "a/b"
    assert dict(numbers_in({"a": True, "b": {"c": "2"}, "d": None, "e": [1], "f": float("nan")})).keys() == {"a", "f"}


def test_a_tail_hands_over_whole_lines_and_endless_ones_in_pieces(tmp_path: Path) -> None:
    path = tmp_path / "log"
    tail = Tail(path)
    assert tail.read() == (b"", [])
    path.write_bytes(b"one\ntw")
    assert tail.read()[1] == [b"one"]
    with path.open("ab") as file:
        file.write(b"o\n" + b"x" * (LONGEST_LINE + 5))
    assert tail.read()[1] == [b"two"]
    assert len(tail.read()[0]) == LONGEST_LINE + 5
    with path.open("ab") as file:
        file.write(b"10%\r50%\r100%\xff\r\n\nend\n")
    lines = tail.read()[1]
    assert [shown_text(line) for line in lines] == ["100%\ufffd", "", "end"]


def test_a_flood_of_lines_goes_in_blocks() -> None:
    assert list(texts_of([b"a", b" ", b"b"])) == ["a", "b"]
    blocks = list(texts_of([b"y" * 1000] * 200))
    assert len(blocks) == 4 and "\n".join(blocks).count("y") == 200_000
