"""Policy `published` behind the tracker's face: the order of events of the published predictor, unchanged."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence

from torch import Tensor

from engine.errors import UsageError
from engine.project.model import FramePrompts
from engine.sam2.model import ImageFeatures
from engine.tracking.compute import Compute
from engine.tracking.memory_bank import Moment
from engine.tracking.plan import Pass
from engine.tracking.predictor import FramePrediction
from engine.tracking.prompting import Answer, Prompter, check_prompts, mask_of_hint, said_points
from engine.tracking.published import PublishedSession, Said
from engine.tracking.records import PassEnd
from engine.tracking.steps import Hypotheses, Stage
from engine.types import Direction, FrameIndex, ObjectId

Predictions = dict[ObjectId, FramePrediction | None]


class PublishedTracks:
    """One `PublishedSession`, driven frame by frame."""

    def __init__(self, session: PublishedSession, prompter: Prompter, compute: Compute) -> None:
        self._session, self._prompter, self._compute = session, prompter, compute
        self._way: Iterator[tuple[FrameIndex, dict[ObjectId, FramePrediction]]] = iter(())

    @property
    def objects(self) -> tuple[ObjectId, ...]:
        """Objects something was said about, in the order they came."""
        return self._session.things

    def prompt(
        self, thing: ObjectId, frame: FrameIndex, prompts: FramePrompts, shown: Tensor | None
    ) -> FramePrediction | None:
        """One call of the published predictor: all points at once, the frame's last logits fed back."""
        if not prompts:
            self._session.withdraw(thing, frame)
            return None
        check_prompts(prompts, self._prompter.size)
        with self._compute.arithmetic():
            if prompts.mask is not None and not (prompts.clicks or prompts.box):
                return self._session.say_mask(thing, frame, mask_of_hint(prompts.mask, self._prompter.size))
            points, labels = said_points(prompts)
            return self._session.say(thing, frame, Said(tuple(points), tuple(labels)))

    def preview(
        self, thing: ObjectId | None, frame: FrameIndex, prompts: FramePrompts, shown: Tensor | None
    ) -> Hypotheses:
        """What `prompts` would give on their own."""
        features = self._session.features_of(frame)
        with self._compute.arithmetic():
            return self._prompter.hypotheses(features, prompts, None)

    def remove(self, thing: ObjectId) -> None:
        """Forget an object; the others are not touched."""
        self._session.remove(thing)

    def begin(self, way: Pass, resume: bool) -> None:
        """A pass begins; what earlier passes left behind is still seen, as published."""
        stop = way.first - way.count if way.reverse else way.first + way.count
        direction = Direction.BACKWARD if way.reverse else Direction.FORWARD
        self._way = self._session.track(way.first, FrameIndex(stop), direction)

    def stages(
        self, moment: Moment, features: ImageFeatures, objects: Sequence[ObjectId]
    ) -> Generator[Stage, None, Predictions]:
        """Track one frame, in one go."""
        with self._compute.arithmetic():
            frame, found = next(self._way)
        assert frame == moment.frame
        yield Stage.DECODE
        return {thing: found[thing] for thing in objects if thing in found}

    def answer_of(self, thing: ObjectId, frame: FrameIndex) -> Answer | None:
        """Nothing is kept for later sessions under this policy."""
        return None

    def restore_answer(self, thing: ObjectId, frame: FrameIndex, answer: Answer) -> None:
        """Raises UsageError: prompts are said anew under this policy."""
        raise UsageError("The policy 'published' does not go on from stored answers.", "Give the prompts again.")

    def pass_end(self, thing: ObjectId) -> PassEnd | None:
        """Nothing is kept for later sessions under this policy."""
        return None

    def restore_pass_end(self, thing: ObjectId, end: PassEnd) -> None:
        """Raises UsageError: a pass starts anew under this policy."""
        raise UsageError("The policy 'published' does not go on from stored passes.", "Track again.")

    def to_device(self, device: str) -> None:
        """Raises UsageError: this policy is for comparisons, where nothing may fall back silently."""
        raise UsageError("The policy 'published' does not change the device in mid-run.", "Choose --device cpu.")
