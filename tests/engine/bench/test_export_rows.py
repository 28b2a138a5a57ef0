"""Each export row fails when the thing it measures gets worse."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np
import pytest

from engine.bench import edge_figures, edge_table, export_round_trips, export_sound, export_speed, refine_cost
from engine.bench.alpha_truth import scenes
from engine.bench.export_rows import export_promises
from engine.bench.rows import Bar
from engine.errors import UsageError
from engine.export import plan
from engine.export.audio import AudioPlan
from engine.export.coded import CodedCanvas, CodedPicture
from engine.export.composing import Composer, Material
from engine.export.video_file import VideoFileWriter
from engine.project.model import RefineSettings
from engine.refine.pipeline import refine
from engine.render.compositor import Painted


def bar(name: str, tmp_path: Path) -> Bar:
    """The bar of the row whose name begins with `name`."""
    found = next(p.bar for p in export_promises(tmp_path) if p.name.startswith(name))
    assert found is not None
    return found


class Coarse(VideoFileWriter):
    """Keeps four bits of alpha and makes everything a little brighter."""

    def write(self, picture: Painted, time_pts: int, duration_pts: int) -> None:
        top = int(np.iinfo(picture.rgb.dtype).max)
        assert picture.alpha is not None or picture.rgb.size
        alpha = (
            None
            if picture.alpha is None
            else (picture.alpha // (top // 15 + 1) * (top // 15)).astype(picture.rgb.dtype)
        )
        rgb = np.minimum(picture.rgb.astype(np.int64) + top // 60, top).astype(picture.rgb.dtype)
        super().write(Painted(rgb, alpha), time_pts, duration_pts)


class Untagged(VideoFileWriter):
    """Forgets what the colours are."""

    def _open_stream(self) -> av.VideoStream:
        stream = super()._open_stream()
        stream.codec_context.color_trc = 2
        return stream


def test_round_trips(tmp_path: Path) -> None:
    alpha, exact = bar("alpha round trip, ProRes", tmp_path), bar("alpha round trip, lossless", tmp_path)
    assert alpha.met_by(export_round_trips.alpha_error(tmp_path, ["prores4444"]))
    assert not alpha.met_by(export_round_trips.alpha_error(tmp_path, ["prores4444"], Coarse))
    assert exact.met_by(export_round_trips.alpha_error(tmp_path, ["qtrle"]))
    assert not exact.met_by(export_round_trips.alpha_error(tmp_path, ["qtrle"], Coarse))


def test_colours_and_tags(tmp_path: Path) -> None:
    colour, tags = bar("colour round trip", tmp_path), bar("colour tags", tmp_path)
    assert colour.met_by(export_round_trips.colour_error(tmp_path))
    assert not colour.met_by(export_round_trips.colour_error(tmp_path, writer=Coarse))
    assert tags.met_by(export_round_trips.wrong_tags(tmp_path))
    assert not tags.met_by(export_round_trips.wrong_tags(tmp_path, Untagged))


def test_sound(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sound cut three milliseconds early is heard three milliseconds late."""
    limit = bar("sound", tmp_path)
    assert limit.met_by(export_sound.sound_offset_ms(tmp_path, ["prores4444"]))
    planned = plan.plan_audio

    def late(*args: Any) -> tuple[AudioPlan, ...]:
        return tuple(replace(one, start=one.start - Fraction(3, 1000)) for one in planned(*args))

    monkeypatch.setattr(plan, "plan_audio", late)
    assert 2 < export_sound.sound_offset_ms(tmp_path, ["prores4444"]) < 4
    assert not limit.met_by(export_sound.sound_offset_ms(tmp_path, ["webm-alpha"]))


class Ticking:
    """A clock that only the slow part moves."""

    now_s = 0.0

    def __call__(self) -> float:
        return self.now_s


def test_refine_time(tmp_path: Path) -> None:
    limit, clock = bar("default refine", tmp_path), Ticking()

    def slow(*args: object) -> None:
        clock.now_s += 0.026

    assert not limit.met_by(refine_cost.refine_ms(slow, clock))  # type: ignore[arg-type]
    assert limit.met_by(refine_cost.refine_ms(lambda *_: None, clock))  # type: ignore[arg-type,return-value]


def test_matting_time(tmp_path: Path) -> None:
    limit, clock = bar("refine with matting", tmp_path), Ticking()

    def slow(logits: object, rgb8: object, settings: RefineSettings) -> None:
        clock.now_s += 0.51 if settings.edge == "matting" else 0.0

    assert not limit.met_by(refine_cost.matting_ms(slow, clock))  # type: ignore[arg-type]
    assert limit.met_by(refine_cost.matting_ms(lambda *_: None, clock))  # type: ignore[arg-type,return-value]


def test_fringe_time(tmp_path: Path) -> None:
    limit, clock = bar("fringe removal", tmp_path), Ticking()

    def slow(*args: object) -> None:
        clock.now_s += 0.13

    assert not limit.met_by(refine_cost.fringe_ms(slow, clock))
    assert limit.met_by(refine_cost.fringe_ms(lambda *_: None, clock))


def test_memory_is_seen(tmp_path: Path) -> None:
    """What a process takes beside its matte is counted, and what this one holds is not."""
    alone = refine_cost.matting_4k_gb((216, 384))
    here = np.ones(300_000_000, np.uint8)
    lean = refine_cost.matting_4k_gb((216, 384))
    laden = refine_cost.matting_4k_gb((216, 384), 200_000_000)
    assert 0.19 < laden - lean < 0.26
    assert abs(lean - alone) < len(here) / 5e9
    assert not bar("memory to matte", tmp_path).met_by(lean + 3)


def test_colours_of_an_export(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    limit = bar("colours of a clip", tmp_path)
    assert limit.met_by(export_round_trips.exported_colour_error(tmp_path))
    drawn = CodedCanvas.drawn

    def brighter(canvas: CodedCanvas, picture: CodedPicture) -> av.VideoFrame:
        luma = picture.planes[0] + np.uint16(16)
        return drawn(canvas, CodedPicture(picture.box, (luma, *picture.planes[1:])))

    monkeypatch.setattr(CodedCanvas, "drawn", brighter)
    assert not limit.met_by(export_round_trips.exported_colour_error(tmp_path))


SMALL = 320, 180


def film(path: Path) -> tuple[str, list[av.VideoFrame]]:
    """Codec and decoded frames, planes as they are."""
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        return f"{stream.codec_context.name} {stream.codec_context.profile}", list(container.decode(stream))


def test_both_arms_of_the_speed_row_make_the_same_film(tmp_path: Path) -> None:
    """The bare encoder is fed with what the export feeds it: frame for frame, in its pixel format, with its options."""
    export_speed.prores_speed_ratio(tmp_path, 5, runs=1, size=SMALL)
    (bare_codec, bare), (whole_codec, whole) = film(tmp_path / export_speed.BARE), film(tmp_path / export_speed.WHOLE)
    assert bare_codec == whole_codec
    assert bare_codec.startswith("prores")
    assert len(bare) == len(whole) == 5
    for one, other in zip(bare, whole, strict=True):
        assert one.format.name == other.format.name
        assert one.format.name.startswith("yuva444p")
        assert (one.width, one.height) == (other.width, other.height) == SMALL
        top = (1 << one.format.components[0].bits) - 1
        luma, alpha = (
            np.abs(codes(one, plane).astype(np.int64) - codes(other, plane)).max() / top * 255 for plane in (0, 3)
        )
        assert alpha == 0
        # The export's planes go past RGB, those for the bare encoder through it.
        assert luma <= 3


def codes(frame: av.VideoFrame, plane: int) -> np.ndarray:
    stored = frame.planes[plane]
    return np.frombuffer(memoryview(stored), np.uint16).reshape(-1, stored.line_size // 2)[:, : stored.width]


class Worked:
    """A clock that counts work: what an arm does moves it, nothing else does."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._done = 0.0

    def __call__(self) -> float:
        return self._done

    def work(self, amount: float) -> None:
        with self._lock:
            self._done += amount


@pytest.mark.parametrize(("composing", "ratio", "meets"), [(0.0, 1.0, True), (0.25, 0.8, True), (0.5, 2 / 3, False)])
def test_the_speed_row_is_the_work_of_both_arms(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, composing: float, ratio: float, meets: bool
) -> None:
    """Both arms really encode, on a clock that moves by 1 for each frame an encoder takes and by `composing` for each
    frame the export composes: the row's number follows from how many frames went through each."""
    clock = Worked()
    write, pictures, made = VideoFileWriter.write, Composer.pictures, export_speed.coded_frames

    class Fed(list[av.VideoFrame]):
        def __iter__(self) -> Iterator[av.VideoFrame]:
            for frame in super().__iter__():
                clock.work(1)
                yield frame

    def written(writer: VideoFileWriter, *args: Any) -> None:
        clock.work(1)
        write(writer, *args)

    def composed(composer: Composer, material: Material) -> Any:
        clock.work(composing)
        return pictures(composer, material)

    monkeypatch.setattr(VideoFileWriter, "write", written)
    monkeypatch.setattr(Composer, "pictures", composed)
    monkeypatch.setattr(export_speed, "coded_frames", lambda plan: Fed(made(plan)))
    found = export_speed.prores_speed_ratio(tmp_path, 4, clock, runs=2, size=SMALL)
    assert found == pytest.approx(ratio)
    assert bar("ProRes export", tmp_path).met_by(found) is meets


def test_edges(tmp_path: Path) -> None:
    limit = bar("edge error", tmp_path)
    assert limit.met_by(edge_figures.guided_gain())
    shifted = lambda *args: np.roll(refine(*args), 3, axis=1)  # noqa: E731
    assert not limit.met_by(edge_figures.guided_gain(shifted))


def test_hair(tmp_path: Path) -> None:
    """Matting that does no better than the guided edge is no matting."""
    limit, small = bar("error of matting", tmp_path), (270, 480)
    assert limit.met_by(edge_figures.hair_gain(size=small))
    guided = lambda logits, rgb, settings: refine(logits, rgb, replace(settings, edge="guided"))  # noqa: E731
    assert not limit.met_by(edge_figures.hair_gain(guided, small))


def test_the_table_of_errors(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Measured on a folder of one's own: the better the method, the smaller the number."""
    truth = next(scenes(216, 384, kinds=("defocused",)))
    cv2.imwrite(str(tmp_path / "dog.png"), truth.rgb[..., ::-1])
    cv2.imwrite(str(tmp_path / "dog_alpha.png"), np.rint(truth.alpha * 255).astype(np.uint8))
    edge_table.main(["--set", str(tmp_path)])
    head, _, dog, mean = capsys.readouterr().out.splitlines()[2:]
    names = [name.strip() for name in head.split("|")[2:-1]]
    sad = dict(zip(names, (float(cell.split("/")[0]) for cell in dog.split("|")[2:-1]), strict=True))
    assert sad["matting, strands 80 px"] <= 1.05 * sad["matting"]
    assert sad["matting"] < sad["guided"] < sad["soft alpha"] < sad["threshold"]
    assert mean.split("|")[2:] == dog.split("|")[2:]


def test_a_table_of_nothing_says_so(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no pictures"):
        edge_table.main(["--set", str(tmp_path)])
    (tmp_path / "cat_alpha.png").write_bytes(b"no picture")
    with pytest.raises(UsageError, match="cat"):
        edge_table.main(["--set", str(tmp_path)])


def test_fringe(tmp_path: Path) -> None:
    limit = bar("fringe left", tmp_path)
    assert limit.met_by(edge_figures.fringe_left())
    assert not limit.met_by(edge_figures.fringe_left(lambda rgb, alpha: rgb))


def test_flicker_under_a_pan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    limit = bar("flicker left under a pan", tmp_path)
    assert limit.met_by(edge_figures.panned_flicker_left())
    monkeypatch.setattr("engine.refine.temporal._moved", lambda logits, flow: logits)
    assert not limit.met_by(edge_figures.panned_flicker_left())


def test_flicker_and_lag(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    flicker, lag = bar("flicker of a still", tmp_path), bar("lag", tmp_path)
    assert flicker.met_by(edge_figures.flicker_left())
    assert lag.met_by(edge_figures.lag_px())
    assert not flicker.met_by(edge_figures.flicker_left(0.05))
    from engine.refine import temporal

    monkeypatch.setattr(temporal, "_trust", lambda *a: np.ones(a[3], np.float32))
    monkeypatch.setattr(temporal, "_moved", lambda logits, flow: logits)
    monkeypatch.setattr(temporal, "FLICKER_LOGITS", 50.0)
    assert not lag.met_by(edge_figures.lag_px())
