"""Exact random access: seek to the key frame before, decode forward until the pts is met.

Never by counting and never by time × rate; see `timing`.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from engine.errors import MediaError
from engine.media.damage import DamageReport
from engine.media.pyav_decoder import Decoder
from engine.media.pyav_index import Indexer
from engine.media.pyav_info import ClipDescription
from engine.media.pyav_picture import Converter, Picture
from engine.media.source import ReadOptions
from engine.media.timing import LiveTimeline

KEYS_TO_TRY = 4
"""How many key frames to go back where a seek lands late (MPEG-TS), before starting from the file's beginning."""

LEAD_IN_FRAMES = 8
"""Going backward, so many frames are decoded at once even where each one is a key frame: a seek costs as much."""

FEW_FRAMES = 3
"""Decoding this many frames ahead is cheaper than a seek, which also empties the decoder's threads."""


class Keeper(Protocol):
    """Where decoded pictures go."""

    def __call__(self, pts: int, frame: Picture, /) -> None: ...


def forget(pts: int, frame: Picture, /) -> None:
    """Keeps nothing."""


@dataclass(frozen=True, slots=True)
class SharedClip:
    """What all readers of one clip have in common."""

    path: Path
    options: ReadOptions
    clip: ClipDescription
    counted: bool
    converter: Converter
    damage: DamageReport
    indexer: Indexer

    @property
    def timeline(self) -> LiveTimeline:
        return self.indexer.timeline


class ExactReader:
    """A decoder that knows the clip's timeline and so the shortest way to any picture."""

    def __init__(self, shared: SharedClip, decoder: Decoder | None = None) -> None:
        self._shared = shared
        self._timeline = shared.timeline
        self._decoder = decoder or Decoder(shared.path, shared.options, shared.damage, shared.counted)

    @property
    def position(self) -> int | None:
        """Stamp of the picture decoded last; None at the start and after a seek."""
        return self._decoder.position

    def next(self) -> tuple[int, Picture] | None:
        """The next picture in display order with its stamp; None at the end."""
        delivered = self._decoder.next()
        return None if delivered is None else (delivered[0], Picture(delivered[1], self._shared.converter))

    def close(self) -> None:
        self._decoder.close()

    def leads_to(self, pts: int) -> bool:
        """Whether going on decoding is the shortest way to `pts`: no key frame on the way, or only a few frames."""
        at = self._decoder.position
        if at is None:
            return self._decoder.at_start and self._timeline.index_of(pts) <= FEW_FRAMES
        if at >= pts:
            return False
        few = self._timeline.index_of(pts) - self._timeline.index_of(at) <= FEW_FRAMES
        return few or not self._timeline.has_key_between(at, pts)

    def _keys_for(self, pts: int, lead_in: int) -> list[int]:
        """Key frames to start from, best first. Where they are dense, the best lies up to `lead_in` frames back."""
        keys = self._timeline.keys_before(pts, KEYS_TO_TRY + lead_in)
        index = self._timeline.index_of(pts)
        while lead_in and len(keys) > 1 and index - self._timeline.index_of(keys[1]) <= lead_in:
            del keys[0]
        return keys[:KEYS_TO_TRY]

    def read(self, pts: int, keep: Keeper, lead_in: int = 0) -> tuple[int, Picture]:
        """Decode to `pts`; where the decoder skips it, the last picture before (else the first after) stands in."""
        runs: list[int | None] = [None] if self.leads_to(pts) else []
        keys = self._keys_for(pts, lead_in)
        after: tuple[int, Picture] | None = None
        for attempt, key in enumerate([*runs, *keys, None]):
            if key is not None:
                self._decoder.seek(key)
            elif attempt >= len(runs):
                self._decoder.rewind()
            before: tuple[int, Picture] | None = None
            while (delivered := self.next()) is not None:
                stamp, picture = delivered
                keep(stamp, picture)
                if stamp == pts:
                    return stamp, picture
                if stamp > pts:
                    after = after or (stamp, picture)
                    break
                before = stamp, picture
            if before is not None:
                return before
        self._decoder.rewind()
        if after is not None:
            return after
        raise MediaError(
            f"The frame at {float(pts * self._shared.clip.info.time_base):.2f} s cannot be decoded.",
            "The file is damaged there; copy it again or choose a range without it.",
        )
