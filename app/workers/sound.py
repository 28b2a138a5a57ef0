"""Sound for playback, and its clock: the sound card is the master, the picture follows it.

QtMultimedia is imported when the first clip with sound is played. Where it is missing, or there is no sound card, real
time is the clock and the picture plays in silence.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Generator, Iterator
from fractions import Fraction
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Qt, QTimer, Signal

from app.workers.job import Job
from app.workers.priority import give_way
from engine.errors import ClickMatteError, MediaError

RATE_HZ = 48_000
CHANNELS = 2
BYTES_A_FRAME = 4 * CHANNELS
FEED_MS = 20
AHEAD_S = 0.5
"""Decoded ahead of the sound card: hides a busy disk, and a stop throws little away."""
SINK_BUFFER_S = 0.12
SILENCE = bytes(RATE_HZ // 10 * BYTES_A_FRAME)
STARTS_WITHIN_S = 2.0
"""A sound card that has not begun by then is not waited for any longer."""
COASTS_FOR_S = 0.1
"""Sound cards count in steps; between two of them real time goes on, for so long at most."""


class Sink(Protocol):
    """A sound card that takes float32 stereo at RATE_HZ."""

    def start(self) -> None: ...
    def write(self, data: bytes) -> int:
        """Returns how many bytes were taken."""
        ...

    def bytes_free(self) -> int: ...
    def heard_s(self) -> float:
        """Seconds of sound that have left the card since `start`."""
        ...

    def stop(self) -> None: ...


class SoundClock(QObject):
    """A playback clock that plays the clip's sound. For the window's thread.

    Sound is played forwards at normal speed only; at other speeds, muted, or without a card it is a real-time clock.

    Signals:
        fell_silent: a ClickMatteError: why a clip that has sound plays without it.
    """

    fell_silent = Signal(object)

    def __init__(
        self,
        make_sink: Callable[[], Sink | None] | None = None,
        now: Callable[[], float] = time.monotonic,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._make_sink = make_sink or qt_sink
        self._now = now
        self._path: Path | None = None
        self._offset_s = 0.0
        self._is_muted = False
        self._sink: Sink | None = None
        self._feeder: _Feeder | None = None
        self._old: list[_Feeder] = []
        self._began = 0.0
        self._speed = 1.0
        self._base_s = 0.0
        self._step_at = 0.0
        self._last_heard = 0.0
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(FEED_MS)
        self._timer.timeout.connect(self.feed)

    def set_clip(self, path: Path | None, offset_s: float) -> None:
        """The file whose sound is played; None: silence. `offset_s`: when its first frame is shown, on its clock."""
        self.stop()
        self._path, self._offset_s = path, offset_s

    def set_muted(self, is_muted: bool) -> None:
        self._is_muted = is_muted

    # -- as a clock -----------------------------------------------------------------------------------------------

    def start(self, seconds: float, speed: float) -> None:
        """From this place in the clip, counted from its first frame."""
        self.stop()
        self._speed = abs(speed)
        self._began = self._now()
        self._base_s = 0.0
        if self._path is None or self._is_muted or speed != 1.0:
            return
        self._sink = self._make_sink()
        if self._sink is None:
            self.fell_silent.emit(MediaError("No sound output was found, so the clip plays in silence."))
            return
        self._step_at, self._last_heard = self._now(), 0.0
        self._feeder = _Feeder(self._path, Fraction(seconds + self._offset_s), self)
        self._feeder.troubled.connect(self.fell_silent)
        self._feeder.start()
        self._sink.start()
        self._timer.start()

    def stop(self) -> None:
        self._timer.stop()
        if self._sink is not None:
            self._sink.stop()
            self._sink = None
        if self._feeder is not None:
            self._feeder.cancel()
            for over in (f for f in self._old if f.is_over):
                over.deleteLater()
            self._old = [f for f in self._old if not f.is_over]
            self._old.append(self._feeder)
            self._feeder = None

    def seconds(self) -> float:
        """Passed since `start`; as heard, where there is sound."""
        now = self._now()
        if self._sink is None:
            return self._base_s + (now - self._began) * self._speed
        heard = self._sink.heard_s()
        if heard != self._last_heard:
            self._last_heard, self._step_at = heard, now
        waited = now - self._step_at
        if waited > STARTS_WITHIN_S:
            self._go_on_in_silence(now)
            return self._base_s
        coasting = min(waited, COASTS_FOR_S) if self._last_heard > 0 else 0.0
        return self._last_heard + coasting

    def feed(self) -> None:
        """Give the sound card what it has room for."""
        if self._sink is None or self._feeder is None:
            return
        room = self._sink.bytes_free() // BYTES_A_FRAME * BYTES_A_FRAME
        data = self._feeder.take(room)
        if data:
            taken = self._sink.write(data)
            if taken < len(data):
                self._feeder.give_back(data[taken:])

    def wait(self, timeout_ms: int) -> bool:
        """Join the decoding threads, at the end of the program."""
        self.stop()
        return all(feeder.wait(timeout_ms) for feeder in self._old)

    def _go_on_in_silence(self, now: float) -> None:
        """The card has stopped: real time takes over where it stood."""
        reached = self._last_heard
        self.fell_silent.emit(MediaError("The sound output takes no sound, so the clip plays on in silence."))
        self.stop()
        self._base_s, self._began = reached, now


class _Feeder(QObject):
    """Decodes on a thread of its own, a little ahead. Where the sound ends or breaks off before the picture, silence
    follows: the card is the clock, and must have something to count.

    Signals:
        troubled: a ClickMatteError: the sound breaks off here.
    """

    troubled = Signal(object)

    def __init__(self, path: Path, start: Fraction, parent: QObject) -> None:
        super().__init__(parent)
        self._changed = threading.Condition()
        self._blocks: deque[bytes] = deque()
        self._waiting_bytes = 0
        self._is_cancelled = False
        self._job = Job("cm-sound", lambda: self._work(path, start), parent)
        self._job.progressed.connect(self._hear)

    @property
    def is_over(self) -> bool:
        return self._job.is_over

    def start(self) -> None:
        self._job.start()

    def cancel(self) -> None:
        with self._changed:
            self._is_cancelled = True
            self._changed.notify()
        self._job.cancel()

    def wait(self, timeout_ms: int) -> bool:
        return self._job.wait(timeout_ms)

    def take(self, count: int) -> bytes:
        """At most so many bytes, whole sample frames."""
        with self._changed:
            parts: list[bytes] = []
            while count > 0 and self._blocks:
                block = self._blocks.popleft()
                if len(block) > count:
                    self._blocks.appendleft(block[count:])
                    block = block[:count]
                parts.append(block)
                count -= len(block)
                self._waiting_bytes -= len(block)
            self._changed.notify()
            return b"".join(parts)

    def give_back(self, data: bytes) -> None:
        """What the card did not take after all."""
        with self._changed:
            self._blocks.appendleft(data)
            self._waiting_bytes += len(data)

    def _work(self, path: Path, start: Fraction) -> Generator[object, None, None]:
        yield None
        try:
            for data in samples_from(path, start):
                if not self._put(data):
                    return
        except ClickMatteError as error:
            yield error
        while self._put(SILENCE):
            pass

    def _put(self, data: bytes) -> bool:
        """Wait until there is room; False: nobody listens any more."""
        with self._changed:
            full = AHEAD_S * RATE_HZ * BYTES_A_FRAME
            self._changed.wait_for(lambda: self._waiting_bytes < full or self._is_cancelled)
            if not self._is_cancelled:
                self._blocks.append(data)
                self._waiting_bytes += len(data)
            return not self._is_cancelled

    def _hear(self, said: object) -> None:
        if isinstance(said, ClickMatteError):
            self.troubled.emit(said)


def samples_from(path: Path, start: Fraction) -> Iterator[bytes]:
    """Float32 stereo from `start` seconds of the clip's clock on, silence where the file has none."""
    from engine.media.audio import read_samples

    due = start
    blocks = read_samples(path, start, rate_hz=RATE_HZ, channels=CHANNELS)
    try:
        for block in blocks:
            missing = round((block.pts_seconds - due) * RATE_HZ)
            while missing > 0:
                yield bytes(min(missing, RATE_HZ) * BYTES_A_FRAME)
                missing -= RATE_HZ
            yield np.ascontiguousarray(block.samples, np.float32).tobytes()
            due = block.pts_seconds + Fraction(len(block.samples), RATE_HZ)
    finally:
        close = getattr(blocks, "close", None)
        if close is not None:
            close()


def qt_sink() -> Sink | None:
    """The default sound card through QtMultimedia; None where there is no such thing."""
    try:
        from PySide6.QtMultimedia import QMediaDevices
    except ImportError:
        return None
    device = QMediaDevices.defaultAudioOutput()
    return None if device.isNull() else _QtSink(device)


class _QtSink:
    """Push mode: the window's timer writes."""

    def __init__(self, device: object) -> None:
        from PySide6.QtMultimedia import QAudioFormat, QAudioSink

        form = QAudioFormat()
        form.setSampleRate(RATE_HZ)
        form.setChannelCount(CHANNELS)
        form.setSampleFormat(QAudioFormat.SampleFormat.Float)
        self._sink = QAudioSink(device, form)  # type: ignore[call-overload]
        self._sink.setBufferSize(round(SINK_BUFFER_S * RATE_HZ) * BYTES_A_FRAME)
        self._io = None

    def start(self) -> None:
        self._io = self._sink.start()

    def write(self, data: bytes) -> int:
        return 0 if self._io is None else max(0, int(self._io.write(data)))

    def bytes_free(self) -> int:
        return int(self._sink.bytesFree())

    def heard_s(self) -> float:
        waiting = (self._sink.bufferSize() - self._sink.bytesFree()) / (RATE_HZ * BYTES_A_FRAME)
        return max(0.0, float(self._sink.processedUSecs()) / 1e6 - waiting)

    def stop(self) -> None:
        self._sink.reset()
        self._sink.stop()


def waveform(
    path: Path, start_s: float, seconds: float, stretches: int
) -> Generator[object, None, NDArray[np.float32]]:
    """(stretches, 2) float32: lowest and highest sample of equal stretches of the picture's time; flat where silent."""
    from engine.media.audio import read_waveform

    give_way()
    yield None
    try:
        wave = read_waveform(path)
    except ClickMatteError:
        wave = None
    peaks = np.zeros((stretches, 2), np.float32)
    if wave is None or seconds <= 0:
        return peaks
    at = float(wave.start_seconds) - start_s + np.arange(len(wave.highs)) / wave.peaks_per_second
    places = np.floor(at / seconds * stretches).astype(np.int64)
    inside = (places >= 0) & (places < stretches)
    np.minimum.at(peaks[:, 0], places[inside], wave.lows[inside])
    np.maximum.at(peaks[:, 1], places[inside], wave.highs[inside])
    return peaks
