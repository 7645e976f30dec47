"""What is installed here, as the agent and the set-up scripts ask for it."""

from __future__ import annotations

import json
import os
import platform
from importlib.metadata import PackageNotFoundError, version

from stepwell_trainer import __version__

_PACKAGES = (
    "torch",
    "transformers",
    "trl",
    "datasets",
    "accelerate",
    "reasoning-gym",
    "math-verify",
    "numpy",
    "requests",
    "psutil",
)


def package_versions() -> dict[str, str | None]:
    """Installed versions; None for what is missing."""
    found: dict[str, str | None] = {}
    for name in _PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = None
    return found


def environment_facts() -> dict[str, str]:
    """Facts recorded once per attempt."""
    import torch

    cuda = torch.cuda.is_available()
    facts = {
        "trainer": __version__,
        "python": platform.python_version(),
        "platform": platform.platform(),
        "device": torch.cuda.get_device_name(0) if cuda else platform.processor() or platform.machine(),
        "threads": str(torch.get_num_threads()),
    }
    return facts | {name: found for name, found in package_versions().items() if found}


def main() -> int:
    """Prints one JSON object; exits 1 where a package is missing."""
    packages = package_versions()
    report: dict[str, object] = {
        "trainer": __version__,
        "python": platform.python_version(),
        "packages": packages,
        "ready": all(packages.values()),
        "cpus": os.cpu_count(),
    }
    if packages["torch"]:
        import torch

        report |= {
            "cuda": torch.cuda.is_available(),
            "mps": torch.backends.mps.is_available(),
            "threads": torch.get_num_threads(),
        }
    print(json.dumps(report))
    return 0 if report["ready"] else 1
