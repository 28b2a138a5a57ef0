"""Objects, prompts and passes for people at work (policy `editor`).

A prompted frame is a prompted frame whenever it was prompted, so a correction carries into what is tracked after it;
a pass starts from prompted frames alone; nothing is remembered across a shot cut. What a tracked frame is remembered by
is its mask as it is stored (16ths of a logit), so a bank rebuilt from disk is the bank that was.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass, field, replace

import torch
from torch import Tensor

from engine.masks.codec import HIGHEST, LOWEST, STEPS_PER_LOGIT, dequantise, quantise
from engine.project.model import FramePrompts
from engine.project.pointing import said_by
from engine.sam2.model import ImageFeatures
from engine.tracking.carrier import Bank, Carrier, Recalled
from engine.tracking.compute import Compute
from engine.tracking.memory_bank import Moment
from engine.tracking.plan import Pass
from engine.tracking.predictor import FramePrediction
from engine.tracking.prompting import Answer, Prompter
from engine.tracking.records import PassEnd
from engine.tracking.steps import Hypotheses, Stage
from engine.types import FrameIndex, ObjectId

FeatureSource = Callable[[FrameIndex], ImageFeatures]
Predictions = dict[ObjectId, FramePrediction | None]
"""None: nothing was said about the object in this shot."""


@dataclass(slots=True)
class _Track:
    """One object: its bank, the answers to its prompts, and the last frames tracked."""

    bank: Bank
    recent: dict[FrameIndex, FramePrediction] = field(default_factory=dict)
    """In the order of tracking: the frames the bank holds, and the last one."""
    answers: dict[FrameIndex, Answer] = field(default_factory=dict)


class EditorTracks:
    """See the module's text. `features_of` gives a frame's features."""

    def __init__(self, carrier: Carrier, prompter: Prompter, features_of: FeatureSource, compute: Compute) -> None:
        self._carrier, self._prompter = carrier, prompter
        self._features_of, self._compute = features_of, compute
        self._tracks: dict[ObjectId, _Track] = {}
        self._reverse = False

    @property
    def objects(self) -> tuple[ObjectId, ...]:
        """Objects something was said about, in the order they came."""
        return tuple(self._tracks)

    def prompt(
        self, thing: ObjectId, frame: FrameIndex, prompts: FramePrompts, shown: Tensor | None
    ) -> FramePrediction | None:
        """The answer to all that is said about an object on a frame (b = 1); None where nothing is said any more."""
        if not prompts:
            self._withdraw(thing, frame)
            return None
        features = self._features_of(frame)
        before = self._answer(thing, frame)
        base = before.base if before is not None else shown
        with self._compute.arithmetic():
            answer = self._prompter.answer(features, prompts, base, before)
            self._keep(thing, frame, features, answer)
        return answer.prediction

    def preview(
        self, thing: ObjectId | None, frame: FrameIndex, prompts: FramePrompts, shown: Tensor | None
    ) -> Hypotheses:
        """What `prompts` would give, without keeping it."""
        features = self._features_of(frame)
        before = None if thing is None else self._answer(thing, frame)
        base = before.base if before is not None else shown
        with self._compute.arithmetic():
            return self._prompter.hypotheses(features, prompts, base, before)

    def restore_answer(self, thing: ObjectId, frame: FrameIndex, answer: Answer) -> None:
        """Take up an answer that was given before the session was closed."""
        features = self._features_of(frame)
        with self._compute.arithmetic():
            self._keep(thing, frame, features, answer)

    def answer_of(self, thing: ObjectId, frame: FrameIndex) -> Answer | None:
        """The answer to an object's prompts on a frame."""
        return self._answer(thing, frame)

    def remove(self, thing: ObjectId) -> None:
        """Forget an object; the others are not touched."""
        self._tracks.pop(thing, None)

    def begin(self, way: Pass, resume: bool) -> None:
        """A pass begins; `resume` keeps what the last one remembered where this one goes on from its end."""
        step = -1 if way.reverse else 1
        for track in self._tracks.values():
            last = next(reversed(track.recent), None)
            goes_on = resume and self._reverse == way.reverse and last in (way.first, way.first - step)
            if not goes_on:
                self._carrier.start_pass(track.bank)
                track.recent.clear()
        self._reverse = way.reverse

    def stages(
        self, moment: Moment, features: ImageFeatures, objects: Sequence[ObjectId]
    ) -> Generator[Stage, None, Predictions]:
        """Track one frame. Between the stages prompts may come, objects may go."""
        recalls = self._recalls(moment, objects)
        attended = []
        with self._compute.arithmetic():
            for group in self._carrier.grouped(recalls):
                for part in self._compute.chunks(group):
                    attended.append((part, self._carrier.attend(features, [recalls[thing] for thing in part])))
        yield Stage.ATTEND
        found: Predictions = dict.fromkeys(objects)
        with self._compute.arithmetic():
            for part, seen in attended:
                together = stored(self._carrier.decode(features, seen))
                self._remember(moment.frame, features, part, together)
                found.update({thing: together.of(i) for i, thing in enumerate(part)})
        yield Stage.DECODE
        return {thing: self._final(thing, moment.frame, found[thing]) for thing in objects if thing in self._tracks}

    def pass_end(self, thing: ObjectId) -> PassEnd | None:
        """What the object's next frames will remember of the last pass."""
        track = self._tracks.get(thing)
        if track is None or not track.recent:
            return None
        return PassEnd(tuple(track.recent), tuple(track.recent.values()), self._reverse, ())

    def restore_pass_end(self, thing: ObjectId, end: PassEnd) -> None:
        """Take up the end of a pass that was made before the session was closed."""
        track = self._track(thing)
        self._reverse = end.reverse
        for frame, prediction in zip(end.frames, end.predictions, strict=True):
            features = self._features_of(frame)
            with self._compute.arithmetic():
                self._carrier.remember_tracked([track.bank], frame, features, prediction)
            track.recent[frame] = prediction

    def to_device(self, device: str) -> None:
        """Move everything that is remembered."""
        for track in self._tracks.values():
            self._carrier.to_device(track.bank, device)
            for frame, answer in track.answers.items():
                base = None if answer.base is None else answer.base.to(device)
                track.answers[frame] = replace(answer, prediction=_moved(answer.prediction, device), base=base)
            track.recent = {frame: _moved(prediction, device) for frame, prediction in track.recent.items()}

    def _recalls(self, moment: Moment, objects: Sequence[ObjectId]) -> dict[ObjectId, Recalled]:
        recalls: dict[ObjectId, Recalled] = {}
        for thing in objects:
            track = self._tracks.get(thing)
            if track is None or moment.frame in track.answers:
                continue
            recalled = self._carrier.recall(track.bank, moment)
            if recalled is not None:
                recalls[thing] = recalled
        return recalls

    def _remember(
        self, frame: FrameIndex, features: ImageFeatures, part: Sequence[ObjectId], together: FramePrediction
    ) -> None:
        there = [(row, self._tracks[thing]) for row, thing in enumerate(part) if thing in self._tracks]
        rows = [(row, track) for row, track in there if frame not in track.answers]
        if not rows:
            return
        kept = together if len(rows) == len(part) else FramePrediction.joined([together.of(row) for row, _ in rows])
        self._carrier.remember_tracked([track.bank for _, track in rows], frame, features, kept)
        for row, track in rows:
            held = set(self._carrier.kept(track.bank))
            track.recent = {f: prediction for f, prediction in track.recent.items() if f in held and f != frame}
            track.recent[frame] = together.of(row)

    def _final(self, thing: ObjectId, frame: FrameIndex, found: FramePrediction | None) -> FramePrediction | None:
        """The person's word stands above the model's, also where it came while this frame was being tracked."""
        answer = self._answer(thing, frame)
        return found if answer is None else answer.prediction

    def _keep(self, thing: ObjectId, frame: FrameIndex, features: ImageFeatures, answer: Answer) -> None:
        track = self._track(thing)
        track.answers[frame] = answer
        said = said_by(answer.prompts, *self._prompter.size[::-1])
        self._carrier.remember_prompted(track.bank, frame, features, answer.prediction, said)

    def _withdraw(self, thing: ObjectId, frame: FrameIndex) -> None:
        track = self._tracks.get(thing)
        if track is None:
            return
        track.answers.pop(frame, None)
        self._carrier.forget(track.bank, frame)
        if not track.answers:
            del self._tracks[thing]

    def _answer(self, thing: ObjectId, frame: FrameIndex) -> Answer | None:
        track = self._tracks.get(thing)
        return None if track is None else track.answers.get(frame)

    def _track(self, thing: ObjectId) -> _Track:
        if thing not in self._tracks:
            self._tracks[thing] = _Track(self._carrier.new_bank())
        return self._tracks[thing]


def stored(prediction: FramePrediction) -> FramePrediction:
    """The prediction as the project file will hold it: logits in sixteenths, -8..7.9375."""
    logits = prediction.logits_b1hw
    if logits.device.type != "cpu":
        return replace(prediction, logits_b1hw=in_sixteenths(logits))
    rows = [torch.from_numpy(dequantise(quantise(row[0].float().numpy()))) for row in logits]
    return replace(prediction, logits_b1hw=torch.stack(rows)[:, None])


def in_sixteenths(logits: Tensor) -> Tensor:
    """What `dequantise(quantise(…))` makes of logits, where they are: a card would wait for the way to the CPU."""
    cells = (logits.float() * STEPS_PER_LOGIT).round().clamp(LOWEST, HIGHEST)
    return torch.where((logits > 0) & (cells == 0), 1.0, cells) / STEPS_PER_LOGIT


def _moved(prediction: FramePrediction, device: str) -> FramePrediction:
    return FramePrediction(
        prediction.logits_b1hw.to(device),
        prediction.quality_b.to(device),
        prediction.presence_b.to(device),
        prediction.pointers_bc.to(device),
    )
