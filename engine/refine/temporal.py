"""De-flicker: the mask of the frame before, moved along with the picture, steadies this one where little moves.

Optical flow is Kroeger et al., "Fast Optical Flow using Dense Inverse Search" (ECCV 2016), on a small grey picture.
Where the flow is long and not that of everything around, where the moved picture does not look like this one, or where
the masks disagree by more than flicker does, the new mask is taken as it is: a moving edge must not lag.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.types import Logits, Rgb8

FLOW_WIDTH_PX = 320
"""Flow is found at this width: enough to tell still from moving, 5 ms a frame."""

STILL_PX = 1.0
"""Flow, in pixels of the small picture, up to which the past counts fully; at three times this it counts no more,
unless everything around moves alike."""

ALIKE_PX = 0.35
"""Spread of the flow around a pixel at which a long one counts for 1/e. Where a moving thing passes before a still
ground the flow at its edge belongs to both; in a pan everything moves together and can be followed."""

AROUND = 15
"""Side of the window, in pixels of the small picture, in which the flow is compared."""

LOOKS_ALIKE = 12.0
"""Grey difference (0..255) after moving at which the past counts for 1/e."""

FLICKER_LOGITS = 3.0
"""Change of a logit up to which it is taken for flicker; larger ones are an edge that really went somewhere."""

STRONGEST = 0.85
"""Share of the past at strength 1: about twelve frames until it has faded to a tenth."""


FADED_LOGITS = 1 / 32
"""What an older frame may still change where it is left out: half the step in which masks are stored."""


@dataclass(frozen=True, slots=True)
class Motion:
    """How a small picture comes out of the one before."""

    flow: NDArray[np.float32]
    """(h, w, 2): where each pixel was, x and y in pixels."""
    trust: NDArray[np.float32]
    """(h, w) 0..1: how much the past may count."""


@dataclass(frozen=True, slots=True)
class Steadied:
    """What the next frame needs of this one."""

    logits: Logits
    """(gh, gw), de-flickered."""
    grey: NDArray[np.uint8]
    """The small picture (h, w) the flow was and will be found on."""


def small_grey(rgb8: Rgb8) -> NDArray[np.uint8]:
    """The picture at flow size, in grey."""
    height, width = rgb8.shape[:2]
    scale = min(1.0, FLOW_WIDTH_PX / width)
    size = (max(16, round(width * scale)), max(16, round(height * scale)))
    return np.asarray(cv2.cvtColor(cv2.resize(rgb8, size, interpolation=cv2.INTER_AREA), cv2.COLOR_RGB2GRAY))


def deflicker(logits: Logits, rgb8: Rgb8, previous: Steadied | None, strength: float) -> Steadied:
    """Steady `logits` (gh, gw) with the frame before. `strength` 0 (off) to 1; `previous` None at a start or a cut."""
    grey = small_grey(rgb8)
    if previous is None or strength <= 0 or previous.logits.shape != logits.shape or previous.grey.shape != grey.shape:
        return Steadied(np.asarray(logits, np.float32), grey)
    return Steadied(steadied(logits, previous.logits, motion_between(grey, previous.grey), strength), grey)


def frames_back(strength: float) -> int:
    """How many frames before one are needed to steady it as if all were known, but for `FADED_LOGITS`.

    A frame changes logits by share · d · exp(−(d / FLICKER_LOGITS)²) at a difference d, at most at d² = ½ of that
    constant's square, and of what its own past had changed it passes on no more than the share."""
    share = STRONGEST * min(strength, 1.0)
    if share <= 0:
        return 0
    largest = share * FLICKER_LOGITS * float(np.sqrt(0.5) * np.exp(-0.5))
    return max(1, int(np.ceil(np.log(FADED_LOGITS / largest) / np.log(share)))) if largest > FADED_LOGITS else 1


def motion_between(grey: NDArray[np.uint8], before: NDArray[np.uint8]) -> Motion:
    """From the small picture (h, w) `before` to the next one, of the same size."""
    flow = _flow(grey, before)
    return Motion(flow, _trust(grey, before, flow, (grey.shape[0], grey.shape[1])))


def steadied(logits: Logits, previous: Logits, motion: Motion, strength: float) -> Logits:
    """`logits` (gh, gw) mixed with those of the frame before, moved along. `strength` 0 (off) to 1."""
    moved = _moved(previous, motion.flow)
    trust = cv2.resize(motion.trust, (logits.shape[1], logits.shape[0]))
    share = STRONGEST * min(strength, 1.0) * trust * np.exp(-(((logits - moved) / FLICKER_LOGITS) ** 2))
    return (logits + share * (moved - logits)).astype(np.float32)


def _flow(grey: NDArray[np.uint8], before: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Where each pixel of this picture was in the one before: (h, w, 2), x and y in pixels."""
    finder = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_ULTRAFAST)
    return np.asarray(finder.calc(grey, before, None), np.float32)


def _moved(logits: Logits, flow: NDArray[np.float32]) -> Logits:
    """The earlier logits pulled along the flow, on their own grid."""
    height, width = logits.shape
    grid_flow = cv2.resize(flow, (width, height), interpolation=cv2.INTER_AREA)
    grid_flow *= np.array([width / flow.shape[1], height / flow.shape[0]], np.float32)
    y, x = np.mgrid[:height, :width].astype(np.float32)
    moved = cv2.remap(
        logits, x + grid_flow[..., 0], y + grid_flow[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(moved, np.float32)


def _trust(
    grey: NDArray[np.uint8], before: NDArray[np.uint8], flow: NDArray[np.float32], size_hw: tuple[int, int]
) -> NDArray[np.float32]:
    """How much the past may count, 0..1, on a grid of `size_hw`."""
    y, x = np.mgrid[: grey.shape[0], : grey.shape[1]].astype(np.float32)
    moved = cv2.remap(before, x + flow[..., 0], y + flow[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    unlike = cv2.blur(cv2.absdiff(grey, moved).astype(np.float32), (5, 5))
    length = cv2.magnitude(flow[..., 0], flow[..., 1])
    still = np.clip(1.5 - length / (2 * STILL_PX), 0.0, 1.0)
    together = np.exp(-_spread(flow) / ALIKE_PX**2)
    trust = np.exp(-((unlike / LOOKS_ALIKE) ** 2)) * np.maximum(still, together)
    return np.asarray(cv2.resize(trust.astype(np.float32), (size_hw[1], size_hw[0])), np.float32)


def _spread(flow: NDArray[np.float32]) -> NDArray[np.float32]:
    """Variance of the flow around each pixel, in square pixels."""
    size = (AROUND, AROUND)
    mean, squares = cv2.blur(flow, size), cv2.blur(flow * flow, size)
    return np.asarray(np.maximum(squares - mean * mean, 0.0).sum(axis=2), np.float32)
