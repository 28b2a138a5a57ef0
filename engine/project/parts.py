"""A project cut into small named parts, so that an edit writes what it changed and undo swaps just that.

    source  settings  order  object/3  prompts/3/1001  refine/3/1001  locked/3  takes/3

`next_object_id` is no part: it survives undo. A part's value is a piece of `model`, its JSON is `typed_json`'s.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from engine.errors import ProjectError, UsageError
from engine.project import checks, typed_json
from engine.project.model import (
    FramePrompts,
    ObjectSpec,
    Project,
    ProjectSettings,
    RefineSettings,
    SourceReference,
    TakeId,
    TakeSpan,
)
from engine.types import ObjectId, Pts

Parts = dict[str, Any]

_KINDS: Mapping[str, tuple[int, Any]] = {
    "source": (0, SourceReference),
    "settings": (0, ProjectSettings),
    "order": (0, tuple[ObjectId, ...]),
    "object": (1, ObjectSpec),
    "prompts": (2, FramePrompts),
    "refine": (2, RefineSettings),
    "locked": (1, tuple[tuple[Pts, Pts], ...]),
    "takes": (1, tuple[TakeSpan, ...]),
}
"""How many numbers follow the word, and what the part is."""


@dataclass(frozen=True, slots=True)
class Change:
    """One part before and after; None: it was not, or is no longer, there."""

    key: str
    before: Any
    after: Any


def split(project: Project) -> Parts:
    """The parts of a project; values are shared with it, not copied."""
    parts: Parts = {
        "source": project.source,
        "settings": replace(project.settings, locked_spans={}),
        "order": tuple(spec.id for spec in project.objects),
    }
    for spec in project.objects:
        parts[f"object/{spec.id}"] = replace(spec, prompts={}, refine_keys={})
        parts.update({f"prompts/{spec.id}/{pts}": said for pts, said in spec.prompts.items()})
        parts.update({f"refine/{spec.id}/{pts}": key for pts, key in spec.refine_keys.items()})
    parts.update({f"locked/{i}": spans for i, spans in project.settings.locked_spans.items()})
    parts.update({f"takes/{i}": spans for i, spans in project.takes.items()})
    return parts


def checked(parts: Parts, next_object_id: ObjectId) -> Project:
    """The project of parts that were read from a file. Raises ProjectError where they make none."""
    try:
        project = joined(parts, next_object_id)
        checks.check_project(project)
    except (KeyError, UsageError) as error:
        raise _senseless(str(error)) from None
    if parts.keys() != split(project).keys():
        raise _senseless("something belongs to no object")
    return project


def joined(parts: Parts, next_object_id: ObjectId) -> Project:
    """The project of these parts, which were a project before. Raises KeyError where one is missing."""
    prompts = _per_object(parts, "prompts")
    refine_keys = _per_object(parts, "refine")
    objects = tuple(
        replace(parts[f"object/{i}"], prompts=prompts.pop(i, {}), refine_keys=refine_keys.pop(i, {}))
        for i in parts["order"]
    )
    return Project(
        source=parts["source"],
        objects=objects,
        settings=replace(parts["settings"], locked_spans=_by_object(parts, "locked")),
        next_object_id=next_object_id,
        takes=_by_object(parts, "takes"),
    )


def changes(before: Parts, after: Parts) -> tuple[Change, ...]:
    """The parts that differ."""
    keys = [key for key in {**before, **after} if before.get(key) != after.get(key)]
    return tuple(Change(key, before.get(key), after.get(key)) for key in keys)


def takes_in(some: tuple[Change, ...]) -> set[TakeId]:
    """Every take these changes point to, before or after."""
    spans = [span for c in some if c.key.startswith("takes/") for span in (*(c.before or ()), *(c.after or ()))]
    return {span.take for span in spans}


def read_part(key: str, text: str, attachment: Callable[[str], bytes]) -> Any:
    """A part's value from its JSON. Raises ProjectError."""
    try:
        value = typed_json.from_text(text, _kind(key), attachment)
    except typed_json.NotThatType as error:
        raise _senseless(f"{key}: {error}") from None
    return value if '"drop_islands"' in text else _from_before_islands(value)


def _from_before_islands(value: Any) -> Any:
    """What an older version wrote. Whoever chose there which specks go wants no others gone."""
    match value:
        case RefineSettings(drop_specks_px2=chosen) if chosen != RefineSettings().drop_specks_px2:
            return replace(value, drop_islands=0.0)
        case ObjectSpec(refine=refine):
            return replace(value, refine=_from_before_islands(refine))
        case _:
            return value


def write_part(value: Any, attachments: typed_json.Attachments) -> str:
    """A part's JSON; bytes it holds are added to `attachments`."""
    return typed_json.to_text(value, attachments)


def digest(texts: Mapping[str, str]) -> str:
    """SHA-256 over all parts: a part that was lost or altered shows."""
    whole = hashlib.sha256()
    for key in sorted(texts):
        whole.update(f"{key}\0{texts[key]}\0".encode())
    return whole.hexdigest()


def prompts_digest(prompts: FramePrompts) -> str:
    """16 hexadecimal digits that stand for these prompts: whether a result or a memory was made from them.

    What was left unsaid does not count, so a kind of prompt added later changes no digest of today's.
    """
    said = {f.name: getattr(prompts, f.name) for f in fields(prompts) if getattr(prompts, f.name) != f.default}
    return hashlib.sha256(typed_json.to_text(said, {}).encode()).hexdigest()[:16]


def _kind(key: str) -> Any:
    word, *numbers = key.split("/")
    count, kind = _KINDS.get(word, (-1, None))
    plain = all(number.removeprefix("-").isdecimal() and str(int(number)) == number for number in numbers)
    if len(numbers) != count or not plain:
        raise _senseless(f"unknown part {key}")
    return kind


def _per_object(parts: Parts, word: str) -> dict[ObjectId, dict[Pts, Any]]:
    found: dict[ObjectId, dict[Pts, Any]] = {}
    for key, value in parts.items():
        if key.startswith(f"{word}/"):
            _, object_id, pts = key.split("/")
            found.setdefault(ObjectId(int(object_id)), {})[Pts(int(pts))] = value
    return {object_id: dict(sorted(values.items())) for object_id, values in found.items()}


def _by_object(parts: Parts, word: str) -> dict[ObjectId, Any]:
    found = {ObjectId(int(key.split("/")[1])): value for key, value in parts.items() if key.startswith(f"{word}/")}
    return dict(sorted(found.items()))


def _senseless(detail: str) -> ProjectError:
    return ProjectError(
        f"The project's contents make no sense ({detail}).", "The file is damaged; go back to a copy of it."
    )
