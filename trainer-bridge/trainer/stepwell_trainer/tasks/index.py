"""Every task family of the tiny profile. A new one is one file and one line here."""

from __future__ import annotations

from stepwell_trainer.errors import InvalidJob
from stepwell_trainer.tasks.basic_arithmetic import BasicArithmetic
from stepwell_trainer.tasks.chain_sum import ChainSum
from stepwell_trainer.tasks.item import Family
from stepwell_trainer.tasks.leg_counting import LegCounting
from stepwell_trainer.tasks.number_sorting import NumberSorting

FAMILIES: dict[str, Family] = {
    family.key: family for family in (BasicArithmetic(), ChainSum(), LegCounting(), NumberSorting())
}


def family_of(key: str) -> Family:
    """The family of that key. Raises InvalidJob that names the ones there are."""
    if key not in FAMILIES:
        raise InvalidJob(f"profile.families: no family {key!r}; there are {', '.join(sorted(FAMILIES))}")
    return FAMILIES[key]
