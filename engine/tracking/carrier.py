"""How an object is carried from frame to frame: by SAM 2's memory attention, or by a readout of features.

A carrier keeps nothing itself. What it remembers of one object is a bank, opaque to the tracker.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from torch import Tensor

from engine.masks.islands import NOTHING, Said
from engine.sam2.model import ImageFeatures
from engine.tracking.memory_bank import EditorPolicy, Memory, MemoryBank, Moment, Policy, Reach, Recall, grouped
from engine.tracking.predictor import FramePrediction, FramePredictor
from engine.types import FrameIndex, ObjectId

Bank = Any
"""One object's memories; only its carrier looks inside."""

Recalled = Any
"""What one frame may see of a bank."""

Attended = Any
"""A group of objects' view of one frame, between the second and the third stage."""


class Carrier(Protocol):
    """Stages two to four of a tracked frame."""

    @property
    def depth(self) -> int:
        """How many tracked frames back a bank reaches."""
        ...

    def new_bank(self) -> Bank: ...

    def start_pass(self, bank: Bank) -> None:
        """A new pass begins: only what was prompted is kept."""
        ...

    def remember_prompted(
        self,
        bank: Bank,
        frame: FrameIndex,
        features: ImageFeatures,
        prediction: FramePrediction,
        said: Said = NOTHING,
    ) -> None:
        """Keep what a person said of one object (b = 1), in place of what was kept of that frame. `said`: which of the
        mask's pieces were pointed at."""
        ...

    def remember_tracked(
        self, banks: Sequence[Bank], frame: FrameIndex, features: ImageFeatures, prediction: FramePrediction
    ) -> None:
        """Keep a tracked frame of b objects, one bank each, where it is worth remembering."""
        ...

    def kept(self, bank: Bank) -> tuple[FrameIndex, ...]:
        """The tracked frames that a bank holds."""
        ...

    def forget(self, bank: Bank, frame: FrameIndex) -> None:
        """Drop what is kept of a frame: its prompts were taken back."""
        ...

    def recall(self, bank: Bank, moment: Moment) -> Recalled | None:
        """What this frame may see; None where nothing was said about the object in this shot."""
        ...

    def grouped(self, recalls: Mapping[ObjectId, Recalled]) -> list[list[ObjectId]]:
        """Objects that can go through the model in one call, together."""
        ...

    def attend(self, features: ImageFeatures, recalls: Sequence[Recalled]) -> Attended:
        """The frame as each object's memories see it."""
        ...

    def decode(self, features: ImageFeatures, attended: Attended) -> FramePrediction:
        """The masks of a group."""
        ...

    def to_device(self, bank: Bank, device: str) -> None:
        """Move what a bank holds."""
        ...


@dataclass(frozen=True)
class MemoryCarrier:
    """SAM 2's memory bank and memory attention."""

    predictor: FramePredictor
    policy: Policy = EditorPolicy()

    @property
    def depth(self) -> int:
        """See Carrier."""
        return self.policy.kept_tracked(self._reach)

    @property
    def _reach(self) -> Reach:
        return self.predictor.reach

    def new_bank(self) -> MemoryBank:
        """See Carrier."""
        return MemoryBank(self.policy, self._reach)

    def start_pass(self, bank: MemoryBank) -> None:
        """See Carrier."""
        bank.start_pass()

    def remember_prompted(
        self,
        bank: MemoryBank,
        frame: FrameIndex,
        features: ImageFeatures,
        prediction: FramePrediction,
        said: Said = NOTHING,
    ) -> None:
        """See Carrier."""
        bank.remember_prompted(frame, self.predictor.remember(features, prediction, prompted=True)[0])

    def remember_tracked(
        self, banks: Sequence[MemoryBank], frame: FrameIndex, features: ImageFeatures, prediction: FramePrediction
    ) -> None:
        """See Carrier."""
        memories = self.predictor.remember(features, prediction, prompted=False)
        for bank, memory in zip(banks, memories, strict=True):
            bank.remember_tracked(frame, memory)

    def kept(self, bank: MemoryBank) -> tuple[FrameIndex, ...]:
        """See Carrier."""
        return tuple(bank.tracked)

    def forget(self, bank: MemoryBank, frame: FrameIndex) -> None:
        """See Carrier."""
        bank.forget(frame)

    def recall(self, bank: MemoryBank, moment: Moment) -> Recall | None:
        """See Carrier."""
        return bank.recall(moment)

    def grouped(self, recalls: Mapping[ObjectId, Recall]) -> list[list[ObjectId]]:
        """See Carrier."""
        return grouped(recalls)

    def attend(self, features: ImageFeatures, recalls: Sequence[Recall]) -> Tensor:
        """See Carrier."""
        return self.predictor.attend(features, recalls)

    def decode(self, features: ImageFeatures, attended: Tensor) -> FramePrediction:
        """See Carrier."""
        return self.predictor.predict_tracked(features, attended)

    def to_device(self, bank: MemoryBank, device: str) -> None:
        """See Carrier."""

        def moved(memory: Memory) -> Memory:
            return Memory(memory.spatial_chw.to(device), memory.pointer_c.to(device))

        prompted = {frame: moved(memory) for frame, memory in bank.prompted.items()}
        tracked = {frame: moved(memory) for frame, memory in bank.tracked.items()}
        for frame, memory in prompted.items():
            bank.remember_prompted(frame, memory)
        for frame, memory in tracked.items():
            bank.remember_tracked(frame, memory)
