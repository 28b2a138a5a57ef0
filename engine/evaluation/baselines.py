"""What one gets without learning anything: optical flow carries the mask on, GrabCut snaps it to the picture."""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np

from engine.types import BoolMask, Rgb8

GRABCUT_ITERATIONS = 1
UNKNOWN_BAND = 0.03
"""Width of the band that GrabCut may decide, as a share of the square root of the mask's area, at least 3 px."""
WORKING_WIDTH_PX = 428


def _snap(rgb: Rgb8, mask: BoolMask) -> BoolMask:
    """Let GrabCut (Rother et al. 2004) decide a band around the mask's border. (h, w) bool."""
    if mask.sum() < 20 or mask.mean() > 0.95:
        return mask
    radius = max(3, round(UNKNOWN_BAND * float(np.sqrt(mask.sum()))))
    kernel = np.ones((2 * radius + 1,) * 2, np.uint8)
    sure, maybe = cv2.erode(mask.astype(np.uint8), kernel), cv2.dilate(mask.astype(np.uint8), kernel)
    labels = np.where(maybe == 0, cv2.GC_BGD, np.where(mask, cv2.GC_PR_FGD, cv2.GC_PR_BGD)).astype(np.uint8)
    labels[sure > 0] = cv2.GC_FGD
    if not (labels == cv2.GC_FGD).any() or not (labels == cv2.GC_BGD).any():
        return mask
    models = np.zeros((1, 65)), np.zeros((1, 65))
    cv2.grabCut(rgb, labels, None, *models, GRABCUT_ITERATIONS, cv2.GC_INIT_WITH_MASK)
    snapped: BoolMask = (labels == cv2.GC_FGD) | (labels == cv2.GC_PR_FGD)
    return snapped


def grabcut_flow(frames: Iterator[Rgb8], first_mask: BoolMask) -> Iterator[BoolMask]:
    """Masks of all frames, the first being the given one; frames (h, w, 3), masks (h, w) bool at the frames' size."""
    flow_of = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM)
    height, width = first_mask.shape
    size = WORKING_WIDTH_PX, round(height * WORKING_WIDTH_PX / width)
    grid = np.stack(np.meshgrid(np.arange(size[0]), np.arange(size[1])), -1).astype(np.float32)
    mask = cv2.resize(first_mask.astype(np.uint8), size, interpolation=cv2.INTER_NEAREST).astype(bool)
    before = None
    for rgb in frames:
        small = cv2.resize(rgb, size, interpolation=cv2.INTER_AREA)
        grey = cv2.cvtColor(small, cv2.COLOR_RGB2GRAY)
        if before is None:
            yield first_mask
        else:
            # Flow from this frame back to the one before says where each pixel's label came from.
            origin = grid + flow_of.calc(grey, before, None)
            carried = cv2.remap(mask.astype(np.float32), origin, None, cv2.INTER_LINEAR) > 0.5
            mask = _snap(small, carried)
            yield cv2.resize(mask.astype(np.uint8), (width, height), interpolation=cv2.INTER_NEAREST).astype(bool)
        before = grey
