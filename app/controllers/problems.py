"""One place for everything that goes wrong."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from app.views.models import Problem
from app.views.widgets.problem_bar import ProblemBar
from app.workers.failure import Failure
from engine.errors import ClickMatteError, UsageError

MOST_OPEN = 20
"""Earlier messages that are kept until they are closed."""

PASSING_MS = 12_000
"""Long enough to read two lines twice."""


class Problems(QObject):
    """Controllers tell it; the bar shows the newest, and when that is closed, the one before: nothing said is lost.

    What is over by itself passes: a refused wish (something was tried that makes no sense here) and a notice that
    asks for nothing go after a while, or when another clip is shown; a refusal also with the next change that works.
    """

    def __init__(self, bar: ProblemBar, parent: QObject | None = None, passing_ms: int = PASSING_MS) -> None:
        super().__init__(parent)
        self._bar = bar
        self._open: list[Problem] = []
        self._refusals: list[Problem] = []
        self._notices: list[Problem] = []
        self._passing = QTimer(self, singleShot=True, interval=passing_ms)
        self._passing.timeout.connect(self.let_pass)
        bar.dismissed.connect(self._dismiss)

    def tell(self, failure: Failure, action: str = "", action_title: str = "") -> None:
        """A failure from another thread."""
        details = "" if failure.expected and not failure.details else failure.details
        self._show(Problem(failure.sentence, failure.remedy, details, action, action_title))

    def tell_error(self, error: ClickMatteError) -> None:
        """An edit or request that was refused at once."""
        problem = Problem(error.sentence, error.remedy)
        if isinstance(error, UsageError):
            self._refusals.append(problem)
        self._show(problem)

    def take_back(self, failure: Failure) -> None:
        """What failed has been put right."""
        self._drop([problem for problem in self._open if problem.sentence == failure.sentence])

    def let_refusals_pass(self) -> None:
        """Something was done: what was refused before it is over."""
        self._drop(self._refusals)
        self._refusals = []

    def let_pass(self) -> None:
        """What is over by itself."""
        self._drop(self._notices)
        self._notices = []
        self.let_refusals_pass()

    def clear(self) -> None:
        """What was told is over."""
        self._open = []
        self._bar.clear()

    def notice(self, sentence: str, remedy: str = "", action: str = "", action_title: str = "") -> None:
        """Something worth knowing that is no error."""
        problem = Problem(sentence, remedy, "", action, action_title, is_error=False)
        if not remedy and not action:
            self._notices.append(problem)
        self._show(problem)

    def _show(self, problem: Problem) -> None:
        earlier = [other for other in self._open if other != problem and (other.is_error or not problem.is_error)]
        self._open = [*earlier[-MOST_OPEN:], problem]
        self._bar.show_problem(problem)
        if problem in (*self._refusals, *self._notices):
            self._passing.start()

    def _drop(self, problems: list[Problem]) -> None:
        left = [problem for problem in self._open if problem not in problems]
        if left == self._open:
            return
        was_shown = self._open[-1]
        self._open = left
        if not left:
            self._bar.clear()
        elif left[-1] is not was_shown:
            self._bar.show_problem(left[-1])

    def _dismiss(self) -> None:
        """The newest was read."""
        self._open = self._open[:-1]
        if self._open:
            self._bar.show_problem(self._open[-1])
