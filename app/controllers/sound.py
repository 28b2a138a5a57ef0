"""The clip's sound: its clock for playback, its waveform for the timeline."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from app.controllers.playback import PlaybackController
from app.controllers.problems import Problems
from app.controllers.session import Session, SessionController, Stage
from app.views.models import PlaybackState, Waveform
from app.views.timeline.timeline_view import TimelineView
from app.workers.job import Job
from app.workers.sound import SoundClock, waveform
from engine.errors import ClickMatteError

STRETCHES_A_SECOND = 50
MOST_STRETCHES = 60_000
"""Twenty minutes at full detail; longer clips share them out."""


class SoundController(SessionController):
    """Hands the clip on stage to the sound clock and reads its waveform once."""

    def __init__(
        self, stage: Stage, clock: SoundClock, playback: PlaybackController, timeline: TimelineView, problems: Problems
    ) -> None:
        super().__init__(stage)
        self._problems = problems
        self._told: set[str] = set()
        self._clock = clock
        self._timeline = timeline
        self._waves: dict[int, Waveform] = {}
        self._jobs: set[Job] = set()
        playback.state_changed.connect(self._take_state)
        clock.fell_silent.connect(self._tell_once)

    def wait(self, timeout_ms: int) -> bool:
        """Join the threads, at the end of the program."""
        return self._clock.wait(timeout_ms) and all(job.wait(timeout_ms) for job in list(self._jobs))

    def _take_state(self, state: PlaybackState) -> None:
        self._clock.set_muted(state.muted)

    def _tell_once(self, error: ClickMatteError) -> None:
        """Once a session: every press of the space bar would say it again."""
        if error.sentence not in self._told:
            self._told.add(error.sentence)
            self._problems.notice(error.sentence, error.remedy)

    def _entered(self, session: Session) -> None:
        self._hear(session.times_changed, lambda _times: self._show_wave(session))
        self._clock.set_clip(session.info.path if session.info.audio else None, _start_s(session))
        self._show_wave(session)

    def _emptied(self) -> None:
        self._clock.set_clip(None, 0.0)
        self._timeline.set_waveform(None)

    def _show_wave(self, session: Session) -> None:
        self._timeline.set_waveform(self._waves.get(session.number))
        if session.number in self._waves or not session.info.audio or not session.times.complete:
            return
        seconds = session.times.seconds_of(session.times.count - 1) + float(1 / session.times.rate)
        stretches = max(1, min(MOST_STRETCHES, round(seconds * STRETCHES_A_SECOND)))
        path, start_s = session.info.path, _start_s(session)
        job = Job("cm-waveform", lambda: waveform(path, start_s, seconds, stretches))
        job.returned.connect(lambda peaks: self._take_wave(session, peaks, seconds))
        job.ended.connect(lambda: self._jobs.discard(job))
        self._jobs.add(job)
        job.start()

    def _take_wave(self, session: Session, peaks: NDArray[np.float32], seconds: float) -> None:
        self._waves[session.number] = Waveform(peaks, seconds)
        if session is self.session:
            self._timeline.set_waveform(self._waves[session.number])


def _start_s(session: Session) -> float:
    """When the first frame is shown, on the file's clock."""
    return float(int(session.times.pts[0]) * session.times.time_base)
