"""The models panel: what is here, what suits, downloads, and which model and device a project uses."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass, replace
from pathlib import Path

import psutil
from PySide6.QtCore import QObject, QTimer, Signal

from app.controllers.jobs import Handles, Jobs
from app.controllers.problems import Problems
from app.controllers.session import Session, SessionController, Stage
from app.state.document import Change
from app.views.models import Comparison, DeviceModel, JobRow, JobState, ModelRow, ModelState
from app.views.panels.models import ModelsPanel
from app.workers.job import Job
from app.workers.model_requests import Compare, Compared, Devices, ModelReady, WarmUp, WhichDevices
from app.workers.model_worker import Answered, ModelWorker, Refused
from engine.errors import UsageError
from engine.models.advice import Advice, Machine, advise_all
from engine.models.download import DownloadProgress, download_model
from engine.models.registry import model_spec
from engine.project.edits import SetSettings
from engine.project.model import ProjectSettings
from engine.types import FrameIndex

SHOW_EVERY_MS = 200
"""Downloads report every chunk; the panel need not follow each."""

PRECISIONS = (("auto", "Automatic"), ("float32", "Full (32 bit)"), ("bfloat16", "Half (bfloat16)"))
DEVICE_TITLES = {"cpu": "CPU", "cuda": "NVIDIA GPU", "mps": "Apple GPU"}


@dataclass(frozen=True, slots=True)
class _Download:
    job: Job
    number: int
    done_bytes: int = 0


class ModelsController(SessionController):
    """Says which model is ready, and keeps the panel true.

    Signals:
        ready_changed: (bool, str): whether the model of the clip on stage is loaded, and what runs where.
        settled: the Session whose model is loaded, or cannot be.
    """

    ready_changed = Signal(bool, str)
    settled = Signal(object)

    def __init__(
        self,
        stage: Stage,
        panel: ModelsPanel,
        model: ModelWorker,
        jobs: Jobs,
        problems: Problems,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(stage, parent)
        self._panel = panel
        self._model = model
        self._jobs = jobs
        self._problems = problems
        self._warming: dict[int, int] = {}
        self._comparing: tuple[int, str] | None = None
        self._downloads: dict[str, _Download] = {}
        self._paused: dict[str, int] = {}
        self._devices: tuple[str, ...] = ()
        self._device_sentence = ""
        self._asked_devices = 0
        self._showing = QTimer(self)
        self._showing.setSingleShot(True)
        self._showing.setInterval(SHOW_EVERY_MS)
        self._showing.timeout.connect(self._show)
        model.answered.connect(self._hear_model)
        panel.use_requested.connect(self.use)
        panel.download_requested.connect(self.download)
        panel.pause_requested.connect(self.pause_download)
        panel.local_file_chosen.connect(lambda name, path: self.use(name, Path(path)))
        panel.device_chosen.connect(lambda device: self._change_settings(device=device))
        panel.precision_chosen.connect(lambda precision: self._change_settings(precision=precision))
        panel.compare_requested.connect(self.compare)

    # -- wishes ---------------------------------------------------------------------------------------------------

    def use(self, name: str, checkpoint: Path | None = None) -> None:
        """Change the model of the project on stage; an edit like any other."""
        session = self.session
        if session is None:
            return
        text = None if checkpoint is None else str(checkpoint)
        settings = replace(session.document.project.settings, model=name, checkpoint=text)
        session.document.do(SetSettings(settings))

    def compare(self, name: str) -> None:
        """Both models' masks for the active object's prompts on the current frame."""
        session = self.session
        if session is None or session.view.active_object is None:
            self._problems.tell_error(UsageError("There is nothing to compare yet.", "Click on an object first."))
            return
        spec = session.document.project.object(session.view.active_object)
        said = spec.prompts.get(session.pts_of(session.view.frame))
        if said is None:
            self._problems.tell_error(UsageError("This frame has no prompts to compare by.", "Go to one that has."))
            return
        wish = Compare(FrameIndex(session.view.frame), said, spec.colour, name)
        self._comparing = (self._model.ask(session.number, wish), name)

    def download(self, name: str) -> None:
        """Fetch, or go on fetching."""
        if name in self._downloads:
            return
        spec = model_spec(name)
        number = self._paused.pop(name, None) or self._jobs.new_number()

        def work() -> Generator[object, None, None]:
            yield from download_model(spec)

        job = Job("cm-download", work, self)
        self._downloads[name] = _Download(job, number)
        handles = Handles(
            cancel=lambda: self.pause_download(name),
            pause=lambda: self.pause_download(name),
            resume=lambda: self.download(name),
        )
        self._jobs.put(JobRow(number, f"Download {name}", JobState.RUNNING, None, can_pause=True), handles)
        job.progressed.connect(lambda progress: self._progress(name, progress))
        job.returned.connect(lambda _: self._download_ended(name, JobState.DONE, "checked and in place"))
        job.failed.connect(lambda failure: self._download_ended(name, JobState.FAILED, failure.sentence))
        job.failed.connect(self._problems.tell)
        job.cancelled.connect(lambda: self._download_ended(name, JobState.PAUSED, "goes on where it stopped"))
        job.start()
        self._show()

    def pause_download(self, name: str) -> None:
        """What has come is kept."""
        if name in self._downloads:
            self._paused[name] = self._downloads[name].number
            self._downloads[name].job.cancel()

    def forget(self, session: Session) -> None:
        """The clip is being closed: what is still with the model for it will not be answered."""
        self._warming = {number: clip for number, clip in self._warming.items() if clip != session.number}
        self._asked_devices = 0

    def cancel_all(self) -> None:
        """The program is being left."""
        for download in self._downloads.values():
            download.job.cancel()

    def wait(self, timeout_ms: int) -> bool:
        return all(download.job.wait(timeout_ms) for download in list(self._downloads.values()))

    def _change_settings(self, **values: object) -> None:
        session = self.session
        if session is not None:
            settings = replace(session.document.project.settings, **values)  # type: ignore[arg-type]
            session.document.do(SetSettings(settings))

    # -- answers --------------------------------------------------------------------------------------------------

    def _hear_model(self, answer: object) -> None:
        match answer:
            case Answered(number, clip, ModelReady(name=name, sentence=sentence)) if number in self._warming:
                self._settle(number)
                if self.session is not None and self.session.number == clip:
                    self.ready_changed.emit(True, f"{name} · {sentence}")
            case Refused(number, _, failure) if number in self._warming:
                self._settle(number)
                self._problems.tell(failure)
                self.ready_changed.emit(False, "no model")
            case Answered(number, _, Compared() as compared) if self._comparing and number == self._comparing[0]:
                self._show_comparison(compared, self._comparing[1])
            case Refused(number, _, failure) if self._comparing and number == self._comparing[0]:
                self._problems.tell(failure)
            case Answered(number, _, Devices(names=names, sentence=sentence)) if number == self._asked_devices:
                self._devices, self._device_sentence = names, sentence
                self._show()
            case _:
                pass

    def _settle(self, number: int) -> None:
        session = self.stage.find(self._warming.pop(number))
        if session is not None:
            self.settled.emit(session)

    def _show_comparison(self, compared: Compared, name: str) -> None:
        assert self.session is not None
        mine = self.session.document.project.settings.model
        note = f"Predicted quality {compared.left_quality:.2f} and {compared.right_quality:.2f}"
        self._panel.set_comparison(Comparison(mine, compared.left, name, compared.right, note))

    def _progress(self, name: str, progress: DownloadProgress) -> None:
        download = self._downloads.get(name)
        if download is None:
            return
        self._downloads[name] = replace(download, done_bytes=progress.done_bytes)
        fraction = progress.done_bytes / progress.total_bytes if progress.total_bytes else None
        note = f"{progress.done_bytes / 1e6:.0f} MB"
        self._jobs.put(
            JobRow(download.number, f"Download {name}", JobState.RUNNING, fraction, note=note, can_pause=True)
        )
        if not self._showing.isActive():
            self._showing.start()

    def _download_ended(self, name: str, state: JobState, note: str) -> None:
        download = self._downloads.pop(name)
        self._jobs.put(
            JobRow(download.number, f"Download {name}", state, note=note, can_pause=state is JobState.PAUSED)
        )
        self._show()

    # -- what is shown --------------------------------------------------------------------------------------------

    def _entered(self, session: Session) -> None:
        self._hear(session.document.changed, lambda change: self._settings_changed(session, change))
        self._warm_up(session)
        if not self._devices and not self._asked_devices:
            self._asked_devices = self._model.ask(session.number, WhichDevices())
        self._panel.set_comparison(None)
        self._show()

    def _emptied(self) -> None:
        self._panel.set_models(())

    def _settings_changed(self, session: Session, change: Change) -> None:
        old, new = change.before.settings, change.after.settings
        if _how_it_runs(old) != _how_it_runs(new):
            self._warm_up(session)
            self._show()

    def _warm_up(self, session: Session) -> None:
        """Load the model and encode the frame on show, in the background."""
        self.ready_changed.emit(False, "loading the model…")
        self._warming[self._model.ask(session.number, WarmUp(FrameIndex(session.view.frame)))] = session.number

    def _show(self) -> None:
        session = self.session
        if session is None:
            return
        settings = session.document.project.settings
        advices = advise_all(Machine(psutil.virtual_memory().available))
        rows = [self._row(advice, settings.model) for advice in advices if not advice.spec.readout_only]
        self._panel.set_models(tuple(rows))
        devices = (("auto", "Automatic"), *((d, DEVICE_TITLES.get(d, d)) for d in self._devices))
        self._panel.set_device(
            DeviceModel(devices, settings.device, PRECISIONS, settings.precision, self._device_advice())
        )

    def _device_advice(self) -> str:
        if not self._devices:
            return ""
        if self._devices == ("cpu",):
            return "No GPU found: the shipped model is the fastest here. A CUDA or Apple GPU would run larger ones."
        return self._device_sentence

    def _row(self, advice: Advice, current: str) -> ModelRow:
        spec = advice.spec
        state = ModelState.HERE if advice.present else ModelState.AVAILABLE
        done = 0
        if spec.name in self._downloads:
            state, done = ModelState.DOWNLOADING, self._downloads[spec.name].done_bytes
        elif spec.name in self._paused and not advice.present:
            state = ModelState.PAUSED
        return ModelRow(
            spec.name,
            spec.name,
            state,
            spec.summary,
            spec.size_bytes,
            done,
            advice.fits_memory or advice.fits_card,
            advice.sentence,
            spec.name == current,
        )


def _how_it_runs(settings: ProjectSettings) -> tuple[object, ...]:
    """Where these differ the model is loaded again."""
    return settings.model, settings.checkpoint, settings.device, settings.precision
