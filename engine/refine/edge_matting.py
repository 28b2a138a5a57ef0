"""Hair and fur: alpha matting in the unknown band around the edge.

Closed-form matting (Levin, Lischinski, Weiss, TPAMI 2008, section 4) with the large-kernel Laplacian of He, Sun, Tang
("Fast Matting Using Large Kernel Matting Laplacian Matrices", CVPR 2010), solved on torch for the unknown pixels alone:
known ones are boundary values. Every unknown pixel is also held a little to the alpha it came with, which bounds the
system's condition number by 1 / PRIOR whatever the picture; so conjugate gradients, begun at that alpha, need about two
dozen steps at full size. Starting on smaller pictures costs more than the steps it saves, the guided edge being close.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from engine.refine.matting_laplacian import MattingLaplacian
from engine.types import Alpha, BoolMask, Rgb8

RADIUS_PX = 2
"""Of the windows: wide enough to find the colours on both sides of a strand, narrow enough to keep strands apart."""

EPSILON = 1e-5
"""Regularisation of the colour model, for colours in 0..1; smaller follows finer strands and more noise."""

PRIOR = 0.005
"""How strongly the rest is held to the alpha it came with: colours that tell nothing must not make it drift."""

TOLERANCE = 2e-3
"""Conjugate gradients stop when the residual has shrunk to this share."""

MOST_STEPS = 64
"""Enough for a condition number of 1 / PRIOR: each step shrinks the error to 0.87 of what it was, or less."""

STEPS_BETWEEN_LOOKS = 4
"""The residual is looked at this often: to look, a processor waits for its accelerator."""


def matting(
    rgb8: Rgb8,
    alpha: Alpha,
    known: BoolMask,
    weight: NDArray[np.float32] | None = None,
    device: torch.device | str = "cpu",
) -> Alpha:
    """Alpha (h, w) 0..1 that keeps `alpha` where `known` and follows the colours of `rgb8` (h, w, 3) elsewhere.

    `weight` (h, w): how strongly `alpha` is believed there, at least `PRIOR`, against 1 for smoothness; None: `PRIOR`.
    """
    out = np.array(alpha, np.float32)
    unknown = ~known
    if not unknown.any():
        return out
    place = torch.device(device)
    with torch.inference_mode():
        start_u = torch.from_numpy(out[unknown]).to(place)
        believed = np.full(start_u.shape, PRIOR, np.float32) if weight is None else np.maximum(weight[unknown], PRIOR)
        hold_u = torch.from_numpy(believed.astype(np.float32, copy=False)).to(place)
        laplacian = MattingLaplacian(rgb8, unknown, RADIUS_PX, EPSILON, place)
        right_u = hold_u * start_u - laplacian.product_of_known(out)
        # L's own diagonal is about 1 nearly everywhere; only the weights differ much.
        solved_u = conjugate_gradients(
            lambda a_u: laplacian.product(a_u) + hold_u * a_u, right_u, start_u, 1.0 / (1.0 + hold_u)
        )
        out[unknown] = solved_u.clamp_(0.0, 1.0).cpu().numpy()
    return out


def fastest_device() -> torch.device:
    """A CUDA device where there is one, else the processor."""
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


def conjugate_gradients(
    product: Callable[[Tensor], Tensor],
    right: Tensor,
    start: Tensor,
    inverse_diagonal: Tensor,
    tolerance: float = TOLERANCE,
    most_steps: int = MOST_STEPS,
) -> Tensor:
    """x (u,) with product(x) = right, for a symmetric positive operator; Jacobi-preconditioned.

    Hestenes and Stiefel (1952); Saad, "Iterative Methods for Sparse Linear Systems", algorithm 9.1. Stops when the
    residual's length, in the preconditioner's norm, is `tolerance` of what it was at `start`.
    """
    x = start.clone()
    residual = right - product(x)
    scaled = inverse_diagonal * residual
    direction = scaled.clone()
    energy = torch.dot(residual, scaled)
    enough = max(float(energy) * tolerance**2, 1e-12)
    for step in range(most_steps):
        if step % STEPS_BETWEEN_LOOKS == 0 and not float(energy) > enough:
            break
        image = product(direction)
        length = energy / torch.dot(direction, image).clamp(min=1e-30)
        x.addcmul_(length, direction)
        residual.addcmul_(length, image, value=-1.0)
        scaled = inverse_diagonal * residual
        following = torch.dot(residual, scaled)
        direction = torch.addcmul(scaled, following / energy.clamp(min=1e-30), direction)
        energy = following
    return x
