"""A label for numbers that change with every frame."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel


class SteadyLabel(QLabel):
    """As wide as its widest text so far. A label of changing width lays out the whole window anew with every frame,
    which took more time than painting the frame."""

    def setText(self, text: str) -> None:
        if text == self.text():
            return
        super().setText(text)
        hint = self.sizeHint()
        if hint.width() > self.maximumWidth() or self.minimumWidth() != self.maximumWidth():
            self.setFixedSize(max(hint.width(), self.minimumWidth()), hint.height())
