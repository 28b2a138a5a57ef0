"""The small text in the canvas's corner: several have something to say there, one of them at a time is shown."""

from __future__ import annotations

from enum import IntEnum

from app.views.canvas.canvas_view import CanvasView


class Badge(IntEnum):
    """Who speaks; the lowest number that has something to say is heard."""

    LOADING = 0
    ABSENCE = 1


class Badges:
    """What each has to say; '' for nothing."""

    def __init__(self, canvas: CanvasView) -> None:
        self._canvas = canvas
        self._texts: dict[Badge, str] = {}

    def put(self, badge: Badge, text: str) -> None:
        self._texts[badge] = text
        self._canvas.set_badge(next((self._texts[b] for b in sorted(self._texts) if self._texts[b]), ""))
