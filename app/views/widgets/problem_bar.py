"""The one place where errors and notices appear: a sentence, what to try, details to copy."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from app.views import icons, theme
from app.views.labels import label
from app.views.models import Problem
from app.views.texts import translate
from app.views.widgets.icon_button import IconButton


class ProblemBar(QWidget):
    """Stands above the picture while there is something to say; it blocks nothing.

    Signals:
        action_triggered(str): the button that mends it; an action id.
        dismissed(): the person closed it.
    """

    action_triggered = Signal(str)
    dismissed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("problems")
        self.setAccessibleName(translate("Problem", "Message"))
        self._problem: Problem | None = None
        self._sign, self._sentence, self._remedy = QLabel(self), QLabel(self), QLabel(self)
        for said in (self._sentence, self._remedy):
            said.setWordWrap(True)
            said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            said.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._sentence.setFont(theme.font(bold=True))
        self._remedy.setProperty("role", "dim")
        self._mend = QPushButton(self)
        self._mend.setAccessibleName(translate("Problem", "Mend it"))
        self._mend.setToolTip(translate("Problem", "Mend it"))
        self._mend.setProperty("primary", True)
        self._copy = QPushButton(translate("Problem", "Copy details"), self)
        self._copy.setToolTip(translate("Problem", "Copy what happened and facts about this machine to the clipboard"))
        self._copy.setAccessibleName(self._copy.text())
        self._close = IconButton("close", translate("Problem", "Close this message"), self, 16)
        self._mend.clicked.connect(self._say_action)
        self._copy.clicked.connect(self._copy_details)
        self._close.clicked.connect(self._dismiss)
        self._lay_out()
        self.hide()

    def show_problem(self, problem: Problem) -> None:
        """Show this in place of what was there."""
        self._problem = problem
        sentence, remedy, action = (label(t) for t in (problem.sentence, problem.remedy, problem.action_title))
        ink = theme.NEGATIVE if problem.is_error else theme.ACCENT
        name = "error" if problem.is_error else "info"
        self._sign.setPixmap(icons.pixmap(name, 20, ink, self.devicePixelRatioF()))
        self._sentence.setText(sentence)
        self._remedy.setText(remedy)
        self._remedy.setVisible(bool(problem.remedy))
        self._mend.setText(action)
        self._mend.setToolTip(action)
        self._mend.setAccessibleName(action)
        self._mend.setVisible(bool(problem.action))
        self._copy.setVisible(bool(problem.details))
        self.setAccessibleDescription(f"{sentence} {remedy}".strip())
        self.show()

    def clear(self) -> None:
        """Nothing is wrong any more."""
        self._problem = None
        self.hide()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        error = self._problem is not None and self._problem.is_error
        painter.fillRect(self.rect(), QColor("#342626") if error else QColor("#26303a"))
        painter.fillRect(0, 0, 3, self.height(), theme.NEGATIVE if error else theme.ACCENT)
        painter.setPen(QPen(theme.LINE))
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)

    def _lay_out(self) -> None:
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(self._sentence)
        texts.addWidget(self._remedy)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 8, 8, 8)
        row.setSpacing(10)
        row.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(texts, 1)
        for button in (self._mend, self._copy, self._close):
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)

    def _say_action(self) -> None:
        if self._problem is not None:
            self.action_triggered.emit(self._problem.action)

    def _copy_details(self) -> None:
        if self._problem is not None:
            said = (self._problem.sentence, self._problem.remedy, self._problem.details)
            QGuiApplication.clipboard().setText("\n\n".join(part for part in said if part))

    def _dismiss(self) -> None:
        self.clear()
        self.dismissed.emit()
