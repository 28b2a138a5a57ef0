"""Run a model over sequences with truth and measure J, F, J&F, the prompted frame's IoU and the speed."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
from PIL import Image

from engine.errors import UsageError
from engine.evaluation.baselines import grabcut_flow
from engine.evaluation.dataset import TruthSequence, open_dataset
from engine.evaluation.metrics import contour_accuracy, region_similarity
from engine.evaluation.prompts import MaskPrompt, PromptRule
from engine.types import BoolMask, Logits, ObjectId

if TYPE_CHECKING:
    from engine.library import Session

GRABCUT_FLOW = "grabcut-flow"
"""Name under which the baseline without learning is asked for."""

ObjectNumber = int
MasksOfFrame = Mapping[ObjectNumber, BoolMask]


@dataclass(frozen=True, slots=True)
class SequenceScore:
    """Figures of one sequence, averaged over its objects and its frames but the first and the last (DAVIS)."""

    name: str
    j: float
    f: float
    prompted_iou: float
    """IoU of the prompted frame itself; 1 by definition where the true mask was given and kept."""
    frames: int
    seconds: float
    """Tracking alone, decode to mask."""

    @property
    def j_and_f(self) -> float:
        """Mean of J and F."""
        return (self.j + self.f) / 2


class Candidate(Protocol):
    """Something to evaluate: yields the masks of every frame in order, the prompted frame 0 first."""

    def segment(self, sequence: TruthSequence, prompt: PromptRule) -> Iterator[MasksOfFrame]: ...


@dataclass(frozen=True, slots=True)
class ModelCandidate:
    """A model, run as anyone would run it: through the library."""

    model: str
    checkpoint: str | None = None
    device: str = "auto"
    policy: str = "editor"
    image_size: int | None = None
    closer: bool = False
    """Judge the second run, in windows that follow each object, where that is of use."""

    def segment(self, sequence: TruthSequence, prompt: PromptRule) -> Iterator[MasksOfFrame]:
        """See Candidate."""
        from engine.library import open_session

        with open_session(
            sequence.frames_folder,
            model=self.model,
            checkpoint=self.checkpoint,
            device=self.device,
            policy=self.policy,
            image_size=self.image_size,
        ) as session:
            truth = sequence.truth(0)
            numbers = {session.add_object(f"object {n}"): n for n in sequence.object_numbers}
            yield {n: prompt.give(session, oid, truth == n) for oid, n in numbers.items()}
            first = (dict(step.logits) for step in session.track(start=0, stop=None, direction="forward"))
            for frame, found in enumerate(_closer(session, first) if self.closer else first):
                if frame > 0:
                    yield separate({numbers[oid]: logits for oid, logits in found.items() if oid in numbers})


def _closer(session: Session, first: Iterator[dict[ObjectId, Logits]]) -> list[dict[ObjectId, Logits]]:
    """The masks of the second run; of the first where it refuses."""
    masks = list(first)
    for object_id in session.objects:
        try:
            for step in session.look_closer(object_id):
                masks[step.frame][object_id] = step.logits[object_id]
        except UsageError:
            continue
    return masks


@dataclass(frozen=True, slots=True)
class GrabCutFlowCandidate:
    """The baseline without learning; knows masks only."""

    def segment(self, sequence: TruthSequence, prompt: PromptRule) -> Iterator[MasksOfFrame]:
        """See Candidate. Raises UsageError for clicks and boxes."""
        if not isinstance(prompt, MaskPrompt):
            raise UsageError("The baseline grabcut-flow starts from a mask only.", "Use --prompt mask.")
        pictures = [
            p for p in sorted(sequence.frames_folder.iterdir()) if p.suffix.lower() in (".jpg", ".jpeg", ".png")
        ]
        runs = [
            grabcut_flow((np.array(Image.open(p).convert("RGB")) for p in pictures), sequence.truth(0) == n)
            for n in sequence.object_numbers
        ]
        for masks in zip(*runs, strict=True):
            yield dict(zip(sequence.object_numbers, masks, strict=True))


def separate(logits: Mapping[ObjectNumber, Logits]) -> MasksOfFrame:
    """Masks that do not overlap: each pixel goes to the object with the highest logit above 0."""
    if len(logits) == 1:
        return {n: value > 0 for n, value in logits.items()}
    numbers = list(logits)
    stack = np.stack([logits[n] for n in numbers])
    best = stack.argmax(0)
    return {n: (best == i) & (stack[i] > 0) for i, n in enumerate(numbers)}


def score_sequence(candidate: Candidate, sequence: TruthSequence, prompt: PromptRule) -> SequenceScore:
    """Run and measure one sequence. Frames are scored as they come: nothing is kept."""
    j: list[float] = []
    f: list[float] = []
    prompted: list[float] = []
    seconds, started, frame = 0.0, time.perf_counter(), -1
    for frame, masks in enumerate(candidate.segment(sequence, prompt)):
        if frame > 0:
            seconds += time.perf_counter() - started
        truth = sequence.truth(frame)
        for number in sequence.object_numbers:
            predicted = masks.get(number, np.zeros(truth.shape, bool))
            if frame == 0:
                prompted.append(region_similarity(predicted, truth == number))
            elif frame < len(sequence) - 1:
                j.append(region_similarity(predicted, truth == number))
                f.append(contour_accuracy(predicted, truth == number))
        started = time.perf_counter()
    if frame + 1 != len(sequence):
        raise UsageError(f"The model gave {frame + 1} masks for the {len(sequence)} frames of {sequence.name}.")
    return SequenceScore(sequence.name, float(np.mean(j)), float(np.mean(f)), float(np.mean(prompted)), frame, seconds)


def evaluate(
    folder: Path, candidate: Candidate, prompt: PromptRule, sequences: Sequence[str] | None = None
) -> Iterator[SequenceScore]:
    """Scores of the folder's sequences, one by one as they are finished. Raises UsageError, MediaError, ModelError."""
    for sequence in open_dataset(folder, sequences):
        if sequence.object_numbers:
            yield score_sequence(candidate, sequence, prompt)


def make_candidate(
    model: str,
    checkpoint: str | None = None,
    device: str = "auto",
    policy: str = "editor",
    image_size: int | None = None,
    closer: bool = False,
) -> Candidate:
    """The candidate of a name on the command line."""
    if model == GRABCUT_FLOW:
        return GrabCutFlowCandidate()
    return ModelCandidate(model, checkpoint, device, policy, image_size, closer)
