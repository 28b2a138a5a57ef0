"""One place for everything that goes wrong."""

from __future__ import annotations

from PySide6.QtCore import QObject

from app.views.models import Problem
from app.views.widgets.problem_bar import ProblemBar
from app.workers.failure import Failure
from engine.errors import ClickMatteError

MOST_OPEN = 20
"""Earlier messages that are kept until they are closed."""


class Problems(QObject):
    """Controllers tell it; the bar shows the newest, and when that is closed, the one before: nothing said is lost."""

    def __init__(self, bar: ProblemBar, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bar = bar
        self._open: list[Problem] = []
        bar.dismissed.connect(self._dismiss)

    def tell(self, failure: Failure, action: str = "", action_title: str = "") -> None:
        """A failure from another thread."""
        details = "" if failure.expected and not failure.details else failure.details
        self._show(Problem(failure.sentence, failure.remedy, details, action, action_title))

    def tell_error(self, error: ClickMatteError) -> None:
        """An edit or request that was refused at once."""
        self._show(Problem(error.sentence, error.remedy))

    def clear(self) -> None:
        """What was told is over."""
        self._open = []
        self._bar.clear()

    def notice(self, sentence: str, remedy: str = "", action: str = "", action_title: str = "") -> None:
        """Something worth knowing that is no error."""
        self._show(Problem(sentence, remedy, "", action, action_title, is_error=False))

    def _show(self, problem: Problem) -> None:
        earlier = [other for other in self._open if other != problem and (other.is_error or not problem.is_error)]
        self._open = [*earlier[-MOST_OPEN:], problem]
        self._bar.show_problem(problem)

    def _dismiss(self) -> None:
        """The newest was read."""
        self._open = self._open[:-1]
        if self._open:
            self._bar.show_problem(self._open[-1])
