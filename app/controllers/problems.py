"""One place for everything that goes wrong."""

from __future__ import annotations

from PySide6.QtCore import QObject

from app.views.models import Problem
from app.views.widgets.problem_bar import ProblemBar
from app.workers.failure import Failure
from engine.errors import ClickMatteError


class Problems(QObject):
    """Controllers tell it; the bar shows the newest."""

    def __init__(self, bar: ProblemBar, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bar = bar

    def tell(self, failure: Failure, action: str = "", action_title: str = "") -> None:
        """A failure from another thread."""
        details = "" if failure.expected and not failure.details else failure.details
        self._bar.show_problem(Problem(failure.sentence, failure.remedy, details, action, action_title))

    def tell_error(self, error: ClickMatteError) -> None:
        """An edit or request that was refused at once."""
        self._bar.show_problem(Problem(error.sentence, error.remedy))

    def clear(self) -> None:
        """What was told last is over."""
        self._bar.clear()

    def notice(self, sentence: str, remedy: str = "") -> None:
        """Something worth knowing that is no error."""
        self._bar.show_problem(Problem(sentence, remedy, is_error=False))
