"""Which carrier a model brings."""

from __future__ import annotations

from engine.errors import ModelError
from engine.models.loader import LoadedModel
from engine.tracking.carrier import Carrier, MemoryCarrier
from engine.tracking.predictor import FramePredictor


def make_carrier(loaded: LoadedModel) -> Carrier:
    """SAM 2's memory where the model has one. Raises ModelError where it has no way to track."""
    if loaded.config.memory is not None:
        return MemoryCarrier(FramePredictor(loaded.model))
    raise ModelError(f"{loaded.name} has neither a memory nor a readout, so it cannot track.")
