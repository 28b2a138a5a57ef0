"""Sound beside pictures: to the sample as long as the range, in sync with its first frame, there only when finished."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from engine.errors import ExportError
from engine.export import wave_file
from engine.export.proof import prove
from engine.export.run import run_export
from engine.media import open_source
from engine.types import FrameIndex, FrameRange
from tests.engine.export.clips import write_clip
from tests.engine.export.test_audio import RATE, clicks_ms
from tests.engine.export.test_run import exported, planned


def samples_of(path: Path) -> NDArray[np.float32]:
    """Mono, from the file's first sample on."""
    with av.open(str(path)) as container:
        resampler = av.AudioResampler("fltp", "mono", RATE)
        pieces = [piece.to_ndarray()[0] for f in container.decode(audio=0) for piece in resampler.resample(f)]
    return np.concatenate(pieces)


@pytest.mark.parametrize(("codec", "kept"), [("flac", "pcm_s24le"), ("pcm_s16le", "pcm_s16le"), ("aac", "pcm_s24le")])
@pytest.mark.parametrize("span", [(0, 24), (7, 19)])
def test_in_sync_and_as_long_as_the_range(tmp_path: Path, codec: str, kept: str, span: tuple[int, int]) -> None:
    clip = open_source(write_clip(tmp_path / "clip.mkv", frames=24, audio=codec))
    plan = planned(clip, tmp_path, "png", frames=FrameRange(*map(FrameIndex, span)))
    files = exported(plan)
    report = prove(plan)
    start_ms = 1000 * float(plan.audio[0].start)
    stop_ms = 1000 * float(plan.audio[0].stop)
    clip.close()
    wave = tmp_path / "out.wav"
    assert wave in files
    with av.open(str(wave)) as container:
        # FFmpeg decodes what is narrower from FLAC to 32 bit here: only the encoder's width counts.
        assert container.streams.audio[0].codec_context.name in (kept, "pcm_s16le")
    samples = samples_of(wave)
    assert len(samples) == round((stop_ms - start_ms) * RATE / 1000)
    assert abs(len(samples) - (span[1] - span[0]) * RATE / 24) <= RATE / 1000
    wanted = [100.0 * i - start_ms for i in range(10) if start_ms + 1 < 100 * i < stop_ms - 1]
    found = [t for t in clicks_ms(samples) if t > 1]
    assert len(found) == len(wanted)
    assert max(abs(a - b) for a, b in zip(wanted, found, strict=True)) <= 0.5  # Matroska's millisecond
    assert report.passed, report.sentence()


def test_silence_until_late_sound_begins(tmp_path: Path) -> None:
    """A sound stream that starts a quarter of a second after the picture."""
    path = write_clip(tmp_path / "late.mkv", frames=24, audio="pcm_s16le", audio_start=Fraction(1, 4))
    clip = open_source(path)
    exported(planned(clip, tmp_path, "png"))
    clip.close()
    samples = samples_of(tmp_path / "out.wav")
    assert abs(len(samples) - RATE) <= RATE // 1000
    assert not samples[: RATE // 4 - 24].any()
    assert clicks_ms(samples)[0] == pytest.approx(250, abs=0.5)


def test_a_hole_is_as_long_as_it_was(tmp_path: Path) -> None:
    """The middle third of the packets is missing: what comes after must not move forward."""
    whole = write_clip(tmp_path / "whole.mkv", frames=24, audio="pcm_s16le")
    holed = tmp_path / "holed.mkv"
    with av.open(str(whole)) as source, av.open(str(holed), "w") as target:
        streams = {s.index: target.add_stream_from_template(s) for s in source.streams}
        for packet in source.demux():
            heard = packet.stream.type == "audio" and packet.pts is not None
            if packet.dts is None or (heard and Fraction(1, 3) < packet.pts * packet.time_base < Fraction(2, 3)):
                continue
            packet.stream = streams[packet.stream.index]
            target.mux(packet)
    clip = open_source(holed)
    exported(planned(clip, tmp_path, "png"))
    clip.close()
    found = clicks_ms(samples_of(tmp_path / "out.wav"))
    assert [round(t) for t in found if t > 690] == [700, 800, 900]


def test_a_proof_misses_a_sample(tmp_path: Path) -> None:
    clip = open_source(write_clip(tmp_path / "clip.mkv", audio="pcm_s16le"))
    plan = planned(clip, tmp_path, "png")
    exported(plan)
    wave = tmp_path / "out.wav"
    with av.open(str(wave)) as container:
        pieces = [f.to_ndarray() for f in container.decode(audio=0)]
    with av.open(str(wave), "w") as out:
        stream = out.add_stream("pcm_s16le", rate=RATE)
        short = av.AudioFrame.from_ndarray(np.concatenate(pieces, axis=1)[:, :-1].copy(), format="s16", layout="mono")
        short.sample_rate = RATE
        out.mux(stream.encode(short))
        out.mux(stream.encode(None))
    report = prove(plan)
    clip.close()
    assert [finding.what for finding in report.findings if not finding.passed] == ["sound"]


def test_failing_and_cancelling_leave_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clip = open_source(write_clip(tmp_path / "clip.mkv", audio="flac"))
    run = run_export(planned(clip, tmp_path, "png"))
    next(run)
    run.close()
    assert [path.name for path in tmp_path.iterdir()] == ["clip.mkv"]

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(wave_file, "flush_to_disk", full)
    with pytest.raises(ExportError, match="disk is full"):
        exported(planned(clip, tmp_path, "png"))
    clip.close()
    assert [path.name for path in tmp_path.iterdir()] == ["clip.mkv"]


def test_one_picture_has_no_sound(tmp_path: Path) -> None:
    clip = open_source(write_clip(tmp_path / "clip.mkv", audio="flac"))
    plan = planned(clip, tmp_path, "png", name="one.png", frames=FrameRange(FrameIndex(2), FrameIndex(3)))
    assert not any("sound" in note for note in plan.notes)
    assert [path.name for path in exported(plan)] == ["one.png"]
    clip.close()
