"""The first-run tour: three steps beside what they speak of. It covers nothing that can be used."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.views import theme
from app.views.texts import translate

_WIDTH = 330
_TIP = 9
_ABOVE_END = 3 * _TIP
"""Beside a large view the tip stands this far above its lower end: the list of objects, higher up, stays in sight."""


class Points(Enum):
    """Where the card's tip points: (which way, along which edge), as unit vectors."""

    DOWN = (QPointF(0, 1), QPointF(1, 0))
    UP = (QPointF(0, -1), QPointF(1, 0))
    LEFT = (QPointF(-1, 0), QPointF(0, 1))


@dataclass(frozen=True, slots=True)
class TourStep:
    """What is said, and beside which view."""

    title: str
    text: str
    target: Callable[[], QWidget]
    offers_sample: Callable[[], bool] = lambda: False
    """Whether the sample clip would help here now."""


class Tour(QWidget):
    """A card that points at a view; the window stays usable below it.

    Signals:
        finished(): the last step was read, or it was closed.
        sample_requested(): the first step offers the sample clip.
    """

    finished = Signal()
    sample_requested = Signal()

    def __init__(self, steps: Callable[[], tuple[TourStep, ...]], parent: QWidget) -> None:
        super().__init__(parent)
        self._window = parent
        self.setObjectName("tour")
        self._make_steps = steps
        self._steps: tuple[TourStep, ...] = ()
        self._place = 0
        self._points = Points.DOWN
        self._tip_x = 0.0
        self._count, self._title, self._text = QLabel(self), QLabel(self), QLabel(self)
        self._count.setProperty("role", "small")
        self._title.setFont(theme.font(14, bold=True))
        self._text.setWordWrap(True)
        self._skip = self._button(translate("Tour", "Close"), self._end)
        self._sample = self._button(translate("Tour", "Open the sample clip"), self.sample_requested.emit)
        self._next = self._button(translate("Tour", "Next"), self.next)
        self._next.setProperty("primary", True)
        self._lay_out()
        self.hide()
        parent.installEventFilter(self)

    def start(self) -> None:
        """From the first step."""
        self._steps = self._make_steps()
        self._place = 0
        self._show_step()

    def next(self) -> None:
        """To the next step, or to the end."""
        if self._place + 1 < len(self._steps):
            self._place += 1
            self._show_step()
        else:
            self._end()

    def follow(self) -> None:
        """The window was resized: stand beside the view again."""
        if self.isVisible():
            self._offer_sample()
            self._stand_beside(self._steps[self._place].target())
            self.raise_()  # panels that were shown meanwhile have put their tabs in front

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Escape closes it wherever the focus is: a click in the picture takes the focus away from the card."""
        if self.isVisible() and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress:
                self._end()
                return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._end()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        left = self._points is Points.LEFT
        card = QRectF(self.rect()).adjusted(_TIP if left else 1, _TIP, -1, -_TIP)
        painter.setPen(QPen(theme.ACCENT, 1.2))
        painter.setBrush(theme.RAISED)
        painter.drawRoundedRect(card, 8, 8)
        x = min(max(self._tip_x, 24.0), self.width() - 24.0)
        at = {
            Points.DOWN: QPointF(x, card.bottom()),
            Points.UP: QPointF(x, card.top()),
            Points.LEFT: QPointF(card.left(), card.center().y()),
        }[self._points]
        away, along = self._points.value
        tip = QPolygonF([at - along * _TIP, at + away * _TIP, at + along * _TIP])
        painter.drawPolyline(tip)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawPolygon(tip.translated(away * -1.6))

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.addWidget(self._skip)
        row.addStretch(1)
        row.addWidget(self._sample)
        row.addWidget(self._next)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 14 + _TIP, 18, 12 + _TIP)
        column.setSpacing(6)
        for label in (self._count, self._title, self._text):
            column.addWidget(label)
        column.addSpacing(6)
        column.addLayout(row)

    def _button(self, text: str, pressed: Callable[[], None]) -> QPushButton:
        button = QPushButton(text, self)
        button.setToolTip(text)
        button.setAccessibleName(text)
        button.clicked.connect(lambda: pressed())
        return button

    def _show_step(self) -> None:
        step, last = self._steps[self._place], self._place == len(self._steps) - 1
        self._count.setText(f"{self._place + 1} / {len(self._steps)}")
        self._title.setText(step.title)
        self._text.setText(step.text)
        self._next.setText(translate("Tour", "Done") if last else translate("Tour", "Next"))
        self._next.setToolTip(self._next.text())
        self._next.setAccessibleName(self._next.text())
        self._offer_sample()
        self.setAccessibleName(step.title)
        self.setAccessibleDescription(step.text)
        self._stand_beside(step.target())
        self.show()
        self.raise_()
        self._next.setFocus(Qt.FocusReason.OtherFocusReason)

    def _stand_beside(self, target: QWidget) -> None:
        self.setFixedWidth(_WIDTH)
        self.adjustSize()
        window = self._window
        corner = target.mapTo(window, QPoint(0, 0)) if target.isVisibleTo(window) else window.rect().center()
        middle = corner.x() + target.width() // 2
        right, above = corner.x() + target.width(), corner.y() - self.height() + 4
        x = min(max(middle - _WIDTH // 2, 8), window.width() - _WIDTH - 8)
        if above >= 30:
            self._points, y = Points.DOWN, above
        elif right + _WIDTH + 8 <= window.width():  # beside a large view, not over what it shows
            self._points, x = Points.LEFT, right
            y = corner.y() + target.height() - self.height() // 2 - _ABOVE_END
        else:
            self._points = Points.UP
            y = corner.y() + max(target.height() - self.height() - 8, target.height() // 3)
        self._tip_x = float(middle - x)
        self.move(x, min(max(y, 8), window.height() - self.height() - 8))
        self.update()

    def _offer_sample(self) -> None:
        self._sample.setVisible(self._steps[self._place].offers_sample())

    def _end(self) -> None:
        self.hide()
        self.finished.emit()
