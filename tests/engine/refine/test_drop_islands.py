"""Mattes without stray islands, and without specks that following the picture makes."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest

from engine.errors import UsageError
from engine.masks.islands import Said
from engine.project.checks import check_refine
from engine.project.model import RefineSettings
from engine.refine.band import near_tiles
from engine.refine.holes_and_specks import drop_islands, drop_specks
from engine.refine.loose_specks import drop_loose_specks
from engine.refine.pipeline import OFF, refine, shaped_field
from engine.types import Alpha, Logits, Rgb8
from tests.engine.refine.truth import disc_distance, disc_logits, flat

H, W = 360, 640


def with_stray(side_px: int = 40) -> Logits:
    """A disc of 80 px on the left, and a square stray far to the right that is much larger than a speck."""
    logits = disc_logits(H, W, 180, 160, 80)
    cells = max(1, side_px * 128 // W), max(1, side_px * 128 // H)
    logits[20 : 20 + cells[1], 110 : 110 + cells[0]] = 4
    return logits


def area(alpha: Alpha, columns: slice) -> float:
    return float(alpha[:, columns].sum())


@pytest.mark.parametrize("edge", ["none", "guided", "matting"])
def test_a_default_matte_has_no_stray(edge: str) -> None:
    """A shoe beside a dog stayed on every frame of an export: it was larger than any fixed area for specks."""
    alpha = refine(with_stray(), flat(H, W), RefineSettings(edge=edge))
    assert area(alpha, slice(320, W)) == 0
    assert area(alpha, slice(0, 320)) == pytest.approx(np.pi * 80**2, rel=0.02)


def test_it_can_be_turned_off() -> None:
    alpha = refine(with_stray(), flat(H, W), RefineSettings(drop_islands=0))
    assert area(alpha, slice(320, W)) > 1000
    assert area(refine(with_stray(), flat(H, W), OFF), slice(320, W)) > 1000


def test_a_piece_that_was_pointed_at_stays_however_small() -> None:
    logits = with_stray(side_px=10)
    said = Said(points=((160 / W, 0.5), (110.5 / 128, 20.5 / 128)))
    # 98 px² are a stray, and two cells of them are no more than a speck.
    assert area(refine(logits, flat(H, W), RefineSettings(), said=said), slice(320, W)) > 50
    assert area(refine(logits, flat(H, W), RefineSettings()), slice(320, W)) == 0
    assert (drop_specks(logits, 200, 14.0, said)[20:22, 110] > 0).all()
    assert (drop_specks(logits, 200, 14.0)[20:22, 110] < 0).all()


def test_half_of_a_thing_behind_a_pole_stays() -> None:
    logits = disc_logits(H, W, 180, 320, 100)
    logits[:, 70:74] = -6
    alpha = refine(logits, flat(H, W), RefineSettings(edge="none"))
    assert area(alpha, slice(375, W)) > 4000


def test_the_share_is_what_the_largest_piece_is_compared_with() -> None:
    logits = with_stray(60)
    assert (drop_islands(logits, 0.3, (H, W))[20:30, 110:120] < 0).all()
    assert np.array_equal(drop_islands(logits, 0.1, (H, W)), logits)
    assert drop_islands(logits, 0.0, (H, W)) is logits


@pytest.mark.parametrize("share", [0.25, 0.5])
def test_a_reduced_picture_loses_the_same_islands(share: float) -> None:
    """Shares know no size, so the canvas shows what the export will hold."""
    size = round(H * share), round(W * share)
    for side, stays in ((40, False), (90, True)):
        whole = refine(with_stray(side), flat(H, W), RefineSettings(edge="none"))
        small = refine(with_stray(side), flat(*size), RefineSettings(edge="none"))
        found = [bool(alpha[:, alpha.shape[1] // 2 :].any()) for alpha in (whole, small)]
        assert found == [stays, stays]


@pytest.mark.parametrize("share", [-0.1, 1.1, float("nan")])
def test_a_share_goes_from_0_to_1(share: float) -> None:
    with pytest.raises(UsageError):
        check_refine(RefineSettings(drop_islands=share))


def dotted() -> tuple[Logits, Rgb8]:
    """A disc before a ground with dots of the disc's colour near its edge."""
    truth = disc_distance(H, W, 180, 320, 90)
    rgb = np.where(truth[..., None] > 0, (210, 190, 70), (30, 60, 120)).astype(np.uint8)
    for angle in np.arange(0, 2 * np.pi, 0.35):
        centre = round(320 + 97 * np.cos(angle)), round(180 + 97 * np.sin(angle))
        cv2.circle(rgb, centre, 1, (210, 190, 70), -1)
    return disc_logits(H, W, 180, 320, 90), rgb


def pieces(alpha: Alpha) -> int:
    return int(cv2.connectedComponents((alpha > 0.1).astype(np.uint8), connectivity=8)[0]) - 1


def test_following_the_picture_leaves_no_specks() -> None:
    """Specks were dropped before the edge followed the picture, which made new ones."""
    logits, rgb = dotted()
    assert pieces(refine(logits, rgb, RefineSettings(drop_specks_px2=0))) > 10
    assert pieces(refine(logits, rgb, RefineSettings())) == 1


@pytest.mark.parametrize("size", [(360, 640), (361, 639), (1080, 1920)])
def test_only_what_is_small_and_loose_goes(size: tuple[int, int]) -> None:
    height, width = size
    settings = replace(OFF, soft_edge_px=2.0)
    field = shaped_field(disc_logits(height, width, height / 2, width / 2, 60), size, settings)
    near = near_tiles(field, 40.0)
    y, x = height // 2, width // 2 + 80
    for side, goes in ((6, True), (16, False)):
        alpha = np.zeros(size, np.float32)
        alpha[y : y + side, x : x + side] = 0.5
        alpha[y : y + 3, x - 60 : x - 57] = 1
        out = drop_loose_specks(alpha, field, near, 100.0)
        assert (out[y : y + side, x : x + side].max() == 0) == goes
        # Inside the mask even a small bit is no speck: it is all that is left of it.
        assert out[y, x - 60] == 1
    assert drop_loose_specks(alpha, field, near, 0.0) is alpha
