"""The ways an evaluation may tell a model what to track: mask, box, or clicks, always on frame 0."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from engine.errors import UsageError
from engine.evaluation.clicks import bounding_box, next_click
from engine.types import BoolMask, Logits, ObjectId

FIRST_FRAME = 0


class Promptable(Protocol):
    """The part of `engine.library.Session` that prompting needs."""

    def click(self, object_id: ObjectId, frame: int, xy: tuple[float, float], positive: bool = True) -> Logits: ...
    def box(self, object_id: ObjectId, frame: int, xyxy: tuple[float, float, float, float]) -> Logits: ...
    def mask(self, object_id: ObjectId, frame: int, mask: BoolMask) -> Logits: ...


class PromptRule(Protocol):
    """Tells a session about one object on frame 0; answers with the mask it then shows there, (h, w) bool."""

    @property
    def name(self) -> str: ...
    def give(self, session: Promptable, object_id: ObjectId, truth: BoolMask) -> BoolMask: ...
    def __hash__(self) -> int: ...


@dataclass(frozen=True, slots=True)
class MaskPrompt:
    """The true mask of the first frame (semi-supervised video object segmentation)."""

    name: str = "mask"

    def give(self, session: Promptable, object_id: ObjectId, truth: BoolMask) -> BoolMask:
        """See PromptRule."""
        return session.mask(object_id, FIRST_FRAME, truth) > 0


@dataclass(frozen=True, slots=True)
class BoxPrompt:
    """The tight box around the true mask."""

    name: str = "box"

    def give(self, session: Promptable, object_id: ObjectId, truth: BoolMask) -> BoolMask:
        """See PromptRule."""
        box = bounding_box(truth)
        return session.box(object_id, FIRST_FRAME, (box.x0, box.y0, box.x1, box.y1)) > 0


@dataclass(frozen=True, slots=True)
class ClickPrompt:
    """`count` clicks: the first in the middle of the object, each next one in the middle of the larger error."""

    count: int

    @property
    def name(self) -> str:
        """As it is written on the command line."""
        return f"clicks:{self.count}"

    def give(self, session: Promptable, object_id: ObjectId, truth: BoolMask) -> BoolMask:
        """See PromptRule."""
        shown: BoolMask | None = None
        for _ in range(self.count):
            click = next_click(truth, shown)
            shown = session.click(object_id, FIRST_FRAME, (click.x, click.y), click.positive) > 0
        assert shown is not None
        return shown


def parse_prompt(text: str) -> PromptRule:
    """Read `mask`, `box` or `clicks:N`. Raises UsageError."""
    kind, _, count = text.partition(":")
    if text == "mask":
        return MaskPrompt()
    if text == "box":
        return BoxPrompt()
    if kind == "clicks" and count.isdigit() and 1 <= int(count) <= 20:
        return ClickPrompt(int(count))
    raise UsageError(f"'{text}' is no way to prompt.", "Say mask, box or clicks:N with N from 1 to 20.")
