"""Made-up things for views to show."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QWidget

from app.views.models import Bgra, ClipTimes, LaneModel, LaneSpan, Picture, SpanKind

GREEN, ORANGE = (94, 196, 137), (232, 147, 74)
CLIP = ClipTimes(240, Fraction(24000, 1001), True, "01:00:00:00", (66,))
DOG = LaneModel(
    1,
    "Dog",
    GREEN,
    (LaneSpan(0, 96, SpanKind.VISIBLE), LaneSpan(96, 144, SpanKind.HIDDEN), LaneSpan(20, 40, SpanKind.LOCKED)),
    (12,),
    (144,),
    active=True,
)
BALL = LaneModel(2, "Ball", ORANGE, (LaneSpan(48, 120, SpanKind.VISIBLE),))


def bgra(width: int, height: int, blue: int = 0, green: int = 0, red: int = 0) -> Bgra:
    """A picture of one colour."""
    made = np.empty((height, width, 4), np.uint8)
    made[:] = (blue, green, red, 255)
    return made


def picture(width: int = 200, height: int = 100, aspect: Fraction = Fraction(1), frame: int = 0) -> Picture:
    """A frame whose every pixel differs from its neighbours."""
    made = bgra(width, height)
    made[..., 0] = np.arange(width) % 256
    made[..., 1] = (np.arange(height) % 256)[:, None]
    made[..., 2] = 128
    return Picture(made, frame, (width, height), aspect)


def shot(widget: QWidget) -> QImage:
    """What is on the screen."""
    return widget.grab().toImage()


def at(image: QImage, x: float, y: float) -> QColor:
    """The colour of one screen pixel."""
    return image.pixelColor(round(x), round(y))
