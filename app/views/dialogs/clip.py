"""The clip: what it is, and how it is read where its file leaves that open."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.views import theme
from app.views.labels import label
from app.views.models import ClipModel
from app.views.texts import translate
from app.views.widgets.section import heading


class ClipDialog(QDialog):
    """Non-modal; a change counts at once and can be undone like any other.

    Signals:
        deinterlace_set(bool): make whole pictures of interlaced ones.
        colour_guess_chosen(object): a value of ClipModel.guesses.
    """

    deinterlace_set = Signal(bool)
    colour_guess_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("clip_dialog")
        self.setWindowTitle(translate("Clip", "The clip"))
        self.setMinimumWidth(440)
        self._model = ClipModel()
        self._title = QLabel(self)
        self._title.setFont(theme.font(theme.FONT_PX, bold=True))
        self._title.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._facts = QFormLayout()
        self._facts.setHorizontalSpacing(14)
        self._warnings = QLabel(self)
        self._warnings.setProperty("role", "warn")
        self._warnings.setWordWrap(True)
        self._deinterlace = QCheckBox(translate("Clip", "Deinterlace"), self)
        self._deinterlace.setToolTip(translate("Clip", "Make one whole picture of the two fields of each frame"))
        self._deinterlace.setAccessibleName(self._deinterlace.text())
        self._deinterlace.toggled.connect(self.deinterlace_set)
        self._guess = QComboBox(self)
        self._guess.setAccessibleName(translate("Clip", "Colours"))
        self._guess.setToolTip(translate("Clip", "What the colours are taken for where the file does not say"))
        self._guess.activated.connect(lambda place: self.colour_guess_chosen.emit(self._guess.itemData(place)))
        self._close = QPushButton(translate("Clip", "Close"), self)
        self._close.setToolTip(translate("Clip", "Close"))
        self._close.setAccessibleName(self._close.text())
        self._close.clicked.connect(self.close)
        self._lay_out()

    def set_clip(self, model: ClipModel) -> None:
        """Facts and choices; shown whether or not the dialog is."""
        if model == self._model:
            return
        old, self._model = self._model, model
        self._title.setText(model.title)
        if model.facts != old.facts:
            self._fill_facts(model.facts)
        self._warnings.setText("\n".join(label(warning) for warning in model.warnings))
        self._warnings.setVisible(bool(model.warnings))
        with QSignalBlocker(self._deinterlace), QSignalBlocker(self._guess):
            self._deinterlace.setChecked(model.deinterlace)
            self._deinterlace.setEnabled(model.can_deinterlace)
            self._guess.clear()
            for value, title in model.guesses:
                self._guess.addItem(label(title), value)
            self._guess.setCurrentIndex([value for value, _ in model.guesses].index(model.guess))
            self._guess.setEnabled(model.can_guess)

    def _fill_facts(self, facts: tuple[tuple[str, str], ...]) -> None:
        while self._facts.rowCount():
            self._facts.removeRow(0)
        for name, value in facts:
            said = QLabel(label(value), self)
            said.setWordWrap(True)
            said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._facts.addRow(label(name), said)

    def _lay_out(self) -> None:
        reading = QFormLayout()
        reading.setHorizontalSpacing(14)
        reading.addRow(translate("Clip", "Colours"), self._guess)
        reading.addRow("", self._deinterlace)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self._close)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(10)
        column.addWidget(self._title)
        column.addLayout(self._facts)
        column.addWidget(self._warnings)
        column.addSpacing(4)
        column.addWidget(heading(translate("Clip", "How it is read")))
        column.addLayout(reading)
        column.addStretch(1)
        column.addLayout(foot)
