"""File names with fields: {clip} {object} {preset} {start} {stop} {date}."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from engine.errors import UsageError
from engine.types import FrameRange

FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f]')
"""What Windows refuses in a name; other systems refuse a part of it."""

RESERVED = frozenset({"con", "prn", "aux", "nul", *(f"{n}{i}" for n in ("com", "lpt") for i in range(1, 10))})


def safe_name(text: str) -> str:
    """Text as a part of a file name on every system: letters of any script stay."""
    name = FORBIDDEN.sub("_", unicodedata.normalize("NFC", text)).strip(" .")
    return f"_{name}" if name.lower() in RESERVED or not name else name


def file_stem(template: str, clip: str, preset: str, frames: FrameRange, object_name: str | None) -> str:
    """`template` with its fields filled in; an object's name is added where the template leaves no room for it.

    Raises UsageError for an unknown field.
    """
    fields = {
        "clip": safe_name(clip),
        "object": safe_name(object_name or "all"),
        "preset": preset,
        "start": str(frames.start),
        "stop": str(frames.stop),
        "date": date.today().isoformat(),
    }
    try:
        name = template.format(**fields)
    except (KeyError, ValueError, IndexError, AttributeError) as error:
        raise UsageError(
            f"The name '{template}' holds a field that does not exist.",
            f"There are {', '.join('{' + field + '}' for field in fields)}.",
        ) from error
    if object_name is None or "{object" in template:
        return name
    stem, dot, suffix = name.rpartition(".")
    return f"{stem}_{fields['object']}.{suffix}" if dot and stem else f"{name}_{fields['object']}"
