"""Colour numbers against published values, and HDR pictures on an ordinary screen."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from engine.errors import UsageError
from engine.media import open_source
from engine.media.colour import (
    HLG,
    PQ,
    SRGB,
    TO_BT709,
    describe,
    display_cube,
    encode_srgb,
    for_display,
    guess_for,
    linear_light,
    pq_nits,
    resolved,
)
from engine.media.source import ColourTags
from engine.types import FrameIndex
from tests.clips import Clip


def grey(*codes: float) -> np.ndarray:
    return np.repeat(np.array(codes, np.float32)[:, None], 3, axis=1)


def test_pq_gives_the_published_luminances() -> None:
    """ITU-R BT.2408 table 1 and BT.2100: 58 % is reference white, 75 % close to 1000, 100 % is 10000 cd/m²."""
    nits = pq_nits(np.array([0.0, 0.3797, 0.5807, 0.7518, 1.0], np.float32))
    np.testing.assert_allclose(nits, [0, 26, 203, 1000, 10000], rtol=0.01, atol=1e-3)


def test_hlg_gives_the_published_luminances() -> None:
    """ITU-R BT.2408 table 1: on a 1000 cd/m² screen 75 % HLG is reference white, 38 % is 18 % grey (26 cd/m²)."""
    light = linear_light(grey(0.38, 0.75, 1.0), HLG)[:, 0] * 203
    np.testing.assert_allclose(light, [26, 203, 1000], rtol=0.03)


def test_srgb_there_and_back() -> None:
    codes = np.linspace(0, 1, 256, dtype=np.float32)
    np.testing.assert_allclose(encode_srgb(linear_light(codes, SRGB)), codes, atol=1e-5)


def test_gamut_matrices_keep_white() -> None:
    for matrix in TO_BT709.values():
        np.testing.assert_allclose(np.sum(matrix, axis=1), 1, atol=2e-4)


@pytest.mark.parametrize("transfer", [PQ, HLG])
def test_tone_mapping_is_monotone_smooth_and_neutral(transfer: int) -> None:
    tags = ColourTags(9, transfer, 9)
    shown = for_display(grey(*np.linspace(0, 1, 1024)), tags)
    assert np.abs(shown - shown[:, :1]).max() < 1e-3
    steps = np.diff(shown[:, 0])
    assert steps.min() > -1e-6
    assert steps[8:].max() < 0.006
    assert shown[0, 0] == 0
    assert shown[-1, 0] > 0.99


def test_reference_white_is_bright_and_highlights_stay_below_clipping() -> None:
    white, bright = for_display(grey(0.5807, 0.7518), ColourTags(9, PQ, 9))[:, 0]
    assert 0.90 < white < 0.96
    assert white + 0.02 < bright <= 1.0


def test_the_table_agrees_with_the_formula(clip_of: Callable[[str], Clip]) -> None:
    """The fast road (10-bit, 3-D table) against `for_display` on the 16-bit picture."""
    for name in ("pq_hevc_10_bit", "hlg_10_bit", "tagged_2020"):
        source = open_source(clip_of(name).path)
        frame = source.read(FrameIndex(3))
        expected = for_display(frame.rgb16().astype(np.float32) / 65535, source.info.colour) * 255
        shown = frame.display8().astype(float)
        # In light, not in codes: where BT.709 clips a channel to nothing the table's codes are a few above it.
        assert np.abs((shown / 255) ** 2.4 - (expected / 255) ** 2.4).max() < 0.02, name
        assert np.abs(shown - expected)[expected > 50].max() < 4, name
        assert np.abs(frame.preview8().astype(float) - expected)[40:60, 6:18].max() < 6, name
        assert np.abs(frame.rgb8().astype(float) - expected).max() > 10, name
        source.close()


def test_display_is_untouched_for_ordinary_clips(clip_of: Callable[[str], Clip]) -> None:
    source = open_source(clip_of("cfr_b_frames").path)
    frame = source.read(FrameIndex(0))
    np.testing.assert_array_equal(frame.display8(), frame.rgb8())
    source.close()


def test_the_cube_is_ordered_red_fastest() -> None:
    cube = display_cube(ColourTags(9, 1, 9), 3)
    assert cube.shape == (27, 3)
    np.testing.assert_allclose(cube[0], 0)
    np.testing.assert_allclose(cube[-1], 1, atol=1e-3)
    assert cube[2, 0] > 0.9
    assert cube[2, 2] < 0.1


def test_guesses_follow_size_primaries_and_wishes() -> None:
    open_tags = ColourTags()
    assert guess_for(open_tags, 1280, 720, None).guessed == "bt709"
    assert guess_for(open_tags, 1080, 1920, None).guessed == "bt709"
    assert guess_for(open_tags, 720, 576, None).guessed == "bt601"
    assert guess_for(ColourTags(primaries=9), 3840, 2160, None).guessed == "bt2020"
    assert guess_for(open_tags, 1280, 720, "bt601").guessed == "bt601"
    assert guess_for(ColourTags(1, 1, 1), 720, 576, "bt601").guessed is None
    with pytest.raises(UsageError):
        guess_for(open_tags, 1280, 720, "bt470")


def test_holes_are_filled_from_the_guess_alone() -> None:
    whole = resolved(ColourTags(primaries=2, transfer=16, matrix=2, guessed="bt601"))
    assert (whole.primaries, whole.transfer, whole.matrix) == (6, 16, 6)
    assert describe(ColourTags(9, 16, 9)) == "BT.2020, PQ, limited range"
    assert describe(ColourTags(guessed="bt709")) == "not said, taken as BT.709, limited range"
