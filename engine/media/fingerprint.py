"""Knowing a clip again, wherever it was moved to."""

from __future__ import annotations

import hashlib
from pathlib import Path

from engine.errors import MediaError
from engine.media.still_files import find_stills

_SAMPLE_BYTES = 1 << 16
_SAMPLES = 16


def clip_fingerprint(path: Path) -> str:
    """SHA-256 over size and evenly spread samples of a video file's bytes; for stills, over names and sizes.

    Reads a megabyte at most, whatever the clip's size. Raises MediaError where it cannot be read.
    """
    digest = hashlib.sha256()
    try:
        stills = find_stills(path)
        if stills is None:
            _add_samples(digest, path)
        else:
            for still in stills.files:
                digest.update(f"{still.name}\0{still.stat().st_size}\0".encode())
    except OSError as error:
        raise MediaError(
            f"“{path.name}” cannot be read ({error.strerror}).", "Check that the drive is there."
        ) from error
    return digest.hexdigest()


def _add_samples(digest: hashlib._Hash, path: Path) -> None:
    size = path.stat().st_size
    digest.update(str(size).encode())
    last = max(0, size - _SAMPLE_BYTES)
    with path.open("rb") as file:
        for sample in range(_SAMPLES):
            file.seek(last * sample // (_SAMPLES - 1))
            digest.update(file.read(_SAMPLE_BYTES))
