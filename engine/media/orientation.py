"""How a stored picture is turned to stand upright."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Sample = TypeVar("Sample", bound=np.generic)


@dataclass(frozen=True, slots=True)
class Orientation:
    """How the stored picture is turned to stand upright: mirrored left-right first, then turned counter-clockwise."""

    mirrored: bool = False
    quarter_turns_ccw: int = 0

    @property
    def rotation_cw(self) -> int:
        """Degrees clockwise."""
        return (-self.quarter_turns_ccw % 4) * 90

    @property
    def swaps_sides(self) -> bool:
        return self.quarter_turns_ccw % 2 == 1

    def upright(self, picture: NDArray[Sample]) -> NDArray[Sample]:
        """(height, width, ...) turned, C-contiguous."""
        turned = picture[:, ::-1] if self.mirrored else picture
        return np.ascontiguousarray(np.rot90(turned, self.quarter_turns_ccw))
