"""What the pointer is about to do: hint and cursor are both made of it, so that they say the same."""

from __future__ import annotations

from dataclasses import dataclass

from app.views.canvas import marks
from app.views.models import PromptMarks, Tool


@dataclass(frozen=True, slots=True)
class Aim:
    """As things stand under the pointer."""

    is_open: bool
    tool: Tool
    prompts: PromptMarks | None
    """Of the active object; None: a click makes a new one."""
    under: marks.Hit
    """The prompt below the pointer."""
    inside: bool
    """On the picture."""
    pans: bool
    """Dragging moves the picture."""
    wipes: bool
    """Dragging moves the line between A and B."""
    excludes: bool

    @property
    def paints(self) -> bool:
        return self.tool in (Tool.BRUSH, Tool.ERASER)
