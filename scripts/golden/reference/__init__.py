"""Every family of the golden statistics, computed without lib/stats: scipy, statsmodels, mpmath, or by brute force."""

from .accuracy import FAMILIES as ACCURACY
from .continuations import FAMILIES as CONTINUATIONS

# name -> (function of the input's fields giving the expected fields, absolute tolerance, relative tolerance)
FAMILIES = {**ACCURACY, **CONTINUATIONS}


def case(name, number, given):
    """One golden case of a family: its input beside what the reference says of it."""
    reference, absolute, relative = FAMILIES[name]
    return {
        "id": f"own-{name}-{number:02d}",
        "family": name,
        "input": given,
        "expected": reference(**given),
        "tol": {"abs": absolute, "rel": relative},
    }
