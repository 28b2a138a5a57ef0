"""From gesture to mask: clicks, boxes, brush strokes, what is taken back, and the model's answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from PySide6.QtCore import Signal

from app.controllers.actions import Deed
from app.controllers.badges import Badge, Badges
from app.controllers.display import DisplayController
from app.controllers.hand_masks import empty_mask, painted_over
from app.controllers.previews import without_final
from app.controllers.problems import Problems
from app.controllers.session import Session, SessionController, Stage
from app.state.document import Change
from app.views.canvas.canvas_view import CanvasView
from app.workers.model_requests import Ask, CatchUp, Keep, Kept, Masked
from app.workers.model_worker import Answered, ModelWorker, Refused
from engine.errors import ClickMatteError, UsageError
from engine.project.edits import AddObject, Batch, Edit, ReplaceTakes, SetPrompts
from engine.project.model import Box, Click, FramePrompts, MaskHint, ObjectSpec, Project
from engine.project.take_spans import shown_without
from engine.types import FrameIndex, ObjectId, Pts

LOADING = "Loading the model…"


@dataclass(frozen=True, slots=True)
class _Asked:
    """A prompt that is with the model. `step`: of the history, which its mask completes."""

    session: Session
    step: int
    object_id: ObjectId
    frame: int
    prompts: FramePrompts
    is_seen: bool = False
    """Its mask is on the screen and only has to be kept."""


@dataclass(frozen=True, slots=True)
class _Place:
    """A click by itself: on which clip, object and frame, and where."""

    session: int
    object_id: ObjectId
    frame: int
    clicks: tuple[Click, ...]


class PromptController(SessionController):
    """Every gesture becomes an edit at once, so that it is on disk and can be undone; the mask follows from the model
    and becomes part of the same step.

    Signals:
        began: a gesture on the picture; whoever plays stops on the frame it was made on.
    """

    began = Signal()

    def __init__(
        self,
        stage: Stage,
        canvas: CanvasView,
        model: ModelWorker,
        display: DisplayController,
        problems: Problems,
        badges: Badges,
    ) -> None:
        super().__init__(stage)
        self._badges = badges
        self._canvas = canvas
        self._model = model
        self._display = display
        self._problems = problems
        self._asked: dict[int, _Asked] = {}
        self._is_saying = False
        self._meanings: dict[_Place, tuple[int, ...]] = {}
        self._is_model_ready = False
        model.answered.connect(self._hear_model)
        canvas.clicked.connect(self._guarded(self._click))
        canvas.box_drawn.connect(self._guarded(self._box))
        canvas.stroke_painted.connect(self._guarded(self._stroke))
        canvas.point_moved.connect(self._guarded(self._move_point))
        canvas.point_deleted.connect(self._guarded(self._delete_point))
        canvas.box_deleted.connect(self._guarded(self._delete_box))

    def deeds(self) -> dict[str, Deed]:
        """Actions by id."""
        return {
            "object.add": self.start_new_object,
            "prompt.next_hypothesis": self.next_hypothesis,
            "edit.delete_prompt": self.delete_prompts,
            "edit.empty_here": self.empty_here,
        }

    def forget(self, session: Session) -> None:
        """The clip is being closed: what is still with the model for it will not be answered."""
        self._asked = {number: asked for number, asked in self._asked.items() if asked.session is not session}
        self._meanings = {key: value for key, value in self._meanings.items() if key.session != session.number}

    def _drawn(self) -> list[_Asked]:
        """Prompts whose masks are not to be seen yet and are not drawn by hand."""
        session = self.session
        asked = [a for a in self._asked.values() if a.session is session and not a.is_seen]
        return [a for a in asked if a.prompts.mask is None or not a.prompts.mask.final]

    @property
    def is_waiting(self) -> bool:
        """A prompt is with the model."""
        return bool(self._asked)

    def set_model_ready(self, is_ready: bool) -> None:
        """Until it is, a badge says what the first click waits for."""
        self._is_model_ready = is_ready
        self._show_badge()

    # -- gestures -------------------------------------------------------------------------------------------------

    def start_new_object(self) -> None:
        """The next click makes a new object."""
        if self.session is not None:
            self.session.view.set_active_object(None)

    def next_hypothesis(self) -> None:
        """Another meaning of the only click."""
        session, spec = self._active()
        said = spec.prompts.get(self._pts(session), FramePrompts())
        numbers = self._numbers(session, spec.id, said)
        if len(numbers) < 2:
            raise UsageError("There is nothing to choose from.", "Click once on the object, then press Tab.")
        shown = numbers.index(said.hypothesis) if said.hypothesis in numbers else 0
        chosen = numbers[(shown + 1) % len(numbers)]
        self._say(session, spec.id, replace(said, hypothesis=chosen))

    def delete_prompts(self) -> None:
        """Everything that was said about the active object on this frame."""
        session, spec = self._active()
        if self._pts(session) in spec.prompts:
            self._say(session, spec.id, FramePrompts())

    def empty_here(self) -> None:
        """The person's word: the object is not on this frame."""
        session, spec = self._active()
        mask = empty_mask(session.info.width, session.info.height)
        self._say(session, spec.id, FramePrompts(mask=MaskHint(mask, final=True)), f"Not here: {spec.name}")

    def _click(self, x: float, y: float, positive: bool) -> None:
        session, object_id, said = self._target(positive)
        clicks = (*said.clicks, Click(x, y, positive))
        self._say(session, object_id, replace(said, clicks=clicks, hypothesis=None, mask=without_final(said)))

    def _box(self, x0: float, y0: float, x1: float, y1: float) -> None:
        session, object_id, said = self._target(True)
        self._say(session, object_id, replace(said, box=Box(x0, y0, x1, y1), mask=without_final(said)))

    def _stroke(self, points: list[tuple[float, float]], radius: float, erase: bool) -> None:
        session, object_id, said = self._target(not erase)
        size = (session.info.width, session.info.height)
        pts = self._pts(session)
        painted = said.mask.png if said.mask is not None and said.mask.final else None
        if painted is None and any((a.object_id, a.frame) == (object_id, session.view.frame) for a in self._drawn()):
            raise UsageError("The mask of your click is still being made.", "Paint on it as soon as it is there.")
        base = None if object_id is None else session.masks.logits(object_id, pts)
        png = painted_over(painted, base, size, points, radius, erase)
        self._say(session, object_id, FramePrompts(mask=MaskHint(png, final=True)))

    def _move_point(self, index: int, x: float, y: float) -> None:
        session, spec = self._active()
        said = spec.prompts[self._pts(session)]
        clicks = list(said.clicks)
        clicks[index] = replace(clicks[index], x=x, y=y)
        self._say(session, spec.id, replace(said, clicks=tuple(clicks)))

    def _delete_point(self, index: int) -> None:
        session, spec = self._active()
        said = spec.prompts[self._pts(session)]
        clicks = said.clicks[:index] + said.clicks[index + 1 :]
        self._say(session, spec.id, replace(said, clicks=clicks, hypothesis=None))

    def _delete_box(self) -> None:
        session, spec = self._active()
        self._say(session, spec.id, replace(spec.prompts[self._pts(session)], box=None))

    # -- edits and requests ---------------------------------------------------------------------------------------

    def _target(self, positive: bool) -> tuple[Session, ObjectId | None, FramePrompts]:
        """What a gesture is about: the active object and what was said on this frame; None: a new object."""
        session = self._session()
        self.began.emit()
        spec = self._active_spec()
        if spec is None:
            if not positive:
                raise UsageError("There is no object to exclude from yet.", "Click on the object first.")
            return session, None, FramePrompts()
        return session, spec.id, spec.prompts.get(self._pts(session), FramePrompts())

    def _say(self, session: Session, object_id: ObjectId | None, said: FramePrompts, name: str = "") -> None:
        """Make the edit and ask the model for its mask. `name`: for the history; '': what the edit calls itself."""
        frame, pts = session.view.frame, self._pts(session)
        if object_id is None:
            object_id = session.document.project.next_object_id
            step = self._do(session, AddObject(prompts={pts: said}))
            session.view.set_active_object(object_id)
        else:
            step = self._do(session, _edit(session.document.project, object_id, pts, said, name))
        number = self._model.ask(session.number, Ask(object_id, FrameIndex(frame), pts, said))
        self._asked[number] = _Asked(session, step, object_id, frame, said)
        self._show_badge()

    def _do(self, session: Session, edit: Edit) -> int:
        """An edit whose prompts the model is asked about next; others it is told of by `_document_changed`."""
        self._is_saying = True
        try:
            return session.document.do(edit)
        finally:
            self._is_saying = False

    def _document_changed(self, change: Change) -> None:
        if change.before.objects is not change.after.objects:
            self._problems.let_refusals_pass()
        if self.session is not None and not self._is_saying and _said(change.before) != _said(change.after):
            self._model.ask(self.session.number, CatchUp())
        self._show_meaning()

    def _session(self) -> Session:
        if self.session is None:
            raise UsageError("Nothing is open.", "Open a clip first.")
        return self.session

    def _active(self) -> tuple[Session, ObjectSpec]:
        session, spec = self._session(), self._active_spec()
        if spec is not None:
            return session, spec
        raise UsageError("No object is active.", "Click on an object in the picture or in the list.")

    def _active_spec(self) -> ObjectSpec | None:
        if self.session is None:
            return None
        active = self.session.view.active_object
        return next((s for s in self.session.document.project.objects if s.id == active), None)

    def _pts(self, session: Session) -> Pts:
        """Of the playhead's frame; the shown picture knows it even before the index is complete."""
        shown = self._display.shown
        if shown is not None and shown.frame == session.view.frame:
            return shown.pts
        return session.pts_of(session.view.frame)

    # -- answers --------------------------------------------------------------------------------------------------

    def _hear_model(self, answer: object) -> None:
        match answer:
            case Answered(number, _, Masked() as masked) if number in self._asked:
                self._show_mask(self._asked.pop(number), masked)
            case Answered(number, _, Kept() as kept) if number in self._asked:
                self._keep_mask(self._asked.pop(number), kept)
            case Refused(number, _, failure) if number in self._asked:
                self._asked.pop(number)
                self._problems.tell(failure)
                self._show_badge()
            case _:
                pass

    def _show_mask(self, asked: _Asked, masked: Masked) -> None:
        """On the screen first, then to the disk."""
        session = asked.session
        if masked.take is not None and session in self.stage.sessions:
            number = self._model.ask(session.number, Keep(masked.take))
            self._asked[number] = replace(asked, is_seen=True)
        if session is self.session:
            self._display.refresh()
        self._show_badge()

    def _keep_mask(self, asked: _Asked, kept: Kept) -> None:
        session = asked.session
        if kept.numbers:
            self._meanings[_Place(session.number, asked.object_id, asked.frame, asked.prompts.clicks)] = kept.numbers
        if kept.edit is not None and session in self.stage.sessions:
            session.document.do(kept.edit, into=asked.step)
        if session is self.session:
            self._show_meaning()

    def _show_meaning(self, *_: object) -> None:
        """Which meaning of the only click on this frame is shown, and of how many."""
        session = self.session
        spec = self._active_spec()
        if session is None or spec is None:
            return
        said = spec.prompts.get(self._pts(session), FramePrompts())
        numbers = self._numbers(session, spec.id, said)
        shown = numbers.index(said.hypothesis) if said.hypothesis in numbers else 0
        meaning = (shown, len(numbers)) if len(numbers) > 1 else None
        self._display.set_hypothesis(spec.id, session.view.frame, meaning)

    def _numbers(self, session: Session, object_id: ObjectId, said: FramePrompts) -> tuple[int, ...]:
        """The meanings of a click that stands alone, the likeliest first."""
        if len(said.clicks) != 1 or said.box is not None or said.mask is not None:
            return ()
        return self._meanings.get(_Place(session.number, object_id, session.view.frame, said.clicks), ())

    def _show_badge(self) -> None:
        waiting = bool(self._asked) and not self._is_model_ready
        self._badges.put(Badge.LOADING, LOADING if waiting else "")

    def _entered(self, session: Session) -> None:
        self._hear(session.document.changed, self._document_changed)
        self._hear(session.view.frame_changed, self._show_meaning)
        self._hear(session.view.active_object_changed, self._show_meaning)

    def _guarded(self, deed: Callable[..., None]) -> Callable[..., None]:
        """A gesture that is refused is told where problems are told."""

        def run(*arguments: object) -> None:
            try:
                deed(*arguments)
            except ClickMatteError as error:
                self._problems.tell_error(error)

        return run


def _edit(project: Project, object_id: ObjectId, pts: Pts, said: FramePrompts, name: str) -> Edit:
    """What is said about an object on a frame from now on. With its last prompts goes the mask they gave there."""
    edit = SetPrompts(object_id, pts, said)
    if not said and set(project.object(object_id).prompts) == {pts}:
        left = shown_without(project.takes.get(object_id, ()), pts)
        return Batch(name or edit.label(project), (edit, ReplaceTakes(object_id, left)))
    return Batch(name, (edit,)) if name else edit


def _said(project: Project) -> dict[ObjectId, object]:
    return {spec.id: spec.prompts for spec in project.objects}
