"""Dataclasses as JSON and back, by their type hints and nothing else: no code, no class name, is ever read from a file.

A field that is missing takes its default, so newer versions open older files; a field nobody knows is refused, so
older versions do not silently drop what newer ones wrote. Bytes are kept apart as attachments, named by their SHA-256.
"""

from __future__ import annotations

import hashlib
import json
import re
import types
import typing
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from enum import Enum
from fractions import Fraction
from functools import cache
from pathlib import Path, PurePath
from typing import Any, Union

import numpy as np

ATTACHMENT = "sha256:"
_LARGEST = 1e300
"""Beyond it a number in a project is damage; JSON integers have no limit of their own."""

Attachments = dict[str, bytes]
"""Bytes by the hexadecimal SHA-256 that stands for them."""


class NotThatType(ValueError):  # noqa: N818 - said to the caller, who knows the sentence for a person
    """The JSON does not hold what the type asks for."""


def to_text(value: object, attachments: Attachments) -> str:
    """Canonical JSON (sorted keys, no spaces). Bytes are added to `attachments`."""
    return json.dumps(_plain(value, attachments), allow_nan=False, sort_keys=True, separators=(",", ":"))


def from_text(text: str, kind: object, attachment: Callable[[str], bytes]) -> Any:
    """The value of type `kind`. `attachment` gives the bytes of a digest. Raises NotThatType."""
    try:
        plain = json.loads(text, parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        raise NotThatType("not JSON") from None
    return _typed(plain, kind, attachment)


def attachment_names(text: str) -> set[str]:
    """The digests a JSON text speaks of."""
    return set(re.findall(ATTACHMENT + "([0-9a-f]{64})", text))


def _plain(value: object, attachments: Attachments) -> object:
    if is_dataclass(value) and not isinstance(value, type):
        hints = _hints(type(value))
        return {f.name: _plain(_widened(getattr(value, f.name), hints[f.name]), attachments) for f in fields(value)}
    if isinstance(value, np.generic):
        return value.item()
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, bytes):
        digest = hashlib.sha256(value).hexdigest()
        attachments[digest] = value
        return ATTACHMENT + digest
    if isinstance(value, Mapping):
        return {str(key): _plain(item, attachments) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(item, attachments) for item in value]
    if isinstance(value, Fraction | PurePath):
        return str(value)
    return value


def _widened(value: object, kind: object) -> object:
    """A whole number in a field of fractions is written as one, so that equal values have equal texts."""
    return float(value) if kind is float and isinstance(value, int | np.integer) else value


def _typed(plain: Any, kind: Any, attachment: Callable[[str], bytes]) -> Any:
    kind = _bare(kind)
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin in (Union, types.UnionType):
        return _optional(plain, arguments, attachment)
    if origin is tuple:
        return _tuple(plain, arguments, attachment)
    if isinstance(origin, type) and issubclass(origin, Mapping):
        _expect(isinstance(plain, dict))
        return {_key(key, arguments[0]): _typed(item, arguments[1], attachment) for key, item in plain.items()}
    if is_dataclass(kind):
        return _dataclass(plain, kind, attachment)
    return _leaf(plain, kind, attachment)


def _bare(kind: Any) -> Any:
    while hasattr(kind, "__supertype__"):
        kind = kind.__supertype__
    return kind


def _optional(plain: Any, arguments: tuple[Any, ...], attachment: Callable[[str], bytes]) -> Any:
    if plain is None:
        _expect(type(None) in arguments)
        return None
    (kind,) = [argument for argument in arguments if argument is not type(None)]
    return _typed(plain, kind, attachment)


def _tuple(plain: Any, arguments: tuple[Any, ...], attachment: Callable[[str], bytes]) -> tuple[Any, ...]:
    _expect(isinstance(plain, list))
    if len(arguments) == 2 and arguments[1] is Ellipsis:
        return tuple(_typed(item, arguments[0], attachment) for item in plain)
    _expect(len(plain) == len(arguments))
    return tuple(_typed(item, kind, attachment) for item, kind in zip(plain, arguments, strict=True))


def _key(text: str, kind: Any) -> Any:
    kind = _bare(kind)
    if kind is int:
        try:
            return int(text)
        except ValueError:
            raise NotThatType("a key is no number") from None
    _expect(kind is str)
    return text


def _dataclass(plain: Any, kind: Any, attachment: Callable[[str], bytes]) -> Any:
    _expect(isinstance(plain, dict))
    known = {f.name: f for f in fields(kind)}
    if unknown := set(plain) - set(known):
        raise NotThatType(f"unknown field {min(unknown)}")
    if missing := {name for name, f in known.items() if name not in plain and not _has_default(f)}:
        raise NotThatType(f"missing field {min(missing)}")
    hints = _hints(kind)
    return kind(**{name: _typed(item, hints[name], attachment) for name, item in plain.items()})


def _leaf(plain: Any, kind: Any, attachment: Callable[[str], bytes]) -> Any:
    try:
        if kind is bytes:
            _expect(isinstance(plain, str) and plain.startswith(ATTACHMENT))
            return attachment(plain.removeprefix(ATTACHMENT))
        if kind is Fraction or kind is Path or (isinstance(kind, type) and issubclass(kind, Enum)):
            _expect(isinstance(plain, str))
            return kind(plain)
    except (ValueError, ZeroDivisionError):
        raise NotThatType(f"no {kind.__name__}") from None
    if kind is float:
        _expect(type(plain) in (int, float) and abs(plain) < _LARGEST)
        return float(plain)
    if kind is int:
        _expect(type(plain) is int and abs(plain) < 1 << 63)
    _expect(type(plain) is kind)
    return plain


@cache
def _hints(kind: type) -> dict[str, Any]:
    return typing.get_type_hints(kind)


def _has_default(spec: Field[Any]) -> bool:
    return spec.default is not MISSING or spec.default_factory is not MISSING


def _expect(holds: bool) -> None:
    if not holds:
        raise NotThatType("another type")


def _refuse_constant(name: str) -> float:
    raise ValueError(name)
