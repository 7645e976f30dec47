"""Writes the configuration files of other stacks: YAML that PyYAML and OmegaConf read alike."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from stepwell_trainer.adapters.base import refuse
from stepwell_trainer.client.files import write_atomic

Tree = dict[str, Any]
# Why an override of a followed setting is refused.
KEPT = "Stepwell writes or follows this; leave it as it is"
RESUMES = "Stepwell resumes from the last checkpoint by itself"
_INTERPOLATION = re.compile(r"(\\*)\$\{")


def with_overrides(tree: Tree, overrides: Mapping[str, object], reserved: Mapping[str, str]) -> Tree:
    """`tree` with settings by dotted name laid over it. Raises InvalidJob for one in `reserved` (name -> why)."""
    merged = _copy(tree)
    for name, value in overrides.items():
        for kept, why in reserved.items():
            if name == kept or name.startswith(f"{kept}.") or kept.startswith(f"{name}."):
                raise refuse(f"stack.overrides.{name}", why)
        _put(merged, name, value)
    return merged


def _copy(value: Any) -> Any:
    return {key: _copy(inner) for key, inner in value.items()} if isinstance(value, Mapping) else value


def _put(tree: Tree, name: str, value: object) -> None:
    *folders, last = name.split(".")
    node = tree
    for part in folders:
        inner = node.get(part)
        if inner is None:
            inner = node[part] = {}
        if not isinstance(inner, dict):
            raise refuse(f"stack.overrides.{name}", f"{part} is a value of the configuration, not a section")
        node = inner
    node[last] = value


def write_yaml(path: Path, tree: Tree) -> None:
    """Replaces `path`. Texts that OmegaConf would take for an interpolation are escaped, so `${` stays `${`."""
    import yaml

    text = yaml.safe_dump(_escaped(tree), sort_keys=False, allow_unicode=False, default_flow_style=False)
    write_atomic(path, text.encode("utf-8"))


def _escaped(value: Any) -> Any:
    if isinstance(value, str):
        return _INTERPOLATION.sub(lambda match: match.group(1) * 2 + "\\${", value)
    if isinstance(value, Mapping):
        return {str(key): _escaped(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_escaped(inner) for inner in value]
    return value
