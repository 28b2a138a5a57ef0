"""Clips in: video files, numbered stills and single stills behind one contract, `VideoSource`.

Importing this package is cheap: the readers (and av with them) load with the first clip.
"""

from __future__ import annotations

from pathlib import Path

from engine.media.source import ReadOptions, VideoSource

__all__ = ["ReadOptions", "VideoSource", "open_source"]


def open_source(path: Path, options: ReadOptions | None = None) -> VideoSource:
    """Open any video file, a folder of numbered stills, a pattern (`shot.%04d.png`, `shot.####.png`) or one still.

    Raises MediaError with a sentence and a remedy where that is not possible.
    """
    from engine.media.still_files import find_stills

    chosen = options or ReadOptions()
    stills = find_stills(Path(path))
    if stills is not None:
        from engine.media.still_sequence import StillSource

        return StillSource(stills, chosen)
    from engine.media.pyav_source import PyavSource

    return PyavSource.open(Path(path), chosen)
