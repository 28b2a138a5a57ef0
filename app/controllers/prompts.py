"""From pointer to mask: the preview under the pointer, clicks, boxes, brush strokes, and their answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from PySide6.QtCore import Signal

from app.controllers.actions import Deed
from app.controllers.badges import Badge, Badges
from app.controllers.display import DisplayController
from app.controllers.hand_masks import empty_mask, painted_over
from app.controllers.problems import Problems
from app.controllers.session import Session, SessionController, Stage
from app.views.canvas.canvas_view import CanvasView
from app.views.models import Layer
from app.workers.model_requests import Ask, Hover, Hovered, Keep, Kept, Masked
from app.workers.model_worker import Answered, ModelWorker, Refused
from engine.errors import ClickMatteError, UsageError
from engine.project.edits import PALETTE, AddObject, Batch, SetPrompts
from engine.project.model import Box, Click, FramePrompts, MaskHint, ObjectSpec, Rgb
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
        self._first_hover: int | None = None
        self._pointer: tuple[float, float] | None = None
        self._starts_new = False
        self._meanings: dict[tuple[int, ObjectId, int], tuple[int, ...]] = {}
        self._is_model_ready = False
        model.answered.connect(self._hear_model)
        canvas.hovered.connect(self._hover)
        canvas.hover_left.connect(self._pointer_left)
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
        self._meanings = {key: value for key, value in self._meanings.items() if key[0] != session.number}

    @property
    def is_waiting(self) -> bool:
        """A prompt is with the model."""
        return bool(self._asked)

    def set_model_ready(self, is_ready: bool) -> None:
        """Until it is, a badge says what the first click waits for."""
        self._is_model_ready = is_ready
        self._show_badge()
        if is_ready and self._pointer is not None:
            self._hover(*self._pointer)  # it rested on the picture while the model was loaded

    # -- gestures -------------------------------------------------------------------------------------------------

    def start_new_object(self) -> None:
        """The next click makes a new object."""
        if self.session is not None:
            self._starts_new = True
            self.session.view.set_active_object(None)

    def next_hypothesis(self) -> None:
        """Another meaning of the only click."""
        session, spec = self._active()
        said = spec.prompts.get(self._pts(session), FramePrompts())
        numbers = self._meanings.get((session.number, spec.id, session.view.frame), ())
        if len(numbers) < 2 or len(said.clicks) != 1:
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
        self._say(session, object_id, replace(said, clicks=clicks, hypothesis=None, mask=_without_final(said)))

    def _box(self, x0: float, y0: float, x1: float, y1: float) -> None:
        session, object_id, said = self._target(True)
        self._say(session, object_id, replace(said, box=Box(x0, y0, x1, y1), mask=_without_final(said)))

    def _stroke(self, points: list[tuple[float, float]], radius: float, erase: bool) -> None:
        session, object_id, said = self._target(not erase)
        size = (session.info.width, session.info.height)
        pts = self._pts(session)
        base = None if object_id is None else session.masks.logits(object_id, pts)
        png = painted_over(said.mask.png if said.mask else None, base, size, points, radius, erase)
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
        project = session.document.project
        active = session.view.active_object
        spec = next((s for s in project.objects if s.id == active), None)
        if spec is None:
            if not positive:
                raise UsageError("There is no object to exclude from yet.", "Click on the object first.")
            return session, None, FramePrompts()
        return session, spec.id, spec.prompts.get(self._pts(session), FramePrompts())

    def _say(self, session: Session, object_id: ObjectId | None, said: FramePrompts, name: str = "") -> None:
        """Make the edit and ask the model for its mask. `name`: for the history; '': what the edit calls itself."""
        frame, pts = session.view.frame, self._pts(session)
        self._drop_hover()
        if object_id is None:
            object_id = session.document.project.next_object_id
            step = session.document.do(AddObject(prompts={pts: said}))
            self._starts_new = False
            session.view.set_active_object(object_id)
        else:
            edit = SetPrompts(object_id, pts, said)
            step = session.document.do(Batch(name, (edit,)) if name else edit)
        number = self._model.ask(session.number, Ask(object_id, FrameIndex(frame), pts, said))
        self._asked[number] = _Asked(session, step, object_id, frame, said)
        self._show_badge()

    def _session(self) -> Session:
        if self.session is None:
            raise UsageError("Nothing is open.", "Open a clip first.")
        return self.session

    def _active(self) -> tuple[Session, ObjectSpec]:
        session = self._session()
        for spec in session.document.project.objects:
            if spec.id == session.view.active_object:
                return session, spec
        raise UsageError("No object is active.", "Click on an object in the picture or in the list.")

    def _pts(self, session: Session) -> Pts:
        """Of the playhead's frame; the shown picture knows it even before the index is complete."""
        shown = self._display.shown
        if shown is not None and shown.frame == session.view.frame:
            return shown.pts
        return session.pts_of(session.view.frame)

    # -- the preview under the pointer ----------------------------------------------------------------------------

    def _hover(self, x: float, y: float) -> None:
        self._pointer = (x, y)
        session = self.session
        shown = self._display.shown
        if session is None or shown is None or not shown.exact or not self._is_model_ready or self._display.is_playing:
            return
        spec = next((s for s in session.document.project.objects if s.id == session.view.active_object), None)
        if spec is not None and spec.locked:
            return
        said = FramePrompts() if spec is None else spec.prompts.get(shown.pts, FramePrompts())
        prompts = FramePrompts((*said.clicks, Click(x, y)), said.box, _without_final(said))
        colour, object_id = self._colour(session, spec), spec.id if spec else None
        hover = Hover(FrameIndex(shown.frame), shown.pts, prompts, colour, object_id)
        number = self._model.hover(session.number, hover)
        if self._first_hover is None:
            self._first_hover = number

    def _colour(self, session: Session, spec: ObjectSpec | None) -> Rgb:
        if spec is not None:
            return spec.colour
        return PALETTE[(session.document.project.next_object_id - 1) % len(PALETTE)]

    def _pointer_left(self) -> None:
        self._pointer = None
        self._leave()

    def _leave(self) -> None:
        self._model.leave()
        self._drop_hover()

    def _drop_hover(self) -> None:
        self._first_hover = None
        self._canvas.set_layers(())

    # -- answers --------------------------------------------------------------------------------------------------

    def _hear_model(self, answer: object) -> None:
        match answer:
            case Answered(number, _, Hovered() as hovered):
                self._show_hover(number, hovered)
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

    def _show_hover(self, number: int, hovered: Hovered) -> None:
        """Over the frame it was made for. A pointer that moves without rest is always ahead of the answers, which are
        shown all the same, until it leaves."""
        shown = self._display.shown
        is_wanted = self._first_hover is not None and number >= self._first_hover
        if is_wanted and shown is not None and shown.frame == hovered.frame:
            self._canvas.set_layers((Layer("hover", hovered.bgra),))

    def _show_mask(self, asked: _Asked, masked: Masked) -> None:
        """On the screen first, then to the disk."""
        session = asked.session
        if masked.take is not None and session in self.stage.sessions:
            self._asked[self._model.ask(session.number, Keep(masked.take))] = asked
        if session is self.session:
            self._display.refresh()
        self._show_badge()

    def _keep_mask(self, asked: _Asked, kept: Kept) -> None:
        session = asked.session
        if kept.edit is not None and session in self.stage.sessions:
            session.document.do(kept.edit, into=asked.step)
        if kept.numbers:
            self._meanings[session.number, asked.object_id, asked.frame] = kept.numbers
        if session is self.session:
            self._show_meaning(asked)

    def _show_meaning(self, asked: _Asked) -> None:
        numbers = self._meanings.get((asked.session.number, asked.object_id, asked.frame), ())
        chosen = asked.prompts.hypothesis
        shown = numbers.index(chosen) if chosen in numbers else 0
        meaning = (shown, len(numbers)) if len(numbers) > 1 and len(asked.prompts.clicks) == 1 else None
        self._display.set_hypothesis(asked.object_id, asked.frame, meaning)

    def _show_badge(self) -> None:
        waiting = bool(self._asked) and not self._is_model_ready
        self._badges.put(Badge.LOADING, LOADING if waiting else "")

    def _entered(self, session: Session) -> None:
        self._starts_new = False
        self._drop_hover()
        self._hear(session.view.frame_changed, self._frame_changed)

    def _frame_changed(self, _frame: int) -> None:
        self._leave()

    def _guarded(self, deed: Callable[..., None]) -> Callable[..., None]:
        """A gesture that is refused is told where problems are told."""

        def run(*arguments: object) -> None:
            try:
                deed(*arguments)
            except ClickMatteError as error:
                self._problems.tell_error(error)

        return run


def _without_final(said: FramePrompts) -> MaskHint | None:
    """A click on a frame painted by hand starts from that mask, which is then no longer the last word."""
    return None if said.mask is None else replace(said.mask, final=False)
