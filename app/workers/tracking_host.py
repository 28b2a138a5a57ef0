"""What the model's thread does: hovers, prompts and runs with the real tracker. torch is imported here, when needed."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import cv2
import numpy as np

from app.workers.composer import Bgra
from app.workers.masks import FileMasks
from engine.errors import Cancelled, UsageError
from engine.media.source import VideoSource
from engine.project.edits import Edit
from engine.project.model import FramePrompts, Project, ProjectSettings, Rgb
from engine.project.parts import prompts_digest
from engine.project.project_file import ProjectFile
from engine.project.takes import TakeMeta, TakeWriter
from engine.types import Direction, FrameIndex, FrameRange, Logits, ObjectId, Pts, Rgb8

if TYPE_CHECKING:
    from engine.models.loader import LoadedModel
    from engine.tracking.steps import MaskResult
    from engine.tracking.tracker import Tracker

HOVER_WIDTH_PX = 640
"""The mask under the pointer is drawn at this width and stretched: fine enough, and made in two milliseconds."""

HOVER_OPACITY = 0.45


# --- What can be asked -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, eq=False)
class OpenClip:
    """A clip the model will see. Answered with None."""

    make_source: Callable[[], VideoSource]
    file: ProjectFile
    masks: FileMasks


@dataclass(frozen=True, slots=True)
class CloseClip:
    """Let go of its source and features. Answered with None."""


@dataclass(frozen=True, slots=True)
class WarmUp:
    """Load the model and encode this frame, so that the first click is quick. Answered with ModelReady."""

    frame: FrameIndex


@dataclass(frozen=True, slots=True)
class Compare:
    """The clip's model and another one on the same prompts. Answered with Compared."""

    frame: FrameIndex
    prompts: FramePrompts
    colour: Rgb
    other: str


@dataclass(frozen=True, slots=True)
class WhichDevices:
    """Where models can run here. Answered with Devices."""


@dataclass(frozen=True, slots=True)
class Hover:
    """What would these prompts give? Answered with Hovered."""

    frame: FrameIndex
    pts: Pts
    prompts: FramePrompts
    colour: Rgb
    object_id: ObjectId | None = None


@dataclass(frozen=True, slots=True)
class Ask:
    """These prompts are the person's; answer them with a mask. Answered with Masked."""

    object_id: ObjectId
    frame: FrameIndex
    pts: Pts
    prompts: FramePrompts


@dataclass(frozen=True, slots=True)
class Keep:
    """The mask of a Masked is on the screen: now put it on disk. Answered with Kept."""

    take: int


@dataclass(frozen=True, slots=True)
class Run:
    """Track. Yields Tracked, Said and, last, Recorded."""

    objects: tuple[ObjectId, ...]
    frames: FrameRange
    direction: Direction
    start: FrameIndex
    resume: bool = False


# --- What is answered --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ModelReady:
    """Which model runs, and where."""

    name: str
    sentence: str
    """'on the CPU with 2 threads'."""


@dataclass(frozen=True, slots=True, eq=False)
class Compared:
    """The frame with both masks over it, opaque."""

    left: Bgra
    right: Bgra
    left_quality: float
    right_quality: float


@dataclass(frozen=True, slots=True)
class Devices:
    """The devices of this machine, the fastest first."""

    names: tuple[str, ...]
    sentence: str


@dataclass(frozen=True, slots=True, eq=False)
class Hovered:
    """A transparent picture of the mask (premultiplied) and how many meanings the prompts have."""

    frame: FrameIndex
    bgra: Bgra
    meanings: int
    quality: float


@dataclass(frozen=True, slots=True)
class Masked:
    """The mask can be seen (`FileMasks` has it). `take`: what Keep is told; None: nothing is to be kept, because
    nothing is said any more or the prompts had changed meanwhile."""

    object_id: ObjectId
    frame: FrameIndex
    prompts: FramePrompts
    take: int | None


@dataclass(frozen=True, slots=True)
class Kept:
    """The mask is on disk; `edit` shows it. None: the prompts had changed meanwhile."""

    edit: Edit | None
    numbers: tuple[int, ...] = ()
    """The hypotheses, best first, as they stand in `FramePrompts.hypothesis`."""


@dataclass(frozen=True, slots=True)
class Tracked:
    """One frame of a run."""

    frame: FrameIndex
    pts: Pts
    scores: tuple[tuple[ObjectId, float, float], ...]
    """(object, presence, quality)."""
    done: int
    total: int
    frames_per_second: float
    new_shot: bool
    reverse: bool


@dataclass(frozen=True, slots=True)
class Said:
    """Something a person should know about the run."""

    sentence: str


@dataclass(frozen=True, slots=True)
class Recorded:
    """What the run has done is on disk; the edits show it."""

    edits: tuple[Edit, ...]
    frames: int


Loader = Callable[[ProjectSettings], "LoadedModel"]


# --- The host ----------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Clip:
    file: ProjectFile
    masks: FileMasks
    source: VideoSource
    tracker: Tracker | None = None
    made_for: tuple[object, ...] = ()
    told: dict[tuple[ObjectId, Pts], str] = field(default_factory=dict)
    """What the tracker was told: digests of prompts by object and pts."""
    recorder: _Recorder | None = None
    waiting: dict[int, tuple[TakeWriter, Ask]] = field(default_factory=dict)
    """Masks that are on the screen and not yet finished on disk."""


class TrackingHost:
    """A `ModelHost` over the engine. One model at a time; a tracker a clip."""

    def __init__(self, load: Loader | None = None) -> None:
        """`load`: gives the model that settings name; None: the installed ones."""
        self._load = load or load_installed
        self._clips: dict[int, _Clip] = {}
        self._model: LoadedModel | None = None
        self._model_key: tuple[object, ...] = ()

    def answer(self, clip: int, payload: object) -> object:
        match payload:
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
                return devices()
            case Hover():
                return self._hover(self._clip(clip), payload)
            case Ask():
                return self._ask(self._clip(clip), payload)
            case Keep():
                return self._keep(self._clip(clip), payload)
            case _:
                raise TypeError(f"no such request: {payload!r}")

    def run(self, clip: int, payload: object) -> Iterator[object]:
        assert isinstance(payload, Run)
        return self._run(self._clip(clip), payload)

    def close(self) -> None:
        for clip in list(self._clips):
            self._close_clip(clip)

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

    def _tracker(self, clip: _Clip) -> Tracker:
        """The clip's tracker, made anew where another model or device was chosen."""
        settings = clip.file.project.settings
        key = (settings.model, settings.checkpoint, settings.device, settings.image_size, settings.policy)
        if clip.tracker is None or clip.made_for != key:
            if clip.tracker is not None:
                clip.tracker.close()
            clip.tracker = make_tracker(self._loaded(settings), clip.source, settings)
            clip.made_for, clip.told = key, {}
        return clip.tracker

    def _loaded(self, settings: ProjectSettings) -> LoadedModel:
        key = (settings.model, settings.checkpoint, settings.device)
        if self._model is None or self._model_key != key:
            self._model = None  # the old one goes before the new one comes
            self._model = self._load(settings)
            self._model_key = key
        return self._model

    def _warm_up(self, clip: _Clip, frame: FrameIndex) -> ModelReady:
        tracker = self._tracker(clip)
        tracker.encode(frame)
        return ModelReady(clip.file.project.settings.model, where(tracker.device))

    def _compare(self, clip: _Clip, wish: Compare) -> Compared:
        """The other model is loaded for this once, and let go."""
        info = clip.source.info
        rgb8 = clip.source.read(wish.frame).rgb8()
        mine = self._tracker(clip).preview(wish.frame, wish.prompts)
        settings = replace(clip.file.project.settings, model=wish.other, checkpoint=None)
        other = make_tracker(self._load(settings), clip.source, settings)
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
        layer = tinted(found.logits[0], (info.width, info.height), hover.colour)
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
        meta = replace(_meta(clip.file.project, self._model), prompts={ask.pts: prompts_digest(ask.prompts)})
        take = clip.file.begin_take(ask.object_id, meta)
        take.put(ask.pts, result.logits, result.presence, result.quality)
        clip.waiting[take.info.id] = (take, ask)
        return Masked(ask.object_id, ask.frame, ask.prompts, take.info.id)

    def _keep(self, clip: _Clip, keep: Keep) -> Kept:
        take, ask = clip.waiting.pop(keep.take)
        if not _still_said(clip.file.project, ask):
            take.abandon()
            return Kept(None)
        return Kept(take.finish(), _meanings(self._tracker(clip), ask))

    def _said(
        self, clip: _Clip, tracker: Tracker, object_id: ObjectId, frame: FrameIndex, pts: Pts, prompts: FramePrompts
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

    def _tell(self, clip: _Clip, tracker: Tracker, ask: Ask | None = None) -> None:
        """Bring the tracker up to date with the project: undo, removed objects, a project just opened.

        With `ask`: only what concerns its object, and not the frame that is asked about.
        """
        wanted = _all_prompts(clip.file.project)
        asked = None if ask is None else (ask.object_id, ask.pts)
        for key in [k for k in clip.told if k not in wanted and k != asked]:
            tracker.prompt(key[0], clip.source.index_of(key[1]), FramePrompts())
            del clip.told[key]
        memories: dict[ObjectId, dict[Pts, bytes]] = {}
        for (object_id, pts), prompts in wanted.items():
            known = clip.told.get((object_id, pts)) == prompts_digest(prompts)
            if known or (object_id, pts) == asked or (ask is not None and object_id != ask.object_id):
                continue
            frame = clip.source.index_of(pts)
            if object_id not in memories:
                memories[object_id] = clip.file.memories(object_id, tracker.fingerprint)
            if pts in memories[object_id]:
                tracker.restore_answer(object_id, frame, prompts, memories[object_id][pts])
                clip.told[object_id, pts] = prompts_digest(prompts)
            else:
                self._said(clip, tracker, object_id, frame, pts, prompts)

    # -- runs -----------------------------------------------------------------------------------------------------

    def _run(self, clip: _Clip, run: Run) -> Iterator[object]:
        tracker = self._tracker(clip)
        self._tell(clip, tracker)
        recorder = clip.recorder = _Recorder(clip, run, self._model)
        steps = track(tracker, run)
        failure: BaseException | None = None
        try:
            for step in steps:
                yield recorder.take_in(step)
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


class _Recorder:
    """Writes a run's masks into takes, one an object; a new take where a correction changed what it is made from."""

    def __init__(self, clip: _Clip, run: Run, model: LoadedModel | None) -> None:
        self._clip = clip
        self._run = run
        self._model = model
        self._open: dict[ObjectId, TakeWriter] = {}
        self._finished: list[TakeWriter] = []
        self._reverse = False
        self._done = 0
        self._total = total_frames(run)
        self._rate = _Rate()

    def take_in(self, step: object) -> object:
        """What to tell the window about one step of the tracker; None: nothing, only give way."""
        from engine.tracking.steps import FrameTracked, Notice

        match step:
            case FrameTracked():
                return self._record(step)
            case Notice(sentence=sentence):
                return Said(sentence)
            case _:
                return None

    def prompts_changed(self, object_id: ObjectId) -> None:
        """A correction was taken in: what follows is made from other prompts."""
        writer = self._open.pop(object_id, None)
        if writer is not None:
            self._finished.append(writer)

    def finish(self) -> Recorded:
        """Everything on disk, and the edits that show it; takes of objects that are gone are thrown away."""
        edits = []
        present = {spec.id for spec in self._clip.file.project.objects}
        for writer in [*self._finished, *self._open.values()]:
            if writer.info.object in present and writer_holds_anything(writer):
                edits.append(writer.finish())
            else:
                writer.abandon()
        return Recorded(tuple(edit for edit in edits if edit.spans), self._done)

    def _record(self, step: object) -> Tracked:
        from engine.tracking.steps import FrameTracked

        assert isinstance(step, FrameTracked)
        if step.reverse != self._reverse:
            self._reverse = step.reverse
            for writer in self._open.values():
                writer.new_pass()
        scores = []
        present = {spec.id for spec in self._clip.file.project.objects}
        for object_id, result in step.masks.items():
            if object_id not in present:
                continue
            self._writer(object_id).put(step.pts, result.logits, result.presence, result.quality)
            self._clip.masks.put(object_id, step.pts, result.logits)
            scores.append((object_id, result.presence, result.quality))
        self._done += 1
        speed = self._rate.after_one_more()
        return Tracked(step.frame, step.pts, tuple(scores), self._done, self._total, speed, step.new_shot, step.reverse)

    def _writer(self, object_id: ObjectId) -> TakeWriter:
        if object_id not in self._open:
            meta = replace(_meta(self._clip.file.project, self._model), direction=self._run.direction)
            self._open[object_id] = self._clip.file.begin_take(object_id, meta)
        return self._open[object_id]


class _Rate:
    """Frames a second over the last few frames."""

    def __init__(self) -> None:
        self._times: list[float] = [time.monotonic()]

    def after_one_more(self) -> float:
        self._times = [*self._times[-20:], time.monotonic()]
        return (len(self._times) - 1) / max(self._times[-1] - self._times[0], 1e-6)


def writer_holds_anything(writer: TakeWriter) -> bool:
    """Whether a frame was given to it that is, or will be, on disk."""
    return not writer.ended


def load_installed(settings: ProjectSettings) -> LoadedModel:
    """The model these settings name, on its device."""
    from engine.models.loader import load_model
    from engine.tracking.device import choose_device, fit_threads

    fit_threads()
    choice = choose_device(settings.device)
    return load_model(settings.model, settings.checkpoint, choice.device, choice.dtype)


def where(device: str) -> str:
    """Where a model runs, for people."""
    from engine.tracking.device import choose_device

    return choose_device(device).sentence


def devices() -> Devices:
    """Where models can run here."""
    from engine.tracking.device import available_devices, choose_device

    return Devices(available_devices(), choose_device("auto").sentence)


def over(rgb8: Rgb8, layer: Bgra) -> Bgra:
    """A premultiplied layer over a frame reduced to its size, opaque."""
    small = cv2.resize(rgb8, (layer.shape[1], layer.shape[0]), interpolation=cv2.INTER_AREA)
    back = cv2.cvtColor(small, cv2.COLOR_RGB2BGRA).astype(np.uint16)
    share = 255 - layer[..., 3:].astype(np.uint16)
    return np.minimum(layer + back * share // 255, 255).astype(np.uint8)


def make_tracker(model: LoadedModel, source: VideoSource, settings: ProjectSettings) -> Tracker:
    """A tracker under the project's policy."""
    from engine.tracking.tracker import Tracker

    return Tracker(model, source, policy=settings.policy, image_size=settings.image_size)


def track(tracker: Tracker, run: Run) -> Iterator[object]:
    """The tracker's own steps of this run."""
    from engine.tracking.plan import TrackRun

    return tracker.track(TrackRun(run.frames, run.direction, run.start, run.objects, run.resume))


def total_frames(run: Run) -> int:
    """How many frames it visits."""
    from engine.tracking import plan

    return plan.total_frames(plan.TrackRun(run.frames, run.direction, run.start, run.objects, run.resume))


def tinted(logits: Logits, frame_size: tuple[int, int], colour: Rgb) -> Bgra:
    """The mask in its colour with a bright edge, premultiplied; `frame_size` is (width, height)."""
    width = min(HOVER_WIDTH_PX, frame_size[0])
    size = (width, max(1, round(width * frame_size[1] / frame_size[0])))
    fine = cv2.resize(logits, size, interpolation=cv2.INTER_LINEAR)
    inside = (fine > 0).astype(np.uint8)
    edge = cv2.morphologyEx(inside, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8))
    alpha = np.where(edge > 0, np.float32(0.95), inside * np.float32(HOVER_OPACITY))
    bgra = np.empty((size[1], size[0], 4), np.uint8)
    for channel, value in enumerate((colour[2], colour[1], colour[0], 255)):
        bgra[..., channel] = (alpha * value).astype(np.uint8)
    return bgra


def _meta(project: Project, model: LoadedModel | None) -> TakeMeta:
    settings = project.settings
    fingerprint = "" if model is None else model.fingerprint
    return TakeMeta(model=settings.model, model_fingerprint=fingerprint, policy=settings.policy.value)


def _meanings(tracker: Tracker, ask: Ask) -> tuple[int, ...]:
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
