"""One clip, one model: say what, get masks."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from dataclasses import replace

import numpy as np

from engine.errors import UsageError
from engine.library.recording import Recording
from engine.library.resuming import Resuming
from engine.library.steps import TrackStep
from engine.library.store import Store
from engine.media.source import ClipInfo, VideoSource
from engine.models.loader import LoadedModel
from engine.project.edits import AddObject, RemoveObject, SetPrompts
from engine.project.model import (
    Box,
    Click,
    FramePrompts,
    MaskHint,
    ObjectSpec,
    Project,
)
from engine.project.takes import TakeMeta
from engine.tracking.closer import look_closer
from engine.tracking.closer_plan import CloserPlanner
from engine.tracking.plan import TrackRun
from engine.tracking.prompting import png_of_mask
from engine.tracking.steps import FrameTracked, MaskResult, Notice, TrackEvent
from engine.tracking.tracker import Tracker
from engine.types import BoolMask, Direction, FrameIndex, FrameRange, Logits, ObjectId, Pts

NoticeListener = Callable[[Notice], None]


class Session:
    """An open clip with its objects. Frames count from 0; coordinates are pixels of the upright frame.

    Not for several threads at once. Closing is required: use it as a context manager.
    """

    def __init__(
        self, source: VideoSource, model: LoadedModel, store: Store, on_notice: NoticeListener | None = None
    ) -> None:
        """See `open_session`. Takes source and store over and closes them."""
        self._source, self._model, self._store = source, model, store
        settings = store.project.settings
        self._tracker = Tracker(model, source, policy=settings.policy, image_size=settings.image_size)
        self._policy = settings.policy
        self._on_notice = on_notice
        self._resuming = Resuming(self._tracker, store, source, is_told=not store.project.objects)

    def __enter__(self) -> Session:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of model, clip and project file."""
        self._tracker.close()
        self._source.close()
        self._store.close()

    # What there is -------------------------------------------------------------------------------------------

    @property
    def info(self) -> ClipInfo:
        """What the clip is."""
        return self._source.info

    @property
    def project(self) -> Project:
        """Objects, prompts and settings as they are now."""
        return self._store.project

    @property
    def objects(self) -> tuple[ObjectId, ...]:
        """The objects, the first one at the back."""
        return tuple(spec.id for spec in self.project.objects)

    @property
    def device(self) -> str:
        """Where the model runs now."""
        return self._tracker.device

    def frame_count(self) -> int:
        """How many frames the clip has. Waits for the index."""
        return self._source.frame_count()

    # Objects and prompts -------------------------------------------------------------------------------------

    def add_object(self, name: str | None = None) -> ObjectId:
        """A new object; None: named after its id. Raises UsageError for a name that cannot be used."""
        object_id = self.project.next_object_id
        self._store.do(AddObject(name or None))
        return object_id

    def remove_object(self, object_id: ObjectId) -> None:
        """Away with an object, its prompts and masks; the others are not touched. Raises UsageError."""
        self._spec(object_id)
        self._store.do(RemoveObject(object_id))
        self._tracker.remove_object(object_id)

    def click(self, object_id: ObjectId, frame: int, xy: tuple[float, float], positive: bool = True) -> Logits:
        """The pixel `xy` belongs to the object (or does not). Answers the mask, float32 (height, width) logits."""
        said = self.said(object_id, frame)
        click = Click(float(xy[0]), float(xy[1]), positive)
        return self._ask(object_id, frame, replace(said, clicks=(*said.clicks, click)))

    def box(self, object_id: ObjectId, frame: int, xyxy: tuple[float, float, float, float]) -> Logits:
        """The object fills this rectangle. Answers the mask, float32 (height, width) logits."""
        x0, y0, x1, y1 = map(float, xyxy)
        return self._ask(object_id, frame, replace(self.said(object_id, frame), box=Box(x0, y0, x1, y1)))

    def mask(self, object_id: ObjectId, frame: int, mask: BoolMask, final: bool = False) -> Logits:
        """The object is this mask, bool (height, width); `final`: the last word for this frame. Replaces clicks there.

        Answers the mask as the model takes it, float32 (height, width) logits.
        """
        given = np.asarray(mask)
        size = (self.info.height, self.info.width)
        if given.shape != size:
            raise UsageError(
                f"The mask has the shape {given.shape}, the frames {size}.", "Give (height, width) at source size."
            )
        hint = MaskHint(png_of_mask(given.astype(np.bool_)), final)
        return self._ask(object_id, frame, FramePrompts(mask=hint))

    def prompt(self, object_id: ObjectId, frame: int, prompts: FramePrompts) -> Logits | None:
        """All that is said about an object on a frame at once, in place of what was said there; empty takes it back.

        Answers the mask, float32 (height, width) logits; None where nothing is said any more. Raises UsageError.
        """
        pts = self._pts(frame)
        self._spec(object_id)
        edit = SetPrompts(object_id, pts, prompts)
        edit.apply(self.project)  # refuses what makes no sense before the model sees it
        self._resuming.tell_prompts()
        shown = None if self.said(object_id, frame) else self._store.shown(object_id, pts)
        result = self._tracker.prompt(object_id, FrameIndex(frame), prompts, shown)
        self._record_answer(edit, FrameIndex(frame), result)
        return None if result is None else self._tracker.to_source_size(result.logits)

    def _ask(self, object_id: ObjectId, frame: int, prompts: FramePrompts) -> Logits:
        logits = self.prompt(object_id, frame, prompts)
        assert logits is not None, "something was said"
        return logits

    def _record_answer(self, edit: SetPrompts, frame: FrameIndex, result: MaskResult | None) -> None:
        if result is None:
            self._store.do(edit)
            return
        recorder = self._store.begin(edit.object, self._meta(Direction.FORWARD))
        recorder.put(edit.pts, result.logits, result.presence, result.quality)
        self._store.answer(edit, recorder)
        self._resuming.keep_answer(edit, frame)

    # Tracking ------------------------------------------------------------------------------------------------

    def plan(
        self,
        start: int | None = None,
        stop: int | None = None,
        direction: str = "forward",
        objects: Sequence[ObjectId] | None = None,
        resume: bool = False,
    ) -> TrackRun:
        """What `track` with these arguments would do; see there. Raises UsageError."""
        try:
            way = Direction(direction)
        except ValueError:
            raise UsageError(f"'{direction}' is no direction.", "Say forward, backward or both.") from None
        count = self.frame_count()
        first = self.default_start(way) if start is None else start
        if not 0 <= first < count:
            raise UsageError(f"Frame {first} lies outside the clip.", f"It has {count} frames, counted from 0.")
        chosen = None if objects is None else tuple(objects)
        return TrackRun(_reach(count, first, stop, way), way, FrameIndex(first), chosen, resume)

    def track(
        self,
        start: int | None = None,
        stop: int | None = None,
        direction: str = "forward",
        objects: Sequence[ObjectId] | None = None,
        resume: bool = False,
    ) -> Generator[TrackStep, None, None]:
        """Follow the objects from frame `start` (None: the first, or going backward the last, prompted frame).

        "forward": to before frame `stop` (None: to the end). "backward": down to after frame `stop` (None: to frame 0).
        "both": forward like that, then from before `start` to frame 0. Yields every frame once, `start` too; prompts,
        new and removed objects between two steps are taken up. Closing it keeps what was yielded. `resume` goes on from
        what the last run remembered where this one begins at its end. Raises UsageError.
        """
        return self.run(self.plan(start, stop, direction, objects, resume))

    def run(self, run: TrackRun) -> Generator[TrackStep, None, None]:
        """Track what a TrackRun says; see `track`."""
        self._resuming.tell_prompts()
        if run.resume:
            self._resuming.tell_passes()
        recording = Recording(self._store, self._meta(run.direction))
        try:
            yield from self._recorded(self._tracker.track(run), recording)
        finally:
            recording.adopt("Track")
            self._resuming.keep_passes(recording.objects)

    def look_closer(
        self, object_id: ObjectId, start: int | None = None, stop: int | None = None
    ) -> Generator[TrackStep, None, None]:
        """Track an object again, frames `start` to before `stop` (None: all), in windows that follow where it was.

        For things that are small in the picture: their outline becomes finer and less of them is lost. Yields every
        frame once, from the first prompted one on, then those before it. Raises UsageError where it was not tracked
        yet, or where it fills the picture already.
        """
        spec = self._spec(object_id)
        count = self.frame_count()
        frames = FrameRange(FrameIndex(start or 0), FrameIndex(count if stop is None else min(stop, count)))
        said = {self._source.index_of(pts): prompts for pts, prompts in spec.prompts.items()}
        planner = CloserPlanner(object_id, spec.name, frames, said, (self.info.width, self.info.height))
        for frame in frames:
            planner.see(frame, self._store.shown(object_id, self._source.pts_of(frame)))
        recording = Recording(self._store, self._meta(Direction.BOTH))
        try:
            yield from self._recorded(look_closer(self._tracker, planner.run()), recording)
        finally:
            recording.adopt(f"Look closer at {spec.name}")

    def _recorded(
        self, events: Generator[TrackEvent, None, None], recording: Recording
    ) -> Generator[TrackStep, None, None]:
        """Each tracked frame, kept; what a person should know is told on the way."""
        with closing(events):
            for event in events:
                if isinstance(event, Notice) and self._on_notice is not None:
                    self._on_notice(event)
                if isinstance(event, FrameTracked):
                    recording.put(event)
                    yield TrackStep.of(event, self._tracker.to_source_size)

    def default_start(self, way: Direction) -> FrameIndex:
        """The first, or going backward the last, prompted frame. Raises UsageError where there is none."""
        prompted = [pts for spec in self.project.objects for pts in spec.prompts]
        if not prompted:
            raise UsageError("There is nothing to track yet.", "Click on something first.")
        return self._source.index_of(max(prompted) if way is Direction.BACKWARD else min(prompted))

    # Inside --------------------------------------------------------------------------------------------------

    def _meta(self, direction: Direction) -> TakeMeta:
        return TakeMeta(self._model.name, self._tracker.fingerprint, self._policy, direction)

    def _spec(self, object_id: ObjectId) -> ObjectSpec:
        try:
            return self.project.object(object_id)
        except KeyError:
            raise UsageError(f"There is no object {object_id}.", "Add it first.") from None

    def said(self, object_id: ObjectId, frame: int) -> FramePrompts:
        """All that was said about an object on a frame; empty where nothing was. Raises UsageError."""
        return self._spec(object_id).prompts.get(self._pts(frame), FramePrompts())

    def _pts(self, frame: int) -> Pts:
        count = self._source.info.frame_count
        if frame < 0 or (count is not None and frame >= count):
            raise UsageError(f"Frame {frame} lies outside the clip.", f"It has {count} frames, counted from 0.")
        return self._source.pts_of(FrameIndex(frame))


def _reach(count: int, first: int, stop: int | None, way: Direction) -> FrameRange:
    """The frames of a run from `first`; `stop` is the first one it does not visit, None: none such."""
    if way is Direction.BACKWARD:
        return FrameRange(FrameIndex(0 if stop is None else stop + 1), FrameIndex(first + 1))
    begin = first if way is Direction.FORWARD else 0
    return FrameRange(FrameIndex(begin), FrameIndex(count if stop is None else stop))
