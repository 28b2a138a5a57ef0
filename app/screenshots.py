"""Pictures of the main states for the documentation: `python -m app.screenshots --out docs/images`.

The real application works through a small story on the sample clip in an offscreen window of its own; nothing is
staged but the pointer. It needs no display and leaves no settings behind.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from engine.errors import ClickMatteError, UsageError
from engine.paths import resources_dir
from engine.project.model import ObjectSpec

if TYPE_CHECKING:
    from app.application import Application

TICK_MS = 40
PATIENCE_S = 900.0
"""The longest wait for one step: tracking the sample on a slow processor."""
SIZE = (1360, 850)
TRACKED_FRAME = 20
"""Of the sample: both things are in full view."""

Wait = Callable[[], bool]


class Story:
    """What is done and photographed, as a generator: it yields what it waits for."""

    def __init__(self, application: Application, clip: Path, out: Path) -> None:
        self._app, self._window = application, application.window
        self._clip, self._out = clip, out
        self._is_ready = False
        application.models.ready_changed.connect(self._hear_ready)
        self._words = ("Monster", "Ball")
        self._truth = json.loads((resources_dir() / "sample.json").read_text(encoding="utf-8"))

    def steps(self) -> Iterator[Wait]:
        """The whole story."""
        window = self._window
        yield window.isVisible
        self._shoot("start")
        self._app.open([self._clip])
        yield window.canvas.isVisible
        yield self._pictured
        yield from self._pause(2.0)
        yield from self._click()
        yield from self._track()
        yield from self._looks()
        yield from self._panels()
        yield from self._around()

    def _click(self) -> Iterator[Wait]:
        self._point_at("creature", press=False)
        yield lambda: self._is_ready
        yield from self._pause(4.0)
        self._shoot("hover")
        self._point_at("creature", press=True)
        yield lambda: bool(self._objects()) and not self._app.prompts.is_waiting
        yield from self._pause(1.0)
        self._shoot("click")
        self._window.actions_by_id["object.add"].trigger()
        self._point_at("ball", press=True)
        yield lambda: len(self._objects()) == 2 and not self._app.prompts.is_waiting
        for spec, name in zip(self._objects(), (self._words[0], self._words[1]), strict=True):
            self._window.objects.renamed.emit(spec.id, name)
        yield from self._pause(1.0)

    def _track(self) -> Iterator[Wait]:
        self._window.actions_by_id["track.both"].trigger()
        yield lambda: self._app.tracking.is_running
        yield from self._pause(6.0)
        self._shoot("tracking")
        yield lambda: not self._app.tracking.is_running
        self._app.display.seek(TRACKED_FRAME)
        yield partial(self._shows, TRACKED_FRAME)
        yield from self._pause(1.0)
        self._shoot("editor")
        self._window.actions_by_id["jump.next_hidden"].trigger()
        yield lambda: self._frame() != TRACKED_FRAME and self._shows(self._frame())
        yield from self._pause(1.0)
        self._shoot("occlusion")
        self._app.display.seek(TRACKED_FRAME)

    def _looks(self) -> Iterator[Wait]:
        for look in ("checker", "wipe"):
            self._window.actions_by_id[f"look.{look}"].trigger()
            yield from self._pause(1.0)
            self._shoot(f"look-{look}")
        self._window.looks.effect_chosen.emit("desaturate", False)
        self._window.dock("looks").raise_()
        yield from self._pause(1.0)
        self._shoot("effect")
        self._window.actions_by_id["look.overlay"].trigger()

    def _panels(self) -> Iterator[Wait]:
        for name in ("looks", "models", "history", "refine"):
            self._window.dock(name).raise_()
            yield from self._pause(0.5)
            self._shoot(f"panel-{name}", self._window.dock(name))

    def _around(self) -> Iterator[Wait]:
        window = self._window
        window.actions_by_id["view.palette"].trigger()
        window.palette_view.type_text("track")
        yield from self._pause(0.3)
        self._shoot("palette")
        window.palette_view.hide()
        window.actions_by_id["file.export"].trigger()
        yield window.export_dialog.isVisible
        yield from self._pause(0.5)
        self._shoot("export", window.export_dialog)
        window.export_dialog.hide()
        window.shortcuts_dialog.show()
        yield from self._pause(0.3)
        self._shoot("shortcuts", window.shortcuts_dialog)
        window.shortcuts_dialog.hide()
        window.actions_by_id["clip.reading"].trigger()
        yield from self._pause(0.3)
        self._shoot("clip", window.clip_dialog)
        window.clip_dialog.hide()
        window.tour.start()
        yield from self._pause(0.3)
        self._shoot("tour")
        window.tour.hide()

    def _hear_ready(self, is_ready: bool, _text: str) -> None:
        self._is_ready = is_ready

    def _shows(self, frame: int) -> bool:
        shown = self._app.display.shown
        return shown is not None and shown.exact and shown.frame == frame

    def _frame(self) -> int:
        session = self._app.stage.current
        return session.view.frame if session is not None else 0

    def _pictured(self) -> bool:
        return self._app.display.shown is not None

    def _objects(self) -> tuple[ObjectSpec, ...]:
        session = self._app.stage.current
        return session.document.project.objects if session is not None else ()

    def _point_at(self, name: str, press: bool) -> None:
        from PySide6.QtCore import QPointF, Qt
        from PySide6.QtTest import QTest

        canvas = self._window.canvas
        where = QPointF(*canvas.transform().to_view(*self._truth["frames"][0][name]["inside"])).toPoint()
        QTest.mouseMove(canvas, where)
        if press:
            QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=where)

    def _pause(self, seconds: float) -> Iterator[Wait]:
        from PySide6.QtCore import QDeadlineTimer

        deadline = QDeadlineTimer(round(1000 * seconds))
        yield deadline.hasExpired

    def _shoot(self, name: str, view: object = None) -> None:
        from PySide6.QtWidgets import QWidget

        shown = view if isinstance(view, QWidget) else self._window
        target = self._out / f"{name}.png"
        beside = target.with_name(f"{name}.part.png")
        if not shown.grab().save(str(beside)):
            raise UsageError(f"{target} cannot be written.", "Choose another folder.")
        os.replace(beside, target)
        print(target)


class Telling:
    """Goes on with a story as the event loop turns, and leaves the application at its end, however that comes."""

    def __init__(self, application: Application, steps: Iterator[Wait]) -> None:
        from PySide6.QtCore import QDeadlineTimer, QTimer

        self.exit_code = 1
        self._application, self._steps = application, steps
        self._is_due: Wait = lambda: True
        self._deadline = QDeadlineTimer(round(1000 * PATIENCE_S))
        self._timer = QTimer(application, interval=TICK_MS)
        self._timer.timeout.connect(self._tick)

    def start(self) -> None:
        self._timer.start()

    def _tick(self) -> None:
        self._timer.stop()
        goes_on = False
        try:
            self._go_on()
            goes_on = True
        except StopIteration:
            self.exit_code = 0
        except ClickMatteError as error:
            print(error, file=sys.stderr)
        finally:
            self._timer.start() if goes_on else self._application.leave()

    def _go_on(self) -> None:
        """One step where it is due. Raises StopIteration at the end, UsageError where nothing happens any more."""
        if self._is_due():
            self._is_due = next(self._steps)
            self._deadline.setRemainingTime(round(1000 * PATIENCE_S))
        elif self._deadline.hasExpired():
            raise UsageError("The application did not get on with the story.", "See the last picture.")


def run(out: Path, checkpoint: Path | None = None, language: str = "en") -> int:
    """Write the pictures into `out`; the exit code."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    from app.application import Application, Folders
    from app.views import texts, theme
    from app.workers.tracking_host import TrackingHost
    from engine.tracking.tracker_room import load_installed

    out.mkdir(parents=True, exist_ok=True)
    qt = QApplication(sys.argv[:1])
    qt.setQuitOnLastWindowClosed(False)
    theme.apply_theme(qt)
    spoken = texts.install_all(qt, language) if language != "en" else ()
    path = str(checkpoint) if checkpoint is not None else None
    with tempfile.TemporaryDirectory(prefix="clickmatte-") as folder:
        root = Path(folder)
        application = Application(
            Folders(root / "config", root / "data", root / "cache"),
            lambda: TrackingHost(lambda settings: load_installed(replace(settings, checkpoint=path))),
        )
        application.ended.connect(qt.quit)
        application.window.resize(*SIZE)
        clip = Path(shutil.copy(resources_dir() / "sample.mp4", root))
        telling = Telling(application, Story(application, clip, out).steps())
        application.start()
        telling.start()
        qt.exec()
    del spoken
    return telling.exit_code


def main(arguments: Sequence[str]) -> int:
    """`--out DIR [--checkpoint FILE] [--language CODE]`; the exit code."""
    parser = argparse.ArgumentParser(prog="python -m app.screenshots", description="Pictures of the main states.")
    parser.add_argument("--out", type=Path, required=True, help="folder for the PNG files")
    parser.add_argument("--checkpoint", type=Path, help="weights in place of the shipped ones")
    parser.add_argument("--language", default="en", help="en, de …")
    chosen = parser.parse_args(arguments)
    return run(chosen.out, chosen.checkpoint, chosen.language)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
