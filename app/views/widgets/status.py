"""The status line: what a click will do, and a few facts."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from app.views import theme
from app.views.labels import label
from app.views.models import StatusModel
from app.views.texts import translate
from app.views.widgets.elided_label import ElidedLabel


class StatusLine(QWidget):
    """Shows the hint on the left, frame, model and memory on the right. Says nothing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("status")
        self.setFixedHeight(24)
        self._model, self._hint = StatusModel(), ""
        self._text = ElidedLabel(self)
        self._text.setAccessibleName(translate("Status", "What a click does"))
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 0, 10, 0)
        row.setSpacing(18)
        row.addWidget(self._text, 1)
        self._facts = [QLabel(self) for _ in range(3)]
        names = (translate("Status", "Frame"), translate("Status", "Model"), translate("Status", "Memory"))
        for said, name in zip(self._facts, names, strict=True):
            said.setAccessibleName(name)
            said.setProperty("role", "small")
            said.setFont(theme.number_font(theme.SMALL_PX))
            row.addWidget(said, 0, Qt.AlignmentFlag.AlignVCenter)
        self._text.setProperty("role", "small")

    def set_status(self, model: StatusModel) -> None:
        """Facts, and a hint that goes before the canvas's own where it is not empty."""
        if model == self._model:
            return
        self._model = model
        for said, text in zip(self._facts, (model.frame, model.model, model.memory), strict=True):
            said.setText(label(text))
            said.setVisible(bool(text))
        self._show()

    def set_hint(self, hint: str) -> None:
        """What the canvas says a click will do."""
        self._hint = hint
        self._show()

    def text(self) -> str:
        """The sentence on show."""
        return self._text.text()

    def _show(self) -> None:
        self._text.setText(label(self._model.hint) or self._hint)
