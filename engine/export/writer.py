"""What every kind of output offers: pictures in, then finished or taken back."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from engine.export.coded import CodedPicture
from engine.render.compositor import Painted


class PictureWriter(Protocol):
    """Writes beside the target; the target appears when `finish` returns, and never otherwise."""

    @property
    def files(self) -> tuple[Path, ...]:
        """What is there after `finish`."""
        ...

    def write(self, picture: Painted | CodedPicture, time_pts: int, duration_pts: int) -> None:
        """Add one frame, of the depth the format wants, shown from `time_pts` on, counted from the range's
        first frame in the source's time base; `duration_pts` 0 where unknown. Raises ExportError."""
        ...

    def finish(self) -> None:
        """Complete the file and put it in its place. Raises ExportError, with nothing left behind."""
        ...

    def abort(self) -> None:
        """Take everything back. May be called at any time, also after `finish` (then nothing happens)."""
        ...
