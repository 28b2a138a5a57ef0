"""Looks as edits: undone, found again, and a background that moves."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest
from PySide6.QtCore import Signal
from pytestqt.qtbot import QtBot

from app.controllers.display import DisplayController
from app.controllers.looks import LooksController
from app.controllers.plates import Plates
from app.controllers.problems import Problems
from app.controllers.session import Session, Stage
from app.state.settings import SettingsStore
from engine.project.edits import AddObject, SetLook
from engine.project.model import LookSettings
from engine.project.project_file import ProjectFile
from engine.render import looks
from tests import moving
from tests.app.controllers.conftest import Bar, Canvas, Told


class Panel(Told):
    look_chosen = Signal(str)
    effect_chosen = Signal(str, bool)
    parameter_changed = Signal(str, str, object, bool)


class Bench:
    """The looks controller over a real clip."""

    def __init__(self, stage: Stage, session: Session, bar: Bar, folder: Path) -> None:
        self.stage, self.session, self.bar = stage, session, bar
        self.panel, self.canvas = Panel(), Canvas()
        self.store = SettingsStore(folder / "settings.json")
        problems = Problems(bar)  # type: ignore[arg-type]
        self.display = DisplayController(stage, self.canvas, problems)  # type: ignore[arg-type]
        self.plates = Plates(self.display, problems, self.store)
        self.controller = LooksController(stage, self.panel, self.plates, problems)  # type: ignore[arg-type]
        stage.add(session)

    @property
    def look(self) -> looks.Look:
        return self.session.view.look

    @property
    def steps(self) -> tuple[str, ...]:
        return self.session.document.history.names

    def shown_corner(self) -> tuple[int, int, int]:
        blue, green, red, _ = self.display.shown.bgra[2, 2]  # type: ignore[union-attr]
        return int(red), int(green), int(blue)


@pytest.fixture
def bench(qtbot: QtBot, stage: Stage, session: Session, bar: Bar, tmp_path: Path):
    made = Bench(stage, session, bar, tmp_path)
    yield made
    qtbot.waitUntil(lambda: made.plates.wait(0), timeout=5000)


def test_a_look_and_its_numbers_are_undone_one_by_one(bench: Bench) -> None:
    """Looks were no part of the history."""
    bench.controller.choose("outline")
    bench.panel.parameter_changed.emit("outline", "outline_px", 5.0, True)
    assert bench.look == looks.Outline(5.0)
    bench.session.document.undo()
    assert bench.look == looks.Outline(2.0)
    bench.session.document.undo()
    assert isinstance(bench.look, looks.Overlay)
    bench.session.document.redo()
    assert bench.look == looks.Outline(2.0)


def test_a_moving_slider_shows_and_only_its_end_is_a_step(bench: Bench) -> None:
    bench.controller.choose("outline")
    for width in (3.0, 4.0, 5.0):
        bench.panel.parameter_changed.emit("outline", "outline_px", width, False)
        assert bench.look == looks.Outline(width)
    assert len(bench.steps) == 1
    bench.panel.parameter_changed.emit("outline", "outline_px", 6.0, True)
    assert len(bench.steps) == 2


def test_glances_at_looks_are_one_step_and_never_part_of_another(bench: Bench) -> None:
    for name in ("original", "checker", "matte"):
        bench.controller.choose(name)
    assert bench.steps == ("Look: Matte",)
    bench.session.document.do(AddObject("ball"))
    bench.controller.choose("matte")  # shown already: no step, and not the object's
    bench.controller.choose("overlay")
    assert bench.steps == ("Look: Matte", "Add ball", "Look: Overlay")
    bench.session.document.undo()
    bench.session.document.do(AddObject("box"))  # takes the number of the step that was undone
    bench.controller.choose("checker")
    assert bench.steps == ("Look: Matte", "Add ball", "Add box", "Look: Cut-out")


def test_effects_and_numbers_are_there_again_after_opening(bench: Bench, tmp_path: Path) -> None:
    """They were lost when the clip was closed."""
    bench.panel.effect_chosen.emit("blur", True)
    bench.panel.parameter_changed.emit("blur", "blur_px", 31.0, True)
    bench.session.document.file.flush()
    copy = tmp_path / "copy.clickmatte"
    bench.session.document.file.copy_to(copy)
    with ProjectFile.open(copy) as file:
        chosen = file.project.settings.look_settings
    assert chosen == LookSettings(effect="blur", on_object=True, blur_px=31.0)


def plate_clip(path: Path) -> Path:
    """First frame red, all others blue."""
    colours = [(200, 0, 0)] + [(0, 0, 200)] * 9
    return moving.write(path, (np.full((96, 128, 3), colour, np.uint8) for colour in colours))


def test_a_moving_background_moves(bench: Bench, qtbot: QtBot, tmp_path: Path) -> None:
    """Only its first frame was ever shown."""
    clip = plate_clip(tmp_path / "plate.mp4")
    bench.controller.choose("background")
    bench.panel.parameter_changed.emit("background", "background", str(clip), True)

    def corner_is_red() -> bool:
        return bench.display.shown is not None and bench.shown_corner()[0] > 150 > bench.shown_corner()[2]

    qtbot.waitUntil(corner_is_red, timeout=8000)
    bench.display.seek(5)
    qtbot.waitUntil(lambda: bench.display.shown.frame == 5 and bench.shown_corner()[2] > 150, timeout=8000)
    bench.session.document.undo()  # no background any more: the clip itself, blurred
    qtbot.waitUntil(lambda: bench.shown_corner()[2] < 150 or bench.shown_corner()[0] > 60, timeout=8000)


def test_a_background_from_somebody_elses_project_is_not_opened(
    make_session: Callable[[], Session], bench: Bench, tmp_path: Path
) -> None:
    clip = plate_clip(tmp_path / "plate.mp4")
    other = make_session()
    other.document.do(SetLook("background", LookSettings(background=str(clip))))
    bench.stage.add(other)
    assert "came with the project" in bench.bar.problems[-1].sentence
    assert bench.plates.wait(0)  # no job was started for it
    assert not bench.store.settings.plates


def test_a_missing_background_is_told(bench: Bench, qtbot: QtBot, tmp_path: Path) -> None:
    bench.controller.choose("background")
    bench.panel.parameter_changed.emit("background", "background", str(tmp_path / "gone.png"), True)
    qtbot.waitUntil(lambda: bool(bench.bar.problems), timeout=8000)
    assert "gone.png" in bench.bar.problems[-1].sentence


def test_a_good_background_takes_the_message_about_the_bad_one_away(bench: Bench, qtbot: QtBot, tmp_path: Path) -> None:
    """That the first file cannot be read stood over the picture with the second one behind it."""
    good = tmp_path / "good.png"
    cv2.imwrite(str(good), np.full((30, 40, 3), 90, np.uint8))
    bench.controller.choose("background")
    bench.panel.parameter_changed.emit("background", "background", str(tmp_path / "gone.png"), True)
    qtbot.waitUntil(lambda: bool(bench.bar.problems))
    bench.panel.parameter_changed.emit("background", "background", str(good), True)
    assert any(name == "clear" for name, _ in bench.bar.calls)
