"""Models and their trackers, by number: one model at a time, a tracker a clip. What a process of its own holds.

Everything that goes in or comes out can be pickled; see `remote` for the other side. torch is imported when the first
model is.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Generator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from engine.media import ReadOptions, open_source
from engine.media.source import VideoSource
from engine.project.model import PolicyName, ProjectSettings
from engine.tracking.closer_plan import CloserRun
from engine.tracking.plan import TrackRun
from engine.tracking.steps import TrackEvent

if TYPE_CHECKING:
    from engine.models.loader import LoadedModel
    from engine.tracking.tracker import Tracker

Loader = Callable[[ProjectSettings], "LoadedModel"]


@dataclass(frozen=True, slots=True)
class TrackerFacts:
    """A tracker that was opened."""

    number: int
    fingerprint: str
    """Of everything that would make other memories."""
    model_fingerprint: str
    """Of the weights."""


class TrackerRoom:
    """See the module's text. All of it is used from one thread."""

    def __init__(self, load: Loader | None = None) -> None:
        """`load`: gives the model that settings name; None: the installed ones."""
        self._load = load or load_installed
        self._model: LoadedModel | None = None
        self._model_key: tuple[object, ...] = ()
        self._trackers: dict[int, tuple[Tracker, VideoSource]] = {}
        self._runs: dict[int, Generator[TrackEvent, None, None]] = {}
        self._numbers = itertools.count(1)

    def preload(self, settings: ProjectSettings) -> None:
        """Load a model before there is a clip; one that was chosen meanwhile stays."""
        if self._model is None:
            self._loaded(settings)

    def open(self, settings: ProjectSettings, path: Path, options: ReadOptions, apart: bool = False) -> TrackerFacts:
        """A tracker for a clip under a project's settings. `apart`: with a model of its own, for a comparison.

        Raises MediaError, ModelError, UsageError.
        """
        from engine.tracking.tracker import Tracker

        model = self._load(settings) if apart else self._loaded(settings)
        source = open_source(path, options)
        try:
            tracker = Tracker(model, source, policy=settings.policy, image_size=settings.image_size)
        except BaseException:
            source.close()
            raise
        number = next(self._numbers)
        self._trackers[number] = tracker, source
        return TrackerFacts(number, tracker.fingerprint, model.fingerprint)

    def close_tracker(self, number: int) -> None:
        """Let go of a tracker and its clip."""
        tracker, source = self._trackers.pop(number)
        tracker.close()
        source.close()

    def ask(self, number: int, method: str, *values: object) -> object:
        """What a tracker's method or property of this name answers."""
        found = getattr(self._trackers[number][0], method)
        return found(*values) if callable(found) else found

    def begin(self, number: int, run: TrackRun | CloserRun) -> int:
        """A tracking run, or a closer look at one object, by a number of its own."""
        from engine.tracking.closer import look_closer

        begun = next(self._numbers)
        tracker = self._trackers[number][0]
        self._runs[begun] = look_closer(tracker, run) if isinstance(run, CloserRun) else tracker.track(run)
        return begun

    def step(self, run: int) -> TrackEvent | None:
        """The run's next event; None: it is over."""
        event = next(self._runs[run], None)
        if event is None:
            del self._runs[run]
        return event

    def end(self, run: int) -> None:
        """Leave a run where it stands."""
        if run in self._runs:
            self._runs.pop(run).close()

    def where(self, number: int, precision: str) -> str:
        """Where a tracker's model runs, for people."""
        from engine.tracking.device import choose_device

        return choose_device(self._trackers[number][0].device, precision=precision).sentence

    def devices(self) -> tuple[tuple[str, ...], str]:
        """Where models can run here, the fastest first, and what would be taken."""
        from engine.tracking.device import available_devices, choose_device

        return available_devices(), choose_device("auto").sentence

    def close(self) -> None:
        for run in list(self._runs):
            self.end(run)
        for number in list(self._trackers):
            self.close_tracker(number)

    def _loaded(self, settings: ProjectSettings) -> LoadedModel:
        key = model_key(settings)
        if self._model is None or self._model_key != key:
            self._model = None  # the old one goes before the new one comes
            self._model = self._load(settings)
            self._model_key = key
        return self._model


def model_key(settings: ProjectSettings) -> tuple[object, ...]:
    """Settings with equal keys share one loaded model."""
    return settings.model, settings.checkpoint, settings.device, settings.precision, _exact(settings)


def load_installed(settings: ProjectSettings) -> LoadedModel:
    """The model these settings name, on its device."""
    from engine.models.loader import load_model
    from engine.tracking.device import choose_device, fit_threads

    fit_threads()
    choice = choose_device(settings.device, precision=settings.precision, exact=_exact(settings))
    return load_model(settings.model, settings.checkpoint, choice.device, choice.dtype)


def _exact(settings: ProjectSettings) -> bool:
    return settings.policy is PolicyName.PUBLISHED
