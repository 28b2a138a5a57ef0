"""The models panel: what is here, what suits this machine, where it runs, and a comparison of two."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QRectF, QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.views import paint, theme
from app.views.labels import label, model_title
from app.views.models import Bgra, Comparison, DeviceModel, ModelRow, ModelState
from app.views.texts import translate
from app.views.widgets.icon_button import IconButton
from app.views.widgets.section import column, heading, rule, scrolling

_FAR = 1 << 24
"""Below the end of any list."""


class ModelsPanel(QWidget):
    """Models as cards, device and precision above, the comparison below.

    Signals:
        use_requested(str): model name, for this project from now on.
        download_requested(str): start or go on.
        pause_requested(str): hold the download.
        local_file_chosen(str, object): model name, Path of a weights file.
        cancel_requested(str): throw away what has come.
        device_chosen(str), precision_chosen(str), size_chosen(int): a value of DeviceModel.
        compare_requested(str): this model beside the current one, on the current frame.
    """

    use_requested = Signal(str)
    download_requested = Signal(str)
    pause_requested = Signal(str)
    cancel_requested = Signal(str)
    local_file_chosen = Signal(str, object)
    device_chosen = Signal(str)
    precision_chosen = Signal(str)
    size_chosen = Signal(int)
    compare_requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("models")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(translate("Models", "Models"))
        self._cards: dict[str, ModelCard] = {}
        self._device = self._combo(translate("Models", "Device"), translate("Models", "Where the model runs"))
        self._precision = self._combo(
            translate("Models", "Precision"),
            translate("Models", "Lower precision is faster where the device supports it"),
        )
        self._size = self._combo(
            translate("Models", "Input size"),
            translate("Models", "How large the model sees the picture: smaller is faster, and coarser"),
        )
        self._size.activated.connect(lambda: self.size_chosen.emit(int(self._size.currentData())))
        self._device.activated.connect(lambda: self.device_chosen.emit(str(self._device.currentData())))
        self._precision.activated.connect(lambda: self.precision_chosen.emit(str(self._precision.currentData())))
        self._size_note, self._advice, self._comparing = self._small(), self._small(), self._small()
        self._comparison = ComparisonView(self)
        self._list = QVBoxLayout()
        self._list.setSpacing(6)
        self._lay_out()

    def set_models(self, rows: tuple[ModelRow, ...]) -> None:
        """All models, in the order they are shown."""
        wanted = {row.name for row in rows}
        for name in [name for name in self._cards if name not in wanted]:
            gone = self._cards.pop(name)
            gone.hide()
            gone.deleteLater()
        for place, row in enumerate(rows):
            if row.name not in self._cards:
                self._cards[row.name] = ModelCard(self)
                self._list.insertWidget(place, self._cards[row.name])
            self._cards[row.name].set_row(row)

    def set_device(self, model: DeviceModel) -> None:
        """Devices, precisions, what is chosen, and what would be faster."""
        choices: tuple[tuple[QComboBox, Sequence[tuple[object, str]], object], ...] = (
            (self._device, model.devices, model.device),
            (self._precision, model.precisions, model.precision),
            (self._size, model.sizes, model.size),
        )
        for combo, values, chosen in choices:
            with QSignalBlocker(combo):
                combo.clear()
                for value, title in values:
                    combo.addItem(label(title), value)
                combo.setCurrentIndex(combo.findData(chosen))
        for line, text in ((self._size_note, model.size_note), (self._advice, model.advice)):
            line.setText(label(text))
            line.setVisible(bool(text))

    def set_comparing(self, name: str) -> None:
        """The comparison with this model was asked for and is under way."""
        self._comparison.set_comparison(None)
        self._comparing.setText(translate("Models", "Comparing with {0}…").format(model_title(name)))
        self._comparing.show()
        self._show_end()

    def set_comparison(self, comparison: Comparison | None) -> None:
        """Two models on the current frame; None: none was asked for."""
        self._comparing.hide()
        self._comparison.set_comparison(comparison)
        if comparison is not None:
            self._show_end()

    def _show_end(self) -> None:
        """The comparison stands below the cards, which may fill more than the panel: bring it into view."""
        QTimer.singleShot(0, self._area, lambda: self._area.verticalScrollBar().setValue(_FAR))

    def card(self, name: str) -> ModelCard:
        """The card of one model. Raises KeyError."""
        return self._cards[name]

    def _lay_out(self) -> None:
        inner = QWidget()
        body = column(inner)
        for title, combo in (
            (translate("Models", "Device"), self._device),
            (translate("Models", "Precision"), self._precision),
            (translate("Models", "Input size"), self._size),
        ):
            line = QHBoxLayout()
            said = QLabel(title)
            said.setMinimumWidth(92)
            line.addWidget(said)
            line.addWidget(combo, 1)
            body.addLayout(line)
        body.addWidget(self._size_note)
        body.addWidget(self._advice)
        body.addWidget(rule())
        body.addWidget(heading(translate("Models", "Models")))
        body.addLayout(self._list)
        body.addWidget(self._comparing)
        body.addWidget(self._comparison)
        body.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self._area = scrolling(inner)
        outer.addWidget(self._area)

    def _small(self) -> QLabel:
        text = QLabel(self)
        text.setWordWrap(True)
        text.setProperty("role", "small")
        text.hide()
        return text

    def _combo(self, name: str, tip: str) -> QComboBox:
        combo = QComboBox(self)
        combo.setAccessibleName(name)
        combo.setToolTip(tip)
        return combo


class ModelCard(QFrame):
    """One model: its state, and the one thing to do next."""

    def __init__(self, panel: ModelsPanel) -> None:
        super().__init__(panel)
        self._panel = panel
        self._row = ModelRow("", "", ModelState.AVAILABLE)
        self.setProperty("role", "card")
        self._title, self._state, self._detail, self._advice = QLabel(), QLabel(), QLabel(), QLabel()
        self._title.setFont(theme.font(bold=True))
        self._state.setFont(theme.number_font(theme.SMALL_PX))
        for text in (self._detail, self._advice):
            text.setWordWrap(True)
            text.setProperty("role", "small")
        self._bar = QProgressBar()
        self._bar.setRange(0, 1000)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(translate("Models", "Download progress"))
        self._bar.setToolTip(translate("Models", "Download progress"))
        self._button = QPushButton(self)
        self._button.clicked.connect(self._say)
        self._more = IconButton("more", translate("Models", "More for this model"), self, 16)
        self._more.clicked.connect(self._open_menu)
        self._lay_out()

    def set_row(self, row: ModelRow) -> None:
        """Show this state of it."""
        if row == self._row:
            return
        self._row = row
        self.setProperty("current", row.current)
        self.style().unpolish(self)
        self.style().polish(self)
        title = model_title(row.title)
        self._title.setText(title)
        self._state.setText(_state_text(row))
        ink = {ModelState.HERE: theme.POSITIVE, ModelState.BROKEN: theme.NEGATIVE}.get(row.state, theme.DIM)
        self._state.setStyleSheet(f"color: {(theme.ACCENT if row.current else ink).name()};")
        self._detail.setText(label(row.detail))
        self._advice.setText(label(row.advice))
        self._advice.setVisible(bool(row.advice))
        self._advice.setStyleSheet("" if row.suits else f"color: {theme.DOUBT.name()};")
        busy = row.state in (ModelState.DOWNLOADING, ModelState.PAUSED)
        self._bar.setVisible(busy)
        self._bar.setValue(round(1000 * row.done_bytes / row.size_bytes) if row.size_bytes else 0)
        self._button.setText(_button_text(row))
        self._button.setToolTip(f"{_button_text(row)}: {title}")
        self._button.setAccessibleName(f"{_button_text(row)}: {title}")
        self._button.setVisible(not row.current)
        self.setAccessibleName(title)

    def menu(self) -> QMenu:
        """What else can be done with it."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        name = self._row.name
        compare = menu.addAction(translate("Models", "Compare with the current one on this frame"))
        compare.setEnabled(self._row.state is ModelState.HERE and not self._row.current)
        compare.triggered.connect(lambda: self._panel.compare_requested.emit(name))
        if self._row.state in (ModelState.DOWNLOADING, ModelState.PAUSED):
            cancel = menu.addAction(translate("Models", "Cancel the download"))
            cancel.setToolTip(translate("Models", "Throws away what has come"))
            cancel.triggered.connect(lambda: self._panel.cancel_requested.emit(name))
        local = menu.addAction(translate("Models", "Use a file on this machine…"))
        local.triggered.connect(self._ask_file)
        return menu

    def _open_menu(self) -> None:
        self.menu().popup(self._more.mapToGlobal(self._more.rect().bottomLeft()))

    def _ask_file(self) -> None:
        name = self._row.name
        title = translate("Models", "Weights for {0}").format(model_title(self._row.title))
        dialog = QFileDialog(self.window(), title, "", translate("Models", "Weights (*.pt *.pth *.safetensors)"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda path: self._panel.local_file_chosen.emit(name, Path(path)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _say(self) -> None:
        signals = {
            ModelState.HERE: self._panel.use_requested,
            ModelState.DOWNLOADING: self._panel.pause_requested,
        }
        signals.get(self._row.state, self._panel.download_requested).emit(self._row.name)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self._state)
        foot = QHBoxLayout()
        foot.addWidget(self._advice, 1)
        foot.addWidget(self._button, 0, Qt.AlignmentFlag.AlignBottom)
        foot.addWidget(self._more, 0, Qt.AlignmentFlag.AlignBottom)
        body = QVBoxLayout(self)
        body.setContentsMargins(10, 8, 8, 8)
        body.setSpacing(4)
        body.addLayout(head)
        body.addWidget(self._detail)
        body.addWidget(self._bar)
        body.addLayout(foot)


class ComparisonView(QWidget):
    """Two pictures side by side, with a line that says what differs."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._comparison: Comparison | None = None
        self.setAccessibleName(translate("Models", "Comparison"))
        self.hide()

    def set_comparison(self, comparison: Comparison | None) -> None:
        """The pictures to show."""
        self._comparison = comparison
        self.setVisible(comparison is not None)
        self.setFixedHeight(self._height())
        if comparison is not None:
            self.setAccessibleDescription(label(comparison.note))
            self.setToolTip(label(comparison.note))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._comparison is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        shown, half = self._comparison, (self.width() - 6) / 2
        for left, title, bgra in ((0.0, shown.left_title, shown.left), (half + 6, shown.right_title, shown.right)):
            painter.setPen(theme.DIM)
            painter.setFont(theme.font(theme.SMALL_PX))
            painter.drawText(QRectF(left, 0, half, 18), model_title(title))
            high = self._picture_height(bgra)
            painter.drawPixmap(round(left), 20, paint.thumbnail(bgra, round(half), high, self.devicePixelRatioF()))
        painter.setPen(theme.TEXT)
        painter.drawText(QRectF(0, self.height() - 32, self.width(), 32), Qt.TextFlag.TextWordWrap, label(shown.note))

    def _picture_height(self, bgra: Bgra) -> int:
        return max(1, round((max(self.width(), 200) - 6) / 2 * bgra.shape[0] / bgra.shape[1]))

    def _height(self) -> int:
        return 58 + self._picture_height(self._comparison.left) if self._comparison is not None else 0


def _megabytes(size: int) -> str:
    return f"{size / 1e9:.1f} GB" if size >= 1e9 else f"{size / 1e6:.0f} MB"


def _state_text(row: ModelRow) -> str:
    if row.current:
        return translate("Models", "in use")
    amounts = _megabytes(row.done_bytes), _megabytes(row.size_bytes)
    texts = {
        ModelState.HERE: translate("Models", "here"),
        ModelState.AVAILABLE: _megabytes(row.size_bytes) if row.size_bytes else "",
        ModelState.DOWNLOADING: translate("Models", "{0} of {1}").format(*amounts),
        ModelState.PAUSED: translate("Models", "{0} of {1}, paused").format(*amounts),
        ModelState.BROKEN: translate("Models", "damaged"),
    }
    return texts[row.state]


def _button_text(row: ModelRow) -> str:
    texts = {
        ModelState.HERE: translate("Models", "Use"),
        ModelState.AVAILABLE: translate("Models", "Download"),
        ModelState.DOWNLOADING: translate("Models", "Pause"),
        ModelState.PAUSED: translate("Models", "Go on"),
        ModelState.BROKEN: translate("Models", "Download again"),
    }
    return texts[row.state]
