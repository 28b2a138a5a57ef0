"""How frames come to the model: decoded, looked at for cuts, made the model's size, encoded; each ahead of its turn."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager, nullcontext
from dataclasses import dataclass, replace
from itertools import islice
from typing import Protocol

import torch
from torch import Tensor

from engine.errors import UsageError
from engine.media.source import Frame, VideoSource
from engine.models.loader import LoadedModel
from engine.sam2.config import STRIDE, CompactConfig, Sam2Config
from engine.sam2.model import ImageFeatures
from engine.tracking.ahead import ahead
from engine.tracking.compute import NO_ROOM, Compute
from engine.tracking.cuts import LOOK_AHEAD, Signature, Watched, signature, watch
from engine.tracking.feature_cache import FeatureCache
from engine.tracking.lookahead import LookAhead, look_ahead
from engine.tracking.plan import Pass
from engine.tracking.preprocess import AntialiasedBytes, PillowBicubic, Preprocess
from engine.tracking.threads import computing_with
from engine.tracking.transfer import Arrival
from engine.types import FrameIndex, Pts, Rgb8


@dataclass(frozen=True, slots=True, eq=False)
class Ready:
    """A decoded frame, as the model takes it."""

    frame: FrameIndex
    pts: Pts
    image_1chw: Tensor | None
    """None for frames that are only looked at for cuts."""
    look: Signature | None
    """None where cuts are not looked for."""
    features: ImageFeatures | None = None
    """Where it was encoded ahead."""
    arrival: Arrival | None = None
    """What to wait for before the picture, or the features where it has them, are used."""


class Encoder(Protocol):
    """What makes features of pictures."""

    def encode(self, image_bchw: Tensor) -> ImageFeatures: ...


class FrameFeed:
    """The frames of one clip as one model takes them. What was encoded for prompts is kept, in bytes bounded."""

    def __init__(
        self,
        model: LoadedModel,
        source: VideoSource,
        compute: Compute,
        encoder: Encoder,
        size: tuple[int, int],
        *,
        published: bool,
        finds_cuts: bool,
        cache_bytes: int,
    ) -> None:
        """`size`: height and width of the model's input. `published`: reduce frames as published."""
        self._config, self._source, self._compute, self._encoder = model.config, source, compute, encoder
        self._size, self._finds_cuts = size, finds_cuts
        self._preprocess: Preprocess = PillowBicubic() if published else AntialiasedBytes()
        self._cache: FeatureCache[FrameIndex, ImageFeatures] = FeatureCache(cache_bytes)
        self._passing: tuple[FrameIndex, ImageFeatures] | None = None
        self._last_look: tuple[FrameIndex, Signature] | None = None

    # One frame at a time ---------------------------------------------------------------------------------------------

    def holds(self, frame: FrameIndex) -> bool:
        """Whether `features` would answer without encoding."""
        return frame in self._cache or (self._passing is not None and self._passing[0] == frame)

    def features(self, frame: FrameIndex) -> ImageFeatures:
        """Features of any frame; kept for the next prompt on it."""
        if self._passing is not None and self._passing[0] == frame:
            return self._passing[1]
        kept = self._cache.get(frame)
        if kept is None:
            kept = self._of(self._read(self._source.read(frame), wanted=True))
            self._cache.put(frame, kept, kept.size_bytes)
        return kept

    def take(self, ready: Ready) -> ImageFeatures:
        """Features of the frame of a pass whose turn it is; prompts on it are answered from them."""
        if ready.look is not None:
            self._last_look = (ready.frame, ready.look)
        features = self._of(ready)
        self._passing = (ready.frame, features)
        return features

    def clear(self) -> None:
        """Let go of everything that was encoded."""
        self._cache.clear()
        self._passing = None

    # The frames of a pass --------------------------------------------------------------------------------------------

    @contextmanager
    def frames(self, way: Pass, count: int, resume: bool) -> Iterator[Iterator[Watched[Ready]]]:
        """The frames of a pass through a clip of `count` frames, made ahead on other threads.

        A few frames beyond its end may follow, without a picture. `resume`: it goes on from where the last one ended,
        so its first frame may be a cut.
        """
        before = self._look_before(way) if resume and self._finds_cuts else None
        reader = self._source.reopen()
        try:
            with (
                closing(ahead(lambda: self._decoded(reader, way, count))) as decoded,
                self._encoding_ahead(self._watched(decoded, before)) as seen,
            ):
                yield seen
        finally:
            reader.close()
            self._passing = None

    def _decoded(self, reader: VideoSource, way: Pass, count: int) -> Iterator[Ready]:
        """The frames of a pass, and a few beyond its end to tell a flash from a cut."""
        step = -1 if way.reverse else 1
        beyond = LOOK_AHEAD if self._finds_cuts else 0
        end = way.first + step * (way.count + beyond)
        stop = None if (end < 0 or end >= count) else FrameIndex(end)
        for place, frame in enumerate(reader.stream(way.first, stop, step)):
            yield self._read(frame, wanted=place < way.count)

    def _watched(self, frames: Iterable[Ready], before: Signature | None) -> Iterator[Watched[Ready]]:
        if not self._finds_cuts:
            return (Watched(item, False) for item in frames)
        return watch(frames, _look_of, before)

    @contextmanager
    def _encoding_ahead(self, frames: Iterator[Watched[Ready]]) -> Iterator[Iterator[Watched[Ready]]]:
        """`frames`, encoded on a thread of its own while this one carries masks, where that is the faster way."""
        plan = look_ahead(self._config, self._size, self._compute.device, self._compute.dtype)
        if plan is None:
            yield frames
            return
        with (
            _cores_left_by(plan),
            closing(ahead(lambda: self._encoded(frames, plan), depth=plan.together)) as encoded,
        ):
            yield encoded

    def _encoded(self, frames: Iterator[Watched[Ready]], plan: LookAhead) -> Iterator[Watched[Ready]]:
        together = plan.together
        with nullcontext() if plan.threads is None else computing_with(plan.threads):
            while group := list(islice(frames, together)):
                try:
                    group = self._encoded_group(group)
                except NO_ROOM:  # each is tried again, with a way out, when it is its turn
                    together = 1
                yield from group

    def _encoded_group(self, group: Sequence[Watched[Ready]]) -> list[Watched[Ready]]:
        """The frames with features, but those that need none or whose device the model has left."""
        with self._compute.staying() as device:
            wanted = {
                i: seen.item.image_1chw
                for i, seen in enumerate(group)
                if seen.item.image_1chw is not None
                and seen.item.image_1chw.device.type == device.type
                and seen.item.frame not in self._cache
            }
            if not wanted:
                return list(group)
            transfer = self._compute.transfer
            with transfer.aside():
                for i in wanted:
                    _arrived(group[i].item)
                features = self._computed(torch.cat(list(wanted.values())))
                arrival = transfer.arrival(features.tensors)
        found = list(group)
        for row, i in enumerate(wanted):
            found[i] = replace(group[i], item=replace(group[i].item, features=features.of(row), arrival=arrival))
        return found

    def _look_before(self, way: Pass) -> Signature | None:
        previous = FrameIndex(way.first + (1 if way.reverse else -1))
        if self._last_look is not None and self._last_look[0] == previous:
            return self._last_look[1]
        if not 0 <= previous < self._source.frame_count():
            return None
        return signature(self._source.read(previous).rgb8())

    # Inside ----------------------------------------------------------------------------------------------------------

    def _read(self, frame: Frame, wanted: bool) -> Ready:
        rgb = frame.rgb8()
        image, arrival = self._prepared(rgb) if wanted else (None, None)
        return Ready(frame.index, frame.pts, image, signature(rgb) if self._finds_cuts else None, arrival=arrival)

    def _prepared(self, rgb: Rgb8) -> tuple[Tensor, Arrival | None]:
        transfer = self._compute.transfer
        try:
            with transfer.aside():
                image = self._preprocess(rgb, self._size, self._config, self._compute.device)
                return image, transfer.arrival([image])
        except NO_ROOM:
            return self._preprocess(rgb, self._size, self._config, torch.device("cpu")), None

    def _of(self, ready: Ready) -> ImageFeatures:
        kept = self._cache.get(ready.frame)
        if kept is not None:
            return kept
        _arrived(ready)
        ahead_of_turn = ready.features
        if ahead_of_turn is not None and ahead_of_turn.stride16.device.type == self._compute.device.type:
            return ahead_of_turn
        assert ready.image_1chw is not None
        return self._computed(ready.image_1chw)

    def _computed(self, image_bchw: Tensor) -> ImageFeatures:
        with self._compute.arithmetic():
            return self._encoder.encode(image_bchw.to(self._compute.device))


def input_size(config: Sam2Config, longer_side: int | None, picture: tuple[int, int] | None = None) -> tuple[int, int]:
    """Height and width of the model's input, multiples of 32. Raises UsageError.

    `picture`: height and width of the clip. A compact trunk takes the clip's own aspect, at about the area of the
    model's own size; Hiera was trained on squares and gets its own aspect.
    """
    if longer_side is not None and not STRIDE <= longer_side <= 4096:
        raise UsageError(f"An image size of {longer_side} makes no sense.", f"Choose from {STRIDE} to 4096.")
    own = config.input_size
    shape = picture if picture is not None and isinstance(config.trunk, CompactConfig) else own
    if longer_side is None and shape == own:
        return own
    area_scale = math.sqrt(own[0] * own[1] / (shape[0] * shape[1]))
    scale = area_scale if longer_side is None else longer_side / max(shape)
    height, width = (max(STRIDE, round(side * scale / STRIDE) * STRIDE) for side in shape)
    return height, width


@contextmanager
def _cores_left_by(plan: LookAhead) -> Iterator[None]:
    """Inside, this thread computes with the cores that encoding ahead leaves it."""
    if plan.threads is None:
        yield
        return
    with computing_with(torch.get_num_threads() - plan.threads):
        yield


def _arrived(ready: Ready) -> None:
    if ready.arrival is not None:
        ready.arrival.wait()


def _look_of(ready: Ready) -> Signature:
    assert ready.look is not None
    return ready.look
