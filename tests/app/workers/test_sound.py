"""The sound clock with a sound card of a few lines, over a real file with real sound."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray
from pytestqt.qtbot import QtBot

from app.workers.sound import BYTES_A_FRAME, COASTS_FOR_S, RATE_HZ, STARTS_WITHIN_S, SoundClock, samples_from, waveform
from engine.errors import MediaError

SECONDS = 2


def returned(steps: Generator[object, None, NDArray[np.float32]]) -> NDArray[np.float32]:
    """What a generator returns at its end."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value  # type: ignore[no-any-return]


class Card:
    """Takes everything, is heard when the test says so."""

    def __init__(self) -> None:
        self.data = b""
        self.heard = 0.0
        self.room = 1 << 20
        self.stopped = False

    def start(self) -> None:
        self.started = True

    def write(self, data: bytes) -> int:
        self.data += data
        return len(data)

    def bytes_free(self) -> int:
        return self.room

    def heard_s(self) -> float:
        return self.heard

    def stop(self) -> None:
        self.stopped = True


class Time:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def beeps(tmp_path: Path) -> Path:
    """Silence for one second, then a tone at half height for another."""
    path = tmp_path / "beeps.mkv"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("pcm_s16le", rate=RATE_HZ, layout="stereo")
        tone = np.sin(np.arange(RATE_HZ) * 2 * np.pi * 440 / RATE_HZ) * 0.5
        for at, samples in ((0, np.zeros(RATE_HZ)), (RATE_HZ, tone)):
            both = (np.repeat(samples, 2) * 32767).astype(np.int16)[None]
            frame = av.AudioFrame.from_ndarray(both, format="s16", layout="stereo")
            frame.rate, frame.pts, frame.time_base = RATE_HZ, at, Fraction(1, RATE_HZ)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


@pytest.fixture
def clock(beeps: Path) -> Iterator[tuple[SoundClock, Card, Time]]:
    card, now = Card(), Time()
    made = SoundClock(lambda: card, now)
    made.set_clip(beeps, 0.0)
    yield made, card, now
    assert made.wait(5000)


def test_samples_begin_exactly_where_playing_begins(beeps: Path) -> None:
    data = np.frombuffer(b"".join(samples_from(beeps, Fraction(1, 2))), np.float32).reshape(-1, 2)
    assert len(data) == RATE_HZ * 3 // 2
    assert not data[: RATE_HZ // 2].any()
    assert abs(data[RATE_HZ // 2 :]).max() == pytest.approx(0.5, abs=0.01)


def test_the_card_is_fed_and_its_time_is_the_clocks(qtbot: QtBot, clock: tuple[SoundClock, Card, Time]) -> None:
    sound, card, now = clock
    sound.start(1.0, 1.0)
    qtbot.waitUntil(lambda: len(card.data) >= RATE_HZ // 4 * BYTES_A_FRAME)
    assert np.abs(np.frombuffer(card.data[: RATE_HZ // 8 * BYTES_A_FRAME], np.float32)).max() > 0.4
    assert sound.seconds() == 0.0, "nothing was heard yet, so the picture waits"
    card.heard = 0.2
    assert sound.seconds() == pytest.approx(0.2)
    now.now += COASTS_FOR_S / 2
    assert sound.seconds() == pytest.approx(0.2 + COASTS_FOR_S / 2), "between two steps of the card time goes on"
    now.now += 1.0
    assert sound.seconds() == pytest.approx(0.2 + COASTS_FOR_S), "but not for ever"


def test_a_card_that_never_begins_is_not_waited_for(clock: tuple[SoundClock, Card, Time]) -> None:
    sound, card, now = clock
    sound.start(0.0, 1.0)
    now.now += STARTS_WITHIN_S + 0.1
    assert sound.seconds() == 0.0
    assert card.stopped
    now.now += 1.0
    assert sound.seconds() == pytest.approx(1.0)


@pytest.mark.parametrize(("speed", "muted"), [(2.0, False), (-1.0, False), (1.0, True)])
def test_other_speeds_and_muted_play_in_silence(
    clock: tuple[SoundClock, Card, Time], speed: float, muted: bool
) -> None:
    sound, card, now = clock
    sound.set_muted(muted)
    sound.start(0.0, speed)
    now.now += 0.5
    assert sound.seconds() == pytest.approx(0.5 * abs(speed))
    assert card.data == b""


def test_without_a_sound_card_real_time_is_the_clock(beeps: Path) -> None:
    now = Time()
    sound = SoundClock(lambda: None, now)
    sound.set_clip(beeps, 0.0)
    sound.start(0.0, 1.0)
    now.now += 0.75
    assert sound.seconds() == pytest.approx(0.75)
    assert sound.wait(1000)


def test_a_full_card_loses_no_sample(qtbot: QtBot, clock: tuple[SoundClock, Card, Time], beeps: Path) -> None:
    sound, card, _ = clock
    card.room = 1000 * BYTES_A_FRAME
    taken: list[int] = []

    def write(data: bytes) -> int:
        taken.append(len(data))
        card.data += data[: len(data) // 2 // BYTES_A_FRAME * BYTES_A_FRAME]
        return len(data) // 2 // BYTES_A_FRAME * BYTES_A_FRAME

    card.write = write  # type: ignore[method-assign]
    sound.start(1.0, 1.0)
    for _ in range(50):
        qtbot.wait(1)
        sound.feed()
    expected = b"".join(samples_from(beeps, Fraction(1)))
    assert len(card.data) > 0
    assert expected.startswith(card.data)


def test_the_waveform_shows_where_it_is_loud(beeps: Path) -> None:
    peaks = returned(waveform(beeps, 0.0, float(SECONDS), 20))
    assert peaks.shape == (20, 2)
    assert not peaks[:9].any()
    assert peaks[11:19, 1].min() > 0.4
    assert peaks[11:19, 0].max() < -0.4


def test_where_the_sound_ends_before_the_picture_the_card_is_fed_with_silence(
    qtbot: QtBot, clock: tuple[SoundClock, Card, Time]
) -> None:
    """The card ran dry, its time stood still, and so did the picture for two seconds."""
    sound, card, _ = clock
    sound.start(SECONDS - 0.25, 1.0)
    qtbot.waitUntil(lambda: len(card.data) >= RATE_HZ * BYTES_A_FRAME)
    heard = np.frombuffer(card.data, np.float32).reshape(-1, 2)
    assert np.abs(heard[: RATE_HZ // 4]).max() > 0.4
    assert not heard[RATE_HZ // 4 :].any()


def test_a_sound_track_that_cannot_be_read_is_told_and_played_as_silence(qtbot: QtBot, tmp_path: Path) -> None:
    broken = tmp_path / "broken.mkv"
    broken.write_bytes(bytes(4096))
    card, told = Card(), []
    sound = SoundClock(lambda: card)
    sound.fell_silent.connect(told.append)
    sound.set_clip(broken, 0.0)
    sound.start(0.0, 1.0)
    qtbot.waitUntil(lambda: len(card.data) >= RATE_HZ // 4 * BYTES_A_FRAME and bool(told))
    assert not np.frombuffer(card.data, np.float32).any()
    assert "broken.mkv" in told[0].sentence
    assert sound.wait(5000)


def test_why_it_is_silent_is_said(beeps: Path) -> None:
    """Without a card, or with one that takes nothing, it was silent without a word."""
    card, now = Card(), Time()
    card.room = 0
    for make, why in ((lambda: None, "No sound output"), (lambda: card, "takes no sound")):
        told: list[MediaError] = []
        sound = SoundClock(make, now)
        sound.fell_silent.connect(told.append)
        sound.set_clip(beeps, 0.0)
        sound.set_muted(True)
        sound.start(0.0, 1.0)
        assert told == []
        sound.set_muted(False)
        sound.start(0.0, 1.0)
        now.now += STARTS_WITHIN_S + 0.1
        sound.seconds()
        assert [why in error.sentence for error in told] == [True]
        assert sound.wait(5000)
