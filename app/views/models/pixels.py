"""Arrays that views show."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Bgra = NDArray[np.uint8]
"""(height, width, 4) uint8, B G R A in memory: QImage.Format_RGB32 (A ignored) or, for layers, ARGB32_Premultiplied."""

Points = NDArray[np.float32]
"""(n, 2), x and y in frame pixels."""
