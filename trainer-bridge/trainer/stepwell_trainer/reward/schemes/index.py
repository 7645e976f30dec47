"""Every scheme that can be trained with, by the name in the configuration. A new one: its file, a line here."""

from __future__ import annotations

from stepwell_trainer.reward.config import Scheme as SchemeName
from stepwell_trainer.reward.schemes.clipped import CLIPPED
from stepwell_trainer.reward.schemes.facts import Scheme
from stepwell_trainer.reward.schemes.process_if_correct import PROCESS_IF_CORRECT
from stepwell_trainer.reward.schemes.progress import PROGRESS
from stepwell_trainer.reward.schemes.weighted import WEIGHTED

SCHEMES: dict[SchemeName, Scheme] = {
    "weighted": WEIGHTED,
    "progress": PROGRESS,
    "clipped": CLIPPED,
    "process-if-correct": PROCESS_IF_CORRECT,
}
