"""Our step-tagged traces as a data set of LLaMA-Factory (alpaca format)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from stepwell_trainer.errors import TrainerError
from stepwell_trainer.profiles.profile import Profile

DATASET = "stepwell"
_FILE = "traces.jsonl"
_INFO = {
    DATASET: {"file_name": _FILE, "formatting": "alpaca", "columns": {"prompt": "instruction", "response": "output"}}
}


@dataclass(frozen=True)
class Written:
    """What was written: traces, the longest of them in tokens, and prompts that read back as other tokens."""

    traces: int
    longest: int
    changed: int


def write_rendered(traces: Path, folder: Path, profile: Profile, tokenizer: Any) -> Written:
    """Prompt and response as the very text that GRPO's policy will see and write, for the template `empty`.

    LLaMA-Factory's template adds nothing to it, and the end token stands in the text.
    """
    longest = changed = count = 0
    with _open(folder) as file:
        for trace in _traces(traces):
            ids = list(profile.prompt_ids(tokenizer, trace["prompt"]))
            prompt = tokenizer.decode(ids, skip_special_tokens=False, clean_up_tokenization_spaces=False)
            changed += tokenizer.encode(prompt, add_special_tokens=False) != ids
            response = trace["response"] + tokenizer.eos_token
            longest = max(longest, len(ids) + len(tokenizer.encode(response, add_special_tokens=False)))
            file.write(json.dumps({"instruction": prompt, "output": response}) + "\n")
            count += 1
    return _whole(traces, Written(count, longest, changed))


def write_plain(traces: Path, folder: Path, tokenizer: Any) -> Written:
    """The bare question and response, for a template of LLaMA-Factory's own that the job names."""
    longest = count = 0
    with _open(folder) as file:
        for trace in _traces(traces):
            text = f"{trace['prompt']}\n{trace['response']}"
            longest = max(longest, len(tokenizer.encode(text, add_special_tokens=False)))
            file.write(json.dumps({"instruction": trace["prompt"], "output": trace["response"]}) + "\n")
            count += 1
    return _whole(traces, Written(count, longest, 0))


def _open(folder: Path) -> Any:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "dataset_info.json").write_text(json.dumps(_INFO, indent=1))
    return (folder / _FILE).open("w", encoding="utf-8")


def _traces(path: Path) -> Any:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def _whole(traces: Path, written: Written) -> Written:
    if written.traces == 0:
        raise TrainerError(f"{traces} holds no traces, so there is nothing to warm up on")
    return written
