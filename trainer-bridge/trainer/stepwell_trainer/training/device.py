"""Settings that TRL's trainers share, by device."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from stepwell_trainer.model.loading import pick_device


def shared_arguments(output_dir: Path, seed: int, checkpoint_every: int) -> dict[str, Any]:
    """Arguments of SFTConfig and GRPOConfig alike: every train step logged, checkpoints kept with their optimizer."""
    on_gpu = pick_device().type == "cuda"
    return {
        "output_dir": str(output_dir),
        "seed": seed,
        "data_seed": seed,
        "use_cpu": not on_gpu,
        "bf16": on_gpu,
        "gradient_checkpointing": on_gpu,
        "dataloader_pin_memory": on_gpu,
        "logging_strategy": "steps",
        "logging_steps": 1,
        "logging_nan_inf_filter": False,
        "save_strategy": "steps",
        "save_steps": checkpoint_every,
        "lr_scheduler_type": "constant_with_warmup",
        "report_to": [],
        "disable_tqdm": True,
    }
