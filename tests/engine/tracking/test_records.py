"""What is kept for the next session comes back bit by bit; what is damaged is refused."""

from __future__ import annotations

import pytest
import torch

from engine.errors import ProjectError
from engine.tracking.predictor import FramePrediction
from engine.tracking.records import (
    PassEnd,
    answer_from_bytes,
    answer_to_bytes,
    pass_end_from_bytes,
    pass_end_to_bytes,
)
from engine.types import FrameIndex

CPU = torch.device("cpu")


def prediction(seed: int) -> FramePrediction:
    generator = torch.Generator().manual_seed(seed)
    parts = (torch.randn(*shape, generator=generator) for shape in ((1, 1, 6, 9), (1,), (1,), (1, 32)))
    return FramePrediction(*parts)


def equal(a: FramePrediction, b: FramePrediction) -> bool:
    return all(torch.equal(getattr(a, name), getattr(b, name)) for name in FramePrediction.__slots__)


@pytest.mark.parametrize("base", [None, torch.ones(1, 1, 6, 9)])
def test_answers(base: torch.Tensor | None) -> None:
    found, kept = answer_from_bytes(answer_to_bytes(prediction(1), base), CPU)
    assert equal(found, prediction(1))
    assert (kept is None) if base is None else (kept is not None and torch.equal(kept, base))


@pytest.mark.parametrize("count", [0, 1, 5])
def test_pass_ends(count: int) -> None:
    frames = tuple(FrameIndex(f) for f in range(count))
    end = PassEnd(frames, tuple(prediction(f) for f in frames), True, (FrameIndex(3), FrameIndex(90)))
    found = pass_end_from_bytes(pass_end_to_bytes(end), CPU)
    assert (found.frames, found.reverse, found.shot_starts) == (end.frames, True, end.shot_starts)
    assert all(equal(a, b) for a, b in zip(found.predictions, end.predictions, strict=True))


@pytest.mark.parametrize(
    "spoil", [lambda b: b[:-1], lambda b: b[:20], lambda b: b + b"x", lambda _: b"", lambda _: b"junk"]
)
def test_damage_is_refused(spoil) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ProjectError, match="damaged"):
        answer_from_bytes(spoil(answer_to_bytes(prediction(1), None)), CPU)
    with pytest.raises(ProjectError, match="damaged"):
        pass_end_from_bytes(spoil(pass_end_to_bytes(PassEnd((), (), False, ()))), CPU)


def test_one_kind_is_not_taken_for_the_other() -> None:
    with pytest.raises(ProjectError):
        answer_from_bytes(pass_end_to_bytes(PassEnd((), (), False, ())), CPU)
    with pytest.raises(ProjectError):
        pass_end_from_bytes(answer_to_bytes(prediction(1), None), CPU)
