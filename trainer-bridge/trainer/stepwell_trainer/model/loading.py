"""Loads a causal model and its tokenizer by path, whoever wrote them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from stepwell_trainer.errors import TrainerError

if TYPE_CHECKING:
    import torch
    from transformers import PreTrainedModel, PreTrainedTokenizerBase


@dataclass(frozen=True)
class LoadedModel:
    """A model on its device with the tokenizer that was saved beside it."""

    model: PreTrainedModel
    tokenizer: PreTrainedTokenizerBase

    @property
    def parameters(self) -> int:
        return sum(p.numel() for p in self.model.parameters())

    def facts(self) -> dict[str, str]:
        """What a run's page says of its model; beside the environment's facts."""
        return {
            "model": f"{type(self.model).__name__}, {self.parameters:,} parameters",
            "model dtype": str(self.model.dtype).removeprefix("torch."),
            "model device": str(self.model.device),
        }


def pick_device() -> torch.device:
    """CUDA where there is one; never MPS, whose sampling differs from what was tested."""
    import torch

    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


def load_model(path: str | Path) -> LoadedModel:
    """Reads a folder written by save_pretrained, or a hub id. bf16 on CUDA, float32 on a CPU.

    Raises TrainerError in words where the folder does not hold a causal model with a tokenizer.
    """
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer

    device = pick_device()
    dtype = torch.bfloat16 if device.type == "cuda" else torch.float32
    try:
        tokenizer = AutoTokenizer.from_pretrained(path)
        model = AutoModelForCausalLM.from_pretrained(path, dtype=dtype)
    except (OSError, ValueError) as problem:
        raise TrainerError(f"cannot load a causal model and its tokenizer from {path}: {problem}") from problem
    if tokenizer.eos_token_id is None:
        raise TrainerError(f"the tokenizer of {path} has no end-of-sequence token, so no response could end")
    if tokenizer.pad_token_id is None:
        tokenizer.pad_token = tokenizer.eos_token
    tokenizer.padding_side = "left"
    return LoadedModel(model.to(device), tokenizer)


def end_token_ids(loaded: LoadedModel) -> frozenset[int]:
    """Every id that ends a response: the tokenizer's and those of the model's generation settings."""
    declared = loaded.model.generation_config.eos_token_id
    listed = declared if isinstance(declared, list) else [declared]
    return frozenset(i for i in [loaded.tokenizer.eos_token_id, *listed] if i is not None)
