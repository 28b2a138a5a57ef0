"""One clip, one model: prompts in, masks out, frame by frame.

No project file, no threads but the one that reads ahead, no window. Streams: a frame is decoded, encoded once whatever
the number of objects, tracked, handed out and forgotten; what stays is bounded whatever the clip's length.

Between any two events of `track` the caller may prompt, preview, add or remove objects; all of it on one thread.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from typing import Protocol, TypeVar

import numpy as np
import torch
from torch import Tensor

from engine.errors import UsageError
from engine.media.source import VideoSource
from engine.models.loader import LoadedModel
from engine.project.model import FramePrompts, PolicyName
from engine.sam2.model import ImageFeatures
from engine.tracking.carriers import make_carrier
from engine.tracking.compiled import CompiledEncoder, can_compile
from engine.tracking.compute import NO_ROOM, Compute
from engine.tracking.cuts import Watched
from engine.tracking.editor import EditorTracks
from engine.tracking.feature_cache import DEFAULT_BYTES
from engine.tracking.feed import Encoder, FrameFeed, Ready, input_size
from engine.tracking.graphs import Graphs
from engine.tracking.memory_bank import Moment
from engine.tracking.plan import Pass, TrackRun, passes
from engine.tracking.predictor import FramePrediction, FramePredictor, at_size
from engine.tracking.prompting import Answer, Prompter, base_logits
from engine.tracking.published import PublishedSession
from engine.tracking.published_tracks import PublishedTracks
from engine.tracking.recorded import RecordedEncoder, RecordedPredictor
from engine.tracking.records import answer_from_bytes, answer_to_bytes, pass_end_from_bytes, pass_end_to_bytes
from engine.tracking.shots import ShotMap
from engine.tracking.steps import FrameTracked, Hypotheses, MaskResult, Notice, Stage, StageDone, TrackEvent
from engine.types import FrameIndex, FrameRange, Logits, ObjectId

T = TypeVar("T")

NOWHERE_LOGIT = -8.0
"""Everywhere in the mask of an object that nothing was said about in this shot; the lowest a mask is stored with."""


class Tracks(Protocol):
    """What a policy makes of objects, prompts and passes; see `editor` and `published_tracks`."""

    @property
    def objects(self) -> tuple[ObjectId, ...]: ...
    def prompt(
        self, thing: ObjectId, frame: FrameIndex, prompts: FramePrompts, shown: Tensor | None
    ) -> FramePrediction | None: ...
    def preview(
        self, thing: ObjectId | None, frame: FrameIndex, prompts: FramePrompts, shown: Tensor | None
    ) -> Hypotheses: ...
    def remove(self, thing: ObjectId) -> None: ...
    def begin(self, way: Pass, resume: bool) -> None: ...
    def stages(
        self, moment: Moment, features: ImageFeatures, objects: Sequence[ObjectId]
    ) -> Generator[Stage, None, dict[ObjectId, FramePrediction | None]]: ...
    def answer_of(self, thing: ObjectId, frame: FrameIndex) -> Answer | None: ...
    def restore_answer(self, thing: ObjectId, frame: FrameIndex, answer: Answer) -> None: ...
    def to_device(self, device: str) -> None: ...


class Tracker:
    """See the module's text. Close it, or use it as a context manager; the source stays open."""

    def __init__(
        self,
        model: LoadedModel,
        source: VideoSource,
        *,
        policy: PolicyName = PolicyName.EDITOR,
        image_size: int | None = None,
        cache_bytes: int = DEFAULT_BYTES,
        finds_cuts: bool = True,
    ) -> None:
        """`image_size`: the longer side of the model's input; None: the model's own. `finds_cuts` False: only shots
        that were learned are known. Raises UsageError."""
        self._loaded, self._source, self._image_size = model, source, image_size
        self._input_size = input_size(model.config, image_size, (source.info.height, source.info.width))
        self._compute = Compute(model)
        self._notices: list[Notice] = []
        self._predictor = FramePredictor(model.model, model.dtype)
        self._compiled = self._compiling() if model.compiled and can_compile(model.model) else None
        self._graphs = None if self._compiled is None else Graphs(model.model, self._say)
        self._published = policy is PolicyName.PUBLISHED
        self._feed = FrameFeed(
            model,
            source,
            self._compute,
            self._encoder(),
            self._input_size,
            published=self._published,
            finds_cuts=finds_cuts and not self._published,
            cache_bytes=cache_bytes,
        )
        self._shots = ShotMap()
        self._tracks = self._make_tracks()

    def _compiling(self) -> CompiledEncoder:
        return CompiledEncoder(self._predictor, self._compute, self._say)

    def _encoder(self) -> Encoder:
        encoder = self._compiled or self._predictor
        return encoder if self._graphs is None else RecordedEncoder(encoder, self._graphs)

    def _tracking_predictor(self) -> FramePredictor:
        """Of tracked frames, which are alike; what a person asks for is computed as it comes."""
        if self._graphs is None:
            return self._predictor
        return RecordedPredictor(self._loaded.model, self._loaded.dtype, graphs=self._graphs)

    def _say(self, sentence: str) -> None:
        self._notices.append(Notice(sentence))

    def _make_tracks(self) -> PublishedTracks | EditorTracks:
        size = (self._source.info.height, self._source.info.width)
        prompter = Prompter(self._predictor, size)
        if not self._published:
            carrier = make_carrier(self._loaded, self._tracking_predictor())
            return EditorTracks(carrier, prompter, self._feed.features, self._compute)
        if self._loaded.config.memory is None:
            raise UsageError(
                f"The policy 'published' is SAM 2's own; {self._loaded.name} has no memory attention.",
                "Use the policy 'editor'.",
            )
        session = PublishedSession(self._tracking_predictor(), self._feed.features, self._source.frame_count(), size)
        return PublishedTracks(session, prompter, self._compute)

    def __enter__(self) -> Tracker:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of everything that was encoded."""
        self._feed.clear()
        if self._graphs is not None:
            self._graphs.close()
        if self._compiled is not None:
            self._compiled.close()

    def beside(self, source: VideoSource) -> Tracker:
        """Another tracker of the same model over another source, which stays the caller's, with memories of its own.
        It finds no cuts."""
        return Tracker(self._loaded, source, image_size=self._image_size, finds_cuts=False)

    # What it is ------------------------------------------------------------------------------------------------------

    @property
    def source(self) -> VideoSource:
        """The clip."""
        return self._source

    @property
    def source_size(self) -> tuple[int, int]:
        """(width, height) of its frames."""
        return self._source.info.width, self._source.info.height

    def input_size_for(self, picture_hw: tuple[int, int]) -> tuple[int, int]:
        """Height and width at which the model would see pictures of this height and width."""
        return input_size(self._loaded.config, self._image_size, picture_hw)

    @property
    def objects(self) -> tuple[ObjectId, ...]:
        """Objects with prompts, in the order they came."""
        return self._tracks.objects

    @property
    def grid(self) -> tuple[int, int]:
        """Height and width of the logits it answers with."""
        return self._input_size[0] // 4, self._input_size[1] // 4

    @property
    def device(self) -> str:
        """Where the model runs now; after a fall-back not where it began."""
        return self._compute.device.type

    @property
    def fingerprint(self) -> str:
        """Of everything that would make other memories: weights, input size, policy."""
        height, width = self._input_size
        return f"{self._loaded.fingerprint[:32]}-{height}x{width}-{'published' if self._published else 'editor'}"

    @property
    def shot_starts(self) -> tuple[FrameIndex, ...]:
        """Where shots begin, as far as passes have come by."""
        return self._shots.starts

    def learn_shots(self, starts: Iterable[FrameIndex]) -> None:
        """Shot starts known from earlier."""
        for start in starts:
            self._shots.add(start)

    def is_encoded(self, frame: FrameIndex) -> bool:
        """Whether a prompt on this frame is answered without encoding it first."""
        return self._feed.holds(frame)

    def encode(self, frame: FrameIndex) -> None:
        """Encode a frame now, so that the next prompt on it is quick."""
        self._with_room(lambda: self._feed.features(frame))

    # Prompts ---------------------------------------------------------------------------------------------------------

    def preview(
        self,
        frame: FrameIndex,
        prompts: FramePrompts,
        object_id: ObjectId | None = None,
        shown: Logits | None = None,
    ) -> Hypotheses:
        """What `prompts` on `frame` would give, the best first; nothing is kept. `object_id`, `shown`: see `prompt`.

        Raises UsageError for a prompt outside the picture or the clip.
        """
        base = self._base(shown)
        return self._with_room(lambda: self._tracks.preview(object_id, self._inside(frame), prompts, base))

    def prompt(
        self, object_id: ObjectId, frame: FrameIndex, prompts: FramePrompts, shown: Logits | None = None
    ) -> MaskResult | None:
        """All that is said about an object on a frame, in place of what was said before; None where that is nothing.

        `shown`: the logits (grid) that tracking gave for this frame, which a first click there corrects; without, the
        click starts from nothing. Raises UsageError for a prompt outside the picture or the clip.
        """
        base = self._base(shown)
        found = self._with_room(lambda: self._tracks.prompt(object_id, self._inside(frame), prompts, base))
        return None if found is None else self._results([found])[0]

    def remove_object(self, object_id: ObjectId) -> None:
        """Forget an object. The others are not touched; a run that is going on leaves it out from its next frame."""
        self._tracks.remove(object_id)

    def to_source_size(self, logits: Logits) -> Logits:
        """Grid logits at the frame's own size, (height, width), bilinear."""
        info = self._source.info
        return at_size(torch.from_numpy(logits)[None, None], info.height, info.width)[0].numpy()

    # Tracking --------------------------------------------------------------------------------------------------------

    def track(self, run: TrackRun) -> Generator[TrackEvent, None, None]:
        """Track a run. Every frame ends in one FrameTracked; closing the generator keeps what was handed out.

        Raises UsageError for a range or start outside the clip and for objects nothing was said about.
        """
        count = self._source.frame_count()
        run = replace(run, range=run.range.clamped(count))
        objects = self._objects_of(run)
        for number, way in enumerate(passes(run)):
            self._tracks.begin(way, run.resume and number == 0)
            with closing(self._pass(way, objects, count, run.resume and number == 0)) as events:
                yield from events

    def _objects_of(self, run: TrackRun) -> tuple[ObjectId, ...]:
        known = self._tracks.objects
        wanted = known if run.objects is None else run.objects
        if not wanted:
            raise UsageError("There is nothing to track yet.", "Click on something first.")
        for thing in wanted:
            if thing not in known:
                raise UsageError(f"Nothing was said about object {thing} yet.", "Click on it on some frame.")
        return wanted

    def _pass(
        self, way: Pass, objects: tuple[ObjectId, ...], count: int, resume: bool
    ) -> Generator[TrackEvent, None, None]:
        with self._feed.frames(way, count, resume) as seen_frames:
            for seen in seen_frames:
                if seen.item.image_1chw is None:
                    break
                yield from self._frame(way, seen, objects, count)

    def _frame(
        self, way: Pass, seen: Watched[Ready], objects: tuple[ObjectId, ...], count: int
    ) -> Generator[TrackEvent, None, None]:
        frame = seen.item.frame
        if seen.new_shot:
            yield from self._note_cut(frame, way)
        while True:
            try:
                features = self._feed.take(seen.item)
                yield StageDone(frame, Stage.ENCODE)
                found = yield from self._staged(self._moment(frame, way, count), features, objects)
                break
            except NO_ROOM:
                pass  # leaves the handler first: its traceback would keep the device's memory
            self._fall_back()
        yield from self._told()
        yield FrameTracked(frame, seen.item.pts, self._masks_of(found), seen.new_shot, way.reverse)

    def _staged(
        self, moment: Moment, features: ImageFeatures, objects: tuple[ObjectId, ...]
    ) -> Generator[TrackEvent, None, dict[ObjectId, FramePrediction | None]]:
        stages = self._tracks.stages(moment, features, objects)
        while True:
            try:
                yield StageDone(moment.frame, next(stages))
            except StopIteration as end:
                found: dict[ObjectId, FramePrediction | None] = end.value
                return found

    def _moment(self, frame: FrameIndex, way: Pass, count: int) -> Moment:
        return Moment(frame, -1 if way.reverse else 1, count, self._shots.shot_of(frame, count))

    def _note_cut(self, frame: FrameIndex, way: Pass) -> Iterator[Notice]:
        start = FrameIndex(frame + 1) if way.reverse else frame
        if self._shots.add(start):
            yield Notice(f"A shot begins at frame {start}; nothing is remembered across it.", start)

    # Going on after the program was closed ---------------------------------------------------------------------------

    def answer_record(self, object_id: ObjectId, frame: FrameIndex) -> bytes | None:
        """What `restore_answer` needs to take up an object's prompted frame; None where there is none."""
        answer = self._tracks.answer_of(object_id, frame)
        return None if answer is None else answer_to_bytes(answer.prediction, answer.base)

    def restore_answer(
        self, object_id: ObjectId, frame: FrameIndex, prompts: FramePrompts, record: bytes
    ) -> MaskResult:
        """Take up a prompted frame, exactly as it was. Raises ProjectError for a damaged record."""
        prediction, base = answer_from_bytes(record, self._compute.device)
        answer = Answer(prompts, prediction, base)
        self._with_room(lambda: self._tracks.restore_answer(object_id, self._inside(frame), answer))
        return self._results([prediction])[0]

    def pass_record(self, object_id: ObjectId) -> bytes | None:
        """What `restore_pass` needs so that a run with `resume` goes on from where the last one ended."""
        end = self._tracks.pass_end(object_id)
        return None if end is None else pass_end_to_bytes(replace(end, shot_starts=self._shots.starts))

    def restore_pass(self, records: Mapping[ObjectId, bytes]) -> None:
        """Take up the ends of passes. Raises ProjectError for a damaged record."""
        for thing, record in records.items():
            end = pass_end_from_bytes(record, self._compute.device)
            self.learn_shots(end.shot_starts)
            for frame in end.frames:
                self._inside(frame)
            tracks = self._tracks
            self._with_room(lambda tracks=tracks, thing=thing, end=end: tracks.restore_pass_end(thing, end))  # type: ignore[misc]

    # Inside ----------------------------------------------------------------------------------------------------------

    def _with_room(self, work: Callable[[], T]) -> T:
        while True:
            try:
                return work()
            except NO_ROOM:
                pass  # leaves the handler first: its traceback would keep the device's memory
            self._fall_back()

    def _fall_back(self) -> None:
        device = self._compute.device
        if self._graphs is not None:
            self._graphs.close()  # recordings keep memory, and weights that move away
        self._say(self._compute.fall_back(len(self._tracks.objects)))
        if self._compute.device != device:
            self._feed.clear()
            self._tracks.to_device(self._compute.device.type)

    def _told(self) -> Iterator[Notice]:
        while self._notices:
            yield self._notices.pop(0)

    def _inside(self, frame: FrameIndex) -> FrameIndex:
        count = self._source.info.frame_count
        if frame < 0 or (count is not None and frame >= count):
            raise UsageError(f"Frame {frame} lies outside the clip.", f"It has {count} frames, counted from 0.")
        return frame

    def _base(self, shown: Logits | None) -> Tensor | None:
        return None if shown is None else base_logits(shown, self._compute.device)

    def _masks_of(self, found: Mapping[ObjectId, FramePrediction | None]) -> dict[ObjectId, MaskResult]:
        there = [(thing, answer) for thing, answer in found.items() if answer is not None]
        results = dict(zip((t for t, _ in there), self._results([answer for _, answer in there]), strict=True))
        nowhere = MaskResult(np.full(self.grid, NOWHERE_LOGIT, np.float32), 0.0, 0.0)
        return {thing: results.get(thing, nowhere) for thing in found}

    def _results(self, found: Sequence[FramePrediction]) -> list[MaskResult]:
        """Answers (b = 1 each) as they are handed out; a card is waited for once, whatever their number."""
        parts = [(p.logits_b1hw[0, 0].float(), torch.sigmoid(p.presence_b[0].float()), p.quality_b[0]) for p in found]
        here = iter(self._compute.transfer.fetch([tensor for part in parts for tensor in part]).wait())
        return [MaskResult(logits.numpy(), float(next(here)), float(next(here))) for logits in here]


def whole_clip(source: VideoSource) -> FrameRange:
    """All frames of a clip. Waits for its index."""
    return FrameRange(FrameIndex(0), FrameIndex(source.frame_count()))
