"""Records as JSON and back, strictly: what is read is the record that was written, or nothing (``ValueError``)."""

import math
import types
import typing
from array import array
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from enum import Enum
from functools import cache
from typing import Any, TypeVar, cast

Record = TypeVar("Record")
MOST_TEXT = 20_000
MOST_ITEMS = 20_000
LARGEST = 1e11
"""Limits of what is read, far beyond any report: a file from a stranger must not keep the program busy."""


class Column:
    """Stands for ``array`` in hints: the standard one cannot be subscripted before Python 3.12."""

    def __class_getitem__(cls, _item: object) -> type["Column"]:
        return cls


def write_record(record: Any) -> dict[str, Any]:
    """A dataclass as JSON values; moments as ISO text in UTC, columns with null for a missing value."""
    return {field.name: _written(getattr(record, field.name)) for field in fields(record)}


def read_record(kind: type[Record], said: object) -> Record:
    """The record of ``kind``; ValueError when a field is missing, too many, or of another type."""
    hints = hints_of(kind)
    if not isinstance(said, Mapping) or said.keys() != hints.keys():
        raise ValueError(f"not a {kind.__name__}")
    return kind(**{name: _read(hint, said[name]) for name, hint in hints.items()})


def hints_of(kind: type[Any]) -> dict[str, Any]:
    """The fields of a record in their order, each with its type; ``Column`` stands for an array of numbers."""
    return _hints(cast(Any, kind))


@cache
def _hints(kind: Any) -> dict[str, Any]:
    hints = typing.get_type_hints(kind, localns={"array": Column})
    return {field.name: hints[field.name] for field in fields(kind)}


def _written(value: Any) -> Any:
    match value:
        case Enum():
            return value.value
        case datetime():
            return value.astimezone(UTC).isoformat()
        case array():
            return [None if math.isnan(number) else number for number in value]
        case tuple():
            return [_written(item) for item in value]
    return write_record(value) if is_dataclass(value) else value


def _read(hint: Any, said: object) -> Any:
    hint = getattr(hint, "__supertype__", hint)
    if isinstance(hint, types.UnionType):
        return None if said is None else _read(next(one for one in hint.__args__ if one is not type(None)), said)
    if typing.get_origin(hint) is tuple:
        return tuple(_read(hint.__args__[0], item) for item in _items(said))
    if hint is Column:
        return array("d", [math.nan if item is None else _number(item) for item in _items(said)])
    if is_dataclass(hint):
        return read_record(cast(type[Any], hint), said)
    if issubclass(hint, Enum):
        return hint(said)
    return _plain(hint, said)


def _plain(hint: type, said: object) -> object:
    if hint is float:
        return _number(said)
    if hint is datetime and isinstance(said, str):
        return datetime.fromisoformat(said).astimezone(UTC)
    if type(said) is not hint or (isinstance(said, str) and len(said) > MOST_TEXT):
        raise ValueError(f"not a {hint.__name__}")
    return int(_number(said)) if type(said) is int else said


def _number(said: object) -> float:
    if isinstance(said, bool) or not isinstance(said, int | float) or not abs(said) <= LARGEST:
        raise ValueError("not a number of a report")
    return float(said)


def _items(said: object) -> list[object]:
    if not isinstance(said, list) or len(said) > MOST_ITEMS:
        raise ValueError("not a list of a report")
    return said
