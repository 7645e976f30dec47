"""Stands in for EasyR1's trainer: reads the configuration that Stepwell wrote and writes what EasyR1 writes.

Formats, read from 77Han329/ProcessThinker at commit 11dc221:
- EasyR1/verl/trainer/main.py: `config=FILE` on the command line;
- EasyR1/verl/utils/logger/logger.py: FileLogger, `{"step": N, **unflatten_dict(metrics)}` in experiment_log.jsonl;
- EasyR1/verl/trainer/ray_trainer.py: metric names, global_step_N/actor, checkpoint_tracker.json, validation at the end;
- EasyR1/verl/reward_function/processthinker_reward.py: both logs, the counter of reward calls, the reward's parts.
FAKE_DIE_AT ends the process without a word after the update of that train step; FAKE_HANG_AT waits there for a signal.
"""

import json
import os
import random
import re
import signal
import sys
import time
from datetime import datetime
from pathlib import Path

import yaml

CONFIG = yaml.safe_load(Path(sys.argv[1].removeprefix("config=")).read_text())
TRAINER, ROLLOUT = CONFIG["trainer"], CONFIG["worker"]["rollout"]
REWARD = CONFIG["worker"]["reward"]["reward_function_kwargs"]
SAVED = Path(TRAINER["save_checkpoint_path"])
PARTS = ["overall", "format_reward", "r1", "beta", "format_valid", "length_valid", "step_count", "acc_reward_raw"]
PARTS += ["acc_reward", "cot_reward_raw", "cot_reward", "step_bonus", "r2"]
PARTS += ["gdpo_r1", "gdpo_beta", "gdpo_cot", "gdpo_step_bonus"]
DIE_AT = int(os.environ.get("FAKE_DIE_AT", "0"))
HANG_AT = int(os.environ.get("FAKE_HANG_AT", "0"))


def insist() -> None:
    """What the real one would refuse or misread."""
    assert TRAINER["logger"] == ["console", "file"] and TRAINER["find_last_checkpoint"] is True
    assert CONFIG["data"]["rollout_batch_size"] % CONFIG["worker"]["actor"]["global_batch_size"] == 0
    assert isinstance(CONFIG["worker"]["actor"]["optim"]["lr"], float), "YAML must not read the rate as a text"
    assert abs(REWARD["acc_weight"] + REWARD["cot_weight"] - 1) < 1e-6
    assert not (REWARD["penalty"] and not REWARD["use_step_bonus"])
    module, function = CONFIG["worker"]["reward"]["reward_function"].rsplit(":", 1)
    assert function == "compute_score" and Path(module).is_file()
    assert "STEPWELL_RUN_TOKEN" not in os.environ


def rows(name: str) -> list:
    return [json.loads(line) for line in Path(CONFIG["data"][name]).read_text().splitlines()]


def log(prefix: str, entry: dict) -> None:
    folder = Path(REWARD["reward_log_dir"])
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f"{prefix}_{datetime.now():%Y%m%d}.jsonl").open("a", encoding="utf-8") as file:
        file.write(json.dumps({"timestamp": datetime.now().isoformat(), **entry}, ensure_ascii=False) + "\n")


def score(counter: int, sample: int, row: dict, raw: str, draws: random.Random) -> dict:
    """One response: its prefixes' continuations, then its parts (compute_score), from text without blanks at tags."""
    response = re.sub(r"\s*(<|>|/)\s*", r"\1", raw)
    answer = row["solution"].removeprefix("<answer>").removesuffix("</answer>")
    steps = [part.split("</step>")[0].strip() for part in response.split("<step>")[1:]]
    valid = response.endswith("</answer>") and REWARD["step_min"] <= len(steps) <= REWARD["step_max"]
    base = dict.fromkeys(PARTS, 0.0) | {"step_count": float(len(steps)), "length_valid": 1.0}
    if valid:
        cot = rollouts(counter, sample, steps, answer, draws) if REWARD["cot_weight"] > 0 else 0.0
        right = float(f"<answer>{answer}</answer>" in response) if REWARD["acc_weight"] > 0 else 0.0
        bonus = 0.25 if REWARD["use_step_bonus"] else 0.0
        paid_acc = -bonus if REWARD["acc_weight"] > 0 and REWARD["penalty"] and right < 1 else right
        paid_cot = -bonus if REWARD["cot_weight"] > 0 and REWARD["penalty"] and cot < 0.5 else cot
        r2 = REWARD["acc_weight"] * paid_acc + REWARD["cot_weight"] * paid_cot + bonus
        base |= {"format_valid": 1.0, "r1": REWARD["r1_value"], "beta": REWARD["beta_value"], "step_bonus": bonus}
        base |= {"acc_reward_raw": right, "acc_reward": paid_acc, "cot_reward_raw": cot, "cot_reward": paid_cot}
        base |= {"format_reward": base["r1"] + base["beta"], "r2": r2, "overall": base["r1"] + base["beta"] + r2}
    text = {"problem": row["problem_reserved_text"][:500], "response": response, "raw_response": raw}
    length = {"response_length_tokens": 40 + sample, "response_length_chars": len(response)}
    head = {"global_step": counter, "sample_idx": sample, "ground_truth": row["solution"]}
    log("rewards", {**head, **text, **length, "rewards": base})
    return base


def rollouts(counter: int, sample: int, steps: list, answer: str, draws: random.Random) -> float:
    scores, prefix = [], []
    for index, step in enumerate(steps[: REWARD["process_max_steps"]]):
        prefix.append(step)
        start = "<think>" + "".join(f"<step>{text}</step>" for text in prefix)
        returned = 0 if (sample, index) == (0, 0) else REWARD["process_n"] - (sample % 3 == 1)
        outputs = []
        for _ in range(returned):
            right = draws.random() < 0.6
            tail = f"<step>and so</step></think><answer>{answer if right else 'none'}</answer>"
            outputs.append({"output": start + tail, "accuracy": float(right)})
        mean = sum(o["accuracy"] for o in outputs) / len(outputs) if outputs else 0.0
        scores.append(mean)
        head = {"global_step": counter, "sample_idx": sample, "step_idx": index, "prefix_steps": list(prefix)}
        log("process_rollouts", {**head, "continuations": outputs, "prefix_score": mean})
    return sum(scores) / len(scores) if scores else 0.0


def responses(row: dict, draws: random.Random) -> list:
    answer = row["solution"].removeprefix("<answer>").removesuffix("</answer>")
    good = f"<think><step>look at 1 / 2 of it</step><step>so it is</step></think><answer>{answer}</answer>"
    wrong = "<think><step>guess</step><step>again\n</step><step>done</step></think><answer>none</answer>"
    broken = "<think><step>no end"
    return [draws.choice([good, wrong, wrong, broken]) for _ in range(ROLLOUT["n"])]


def unflatten(flat: dict) -> dict:
    tree: dict = {}
    for name, value in flat.items():
        *folders, last = name.split("/")
        node = tree
        for part in folders:
            node = node.setdefault(part, {})
        node[last] = value
    return tree


def save(step: int) -> None:
    actor = SAVED / f"global_step_{step}" / "actor"
    (actor / "huggingface").mkdir(parents=True, exist_ok=True)
    (actor / "model_world_size_1_rank_0.pt").write_bytes(b"weights of %d" % step)
    (actor / "huggingface/config.json").write_text('{"architectures": ["FakeForCausalLM"]}')
    (SAVED / f"global_step_{step}" / "dataloader.pt").write_bytes(b"")
    tracker = {"best_global_step": None, "best_val_reward_score": -1.0, "last_global_step": step}
    (SAVED / "checkpoint_tracker.json").write_text(
        json.dumps({**tracker, "last_actor_path": str(actor)}, ensure_ascii=False, indent=2)
    )


def write_log(step: int, flat: dict) -> None:
    with (SAVED / "experiment_log.jsonl").open("a") as file:
        file.write(json.dumps({"step": step, **unflatten(flat)}) + "\n")


def train() -> None:
    tracker = SAVED / "checkpoint_tracker.json"
    start = json.loads(tracker.read_text())["last_global_step"] if tracker.exists() else 0
    SAVED.mkdir(parents=True, exist_ok=True)
    data, size = rows("train_files"), CONFIG["data"]["rollout_batch_size"]
    print(f"Total training steps: {TRAINER['max_steps']}")
    for step in range(start + 1, TRAINER["max_steps"] + 1):
        draws = random.Random(step)
        picked = [data[((step - 1) * size + i) % len(data)] for i in range(size)]
        batch = [(row, response) for row in picked for response in responses(row, draws)]
        draws.shuffle(batch)  # _balance_batch
        parts = [score(step - start, i, row, response, draws) for i, (row, response) in enumerate(batch)]
        means = {f"reward/{k}": sum(p[k] for p in parts) / len(parts) for k in parts[0]}
        rest = {
            "actor/pg_loss": 0.1 / step,
            "actor/grad_norm": 1.5,
            "actor/lr": CONFIG["worker"]["actor"]["optim"]["lr"],
        }
        rest |= {"response_length/mean": 42.0, "response_length/clip_ratio": 0.0, "prompt_length/mean": 10.0}
        rest |= {"timing_s/gen": 1.0, "timing_s/update_actor": 2.0, "perf/time_per_step": 4.0, "perf/throughput": 99.0}
        if step % TRAINER["save_freq"] == 0:
            save(step)
        write_log(step, {**means, **rest})
        print(f"Step {step}\nreward:\n  overall: {means['reward/overall']}", flush=True)
        if step == HANG_AT:
            signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
            while True:
                time.sleep(0.05)
        if step == DIE_AT:
            os.kill(os.getpid(), signal.SIGKILL)
    for index, row in enumerate(rows("val_files")):  # another process of the same reward, with a counter of its own
        score(1, index, row, responses(row, random.Random(0))[0], random.Random(0))
    write_log(TRAINER["max_steps"], {"val/reward_score": 0.5, "val_response_length/mean": 41.0})
    if TRAINER["max_steps"] % TRAINER["save_freq"]:
        save(TRAINER["max_steps"])


insist()
train()
