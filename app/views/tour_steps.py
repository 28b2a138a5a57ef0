"""What the tour says, and beside which view."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from app.views.texts import translate
from app.views.widgets.tour import TourStep

if TYPE_CHECKING:
    from app.views.main_window import MainWindow


def tour_steps(window: MainWindow) -> tuple[TourStep, ...]:
    """Point, track, take it with you."""

    def shown(view: QWidget) -> QWidget:
        return view if view.isVisible() else window.start_page

    return (
        TourStep(
            translate("Tour", "Point and click"),
            translate(
                "Tour",
                "Move over the picture: you see the mask a click would give. Click to take it. Alt or right "
                "click leaves something out, a drag makes a box.",
            ),
            lambda: shown(window.canvas),
            lambda: not window.canvas.isVisible(),
        ),
        TourStep(
            translate("Tour", "Track it"),
            translate(
                "Tour",
                "Press T to follow the object both ways. Go on working meanwhile: a click on any frame mends the "
                "result from there. Hatched stretches are where it is out of sight.",
            ),
            lambda: shown(window.tracking),
        ),
        TourStep(
            translate("Tour", "Take it with you"),
            translate(
                "Tour",
                "Soften the edge in Refine, then export by where the clip goes next. Exports run in the "
                "background and are checked when they are done.",
            ),
            lambda: shown(window.toolbar),
        ),
    )
