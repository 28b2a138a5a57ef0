"""Everything that keys can say about the picture: a point moved by arrows, Space that pans, Escape, Delete, Alt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

if TYPE_CHECKING:
    from app.views.canvas.canvas_view import CanvasView

_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Keyboard:
    """The keys of one canvas, which asks it what they mean."""

    def __init__(self, canvas: CanvasView) -> None:
        self._canvas = canvas
        self.point: tuple[float, float] | None = None
        """Where Enter clicks, in frame pixels; None: nowhere, the mouse points."""
        self.holds_space = False
        self._space_used = False

    def wants(self, event: QKeyEvent) -> bool:
        """Keys the canvas needs itself before they become shortcuts."""
        key, canvas = event.key(), self._canvas
        if key == Qt.Key.Key_Space and not event.modifiers():
            return canvas.has_picture()
        if key == Qt.Key.Key_Escape:
            return canvas.is_busy()
        if key == Qt.Key.Key_Delete:
            return canvas.under() is not None
        if key == Qt.Key.Key_Alt:
            return canvas.is_pointed_at()  # Alt leaves out; let go, it would move the keys to the menu
        return bool(_alt(event) and key in _ARROWS) or key in _ENTER

    def press(self, event: QKeyEvent) -> bool:
        """Whether the key meant something here."""
        key, canvas = event.key(), self._canvas
        if key == Qt.Key.Key_Space:
            if not event.isAutoRepeat():
                self.holds_space, self._space_used = True, False
        elif key == Qt.Key.Key_Escape and canvas.is_busy():
            canvas.cancel_gesture()
        elif key == Qt.Key.Key_Delete and canvas.under() is not None:
            canvas.delete(canvas.under())
        elif key in _ARROWS and _alt(event):
            self._move_point(Qt.Key(key), 10 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        elif key in _ENTER and self.point is not None:
            canvas.clicked.emit(*self.point, not _alt(event))
        elif key == Qt.Key.Key_Alt:
            canvas.turn_hover(excludes=True)
        else:
            return False
        return True

    def release(self, event: QKeyEvent) -> None:
        """A key came up."""
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat() and self.holds_space:
            self.holds_space = False
            if not self._space_used:
                self._canvas.space_released.emit()
        if event.key() == Qt.Key.Key_Alt:
            self._canvas.turn_hover(excludes=False)

    def pans(self) -> bool:
        """Whether a press pans; Space then was no wish to play."""
        self._space_used = self._space_used or self.holds_space
        return self.holds_space

    def forget(self) -> None:
        """The keys go elsewhere."""
        self.holds_space = False

    def _move_point(self, key: Qt.Key, step: int) -> None:
        placed = self._canvas.transform()
        x, y = self.point or self._canvas.frame_point(self._canvas.anchor())
        x, y = x + step * _ARROWS[key][0], y + step * _ARROWS[key][1]
        self.point = min(max(x, 0.5), placed.frame_width - 0.5), min(max(y, 0.5), placed.frame_height - 0.5)
        self._canvas.hover_point(*self.point)


def _alt(event: QKeyEvent) -> bool:
    return bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
