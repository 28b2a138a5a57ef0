"""What can be done with a stretch of a lane."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QWidget

from app.views.models import SpanKind
from app.views.texts import translate
from app.views.timeline.lane import LaneRow


def lane_menu(
    parent: QWidget,
    row: LaneRow,
    frame: int,
    selection: tuple[int, int] | None,
    lock: Callable[[int, int, int, bool], object],
) -> QMenu:
    """For the selected frames, else for the span at `frame`; `lock` hears object, start, stop, on."""
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    span = row.span_at(frame)
    stretch = selection or ((span.start, span.stop) if span is not None else None)
    locks = menu.addAction(translate("Timeline", "Lock these frames"))
    unlocks = menu.addAction(translate("Timeline", "Unlock these frames"))
    locks.setEnabled(stretch is not None)
    unlocks.setEnabled(selection is not None or row.kind_at(frame) is SpanKind.LOCKED)
    if stretch is not None:
        start, stop = stretch
        locks.triggered.connect(lambda: lock(row.lane.object_id, start, stop, True))
        unlocks.triggered.connect(lambda: lock(row.lane.object_id, start, stop, False))
    return menu
