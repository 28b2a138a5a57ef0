"""The published video predictor's order of events, for parity and for papers' tables.

What differs from everyday tracking: memories of prompted frames are encoded only when a pass starts; a prompt on a
frame that was already passed is a correction, which sees the memories but never becomes a prompted frame.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import torch
from torch import Tensor

from engine.errors import UsageError
from engine.sam2.model import ImageFeatures
from engine.sam2.prompt_encoder import BOX_FIRST, BOX_SECOND, NEGATIVE, POSITIVE, Prompts
from engine.tracking.memory_bank import MemoryBank, Moment, PublishedPolicy, Recall, grouped
from engine.tracking.predictor import FramePrediction, FramePredictor
from engine.tracking.preprocess import input_mask, input_points
from engine.types import BoolMask, Direction, FrameIndex, ObjectId

Point = tuple[float, float]
FeatureSource = Callable[[FrameIndex], ImageFeatures]


@dataclass(frozen=True, slots=True)
class Said:
    """Clicks and box on one frame, as the model takes them: a box is its two corners, before all clicks."""

    points: tuple[Point, ...]
    labels: tuple[int, ...]

    @classmethod
    def of(
        cls, positive: tuple[Point, ...] = (), negative: tuple[Point, ...] = (), box: tuple[Point, Point] | None = None
    ) -> Said:
        """Box, then positive, then negative clicks; source pixels."""
        corners = box or ()
        labels = (BOX_FIRST, BOX_SECOND)[: len(corners)] + (POSITIVE,) * len(positive) + (NEGATIVE,) * len(negative)
        return cls((*corners, *positive, *negative), labels)

    def then(self, more: Said) -> Said:
        """These, then `more`."""
        return Said(self.points + more.points, self.labels + more.labels)


@dataclass(slots=True)
class _Track:
    """One object: its memories, what was said, and answers whose memories are not encoded yet."""

    bank: MemoryBank
    said: dict[FrameIndex, Said] = field(default_factory=dict)
    answers: dict[FrameIndex, FramePrediction] = field(default_factory=dict)
    """Of prompted frames, which are given again when a pass comes by."""
    pending: dict[FrameIndex, FramePrediction] = field(default_factory=dict)
    passed: dict[FrameIndex, int] = field(default_factory=dict)
    """Frames a pass has gone over, and which way (1 or -1)."""
    latest: dict[FrameIndex, Tensor] = field(default_factory=dict)
    """The newest logits of each frame that is still remembered, fed back with the next click there."""


@dataclass(slots=True)
class PublishedSession:
    """Objects, prompts and passes over one clip under the published rules.

    `features_of` gives a frame's features and may keep the last ones; `source_size` is (height, width).
    """

    predictor: FramePredictor
    features_of: FeatureSource
    frame_count: int
    source_size: tuple[int, int]
    _tracks: dict[ObjectId, _Track] = field(default_factory=dict)

    def say(self, thing: ObjectId, frame: FrameIndex, said: Said, add: bool = False) -> FramePrediction:
        """Clicks and boxes on one frame; `add` keeps those given there before. b = 1. Raises UsageError."""
        self._check(frame)
        if not said.points:
            raise UsageError("A prompt needs a click or a box.")
        track = self._track(thing)
        if add and frame in track.said:
            said = track.said[frame].then(said)
        track.said[frame] = said
        features = self.features_of(frame)
        answer = self.predictor.predict_prompted(
            features, self._prompts(said, features, track.latest.get(frame)), self._attended(track, frame, features)
        )
        return self._answered(track, frame, answer)

    def say_mask(self, thing: ObjectId, frame: FrameIndex, mask: BoolMask) -> FramePrediction:
        """A whole mask, bool (height, width) at source size; replaces clicks on that frame. b = 1."""
        self._check(frame)
        track = self._track(thing)
        track.said.pop(frame, None)
        features = self.features_of(frame)
        given = input_mask(mask, features.input_size, features.stride16.device)
        return self._answered(track, frame, self.predictor.predict_masked(features, given))

    def withdraw(self, thing: ObjectId, frame: FrameIndex) -> None:
        """Take back all that was said about an object on one frame."""
        track = self._track(thing)
        for kept in (track.said, track.answers, track.pending, track.latest):
            kept.pop(frame, None)
        track.bank.forget(frame)
        if not (track.bank.prompted or track.pending):
            del self._tracks[thing]

    def remove(self, thing: ObjectId) -> None:
        """Forget an object; the others are not touched."""
        self._tracks.pop(thing, None)

    @property
    def things(self) -> tuple[ObjectId, ...]:
        """Objects something was said about, in the order they came."""
        return tuple(self._tracks)

    def track(
        self, start: FrameIndex | None = None, stop: FrameIndex | None = None, direction: Direction = Direction.FORWARD
    ) -> Iterator[tuple[FrameIndex, dict[ObjectId, FramePrediction]]]:
        """Every object on `start` (None: the first prompted frame) and on to before `stop` (None: to the end of the
        clip that way). `direction`: forward or backward. Raises UsageError where an object has no prompt."""
        self._settle()
        if direction == Direction.BOTH:
            raise UsageError("The published order of events goes one way at a time.", "Track forward, then backward.")
        step = -1 if direction == Direction.BACKWARD else 1
        if start is None:
            start = min(f for track in self._tracks.values() for f in track.bank.prompted)
        self._check(start)
        end = stop if stop is not None else (self.frame_count if step > 0 else -1)
        for index in range(start, end, step):
            frame = FrameIndex(index)
            yield frame, self._step(frame, step)

    def _step(self, frame: FrameIndex, step: int) -> dict[ObjectId, FramePrediction]:
        given = {t: track.answers[frame] for t, track in self._tracks.items() if frame in track.bank.prompted}
        recalls = {t: self._recall(track, frame, step) for t, track in self._tracks.items() if t not in given}
        answers = {**given, **self._tracked(frame, recalls)}
        for thing, track in self._tracks.items():
            track.passed[frame] = step
            track.latest[frame] = answers[thing].logits_b1hw
            self._forget_far(track)
        return {thing: answers[thing] for thing in self._tracks}

    def _tracked(self, frame: FrameIndex, recalls: dict[ObjectId, Recall]) -> dict[ObjectId, FramePrediction]:
        answers: dict[ObjectId, FramePrediction] = {}
        features = self.features_of(frame)
        for group in grouped(recalls):
            attended = self.predictor.attend(features, [recalls[thing] for thing in group])
            together = self.predictor.predict_tracked(features, attended)
            memories = self.predictor.remember(features, together, prompted=False)
            for i, thing in enumerate(group):
                self._tracks[thing].bank.remember_tracked(frame, memories[i])
                answers[thing] = together.of(i)
        return answers

    def _settle(self) -> None:
        """Encode what was said since the last pass."""
        if not self._tracks:
            raise UsageError("There is nothing to track yet.", "Click on something first.")
        for thing, track in self._tracks.items():
            for frame, answer in track.pending.items():
                self._settle_answer(track, frame, answer)
            track.pending.clear()
            if not track.bank.prompted:
                raise UsageError(f"Object {thing} has no prompt.", "Click on it on some frame.")

    def _settle_answer(self, track: _Track, frame: FrameIndex, answer: FramePrediction) -> None:
        memory = self.predictor.remember(self.features_of(frame), answer, prompted=True)[0]
        if frame not in track.passed:
            track.bank.remember_prompted(frame, memory)
            track.answers[frame] = answer
            return
        track.bank.remember_corrected(frame, memory)
        if frame in track.answers:  # the prompted frame's first answer stands
            track.latest[frame] = track.answers[frame].logits_b1hw

    def _answered(self, track: _Track, frame: FrameIndex, answer: FramePrediction) -> FramePrediction:
        track.pending[frame] = answer
        track.latest[frame] = answer.logits_b1hw
        return answer

    def _attended(self, track: _Track, frame: FrameIndex, features: ImageFeatures) -> Tensor | None:
        if frame not in track.passed:
            return None
        return self.predictor.attend(features, [self._recall(track, frame, track.passed[frame])])

    def _recall(self, track: _Track, frame: FrameIndex, step: int) -> Recall:
        recall = track.bank.recall(Moment(frame, step, self.frame_count))
        assert recall is not None, "a track that has been settled has a prompted frame"
        return recall

    def _prompts(self, said: Said, features: ImageFeatures, before: Tensor | None) -> Prompts:
        device = features.stride16.device
        points = torch.tensor(said.points, dtype=torch.float32, device=device)
        labels = torch.tensor(said.labels, dtype=torch.int32, device=device)
        return Prompts(input_points(points, self.source_size, features.input_size)[None], labels[None], before)

    def _track(self, thing: ObjectId) -> _Track:
        if thing not in self._tracks:
            self._tracks[thing] = _Track(MemoryBank(PublishedPolicy(), self.predictor.reach))
        return self._tracks[thing]

    def _forget_far(self, track: _Track) -> None:
        for frame in [f for f in track.latest if not self._remembered(track, f)]:
            del track.latest[frame]

    def _remembered(self, track: _Track, frame: FrameIndex) -> bool:
        return frame in track.bank.tracked or frame in track.bank.prompted or frame in track.pending

    def _check(self, frame: FrameIndex) -> None:
        if not 0 <= frame < self.frame_count:
            raise UsageError(f"Frame {frame} lies outside the clip of {self.frame_count} frames.")
