"""Turns decoded JSON into dataclasses, refusing what the types do not say.

Wire names are camelCase, fields snake_case. An error names the field by its path, since the person who reads it
did not write the file.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import MISSING, Field, dataclass, fields, is_dataclass
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from stepwell_trainer.errors import InvalidJob

T = TypeVar("T")


@dataclass(frozen=True)
class Bounds:
    """Inclusive limits of a number; `above` is exclusive."""

    at_least: float | None = None
    at_most: float | None = None
    above: float | None = None


PositiveInt = Annotated[int, Bounds(at_least=1)]
Count = Annotated[int, Bounds(at_least=0)]
Share = Annotated[float, Bounds(at_least=0, at_most=1)]
PositiveFloat = Annotated[float, Bounds(above=0)]


def wire_name(field_name: str) -> str:
    """step_min -> stepMin."""
    return re.sub(r"_([a-z])", lambda match: match.group(1).upper(), field_name)


def parse(kind: type[T], value: object, path: str = "job") -> T:
    """`value` as `kind`. Raises InvalidJob with the path of the first field that does not fit."""
    return cast(T, _parse(kind, value, path))


def _parse(kind: Any, value: object, path: str) -> object:
    origin = get_origin(kind)
    if kind is object:
        return value
    if origin is Annotated:
        inner, *notes = get_args(kind)
        return _bounded(_parse(inner, value, path), notes, path)
    if origin in (Union, UnionType):
        return _union(get_args(kind), value, path)
    if origin is Literal:
        return _literal(get_args(kind), value, path)
    if origin is tuple:
        return _sequence(get_args(kind)[0], value, path)
    if origin is dict:
        return _mapping(get_args(kind)[1], value, path)
    if is_dataclass(kind):
        return _record(cast(type, kind), value, path)
    return _scalar(kind, value, path)


def _bounded(value: object, notes: list[object], path: str) -> object:
    for note in notes:
        if not isinstance(note, Bounds) or not isinstance(value, (int, float)):
            continue
        if note.at_least is not None and not value >= note.at_least:
            raise InvalidJob(f"{path}: {value} is below {note.at_least}")
        if note.at_most is not None and not value <= note.at_most:
            raise InvalidJob(f"{path}: {value} is above {note.at_most}")
        if note.above is not None and not value > note.above:
            raise InvalidJob(f"{path}: {value} must be above {note.above}")
    return value


def _union(options: tuple[Any, ...], value: object, path: str) -> object:
    """null where it is allowed, else the record whose `kind` (or `mode`) is named, else the one type that is left."""
    if value is None and NoneType in options:
        return None
    rest = [option for option in options if option is not NoneType]
    if len(rest) == 1:
        return _parse(rest[0], value, path)
    tag = "kind" if "kind" in get_type_hints(rest[0]) else "mode"
    named = value.get(tag) if isinstance(value, Mapping) else None
    for option in rest:
        if named in get_args(get_type_hints(option)[tag]):
            return _parse(option, value, path)
    raise InvalidJob(f"{path}.{tag}: {named!r} is not one of the kinds there are")


def _literal(options: tuple[Any, ...], value: object, path: str) -> object:
    for option in options:
        if type(value) is type(option) and value == option:
            return value
    raise InvalidJob(f"{path}: {value!r} is not one of {', '.join(map(repr, options))}")


def _sequence(kind: Any, value: object, path: str) -> tuple[object, ...]:
    if not isinstance(value, list):
        raise InvalidJob(f"{path}: expected a list")
    return tuple(_parse(kind, inner, f"{path}.{i}") for i, inner in enumerate(value))


def _mapping(kind: Any, value: object, path: str) -> dict[str, object]:
    if not isinstance(value, Mapping):
        raise InvalidJob(f"{path}: expected an object")
    return {str(key): _parse(kind, inner, f"{path}.{key}") for key, inner in value.items()}


def _record(kind: type, value: object, path: str) -> object:
    if not isinstance(value, Mapping):
        raise InvalidJob(f"{path}: expected an object")
    hints = get_type_hints(kind, include_extras=True)
    known = {wire_name(field.name): field for field in fields(kind)}
    for name in value:
        if name not in known:
            raise InvalidJob(f"{path}.{name}: unknown field")
    given = {
        field.name: _parse(hints[field.name], value[name], f"{path}.{name}")
        for name, field in known.items()
        if name in value
    }
    for name, field in known.items():
        if name not in value and _is_required(field):
            raise InvalidJob(f"{path}.{name}: missing")
    return kind(**given)


def _is_required(field: Field[Any]) -> bool:
    return field.default is MISSING and field.default_factory is MISSING


def _scalar(kind: Any, value: object, path: str) -> object:
    """A bool is not a number, and 3.0 is an integer as in JSON Schema."""
    if kind is bool or kind is str:
        fits = isinstance(value, kind)
    else:
        fits = isinstance(value, (int, float)) and not isinstance(value, bool)
        if kind is int and fits and value != int(cast(float, value)):
            fits = False
    if not fits:
        raise InvalidJob(f"{path}: expected {kind.__name__}, found {type(value).__name__}")
    return kind(value)
