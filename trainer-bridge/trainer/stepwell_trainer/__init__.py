"""Stepwell's trainer: SFT and GRPO with rollout-based process rewards, on TRL."""

__version__ = "0.1.0"
