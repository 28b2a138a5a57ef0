"""What the prompts of a frame point at, in the terms in which pieces of a mask are judged."""

from __future__ import annotations

from engine.masks.islands import NOTHING, Said
from engine.project.model import FramePrompts


def said_by(prompts: FramePrompts | None, width: int, height: int) -> Said:
    """What `prompts` on a frame of `width` × `height` pixels say of the pieces of the mask there."""
    if not prompts:
        return NOTHING
    box = prompts.box
    return Said(
        tuple((click.x / width, click.y / height) for click in prompts.clicks if click.positive),
        None if box is None else (box.x0 / width, box.y0 / height, box.x1 / width, box.y1 / height),
        prompts.mask is not None,
    )


def may_say_several(prompts: FramePrompts) -> bool:
    """Whether several pieces can have been pointed at."""
    return prompts.mask is not None or sum(click.positive for click in prompts.clicks) > 1
