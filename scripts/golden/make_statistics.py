"""Computes the expected values of trainer-bridge/contracts/golden/statistics.json anew from its inputs.

The file's inputs were chosen by hand, edges first; to add a case, append {"family": …, "input": {…}} and run this once:
    pip install scipy mpmath statsmodels
    python scripts/golden/make_statistics.py
The values come from scripts/golden/reference, never from lib/stats. Other values: random_statistics.py.
"""

import json
from collections import Counter
from pathlib import Path

import mpmath
import numpy
import scipy
import statsmodels
from reference import case

TARGET = Path(__file__).parents[2] / "trainer-bridge/contracts/golden/statistics.json"
LIBRARIES = (scipy, mpmath, statsmodels, numpy)


def main():
    numbers, cases = Counter(), []
    for given in json.loads(TARGET.read_text())["cases"]:
        name = given["family"]
        numbers[name] += 1
        cases.append(case(name, numbers[name], given["input"]))
    meta = {
        "title": "statistics, computed outside lib/stats by scripts/golden/make_statistics.py",
        "versions": {library.__name__: library.__version__ for library in LIBRARIES},
        "accept": "|got-exp| <= tol.abs + tol.rel*|exp| element-wise; null must be null; text and truth values equal",
    }
    text = json.dumps({"meta": meta, "cases": cases}, indent=1, default=lambda x: x.item())
    TARGET.write_text(text + "\n")
    print(len(cases), "cases,", len(numbers), "families")


if __name__ == "__main__":
    main()
