"""Files appear whole or not at all: written beside their place under another name, then moved into it."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import shutil
from pathlib import Path

from engine.errors import ExportError

NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})

NAME_BYTES, MARGIN_BYTES = 255, 20
"""What almost every disk takes for a name, less what encrypted ones keep for themselves and suffixes add."""


def partial_path(target: Path) -> Path:
    """A free hidden name beside `target` with the same suffix, short enough wherever the target's own name is."""
    return target.with_name(f".clickmatte-{secrets.token_hex(6)}{target.suffix}")


def flush_to_disk(path: Path) -> None:
    """Wait until a file's bytes are on the disk."""
    descriptor = os.open(path, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def put_in_place(partial: Path, target: Path) -> None:
    """Replace `target` by `partial`. Raises ExportError where another program holds it."""
    try:
        os.replace(partial, target)
    except OSError as error:
        raise write_failure(target, error) from error


def move_into(folder: Path, target: Path) -> None:
    """Every file below `folder` into its place below `target`; each replaces its namesake, others stay. Raises
    ExportError."""
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        place = target / file.relative_to(folder)
        make_folder(place.parent)
        put_in_place(file, place)


def put_in_place_or_beside(partial: Path, target: Path) -> None:
    """As `put_in_place`; where another program took hold of `target` meanwhile, hours of work are not thrown away: the
    file is kept under a free name. Raises ExportError that names it."""
    try:
        os.replace(partial, target)
    except PermissionError as error:
        kept = free_name(target)
        put_in_place(partial, kept)
        raise ExportError(
            f"'{target.name}' is used by another program; the export was kept as '{kept.name}'.",
            "Close the other program, then rename it.",
        ) from error
    except OSError as error:
        raise write_failure(target, error) from error


def free_name(target: Path) -> Path:
    """NAME (2).mov, NAME (3).mov, …: the first that is not there."""
    number = 2
    while (free := target.with_stem(f"{target.stem} ({number})")).exists():
        number += 1
    return free


def remove_quietly(path: Path) -> None:
    """Delete a file or a folder that may not exist."""
    with contextlib.suppress(OSError):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink()


def write_failure(target: Path, error: OSError) -> ExportError:
    """What an operating system's refusal means to an editor."""
    if error.errno in NO_ROOM:
        return ExportError(
            f"The disk is full: '{target.name}' could not be finished and was taken back.",
            "Free some space or choose another place.",
        )
    if error.errno == errno.ENAMETOOLONG:
        return _too_long(target)
    if error.errno == errno.EROFS:
        return ExportError(f"'{target}' may not be written: the disk is read-only.", "Choose another place.")
    if isinstance(error, PermissionError):
        return ExportError(
            f"'{target}' may not be written.", "Close other programs that use it, or choose another folder."
        )
    return ExportError(
        f"'{target.name}' could not be written ({error.strerror or error}).", "Choose another place or try again."
    )


def _too_long(target: Path) -> ExportError:
    short = target.name if len(target.name) <= 40 else f"{target.name[:40]}…"
    if len(os.fsencode(target.name)) > NAME_BYTES - MARGIN_BYTES:
        return ExportError(f"The name '{short}' is too long for this disk.", "Choose a shorter one.")
    return ExportError(
        f"The path of '{short}' is too long for this disk.", "Choose a folder nearer to the disk's root."
    )


def write_text_atomically(target: Path, text: str) -> None:
    """Write a small UTF-8 file whole. Raises ExportError."""
    write_bytes_atomically(target, text.encode("utf-8"))


def write_bytes_atomically(target: Path, data: bytes) -> None:
    """Write a small file whole. Raises ExportError."""
    partial = partial_path(target)
    try:
        with open(partial, "xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(partial, target)
    except OSError as error:
        remove_quietly(partial)
        raise write_failure(target, error) from error


def make_folder(folder: Path) -> None:
    """Create the target's folder. Raises ExportError."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ExportError(f"The folder '{folder}' could not be made.", "Choose another place.") from error
