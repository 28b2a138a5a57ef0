"""Video files: any frame exactly (`pyav_exact`), streams both ways (`pyav_stream`), an index made in the background.

Decoded pictures are kept (`frame_cache`), so that stepping back inside a long group of pictures decodes it once.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import av

from engine.errors import MediaError, UsageError
from engine.media.damage import DamageReport
from engine.media.frame_cache import FrameCache
from engine.media.pyav_decoder import Decoder
from engine.media.pyav_exact import LEAD_IN_FRAMES, ExactReader, Keeper, SharedClip
from engine.media.pyav_index import Indexer
from engine.media.pyav_info import describe_clip
from engine.media.pyav_keys import KeyReader
from engine.media.pyav_picture import Converter, Picture, PyavFrame
from engine.media.pyav_stream import Placed, backward, forward, made_whole, whole
from engine.media.source import ClipInfo, ReadOptions
from engine.media.timing import LiveTimeline
from engine.types import FrameIndex, Pts

PACKETS_TO_TRY = 2000
"""A file that shows nothing in so many packets shows nothing at all; cut recordings start within a few hundred."""


class PyavSource:
    """A `VideoSource` over one video file."""

    def __init__(self, shared: SharedClip, decoder: Decoder | None) -> None:
        self._shared = shared
        self._reader = ExactReader(shared, decoder) if decoder is not None else None
        self._key_reader: KeyReader | None = None
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
        shared = SharedClip(path, options, clip, counted, converter, damage, indexer)
        if counted:
            decoder.close()
            return cls(shared, None)
        return cls(shared, decoder)

    # -- time -----------------------------------------------------------------------------------------------------

    @property
    def _timeline(self) -> LiveTimeline:
        return self._shared.timeline

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
            picture = made_whole(self._shared, before, picture, after)
        return self._frame(index, pts, picture)

    def read_watched(self, index: FrameIndex, passed: Callable[[PyavFrame], None], hurried: bool = False) -> PyavFrame:
        """As `read`. `passed` sees every frame that is decoded on the way, and may raise to give up; what was decoded
        stays in the cache. `hurried`: frames that no other needs are left out on the way, which takes half the time and
        leaves gaps in the cache. Deinterlaced clips are read without all that."""
        if self._shared.options.deinterlace:
            return self.read(index)
        pts = self.pts_of(index)
        return self._frame(index, pts, self._picture(pts, passed, hurried))

    def nearest_kept(self, index: FrameIndex) -> FrameIndex | None:
        """The frame nearest to `index` that needs no decoding; None where there is none, or the index is not so far."""
        if self._shared.options.deinterlace or index >= self._timeline.known:
            return None
        kept = self._cache.nearest(self._timeline.pts_of(index))
        return None if kept is None or self._timeline.is_beyond(kept) else self._timeline.index_of(kept)

    def leads_to(self, index: FrameIndex) -> bool:
        """Whether `index` is reached from where the decoder stands, without a seek."""
        if self._reader is None or index >= self._timeline.known:
            return False
        return self._reader.leads_to(self._timeline.pts_of(index))

    def nearest_key(self, index: FrameIndex) -> FrameIndex | None:
        """The frame nearest to `index` that can be decoded by itself, as far as is known by now."""
        if self._shared.counted or self._shared.options.deinterlace or index >= self._timeline.known:
            return None
        key = self._timeline.nearest_key(self._timeline.pts_of(index))
        return None if key is None or self._timeline.is_beyond(key) else self._timeline.index_of(key)

    def read_key(self, index: FrameIndex) -> PyavFrame | None:
        """A frame that `nearest_key` named, by a decoder of its own; None where it needs others after all."""
        self._check_open()
        pts = self.pts_of(index)
        found = self._cache.get(pts)
        if found is None:
            if self._key_reader is None:
                self._key_reader = KeyReader(self._shared)
            found = self._key_reader.read(pts)
        return None if found is None else self._frame(index, pts, found)

    def stream(self, start: FrameIndex, stop: FrameIndex | None, step: int = 1) -> Iterator[PyavFrame]:
        if step not in (1, -1):
            raise UsageError("Frames are streamed one by one.", "Use step 1 or -1.")
        if not self._timeline.has(start):
            return iter(())
        if self._shared.options.deinterlace:
            return self._stream(whole(self._shared, start, stop, step))
        return self._stream((forward if step == 1 else backward)(self._shared, start, stop))

    def reopen(self) -> PyavSource:
        self._check_open()
        return PyavSource(replace(self._shared, indexer=self._shared.indexer.share()), None)

    def limit_cache(self, limit_bytes: int) -> None:
        """Keep fewer decoded frames than the options say: for a reader that seldom comes back."""
        self._cache.limit(limit_bytes)

    def close(self) -> None:
        if self._closed:
            return
        self._closed = True
        self._cache.clear()
        self._shared.landed.clear()
        if self._key_reader is not None:
            self._key_reader.close()
        if self._reader is not None:
            self._reader.close()
        # FFmpeg's decoder goes, with its threads and pictures, when nothing names it any more: not later than now.
        self._key_reader = self._reader = None
        self._shared.indexer.release()

    def __enter__(self) -> PyavSource:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _check_open(self) -> None:
        if self._closed:
            raise UsageError("The clip was closed.")

    def _frame(self, index: int, pts: Pts, picture: Picture) -> PyavFrame:
        return PyavFrame(FrameIndex(index), pts, self._timeline.duration_of(index), picture)

    def _picture(self, pts: int, passed: Callable[[PyavFrame], None] | None = None, hurried: bool = False) -> Picture:
        """The picture shown at `pts`, from the cache or by decoding."""
        self._check_open()
        at = self._stand_ins.get(pts, pts)
        found = self._cache.get(at) or self._shared.landed.get(at)
        if found is None:
            found = self._decoded(pts, passed, hurried)
        self._shared.landed.put(self._stand_ins.get(pts, pts), found)
        return found

    def _decoded(self, pts: int, passed: Callable[[PyavFrame], None] | None, hurried: bool) -> Picture:
        if self._reader is None:
            self._reader = ExactReader(self._shared)
        at = self._reader.position
        keep: Keeper = self._cache.pass_by if self._reader.leads_to(pts) else self._cache.keep
        if passed is not None:
            keep = self._watched(keep, passed)
        lead_in = LEAD_IN_FRAMES if at is not None and pts < at else 0
        found_pts, picture = self._reader.read(pts, keep, lead_in, hurried)
        if found_pts != pts and hurried:
            found_pts, picture = self._reader.read(pts, keep, lead_in)  # only now is it known which one stands in
        if found_pts != pts:
            self._shared.damage.missing_frame(pts)
            self._stand_ins[pts] = found_pts
        return picture

    def _watched(self, keep: Keeper, passed: Callable[[PyavFrame], None]) -> Keeper:
        def keep_and_show(pts: int, picture: Picture, /) -> None:
            keep(pts, picture)
            passed(self._frame(self._timeline.index_of(Pts(pts)), Pts(pts), picture))

        return keep_and_show

    def _stream(self, pictures: Generator[Placed]) -> Iterator[PyavFrame]:
        with closing(pictures):
            for index, picture in pictures:
                yield self._frame(index, self._timeline.pts_of(index), picture)


def _needs_counting(decoder: Decoder, first: av.VideoFrame) -> bool:
    """Whether the file's own times are no use: absent, or decode times of reordered frames (AVI)."""
    return first.pts is None and (first.dts is None or decoder.stream.codec_context.has_b_frames)
