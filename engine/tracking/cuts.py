"""Shot cuts, found while frames stream by in either direction.

Two pictures belong to one shot where their colours agree (HSV histograms) or where one is the other moved (normalised
cross-correlation of small grey pictures over shifts), so pans and shaking cameras are no cuts. A few frames ahead are
looked at before a cut is believed: after a flash the old picture comes back, after a cut it does not. Coming out of
black (a fade) starts a shot. Dissolves between two pictures are not found.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.types import Rgb8

T = TypeVar("T")

LOOK_AHEAD = 3
"""Frames a flash may last; also how many frames are held back."""

_SMALL = (64, 36)
"""Width and height frames are shrunk to before they are compared."""
_ENOUGH_ROWS = 288
"""Of larger frames every n-th pixel is looked at: shrinking all of a 4K frame takes longer than comparing it."""
_HUES, _SATURATIONS, _VALUES = 18, 4, 6
_MOVE_SHARE = 0.2
"""Shifts up to this share of the picture count as motion."""
_SAME_COLOUR, _OTHER_COLOUR = 0.14, 0.60
_LOOSE_STRUCTURE, _STRICT_STRUCTURE = 0.35, 0.85
"""Neighbouring frames of real clips lie under 0.05 in colour, pictures of different scenes above 0.45. The more the
colours differ, the better the structure has to agree."""
_BLACK_LEVEL, _FLAT_SPREAD = 16.0, 6.0
_FAINT_SPREAD = 4.0
"""Below this grey-level spread a picture shows nothing that could be correlated."""


@dataclass(frozen=True, slots=True, eq=False)
class Signature:
    """What a frame looks like, in a few kilobytes."""

    grey: NDArray[np.float32]
    """(36, 64), 0..255, slightly blurred."""
    colours: NDArray[np.float32]
    """(18 · 4 · 6,) histogram, sums to 1."""

    @property
    def black(self) -> bool:
        """Nothing can be seen."""
        return float(self.grey.mean()) < _BLACK_LEVEL and float(self.grey.std()) < _FLAT_SPREAD


def signature(rgb: Rgb8) -> Signature:
    """The signature of a frame, (height, width, 3) uint8."""
    skip = max(1, rgb.shape[0] // _ENOUGH_ROWS)
    small = cv2.resize(rgb[::skip, ::skip], _SMALL, interpolation=cv2.INTER_AREA)
    hsv = cv2.cvtColor(small, cv2.COLOR_RGB2HSV)
    histogram = cv2.calcHist([hsv], [0, 1, 2], None, [_HUES, _SATURATIONS, _VALUES], [0, 180, 0, 256, 0, 256]).astype(
        np.float32
    )
    grey = cv2.GaussianBlur(cv2.cvtColor(small, cv2.COLOR_RGB2GRAY), (3, 3), 0).astype(np.float32)
    return Signature(grey, _smoothed(histogram).ravel() / histogram.sum())


def _smoothed(histogram: NDArray[np.float32]) -> NDArray[np.float32]:
    """Spread each count a little over its neighbours, so that a colour near a bin's edge does not jump."""
    ring = (0.25 * np.roll(histogram, 1, 0) + 0.5 * histogram + 0.25 * np.roll(histogram, -1, 0)).astype(np.float32)
    padded = np.pad(ring, ((0, 0), (0, 0), (1, 1)), mode="edge")
    return (0.25 * padded[..., :-2] + 0.5 * padded[..., 1:-1] + 0.25 * padded[..., 2:]).astype(np.float32)


def colour_distance(a: Signature, b: Signature) -> float:
    """0 equal colours .. 1 none in common: half the sum of absolute histogram differences."""
    return float(np.abs(a.colours - b.colours).sum() / 2)


def structure_similarity(a: Signature, b: Signature) -> float:
    """-1..1: how well the middle of one picture is found again in the other, at the best shift, either way round."""
    return max(_found_again(a.grey, b.grey), _found_again(b.grey, a.grey))


def _found_again(picture: NDArray[np.float32], other: NDArray[np.float32]) -> float:
    height, width = other.shape
    dy, dx = round(height * _MOVE_SHARE), round(width * _MOVE_SHARE)
    middle = other[dy : height - dy, dx : width - dx]
    if middle.std() < _FAINT_SPREAD or picture.std() < _FAINT_SPREAD:
        return 0.0
    return float(cv2.matchTemplate(picture, middle, cv2.TM_CCOEFF_NORMED).max())


def same_shot(a: Signature, b: Signature) -> bool:
    """Whether two neighbouring frames look like one shot."""
    if a.black or b.black:
        return a.black == b.black
    colour = colour_distance(a, b)
    if colour < _SAME_COLOUR:
        return True
    share = min(1.0, (colour - _SAME_COLOUR) / (_OTHER_COLOUR - _SAME_COLOUR))
    return structure_similarity(a, b) >= _LOOSE_STRUCTURE + share * (_STRICT_STRUCTURE - _LOOSE_STRUCTURE)


@dataclass(frozen=True, slots=True)
class Watched(Generic[T]):
    """A frame on its way through; `new_shot`: it does not belong with the one before it in this pass."""

    item: T
    new_shot: bool


def watch(
    items: Iterable[T], signature_of: Callable[[T], Signature], before: Signature | None = None
) -> Iterator[Watched[T]]:
    """Pass `items` on, a few held back, each marked where a new shot begins. `before`: the frame before the first."""
    reference = before
    held: deque[tuple[T, Signature]] = deque()
    for item in items:
        held.append((item, signature_of(item)))
        if len(held) > LOOK_AHEAD:
            out, reference = _decide(held, reference)
            yield out
    while held:
        out, reference = _decide(held, reference)
        yield out


def _decide(held: deque[tuple[T, Signature]], reference: Signature | None) -> tuple[Watched[T], Signature]:
    """Let the oldest frame go. The reference stays where it was through a flash: what follows is compared with it."""
    item, now = held.popleft()
    if reference is None or same_shot(reference, now):
        return Watched(item, False), now
    if not now.black and any(same_shot(reference, later) for _, later in held):
        return Watched(item, False), reference
    return Watched(item, not now.black), now
