"""Brings the frame under the playhead to the canvas: the scene, the picture worker, ghosts, marks and hints."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QObject, QTimer, Signal

from app.controllers.problems import Problems
from app.controllers.session import Session, SessionController, Stage
from app.state.document import Change
from app.views.canvas.canvas_view import CanvasView
from app.views.models import Fit, Picture, PointMark, PromptMarks, Tool, ZoomState
from app.workers.composer import Backgrounds, Scene
from app.workers.picture_worker import CutOutDone, Painted, Unpainted
from engine.project.model import FramePrompts
from engine.render.looks import Wipe
from engine.types import ObjectId

RESIZE_PAUSE_MS = 120
"""A new size is painted when the window has stopped changing for so long; until then the old picture is stretched."""


class DisplayController(SessionController):
    """Shows the current frame whenever playhead, project, look, masks or size change.

    Signals:
        pictured: (Path, Bgra): what a project looks like, when it is first shown and when it leaves the stage.
    """

    pictured = Signal(object, object)

    def __init__(self, stage: Stage, canvas: CanvasView, problems: Problems) -> None:
        super().__init__(stage)
        self._canvas = canvas
        self._problems = problems
        self._scene_number = 0
        self._order = 0
        self._drag_order: int | None = None
        self._is_playing = False
        self._plate: Backgrounds | None = None
        self._shown: Painted | None = None
        self._hypothesis: tuple[ObjectId, int, tuple[int, int]] | None = None
        self._cutout_wish: tuple[int, Callable[[NDArray[np.uint8]], None]] | None = None
        self._resizing = QTimer(self)
        self._resizing.setSingleShot(True)
        self._resizing.setInterval(RESIZE_PAUSE_MS)
        self._resizing.timeout.connect(self._take_size)
        canvas.installEventFilter(self)
        canvas.zoom_changed.connect(self._zoomed)
        canvas.wipe_moved.connect(self._move_wipe)

    @property
    def shown(self) -> Painted | None:
        """What is on the canvas; `exact` says whether it is the playhead's frame."""
        return self._shown

    @property
    def is_playing(self) -> bool:
        return self._is_playing

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Hears when the canvas gets another size."""
        if event.type() == QEvent.Type.Resize and self.session is not None:
            self._resizing.start()
        return super().eventFilter(watched, event)

    def seek(self, frame: int, dragging: bool = False) -> None:
        """Move the playhead, and show at least something near at once while it is being dragged."""
        session = self.session
        if session is None:
            return
        frame = min(max(frame, 0), session.times.count - 1)
        if not dragging:
            self._drag_order = None
        if frame == session.view.frame and not dragging:
            self.refresh()
            return
        session.view.set_frame(frame)
        self._order = session.pictures.show(frame, exact=not dragging)
        if dragging and self._drag_order is None:
            self._drag_order = self._order

    def refresh(self) -> None:
        """Paint the current frame again: masks or project have changed."""
        if self.session is None:
            return
        self._send_scene(self.session)
        if not self._is_playing:
            self._order = self.session.pictures.show(self.session.view.frame, exact=self._drag_order is None)

    def set_playing(self, is_playing: bool) -> None:
        """While playing, pictures come from the playback controller."""
        self._is_playing = is_playing
        if not is_playing:
            self.refresh()
        self._show_marks()

    def show_painted(self, painted: Painted) -> None:
        """Put a picture on the canvas."""
        session = self.session
        if session is None:
            return
        if self._shown is None:
            self.pictured.emit(session.document.file.path, painted.bgra)
            self._resizing.start()  # only now does the canvas know how large a frame of this shape is
        self._shown = painted
        exact = painted.exact and painted.frame == session.view.frame
        self._canvas.set_picture(Picture(painted.bgra, painted.frame, painted.size, session.info.pixel_aspect, exact))

    def cutout(self, take: Callable[[NDArray[np.uint8]], None]) -> None:
        """The current frame's cut-out at full size, (h, w, 4) uint8 R G B A, when it is painted."""
        if self.session is not None:
            self._cutout_wish = (self.session.pictures.cut_out(self.session.view.frame), take)

    def set_plate(self, plate: Backgrounds | None) -> None:
        """What stands behind a cut-out on a background."""
        self._plate = plate
        self.refresh()

    def set_hypothesis(self, object_id: ObjectId, frame: int, shown: tuple[int, int] | None) -> None:
        """(which, of how many) meanings of the active object's click on this frame is shown."""
        self._hypothesis = None if shown is None else (object_id, frame, shown)
        self._show_marks()

    def _entered(self, session: Session) -> None:
        self._shown = None
        self._drag_order = None
        self._hypothesis = None
        self._hear(session.pictures.answered, self._take)
        self._hear(session.pictures.crashed, self._problems.tell)
        self._hear(session.document.changed, self._document_changed)
        self._hear(session.tried_changed, lambda _project: self.refresh())
        self._hear(session.view.look_changed, self._look_changed)
        self._hear(session.view.frame_changed, self._show_marks)
        self._hear(session.view.active_object_changed, self._show_marks)
        self._hear(session.view.tool_changed, self._show_tool)
        place = session.view.place
        self._canvas.set_zoom(ZoomState(Fit(place.zoom_fit), place.zoom_scale, place.zoom_centre))
        self._canvas.set_tool(Tool(session.view.tool))
        self._canvas.set_layers(())
        self._canvas.set_ghosts(())
        self._show_wipe()
        self._take_size()
        self._show_marks()

    def _left(self, session: Session) -> None:
        if self._shown is not None:
            self.pictured.emit(session.document.file.path, self._shown.bgra)

    def _emptied(self) -> None:
        self._shown = None
        self._canvas.set_picture(None)
        self._canvas.set_layers(())
        self._canvas.set_ghosts(())
        self._canvas.set_prompts(None)
        self._canvas.set_wipe(None)

    def _take(self, answer: object) -> None:
        if isinstance(answer, CutOutDone):
            if self._cutout_wish is not None and answer.number == self._cutout_wish[0]:
                take, self._cutout_wish = self._cutout_wish[1], None
                take(answer.rgba)
            return
        if self._is_playing:
            return
        if isinstance(answer, Painted) and answer.number >= (self._drag_order or self._order):
            self.show_painted(answer)  # while dragging also what was painted for a place the pointer has left since
        elif isinstance(answer, Unpainted) and answer.number == self._order:
            self._problems.tell(answer.failure)

    def _send_scene(self, session: Session) -> None:
        self._scene_number += 1
        project = session.tried or session.document.project
        session.pictures.set_scene(Scene(project, session.masks, session.view.look, self._scene_number, self._plate))

    def _document_changed(self, change: Change) -> None:
        self.refresh()
        self._show_marks()

    def _look_changed(self, _look: object) -> None:
        self.refresh()
        self._show_wipe()

    def _take_size(self) -> None:
        """The canvas has settled on a size: paint for it."""
        session = self.session
        if session is None:
            return
        session.pictures.set_shown_size(self._wanted_size(session))
        self.refresh()

    def _wanted_size(self, session: Session) -> tuple[int, int]:
        """Device pixels the whole frame covers; before the first picture the canvas cannot know, so it is asked."""
        width, height = self._canvas.visible_size()
        if width > 1 and height > 1 and self._shown is not None:
            return width, height
        ratio = self._canvas.devicePixelRatioF()
        return round(self._canvas.width() * ratio), round(self._canvas.height() * ratio)

    def _zoomed(self, zoom: object) -> None:
        if isinstance(zoom, ZoomState) and self.session is not None:
            self.session.view.set_zoom(zoom.fit.value, zoom.scale, zoom.centre)
            self._resizing.start()

    def _show_tool(self, tool: str) -> None:
        self._canvas.set_tool(Tool(tool))

    # -- marks ----------------------------------------------------------------------------------------------------

    def _show_marks(self, *_: object) -> None:
        self._canvas.set_prompts(self._marks())

    def _marks(self) -> PromptMarks | None:
        session = self.session
        if session is None or session.view.active_object is None:
            return None
        object_id, frame = session.view.active_object, session.view.frame
        spec = next((s for s in session.document.project.objects if s.id == object_id), None)
        if spec is None:
            return None
        said = FramePrompts() if self._is_playing else spec.prompts.get(session.pts_of(frame), FramePrompts())
        box = said.box
        hypothesis = None
        if self._hypothesis is not None and self._hypothesis[:2] == (object_id, frame) and len(said.clicks) == 1:
            hypothesis = self._hypothesis[2]
        return PromptMarks(
            spec.colour,
            tuple(PointMark(c.x, c.y, c.positive) for c in said.clicks),
            None if box is None else (box.x0, box.y0, box.x1, box.y1),
            hypothesis,
            spec.name,
            spec.locked,
        )

    # -- wipe -----------------------------------------------------------------------------------------------------

    def _show_wipe(self) -> None:
        look = self.session.view.look if self.session is not None else None
        self._canvas.set_wipe(look.position if isinstance(look, Wipe) else None)

    def _move_wipe(self, position: float) -> None:
        session = self.session
        if session is not None and isinstance(session.view.look, Wipe):
            look = session.view.look
            session.view.set_wipe(position)
            session.view.set_look(session.view.look_name, Wipe(look.left, look.right, position))
