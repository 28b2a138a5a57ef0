"""What is looked at in one clip. Not part of the project and not undone; remembered between sessions."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from app.state.settings import Place
from engine.render.looks import LOOKS, Look
from engine.types import FrameRange, ObjectId


class ViewState(QObject):
    """Signals are emitted on change only.

    Signals:
        frame_changed: the playhead, int.
        active_object_changed: ObjectId or None.
        tool_changed: str, a `Tool` value.
        look_changed: a Look.
        selection_changed: FrameRange or None.
        place_changed: anything that is remembered.
    """

    frame_changed = Signal(int)
    active_object_changed = Signal(object)
    tool_changed = Signal(str)
    look_changed = Signal(object)
    selection_changed = Signal(object)
    place_changed = Signal()

    def __init__(self, place: Place, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._place = place
        self._look: Look = LOOKS["overlay"]
        self._look_name = "overlay"
        self._selection: FrameRange | None = None

    @property
    def place(self) -> Place:
        return self._place

    @property
    def frame(self) -> int:
        return self._place.frame

    @property
    def active_object(self) -> ObjectId | None:
        return None if self._place.active_object is None else ObjectId(self._place.active_object)

    @property
    def tool(self) -> str:
        return self._place.tool

    @property
    def look(self) -> Look:
        return self._look

    @property
    def look_name(self) -> str:
        """Which of the looks the panel offers this one is."""
        return self._look_name

    @property
    def selection(self) -> FrameRange | None:
        return self._selection

    def set_frame(self, frame: int) -> None:
        if frame != self._place.frame:
            self._place = replace(self._place, frame=frame)
            self.frame_changed.emit(frame)
            self.place_changed.emit()

    def set_active_object(self, object_id: ObjectId | None) -> None:
        if object_id != self.active_object:
            self._place = replace(self._place, active_object=object_id)
            self.active_object_changed.emit(object_id)
            self.place_changed.emit()

    def set_tool(self, tool: str) -> None:
        if tool != self._place.tool:
            self._place = replace(self._place, tool=tool)
            self.tool_changed.emit(tool)
            self.place_changed.emit()

    def set_look(self, name: str, look: Look) -> None:
        if (name, look) != (self._look_name, self._look):
            self._look_name, self._look = name, look
            self.look_changed.emit(look)

    def set_wipe(self, position: float) -> None:
        """Where the wipe's line stands, 0..1 of the width; remembered, and part of the next wipe."""
        if position != self._place.wipe:
            self._place = replace(self._place, wipe=position)
            self.place_changed.emit()

    def set_selection(self, selection: FrameRange | None) -> None:
        if selection != self._selection:
            self._selection = selection
            self.selection_changed.emit(selection)

    def set_zoom(self, fit: str, scale: float, centre: tuple[float, float] | None) -> None:
        """Remembered; the canvas itself is the one that zooms."""
        place = replace(self._place, zoom_fit=fit, zoom_scale=scale, zoom_centre=centre)
        if place != self._place:
            self._place = place
            self.place_changed.emit()
