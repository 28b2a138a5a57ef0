"""Settings that change over time, set as a person sets them: what is shown in between is what is exported."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from app.controllers.display import DisplayController
from app.controllers.problems import Problems
from app.controllers.refine import RefineController
from app.controllers.session import Session, Stage
from app.views.panels.refine import RefinePanel
from engine.export.masks import MemoryMasks
from engine.export.options import ExportOptions
from engine.export.plan import plan_export
from engine.export.run import run_export
from engine.media import open_source
from engine.project.edits import AddObject
from engine.render import looks
from engine.types import FrameIndex, FrameRange, ObjectId
from tests.app.controllers.conftest import FRAMES, Canvas
from tests.engine.export.clips import disc_logits

LAST, MIDDLE = 18, 9
RADIUS = 18.0


@pytest.fixture
def panel(
    stage: Stage, session: Session, canvas: Canvas, problems: Problems, qtbot: QtBot
) -> tuple[RefinePanel, DisplayController]:
    panel = RefinePanel()
    qtbot.addWidget(panel)
    display = DisplayController(stage, canvas, problems)  # type: ignore[arg-type]
    refine = RefineController(stage, panel, problems)
    refine.setParent(panel)
    session.document.do(AddObject("ball", (255, 0, 0)))
    stage.add(session)
    [spec] = session.document.project.objects
    session.view.set_active_object(spec.id)
    for pts, logits in still_disc(session).items():
        session.masks.put(spec.id, pts, logits)
    session.view.set_look("matte", looks.Matte())
    qtbot.waitUntil(lambda: display.shown is not None and display.shown.exact)
    return panel, display


def still_disc(session: Session) -> dict:  # type: ignore[type-arg]
    logits = disc_logits(64, 48, RADIUS, (96, 128))
    return {session.pts_of(index): logits for index in range(FRAMES)}


def type_grow(panel: RefinePanel, px: float) -> None:
    field = panel.field("grow_px")._field
    field.setFocus()
    field.setValue(px)


def press_key(panel: RefinePanel) -> None:
    [key] = [b for b in panel.findChildren(QToolButton) if "Key frame" in (b.toolTip() or "")]
    QTest.mouseClick(key, Qt.MouseButton.LeftButton)


def shown_matte(qtbot: QtBot, display: DisplayController, frame: int) -> NDArray[np.float64]:
    display.seek(frame)
    scene = display._scene_number
    qtbot.waitUntil(
        lambda: display.shown is not None and display.shown.frame == frame and display.shown.scene_number == scene
    )
    assert display.shown is not None
    return display.shown.bgra[..., 0] / 255.0


def radius_of(matte: NDArray[np.float64]) -> float:
    return float(np.sqrt(matte.sum() / np.pi))


def exported_matte(session: Session, object_id: ObjectId, frame: int, folder: Path) -> NDArray[np.float64]:
    frames = FrameRange(FrameIndex(frame), FrameIndex(frame + 1))
    options = ExportOptions(folder / "one.mov", "prores4444", frames=frames, look=looks.CutOut(looks.Transparent()))
    masks = MemoryMasks({object_id: still_disc(session)})
    source = open_source(session.info.path)
    try:
        target = list(run_export(plan_export(session.document.project, source, masks, options)))[-1].files[0]
    finally:
        source.close()
    written = open_source(target)
    try:
        alpha = written.read(FrameIndex(0)).alpha16()
    finally:
        written.close()
    assert alpha is not None
    return alpha / 65535.0


def test_between_two_keys_the_window_shows_what_is_exported(
    qtbot: QtBot, panel: tuple[RefinePanel, DisplayController], session: Session, tmp_path: Path
) -> None:
    refine, display = panel
    [spec] = session.document.project.objects
    press_key(refine)
    display.seek(LAST)
    type_grow(refine, 8.0)
    keys = session.document.project.object(spec.id).refine_keys
    assert {session.times.frame_of(pts): settings.grow_px for pts, settings in keys.items()} == {0: 0.0, LAST: 8.0}
    radii = [radius_of(shown_matte(qtbot, display, frame)) for frame in (0, MIDDLE, LAST)]
    assert radii == pytest.approx([RADIUS, RADIUS + 4, RADIUS + 8], abs=0.6)
    display.seek(MIDDLE)
    assert refine.field("grow_px")._field.value() == pytest.approx(4.0)
    shown = shown_matte(qtbot, display, MIDDLE)
    written = exported_matte(session, spec.id, MIDDLE, tmp_path)
    assert np.abs(shown - written).max() < 2 / 255


def test_the_last_key_that_goes_leaves_its_settings(
    panel: tuple[RefinePanel, DisplayController], session: Session
) -> None:
    """They fell back to what they had been before there was a key: the edge jumped."""
    refine, _ = panel
    [spec] = session.document.project.objects
    press_key(refine)
    type_grow(refine, 5.0)
    press_key(refine)
    now = session.document.project.object(spec.id)
    assert now.refine_keys == {}
    assert now.refine.grow_px == 5.0
    session.document.undo()
    assert len(session.document.project.object(spec.id).refine_keys) == 1
