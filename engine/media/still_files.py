"""Which stills belong together: folders, patterns (`shot.%04d.png`, `shot.####.png`) and single files."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from engine.errors import MediaError

STILL_SUFFIXES = frozenset({".png", ".jpg", ".jpeg", ".tif", ".tiff", ".webp", ".bmp", ".exr"})

_NUMBERED = re.compile(r"^(?P<head>.*?)(?P<number>\d+)(?P<tail>\D*)$")
_PATTERN = re.compile(r"%0?\d*d|#+")


@dataclass(frozen=True, slots=True)
class StillFiles:
    """The stills of one clip in order. `numbers` are those in the names; a single still has number 0."""

    path: Path
    """What the person named."""
    files: tuple[Path, ...]
    numbers: tuple[int, ...]
    notes: tuple[str, ...] = ()
    """Sentences: gaps, other files in the folder that were left out."""


def find_stills(path: Path) -> StillFiles | None:
    """The stills `path` means, or None where it is something else (a video file). Raises MediaError."""
    if path.is_dir():
        return _in_folder(path)
    if path.exists() or not _PATTERN.search(path.name):
        return StillFiles(path, (path,), (0,)) if path.suffix.lower() in STILL_SUFFIXES else None
    return _by_pattern(path)


def _in_folder(folder: Path) -> StillFiles:
    stills = [p for p in _listed(folder) if p.suffix.lower() in STILL_SUFFIXES and not p.name.startswith(".")]
    if not stills:
        raise MediaError(
            f"The folder “{folder.name}” holds no stills.",
            "Choose a folder of numbered PNG, JPEG, TIFF, WebP, BMP or EXR files, or a video file.",
        )
    groups: dict[tuple[str, str], dict[int, Path]] = {}
    for still in stills:
        match = _NUMBERED.match(still.stem)
        if match:
            key = match["head"], match["tail"] + still.suffix.lower()
            groups.setdefault(key, {}).setdefault(int(match["number"]), still)
    if not groups:
        if len(stills) == 1:
            return StillFiles(folder, (stills[0],), (0,))
        raise MediaError(
            f"The stills in “{folder.name}” are not numbered.", "Name them in order, for instance shot.0001.png."
        )
    (head, tail), chosen = max(groups.items(), key=lambda item: len(item[1]))
    left_out = len(stills) - len(chosen)
    notes = (f"{left_out} other stills in the folder do not belong to “{head}#{tail}”.",) if left_out else ()
    return _numbered(folder, chosen, notes)


def _by_pattern(path: Path) -> StillFiles:
    head, tail = _PATTERN.split(path.name, maxsplit=1)
    wanted = re.compile(re.escape(head) + r"(\d+)" + re.escape(tail), re.IGNORECASE)
    if path.suffix.lower() not in STILL_SUFFIXES:
        raise MediaError(
            f"“{path.name}” is no pattern of stills this program reads.", "Use PNG, JPEG, TIFF, WebP, BMP or EXR."
        )
    found: dict[int, Path] = {}
    for still in _listed(path.parent) if path.parent.is_dir() else []:
        match = wanted.fullmatch(still.name)
        if match:
            found.setdefault(int(match[1]), still)
    if not found:
        raise MediaError(f"No stills match “{path.name}”.", "Check the folder and the name before the number.")
    return _numbered(path, found, ())


def _numbered(path: Path, found: dict[int, Path], notes: tuple[str, ...]) -> StillFiles:
    numbers = tuple(sorted(found))
    gap = _gap_sentence(numbers)
    return StillFiles(path, tuple(found[n] for n in numbers), numbers, (*notes, *gap))


def _gap_sentence(numbers: tuple[int, ...]) -> tuple[str, ...]:
    """At most one sentence; nothing where the numbers run through."""
    gaps = [(a + 1, b - 1) for a, b in pairwise(numbers) if b > a + 1]
    if not gaps:
        return ()
    named = ", ".join(str(a) if a == b else f"{a}–{b}" for a, b in gaps[:4]) + (" …" if len(gaps) > 4 else "")
    missing = sum(b - a + 1 for a, b in gaps)
    what = "1 still is" if missing == 1 else f"{missing} stills are"
    return (f"{what} missing ({named}); the picture before is held there.",)


def _listed(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except PermissionError:
        raise MediaError(
            f"The folder “{folder.name}” may not be read.", "Change its permissions or copy it elsewhere."
        ) from None
    except OSError as error:
        raise MediaError(f"The folder “{folder.name}” cannot be read: {error.strerror}.", "Check the disk.") from None
