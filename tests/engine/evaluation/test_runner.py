"""The evaluation counts what DAVIS counts, on data small enough to check by hand."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from engine.errors import UsageError
from engine.evaluation.dataset import TruthSequence, open_dataset
from engine.evaluation.prompts import BoxPrompt, ClickPrompt, MaskPrompt, PromptRule, parse_prompt
from engine.evaluation.report import as_json
from engine.evaluation.runner import GrabCutFlowCandidate, MasksOfFrame, evaluate, separate


def write_sequence(root: Path, name: str, frames: int = 5, indexed: bool = False) -> None:
    """A textured square that moves 3 px a frame over a textured ground."""
    rng = np.random.default_rng(1)
    ground = np.kron(rng.integers(0, 120, (12, 16, 3)), np.ones((8, 8, 1))).astype(np.uint8)
    thing = np.kron(rng.integers(140, 255, (4, 4, 3)), np.ones((6, 6, 1))).astype(np.uint8)
    pictures, truths = root / "JPEGImages/480p" / name, root / "Annotations/480p" / name
    pictures.mkdir(parents=True)
    truths.mkdir(parents=True)
    for i in range(frames):
        frame, mask = ground.copy(), np.zeros((96, 128), np.uint8)
        frame[30:54, 20 + 3 * i : 44 + 3 * i] = thing
        mask[30:54, 20 + 3 * i : 44 + 3 * i] = 1 if indexed else 255
        Image.fromarray(frame).save(pictures / f"{i:05d}.png")
        picture = Image.fromarray(mask)
        if indexed:
            picture = picture.convert("P")
            picture.putpalette([0, 0, 0, 128, 0, 0])
        picture.save(truths / f"{i:05d}.png")


class Still:
    """A candidate that never moves its first mask."""

    def segment(self, sequence: TruthSequence, prompt: PromptRule) -> Iterator[MasksOfFrame]:
        for _ in range(len(sequence)):
            yield {1: sequence.truth(0) == 1}


def test_first_and_last_frame_do_not_count(tmp_path: Path) -> None:
    write_sequence(tmp_path, "square")
    (score,) = evaluate(tmp_path, Still(), MaskPrompt())
    # 24 px square shifted by 3, 6, 9 px: overlap (24 - d) / (24 + d); frame 4 (d = 12) must not be in the mean.
    assert score.j == pytest.approx(np.mean([(24 - d) / (24 + d) for d in (3, 6, 9)]))
    assert score.prompted_iou == 1.0


def test_the_baseline_follows_a_moving_square(tmp_path: Path) -> None:
    write_sequence(tmp_path, "square", frames=8)
    (still,) = evaluate(tmp_path, Still(), MaskPrompt())
    (flow,) = evaluate(tmp_path, GrabCutFlowCandidate(), MaskPrompt())
    assert flow.j > max(0.8, still.j)


def test_indexed_annotations_number_the_objects(tmp_path: Path) -> None:
    write_sequence(tmp_path, "indexed", indexed=True)
    (sequence,) = open_dataset(tmp_path)
    assert sequence.object_numbers == (1,)


def test_a_candidate_that_stops_early_is_not_scored(tmp_path: Path) -> None:
    write_sequence(tmp_path, "square")

    class Short(Still):
        def segment(self, sequence: TruthSequence, prompt: PromptRule) -> Iterator[MasksOfFrame]:
            yield {1: sequence.truth(0) == 1}

    with pytest.raises(UsageError, match="gave 1 masks for the 5 frames"):
        list(evaluate(tmp_path, Short(), MaskPrompt()))


def test_overlap_goes_to_the_higher_logit() -> None:
    masks = separate({1: np.array([[2.0, 2.0, -1.0]], np.float32), 2: np.array([[1.0, 3.0, -2.0]], np.float32)})
    assert masks[1].tolist() == [[True, False, False]]
    assert masks[2].tolist() == [[False, True, False]]


def test_json_is_one_line_in_percent(tmp_path: Path) -> None:
    write_sequence(tmp_path, "square")
    scores = list(evaluate(tmp_path, Still(), MaskPrompt()))
    text = as_json(scores)
    assert "\n" not in text
    assert json.loads(text)["sequences"]["square"]["J"] == pytest.approx(100 * scores[0].j, abs=0.01)


def test_prompt_names(tmp_path: Path) -> None:
    assert parse_prompt("mask") == MaskPrompt()
    assert parse_prompt("box") == BoxPrompt()
    assert parse_prompt("clicks:3") == ClickPrompt(3)
    for wrong in ("click", "clicks:0", "clicks:x", "clicks", ""):
        with pytest.raises(UsageError):
            parse_prompt(wrong)


def test_what_is_no_data_set_is_said(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no DAVIS-style data set"):
        list(open_dataset(tmp_path))
    write_sequence(tmp_path, "square")
    with pytest.raises(UsageError, match="no sequence other"):
        list(open_dataset(tmp_path, ["other"]))
