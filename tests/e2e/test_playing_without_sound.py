"""A clip with sound on a machine that has no sound output plays all the same, and says once why it is silent."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from app.workers import sound
from tests import moving
from tests.e2e.conftest import Person

RATE_HZ = 48_000


@pytest.fixture
def loud(tmp_path: Path) -> Path:
    """Two seconds of picture, one second of a tone."""
    path = tmp_path / "loud.mkv"
    with av.open(str(path), "w") as container:
        video = container.add_stream("libx264", rate=25)
        video.width, video.height, video.pix_fmt = moving.WIDTH, moving.HEIGHT, "yuv420p"
        audio = container.add_stream("pcm_s16le", rate=RATE_HZ, layout="mono")
        for picture in moving.pictures(50):
            container.mux(video.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        tone = (np.sin(np.arange(RATE_HZ) * 0.06) * 9000).astype(np.int16)[None]
        frame = av.AudioFrame.from_ndarray(tone, format="s16", layout="mono")
        frame.rate, frame.pts, frame.time_base = RATE_HZ, 0, Fraction(1, RATE_HZ)
        container.mux(audio.encode(frame))
        container.mux(audio.encode(None))
        container.mux(video.encode())
    return path


class Deaf:
    """A sound card that is there and takes nothing."""

    def start(self) -> None: ...

    def write(self, data: bytes) -> int:
        return 0

    def bytes_free(self) -> int:
        return 0

    def heard_s(self) -> float:
        return 0.0

    def stop(self) -> None: ...


@pytest.mark.parametrize(("card", "why"), [(None, "No sound output"), (Deaf(), "takes no sound")])
def test_the_picture_goes_on(
    people: Callable[..., Person], loud: Path, monkeypatch: pytest.MonkeyPatch, card: Deaf | None, why: str
) -> None:
    monkeypatch.setattr(sound, "qt_sink", lambda: card)
    person = people()
    person.open(loud)
    bar = person.app.window.problems
    person.press("play.toggle")
    person.wait(lambda: person.session.view.frame == 49)
    assert why in bar.accessibleDescription()
    bar.dismissed.emit()
    bar.clear()
    person.go_to(40)
    person.press("play.toggle")
    person.wait(lambda: person.session.view.frame == 49)
    assert why not in bar.accessibleDescription(), "once is enough"


@pytest.mark.qt_log_level_fail("CRITICAL")  # QtMultimedia warns of every sound system that it does not find
def test_the_real_default_output_or_none(people: Callable[..., Person], loud: Path) -> None:
    """Whatever this machine has: the picture reaches the end."""
    person = people()
    person.open(loud)
    person.press("play.toggle")
    person.wait(lambda: person.session.view.frame == 49)
