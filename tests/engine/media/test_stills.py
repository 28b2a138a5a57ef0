"""Stills: which belong together, how they stand, what they keep."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from engine.errors import MediaError
from engine.media import ReadOptions, open_source
from engine.media.still_files import find_stills
from engine.types import FrameIndex, Pts
from tests.clips import picture, read_number, write_stills


def test_a_folder_is_ordered_by_number_not_by_name(tmp_path: Path) -> None:
    for number in (2, 10, 1, 9):
        Image.fromarray(picture(number)).save(tmp_path / f"frame{number}.png")
    stills = find_stills(tmp_path)
    assert stills is not None
    assert stills.numbers == (1, 2, 9, 10)


def test_gaps_are_said_and_held(tmp_path: Path) -> None:
    source = open_source(write_stills(tmp_path / "s", ".png", [1001, 1002, 1005, 1007]))
    info = source.info
    assert any("3 stills are missing (1003–1004, 1006)" in sentence for sentence in info.warnings)
    assert [source.pts_of(FrameIndex(i)) for i in range(4)] == [0, 1, 4, 6]
    assert source.index_of(Pts(3)) == 1
    assert source.read(FrameIndex(1)).duration_pts == 3
    assert info.duration == Fraction(7, 24)
    assert info.variable_rate
    source.close()


@pytest.mark.parametrize("pattern", ["shot.%04d.png", "shot.####.png", "shot.%d.png"])
def test_patterns_pick_their_own(tmp_path: Path, pattern: str) -> None:
    write_stills(tmp_path, ".png", range(1001, 1005))
    write_stills(tmp_path, ".png", range(1, 9), prefix="other.")
    source = open_source(tmp_path / pattern)
    assert source.frame_count() == 4
    assert read_number(source.read(FrameIndex(2)).rgb8()) == 2
    source.close()
    with pytest.raises(MediaError, match="No stills match"):
        open_source(tmp_path / "gone.####.png")
    with pytest.raises(MediaError, match="no pattern of stills"):
        open_source(tmp_path / "shot.####.mp4")


def test_strangers_in_a_folder_are_said(tmp_path: Path) -> None:
    write_stills(tmp_path, ".png", range(4))
    write_stills(tmp_path, ".jpg", range(2), prefix="thumb")
    source = open_source(tmp_path)
    assert source.frame_count() == 4
    assert any("2 other stills" in sentence for sentence in source.info.warnings)
    source.close()


def test_one_still_is_a_clip_of_one_frame(tmp_path: Path) -> None:
    path = tmp_path / "photo 7.jpg"
    Image.fromarray(picture(7)).save(path, quality=95)
    for named in (path, tmp_path):
        source = open_source(named)
        assert source.info.frame_count == 1
        assert read_number(source.read(FrameIndex(0)).rgb8()) == 7
        source.close()


def test_stills_without_numbers_are_refused(tmp_path: Path) -> None:
    for name in ("a.png", "b.png"):
        Image.fromarray(picture(0)).save(tmp_path / name)
    with pytest.raises(MediaError, match="not numbered"):
        open_source(tmp_path)


def test_the_rate_is_chosen(tmp_path: Path) -> None:
    source = open_source(write_stills(tmp_path / "s", ".png", range(5)), ReadOptions(still_rate=Fraction(30000, 1001)))
    assert source.info.rate == Fraction(30000, 1001)
    assert source.info.duration == 5 * Fraction(1001, 30000)
    source.close()


@pytest.mark.parametrize("orientation", range(1, 9))
def test_exif_orientation_is_baked_in(tmp_path: Path, orientation: int) -> None:
    """Against Pillow's own transposition of the same tag."""
    stored = Image.fromarray(picture(9))
    exif = Image.Exif()
    exif[274] = orientation
    path = tmp_path / "turned.png"
    stored.save(path, exif=exif)
    from PIL import ImageOps

    with Image.open(path) as image:
        expected = np.asarray(ImageOps.exif_transpose(image))
    source = open_source(path)
    np.testing.assert_array_equal(source.read(FrameIndex(0)).rgb8(), expected)
    assert (source.info.height, source.info.width) == expected.shape[:2]
    source.close()


@pytest.mark.parametrize("suffix", [".png", ".tif"])
def test_sixteen_bits_and_alpha_survive(tmp_path: Path, suffix: str) -> None:
    rng = np.random.default_rng(1)
    pixels = rng.integers(0, 65536, (10, 12, 4), np.uint16)
    path = tmp_path / f"deep{suffix}"
    assert cv2.imwrite(str(path), pixels[:, :, [2, 1, 0, 3]])
    source = open_source(path)
    frame = source.read(FrameIndex(0))
    np.testing.assert_array_equal(frame.rgb16(), pixels[:, :, :3])
    np.testing.assert_array_equal(frame.alpha16(), pixels[:, :, 3])
    assert source.info.has_alpha
    source.close()
    without = open_source(path, ReadOptions(alpha=False))
    assert without.read(FrameIndex(0)).alpha16() is None
    without.close()


def test_eight_bit_alpha_fills_sixteen(tmp_path: Path) -> None:
    rgba = np.zeros((4, 4, 4), np.uint8)
    rgba[:, 2:, 3] = 255
    path = tmp_path / "cut.webp"
    Image.fromarray(rgba).save(path, lossless=True)
    alpha = open_source(path).read(FrameIndex(0)).alpha16()
    assert alpha is not None
    assert sorted(set(alpha.ravel().tolist())) == [0, 65535]


def test_exr_is_unpremultiplied_and_coded(tmp_path: Path) -> None:
    import OpenEXR

    light = np.zeros((4, 6, 3), np.float32)
    light[:, :3] = 0.18
    light[:, 3:] = 4.0
    opacity = np.full((4, 6), 0.5, np.float32)
    premultiplied = light * opacity[:, :, None]
    channels = {name: np.ascontiguousarray(premultiplied[:, :, i]) for i, name in enumerate("RGB")}
    header = {"compression": OpenEXR.ZIP_COMPRESSION, "type": OpenEXR.scanlineimage}
    path = tmp_path / "light.0001.exr"
    OpenEXR.File(header, {**channels, "A": opacity}).write(str(path))
    source = open_source(path)
    frame = source.read(FrameIndex(0))
    assert frame.rgb8()[0, 0].tolist() == [118, 118, 118]
    assert frame.rgb8()[0, 5].tolist() == [255, 255, 255]
    alpha = frame.alpha16()
    assert alpha is not None
    assert abs(int(alpha[0, 0]) - 32768) <= 1
    assert any("OpenEXR" in sentence for sentence in source.info.warnings)
    source.close()


def test_another_size_in_between_is_refused_where_it_is_met(tmp_path: Path) -> None:
    write_stills(tmp_path, ".png", range(3))
    Image.fromarray(picture(1, 48, 32)).save(tmp_path / "shot.0001.png")
    source = open_source(tmp_path)
    source.read(FrameIndex(0))
    with pytest.raises(MediaError, match="48 × 32"):
        source.read(FrameIndex(1))
    source.read(FrameIndex(2))
    source.close()


@pytest.mark.parametrize(
    ("suffix", "depth"), [(".png", 8), (".png", 16), (".jpg", 8), (".tif", 8), (".tif", 16), (".webp", 8)]
)
def test_a_damaged_still_gets_a_sentence(
    tmp_path: Path, suffix: str, depth: int, capfd: pytest.CaptureFixture[str]
) -> None:
    folder = write_stills(tmp_path / "s", suffix, range(1), depth=depth)
    path = next(folder.iterdir())
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])
    with pytest.raises(MediaError) as caught:
        open_source(path)
    assert caught.value.sentence.endswith(".")
    assert capfd.readouterr() == ("", "")


def test_a_text_named_png_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "no.png"
    path.write_text("no picture")
    with pytest.raises(MediaError, match="not a picture"):
        open_source(path)
    exr = tmp_path / "no.exr"
    exr.write_text("no picture")
    with pytest.raises(MediaError):
        open_source(exr)


def test_a_palette_with_transparency_has_alpha(tmp_path: Path) -> None:
    image = Image.fromarray(np.array([[0, 1], [1, 0]], np.uint8), mode="P")
    image.putpalette([255, 0, 0, 0, 255, 0])
    path = tmp_path / "palette.png"
    image.save(path, transparency=0)
    source = open_source(path)
    alpha = source.read(FrameIndex(0)).alpha16()
    assert alpha is not None
    assert alpha.tolist() == [[0, 65535], [65535, 0]]
    source.close()
