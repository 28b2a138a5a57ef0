"""The training pack: photos with instances, cut-outs and clips, kept compressed in memory and decoded when drawn.

Decoding a photo takes about two milliseconds, a training step several hundred, so a decoded cache would save nothing.
"""

from __future__ import annotations

import json
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import cv2
import numpy as np
from numpy.typing import NDArray
from pycocotools import mask as coco_rle

from engine.errors import MediaError, UsageError
from engine.types import Rgb8

FREE_COCO_LICENCES = frozenset({4, 5, 7})
"""COCO licence ids that allow any use: Attribution, Attribution-ShareAlike, no known restrictions."""
HELD_OUT_SHARE = 16
"""One entry in this many (by name) is never trained on; it feeds the held-out evaluations."""

Masks = NDArray[np.uint8]
"""(n, h, w), 0 or 1."""


@dataclass(frozen=True, slots=True)
class Photo:
    """One still and the outlines known on it."""

    name: str
    jpeg: bytes
    rles: tuple[Mapping[str, object], ...] = ()

    def decode(self) -> tuple[Rgb8, Masks]:
        """Picture (h, w, 3) and instance masks (n, h, w); n may be 0."""
        rgb = decode_picture(self.jpeg)
        if not self.rles:
            return rgb, np.zeros((0, *rgb.shape[:2]), np.uint8)
        return rgb, np.ascontiguousarray(coco_rle.decode(list(self.rles)).transpose(2, 0, 1))


@dataclass(frozen=True, slots=True)
class Cutout:
    """One picture with exact soft alpha."""

    name: str
    webp: bytes

    def decode(self) -> NDArray[np.uint8]:
        """(h, w, 4) uint8, colour not multiplied by alpha."""
        bgra = cv2.imdecode(np.frombuffer(self.webp, np.uint8), cv2.IMREAD_UNCHANGED)
        return np.asarray(cv2.cvtColor(bgra, cv2.COLOR_BGRA2RGBA), np.uint8)


@dataclass(frozen=True, slots=True)
class LabelledClip:
    """Consecutive frames with one id map each (0 background)."""

    name: str
    jpegs: tuple[bytes, ...]
    pngs: tuple[bytes, ...]

    def decode(self, frame: int) -> tuple[Rgb8, NDArray[np.uint8]]:
        """Picture (h, w, 3) and object numbers (h, w) of a frame."""
        ids = cv2.imdecode(np.frombuffer(self.pngs[frame], np.uint8), cv2.IMREAD_GRAYSCALE)
        assert ids is not None
        return decode_picture(self.jpegs[frame]), np.asarray(np.where(ids == 255, 1, ids), np.uint8)

    def __len__(self) -> int:
        return len(self.jpegs)


Entry = TypeVar("Entry", Photo, Cutout, LabelledClip)


def decode_picture(data: bytes) -> Rgb8:
    """JPEG or PNG bytes → (h, w, 3) RGB. Raises MediaError."""
    bgr = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
    if bgr is None:
        raise MediaError("A picture of the training pack cannot be decoded.", "Fetch the pack again.")
    return np.asarray(cv2.cvtColor(bgr, cv2.COLOR_BGR2RGB), np.uint8)


def held_out(name: str) -> bool:
    """Whether an entry is kept from training: fixed by its name, the same on every machine."""
    return zlib.crc32(name.encode()) % HELD_OUT_SHARE == 0


@dataclass(frozen=True)
class Pack:
    """All that may be drawn from, by kind."""

    coco: tuple[Photo, ...] = ()
    animals: tuple[Photo, ...] = ()
    dense: tuple[Photo, ...] = ()
    backgrounds: tuple[Photo, ...] = ()
    cutouts: tuple[Cutout, ...] = ()
    clips: tuple[LabelledClip, ...] = field(default=())

    def split(self, *, evaluation: bool) -> Pack:
        """The held-out part, or all the rest."""

        def keep(entries: Iterable[Entry]) -> tuple[Entry, ...]:
            return tuple(e for e in entries if held_out(e.name) == evaluation)

        return Pack(
            keep(self.coco),
            keep(self.animals),
            keep(self.dense),
            keep(self.backgrounds),
            keep(self.cutouts),
            keep(self.clips),
        )


def _photos(path: Path, allowed: frozenset[str]) -> tuple[Photo, ...]:
    with zipfile.ZipFile(path) as archive:
        names = [n for n in archive.namelist() if n.startswith("images/") and Path(n).stem in allowed]
        present = set(archive.namelist())
        photos = []
        for name in names:
            notes = name.replace("images/", "masks/").replace(".jpg", ".json")
            rles: list[Mapping[str, object]] = []
            if notes in present:
                info = json.loads(archive.read(notes))
                size = [info["height"], info["width"]]
                rles = [{"size": size, "counts": i["rle"].encode()} for i in info["instances"]]
            photos.append(Photo(Path(name).stem, archive.read(name), tuple(rles)))
    return tuple(photos)


def _cutouts(path: Path) -> tuple[Cutout, ...]:
    with zipfile.ZipFile(path) as archive:
        return tuple(Cutout(Path(n).stem, archive.read(n)) for n in archive.namelist() if n.endswith(".webp"))


def _clips(path: Path) -> tuple[LabelledClip, ...]:
    with zipfile.ZipFile(path) as archive:
        frames = sorted(n for n in archive.namelist() if n.endswith(".jpg"))
        folders = sorted({Path(n).parent.as_posix() for n in frames})
        clips = []
        for folder in folders:
            own = [n for n in frames if Path(n).parent.as_posix() == folder]
            pngs = tuple(archive.read(n.replace(".jpg", ".png")) for n in own)
            clips.append(LabelledClip(Path(folder).name, tuple(archive.read(n) for n in own), pngs))
    return tuple(clips)


def _is_free(entry: Mapping[str, object]) -> bool:
    """Entries without a COCO licence id carry their uploader's free licence (CC BY, CC BY-SA, CC0, MIT)."""
    licence = entry.get("licence_id")
    if licence is None:
        return True
    return str(licence).isdigit() and int(str(licence)) in FREE_COCO_LICENCES


def open_pack(folder: Path, licences: str = "free") -> Pack:
    """Read the pack's zip files. `licences` is 'free' or 'all'. Raises UsageError, MediaError."""
    if licences not in ("free", "all"):
        raise UsageError(f"'{licences}' is no choice of licences.", "Choose 'free' or 'all'.")
    try:
        manifest = json.loads((folder / "manifest.json").read_text())["zips"]
        allowed = {
            name: frozenset(str(e["name"]) for e in entries if licences == "all" or _is_free(e))
            for name, entries in manifest.items()
        }
        return Pack(
            _photos(folder / "coco.zip", allowed["coco.zip"]),
            _photos(folder / "animals.zip", allowed["animals.zip"]),
            _photos(folder / "dense.zip", allowed["dense.zip"]),
            _photos(folder / "backgrounds.zip", allowed["backgrounds.zip"]),
            _cutouts(folder / "cutouts.zip"),
            _clips(folder / "scans.zip") + _clips(folder / "real-clips.zip"),
        )
    except (OSError, KeyError, ValueError, zipfile.BadZipFile) as error:
        raise MediaError(f"The training pack in {folder} cannot be read ({error}).", "Check --data.") from error
