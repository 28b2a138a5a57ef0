"""Playback at true speed: a clock says which frame is due, the worker paints ahead, what comes late is dropped."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from app.controllers.actions import Deed
from app.controllers.display import DisplayController
from app.controllers.session import Session, SessionController, Stage
from app.controllers.tracking import marked_range
from app.views.models import PlaybackState
from app.views.timeline.timecode import timecode
from app.workers.picture_worker import Painted, PlayedOut, Unpainted

TICK_MS = 4
"""How often the clock is asked. A quarter of the shortest frame that screens show."""

FASTEST = 8.0

ROUNDING_S = 1e-6
"""Frames begin at exact fractions of a second, clocks count in floating point."""


class Clock(Protocol):
    """Says how many seconds of the clip have passed since it was started; the sound card where there is sound."""

    def start(self, seconds: float, speed: float) -> None:
        """From this place in the clip at this speed (negative: backwards)."""
        ...

    def stop(self) -> None: ...

    def seconds(self) -> float:
        """Passed since `start`, at the clip's own speed, never negative."""
        ...


class ElapsedClock:
    """Real time, for silent clips, other speeds and machines without a sound card."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._began = 0.0
        self._speed = 1.0

    def start(self, seconds: float, speed: float) -> None:
        self._began = self._now()
        self._speed = abs(speed)

    def stop(self) -> None:
        """Nothing to stop."""

    def seconds(self) -> float:
        return (self._now() - self._began) * self._speed


@dataclass(frozen=True, slots=True)
class _Playing:
    """One stretch of playing, from a start to a stop or a change of speed."""

    number: int
    start: int
    speed: float
    first: int
    """The range's first frame and the first one after it."""
    stop: int

    @property
    def step(self) -> int:
        return 1 if self.speed > 0 else -1


class PlaybackController(SessionController):
    """J, K, L, space, loop; the playhead follows the clock.

    Signals:
        state_changed: a PlaybackState.
    """

    state_changed = Signal(object)

    def __init__(
        self,
        stage: Stage,
        display: DisplayController,
        clock: Clock | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(stage, parent)
        self._display = display
        self._clock: Clock = clock or ElapsedClock()
        self._playing: _Playing | None = None
        self._pile: deque[Painted] = deque()
        self._is_started = False
        self._is_played_out = False
        self._state = PlaybackState()
        self._last_due = 0
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self.tick)

    def deeds(self) -> dict[str, Deed]:
        """Actions by id."""
        return {
            "play.toggle": self.toggle,
            "play.forward": lambda: self.shuttle(1),
            "play.reverse": lambda: self.shuttle(-1),
            "play.pause": self.pause,
            "play.step_back": lambda: self.step(-1),
            "play.step_forward": lambda: self.step(1),
            "play.back_ten": lambda: self.step(-10),
            "play.forward_ten": lambda: self.step(10),
            "play.start": lambda: self.jump(0),
            "play.end": self.jump_to_end,
            "play.loop": self.toggle_loop,
            "play.mute": self.toggle_mute,
        }

    @property
    def is_playing(self) -> bool:
        return self._playing is not None

    @property
    def state(self) -> PlaybackState:
        return self._state

    @property
    def muted(self) -> bool:
        return self._state.muted

    # -- wishes ---------------------------------------------------------------------------------------------------

    def toggle(self) -> None:
        if self.is_playing:
            self.pause()
        else:
            self.play(1.0)

    def shuttle(self, direction: int) -> None:
        """L and J: play that way; again for twice the speed."""
        speed = self._playing.speed if self._playing is not None else 0.0
        faster = speed * direction > 0
        self.play(direction * min(abs(speed) * 2, FASTEST) if faster else float(direction))

    def play(self, speed: float) -> None:
        """From the playhead; from the other end of the range where there is nothing left to play."""
        session = self.session
        if session is None or session.times.count < 2:
            return
        frames = marked_range(session) if self._state.loop else None
        first, stop = (frames.start, frames.stop) if frames is not None else (0, session.times.count)
        start = session.view.frame
        if speed > 0 and not first <= start < stop - 1:
            start = first
        elif speed < 0 and not first < start < stop:
            start = stop - 1
        self._begin(session, start, speed, first, stop)

    def pause(self) -> None:
        """Stop where the clock stands."""
        if self._playing is None:
            return
        self._playing = None
        self._timer.stop()
        self._clock.stop()
        self._pile.clear()
        self._display.set_playing(False)
        self._tell()

    def step(self, frames: int) -> None:
        """That many frames on or back."""
        if self.session is not None:
            self.jump(self.session.view.frame + frames)

    def jump(self, frame: int) -> None:
        self.pause()
        self._display.seek(frame)

    def jump_to_end(self) -> None:
        if self.session is not None:
            self.jump(self.session.times.count - 1)

    def toggle_loop(self) -> None:
        """Play the marked range again and again."""
        self._state = replace(self._state, loop=not self._state.loop)
        if self._playing is not None:
            self.play(self._playing.speed)
        self._tell()

    def toggle_mute(self) -> None:
        """Playing starts again from here, so that the sound comes or goes at once."""
        self._state = replace(self._state, muted=not self._state.muted)
        self._tell()
        if self._playing is not None:
            self.play(self._playing.speed)

    # -- the clock ------------------------------------------------------------------------------------------------

    def tick(self) -> None:
        """Show the newest picture that is due."""
        session, playing = self.session, self._playing
        if session is None or playing is None or not self._is_started:
            return
        lap, due = self._due(session, playing)
        shown: Painted | None = None
        taken = 0
        while self._pile and self._is_due(self._pile[0], lap, due, playing):
            shown = self._pile.popleft()
            taken += 1
        session.pictures.set_clock(due, taken, lap)
        if shown is not None:
            self._show(session, playing, shown)
        if self._is_played_out and not self._pile and self._is_at_end(due, playing):
            self.pause()

    def _begin(self, session: Session, start: int, speed: float, first: int, stop: int) -> None:
        step = 1 if speed > 0 else -1
        again = None
        if self._state.loop:
            again = first if step > 0 else stop - 1
        number = session.pictures.play(start, stop if step > 0 else first - 1, step, max(1, round(abs(speed))), again)
        self._playing = _Playing(number, start, speed, first, stop)
        self._clock.stop()
        self._pile.clear()
        self._is_started, self._is_played_out = False, False
        self._last_due = start - step
        self._state = replace(self._state, dropped=0)
        self._display.set_playing(True)
        self._timer.start()
        self._tell()

    def _take(self, answer: object) -> None:
        """A picture for the pile. The clock starts when the first one is there, so that none is late by design."""
        playing = self._playing
        if playing is None:
            return
        match answer:
            case Painted() if answer.number == playing.number:
                self._pile.append(answer)
                if not self._is_started and self.session is not None:
                    self._is_started = True
                    self._clock.start(self.session.times.seconds_of(playing.start), playing.speed)
            case PlayedOut(number) if number == playing.number:
                self._is_played_out = True
            case Unpainted() if answer.number == playing.number:
                self.pause()
            case _:
                pass

    def _due(self, session: Session, playing: _Playing) -> tuple[int, int]:
        """(lap, frame) that the clock stands at. Backwards, a frame is on show until the one before it is reached."""
        times, frame_s = session.times, float(1 / session.times.rate)
        low = times.seconds_of(playing.first)
        passed = self._clock.seconds() + ROUNDING_S
        at = times.seconds_of(playing.start) - low + passed * playing.step
        if playing.step < 0:
            at += frame_s
        if not self._state.loop:
            return 0, min(max(int(times.frame_at_seconds(low + at)), playing.first), playing.stop - 1)
        laps, within = divmod(at, times.seconds_of(playing.stop - 1) - low + frame_s)
        return abs(int(laps)), int(times.frame_at_seconds(low + within))

    def _is_due(self, painted: Painted, lap: int, due: int, playing: _Playing) -> bool:
        return painted.lap < lap or (painted.lap == lap and (due - painted.frame) * playing.step >= 0)

    def _is_at_end(self, due: int, playing: _Playing) -> bool:
        return due >= playing.stop - 1 if playing.step > 0 else due <= playing.first

    def _show(self, session: Session, playing: _Playing, painted: Painted) -> None:
        """Count what was left out since the picture before; what a higher speed leaves out is no loss."""
        gap = (painted.frame - self._last_due) * playing.step
        stride = max(1, round(abs(playing.speed)))
        lost = max(0, gap // stride - 1) if gap > 0 else 0
        self._last_due = painted.frame
        self._state = replace(self._state, dropped=self._state.dropped + lost)
        session.view.set_frame(painted.frame)
        self._display.show_painted(painted)
        self._tell()

    # -- the session ----------------------------------------------------------------------------------------------

    def _entered(self, session: Session) -> None:
        self._hear(session.pictures.answered, self._take)
        self._hear(session.view.frame_changed, self._tell)
        self._hear(session.times_changed, self._tell)
        self._state = replace(self._state, dropped=0, has_sound=bool(session.info.audio))
        self._tell()

    def _left(self, session: Session) -> None:
        """Paused before the next clip is shown."""
        if self._playing is not None:
            self._playing = None
            self._timer.stop()
            self._clock.stop()
            self._pile.clear()
            self._display.set_playing(False)
            session.pictures.show(session.view.frame)

    def _emptied(self) -> None:
        self._state = PlaybackState(loop=self._state.loop, muted=self._state.muted)
        self.state_changed.emit(self._state)

    def _tell(self, *_: object) -> None:
        session = self.session
        if session is None:
            self.state_changed.emit(self._state)
            return
        frame = session.view.frame
        self._state = replace(
            self._state,
            playing=self.is_playing,
            speed=self._playing.speed if self._playing is not None else 1.0,
            frame=frame,
            frame_count=session.times.count,
            timecode=timecode(frame, session.times.rate, session.info.start_timecode),
        )
        self.state_changed.emit(self._state)
