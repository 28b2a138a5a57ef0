"""Exact random access: seek to the key frame before, decode forward until the pts is met.

Never by counting and never by time × rate; see `timing`.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass, field
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


LANDED_PICTURES = 3
"""Shared by all readers of a clip: 9 MB at 1080p."""


class Keeper(Protocol):
    """Where decoded pictures go."""

    def __call__(self, pts: int, frame: Picture, /) -> None: ...


class Landed:
    """The pictures read last by any reader of a clip: what is on the screen is what the model is asked about next."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._pictures: OrderedDict[int, Picture] = OrderedDict()

    def put(self, pts: int, picture: Picture) -> None:
        with self._lock:
            self._pictures[pts] = picture
            self._pictures.move_to_end(pts)
            while len(self._pictures) > LANDED_PICTURES:
                self._pictures.popitem(last=False)

    def get(self, pts: int) -> Picture | None:
        with self._lock:
            return self._pictures.get(pts)

    def clear(self) -> None:
        with self._lock:
            self._pictures.clear()


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
    landed: Landed = field(default_factory=Landed)

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

    def read(self, pts: int, keep: Keeper, lead_in: int = 0, hurried: bool = False) -> tuple[int, Picture]:
        """Decode to `pts`; where the decoder skips it, the last picture before (else the first after) stands in.

        `hurried`: pictures on the way that no other needs are left out, and so are not kept.
        """
        self._decoder.hurry_to(pts if hurried and not self._shared.clip.info.interlaced else None)
        try:
            return self._read(pts, keep, lead_in)
        finally:
            self._decoder.hurry_to(None)

    def _read(self, pts: int, keep: Keeper, lead_in: int) -> tuple[int, Picture]:
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
