"""Stands in for `llamafactory-cli train FILE`: reads the YAML that Stepwell wrote and writes what LLaMA-Factory writes.

Formats, read from hiyouga/LLaMA-Factory at commit ff6d4d12e and seen from its release 0.9.5: LogCallback in
src/llamafactory/train/callbacks.py (trainer_log.jsonl), data/loader.py (dataset_info.json), and transformers' Trainer
(checkpoint-N, trainer_state.json last). FAKE_HANG_AT waits after that train step for SIGTERM; FAKE_IGNORE_TERM also
ignores it and leaves a child behind.
"""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import yaml

assert sys.argv[1] == "train"
SETTINGS = yaml.safe_load(Path(sys.argv[2]).read_text())
OUTPUT = Path(SETTINGS["output_dir"])
HANG_AT = int(os.environ.get("FAKE_HANG_AT", "0"))


def insist() -> int:
    """What the real one reads; the number of examples."""
    assert SETTINGS["stage"] == "sft" and SETTINGS["finetuning_type"] == "full" and SETTINGS["template"]
    assert isinstance(SETTINGS["learning_rate"], float), "YAML must not read the rate as a text"
    folder = Path(SETTINGS["dataset_dir"])
    info = json.loads((folder / "dataset_info.json").read_text())[SETTINGS["dataset"]]
    rows = [json.loads(line) for line in (folder / info["file_name"]).read_text().splitlines()]
    columns = info["columns"]
    assert info["formatting"] == "alpaca" and all(row[columns["prompt"]] and row[columns["response"]] for row in rows)
    return len(rows)


def save(step: int, history: list) -> None:
    folder = OUTPUT / f"checkpoint-{step}"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "config.json").write_text("{}")
    (folder / "model.safetensors").write_bytes(b"weights of %d" % step)
    (folder / "chat_template.jinja").write_text("one of LLaMA-Factory's own")
    (folder / "optimizer.pt").write_bytes(b"state")
    (folder / "trainer_state.json").write_text(json.dumps({"global_step": step, "log_history": history}))


def hang() -> None:
    if os.environ.get("FAKE_IGNORE_TERM"):
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"], start_new_session=True)
        (OUTPUT / "child.pid").write_text(str(child.pid))
    (OUTPUT / "hanging").touch()
    while True:
        time.sleep(0.05)


def main() -> None:
    rows, total = insist(), SETTINGS["max_steps"]
    OUTPUT.mkdir(parents=True, exist_ok=True)
    resume, history = SETTINGS["resume_from_checkpoint"], []
    start = json.loads((Path(resume) / "trainer_state.json").read_text())["global_step"] if resume else 0
    print(f"\x1b[32mTraining on {rows} examples\x1b[0m", flush=True)
    log = (OUTPUT / "trainer_log.jsonl").open("ab", buffering=0)
    log.write(b"\xff\xfe not a record\n")
    for step in range(start + 1, total + 1):
        rate = SETTINGS["learning_rate"]
        history.append({"step": step, "loss": 1 / step, "grad_norm": 0.5 * step, "learning_rate": rate})
        line = {"current_steps": step, "total_steps": total, "loss": 1 / step, "lr": rate, "epoch": step / 8}
        line |= {
            "percentage": 100 * step / total,
            "elapsed_time": f"0:00:{step - start:02d}",
            "remaining_time": "0:00:00",
        }
        text = json.dumps(line).encode() + b"\n"
        log.write(text[:10])
        time.sleep(0.01)
        log.write(text[10:])
        if step % SETTINGS["save_steps"] == 0 or step == total:
            save(step, history)
        if step == HANG_AT:
            hang()


main()
