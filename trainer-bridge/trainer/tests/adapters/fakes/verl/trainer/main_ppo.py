"""Stands in for `python -m verl.trainer.main_ppo --config-path DIR --config-name NAME`.

Formats, read from volcengine/verl at commit b178a3cd5 and from its release 0.9.1:
- verl/utils/tracking.py: FileLogger, `{"step": N, "data": {...}}` in VERL_FILE_LOGGER_PATH, emptied when opened;
- verl/trainer/ppo/ray_trainer.py: global_step_N/actor, latest_checkpointed_iteration.txt, `_dump_generations`;
- verl/trainer/ppo/metric_utils.py: metric names; workers/reward_manager/naive.py: how the reward is called;
- verl/utils/checkpoint/fsdp_checkpoint_manager.py: actor/huggingface with the weights where `hf_model` is saved.
FAKE_DIE_AT ends the process without a word after the update of that train step.
"""

import importlib.util
import json
import os
import random
import signal
import sys
from pathlib import Path

import yaml
from pyarrow import parquet

assert sys.argv[1] == "--config-path" and sys.argv[3] == "--config-name"
CONFIG = yaml.safe_load((Path(sys.argv[2]) / f"{sys.argv[4]}.yaml").read_text())
ROLLOUT, ACTOR = (CONFIG["actor_rollout_ref"][k] for k in ("rollout", "actor"))
TRAINER = CONFIG["trainer"]
SAVED = Path(TRAINER["default_local_dir"])
DIE_AT = int(os.environ.get("FAKE_DIE_AT", "0"))


def insist() -> None:
    """What the real one would refuse or misread."""
    assert CONFIG["defaults"] == ["ppo_trainer", "_self_"]
    assert CONFIG["hydra"]["searchpath"] == ["pkg://verl.trainer.config"]
    assert "file" in TRAINER["logger"] and "hf_model" in ACTOR["checkpoint"]["save_contents"]
    assert isinstance(ACTOR["optim"]["lr"], float), "YAML must not read the rate as a text"


def reward_function():
    """verl/utils/import_utils.py load_extern_object: the file is loaded by its path, outside any package."""
    path = CONFIG["custom_reward_function"]["path"]
    spec = importlib.util.spec_from_file_location("custom_module", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return getattr(module, CONFIG["custom_reward_function"]["name"])


def respond(answer: str, draws: random.Random) -> str:
    good = f"<think><step>first</step><step>second</step></think><answer>{answer}</answer>"
    return draws.choice([good, good.replace(f">{answer}<", ">-1<"), "<think>no steps</think>"])


def save(step: int) -> None:
    model = SAVED / f"global_step_{step}" / "actor" / "huggingface"
    model.mkdir(parents=True, exist_ok=True)
    (model / "config.json").write_text("{}")
    (model / "model.safetensors").write_bytes(b"weights of %d" % step)
    (SAVED / f"global_step_{step}" / "data.pt").write_bytes(b"")
    (SAVED / "latest_checkpointed_iteration.txt").write_text(str(step))


def train() -> None:
    compute_score = reward_function()
    rows = parquet.read_table(CONFIG["data"]["train_files"]).to_pylist()
    tracker = SAVED / "latest_checkpointed_iteration.txt"
    start = int(tracker.read_text()) if tracker.exists() else 0
    log_path = Path(os.environ["VERL_FILE_LOGGER_PATH"])
    log_path.write_bytes(b"")
    size, total = CONFIG["data"]["train_batch_size"], TRAINER["total_training_steps"]
    for step in range(start + 1, total + 1):
        draws = random.Random(step)
        picked = [rows[((step - 1) * size + i) % len(rows)] for i in range(size)]
        dump = []
        for row in picked * ROLLOUT["n"]:
            truth = row["reward_model"]["ground_truth"]
            text = respond(truth, draws)
            info = {**row["extra_info"], "num_turns": None, "rollout_reward_scores": {}}
            result = compute_score(
                data_source=row["data_source"], solution_str=text, ground_truth=truth, extra_info=info
            )
            base = {"input": row["prompt"][-1]["content"], "output": text, "gts": truth, "step": step}
            dump.append({**base, **result, "score": result["score"]})
        folder = Path(TRAINER["rollout_data_dir"])
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{step}.jsonl").write_text("\n".join(json.dumps(d, ensure_ascii=False) for d in dump) + "\n")
        mean = sum(d["score"] for d in dump) / len(dump)
        data = {
            "critic/score/mean": mean,
            "actor/pg_loss": 0.1,
            "actor/grad_norm": 1.0,
            "actor/lr": ACTOR["optim"]["lr"],
        }
        data |= {"response_length/mean": 30.0, "prompt_length/mean": 12.0, "timing_s/step": 3.0, "timing_s/gen": 1.0}
        data |= {"critic/rewards/max": 2.0, "training/global_step": step}
        if step % TRAINER["save_freq"] == 0 or step == total:
            save(step)
        with log_path.open("ab") as log:
            log.write(json.dumps({"step": step, "data": data}).encode() + b"\n")
        print(f"step:{step} - critic/score/mean:{mean}", flush=True)
        if step == DIE_AT:
            os.kill(os.getpid(), signal.SIGKILL)


insist()
train()
