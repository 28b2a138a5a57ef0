"""SA-V: a JSON file for each clip, with a row of run lengths for each frame and an entry for each masklet."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from engine.errors import ExportError
from engine.export.atomic import write_text_atomically
from engine.export.interchange.dataset_masks import DatasetJob, FrameMasks, read_json
from engine.export.interchange.run_lengths import decoded, encoded


@dataclass(frozen=True, slots=True)
class SaV:
    """SEQUENCE_manual.json, pictures in SEQUENCE/."""

    name: str = "sav"

    def write(self, folder: Path, job: DatasetJob, frames: Iterable[FrameMasks], old: Path | None = None) -> Path:
        """From the first frame with masks to the last; rows have no numbers, so those between stay, empty. Answers the
        file. Raises ExportError."""
        rows = _Rows(job)
        for one in frames:
            if rows.add(one):
                job.write_picture(folder / job.sequence, one.frame)
        path = folder / f"{job.sequence}_manual.json"
        write_text_atomically(path, json.dumps(rows.document(), ensure_ascii=False))
        return path

    def read(self, path: Path, frame_step: int = 1) -> list[FrameMasks]:
        """`frame_step`: SA-V annotates every fourth frame of its 24 fps clips. Raises ExportError."""
        document = read_json(path)
        try:
            identities = document.get("masklet_id") or list(range(len(document["masklet"][0])))
            names = [str(name) for name in document.get("masklet_name") or identities]
            first = int(document.get("first_frame", 0))
            return [
                FrameMasks(first + number * frame_step, {n: decoded(rle) for n, rle in zip(names, row, strict=True)})
                for number, row in enumerate(document["masklet"])
            ]
        except (KeyError, TypeError, ValueError, IndexError, AttributeError) as error:
            raise ExportError(f"'{path.name}' is no SA-V file.") from error


@dataclass(slots=True)
class _Rows:
    """What is known of a clip while its frames come by."""

    job: DatasetJob
    first: int = -1
    shape: tuple[int, int] = (0, 0)
    masklets: list[list[dict[str, Any]]] = field(default_factory=list)
    length: int = 0
    """Rows up to the last that has masks."""
    shares: dict[str, list[float]] = field(default_factory=dict)
    seen: dict[str, list[int]] = field(default_factory=dict)

    def add(self, one: FrameMasks) -> bool:
        """Whether the frame has masks."""
        if self.first < 0 and one.masks:
            self.first = one.frame
            shape = next(iter(one.masks.values())).shape
            self.shape = (shape[0], shape[1])
        if self.first < 0:
            return False
        empty = np.zeros(self.shape, np.bool_)
        self.masklets.append([encoded(one.masks.get(name, empty)) for name in self.job.names])
        for name, mask in one.masks.items():
            self.shares.setdefault(name, []).append(float(mask.mean()))
            if one.shows(name):
                self.seen.setdefault(name, []).append(one.frame)
        self.length = len(self.masklets) if one.masks else self.length
        return bool(one.masks)

    def document(self) -> dict[str, Any]:
        names, (height, width) = self.job.names, self.shape
        return {
            "video_id": self.job.sequence,
            "video_duration": self.length / self.job.rate,
            "video_frame_count": self.length,
            "video_height": height,
            "video_width": width,
            "video_resolution": height * width,
            "masklet": self.masklets[: self.length],
            "masklet_id": list(range(len(names))),
            "masklet_name": list(names),
            "masklet_size_rel": [float(np.mean(self.shares.get(name, [0.0]))) for name in names],
            "masklet_first_appeared_frame": [self.seen.get(name, [-1])[0] for name in names],
            "masklet_frame_count": [len(self.seen.get(name, [])) for name in names],
            "masklet_type": ["manual"] * len(names),
            "masklet_num": len(names),
            "first_frame": max(self.first, 0),
        }
