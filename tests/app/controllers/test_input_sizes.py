"""The panel offers what the model's input really becomes."""

from __future__ import annotations

import pytest

from app.controllers.input_sizes import own_side, size_choices, size_note
from engine.models.loader import read_config
from engine.models.registry import MODELS
from engine.tracking.feed import input_size

CLIPS = [(1920, 1080), (1080, 1920), (640, 640), (4096, 1716), (320, 240)]


@pytest.mark.parametrize("spec", [s for s in MODELS if not s.readout_only], ids=lambda spec: spec.name)
@pytest.mark.parametrize(("width", "height"), CLIPS)
def test_sizes_are_those_of_the_engine(spec, width: int, height: int) -> None:
    config, _ = read_config(spec)
    assert own_side(spec.name, width, height) == max(input_size(config, None, (height, width)))
    choices = size_choices(spec.name, width, height, None)
    assert choices[0][0] == 0
    for side, title in choices[1:]:
        assert max(input_size(config, side, (height, width))) == side
        assert title == f"{side} px"


def test_sam_2_is_offered_at_1024_768_and_512() -> None:
    sizes = size_choices("sam2.1_hiera_tiny", 1920, 1080, None)
    assert sizes == ((0, "1024 px, its own"), (768, "768 px"), (512, "512 px"))
    assert size_note("sam2.1_hiera_tiny", 1920, 1080, 512).startswith("About 13 % of the work")
    assert size_note("nano", 1920, 1080, 512).startswith("About 58 %")


def test_a_size_from_the_command_line_is_offered_too() -> None:
    assert (640, "640 px") in size_choices("sam2.1_hiera_tiny", 1920, 1080, 640)
    assert "slower" in size_note("sam2.1_hiera_tiny", 1920, 1080, 1536)
