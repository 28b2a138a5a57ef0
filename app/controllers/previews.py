"""The mask that a click would give, under the pointer before it is made."""

from __future__ import annotations

from app.controllers.display import DisplayController
from app.controllers.session import Session, SessionController, Stage
from app.state.document import Change
from app.views.canvas.canvas_view import CanvasView
from app.views.models import Layer
from app.workers.model_requests import Hover, Hovered
from app.workers.model_worker import Answered, ModelWorker
from engine.project.edits import free_colour
from engine.project.model import Click, FramePrompts, MaskHint, ObjectSpec, Rgb
from engine.types import FrameIndex


class PreviewController(SessionController):
    """Asks the model for what lies under the pointer; only the newest wish counts."""

    def __init__(self, stage: Stage, canvas: CanvasView, model: ModelWorker, display: DisplayController) -> None:
        super().__init__(stage)
        self._canvas = canvas
        self._model = model
        self._display = display
        self._pointer: tuple[float, float, bool] | None = None
        self._first: int | None = None
        """The first wish since the picture, the prompts or the place of the pointer were others."""
        self._is_model_ready = False
        model.answered.connect(self._hear_model)
        canvas.hovered.connect(self._point)
        canvas.hover_left.connect(self._pointer_left)

    def set_model_ready(self, is_ready: bool) -> None:
        """Until it is, nothing is asked; a pointer that rested meanwhile sees its preview then."""
        self._is_model_ready = is_ready
        if is_ready:
            self._look()

    def _point(self, x: float, y: float, positive: bool) -> None:
        if self._pointer is not None and self._pointer[2] != positive:
            self._drop()  # what the other kind of click would give is no answer to this one
        self._pointer = (x, y, positive)
        self._look()

    def _look(self) -> None:
        """Ask what a click where the pointer rests would give."""
        session, shown = self.session, self._display.shown
        if session is None or shown is None or not shown.exact or not self._is_model_ready or self._display.is_playing:
            return
        spec = next((s for s in session.document.project.objects if s.id == session.view.active_object), None)
        if self._pointer is None or not _answers(spec, self._pointer[2]):
            return
        said = FramePrompts() if spec is None else spec.prompts.get(shown.pts, FramePrompts())
        prompts = FramePrompts((*said.clicks, Click(*self._pointer)), said.box, without_final(said))
        colour, object_id = _colour(session, spec), spec.id if spec else None
        hover = Hover(FrameIndex(shown.frame), shown.pts, prompts, colour, object_id)
        number = self._model.hover(session.number, hover)
        if self._first is None:
            self._first = number

    def _look_again(self, *_: object) -> None:
        """What was said, or about which object, is another matter now: the old preview must not stay."""
        if self._first is not None or self._pointer is not None:
            self._leave()
            self._look()

    def _document_changed(self, change: Change) -> None:
        """A mask that comes in changes nothing that was said."""
        if change.before.objects is not change.after.objects:
            self._look_again()

    def _hear_model(self, answer: object) -> None:
        """Shown over the frame it was made for. A pointer that moves without rest is always ahead of the answers,
        which are shown all the same, until it leaves."""
        if not isinstance(answer, Answered) or not isinstance(answer.value, Hovered):
            return
        shown = self._display.shown
        is_wanted = self._first is not None and answer.number >= self._first
        if is_wanted and shown is not None and shown.frame == answer.value.frame:
            self._canvas.set_layers((Layer("hover", answer.value.bgra),))

    def _pointer_left(self) -> None:
        self._pointer = None
        self._leave()

    def _leave(self, *_: object) -> None:
        self._model.leave()
        self._drop()

    def _drop(self) -> None:
        self._first = None
        self._canvas.set_layers(())

    def _entered(self, session: Session) -> None:
        self._drop()
        self._hear(session.view.frame_changed, self._leave)
        self._hear(session.view.active_object_changed, self._look_again)
        self._hear(session.document.changed, self._document_changed)


def without_final(said: FramePrompts) -> MaskHint | None:
    """A click on a frame painted by hand starts from that mask, which is then no longer the last word."""
    return None if said.mask is None else MaskHint(said.mask.png, final=False)


def _answers(spec: ObjectSpec | None, positive: bool) -> bool:
    """Whether a click would do anything: not with a locked object, nor where there is none to exclude from."""
    return positive if spec is None else not spec.locked


def _colour(session: Session, spec: ObjectSpec | None) -> Rgb:
    if spec is not None:
        return spec.colour
    return free_colour(session.document.project)
