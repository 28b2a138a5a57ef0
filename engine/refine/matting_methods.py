"""Who solves hair and fur: the solver that ships, PyMatting where it is installed, or a network the person brings.

All of them answer the same question, so the unknown band, the objects and everything after stay the same.
"""

from __future__ import annotations

import importlib.util
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np

from engine.errors import UsageError
from engine.refine.matting_tiles import Planes, solved_in_tiles
from engine.types import Alpha, BoolMask, Rgb8

PYMATTING_TILE_PX = 512
"""PyMatting builds matrices: some 200 MB for a tile of this side, whatever the picture's size."""


class MattingMethod(Protocol):
    """Finds alpha in the unknown band."""

    def alpha(self, rgb8: Rgb8, alpha: Alpha, known: BoolMask, weight: Planes | None) -> Alpha:
        """Alpha (h, w) 0..1 for `rgb8` (h, w, 3): `alpha` stays where `known`; elsewhere it is a first guess, believed
        as far as `weight` (h, w; 0 up) says. Raises ModelError where the method fails."""
        ...


@dataclass(frozen=True, slots=True)
class OwnMatting:
    """The solver of `edge_matting`; needs nothing beside this program."""

    device: str | None = None
    """What torch computes on, as it names it; None: the fastest that is here."""

    def alpha(self, rgb8: Rgb8, alpha: Alpha, known: BoolMask, weight: Planes | None) -> Alpha:
        # Only here, because the window, which shows mattes long before it solves one, must open without torch.
        from engine.refine.edge_matting import fastest_device, matting

        return matting(rgb8, alpha, known, weight, fastest_device() if self.device is None else self.device)


OWN = OwnMatting()
"""What is used where nothing else is asked for."""


@dataclass(frozen=True, slots=True)
class PyMattingClosedForm:
    """Closed-form matting (Levin, Lischinski, Weiss, TPAMI 2008) as PyMatting solves it; takes no first guess."""

    def alpha(self, rgb8: Rgb8, alpha: Alpha, known: BoolMask, weight: Planes | None) -> Alpha:
        return solved_in_tiles(rgb8, alpha, known, _closed_form, PYMATTING_TILE_PX)


def _closed_form(rgb: Planes, alpha: Planes, known: BoolMask) -> Planes:
    from pymatting import estimate_alpha_cf

    trimap = np.where(known, np.round(alpha), 0.5).astype(np.float64)
    if not ((trimap == 0).any() and (trimap == 1).any()):
        return alpha
    with warnings.catch_warnings():
        # It tells of every fallback of its preconditioner; the answer is right all the same.
        warnings.simplefilter("ignore")
        return np.asarray(np.clip(estimate_alpha_cf(rgb.astype(np.float64), trimap), 0.0, 1.0), np.float32)


def has_pymatting() -> bool:
    """Whether the optional extra 'matting' is installed."""
    return importlib.util.find_spec("pymatting") is not None


def matting_method(name: str) -> MattingMethod:
    """'own', 'pymatting', or the path of a TorchScript network. Raises UsageError, CheckpointError, ModelError."""
    if name == "own":
        return OWN
    if name == "pymatting":
        if not has_pymatting():
            raise UsageError(
                "PyMatting is not installed.", "Install it with 'pip install clickmatte[matting]', or use 'own'."
            )
        return PyMattingClosedForm()
    from engine.refine.scripted_matting import load_scripted

    return load_scripted(Path(name))
