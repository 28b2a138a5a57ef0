"""Matting and the guided edge on drawn truth: better than what they start from."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest

from engine.bench.alpha_truth import scenes
from engine.project.model import RefineSettings
from engine.refine.edge_matting import TILE_PX, conjugate_gradients, matting
from engine.refine.matting_laplacian import MattingLaplacian
from engine.refine.pipeline import refine
from engine.refine.soft_edge import soft_edge
from tests.engine.refine.truth import disc_distance

SCENES = {truth.name: truth for truth in scenes(216, 384)}


def wrong(name: str, edge: str) -> float:
    truth = SCENES[name]
    alpha = refine(truth.logits, truth.rgb, replace(RefineSettings(), edge=edge, hair_px=0))
    return float(np.abs(alpha - truth.alpha).sum())


@pytest.mark.parametrize("name", ["sharp, calm", "sharp, busy", "defocused, calm", "fur, calm", "fur, busy"])
def test_each_step_is_better_than_the_one_before(name: str) -> None:
    plain, guided, matted = (wrong(name, edge) for edge in ("none", "guided", "matting"))
    assert guided < 0.85 * plain
    assert matted < 1.1 * guided
    assert matted < 0.7 * plain


def test_hair_at_least_gains() -> None:
    assert wrong("hair, calm", "guided") < 0.95 * wrong("hair, calm", "none")


def test_known_pixels_stay() -> None:
    truth = SCENES["fur, calm"]
    known = np.abs(cv_distance(truth.alpha)) > 12
    start = np.where(known, truth.alpha, 0.5).astype(np.float32)
    solved = matting(truth.rgb, start, known)
    assert np.array_equal(solved[known], start[known])
    assert np.abs(solved - truth.alpha)[~known].mean() < 0.2


def cv_distance(alpha: np.ndarray) -> np.ndarray:  # type: ignore[type-arg]
    inside = cv2.distanceTransform((alpha > 0.5).astype(np.uint8), cv2.DIST_L2, 5)
    return np.asarray(inside - cv2.distanceTransform((alpha <= 0.5).astype(np.uint8), cv2.DIST_L2, 5))


def test_tiles_leave_no_seam() -> None:
    """A long edge crosses several tiles: where they overlap alpha is as good as elsewhere."""
    height, width = 96, 2 * TILE_PX
    y, x = np.mgrid[:height, :width].astype(np.float32)
    truth = soft_edge(48 + 6 * np.sin(x / 40) - y, 3.0)
    rng = np.random.default_rng(1)
    rgb = np.array([200.0, 150, 60]) * truth[..., None] + np.array([40.0, 60, 150]) * (1 - truth[..., None])
    rgb8 = np.clip(rgb + rng.normal(0, 1.5, rgb.shape), 0, 255).astype(np.uint8)
    known = np.abs(48 + 6 * np.sin(x / 40) - y) > 10
    solved = matting(rgb8, np.where(known, truth, 0.5).astype(np.float32), known)
    per_column = np.abs(solved - truth).sum(axis=0)
    assert per_column.mean() < 1.2
    assert per_column.max() < 1.8 * per_column.mean()


def test_nothing_unknown_is_no_work() -> None:
    alpha = soft_edge(disc_distance(60, 60, 30, 30, 20), 2.0)
    assert np.array_equal(matting(np.zeros((60, 60, 3), np.uint8), alpha, np.ones((60, 60), bool)), alpha)


def test_conjugate_gradients_solve() -> None:
    rng = np.random.default_rng(0)
    root = rng.normal(size=(30, 30)).astype(np.float32)
    matrix = root @ root.T + 30 * np.eye(30, dtype=np.float32)
    wanted = rng.normal(size=30).astype(np.float32)
    product = lambda v: np.asarray(matrix @ v, np.float32)  # noqa: E731
    found = conjugate_gradients(product, product(wanted), np.zeros(30, np.float32), 1 / np.diag(matrix), 60)
    assert np.abs(found - wanted).max() < 1e-2


def test_a_grey_picture_is_solved() -> None:
    """Covariances of grey pictures are nearly singular; inverted in single precision they made the solver run away."""
    rng = np.random.default_rng(7)
    truth = soft_edge(disc_distance(200, 300, 100, 150, 60), 3.0)
    grain = cv2.GaussianBlur(rng.normal(0, 60, (200, 300)).astype(np.float32), (0, 0), 1.0)
    grey = np.clip(np.where(truth > 0.5, 190, 60) + grain, 0, 255)
    rgb = np.repeat(np.rint(grey).astype(np.uint8)[..., None], 3, axis=2)
    known = np.abs(disc_distance(200, 300, 100, 150, 60)) > 8
    with np.errstate(all="raise", under="ignore"):
        solved = matting(rgb, np.where(known, truth, 0.5).astype(np.float32), known)
    assert np.abs(solved - truth)[~known].mean() < 0.2


def test_the_laplacian_is_symmetric_and_never_negative() -> None:
    """What conjugate gradients ask of it, at the tile's border too; and a constant costs nothing."""
    rng = np.random.default_rng(3)
    rgb = np.repeat(rng.uniform(0, 1, (40, 50, 1)), 3, axis=2).astype(np.float32)
    laplacian = MattingLaplacian(rgb, 3, 1e-5)
    one, other = (rng.normal(size=(40, 50)).astype(np.float32) for _ in range(2))
    there, back = float(np.vdot(one, laplacian.product(other))), float(np.vdot(other, laplacian.product(one)))
    assert there == pytest.approx(back, rel=1e-2, abs=1e-2 * float(np.vdot(one, one)) ** 0.5)
    assert float(np.vdot(one, laplacian.product(one))) > 0
    assert np.abs(laplacian.product(np.ones((40, 50), np.float32))).max() < 1e-4
