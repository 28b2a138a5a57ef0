"""Despill: a screen's green or blue reflected onto the object, limited to what the other channels have."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

CHANNELS = {"green": 1, "blue": 2}


def despill(picture: NDArray[Any], screen: str) -> NDArray[Any]:
    """Limit the screen's channel to the mean of the other two. `screen`: 'none', 'green' or 'blue'.

    Half of what is taken away goes back into the other channels, so that the object does not darken.
    """
    channel = CHANNELS.get(screen)
    if channel is None:
        return picture
    others = [c for c in range(3) if c != channel]
    first, second = (picture[..., c].astype(np.int32) for c in others)
    excess = np.maximum(picture[..., channel].astype(np.int32) - (first + second) // 2, 0)
    top = int(np.iinfo(picture.dtype).max)
    out = picture.copy()
    out[..., channel] = picture[..., channel] - excess
    for index, values in zip(others, (first, second), strict=True):
        out[..., index] = np.minimum(values + excess // 4, top)
    return out
