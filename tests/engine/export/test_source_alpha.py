"""Where a clip is transparent itself, every matte is; what it shows there is not."""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from engine.export.coded import CodedPicture
from engine.export.composing import Composer, picture_for
from engine.export.options import ExportOptions
from engine.export.plan import plan_export
from engine.export.proof import prove
from engine.export.readback import read_still
from engine.export.transfer import to_linear
from engine.media import open_source
from engine.media.source import VideoSource
from engine.types import FrameIndex
from tests.engine.export.clips import disc_masks, picture, project_of
from tests.engine.export.test_run import exported, read_back

HEIGHT, WIDTH = 96, 128


def own_alpha() -> NDArray[np.uint8]:
    """A third opaque, a third half, a third transparent, from left to right."""
    alpha = np.full((HEIGHT, WIDTH), 255, np.uint8)
    alpha[:, 60:76] = 128
    alpha[:, 76:] = 0
    return alpha


def clip_with_alpha(path: Path, codec: str, pixel_format: str) -> VideoSource:
    with av.open(str(path), "w") as out:
        stream = out.add_stream(codec, rate=24)
        assert isinstance(stream, av.VideoStream)
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, pixel_format
        context = stream.codec_context
        context.color_primaries = context.color_trc = context.colorspace = context.color_range = 1
        for index in range(3):
            rgba = np.dstack([picture(index, HEIGHT, WIDTH), own_alpha()])
            frame = av.VideoFrame.from_ndarray(rgba, format="rgba").reformat(format=pixel_format)
            frame.pts = index
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    return open_source(path)


@pytest.mark.parametrize(("codec", "pixel_format"), [("ffv1", "bgra"), ("prores_ks", "yuva444p10le")])
@pytest.mark.parametrize("preset", ["prores4444", "png", "exr-half-as-is"])
def test_mattes_end_where_the_clip_does(tmp_path: Path, codec: str, pixel_format: str, preset: str) -> None:
    clip = clip_with_alpha(tmp_path / f"c{'.mov' if codec == 'prores_ks' else '.mkv'}", codec, pixel_format)
    assert clip.info.has_alpha
    plan = plan_export(project_of(clip), clip, disc_masks(clip), ExportOptions(tmp_path / "out", preset, refined=False))
    composer = Composer(plan)
    direct = isinstance(composer.pictures(composer.material(clip.read(FrameIndex(0))))[0], CodedPicture)
    composer.close()
    assert direct == (codec == "prores_ks" and preset == "prores4444")
    files = exported(plan)
    report = prove(plan)
    # The disc of frame 0 reaches from 30 to 85 around (57.6, 48).
    painted = picture_for(plan, plan.outputs[0], clip.read(FrameIndex(0)))
    if preset == "prores4444":
        alpha = read_back(files[0])[0][0][..., 3] / 65535
    else:
        back = read_still(files[0], plan.preset.format, 1)  # type: ignore[arg-type]
        assert back.alpha is not None
        alpha = back.alpha / np.iinfo(back.alpha.dtype).max
    clip.close()
    assert alpha[48, 45] == pytest.approx(1.0, abs=0.002)
    assert alpha[48, 68] == pytest.approx(128 / 255, abs=0.006)
    assert alpha[48, 80] == pytest.approx(0.0, abs=0.004)
    assert painted.alpha is not None
    assert report.passed, report.sentence()


def test_the_whole_frame_keeps_its_own_alpha(tmp_path: Path) -> None:
    """Layers come with the clip's picture: it is as transparent in the file as it was."""
    clip = clip_with_alpha(tmp_path / "c.mkv", "ffv1", "bgra")
    plan = plan_export(project_of(clip), clip, disc_masks(clip), ExportOptions(tmp_path / "out", "exr-layers"))
    import OpenEXR

    with OpenEXR.File(str(exported(plan)[0]), separate_channels=True) as file:
        planes = {name: channel.pixels.astype(np.float32) for name, channel in file.channels().items()}
    clip.close()
    assert np.allclose(planes["A"], own_alpha() / 255, atol=0.001)
    assert planes["dog.A"][48, 80] == 0
    assert planes["dog.A"][48, 68] == pytest.approx(128 / 255, abs=0.002)


def test_as_coded_is_not_made_linear(tmp_path: Path) -> None:
    import OpenEXR

    clip = clip_with_alpha(tmp_path / "c.mkv", "ffv1", "bgra")
    found = {}
    for preset in ("exr-half", "exr-half-as-is"):
        wish = ExportOptions(tmp_path / preset, preset, refined=False)
        plan = plan_export(project_of(clip), clip, disc_masks(clip), wish)
        with OpenEXR.File(str(exported(plan)[0]), separate_channels=True) as file:
            found[preset] = file.channels()["G"].pixels.astype(np.float32)[48, 45]
            assert file.header()["pixelAspectRatio"] == 1.0
    coded = picture(0, HEIGHT, WIDTH)[48, 45, 1] / 255
    clip.close()
    assert found["exr-half-as-is"] == pytest.approx(coded, abs=0.001)
    assert found["exr-half"] == pytest.approx(float(to_linear(np.float32([coded]), 1)[0]), abs=0.001)
