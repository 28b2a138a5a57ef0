"""The models panel: what is here, what suits, downloads, and which model and device a project uses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import psutil
from PySide6.QtCore import QObject, Signal

from app.controllers.downloads import Downloads
from app.controllers.input_sizes import size_choices, size_note
from app.controllers.jobs import Jobs
from app.controllers.problems import Problems
from app.controllers.session import Session, SessionController, Stage
from app.state.document import Change
from app.views.models import Comparison, DeviceModel, ModelRow, ModelState
from app.views.panels.models import ModelsPanel
from app.workers.model_requests import Compare, Compared, Devices, ModelReady, WarmUp, WhichDevices
from app.workers.model_worker import Answered, ModelWorker, Refused
from engine.errors import UsageError
from engine.models.advice import Advice, Machine, advise
from engine.models.registry import MODELS, ModelSpec
from engine.project.edits import SetSettings
from engine.project.model import ProjectSettings
from engine.project.step_labels import DEVICE_TITLES, PRECISION_TITLES
from engine.types import FrameIndex

PRECISIONS = tuple(PRECISION_TITLES.items())


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
        catalogue: Sequence[ModelSpec] = MODELS,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(stage, parent)
        self._panel = panel
        self._model = model
        self._problems = problems
        self._catalogue = catalogue
        self._warming: dict[int, int] = {}
        self._comparing: tuple[int, str] | None = None
        self._devices: tuple[str, ...] = ()
        self._device_sentence = ""
        self._asked_devices = 0
        self._downloads = Downloads(jobs, problems, self)
        self._downloads.changed.connect(self._show)
        model.answered.connect(self._hear_model)
        panel.use_requested.connect(self.use)
        panel.download_requested.connect(self.download)
        panel.pause_requested.connect(self._downloads.hold)
        panel.cancel_requested.connect(lambda name: self._downloads.give_up(self._spec(name)))
        panel.local_file_chosen.connect(lambda name, path: self.use(name, Path(path)))
        panel.device_chosen.connect(lambda device: self._change_settings(device=device))
        panel.precision_chosen.connect(lambda precision: self._change_settings(precision=precision))
        panel.size_chosen.connect(lambda side: self._change_settings(image_size=side or None))
        panel.compare_requested.connect(self.compare)

    # -- wishes ---------------------------------------------------------------------------------------------------

    def use(self, name: str, checkpoint: Path | None = None) -> None:
        """Change the model of the project on stage; an edit like any other."""
        session = self.session
        if session is None:
            return
        text = None if checkpoint is None else str(checkpoint)
        settings = replace(session.document.project.settings, model=name, checkpoint=text)
        if name != session.document.project.settings.model:
            settings = replace(settings, image_size=None)  # chosen for the other one
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
        self._panel.set_comparing(name)

    def download(self, name: str) -> None:
        """Fetch, or go on fetching."""
        self._downloads.start(self._spec(name))

    def forget(self, session: Session) -> None:
        """The clip is being closed: what is still with the model for it will not be answered."""
        self._warming = {number: clip for number, clip in self._warming.items() if clip != session.number}
        self._asked_devices = 0

    def cancel_all(self) -> None:
        """The program is being left."""
        self._downloads.cancel_all()

    def wait(self, timeout_ms: int) -> bool:
        return self._downloads.wait(timeout_ms)

    def _spec(self, name: str) -> ModelSpec:
        return next(spec for spec in self._catalogue if spec.name == name)

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
                self._panel.set_comparison(None)
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
        if self.session is None:
            return
        mine = self.session.document.project.settings.model
        note = f"Predicted quality {compared.left_quality:.2f} and {compared.right_quality:.2f}"
        self._panel.set_comparison(Comparison(mine, compared.left, name, compared.right, note))

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
        machine = Machine(psutil.virtual_memory().available)
        advices = [advise(spec, machine) for spec in self._catalogue if not spec.readout_only]
        self._panel.set_models(tuple(self._row(advice, settings.model) for advice in advices))
        self._panel.set_device(self._device_model(session, settings))

    def _device_model(self, session: Session, settings: ProjectSettings) -> DeviceModel:
        clip = settings.model, session.info.width, session.info.height, settings.image_size
        return DeviceModel(
            (("auto", "Automatic"), *((d, DEVICE_TITLES.get(d, d)) for d in self._devices)),
            settings.device,
            PRECISIONS,
            settings.precision,
            size_choices(*clip),
            settings.image_size or 0,
            size_note(*clip),
            self._device_advice(),
        )

    def _device_advice(self) -> str:
        if not self._devices:
            return ""
        if self._devices == ("cpu",):
            return "No GPU found: the shipped model is the fastest here. A CUDA or Apple GPU would run larger ones."
        return self._device_sentence

    def _row(self, advice: Advice, current: str) -> ModelRow:
        spec = advice.spec
        state, done = (ModelState.HERE, 0) if advice.present else self._downloads.state_of(spec)
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
    return settings.model, settings.checkpoint, settings.device, settings.precision, settings.image_size
