"""What the clip is, and how it is read: deinterlaced or not, and with which colours where its file does not say."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QTimer

from app.controllers.actions import Deed
from app.controllers.clips import Clips
from app.controllers.problems import Problems
from app.controllers.session import Session, SessionController, Stage
from app.state.document import Change
from app.views.dialogs.clip import ClipDialog
from app.views.models import ClipModel
from engine.errors import ClickMatteError, UsageError
from engine.media.colour import GUESSES, describe
from engine.media.source import ClipInfo
from engine.project.edits import SetSettings
from engine.project.model import ProjectSettings
from engine.project.reading import read_options

LOOK_AFTER_MS = 1500
"""Damage is found while frames are read; asking for it takes a moment, so not for every picture."""


class ReadingController(SessionController):
    """Fills the clip dialog; where the reading changes, also by undo, the clip is opened again."""

    def __init__(self, stage: Stage, dialog: ClipDialog, clips: Clips, problems: Problems) -> None:
        super().__init__(stage)
        self._dialog = dialog
        self._clips = clips
        self._problems = problems
        self._told: dict[int, int] = {}
        self._looking = QTimer(self, singleShot=True, interval=LOOK_AFTER_MS)
        self._looking.timeout.connect(self._look_for_damage)
        dialog.deinterlace_set.connect(lambda on: self._set(deinterlace=on))
        dialog.colour_guess_chosen.connect(lambda guess: self._set(colour_guess=guess))

    def deeds(self) -> dict[str, Deed]:
        """Actions by id."""
        return {"clip.reading": self.open_dialog}

    def open_dialog(self) -> None:
        """Raises UsageError where nothing is open."""
        if self.session is None:
            raise UsageError("Nothing is open.", "Open a clip first.")
        self._show(self.session)
        self._dialog.show()

    def _set(self, **values: object) -> None:
        session = self.session
        if session is None:
            return
        try:
            settings = replace(session.document.project.settings, **values)  # type: ignore[arg-type]
            session.document.do(SetSettings(settings))
        except ClickMatteError as error:
            self._problems.tell_error(error)
            self._show(session)

    def _entered(self, session: Session) -> None:
        self._hear(session.document.changed, lambda change: self._project_changed(session, change))
        self._hear(session.times_changed, lambda _times: self._show(session))
        self._hear(session.pictures.answered, lambda _answer: self._look_soon())
        self._told.setdefault(session.number, len(session.info.warnings))
        self._show(session)

    def _project_changed(self, session: Session, change: Change) -> None:
        if read_options(change.before.settings) != read_options(change.after.settings):
            self._clips.read_again(session)

    def _look_soon(self) -> None:
        if not self._looking.isActive():
            self._looking.start()

    def _look_for_damage(self) -> None:
        """What was found since the clip was opened, each kind of damage once."""
        session = self.session
        if session is None:
            return
        session.info = session.source_info()
        told = self._told.get(session.number, 0)
        for sentence in session.info.warnings[told:]:
            self._problems.notice(sentence)
        self._told[session.number] = max(told, len(session.info.warnings))
        self._show(session)

    def _show(self, session: Session) -> None:
        self._dialog.set_clip(clip_model(session.info, session.times.count, session.document.project.settings))


def clip_model(info: ClipInfo, frames: int, settings: ProjectSettings) -> ClipModel:
    """What the dialog shows of a clip."""
    size = f"{info.width} × {info.height}"
    if info.pixel_aspect != 1:
        size += f", pixel aspect {info.pixel_aspect.numerator}:{info.pixel_aspect.denominator}"
    if info.rotation:
        size += f", turned by {info.rotation}°"
    rate = f"{float(info.rate):g} fps" + (", variable" if info.variable_rate else "")
    sound = ", ".join(f"{a.codec} {a.sample_rate_hz} Hz {a.layout}" for a in info.audio) or "none"
    facts = (
        ("Folder", str(info.path.parent)),
        ("Picture", size),
        ("Length", f"{frames} frames, {rate}"),
        ("Coded as", f"{info.codec}, {info.bit_depth} bit" + (", with alpha" if info.has_alpha else "")),
        ("Colours in the file", describe(info.colour)),
        ("Sound", sound),
    )
    guesses = ((None, "Automatic, by size"), *((name, guess.title) for name, guess in GUESSES.items()))
    return ClipModel(
        info.path.name,
        facts,
        info.warnings,
        settings.deinterlace,
        info.interlaced or settings.deinterlace,
        settings.colour_guess,
        guesses,
        info.colour.guessed is not None,
    )
