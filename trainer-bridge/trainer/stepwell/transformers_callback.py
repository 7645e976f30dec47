"""`Trainer(callbacks=[stepwell.TrainerCallback()])`: what a transformers or TRL trainer logs and saves, as it does."""

from __future__ import annotations

from pathlib import Path

import transformers

import stepwell


class TrainerCallback(transformers.TrainerCallback):
    """Logs on the main process only; with several processes every one may have it."""

    def on_train_begin(self, args, state, control, **kwargs):
        """The arguments of the training, as settings."""
        if state.is_world_process_zero:
            stepwell.config(args.to_sanitized_dict())

    def on_log(self, args, state, control, logs=None, **kwargs):
        """Whatever the trainer logs, at its global step."""
        if state.is_world_process_zero and logs:
            stepwell.log(logs, step=state.global_step)

    def on_save(self, args, state, control, **kwargs):
        """The checkpoint that was just written."""
        if state.is_world_process_zero:
            stepwell.checkpoint(Path(args.output_dir) / f"checkpoint-{state.global_step}", state.global_step)
