"""What the trainer needs of a Python environment, and what of it is missing here.

Usage: python python_inspect.py PYPROJECT CONSTRAINTS [EXTRA…]; prints one JSON object:
requirements (what to give pip), pinned (the same with the version of the constraints), missing,
wrong ([{name, wanted, found}]), torch (its pin), python. Runs on 3.8 and later with
nothing but pip (or packaging) beside it, so that it can be asked before anything is installed.
"""

import json
import re
import sys
from importlib import metadata

try:
    from packaging.requirements import Requirement
except ImportError:
    from pip._vendor.packaging.requirements import Requirement

if sys.version_info >= (3, 11):
    import tomllib
else:
    from pip._vendor import tomli as tomllib


def normal(name):
    """PEP 503: one spelling for each name."""
    return re.sub(r"[-_.]+", "-", name).lower()


def applies(requirement):
    """Whether its marker (platform, Python version) holds here."""
    return requirement.marker is None or requirement.marker.evaluate({"extra": ""})


def pins(path):
    """The constraints that hold here, by name."""
    with open(path, encoding="utf-8") as lines:
        texts = [line.split(" #")[0].strip() for line in lines]
    parsed = [Requirement(text) for text in texts if text and not text.startswith(("#", "-"))]
    return {normal(pin.name): pin.specifier for pin in parsed if applies(pin)}


def requirements(pyproject, extras):
    """What the trainer's package asks for, with the extras named."""
    with open(pyproject, "rb") as file:
        project = tomllib.load(file)["project"]
    texts = list(project.get("dependencies", []))
    for extra in extras:
        texts += project.get("optional-dependencies", {}).get(extra, [])
    return [text for text in texts if applies(Requirement(text))]


def main(pyproject, constraints, *extras):
    """Compares what is installed with what is wanted."""
    pinned = pins(constraints)
    wanted = requirements(pyproject, extras)
    missing, wrong = [], []
    for text in wanted:
        requirement = Requirement(text)
        try:
            found = metadata.version(requirement.name)
        except metadata.PackageNotFoundError:
            missing.append(requirement.name)
            continue
        specifier = pinned.get(normal(requirement.name), requirement.specifier)
        if not specifier.contains(found, prereleases=True):
            wrong.append({"name": requirement.name, "wanted": str(specifier), "found": found})
    names = [Requirement(text).name for text in wanted]
    report = {
        "python": ".".join(map(str, sys.version_info[:3])),
        "requirements": wanted,
        "pinned": [f"{name}{pinned.get(normal(name), '')}" for name in names],
        "missing": missing,
        "wrong": wrong,
        "torch": str(pinned.get("torch", "")),
    }
    print(json.dumps(report))


if __name__ == "__main__":
    main(*sys.argv[1:])
