"""A train step in one line of the log, for whoever reads it at night."""

from __future__ import annotations

from stepwell_trainer.reporting import metric_names as names
from stepwell_trainer.training.step_metrics import Values

_PARTS = (
    ("R", names.REWARD_MEAN, "{:.3f}"),
    ("valid", names.SHARE_VALID_FORMAT, "{:.0%}"),
    ("right", names.REWARD_OUTCOME, "{:.0%}"),
    ("R_proc", names.REWARD_PROCESS, "{:.3f}"),
    ("groups without signal", names.SHARE_GROUPS_WITHOUT_SIGNAL, "{:.0%}"),
    ("tokens/s", names.TOKENS_PER_SECOND, "{:.0f}"),
)


def step_line(train_step: int, values: Values) -> str:
    """What is unknown is left out, as in the metrics: a line never shows a zero that was not measured."""
    known = [f"{title} {form.format(values[name])}" for title, name, form in _PARTS if name in values]
    return f"train step {train_step}: {', '.join(known)}" if known else f"train step {train_step}"
