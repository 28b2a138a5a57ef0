"""The transport bar: where we are, and everything that moves the playhead."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QWidget

from app.views import icons, theme
from app.views.models import ClipTimes, PlaybackState
from app.views.texts import translate
from app.views.timeline.timecode import parse
from app.views.widgets.icon_button import ActionButton
from app.views.widgets.steady_label import SteadyLabel

_LEFT = ("mark.in", "mark.out", "mark.clear")
_MIDDLE = ("play.start", "play.step_back", "play.reverse", "play.toggle", "play.step_forward", "play.end")
_RIGHT = ("play.loop", "play.mute")


class TransportBar(QWidget):
    """Under the picture. Its buttons are the window's actions.

    Signals:
        seek_requested(int): a frame was typed, as a number, a timecode or +/- frames.
    """

    seek_requested = Signal(int)

    def __init__(self, actions: Mapping[str, QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("transport")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(40)
        self._state = PlaybackState()
        self._clip: ClipTimes | None = None
        self._toggle = actions["play.toggle"]
        self._checks = {name: actions[name] for name in ("play.loop", "play.mute")}
        self._timecode = QLineEdit(self)
        self._timecode.setFont(theme.number_font(15, bold=True))
        self._timecode.setFixedWidth(124)
        self._timecode.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._timecode.setFrame(False)
        self._timecode.setPlaceholderText("--:--:--:--")
        self._timecode.setAccessibleName(translate("Transport", "Timecode"))
        self._timecode.setToolTip(translate("Transport", "Type a timecode, a frame number, or +12 and −12, then Enter"))
        self._timecode.returnPressed.connect(self._typed)
        self._timecode.editingFinished.connect(self._show_timecode)
        self._frame = self._label(translate("Transport", "Frame"))
        self._speed = self._label(translate("Transport", "Speed"))
        self._dropped = self._label(translate("Transport", "Dropped frames"))
        self._dropped.setProperty("role", "warn")
        self._dropped.setToolTip(
            translate("Transport", "Frames left out since playing began, to keep time with the sound")
        )
        self._lay_out(actions)

    def set_clip(self, clip: ClipTimes | None) -> None:
        """What typed timecodes are read by."""
        self._clip = clip
        self.setEnabled(clip is not None)

    def set_state(self, state: PlaybackState) -> None:
        """Where and how it plays."""
        if state == self._state:
            return
        playing_changed = state.playing != self._state.playing
        muted_changed = state.muted != self._state.muted
        self._state = state
        if playing_changed:
            self._toggle.setIcon(icons.icon("pause" if state.playing else "play"))
        if not self._timecode.hasFocus():
            self._show_timecode()
        last = max(state.frame_count - 1, 0)
        self._frame.setText(f"{state.frame} / {last}" if state.frame_count else "")
        self._speed.setText(f"{state.speed:g}×".replace("-", "−") if state.playing and state.speed != 1.0 else "")
        self._dropped.setText(translate("Transport", "{0} dropped").format(state.dropped) if state.dropped else "")
        self._checks["play.loop"].setChecked(state.loop)
        self._checks["play.mute"].setChecked(state.muted)
        if muted_changed:
            self._checks["play.mute"].setIcon(icons.icon("speaker-off" if state.muted else "speaker"))
        self._checks["play.mute"].setEnabled(state.has_sound)

    def _lay_out(self, actions: Mapping[str, QAction]) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 0, 10, 0)
        row.setSpacing(2)
        left, right = QHBoxLayout(), QHBoxLayout()
        left.addWidget(self._timecode)
        left.addSpacing(8)
        left.addWidget(self._frame)
        left.addStretch(1)
        right.addWidget(self._dropped)
        right.addSpacing(10)
        right.addWidget(self._speed)
        right.addStretch(1)
        for name in _LEFT:
            right.addWidget(ActionButton(actions[name], self))
        right.addWidget(_rule(self))
        for name in _RIGHT:
            right.addWidget(ActionButton(actions[name], self))
        row.addLayout(left, 1)
        for name in _MIDDLE:
            row.addWidget(ActionButton(actions[name], self, 22 if name == "play.toggle" else theme.ICON))
        row.addLayout(right, 1)

    def _label(self, name: str) -> QLabel:
        label = SteadyLabel(self)
        label.setFont(theme.number_font(theme.FONT_PX))
        label.setProperty("role", "dim")
        label.setAccessibleName(name)
        return label

    def _show_timecode(self) -> None:
        self._timecode.setText(self._state.timecode)

    def _typed(self) -> None:
        text = self._timecode.text().strip().replace("−", "-")
        if self._clip is None:
            return
        if text[:1] in "+-" and text[1:].isdigit():
            frame: int | None = self._state.frame + int(text)
        else:
            frame = parse(text, self._clip.rate, self._clip.start_timecode)
        if frame is not None:
            self.seek_requested.emit(min(max(frame, 0), max(self._clip.frame_count - 1, 0)))
        self._timecode.clearFocus()


def _rule(parent: QWidget) -> QFrame:
    rule = QFrame(parent)
    rule.setFixedSize(1, 18)
    rule.setStyleSheet(f"background: {theme.EDGE.name()}; margin: 0 4px;")
    return rule
