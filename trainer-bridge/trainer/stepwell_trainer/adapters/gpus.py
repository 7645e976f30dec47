"""The GPUs that a stack on this host will see."""

from __future__ import annotations


def visible_gpus() -> int:
    """0 on a CPU."""
    import torch

    return torch.cuda.device_count() if torch.cuda.is_available() else 0
