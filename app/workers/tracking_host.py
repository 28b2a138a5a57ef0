"""What the model's thread does: hovers, prompts and runs, with trackers that live in a process of their own."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from functools import partial

from app.workers.closer_run import planned
from app.workers.hover_mask import MaskAsShown
from app.workers.hover_picture import over, taken_away, tinted
from app.workers.masks import FileMasks
from app.workers.model_requests import (
    Ask,
    CatchUp,
    CloseClip,
    Compare,
    Compared,
    Devices,
    Hover,
    Hovered,
    Keep,
    Kept,
    Masked,
    ModelReady,
    OpenClip,
    Preload,
    Run,
    WarmUp,
    WhichDevices,
)
from app.workers.run_recorder import RunRecorder, take_meta
from engine.child import Child
from engine.errors import Cancelled, UsageError
from engine.media.source import VideoSource
from engine.project.model import FramePrompts, Project, ProjectSettings
from engine.project.parts import prompts_digest
from engine.project.project_file import ProjectFile
from engine.project.reading import read_options
from engine.project.takes import TakeWriter
from engine.tracking.closer_plan import CloserRun
from engine.tracking.plan import TrackRun
from engine.tracking.remote import RemoteTracker, Room, RoomHere
from engine.tracking.steps import MaskResult
from engine.tracking.tracker_room import Loader, TrackerRoom, model_key
from engine.types import FrameIndex, Logits, ObjectId, Pts

BEHIND_THE_WINDOW = 10
"""Niceness of the model's process: a tenth of the time where the window wants it, all of it else."""


@dataclass(slots=True)
class _Clip:
    file: ProjectFile
    masks: FileMasks
    source: VideoSource
    tracker: RemoteTracker | None = None
    made_for: tuple[object, ...] = ()
    told: dict[tuple[ObjectId, Pts], str] = field(default_factory=dict)
    """What the tracker was told: digests of prompts by object and pts."""
    recorder: RunRecorder | None = None
    waiting: dict[int, tuple[TakeWriter, Ask]] = field(default_factory=dict)
    """Masks that are on the screen and not yet finished on disk."""


class TrackingHost:
    """A `ModelHost` over the engine: a tracker a clip."""

    def __init__(self, load: Loader | None = None, room: Room | None = None) -> None:
        """`room`: where the trackers are; None: in this process. `load`, for that: gives the model settings name."""
        self._room = room or RoomHere(load)
        self._clips: dict[int, _Clip] = {}

    def answer(self, clip: int, payload: object) -> object:
        self._room.reap()  # whose trackers were in it is asked below
        match payload:
            case Preload():
                self._room.call("preload", ProjectSettings())
                return None
            case OpenClip(make_source=make_source, file=file, masks=masks):
                self._clips[clip] = _Clip(file, masks, make_source())
                return None
            case CloseClip():
                self._close_clip(clip)
                return None
            case WarmUp(frame):
                return self._warm_up(self._clip(clip), frame)
            case Compare():
                return self._compare(self._clip(clip), payload)
            case WhichDevices():
                return Devices(*self._room.call("devices"))
            case Hover():
                return self._hover(self._clip(clip), payload)
            case Ask():
                return self._ask(self._clip(clip), payload)
            case CatchUp():
                self._catch_up(self._clip(clip))
                return None
            case Keep():
                return self._keep(self._clip(clip), payload)
            case _:
                raise TypeError(f"no such request: {payload!r}")

    def run(self, clip: int, payload: object) -> Iterator[object]:
        assert isinstance(payload, Run)
        self._room.reap()
        return self._run(self._clip(clip), payload)

    def close(self) -> None:
        for clip in list(self._clips):
            self._close_clip(clip)
        self._room.close()

    def _clip(self, clip: int) -> _Clip:
        try:
            return self._clips[clip]
        except KeyError:
            raise UsageError("The clip was closed.") from None

    def _close_clip(self, clip: int) -> None:
        gone = self._clips.pop(clip, None)
        if gone is not None:
            if gone.tracker is not None:
                gone.tracker.close()
            gone.source.close()

    # -- the model ------------------------------------------------------------------------------------------------

    def _tracker(self, clip: _Clip) -> RemoteTracker:
        """The clip's tracker, made anew where another model or device was chosen, or where it was lost."""
        settings = clip.file.project.settings
        key = (*model_key(settings), settings.image_size, settings.policy)
        tracker = clip.tracker
        if tracker is None or clip.made_for != key or tracker.is_lost:
            if tracker is not None:
                tracker.close()
            clip.tracker = None
            clip.tracker = tracker = self._open(clip, settings)
            clip.made_for, clip.told = key, {}
        return tracker

    def _open(self, clip: _Clip, settings: ProjectSettings, apart: bool = False) -> RemoteTracker:
        return RemoteTracker(self._room, settings, clip.source.info.path, read_options(settings), apart)

    def _warm_up(self, clip: _Clip, frame: FrameIndex) -> ModelReady:
        tracker = self._tracker(clip)
        tracker.encode(frame)
        settings = clip.file.project.settings
        return ModelReady(settings.model, tracker.where(settings.precision))

    def _compare(self, clip: _Clip, wish: Compare) -> Compared:
        """The other model is loaded for this once, and let go."""
        info = clip.source.info
        rgb8 = clip.source.read(wish.frame).rgb8()
        mine = self._tracker(clip).preview(wish.frame, wish.prompts)
        other = self._open(clip, replace(clip.file.project.settings, model=wish.other, checkpoint=None), apart=True)
        try:
            theirs = other.preview(wish.frame, wish.prompts)
        finally:
            other.close()
        size = (info.width, info.height)
        left, right = (over(rgb8, tinted(found.logits[0], size, wish.colour)) for found in (mine, theirs))
        return Compared(left, right, float(mine.quality[0]), float(theirs.quality[0]))

    # -- prompts --------------------------------------------------------------------------------------------------

    def _hover(self, clip: _Clip, hover: Hover) -> Hovered:
        tracker = self._tracker(clip)
        object_id = hover.object_id if hover.object_id in tracker.objects else None
        shown = None if hover.object_id is None else self._shown(clip, hover.object_id, hover.pts, hover.prompts)
        found = tracker.preview(hover.frame, hover.prompts, object_id, shown)
        info = clip.source.info
        size = (info.width, info.height)
        shown_as = MaskAsShown(clip.file.project, hover.object_id, hover.pts, clip.masks.logits)
        logits = shown_as.after(found.logits[0], hover.prompts)
        clicks = hover.prompts.clicks
        if hover.object_id is not None and clicks and not clicks[-1].positive:
            layer = taken_away(shown_as.now(), logits, size, hover.colour)
        else:
            layer = tinted(logits, size, hover.colour)
        return Hovered(hover.frame, layer, len(found.logits), float(found.quality[0]))

    def _ask(self, clip: _Clip, ask: Ask) -> Masked:
        """Tell the tracker, and have the mask shown before the disk is waited for."""
        tracker = self._tracker(clip)
        self._tell(clip, tracker, ask)
        result = self._said(clip, tracker, ask.object_id, ask.frame, ask.pts, ask.prompts)
        if clip.recorder is not None:
            clip.recorder.prompts_changed(ask.object_id)
        if result is None or not _still_said(clip.file.project, ask):
            return Masked(ask.object_id, ask.frame, ask.prompts, None)
        clip.masks.put(ask.object_id, ask.pts, result.logits)
        meta = replace(
            take_meta(clip.file.project, tracker.model_fingerprint), prompts={ask.pts: prompts_digest(ask.prompts)}
        )
        take = clip.file.begin_take(ask.object_id, meta)
        take.put(ask.pts, result.logits, result.presence, result.quality)
        clip.waiting[take.info.id] = (take, ask)
        return Masked(ask.object_id, ask.frame, ask.prompts, take.info.id)

    def _catch_up(self, clip: _Clip) -> None:
        """What the run does from here on is made from other prompts than what it has done."""
        recorder = clip.recorder
        if recorder is not None:
            for object_id in self._tell(clip, self._tracker(clip)):
                recorder.prompts_changed(object_id)

    def _keep(self, clip: _Clip, keep: Keep) -> Kept:
        take, ask = clip.waiting.pop(keep.take)
        if not _still_said(clip.file.project, ask):
            take.abandon()
            return Kept(None)
        return Kept(take.finish(), _meanings(self._tracker(clip), ask))

    def _said(
        self,
        clip: _Clip,
        tracker: RemoteTracker,
        object_id: ObjectId,
        frame: FrameIndex,
        pts: Pts,
        prompts: FramePrompts,
    ) -> MaskResult | None:
        """Tell the tracker one frame's prompts, and keep what it remembers of them in the project."""
        shown = self._shown(clip, object_id, pts, prompts)
        result = tracker.prompt(object_id, frame, prompts, shown)
        if result is None:
            clip.told.pop((object_id, pts), None)
            return None
        clip.told[object_id, pts] = prompts_digest(prompts)
        record = tracker.answer_record(object_id, frame)
        if record is not None:
            clip.file.put_memory(object_id, pts, tracker.fingerprint, prompts, record)
        return result

    def _shown(self, clip: _Clip, object_id: ObjectId, pts: Pts, prompts: FramePrompts) -> Logits | None:
        """The tracked mask that a first click on a frame corrects."""
        if (object_id, pts) in clip.told or prompts.mask is not None:
            return None
        return clip.masks.logits(object_id, pts)

    def _tell(self, clip: _Clip, tracker: RemoteTracker, ask: Ask | None = None) -> set[ObjectId]:
        """Bring the tracker up to date with the project: undo, removed objects, a project just opened.

        With `ask`: only what concerns its object, and not the frame that is asked about. Returns the objects of which
        the tracker had known something else.
        """
        wanted = _all_prompts(clip.file.project)
        asked = None if ask is None else (ask.object_id, ask.pts)
        changed: set[ObjectId] = set()
        for key in [k for k in clip.told if k not in wanted and k != asked]:
            tracker.prompt(key[0], clip.source.index_of(key[1]), FramePrompts())
            del clip.told[key]
            changed.add(key[0])
        memories: dict[ObjectId, dict[Pts, bytes]] = {}
        for (object_id, pts), prompts in wanted.items():
            known = clip.told.get((object_id, pts)) == prompts_digest(prompts)
            if known or (object_id, pts) == asked or (ask is not None and object_id != ask.object_id):
                continue
            changed.add(object_id)
            frame = clip.source.index_of(pts)
            if object_id not in memories:
                memories[object_id] = clip.file.memories(object_id, tracker.fingerprint)
            if pts in memories[object_id]:
                tracker.restore_answer(object_id, frame, prompts, memories[object_id][pts])
                clip.told[object_id, pts] = prompts_digest(prompts)
            else:
                self._said(clip, tracker, object_id, frame, pts, prompts)
        return changed

    # -- runs -----------------------------------------------------------------------------------------------------

    def _run(self, clip: _Clip, run: Run) -> Generator[object, None, None]:
        tracker = self._tracker(clip)
        self._tell(clip, tracker)
        wish: TrackRun | CloserRun = TrackRun(run.frames, run.direction, run.start, run.objects, run.resume)
        if run.closer:
            wish = yield from planned(run, clip.file.project, clip.source, clip.masks)
        recorder = clip.recorder = RunRecorder(clip.file, clip.masks, run, tracker.model_fingerprint)
        steps = tracker.track(wish)
        failure: BaseException | None = None
        try:
            with closing(steps):
                for step in steps:
                    yield recorder.take_in(step)
                    if run.closer and recorder.corrected.intersection(run.objects):
                        raise UsageError(
                            "The object was corrected meanwhile, so looking closer was left off.",
                            "Track it again first, then look closer.",
                        )
        except (Cancelled, GeneratorExit) as stop:
            failure = stop
        except Exception as error:  # noqa: BLE001 - told again below, after what was done is safe
            failure = error
        clip.recorder = None
        if isinstance(failure, GeneratorExit):
            recorder.finish()
            return
        yield recorder.finish()
        if failure is not None:
            raise failure


def apart(load: Loader | None = None) -> TrackingHost:
    """A host whose models and trackers run in a process of their own. `load`: a module's function, or a partial."""
    return TrackingHost(room=Child(partial(TrackerRoom, load), "clickmatte-model", BEHIND_THE_WINDOW))


def _meanings(tracker: RemoteTracker, ask: Ask) -> tuple[int, ...]:
    """The hypotheses of a click that stands alone, best first."""
    said = ask.prompts
    if len(said.clicks) != 1 or said.box is not None or said.mask is not None:
        return ()
    return tracker.preview(ask.frame, replace(said, hypothesis=None)).numbers


def _still_said(project: Project, ask: Ask) -> bool:
    """The person has not changed or undone these prompts while the model was busy."""
    for spec in project.objects:
        if spec.id == ask.object_id:
            return spec.prompts.get(ask.pts, FramePrompts()) == ask.prompts
    return False


def _all_prompts(project: Project) -> dict[tuple[ObjectId, Pts], FramePrompts]:
    return {(spec.id, pts): said for spec in project.objects for pts, said in spec.prompts.items()}
