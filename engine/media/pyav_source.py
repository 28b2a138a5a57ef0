"""Video files. Exact random access over PyAV: seek to the key frame before, decode forward until the pts is met.

Never by counting and never by time × rate; see `timing`. Decoded pictures are kept (`frame_cache`), so that stepping
back inside a long group of pictures decodes it once.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import Protocol

import av

from engine.errors import MediaError, UsageError
from engine.media.damage import DamageReport
from engine.media.deinterlace import deinterlaced
from engine.media.frame_cache import FrameCache
from engine.media.pyav_decoder import Decoder
from engine.media.pyav_index import Indexer
from engine.media.pyav_info import ClipDescription, describe_clip
from engine.media.pyav_picture import Converter, Picture, PyavFrame
from engine.media.source import ClipInfo, ReadOptions
from engine.media.timing import LiveTimeline
from engine.types import FrameIndex, Pts

KEYS_TO_TRY = 4
"""How many key frames to go back where a seek lands late (MPEG-TS), before starting from the file's beginning."""

PACKETS_TO_TRY = 2000
"""A file that shows nothing in so many packets shows nothing at all; cut recordings start within a few hundred."""

LEAD_IN_FRAMES = 8
"""Going backward, so many frames are decoded at once even where each one is a key frame: a seek costs as much."""

FEW_FRAMES = 3
"""Decoding this many frames ahead is cheaper than a seek, which also empties the decoder's threads."""


class _Keeper(Protocol):
    def __call__(self, pts: int, frame: Picture, /) -> None: ...


@dataclass(frozen=True, slots=True)
class _Shared:
    """What all readers of one clip have in common."""

    path: Path
    options: ReadOptions
    clip: ClipDescription
    counted: bool
    converter: Converter
    damage: DamageReport
    indexer: Indexer


class PyavSource:
    """A `VideoSource` over one video file."""

    def __init__(self, shared: _Shared, decoder: Decoder | None) -> None:
        self._shared = shared
        self._decoder = decoder
        self._cache: FrameCache[Picture] = FrameCache(shared.options.cache_bytes)
        self._stand_ins: dict[int, int] = {}
        self._closed = False

    @classmethod
    def open(cls, path: Path, options: ReadOptions) -> PyavSource:
        """Decodes the first frame and starts the index. Raises MediaError."""
        damage = DamageReport()
        decoder = Decoder(path, options, damage)
        try:
            first = decoder.peek(PACKETS_TO_TRY)
            if first is None:
                raise MediaError(
                    f"“{path.name}” holds no picture that can be decoded.",
                    "Check that it plays elsewhere; copy it again or convert it to a common codec.",
                )
            counted = _needs_counting(decoder, first)
            clip = describe_clip(path, decoder, first, options, counted)
        except BaseException:
            decoder.close()
            raise
        info = clip.info
        converter = Converter(info.colour, clip.orientation, info.has_alpha)
        timeline = LiveTimeline(info.time_base, clip.rates, round(1 / (info.rate * info.time_base)))
        indexer = Indexer(path, options, damage, counted, timeline)
        shared = _Shared(path, options, clip, counted, converter, damage, indexer)
        if counted:
            decoder.close()
            return cls(shared, None)
        return cls(shared, decoder)

    # -- time -----------------------------------------------------------------------------------------------------

    @property
    def _timeline(self) -> LiveTimeline:
        return self._shared.indexer.timeline

    @property
    def info(self) -> ClipInfo:
        info = self._shared.clip.info
        warnings = info.warnings + self._shared.damage.sentences(info.time_base)
        facts = self._timeline.rate
        if facts is None:
            return replace(info, warnings=warnings)
        stamps = self._timeline.all_pts()
        ticks = stamps[-1] - stamps[0] + self._timeline.duration_of(len(stamps) - 1) if stamps else 0
        return replace(
            info,
            warnings=warnings,
            frame_count=len(stamps),
            rate=facts.rate,
            variable_rate=facts.variable,
            duration=ticks * info.time_base,
        )

    def pts_of(self, index: FrameIndex) -> Pts:
        return self._timeline.pts_of(index)

    def index_of(self, pts: Pts) -> FrameIndex:
        return self._timeline.index_of(pts)

    def frame_count(self) -> int:
        return self._timeline.count()

    # -- pictures -------------------------------------------------------------------------------------------------

    def read(self, index: FrameIndex) -> PyavFrame:
        pts = self.pts_of(index)
        picture = self._picture(pts)
        if self._shared.options.deinterlace:
            before = self._picture(self.pts_of(FrameIndex(index - 1))) if index > 0 else None
            has_after = self._timeline.has(index + 1)
            after = self._picture(self.pts_of(FrameIndex(index + 1))) if has_after else None
            picture = self._whole(before, picture, after)
        return self._frame(index, pts, picture)

    def read_watched(self, index: FrameIndex, passed: Callable[[PyavFrame], None]) -> PyavFrame:
        """As `read`. `passed` sees every frame that is decoded on the way, and may raise to give up; what was decoded
        stays in the cache. Deinterlaced clips are read without it."""
        if self._shared.options.deinterlace:
            return self.read(index)
        pts = self.pts_of(index)
        return self._frame(index, pts, self._picture(pts, passed))

    def stream(self, start: FrameIndex, stop: FrameIndex | None, step: int = 1) -> Iterator[PyavFrame]:
        if step not in (1, -1):
            raise UsageError("Frames are streamed one by one.", "Use step 1 or -1.")
        if not self._timeline.has(start):
            return iter(())
        if self._shared.options.deinterlace:
            return self._stream_whole(start, stop, step)
        return self._stream_plain(self._forward(start, stop) if step == 1 else self._backward(start, stop))

    def reopen(self) -> PyavSource:
        self._check_open()
        return PyavSource(replace(self._shared, indexer=self._shared.indexer.share()), None)

    def close(self) -> None:
        if self._closed:
            return
        self._closed = True
        self._cache.clear()
        if self._decoder is not None:
            self._decoder.close()
        self._shared.indexer.release()

    def __enter__(self) -> PyavSource:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _check_open(self) -> None:
        if self._closed:
            raise UsageError("The clip was closed.")

    def _new_decoder(self) -> Decoder:
        shared = self._shared
        return Decoder(shared.path, shared.options, shared.damage, shared.counted)

    def _frame(self, index: int, pts: Pts, picture: Picture) -> PyavFrame:
        return PyavFrame(FrameIndex(index), pts, self._timeline.duration_of(index), picture)

    def _whole(self, before: Picture | None, picture: Picture, after: Picture | None) -> Picture:
        made = deinterlaced(before.raw if before else None, picture.raw, after.raw if after else None)
        return Picture(made, self._shared.converter)

    def _picture(self, pts: int, passed: Callable[[PyavFrame], None] | None = None) -> Picture:
        """The picture shown at `pts`, from the cache or by decoding."""
        self._check_open()
        found = self._cache.get(self._stand_ins.get(pts, pts))
        if found is not None:
            return found
        if self._decoder is None:
            self._decoder = self._new_decoder()
        at = self._decoder.position
        keep: _Keeper = self._cache.pass_by if self._leads_to(self._decoder, pts) else self._cache.keep
        if passed is not None:
            keep = self._watched(keep, passed)
        lead_in = LEAD_IN_FRAMES if at is not None and pts < at else 0
        found_pts, picture = self._decode_until(self._decoder, pts, keep, lead_in)
        if found_pts != pts:
            self._shared.damage.missing_frame(pts)
            self._stand_ins[pts] = found_pts
        return picture

    def _watched(self, keep: _Keeper, passed: Callable[[PyavFrame], None]) -> _Keeper:
        def keep_and_show(pts: int, picture: Picture, /) -> None:
            keep(pts, picture)
            passed(self._frame(self._timeline.index_of(Pts(pts)), Pts(pts), picture))

        return keep_and_show

    def _leads_to(self, decoder: Decoder, pts: int) -> bool:
        """Whether going on decoding is the shortest way to `pts`: no key frame on the way, or only a few frames."""
        at = decoder.position
        if at is None:
            return decoder.at_start and self._timeline.index_of(pts) <= FEW_FRAMES
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

    def _decode_until(self, decoder: Decoder, pts: int, keep: _Keeper, lead_in: int = 0) -> tuple[int, Picture]:
        """Decode to `pts`; where the decoder skips it, the last picture before (else the first after) stands in."""
        runs: list[int | None] = [None] if self._leads_to(decoder, pts) else []
        keys = self._keys_for(pts, lead_in)
        after: tuple[int, Picture] | None = None
        for attempt, key in enumerate([*runs, *keys, None]):
            if key is not None:
                decoder.seek(key)
            elif attempt >= len(runs):
                decoder.rewind()
            before: tuple[int, Picture] | None = None
            while (delivered := decoder.next()) is not None:
                stamp, raw = delivered
                picture = Picture(raw, self._shared.converter)
                keep(stamp, picture)
                if stamp == pts:
                    return stamp, picture
                if stamp > pts:
                    after = after or (stamp, picture)
                    break
                before = stamp, picture
            if before is not None:
                return before
        decoder.rewind()
        if after is not None:
            return after
        raise MediaError(
            f"The frame at {float(pts * self._shared.clip.info.time_base):.2f} s cannot be decoded.",
            "The file is damaged there; copy it again or choose a range without it.",
        )

    # -- streams: a decoder of their own, pictures kept only as long as needed --------------------------------------

    def _forward(self, start: int, stop: int | None) -> Generator[tuple[int, Picture]]:
        with closing(self._new_decoder()) as decoder:
            index = start
            last: tuple[int, Picture] | None = None
            ahead: tuple[int, Picture] | None = None
            while (stop is None or index < stop) and self._timeline.has(index):
                pts = self._timeline.pts_of(index)
                if last is None:
                    last = self._decode_until(decoder, pts, _forget)
                while last[0] < pts and (ahead is None or ahead[0] <= pts):
                    if ahead is not None:
                        last, ahead = ahead, None
                        continue
                    delivered = decoder.next()
                    if delivered is None:
                        break
                    ahead = delivered[0], Picture(delivered[1], self._shared.converter)
                if last[0] != pts:
                    self._shared.damage.missing_frame(pts)
                yield index, last[1]
                index += 1
                if ahead is None and decoder.position != last[0]:
                    last = None  # a damaged start: the decoder has gone past what stands in for it

    def _backward(self, start: int, stop: int | None) -> Generator[tuple[int, Picture]]:
        """Group by group: decode from the key frame, hold what fits the cache's bound, give it out in reverse."""
        lowest = 0 if stop is None else stop + 1
        with closing(self._new_decoder()) as decoder:
            index = start
            while index >= lowest:
                held: FrameCache[Picture] = FrameCache(self._shared.options.cache_bytes)
                _, picture = self._decode_until(decoder, self._timeline.pts_of(index), held.keep, LEAD_IN_FRAMES)
                yield index, picture
                index -= 1
                while index >= lowest and (kept := held.get(self._timeline.pts_of(index))) is not None:
                    yield index, kept
                    index -= 1

    def _stream_plain(self, pictures: Generator[tuple[int, Picture]]) -> Iterator[PyavFrame]:
        with closing(pictures):
            for index, picture in pictures:
                yield self._frame(index, self._timeline.pts_of(index), picture)

    def _stream_whole(self, start: int, stop: int | None, step: int) -> Iterator[PyavFrame]:
        """Deinterlaced: each picture with its neighbours, which may lie just outside what was asked for."""
        first = max(start - step, 0)
        beyond = None if stop is None else max(stop + step, -1)
        pictures = self._forward(first, beyond) if step == 1 else self._backward(self._last_until(first), beyond)
        current: tuple[int, Picture] | None = None
        earlier: Picture | None = None
        with closing(pictures):
            for following in chain(pictures, [None]):
                if current is not None and _is_asked_for(current[0], start, stop, step):
                    later = following[1] if following else None
                    before, after = (earlier, later) if step == 1 else (later, earlier)
                    whole = self._whole(before, current[1], after)
                    yield self._frame(current[0], self._timeline.pts_of(current[0]), whole)
                earlier = current[1] if current else None
                current = following

    def _last_until(self, index: int) -> int:
        return index if self._timeline.has(index) else index - 1


def _is_asked_for(index: int, start: int, stop: int | None, step: int) -> bool:
    if step == 1:
        return index >= start and (stop is None or index < stop)
    return index <= start and (stop is None or index > stop)


def _forget(pts: int, frame: Picture) -> None:
    """Keeps nothing."""


def _needs_counting(decoder: Decoder, first: av.VideoFrame) -> bool:
    """Whether the file's own times are no use: absent, or decode times of reordered frames (AVI)."""
    return first.pts is None and (first.dts is None or decoder.stream.codec_context.has_b_frames)
