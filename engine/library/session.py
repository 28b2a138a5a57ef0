"""One clip, one model: say what, get masks."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from engine.errors import ProjectError, UsageError
from engine.library.store import FileStore, MemoryStore, Recorder, Store
from engine.media import open_source
from engine.media.source import ClipInfo, VideoSource
from engine.models.loader import LoadedModel, load_model
from engine.project.edits import AddObject, RemoveObject, SetPrompts, SetSettings
from engine.project.model import (
    Box,
    Click,
    FramePrompts,
    MaskHint,
    ObjectSpec,
    PolicyName,
    Project,
    ProjectSettings,
    SourceReference,
)
from engine.project.project_file import ProjectFile
from engine.project.reading import read_options
from engine.project.source_reference import fingerprint, locate, with_relative
from engine.project.takes import TakeMeta
from engine.tracking.device import choose_device, fit_threads
from engine.tracking.plan import TrackRun, total_frames
from engine.tracking.prompting import png_of_mask
from engine.tracking.steps import FrameTracked, MaskResult, Notice
from engine.tracking.tracker import Tracker
from engine.types import BoolMask, Direction, FrameIndex, FrameRange, Logits, ObjectId, Pts

NoticeListener = Callable[[Notice], None]


class SourceSizeLogits(Mapping[ObjectId, Logits]):
    """Logits by object, each brought to source size when it is first asked for."""

    def __init__(self, grids: Mapping[ObjectId, Logits], enlarge: Callable[[Logits], Logits]) -> None:
        self._grids, self._enlarge = grids, enlarge
        self._made: dict[ObjectId, Logits] = {}

    def __getitem__(self, object_id: ObjectId) -> Logits:
        if object_id not in self._made:
            self._made[object_id] = self._enlarge(self._grids[object_id])
        return self._made[object_id]

    def __iter__(self) -> Iterator[ObjectId]:
        return iter(self._grids)

    def __len__(self) -> int:
        return len(self._grids)


@dataclass(frozen=True, slots=True, eq=False)
class TrackStep:
    """One tracked frame, all objects."""

    frame: FrameIndex
    pts: Pts
    logits: Mapping[ObjectId, Logits]
    """float32 (height, width) at source size; > 0 is inside."""
    presence: Mapping[ObjectId, float]
    """0..1: how likely the object can be seen; below 0.5 its logits are all negative."""
    quality: Mapping[ObjectId, float]
    """0..1: the model's guess of the mask's IoU."""
    grids: Mapping[ObjectId, Logits] = field(default_factory=dict)
    """The same logits as the model made them and the project file keeps them: (grid height, grid width)."""
    new_shot: bool = False


def open_session(
    clip: str | Path | None,
    model: str | None = None,
    checkpoint: str | Path | None = None,
    device: str | None = None,
    project: str | Path | None = None,
    policy: str | None = None,
    image_size: int | None = None,
    on_notice: NoticeListener | None = None,
    compiled: bool = False,
) -> Session:
    """Open a clip for prompting and tracking; use it as a context manager.

    `clip`: a video file, a folder or pattern of numbered stills; None: the clip of an existing `project`. `project`: a
    .clickmatte file, opened where it exists and made where not; None: nothing is kept. `model`, `checkpoint`, `device`,
    `policy` ("editor" or "published") and `image_size` given as None are the project's, else nano, auto, editor and the
    model's own. `on_notice` hears what a person should know: shot cuts, fall-backs. `compiled`: SAM 2's trunk is
    compiled while it is used already; closing waits for that.

    Raises MediaError, ModelError, ProjectError, UsageError.
    """
    known = None if project is None or not Path(project).exists() else ProjectFile.open(Path(project))
    try:
        settings = _settings(known, model, checkpoint, device, policy, image_size)
        choice = choose_device(
            settings.device, precision=settings.precision, exact=settings.policy is PolicyName.PUBLISHED
        )
        if choice.device == "cpu":
            fit_threads()
        source = open_source(_clip_path(clip, known), read_options(settings))
        try:
            loaded = load_model(settings.model, settings.checkpoint, choice.device, choice.dtype)
            loaded = replace(loaded, compiled=compiled)
            store = _store(known, project, source, settings)
            try:
                return Session(source, loaded, store, on_notice)
            except BaseException:
                store.close()
                raise
        except BaseException:
            source.close()
            raise
    except BaseException:
        if known is not None:
            known.close()
        raise


def _settings(
    known: ProjectFile | None,
    model: str | None,
    checkpoint: str | Path | None,
    device: str | None,
    policy: str | None,
    image_size: int | None,
) -> ProjectSettings:
    """The project's settings, or the usual ones, with what was asked for."""
    base = known.project.settings if known is not None else ProjectSettings()
    if model is not None and model != base.model:
        base = replace(base, model=model, checkpoint=None, image_size=None)
    if policy is not None and policy not in tuple(PolicyName):
        raise UsageError(f"There is no policy '{policy}'.", f"Known are {' and '.join(PolicyName)}.")
    return replace(
        base,
        checkpoint=base.checkpoint if checkpoint is None else str(checkpoint),
        device=base.device if device is None else device,
        policy=base.policy if policy is None else PolicyName(policy),
        image_size=base.image_size if image_size is None else image_size,
    )


def _clip_path(clip: str | Path | None, known: ProjectFile | None) -> Path:
    if clip is not None:
        return Path(clip)
    if known is None:
        raise UsageError("Which clip?", "Name a video file, a folder of numbered stills, or an existing project.")
    return locate(known.project.source, known.path)


def _store(known: ProjectFile | None, path: str | Path | None, source: VideoSource, settings: ProjectSettings) -> Store:
    reference = reference_to(source)
    if path is None:
        return MemoryStore(Project(reference, settings=settings))
    if known is None:
        reference = with_relative(reference, Path(path))
        return FileStore(ProjectFile.create(Path(path), Project(reference, settings=settings)))
    if known.project.source.fingerprint != reference.fingerprint:
        raise ProjectError(
            f"{known.path.name} belongs to another clip than {reference.path.name}.",
            f"It was made for {known.project.source.path}.",
        )
    if settings != known.project.settings:
        known.do(SetSettings(settings))
    return FileStore(known)


def reference_to(source: VideoSource) -> SourceReference:
    """How a project knows this clip again."""
    info = source.info
    path = info.path.absolute()
    if not path.exists():  # a pattern of stills: their folder stands for them
        path = path.parent
    return SourceReference(
        path, fingerprint(path), info.width, info.height, info.time_base, info.rate, info.frame_count
    )


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
        self._restored = not store.project.objects

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
        self._restore()
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
        record = self._tracker.answer_record(edit.object, frame)
        if record is not None:
            self._store.put_answer(edit.object, edit.pts, self._tracker.fingerprint, edit.prompts, record)

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
        if way is Direction.FORWARD:
            wanted = FrameRange(FrameIndex(first), FrameIndex(count if stop is None else stop))
        elif way is Direction.BACKWARD:
            wanted = FrameRange(FrameIndex(0 if stop is None else stop + 1), FrameIndex(first + 1))
        else:
            wanted = FrameRange(FrameIndex(0), FrameIndex(count if stop is None else stop))
        chosen = None if objects is None else tuple(objects)
        return TrackRun(wanted, way, FrameIndex(first), chosen, resume)

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
        self._restore()
        if run.resume:
            self._restore_passes()
        recorders: dict[ObjectId, Recorder] = {}
        reverse = False
        try:
            with closing(self._tracker.track(run)) as events:
                for event in events:
                    if isinstance(event, Notice) and self._on_notice is not None:
                        self._on_notice(event)
                    if isinstance(event, FrameTracked):
                        if event.reverse != reverse:
                            reverse = event.reverse
                            for recorder in recorders.values():
                                recorder.new_pass()
                        self._put(recorders, event, run.direction)
                        yield self._step(event)
        finally:
            self._store.adopt("Track", list(recorders.values()))
            self._keep_passes(list(recorders))

    def _put(self, recorders: dict[ObjectId, Recorder], event: FrameTracked, direction: Direction) -> None:
        for object_id, mask in event.masks.items():
            if object_id not in self.objects:
                continue
            if object_id not in recorders:
                recorders[object_id] = self._store.begin(object_id, self._meta(direction))
            recorders[object_id].put(event.pts, mask.logits, mask.presence, mask.quality)

    def _step(self, event: FrameTracked) -> TrackStep:
        grids = {object_id: mask.logits for object_id, mask in event.masks.items()}
        return TrackStep(
            event.frame,
            event.pts,
            SourceSizeLogits(grids, self._tracker.to_source_size),
            {object_id: mask.presence for object_id, mask in event.masks.items()},
            {object_id: mask.quality for object_id, mask in event.masks.items()},
            grids,
            event.new_shot,
        )

    def default_start(self, way: Direction) -> FrameIndex:
        """The first, or going backward the last, prompted frame. Raises UsageError where there is none."""
        prompted = [pts for spec in self.project.objects for pts in spec.prompts]
        if not prompted:
            raise UsageError("There is nothing to track yet.", "Click on something first.")
        return self._source.index_of(max(prompted) if way is Direction.BACKWARD else min(prompted))

    # Going on after the session was closed -------------------------------------------------------------------

    def _restore(self) -> None:
        """Tell the tracker what was said in earlier sessions, once."""
        if self._restored:
            return
        self._restored = True
        for spec in self.project.objects:
            records = self._store.answers(spec.id, self._tracker.fingerprint)
            for pts, prompts in spec.prompts.items():
                frame = self._source.index_of(pts)
                record = records.get(pts)
                if record is None or self._policy is PolicyName.PUBLISHED:
                    self._tracker.prompt(spec.id, frame, prompts)
                else:
                    self._tracker.restore_answer(spec.id, frame, prompts, record)

    def _restore_passes(self) -> None:
        known = {i for i in self._tracker.objects if self._tracker.pass_record(i) is not None}
        found = {i: self._store.pass_end(i, self._tracker.fingerprint) for i in self._tracker.objects if i not in known}
        self._tracker.restore_pass({i: record for i, record in found.items() if record is not None})

    def _keep_passes(self, objects: Sequence[ObjectId]) -> None:
        for object_id in objects:
            record = self._tracker.pass_record(object_id)
            if record is not None and object_id in self.objects:
                self._store.put_pass_end(object_id, self._tracker.fingerprint, record)

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


def frames_of(run: TrackRun) -> int:
    """How many frames a run will yield."""
    return total_frames(run)
