"""The tracking bar: start following an object, and see how the run gets on."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QWidget

from app.views import theme
from app.views.labels import label
from app.views.models import TrackingState
from app.views.texts import translate
from app.views.widgets.elided_label import ElidedLabel
from app.views.widgets.icon_button import ActionButton

_RUN = (
    "track.step_back",
    "track.backward",
    "track.both",
    "track.forward",
    "track.step_forward",
    "track.selection",
    "track.closer",
)
_JUMP = ("jump.previous_prompt", "jump.next_prompt", "jump.next_doubtful", "jump.next_hidden")
_VIEW = ("timeline.snap", "timeline.zoom_out", "timeline.fit", "timeline.zoom_in")


class TrackingBar(QWidget):
    """Over the timeline. Its buttons are the window's actions; while a run goes on, pause and stop stand beside its
    progress. Says nothing itself."""

    def __init__(self, actions: Mapping[str, QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("tracking")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(34)
        self._state: TrackingState | None = None
        self._title, self._facts = ElidedLabel(self), ElidedLabel(self)
        self._title.setAccessibleName(translate("Tracking", "What is being tracked"))
        self._facts.setAccessibleName(translate("Tracking", "Speed, time left and memory"))
        self._facts.setFont(theme.number_font(theme.SMALL_PX))
        self._facts.setProperty("role", "dim")
        self._progress = QProgressBar(self)
        self._progress.setRange(0, 1000)
        self._progress.setTextVisible(False)
        self._progress.setMinimumWidth(50)
        self._progress.setMaximumWidth(220)
        self._progress.setAccessibleName(translate("Tracking", "Tracking progress"))
        self._progress.setToolTip(translate("Tracking", "How much of the range is tracked"))
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 0, 10, 0)
        row.setSpacing(2)
        head = QLabel(translate("Tracking", "Track"), self)
        head.setProperty("role", "heading")
        row.addWidget(head)
        row.addSpacing(6)
        for name in _RUN:
            row.addWidget(ActionButton(actions[name], self))
        row.addSpacing(10)
        self._run = [ActionButton(actions["track.pause"], self), ActionButton(actions["track.cancel"], self)]
        for widget in (*self._run, self._progress, self._title, self._facts):
            row.addWidget(widget)
            row.addSpacing(6)
        row.addStretch(1)
        for name in _JUMP:
            row.addWidget(ActionButton(actions[name], self))
        row.addSpacing(14)
        for name in _VIEW:
            if name != "timeline.fit":
                row.addWidget(ActionButton(actions[name], self))
        self._show()

    def set_tracking(self, state: TrackingState | None) -> None:
        """The run on show; None: nothing is tracked."""
        if state != self._state:
            self._state = state
            self._show()

    def _show(self) -> None:
        state = self._state
        for widget in (*self._run, self._progress, self._title, self._facts):
            widget.setVisible(state is not None)
        if state is None:
            return
        self._title.setText(label(state.title))
        facts = [translate("Tracking", "paused")] if state.paused else [label(state.speed), label(state.left)]
        self._facts.setText("  ·  ".join(fact for fact in (*facts, state.memory) if fact))
        self._progress.setRange(0, 0 if state.fraction is None else 1000)
        self._progress.setValue(round(1000 * (state.fraction or 0.0)))
