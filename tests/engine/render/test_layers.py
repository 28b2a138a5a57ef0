"""From settings to layers: garbage and core masks, painted frames that blend, the solver that is asked for."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
import pytest

from engine.project.model import (
    Click,
    FramePrompts,
    MaskHint,
    ObjectSpec,
    Project,
    RefineSettings,
    SourceReference,
)
from engine.refine.matting_tiles import Planes
from engine.render.layers import LayerWish, masks_asked_for, object_layers
from engine.types import Alpha, BoolMask, Logits, ObjectId, Pts, Rgb8
from tests.engine.refine.truth import disc_distance, disc_logits, flat

H, W = 120, 200
DOG, ROUGH = ObjectId(1), ObjectId(2)
PLAIN = RefineSettings(edge="none", decontaminate=False, fill_holes_px2=0, drop_specks_px2=0)
SOURCE = SourceReference(Path("clip.mp4"), "", W, H, Fraction(1, 50), Fraction(25))
FRAME_PTS = 2
REFINED = LayerWish()


def painted(distance: np.ndarray) -> FramePrompts:  # type: ignore[type-arg]
    png = cv2.imencode(".png", np.where(distance > 0, 255, 0).astype(np.uint8))[1].tobytes()
    return FramePrompts(mask=MaskHint(png, final=True))


def alpha_at(
    settings: RefineSettings,
    pts: int = 0,
    rough: ObjectSpec | None = None,
    prompts: dict[Pts, FramePrompts] | None = None,
    wish: LayerWish = REFINED,
    rough_logits: Logits | None = None,
    cx_by_pts: float = 0.0,
) -> Alpha:
    """A disc of radius 30 in the middle, moving by `cx_by_pts` a pts."""

    def logits_of(object_id: ObjectId, at: Pts) -> Logits | None:
        return disc_logits(H, W, 60, 100 + cx_by_pts * at, 30) if object_id == DOG else rough_logits

    dog = ObjectSpec(DOG, "dog", (0, 0, 0), refine=settings, prompts=prompts or {})
    project = Project(SOURCE, (dog,) if rough is None else (dog, rough))
    return object_layers(project, [DOG], Pts(pts), flat(H, W), logits_of, wish=wish)[0].alpha


HALF = np.where(np.arange(W)[None] < 100, 1.0, -1.0) * np.ones((H, 1))


def test_nothing_remains_outside_a_garbage_mask_and_a_core_is_solid() -> None:
    """Painted once, on another frame, a rough mask holds."""
    rough = ObjectSpec(ROUGH, "rough", (0, 0, 0), prompts={Pts(40): painted(HALF)})
    without = alpha_at(PLAIN, rough=rough)
    kept = alpha_at(replace(PLAIN, garbage=ROUGH), rough=rough)
    assert kept[:, 102:].max() == 0
    assert np.allclose(kept[:, :98], without[:, :98])
    solid = alpha_at(replace(PLAIN, core=ROUGH), rough=rough)
    assert solid[:, :98].min() == 1
    assert np.allclose(solid[:, 102:], without[:, 102:])
    assert np.array_equal(
        alpha_at(replace(PLAIN, core=ROUGH), rough=rough, wish=LayerWish(refined=False))[0], without[0]
    )


def test_a_tracked_rough_object_counts_before_what_was_painted() -> None:
    rough = ObjectSpec(ROUGH, "rough", (0, 0, 0), prompts={Pts(40): painted(HALF)}, refine=PLAIN)
    tracked = disc_logits(H, W, 60, 100, 10)
    kept = alpha_at(replace(PLAIN, garbage=ROUGH), rough=rough, rough_logits=tracked)
    assert np.abs(kept.sum() - np.pi * 100) < 40


@pytest.mark.parametrize("other", [DOG, ObjectId(9), ROUGH])
def test_rough_masks_that_are_not_there_change_nothing(other: ObjectId) -> None:
    """Itself, an object that was deleted, one that was never drawn: the matte does not vanish."""
    rough = ObjectSpec(ROUGH, "rough", (0, 0, 0))
    settings = replace(PLAIN, garbage=other, core=other)
    assert np.array_equal(alpha_at(settings, rough=rough), alpha_at(PLAIN, rough=rough))


def width_of(alpha: Alpha) -> float:
    """Of the disc on its middle row, in pixels."""
    return float(alpha[60].sum())


def test_a_painted_frame_fades_into_its_neighbours() -> None:
    """Painted 10 px larger on frame 10: frame 11 has most of that, frame 13 little, frame 14 none."""
    prompts = {Pts(20): painted(disc_distance(H, W, 60, 100, 40))}
    settings = replace(PLAIN, blend_frames=3)
    widths = [width_of(alpha_at(settings, 20 + FRAME_PTS * n, prompts=prompts)) for n in range(5)]
    assert np.allclose(widths, [80, 75, 70, 65, 60], atol=1.5)
    assert np.allclose(width_of(alpha_at(settings, 20 - FRAME_PTS, prompts=prompts)), 75, atol=1.5)
    assert width_of(alpha_at(PLAIN, 22, prompts=prompts)) == pytest.approx(60, abs=1)


def test_a_correction_travels_with_the_object() -> None:
    prompts = {Pts(0): painted(disc_distance(H, W, 60, 100, 40))}
    alpha = alpha_at(replace(PLAIN, blend_frames=1), FRAME_PTS, prompts=prompts, cx_by_pts=10)
    columns = np.flatnonzero(alpha[60] > 0.5)
    assert (columns[0] + columns[-1] + 1) / 2 == pytest.approx(120, abs=1.5)
    assert len(columns) == pytest.approx(70, abs=2.5)


class Grey:
    """Half of everything in the band."""

    def alpha(self, rgb8: Rgb8, alpha: Alpha, known: BoolMask, weight: Planes | None) -> Alpha:
        return np.where(known, alpha, np.float32(0.5))


def test_the_solver_that_is_asked_for_solves() -> None:
    settings = replace(PLAIN, edge="matting", hair_px=0, edge_band_px=6)
    alpha = alpha_at(settings, wish=LayerWish(matting=Grey()))
    assert np.abs(alpha[60, 126:134] - 0.5).max() < 1e-6
    assert np.abs(alpha_at(settings)[60, 126:134] - 0.5).max() > 0.2


def two_pieces(second_cells: int) -> Logits:
    """A disc of radius 30 on the left, and a small square far on the right."""
    logits = disc_logits(H, W, 60, 40, 30)
    logits[60 : 60 + second_cells, 118 : 118 + second_cells] = 6
    return logits


ON_FIRST, ON_SECOND = Click(40, 60), Click(118.5 * W / 128, 60.5 * H / 128)


def right_side(prompts: dict[int, FramePrompts], pts: int, shrinks: bool = False) -> float:
    """What there is of the second piece on a frame; with `shrinks` it is a third of itself after frame 0."""

    def logits_of(object_id: ObjectId, at: Pts) -> Logits | None:
        assert object_id == DOG
        asked.add(at)
        return two_pieces(4 if shrinks and at > 0 else 6)

    asked: set[Pts] = set()
    said = {Pts(at): one for at, one in prompts.items()}
    dog = ObjectSpec(DOG, "dog", (0, 0, 0), prompts=said, refine=RefineSettings(edge="none", decontaminate=False))
    project = Project(SOURCE, (dog,))
    alpha = object_layers(project, [DOG], Pts(pts), flat(H, W), logits_of)[0].alpha
    # Nothing may be asked for that an export would not have fetched.
    assert asked <= {at for _, at in masks_asked_for(project, [DOG], Pts(pts))}
    return float(alpha[:, 120:].sum())


def test_a_stray_is_no_part_of_the_layer() -> None:
    assert right_side({0: FramePrompts(clicks=(ON_FIRST,))}, 0) == 0
    assert right_side({0: FramePrompts(clicks=(ON_FIRST,))}, 40) == 0
    assert right_side({}, 40) == 0


def test_pieces_clicked_one_by_one_stay_on_every_frame() -> None:
    both = {0: FramePrompts(clicks=(ON_FIRST, ON_SECOND))}
    assert right_side(both, 0) > 20
    assert right_side(both, 40) > 20
    assert right_side(both, 40, shrinks=True) == 0  # less than half of what was pointed at
    # Said again where it is smaller, it stays there and as far as that is the nearest frame that says it.
    assert right_side({**both, 60: FramePrompts(clicks=(ON_FIRST, ON_SECOND))}, 40, shrinks=True) > 8


def test_pieces_that_were_painted_stay_on_every_frame() -> None:
    assert right_side({0: painted(cv2.resize(two_pieces(6), (W, H)))}, 40) > 20
