"""Frames and models that the parity tests share."""

from __future__ import annotations

import pytest
import torch

from engine.sam2.model import Sam2
from engine.types import Direction, Rgb8
from tests.reference import scenarios


@pytest.fixture(scope="session")
def clip(tmp_path_factory: pytest.TempPathFactory) -> tuple[Rgb8, ...]:
    return scenarios.frames(tmp_path_factory.mktemp("frames"))


@pytest.fixture(scope="session")
def tiny() -> Sam2:
    return scenarios.seeded_model(scenarios.RUNS["sam2.1_t"])


@pytest.fixture(scope="session")
def after_frame_1(tiny: Sam2, clip: tuple[Rgb8, ...]) -> scenarios.Player:
    """The short run of the tiny model up to frame 1: three objects, two spatial memories and two pointers each."""
    player = scenarios.Player(tiny, clip[: scenarios.SHORT_FRAMES])
    with torch.inference_mode():
        scenarios.prompt_short(player)
        player.track("track", 0, 2, Direction.FORWARD)
    return player
