"""About: version, licences, and what the program found on this machine."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from app.views import icons, theme
from app.views.texts import translate


class AboutDialog(QDialog):
    """Shows facts; they can be copied. Says nothing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("about")
        self.setWindowTitle(translate("About", "About ClickMatte"))
        self.setFixedWidth(460)
        mark = QLabel(self)
        mark.setPixmap(icons.pixmap("clickmatte", 64, theme.TEXT, self.devicePixelRatioF()))
        title = QLabel("ClickMatte", self)
        title.setFont(theme.font(theme.TITLE_PX, bold=True))
        self._version = QLabel(self)
        self._version.setProperty("role", "dim")
        licence = QLabel(translate("About", "Free software under the Apache License 2.0."), self)
        licence.setProperty("role", "small")
        self._facts = QPlainTextEdit(self)
        self._facts.setReadOnly(True)
        self._facts.setFixedHeight(150)
        self._facts.setAccessibleName(translate("About", "Facts about this machine"))
        self._facts.setToolTip(self._facts.accessibleName())
        copy = self._button(translate("About", "Copy"))
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self._facts.toPlainText()))
        close = self._button(translate("About", "Close"))
        close.clicked.connect(self.close)
        texts = QVBoxLayout()
        for label in (title, self._version, licence):
            texts.addWidget(label)
        head, foot = QHBoxLayout(), QHBoxLayout()
        head.setSpacing(16)
        head.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(texts, 1)
        foot.addStretch(1)
        foot.addWidget(copy)
        foot.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 18, 18, 14)
        column.setSpacing(12)
        column.addLayout(head)
        column.addWidget(self._facts)
        column.addLayout(foot)

    def set_facts(self, version: str, facts: str) -> None:
        """The version, and lines about the machine."""
        self._version.setText(translate("About", "Version {0}").format(version))
        self._facts.setPlainText(facts)

    def _button(self, text: str) -> QPushButton:
        button = QPushButton(text, self)
        button.setToolTip(text)
        button.setAccessibleName(text)
        return button
