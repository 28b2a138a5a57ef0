"""What the screen shows is what the export writes, at another size."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
import pytest

from app.workers.composer import Scene, paint
from engine.bench.alpha_truth import scenes
from engine.project.model import ObjectSpec, Project, RefineSettings, SourceReference
from engine.render import looks
from engine.types import ObjectId, Pts
from tests import moving

REFERENCE = SourceReference(Path("clip.mp4"), "0" * 64, 512, 384, Fraction(1, 25), Fraction(25), 1)


class Nothing:
    def logits(self, object_id: object, pts: object) -> None:
        return None


@pytest.mark.parametrize("effect", [looks.Blur(12.0), looks.Pixelate(24)], ids=["blur", "pixelate"])
def test_an_effect_on_a_reduced_picture_is_reduced_with_it(effect: looks.Effect) -> None:
    """A blur of 12 pixels was 12 pixels of the screen: four times weaker in the file of a 4K clip."""
    frame = next(moving.pictures(1))
    frame = np.asarray(cv2.resize(frame, (512, 384), interpolation=cv2.INTER_LINEAR))
    scene = Scene(Project(REFERENCE), Nothing(), looks.Treated(effect))  # type: ignore[arg-type]
    whole = paint(scene, frame, Pts(0), (512, 384))[..., :3]
    small = paint(scene, frame, Pts(0), (128, 96))[..., :3]
    expected = cv2.resize(whole, (128, 96), interpolation=cv2.INTER_AREA)
    assert float(np.abs(small.astype(int) - expected).mean()) < 2.0


def test_a_picture_reduced_beforehand_is_painted_alike() -> None:
    """While playing, frames are reduced as they are converted: lengths are still pixels of the clip's own frame."""

    class Disc:
        def logits(self, object_id: object, pts: object) -> np.ndarray:
            rows, columns = np.mgrid[0:96, 0:128].astype(np.float32)
            return np.asarray(30 - np.hypot(rows - 48, columns - 64), np.float32)

    settings = RefineSettings(grow_px=24, feather_px=8, edge="none")
    project = Project(REFERENCE, (ObjectSpec(ObjectId(1), "disc", (255, 0, 0), refine=settings),))
    scene = Scene(project, Disc(), looks.Matte())  # type: ignore[arg-type]
    frame = np.full((384, 512, 3), 90, np.uint8)
    after = paint(scene, frame, Pts(0), (128, 96))
    before = paint(scene, np.full((96, 128, 3), 90, np.uint8), Pts(0), (128, 96))
    assert np.array_equal(after, before)


@pytest.mark.parametrize("shown_size", [(512, 384), (128, 96)])
def test_mattes_end_where_the_clip_is_transparent(shown_size: tuple[int, int]) -> None:
    """As in the export: the right half of the clip is transparent, so the matte is black there."""

    class Everything:
        def logits(self, object_id: object, pts: object) -> np.ndarray:
            return np.full((64, 64), 8.0, np.float32)

    project = Project(REFERENCE, (ObjectSpec(ObjectId(1), "all", (255, 0, 0)),))
    scene = Scene(project, Everything(), looks.Matte())  # type: ignore[arg-type]
    frame = np.full((384, 512, 3), 90, np.uint8)
    own_alpha = np.full((384, 512), 65535, np.uint16)
    own_alpha[:, 256:] = 0
    shown = paint(scene, frame, Pts(0), shown_size, own_alpha=own_alpha)
    half = shown_size[0] // 2
    assert (shown[:, : half - 1, :3] == 255).all()
    assert (shown[:, half + 1 :, :3] == 0).all()
    assert (paint(scene, frame, Pts(0), shown_size)[..., :3] == 255).all()


def test_hair_is_seen_where_the_matte_is_looked_at() -> None:
    """Chosen in the panel, hair was only solved in the export; while the picture moves, the quick edge still does."""
    truth = next(scenes(216, 384, kinds=("fur",)))

    class Fur:
        def logits(self, object_id: object, pts: object) -> np.ndarray:
            return truth.logits

    reference = replace(REFERENCE, width=384, height=216)

    def shown(edge: str, look: looks.Look, careful: bool = True) -> np.ndarray:
        spec = ObjectSpec(ObjectId(1), "cat", (255, 0, 0), refine=RefineSettings(edge=edge))
        scene = Scene(Project(reference, (spec,)), Fur(), look)  # type: ignore[arg-type]
        return paint(scene, truth.rgb, Pts(0), (384, 216), careful)

    assert not np.array_equal(shown("matting", looks.Matte()), shown("guided", looks.Matte()))
    assert np.array_equal(shown("matting", looks.Matte(), False), shown("guided", looks.Matte(), False))
    assert np.array_equal(shown("matting", looks.Overlay()), shown("guided", looks.Overlay()))
