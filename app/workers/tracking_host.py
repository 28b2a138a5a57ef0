"""What the model's thread does: hovers, prompts and runs with the real tracker. torch is imported here, when needed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from app.workers.hover_picture import over, tinted
from app.workers.masks import FileMasks
from app.workers.model_requests import (
    Ask,
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
from engine.errors import Cancelled, UsageError
from engine.media.source import VideoSource
from engine.project.model import FramePrompts, PolicyName, Project, ProjectSettings
from engine.project.parts import prompts_digest
from engine.project.project_file import ProjectFile
from engine.project.takes import TakeWriter
from engine.types import FrameIndex, Logits, ObjectId, Pts

if TYPE_CHECKING:
    from engine.models.loader import LoadedModel
    from engine.tracking.steps import MaskResult
    from engine.tracking.tracker import Tracker

Loader = Callable[[ProjectSettings], "LoadedModel"]


@dataclass(slots=True)
class _Clip:
    file: ProjectFile
    masks: FileMasks
    source: VideoSource
    tracker: Tracker | None = None
    made_for: tuple[object, ...] = ()
    told: dict[tuple[ObjectId, Pts], str] = field(default_factory=dict)
    """What the tracker was told: digests of prompts by object and pts."""
    recorder: RunRecorder | None = None
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
            case Preload():
                self._preload()
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
        key = (*model_key(settings), settings.image_size, settings.policy)
        if clip.tracker is None or clip.made_for != key:
            if clip.tracker is not None:
                clip.tracker.close()
            clip.tracker = make_tracker(self._loaded(settings), clip.source, settings)
            clip.made_for, clip.told = key, {}
        return clip.tracker

    def _loaded(self, settings: ProjectSettings) -> LoadedModel:
        key = model_key(settings)
        if self._model is None or self._model_key != key:
            self._model = None  # the old one goes before the new one comes
            self._model = self._load(settings)
            self._model_key = key
        return self._model

    def _preload(self) -> None:
        """A model that was chosen meanwhile stays."""
        if self._model is None:
            self._loaded(ProjectSettings())

    def _warm_up(self, clip: _Clip, frame: FrameIndex) -> ModelReady:
        tracker = self._tracker(clip)
        tracker.encode(frame)
        settings = clip.file.project.settings
        return ModelReady(settings.model, where(tracker.device, settings.precision))

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
        meta = replace(take_meta(clip.file.project, self._model), prompts={ask.pts: prompts_digest(ask.prompts)})
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
        recorder = clip.recorder = RunRecorder(clip.file, clip.masks, run, self._model)
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


def model_key(settings: ProjectSettings) -> tuple[object, ...]:
    """Settings with equal keys share one loaded model."""
    return settings.model, settings.checkpoint, settings.device, settings.precision, _exact(settings)


def _exact(settings: ProjectSettings) -> bool:
    return settings.policy is PolicyName.PUBLISHED


def load_installed(settings: ProjectSettings) -> LoadedModel:
    """The model these settings name, on its device."""
    from engine.models.loader import load_model
    from engine.tracking.device import choose_device, fit_threads

    fit_threads()
    choice = choose_device(settings.device, precision=settings.precision, exact=_exact(settings))
    return load_model(settings.model, settings.checkpoint, choice.device, choice.dtype)


def where(device: str, precision: str) -> str:
    """Where a model runs, for people."""
    from engine.tracking.device import choose_device

    return choose_device(device, precision=precision).sentence


def devices() -> Devices:
    """Where models can run here."""
    from engine.tracking.device import available_devices, choose_device

    return Devices(available_devices(), choose_device("auto").sentence)


def make_tracker(model: LoadedModel, source: VideoSource, settings: ProjectSettings) -> Tracker:
    """A tracker under the project's policy."""
    from engine.tracking.tracker import Tracker

    return Tracker(model, source, policy=settings.policy, image_size=settings.image_size)


def track(tracker: Tracker, run: Run) -> Iterator[object]:
    """The tracker's own steps of this run."""
    from engine.tracking.plan import TrackRun

    return tracker.track(TrackRun(run.frames, run.direction, run.start, run.objects, run.resume))


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
