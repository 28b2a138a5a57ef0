"""Looks, masks by hand, actions, lanes: what needs no clip."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from app.application import Application, Folders
from app.controllers.actions import Actions
from app.controllers.export import size_text
from app.controllers.hand_masks import empty_mask, painted_over
from app.controllers.look_choices import EFFECTS, LOOKS, look_of, parameters_of
from app.controllers.problems import Problems
from app.state.lanes import HIDDEN, NOTHING, VISIBLE, run_around, runs
from app.views.actions import ACTIONS
from engine.errors import UsageError
from engine.project.model import LookSettings
from engine.render import looks
from tests.app.controllers.conftest import Bar

VIEWS_OWN = ("view.", "timeline.", "help.", "tool.larger", "tool.smaller", "file.open", "file.save_copy", "clip.relink")


def test_every_action_is_answered_by_a_controller_or_is_the_views_own(tmp_path: Path, qtbot) -> None:
    application = Application(Folders(tmp_path / "c", tmp_path / "d", tmp_path / "k"))
    qtbot.addWidget(application.window)
    unanswered = {a.id for a in ACTIONS} - application.actions.ids
    assert not {name for name in unanswered if not name.startswith(VIEWS_OWN)}
    assert not application.actions.ids - {a.id for a in ACTIONS}
    application.deleteLater()


def test_an_action_that_is_refused_is_told(bar: Bar, problems: Problems) -> None:
    actions = Actions(problems)

    def refuse() -> None:
        raise UsageError("Not now.", "Later.")

    actions.offer({"a": refuse})
    actions.run("a")
    actions.run("nobody's")
    assert [(p.sentence, p.remedy) for p in bar.problems] == [("Not now.", "Later.")]
    with pytest.raises(ValueError, match="answered twice"):
        actions.offer({"a": refuse})


@pytest.mark.parametrize("name", [name for name, _ in LOOKS])
def test_every_look_of_the_panel_makes_one_of_its_own(name: str) -> None:
    made = [look_of(other, LookSettings()) for other, _ in LOOKS]
    assert made.count(look_of(name, LookSettings())) == 1


@pytest.mark.parametrize("name", [name for name, _ in EFFECTS if name != "none"])
def test_every_effect_works_on_the_object_or_on_the_rest(name: str) -> None:
    on = look_of("matte", LookSettings(effect=name, on_object=True))
    off = look_of("matte", LookSettings(effect=name, on_object=False))
    assert isinstance(on, looks.Treated)
    assert on.on_object
    assert isinstance(off, looks.Treated)
    assert not off.on_object


def test_every_parameter_is_a_field_of_the_choices() -> None:
    fields = set(LookSettings.__dataclass_fields__)
    for name, parameters in parameters_of(LookSettings()).items():
        assert name in {n for n, _ in (*LOOKS, *EFFECTS)}
        assert {p.id for p in parameters} <= fields


def decoded(png: bytes) -> np.ndarray:
    return cv2.imdecode(np.frombuffer(png, np.uint8), cv2.IMREAD_UNCHANGED)


def test_a_stroke_covers_what_the_brush_touched() -> None:
    mask = decoded(painted_over(None, None, (60, 40), [(10.0, 20.0), (50.0, 20.0)], 5.0, False))
    assert mask.shape == (40, 60)
    assert set(np.unique(mask)) == {0, 255}
    assert mask[20, 30] == 255
    assert mask[16, 30] == 255
    assert mask[12, 30] == 0
    assert mask[20, 58] == 0


def test_a_stroke_adds_to_the_mask_that_is_there_and_the_eraser_takes_away() -> None:
    grid = np.full((10, 15), -5.0, np.float32)
    grid[:, 8:] = 5.0
    added = painted_over(None, grid, (60, 40), [(10.0, 10.0)], 4.0, False)
    assert decoded(added)[10, 10] == 255
    assert decoded(added)[20, 50] == 255
    erased = decoded(painted_over(added, None, (60, 40), [(50.0, 20.0)], 4.0, True))
    assert erased[20, 50] == 0
    assert erased[20, 40] == 255


def test_not_here_is_an_empty_picture_of_the_frames_size() -> None:
    mask = decoded(empty_mask(60, 40))
    assert mask.shape == (40, 60)
    assert not mask.any()


def test_lanes_are_cut_into_runs() -> None:
    kinds = np.array([NOTHING, VISIBLE, VISIBLE, HIDDEN, NOTHING, VISIBLE], np.uint8)
    assert runs(kinds) == [(1, 3, VISIBLE), (3, 4, HIDDEN), (5, 6, VISIBLE)]
    assert run_around(kinds, 2) == (1, 3)
    assert run_around(kinds, 5) == (5, 6)
    assert runs(np.zeros(0, np.uint8)) == []


@pytest.mark.parametrize(("size", "text"), [(400_000, "1 MB"), (850_000_000, "850 MB"), (1_234_000_000, "1.2 GB")])
def test_sizes_are_said_as_people_do(size: int, text: str) -> None:
    assert size_text(size) == text


def test_messages_are_read_one_after_another(bar: Bar, problems: Problems) -> None:
    """Of three broken files dropped together only the last was ever told."""
    for name in ("a", "b", "b", "c"):
        problems.tell_error(UsageError(f"{name} is broken."))
    problems.notice("Saved.")
    shown = [p.sentence for p in bar.problems]
    assert shown == ["a is broken.", "b is broken.", "b is broken.", "c is broken.", "Saved."]
    for expected in ("c is broken.", "b is broken.", "a is broken."):
        bar.dismissed.emit()
        assert bar.problems[-1].sentence == expected
    told = len(bar.problems)
    bar.dismissed.emit()
    problems.tell_error(UsageError("d is broken."))
    problems.clear()
    bar.dismissed.emit()
    assert len(bar.problems) == told + 1
