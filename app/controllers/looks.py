"""Looks and effects: every choice is an edit of the project, so that it can be undone and is there again later."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject

from app.controllers.actions import Deed
from app.controllers.look_choices import EFFECTS, LOOKS, look_of, parameters_of, plate_path
from app.controllers.plates import Plates
from app.controllers.problems import Problems
from app.controllers.session import Session, SessionController, Stage
from app.state.document import Change
from app.views.models import LookItem, LooksModel
from app.views.panels.looks import LooksPanel
from engine.errors import ClickMatteError
from engine.project.edits import SetLook
from engine.project.model import LookSettings, ProjectSettings


class LooksController(SessionController):
    """Fills the looks panel and answers it and the keys 1 to 8.

    While a slider moves, only the view changes; the edit is made when it is let go. Looks chosen one after another are
    one step: going back through every glance would be in the way of what one wants back.
    """

    def __init__(
        self, stage: Stage, panel: LooksPanel, plates: Plates, problems: Problems, parent: QObject | None = None
    ) -> None:
        super().__init__(stage, parent)
        self._panel = panel
        self._plates = plates
        self._problems = problems
        self._glance: int | None = None
        panel.look_chosen.connect(self.choose)
        panel.effect_chosen.connect(self._choose_effect)
        panel.parameter_changed.connect(self._change)

    def deeds(self) -> dict[str, Deed]:
        """Actions by id."""
        return {f"look.{name}": partial(self.choose, name) for name, _ in LOOKS}

    def choose(self, name: str) -> None:
        """Show this look; an effect ends with it."""
        session = self.session
        if session is None:
            return
        chosen = replace(_settings(session).look_settings, effect="none")
        self._glance, into = None, self._glance
        self._glance = self._do(session, name, chosen, into)

    def _choose_effect(self, name: str, on_object: bool) -> None:
        session = self.session
        if session is not None:
            settings = _settings(session)
            self._do(session, settings.look, replace(settings.look_settings, effect=name, on_object=on_object))

    def _change(self, _item: str, parameter: str, value: object, final: bool) -> None:
        session = self.session
        if session is None:
            return
        settings = _settings(session)
        if parameter == "background":
            value = str(value)
            self._plates.allow(Path(value))
        chosen = replace(settings.look_settings, **{parameter: value})  # type: ignore[arg-type]
        if final:
            self._do(session, settings.look, chosen)
        else:
            self._look(session, settings.look, chosen)

    def _do(self, session: Session, name: str, chosen: LookSettings, into: int | None = None) -> int | None:
        """The step it became; None where it was refused or changes nothing."""
        settings = _settings(session)
        if (name, chosen) == (settings.look, settings.look_settings):
            self._show()
            return None
        try:
            step = session.document.do(SetLook(name, chosen), into, renames=True)
        except ClickMatteError as error:
            self._problems.tell_error(error)
            step = None
        self._show()  # the panel and the keys may say otherwise, where nothing has changed
        return step

    # -- what is shown --------------------------------------------------------------------------------------------

    def _entered(self, session: Session) -> None:
        self._glance = None
        self._hear(session.document.changed, self._project_changed)
        self._show()

    def _emptied(self) -> None:
        self._plates.show(None, "")
        self._panel.set_looks(LooksModel())

    def _project_changed(self, change: Change) -> None:
        self._glance = None  # something else was done, or undone: the next look is a step of its own
        old, new = change.before.settings, change.after.settings
        if (old.look, old.look_settings) != (new.look, new.look_settings):
            self._show()

    def _look(self, session: Session, name: str, chosen: LookSettings) -> None:
        self._plates.show(session, plate_path(name, chosen))
        session.view.set_look(name, look_of(name, chosen, session.view.place.wipe))

    def _show(self) -> None:
        session = self.session
        if session is None:
            return
        settings = _settings(session)
        chosen = settings.look_settings
        self._look(session, settings.look, chosen)
        adjustable = parameters_of(chosen)
        keys = {name: str(i) for i, (name, _) in enumerate(LOOKS, start=1)}
        self._panel.set_looks(
            LooksModel(
                tuple(LookItem(name, title, keys[name], adjustable.get(name, ())) for name, title in LOOKS),
                settings.look,
                tuple(LookItem(name, title, "", adjustable.get(name, ())) for name, title in EFFECTS),
                chosen.effect,
                chosen.on_object,
            )
        )


def _settings(session: Session) -> ProjectSettings:
    return session.document.project.settings
