"""Which carrier a model brings."""

from __future__ import annotations

from engine.errors import ModelError
from engine.models.loader import LoadedModel
from engine.tracking.carrier import Carrier, MemoryCarrier
from engine.tracking.predictor import FramePredictor
from engine.tracking.readout import Readout, ReadoutConfig
from engine.tracking.readout_carrier import ReadoutCarrier


def make_carrier(loaded: LoadedModel, predictor: FramePredictor | None = None) -> Carrier:
    """SAM 2's memory where the model has one, else its readout. Raises ModelError where it has no way to track.

    `predictor`: who computes a frame with memories; None: one of its own.
    """
    if loaded.config.memory is not None:
        return MemoryCarrier(predictor or FramePredictor(loaded.model, loaded.dtype))
    if loaded.readout is not None:
        config = ReadoutConfig.from_mapping(loaded.readout)
        share = 0.0 if loaded.readout_only else config.decoder_share
        return ReadoutCarrier(FramePredictor(loaded.model, loaded.dtype), Readout(config, loaded.dtype), share)
    raise ModelError(f"{loaded.name} has neither a memory nor a readout, so it cannot track.")
