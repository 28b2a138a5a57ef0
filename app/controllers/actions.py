"""From an action's id to what it does."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject

from app.controllers.problems import Problems
from engine.errors import ClickMatteError

Deed = Callable[[], object]


class Actions(QObject):
    """Every controller says which ids it answers; one place runs them and tells what is refused."""

    def __init__(self, problems: Problems, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._problems = problems
        self._deeds: dict[str, Deed] = {}

    @property
    def ids(self) -> frozenset[str]:
        return frozenset(self._deeds)

    def offer(self, deeds: Mapping[str, Deed]) -> None:
        """Each id has one deed. Raises ValueError for one that is taken."""
        taken = self._deeds.keys() & deeds.keys()
        if taken:
            raise ValueError(f"answered twice: {sorted(taken)}")
        self._deeds.update(deeds)

    def run(self, action_id: str) -> None:
        """Do it; ids nobody answers are the views' own."""
        deed = self._deeds.get(action_id)
        if deed is None:
            return
        try:
            deed()
        except ClickMatteError as error:
            self._problems.tell_error(error)
