"""What happens between a press and a release on the timeline."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from app.views.timeline.timeline_view import TimelineView


class Drag(Protocol):
    """`x` in view pixels; `free`: nothing sticks."""

    def move(self, x: float, free: bool) -> None: ...
    def release(self, x: float, free: bool) -> None: ...


class SeekDrag:
    """The playhead follows the pointer."""

    def __init__(self, view: TimelineView) -> None:
        self._view = view

    def move(self, x: float, free: bool) -> None:
        self._view.seek(self._view.snapped(x, free), True)

    def release(self, x: float, free: bool) -> None:
        self._view.seek(self._view.snapped(x, free), False)


class MarkDrag:
    """An in or out handle follows the pointer."""

    def __init__(self, view: TimelineView, handle: str) -> None:
        self._view, self._handle = view, handle

    def move(self, x: float, free: bool) -> None:
        self._view.mark(self._handle, self._view.axis().boundary_at(x), False)

    def release(self, x: float, free: bool) -> None:
        self._view.mark(self._handle, self._view.axis().boundary_at(x), True)


class SelectDrag:
    """Frames are selected from where it began to the pointer."""

    def __init__(self, view: TimelineView, start: int) -> None:
        self._view, self._start = view, start

    def move(self, x: float, free: bool) -> None:
        self._view.select(self._stretch(x), False)

    def release(self, x: float, free: bool) -> None:
        self._view.select(self._stretch(x), True)

    def _stretch(self, x: float) -> tuple[int, int] | None:
        other = self._view.axis().boundary_at(x)
        return (min(self._start, other), max(self._start, other)) if other != self._start else None
