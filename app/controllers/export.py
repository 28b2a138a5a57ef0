"""The export dialog and the queue behind it: one export after another, each with its own reader."""

from __future__ import annotations

import os
import time
from collections import deque
from collections.abc import Collection
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs
from PySide6.QtCore import QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices

from app.controllers.actions import Deed
from app.controllers.jobs import Handles, Jobs, time_left
from app.controllers.look_choices import shown_look, shown_title
from app.controllers.problems import Problems
from app.controllers.session import Session, SessionController, Stage
from app.controllers.tracking import marked_range
from app.views.dialogs.export import ExportDialog
from app.views.models import ExportChoice, ExportModel, JobRow, JobState, ObjectRow, PresetRow
from app.workers.exporting import Estimate, ExportWish, Forecaster, export
from app.workers.failure import Failure
from app.workers.job import Job
from engine.errors import UsageError
from engine.export.formats import SequenceFormat
from engine.export.presets import PRESETS
from engine.paths import resources_dir
from engine.types import FrameIndex, FrameRange, ObjectId

if TYPE_CHECKING:
    from engine.export.export_room import Exported, Exporting  # brings av, which the window starts without

ESTIMATE_AFTER_MS = 250
CROP_MARGIN_PX = 16
"""Room around the objects for a feathered edge."""
RANGE_FROM = 1.35
"""Where the larger size is so many times the smaller one, both are said."""
FIRST_PRESET = "prores4444"
STILL_PRESET = "png"


@dataclass(slots=True)
class _Queued:
    """One export, waiting or under way."""

    session: Session
    number: int
    title: str
    wish: ExportWish
    job: Job | None = None
    began_s: float = 0.0
    row: JobRow | None = None


class ExportController(SessionController):
    """Fills the dialog, estimates, queues, runs and proves.

    Signals:
        queued: an export was asked for; the list of jobs shows it.
        released: the Session whose last export has ended.
    """

    queued = Signal()
    released = Signal(object)

    def __init__(self, stage: Stage, dialog: ExportDialog, jobs: Jobs, problems: Problems) -> None:
        super().__init__(stage)
        self._dialog = dialog
        self._jobs = jobs
        self._problems = problems
        self._choice: ExportChoice | None = None
        self._chosen: dict[int, ExportChoice] = {}
        self._queue: deque[_Queued] = deque()
        self._running: _Queued | None = None
        self._estimating: Job | None = None
        self._ending: Job | None = None
        self._forecaster = Forecaster()
        self._is_wanted = False
        self._measured: tuple[ExportWish, int] | None = None
        self._model = ExportModel()
        self._ask = QTimer(self)
        self._ask.setSingleShot(True)
        self._ask.setInterval(ESTIMATE_AFTER_MS)
        self._ask.timeout.connect(self._estimate)
        dialog.choice_changed.connect(self._choose)
        dialog.export_requested.connect(self.enqueue)
        dialog.finished.connect(self._stop_estimating)

    def deeds(self) -> dict[str, Deed]:
        """Actions by id."""
        return {"file.export": self.open_dialog}

    @property
    def is_busy(self) -> bool:
        return self._running is not None

    def open_dialog(self) -> None:
        """With what was chosen last in this clip."""
        session = self.session
        if session is None or not session.document.project.objects:
            raise UsageError("There is nothing to export yet.", "Click on an object and track it first.")
        frames = marked_range(session)
        first = STILL_PRESET if session.times.count == 1 else FIRST_PRESET
        preset = self._choice.preset if self._choice is not None else first
        last = self._chosen.get(session.number, ExportChoice(preset, default_target(session, preset)))
        path = free_name(last.path.with_name(default_target(session, last.preset).name), self._targets())
        alive = {spec.id for spec in session.document.project.objects}
        objects = last.object_ids if alive.issuperset(last.object_ids) else ()
        self._choice = replace(last, path=path, object_ids=objects, start=frames.start, stop=frames.stop)
        self._show(session)
        self._is_wanted = True
        self._dialog.show()
        self._ask.start()

    def enqueue(self, choice: ExportChoice) -> None:
        """Runs when those before it are done."""
        session = self.session
        if session is None:
            return
        if choice.path in self._targets():
            self._problems.notice(f"An export to “{choice.path.name}” is in the queue already.", "Choose another name.")
            return
        self._chosen[session.number] = choice
        title = f"Export {choice.path.name}"
        item = _Queued(session, self._jobs.new_number(), title, self._with_size(_wish(session, choice)))
        handles = Handles(
            cancel=lambda: self._cancel(item),
            pause=lambda: self._pause(item, True),
            resume=lambda: self._pause(item, False),
            reveal=lambda: _reveal(choice.path),
        )
        self._put(item, JobRow(item.number, title, JobState.QUEUED), handles)
        self._queue.append(item)
        self.queued.emit()
        self._start_next()

    def is_exporting(self, session: Session) -> bool:
        """Something of this clip is queued or running; it goes on when the clip is closed."""
        return any(item.session is session for item in [*self._queue, *([self._running] if self._running else [])])

    def cancel_all(self) -> None:
        """The program is being left."""
        self._stop_estimating()
        for item in [*self._queue, *([self._running] if self._running else [])]:
            self._cancel(item)

    def wait(self, timeout_ms: int) -> bool:
        """Join the threads, at the end of the program."""
        running = self._running.job if self._running else None
        joined = running is None or running.wait(timeout_ms)
        estimated = self._estimating is None or self._estimating.wait(timeout_ms)  # its end begins the other's
        return joined and estimated and (self._ending is None or self._ending.wait(timeout_ms))

    # -- the dialog -----------------------------------------------------------------------------------------------

    def _choose(self, choice: ExportChoice) -> None:
        session = self.session
        if session is None:
            return
        if self._choice is not None and choice.preset != self._choice.preset and choice.path == self._choice.path:
            choice = replace(choice, path=self._renamed(session, choice, self._choice.preset))
        self._choice = choice
        self._show(session)
        self._ask.start()

    def _renamed(self, session: Session, choice: ExportChoice, before: str) -> Path:
        """For another preset: a name that we gave follows it, a name that was typed keeps all but its suffix."""
        old, new = default_target(session, before), default_target(session, choice.preset)
        name = choice.path.name
        stem = name.removesuffix(old.suffix) if old.suffix else name
        if stem.startswith(old.stem):
            stem = new.stem + stem.removeprefix(old.stem)
        return free_name(choice.path.with_name(f"{stem}{new.suffix}"), self._targets())

    def _targets(self) -> frozenset[Path]:
        """What is being written or waits to be."""
        waiting = [*self._queue, *([self._running] if self._running else [])]
        return frozenset(item.wish.target for item in waiting)

    def _show(self, session: Session, costs: str = "", warning: str = "") -> None:
        assert self._choice is not None
        objects = tuple(
            ObjectRow(spec.id, spec.name, spec.colour, spec.visible)
            for spec in reversed(session.document.project.objects)  # the front one on top, as in the list of objects
        )
        shown = shown_title(session.document.project.settings)
        self._model = ExportModel(
            preset_rows(), objects, companions(), session.times.count, self._choice, costs, shown, warning
        )
        self._dialog.set_model(self._model)

    def _estimate(self) -> None:
        session, choice = self.session, self._choice
        if session is None or choice is None or not self._is_wanted:
            return
        if self._ending is not None and not self._ending.is_over:
            self._ask.start()
            return
        if self._estimating is not None and not self._estimating.is_over:
            self._estimating.cancel()
            self._ask.start()
            return
        wish = _wish(session, choice)
        job = self._estimating = Job("cm-estimate", lambda: self._forecaster.estimate(wish), self)
        job.progressed.connect(lambda costs: self._show_estimate(session, choice, wish, costs))
        job.returned.connect(lambda costs: self._show_estimate(session, choice, wish, costs))
        job.failed.connect(lambda failure: self._show_refusal(session, choice, failure))
        job.ended.connect(self._estimated)
        job.start()

    def _stop_estimating(self) -> None:
        """The dialog is gone, and with it the reason to look ahead. May be called again."""
        self._ask.stop()
        self._is_wanted = False
        if self._estimating is not None and not self._estimating.is_over:
            self._estimating.cancel()  # `_estimated` follows
        else:
            self._estimated()

    def _estimated(self) -> None:
        """No estimate is being made; where none is wanted any more, the process for them goes as well."""
        is_ending = self._ending is not None and not self._ending.is_over
        if not self._is_wanted and not is_ending and self._forecaster.has_begun:
            self._ending = Job("cm-estimate-end", self._forecaster.end, self)
            self._ending.start()

    def _show_estimate(self, session: Session, choice: ExportChoice, wish: ExportWish, costs: Estimate | None) -> None:
        if costs is None or session is not self.session or choice != self._choice:
            return
        if costs.is_measured:
            self._measured = (wish, costs.high_bytes)
        self._show(session, cost_text(costs), "\n".join(costs.notes))

    def _with_size(self, wish: ExportWish) -> ExportWish:
        """As it was measured, if it was."""
        if self._measured is None or self._measured[0] != wish:
            return wish
        return replace(wish, expected_bytes=self._measured[1])

    def _show_refusal(self, session: Session, choice: ExportChoice, failure: Failure) -> None:
        if session is self.session and choice == self._choice:
            self._show(session, "", f"{failure.sentence}\n{failure.remedy}".strip())

    # -- the queue ------------------------------------------------------------------------------------------------

    def _start_next(self) -> None:
        if self._running is not None or not self._queue:
            return
        item = self._running = self._queue.popleft()
        item.began_s = time.monotonic()
        item.job = Job("cm-export", lambda: export(item.wish), self)
        item.job.progressed.connect(lambda step: self._progress(item, step))
        item.job.returned.connect(lambda done: self._done(item, done))
        item.job.failed.connect(lambda failure: self._failed(item, failure))
        item.job.cancelled.connect(lambda: self._put(item, _ended(item, JobState.CANCELLED, "cancelled")))
        item.job.ended.connect(self._ended)
        self._put(item, JobRow(item.number, item.title, JobState.RUNNING, 0.0, can_pause=True))
        item.job.start()

    def _progress(self, item: _Queued, step: Exporting) -> None:
        passed = time.monotonic() - item.began_s
        rate = step.done / passed if passed > 0 else 0.0
        left = time_left((step.total - step.done) / rate) if rate else ""
        note = "checking the file" if step.is_checking else ""
        fraction = step.done / max(step.total, 1)
        assert item.row is not None
        state = item.row.state if item.row.state is JobState.PAUSED else JobState.RUNNING
        row = JobRow(item.number, item.title, state, fraction, f"{rate:.1f} frames/s", left, "", note, True)
        self._put(item, row)

    def _done(self, item: _Queued, done: Exported) -> None:
        result = done.files[0] if done.files else item.wish.target
        state = JobState.DONE if done.passed else JobState.FAILED
        self._put(item, replace(_ended(item, state, done.sentence), fraction=1.0, result=result))
        if not done.passed:
            self._problems.notice(f"“{result.name}” was written, but differs from what was asked.", done.sentence)

    def _failed(self, item: _Queued, failure: Failure) -> None:
        self._put(item, _ended(item, JobState.FAILED, failure.sentence))
        self._problems.tell(failure)

    def _ended(self) -> None:
        done, self._running = self._running, None
        self._start_next()
        if done is not None:
            self._release(done)

    def _release(self, item: _Queued) -> None:
        if not self.is_exporting(item.session):
            self.released.emit(item.session)

    def _cancel(self, item: _Queued) -> None:
        if item in self._queue:
            self._queue.remove(item)
            self._put(item, _ended(item, JobState.CANCELLED, "cancelled"))
            self._release(item)
        elif item.job is not None:
            item.job.cancel()

    def _pause(self, item: _Queued, paused: bool) -> None:
        if item.job is None or item.row is None or item.job.is_over:
            return
        (item.job.pause if paused else item.job.resume)()
        self._put(item, replace(item.row, state=JobState.PAUSED if paused else JobState.RUNNING))

    def _put(self, item: _Queued, row: JobRow, handles: Handles | None = None) -> None:
        item.row = row
        self._jobs.put(row, handles)


def _reveal(path: Path) -> None:
    """The folder it was exported to. Names no session: this can be asked long after its clip was closed."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent)))


def _ended(item: _Queued, state: JobState, note: str) -> JobRow:
    fraction = item.row.fraction if item.row is not None else None
    return JobRow(item.number, item.title, state, fraction, note=note)


def _wish(session: Session, choice: ExportChoice) -> ExportWish:
    stop = max(choice.start + 1, min(choice.stop, session.times.count))
    settings = session.document.project.settings
    return ExportWish(
        project=session.document.project,
        file=session.document.file,
        make_source=session.make_source,
        preset=choice.preset,
        target=choice.path,
        objects=tuple(ObjectId(i) for i in choice.object_ids),
        frames=FrameRange(FrameIndex(choice.start), FrameIndex(stop)),
        per_object=choice.separate,
        premultiplied=choice.premultiplied,
        beside=choice.beside,
        crop_margin_px=CROP_MARGIN_PX if choice.cropped else None,
        scale=Fraction(choice.scale_percent, 100),
        tracked_only=choice.tracked_only,
        inverted=choice.inverted,
        look=shown_look(settings) if choice.as_shown else None,
    )


def companions() -> tuple[tuple[str, str], ...]:
    """(name, title) of what can be written beside a file."""
    from engine.export.interchange.kinds import KINDS  # brings av, which the window starts without

    return tuple((kind.name, kind.title) for kind in KINDS)


def preset_rows() -> tuple[PresetRow, ...]:
    """All presets, grouped by where the clip is going."""
    return tuple(
        PresetRow(
            preset.name,
            preset.title,
            preset.purpose.split(":")[0].split(",")[0],
            preset.purpose,
            "" if isinstance(preset.format, SequenceFormat) else preset.format.suffix,
            preset.format.alpha,
        )
        for preset in PRESETS
    )


def default_target(session: Session, preset: str) -> Path:
    """Beside the clip where that is a place to write to, else among the person's videos; named after both."""
    row = next(r for r in preset_rows() if r.name == preset)
    path = session.info.path
    own = not path.is_relative_to(resources_dir()) and os.access(path.parent, os.W_OK)
    folder = path.parent if own else Path(platformdirs.user_videos_dir())
    suffix = row.suffix
    if not suffix and session.times.count == 1:
        suffix = next(p.format.suffix for p in PRESETS if p.name == preset)  # one picture needs no folder
    return folder / f"{path.stem}-{preset}{suffix}"


def free_name(path: Path, taken: Collection[Path] = ()) -> Path:
    """`path`, or with a number where something of this name is there already or about to be."""
    number, free = 1, path
    while free in taken or free.exists():
        number += 1
        free = path.with_name(f"{path.stem}-{number}{path.suffix}")
    return free


def cost_text(costs: Estimate) -> str:
    """'about 36 MB, 14 s'; between which sizes where it is not sure; not measured yet: at most so much, and that it is
    being measured."""
    low, high, duration = size_text(costs.low_bytes), size_text(costs.high_bytes), time_left(costs.seconds)
    if not costs.is_measured:
        return f"up to {high} · being measured…"
    if costs.high_bytes > RANGE_FROM * costs.low_bytes and low != high:
        return f"between {low} and {high}, {duration}"
    return f"about {size_text((costs.low_bytes + costs.high_bytes) // 2)}, {duration}"


def size_text(size_bytes: int) -> str:
    """'850 MB', '1.2 GB'."""
    return f"{size_bytes / 1e9:.1f} GB" if size_bytes >= 1e9 else f"{max(1, round(size_bytes / 1e6))} MB"
