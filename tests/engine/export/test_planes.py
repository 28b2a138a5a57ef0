"""RGB to planes: exact to half a code, whole or in part."""

from __future__ import annotations

import numpy as np
import pytest

from engine.export.planes import LAYOUTS, LUMA_WEIGHTS, scaled_plane, video_frame, yuv_matrix, yuv_planes

RNG = np.random.default_rng(2)


@pytest.mark.parametrize("matrix", [1, 6, 9])
@pytest.mark.parametrize("full_range", [False, True])
@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
def test_codes_are_off_by_half_at_most(matrix: int, full_range: bool, dtype: type) -> None:
    rgb = RNG.integers(0, np.iinfo(dtype).max, (30, 40, 3), endpoint=True).astype(dtype)
    planes = yuv_planes(rgb, LAYOUTS["yuv444p10le"], matrix, full_range)
    exact = rgb.astype(np.float64) @ yuv_matrix(matrix, full_range, 10, np.iinfo(dtype).max)[:, :3].T
    exact += yuv_matrix(matrix, full_range, 10, 1)[:, 3]
    for plane, wanted in zip(planes, np.moveaxis(exact, 2, 0), strict=True):
        assert np.abs(plane - np.minimum(wanted, 1023)).max() <= 0.51


def test_black_white_and_grey_by_the_standard() -> None:
    for matrix in LUMA_WEIGHTS:
        rgb = np.array([[[0, 0, 0], [255, 255, 255]]], np.uint8)
        y, u, v = yuv_planes(rgb, LAYOUTS["yuv444p10le"], matrix, full_range=False)
        assert y.tolist() == [[64, 940]]
        assert u.tolist() == v.tolist() == [[512, 512]]


def test_chroma_sits_on_the_left_column() -> None:
    rgb = np.zeros((2, 8, 3), np.uint8)
    rgb[:, 4] = (0, 0, 255)
    _, u, _ = yuv_planes(rgb, LAYOUTS["yuv420p"], 1, full_range=False)
    assert u.shape == (1, 4)
    assert u[0, 2] - 128 == pytest.approx(56, abs=1)
    assert u[0, 1] == u[0, 3] == 128 or abs(int(u[0, 1]) - 128) <= 1


@pytest.mark.parametrize("name", list(LAYOUTS))
@pytest.mark.parametrize("box", [(slice(8, 20), slice(6, 30)), (slice(0, 32), slice(0, 48))])
def test_a_part_gives_what_the_whole_gives(name: str, box: tuple[slice, slice]) -> None:
    """Outside of the box the picture is black; a black rim inside keeps chroma from reaching over."""
    rgb, alpha = np.zeros((32, 48, 3), np.uint16), np.zeros((32, 48), np.uint16)
    inner = (slice(box[0].start + 2, box[0].stop - 2), slice(box[1].start + 2, box[1].stop - 2))
    rgb[inner] = RNG.integers(0, 65535, rgb[inner].shape)
    alpha[inner] = 65535
    if LAYOUTS[name].bits == 8:
        rgb, alpha = (rgb // 257).astype(np.uint8), (alpha // 257).astype(np.uint8)
    whole, part = (video_frame(rgb, alpha, name, 1, False, b) for b in (None, box))
    for first, second in zip(whole.planes, part.planes, strict=True):
        a, b = (np.frombuffer(memoryview(p), np.uint8).reshape(-1, p.line_size) for p in (first, second))
        used = first.width * (1 if LAYOUTS[name].bits == 8 else 2)
        assert np.array_equal(a[: first.height, :used], b[: first.height, :used])


def test_an_empty_matte_is_a_black_frame() -> None:
    rgb, alpha = np.zeros((32, 48, 3), np.uint16), np.zeros((32, 48), np.uint16)
    frame = video_frame(rgb, alpha, "yuva444p10le", 1, False, (slice(0, 0), slice(0, 0)))
    codes = [np.frombuffer(memoryview(p), np.uint16).reshape(-1, p.line_size // 2)[:, :48] for p in frame.planes]
    assert [set(np.unique(plane[:32])) for plane in codes] == [{64}, {512}, {512}, {0}]


@pytest.mark.parametrize("bits", [8, 10, 12, 16])
def test_full_stays_full(bits: int) -> None:
    plane = np.array([[0, 1, 32768, 65535]], np.uint16)
    scaled = scaled_plane(plane, bits)
    assert scaled[0, 0] == 0
    assert scaled[0, -1] == (1 << bits) - 1
