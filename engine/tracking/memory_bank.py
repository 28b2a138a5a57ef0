"""What one object remembers of its clip, and which of it a frame is shown. No network in here.

Bounded whatever the clip's length: prompted frames, the last few tracked frames, and object pointers (SAM 2 paper,
section 4, "memory bank").
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

from torch import Tensor

from engine.types import FrameIndex, FrameRange

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Memory:
    """One object on one frame."""

    spatial_chw: Tensor
    """(dim, h, w): picture and mask together, see `Sam2.encode_memory`."""
    pointer_c: Tensor
    """(d_model,): the object pointer."""


@dataclass(frozen=True, slots=True)
class Reach:
    """How far back a model looks; taken from its MemoryConfig."""

    recent_frames: int = 6
    max_pointers: int = 16


@dataclass(frozen=True, slots=True)
class Moment:
    """The frame that is about to be tracked."""

    frame: FrameIndex
    step: int
    """1 forward, -1 backward."""
    frame_count: int | None = None
    """Frames in the clip, where known."""
    shot: FrameRange | None = None
    """The shot this frame lies in, where memories must not cross cuts."""

    def steps_since(self, frame: int) -> int:
        """How many steps ago `frame` was, along the direction of tracking; negative: still ahead."""
        return (self.frame - frame) * self.step

    def frame_before(self, steps: int) -> FrameIndex:
        """The frame `steps` steps ago."""
        return FrameIndex(self.frame - steps * self.step)


@dataclass(frozen=True, slots=True)
class Recall:
    """The memories one frame attends, in order."""

    spatial: tuple[tuple[int, Memory], ...]
    """(slot, memory): slot 0 is one step ago; `Reach.recent_frames` marks a prompted frame."""
    pointers: tuple[tuple[int, Tensor], ...]
    """(steps ago, pointer); negative steps lie ahead."""
    span: int
    """What steps are divided by before they are encoded."""

    @property
    def shape(self) -> tuple[int, int, int]:
        """Objects whose recalls have the same shape go through the model together."""
        return len(self.spatial), len(self.pointers), self.span


class Policy(Protocol):
    """Which frames are kept and shown."""

    @property
    def corrections_are_prompts(self) -> bool:
        """Whether a frame corrected after it was tracked becomes a prompted frame."""
        ...

    @property
    def passes_start_fresh(self) -> bool:
        """Whether a new pass starts from prompted memories only."""
        ...

    def kept_tracked(self, reach: Reach) -> int:
        """How many tracked frames are kept; those nearest to the newest."""
        ...

    def shown_prompted(self, prompted: Iterable[FrameIndex], moment: Moment) -> list[FrameIndex]:
        """The prompted frames that this frame attends."""
        ...

    def may_show(self, frame: int, moment: Moment) -> bool:
        """Whether a tracked frame may be attended at all."""
        ...


@dataclass(frozen=True, slots=True)
class PublishedPolicy:
    """Exactly the published predictor: every prompted frame is attended, corrections stay ordinary memories, and a new
    pass still sees what earlier passes left behind."""

    tracked_kept: int = 32
    """The published code keeps all; this bound only shows where a pass starts farther than that from the last one."""

    @property
    def corrections_are_prompts(self) -> bool:
        return False

    @property
    def passes_start_fresh(self) -> bool:
        return False

    def kept_tracked(self, reach: Reach) -> int:
        return max(self.tracked_kept, reach.max_pointers)

    def shown_prompted(self, prompted: Iterable[FrameIndex], moment: Moment) -> list[FrameIndex]:
        return list(prompted)

    def may_show(self, frame: int, moment: Moment) -> bool:
        return True


@dataclass(frozen=True, slots=True)
class EditorPolicy:
    """For people at work: a correction becomes a prompted frame, the nearest prompted frames are attended, passes start
    from prompts alone, and nothing is remembered across a shot cut."""

    nearest: int = 4
    """Prompted frames attended at most: the nearest on either side first, then by distance."""

    @property
    def corrections_are_prompts(self) -> bool:
        return True

    @property
    def passes_start_fresh(self) -> bool:
        return True

    def kept_tracked(self, reach: Reach) -> int:
        return max(reach.recent_frames, reach.max_pointers - 1)

    def shown_prompted(self, prompted: Iterable[FrameIndex], moment: Moment) -> list[FrameIndex]:
        inside = [frame for frame in prompted if self.may_show(frame, moment)]
        by_distance = sorted(inside, key=lambda frame: (abs(frame - moment.frame), frame))
        past = [f for f in by_distance if moment.steps_since(f) >= 0]
        ahead = [f for f in by_distance if moment.steps_since(f) < 0]
        first = past[:1] + ahead[:1]
        rest = [f for f in by_distance if f not in first]
        return sorted((first + rest)[: self.nearest])

    def may_show(self, frame: int, moment: Moment) -> bool:
        return moment.shot is None or frame in moment.shot


@dataclass(slots=True)
class MemoryBank:
    """One object's memories. The tracker writes, the model reads."""

    policy: Policy
    reach: Reach = Reach()
    _prompted: dict[FrameIndex, Memory] = field(default_factory=dict)
    _tracked: dict[FrameIndex, Memory] = field(default_factory=dict)

    @property
    def prompted(self) -> Mapping[FrameIndex, Memory]:
        """Memories of prompted frames, in the order they were first given."""
        return self._prompted

    @property
    def tracked(self) -> Mapping[FrameIndex, Memory]:
        """Memories of tracked frames that are still kept."""
        return self._tracked

    def remember_prompted(self, frame: FrameIndex, memory: Memory) -> None:
        """A frame the person said something about before it was tracked."""
        self._prompted[frame] = memory
        self._tracked.pop(frame, None)

    def remember_corrected(self, frame: FrameIndex, memory: Memory) -> None:
        """A frame the person corrected after it was tracked."""
        if self.policy.corrections_are_prompts:
            self.remember_prompted(frame, memory)
        elif frame not in self._prompted:  # published: a prompted frame's first memory stands
            self.remember_tracked(frame, memory)

    def remember_tracked(self, frame: FrameIndex, memory: Memory) -> None:
        """A frame that was tracked. Ignored where the frame is a prompted one."""
        if frame in self._prompted:
            return
        self._tracked[frame] = memory
        while len(self._tracked) > self.policy.kept_tracked(self.reach):
            del self._tracked[max(self._tracked, key=lambda kept: abs(kept - frame))]

    def forget(self, frame: FrameIndex) -> None:
        """Drop whatever is kept of this frame: its prompts were taken back."""
        self._prompted.pop(frame, None)
        self._tracked.pop(frame, None)

    def start_pass(self) -> None:
        """A new tracking run begins."""
        if self.policy.passes_start_fresh:
            self._tracked.clear()

    def recall(self, moment: Moment) -> Recall | None:
        """What this frame attends; None where nothing may be: no prompt in reach."""
        shown = self.policy.shown_prompted(self._prompted, moment)
        prompted = [(self.reach.recent_frames, self._prompted[f]) for f in shown]
        spatial = (*prompted, *self._recent(moment))
        if not spatial:
            return None
        count = self.reach.max_pointers
        if moment.frame_count is not None:
            count = min(moment.frame_count, count)
        pointers = (*self._prompted_pointers(shown, moment), *self._recent_pointers(count, moment))
        return Recall(spatial, pointers, max(count - 1, 1))

    def _recent(self, moment: Moment) -> list[tuple[int, Memory]]:
        steps = range(self.reach.recent_frames, 0, -1)
        found = ((ago - 1, self._shown_tracked(ago, moment)) for ago in steps)
        return [(slot, memory) for slot, memory in found if memory is not None]

    def _prompted_pointers(self, shown: Iterable[FrameIndex], moment: Moment) -> list[tuple[int, Tensor]]:
        # Only past ones, as published: a pointer from ahead would distract the start of a pass.
        return [(ago, self._prompted[f].pointer_c) for f in shown if (ago := moment.steps_since(f)) >= 0]

    def _recent_pointers(self, count: int, moment: Moment) -> list[tuple[int, Tensor]]:
        found = ((ago, self._shown_tracked(ago, moment)) for ago in range(1, count))
        return [(ago, memory.pointer_c) for ago, memory in found if memory is not None]

    def _shown_tracked(self, ago: int, moment: Moment) -> Memory | None:
        frame = moment.frame_before(ago)
        return self._tracked.get(frame) if self.policy.may_show(frame, moment) else None


def grouped(recalls: Mapping[Key, Recall]) -> list[list[Key]]:
    """Keys whose recalls have the same shape, together: each group goes through the model in one call."""
    groups: dict[tuple[int, int, int], list[Key]] = {}
    for key, recall in recalls.items():
        groups.setdefault(recall.shape, []).append(key)
    return list(groups.values())
