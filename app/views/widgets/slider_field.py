"""A number with a slider, a field with its unit, and a way back to where it was at first."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QDoubleSpinBox, QHBoxLayout, QLabel, QSlider, QWidget

from app.views import theme
from app.views.texts import translate
from app.views.widgets.icon_button import IconButton

_STEPS = 1000
_MARGIN = 6.0


class SliderField(QWidget):
    """One adjustable number. Without `has_home` there is no button that goes back.

    Signals:
        changed(float, bool): the value, and whether it is final (False while the slider moves).
    """

    changed = Signal(float, bool)

    def __init__(
        self,
        title: str,
        low: float,
        high: float,
        step: float,
        unit: str = "",
        tip: str = "",
        has_home: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._low, self._high, self._home, self._value = low, high, low, low
        self._label = QLabel(title, self)
        self._label.setMinimumWidth(92)
        self._slider = _Slider(self)
        self._slider.setRange(0, _STEPS)
        self._slider.setMinimumWidth(60)
        self._field = _Spin(self)
        self._field.setRange(low, high)
        self._field.setSingleStep(step)
        self._field.setDecimals(0 if step >= 1 else 1 if step >= 0.1 else 2)
        self._field.setSuffix(f" {unit}" if unit else "")
        self._field.setFont(theme.number_font())
        self._field.setFixedWidth(76)
        self._field.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._field.setKeyboardTracking(False)
        self._reset = IconButton("reset", translate("Slider", "Reset {0}").format(title), self, 14)
        self._reset.clicked.connect(self._go_home)
        self._reset.setVisible(has_home)
        parts: tuple[QWidget, ...] = (self._label, self._slider, self._field, self._reset)
        for part in parts[:3]:
            part.setToolTip(tip or title)
        for part in parts[1:3]:
            part.setAccessibleName(f"{title} ({unit})" if unit else title)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        for part in parts:
            row.addWidget(part, 1 if part is self._slider else 0)
        self._slider.valueChanged.connect(self._slid)
        self._slider.sliderReleased.connect(lambda: self.changed.emit(self._value, True))
        self._field.valueChanged.connect(lambda value: self._take(value, True))
        self._show_reset()

    def set_value(self, value: float, home: float | None = None) -> None:
        """Show a value; `home` is what the reset button goes back to."""
        if home is not None:
            self._home = home
        self._slider.set_home((self._home - self._low) / (self._high - self._low))
        self._value = value
        if not self._slider.isSliderDown():
            with QSignalBlocker(self._slider):
                self._slider.setValue(round((value - self._low) / (self._high - self._low) * _STEPS))
        with QSignalBlocker(self._field):
            self._field.setValue(value)
        self._show_reset()

    def value(self) -> float:
        """The number on show."""
        return self._value

    def _slid(self, place: int) -> None:
        value = self._low + (self._high - self._low) * place / _STEPS
        step = self._field.singleStep()
        self._take(round(value / step) * step, not self._slider.isSliderDown())

    def _take(self, value: float, final: bool) -> None:
        if value != self._value:
            self.set_value(value)
            self.changed.emit(value, final)

    def _go_home(self) -> None:
        self._take(self._home, True)

    def _show_reset(self) -> None:
        away = abs(self._value - self._home) > 1e-9
        self._reset.setEnabled(away and self.isEnabled())

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.EnabledChange:
            self._show_reset()
        super().changeEvent(event)


class _Slider(QSlider):
    """Does not steal the wheel from the panel that scrolls, and jumps to where it is pressed."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setFixedHeight(20)
        self._home = 0.0

    def set_home(self, share: float) -> None:
        """Where the value is at rest, 0..1: the bar is filled from there."""
        self._home = share
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        enabled, middle, room = self.isEnabled(), self.height() / 2, self.width() - 2 * _MARGIN
        x, home = _MARGIN + room * self.value() / max(self.maximum(), 1), _MARGIN + room * self._home
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor("#3a3a3a") if enabled else theme.RAISED)
        painter.drawRoundedRect(QRectF(_MARGIN, middle - 1.5, room, 3), 1.5, 1.5)
        painter.setBrush(theme.ACCENT_DEEP if enabled else theme.RAISED)
        painter.drawRect(QRectF(min(x, home), middle - 1.5, abs(x - home), 3))
        painter.setBrush(theme.FAINT)
        painter.drawRect(QRectF(home - 0.5, middle - 4, 1, 8))
        lit = self.isSliderDown() or self.underMouse()
        ink = QColor("#f0f0f0") if lit else QColor("#b8b8b8")
        painter.setBrush(ink if enabled else theme.RAISED)
        painter.setPen(QPen(theme.ACCENT, 1.6) if self.hasFocus() else QPen(QColor(0, 0, 0, 120), 1))
        painter.drawRoundedRect(QRectF(x - 4.5, middle - 6.5, 9, 13), 3, 3)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            share = min(max((event.position().x() - _MARGIN) / max(self.width() - 2 * _MARGIN, 1), 0.0), 1.0)
            self.setSliderDown(True)
            self.setValue(round(share * (self.maximum() - self.minimum()) + self.minimum()))
            event.accept()
            return
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.isSliderDown():
            share = min(max((event.position().x() - _MARGIN) / max(self.width() - 2 * _MARGIN, 1), 0.0), 1.0)
            self.setValue(round(share * (self.maximum() - self.minimum()) + self.minimum()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.isSliderDown():
            self.setSliderDown(False)
        event.accept()


class _Spin(QDoubleSpinBox):
    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()
