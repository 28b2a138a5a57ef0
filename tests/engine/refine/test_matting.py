"""Matting and the guided edge on drawn truth: better than what they start from."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import cv2
import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from engine.bench.alpha_truth import scenes
from engine.project.model import RefineSettings
from engine.refine.edge_matting import EPSILON, PRIOR, RADIUS_PX, conjugate_gradients, matting
from engine.refine.matting_laplacian import BLOCK_PX, MattingLaplacian, box_sum
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


def test_blocks_leave_no_seam() -> None:
    """A long edge crosses many blocks: where they meet alpha is as good as elsewhere."""
    height, width = 96, 20 * BLOCK_PX
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


def dense_laplacian(rgb8: NDArray[np.uint8], radius: int) -> NDArray[np.float64]:
    """Levin et al. (2008), equation 12, entry by entry in double precision; windows are cut at the picture's border."""
    height, width = rgb8.shape[:2]
    colours = rgb8.reshape(-1, 3) / 255.0
    number = np.arange(height * width).reshape(height, width)
    out = np.zeros((height * width, height * width))
    for y in range(height):
        for x in range(width):
            members = number[max(0, y - radius) : y + radius + 1, max(0, x - radius) : x + radius + 1].reshape(-1)
            off = colours[members] - colours[members].mean(axis=0)
            inverse = np.linalg.inv(off.T @ off / len(members) + EPSILON * np.eye(3))
            out[np.ix_(members, members)] += np.eye(len(members)) - (1 + off @ inverse @ off.T) / len(members)
    return out / (2 * radius + 1) ** 2


def small_picture(kind: str) -> tuple[NDArray[np.uint8], NDArray[np.float32], NDArray[np.bool_]]:
    """A noisy edge that crosses blocks and meets the border; alpha to begin with; where it is known."""
    height, width = 40, BLOCK_PX + 9
    rng = np.random.default_rng(11)
    x = np.broadcast_to(np.arange(width, dtype=np.float32), (height, width))
    distance = 20 + 6 * np.sin(np.arange(height, dtype=np.float32) / 5)[:, None] - x
    truth = soft_edge(distance, 4.0)[..., None]
    rgb = (
        np.array([210.0, 140, 50]) * truth + np.array([50.0, 70, 160]) * (1 - truth) + rng.normal(0, 6, (40, width, 3))
    )
    if kind == "grey":
        rgb[:] = rgb[..., :1]
    if kind == "flat":
        rgb[:] = 128
    known = np.abs(distance) > 9
    return np.clip(rgb, 0, 255).astype(np.uint8), np.where(known, truth[..., 0], 0.5).astype(np.float32), known


@pytest.mark.parametrize("kind", ["colour", "grey", "flat"])
def test_the_product_is_that_of_the_matrix(kind: str) -> None:
    rgb8, _, known = small_picture(kind)
    unknown = ~known
    chosen = np.flatnonzero(unknown)
    matrix = dense_laplacian(rgb8, RADIUS_PX)
    laplacian = MattingLaplacian(rgb8, unknown, RADIUS_PX, EPSILON, torch.device("cpu"))
    rng = np.random.default_rng(5)
    plane = rng.uniform(0, 1, unknown.shape).astype(np.float32)
    found = laplacian.product(torch.from_numpy(plane[unknown])).numpy()
    assert np.abs(found - matrix[np.ix_(chosen, chosen)] @ plane.reshape(-1)[chosen]).max() < 2e-3
    held = np.where(unknown, 0.0, plane).reshape(-1)
    assert np.abs(laplacian.product_of_known(plane).numpy() - (matrix @ held)[chosen]).max() < 2e-3


@pytest.mark.parametrize("kind", ["colour", "grey", "flat"])
@pytest.mark.parametrize("weighted", [False, True])
def test_the_answer_is_that_of_a_direct_solution(kind: str, weighted: bool) -> None:
    """(L + hold) a = hold · alpha with known pixels as boundary values, solved densely in double precision."""
    rgb8, alpha, known = small_picture(kind)
    unknown = (~known).reshape(-1)
    weight = np.random.default_rng(6).uniform(0, 0.3, alpha.shape).astype(np.float32) if weighted else None
    hold = np.full(alpha.size, PRIOR) if weight is None else np.maximum(weight, PRIOR).reshape(-1)
    matrix = dense_laplacian(rgb8, RADIUS_PX) + np.diag(hold)
    values = alpha.reshape(-1).astype(np.float64)
    right = (hold * values)[unknown] - matrix[np.ix_(unknown, ~unknown)] @ values[~unknown]
    direct = values.copy()
    direct[unknown] = np.clip(np.linalg.solve(matrix[np.ix_(unknown, unknown)], right), 0, 1)
    found = matting(rgb8, alpha, known, weight).reshape(-1)
    assert np.abs(found - direct).max() < 0.02
    assert np.abs(found - direct)[unknown].mean() < 0.002


def test_box_sums_count_every_neighbour_once() -> None:
    planes = torch.arange(2 * 13 * 14, dtype=torch.float32).reshape(2, 13, 14)
    for radius in (0, 1, 2, 3, 4, 6):
        side = 2 * radius + 1
        wanted = planes.unfold(-2, side, 1).unfold(-2, side, 1).sum((-2, -1))
        assert torch.equal(box_sum(planes, radius), wanted)


def test_conjugate_gradients_solve() -> None:
    root = torch.randn(30, 30, generator=torch.Generator().manual_seed(0))
    matrix = root @ root.T + 30 * torch.eye(30)
    wanted = torch.linspace(-1, 1, 30)
    found = conjugate_gradients(lambda v: matrix @ v, matrix @ wanted, torch.zeros(30), 1 / matrix.diagonal(), 1e-5)
    assert float((found - wanted).abs().max()) < 1e-3


@pytest.mark.gpu
@pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a CUDA device")
def test_another_device_gives_the_same_answer() -> None:
    truth = SCENES["fur, busy"]
    known = np.abs(cv_distance(truth.alpha)) > 12
    start = np.where(known, truth.alpha, 0.5).astype(np.float32)
    here, there = (matting(truth.rgb, start, known, None, device) for device in ("cpu", "cuda"))
    assert np.abs(here - there).max() < 0.01


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
    """What conjugate gradients ask of it, at the picture's border too; and a constant costs nothing."""
    rng = np.random.default_rng(3)
    rgb8 = np.repeat(rng.integers(0, 256, (40, 50, 1)), 3, axis=2).astype(np.uint8)
    laplacian = MattingLaplacian(rgb8, np.ones((40, 50), np.bool_), 3, 1e-5, torch.device("cpu"))
    one, other = (torch.from_numpy(rng.normal(size=2000).astype(np.float32)) for _ in range(2))
    there, back = (float(torch.dot(a, laplacian.product(b))) for a, b in ((one, other), (other, one)))
    assert there == pytest.approx(back, rel=1e-3, abs=1e-3 * float(one.norm()))
    assert float(torch.dot(one, laplacian.product(one))) > 0
    assert float(laplacian.product(torch.ones(2000)).abs().max()) < 1e-4


def test_mattes_are_shown_without_torch_until_one_is_solved() -> None:
    """The window refines before any hair is asked for, and must open without torch."""
    code = "import sys, engine.render.layers; print('torch' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == "False"
