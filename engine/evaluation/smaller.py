"""A data set whose things are half the size: `python -m engine.evaluation.smaller DIR PHOTOS.zip OUT`.

Every frame of DIR is set into the middle of an unrelated photo of twice its width and height, its annotation into
nothing. What a model of fixed input size makes of small things, and what a second run from nearby gains (`evaluate OUT
--closer`), shows there.
"""

from __future__ import annotations

import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from engine.errors import UsageError
from engine.evaluation.dataset import open_dataset

TIMES = 2
QUALITY = 95


def photos_of(archive: Path) -> list[NDArray[np.uint8]]:
    """The pictures of a zip file, (h, w, 3) B G R, in the order of their names. Raises UsageError for none."""
    with zipfile.ZipFile(archive) as files:
        names = sorted(name for name in files.namelist() if name.lower().endswith((".jpg", ".png")))
        found = [cv2.imdecode(np.frombuffer(files.read(name), np.uint8), cv2.IMREAD_COLOR) for name in names]
    photos = [np.asarray(photo, np.uint8) for photo in found if photo is not None]
    if not photos:
        raise UsageError(f"There are no photos in {archive.name}.", "Give a zip file of JPEG or PNG pictures.")
    return photos


def write_smaller(folder: Path, photos: Sequence[NDArray[np.uint8]], out: Path) -> int:
    """Write the set to `out`, laid out as DAVIS; returns how many sequences it has. Raises UsageError, MediaError."""
    count = 0
    for number, sequence in enumerate(open_dataset(folder)):
        frames = sorted(p for p in sequence.frames_folder.iterdir() if p.suffix.lower() in (".jpg", ".jpeg", ".png"))
        pictures, annotations = (out / kind / sequence.name for kind in ("JPEGImages", "Annotations"))
        for made in (pictures, annotations):
            made.mkdir(parents=True, exist_ok=True)
        for frame, path in enumerate(frames):
            with Image.open(path) as image:
                rgb = np.asarray(image.convert("RGB"), np.uint8)
            ids = sequence.truth(frame)
            around = photos[number % len(photos)][..., ::-1]
            size = (TIMES * rgb.shape[1], TIMES * rgb.shape[0])
            canvas = np.asarray(cv2.resize(around, size, interpolation=cv2.INTER_CUBIC), np.uint8)
            drawn = np.zeros(canvas.shape[:2], np.uint8)
            place = _middle(rgb.shape[:2], canvas.shape[:2])
            canvas[place], drawn[place] = rgb, ids
            Image.fromarray(canvas).save(pictures / f"{path.stem}.jpg", quality=QUALITY)
            _indexed(drawn).save(annotations / f"{path.stem}.png")
        count += 1
    return count


def _middle(inner: tuple[int, ...], outer: tuple[int, ...]) -> tuple[slice, slice]:
    top, left = (outer[0] - inner[0]) // 2, (outer[1] - inner[1]) // 2
    return slice(top, top + inner[0]), slice(left, left + inner[1])


def _indexed(ids: NDArray[np.uint8]) -> Image.Image:
    """Object numbers as DAVIS 2017 keeps them."""
    image = Image.fromarray(ids)
    image.putpalette([value for number in range(256) for value in (number, number, number)])
    return image


def main() -> None:
    """See the module's text."""
    folder, archive, out = (Path(word) for word in sys.argv[1:4])
    print(f"{write_smaller(folder, photos_of(archive), out)} sequences in {out}")


if __name__ == "__main__":
    main()
