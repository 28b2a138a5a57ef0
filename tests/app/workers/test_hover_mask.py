"""The mask under the pointer holds the pieces that the click's mask will hold, and no others."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from app.workers.composer import Scene, paint
from app.workers.hover_mask import MaskAsShown
from engine.project.model import Click, FramePrompts, ObjectSpec, Project, RefineSettings, SourceReference
from engine.render import looks
from engine.types import BoolMask, Logits, ObjectId, Pts

H, W = 180, 320
SOURCE = SourceReference(Path("clip.mp4"), "", W, H, Fraction(1, 25), Fraction(25))
DOG, NOW = ObjectId(1), Pts(5)
ON_DOG, ON_SHOE = Click(70, 90), Click(285, 40)


def answer() -> Logits:
    """A dog on the left, a shoe on the right and a crumb above, as the model saw them."""
    logits = np.full((90, 160), -6, np.float32)
    logits[30:60, 20:50] = 6
    logits[18:23, 140:146] = 6
    logits[4, 80] = 2
    return logits


def hovered(prompts: FramePrompts, spec: ObjectSpec | None) -> BoolMask:
    objects = () if spec is None else (spec,)
    shown = MaskAsShown(Project(SOURCE, objects), DOG, NOW, lambda thing, at: None)
    return np.asarray(shown.after(answer(), prompts) > 0)


def clicked(prompts: FramePrompts, settings: RefineSettings) -> BoolMask:
    """What the canvas shows once the click is made, on the model's grid."""
    spec = ObjectSpec(DOG, "dog", (255, 255, 255), {NOW: prompts}, refine=settings)

    class Answers:
        def logits(self, object_id: ObjectId, pts: Pts) -> Logits | None:
            return answer()

    picture = np.zeros((H, W, 3), np.uint8)
    painted = paint(Scene(Project(SOURCE, (spec,)), Answers(), looks.Matte()), picture, NOW, (W, H))
    return np.asarray(painted[::2, ::2, 0] > 127)


@pytest.mark.parametrize("clicks", [(ON_DOG,), (ON_DOG, ON_SHOE), (ON_SHOE,)])
@pytest.mark.parametrize("islands", [0.0, RefineSettings().drop_islands])
def test_hover_and_click_show_the_same_pieces(clicks: tuple[Click, ...], islands: float) -> None:
    """The hover showed specks that the mask then lacked."""
    prompts = FramePrompts(clicks=clicks)
    settings = RefineSettings(edge="none", drop_islands=islands)
    spec = ObjectSpec(DOG, "dog", (255, 255, 255), refine=settings)
    seen, made = hovered(prompts, spec), clicked(prompts, settings)
    for place in ((45, 35), (20, 142), (4, 80)):
        assert seen[place] == made[place], place
    assert not seen[4, 80]
    assert seen[20, 142] == (ON_SHOE in clicks or islands == 0)


def test_a_thing_that_is_not_there_yet_is_shown_by_the_usual_settings() -> None:
    assert not hovered(FramePrompts(clicks=(ON_DOG,)), None)[20, 142]
    assert hovered(FramePrompts(clicks=(ON_DOG, ON_SHOE)), None)[20, 142]


def test_what_a_click_takes_away_is_compared_with_what_is_shown() -> None:
    """A stray that was never shown must not light up as if the click took it away."""
    spec = ObjectSpec(DOG, "dog", (255, 255, 255), {NOW: FramePrompts(clicks=(ON_DOG,))})
    project = Project(SOURCE, (spec,))
    now = MaskAsShown(project, DOG, NOW, lambda thing, at: answer()).now()
    assert now is not None
    assert now[45, 35] > 0 > now[20, 142]
    assert MaskAsShown(project, DOG, NOW, lambda thing, at: None).now() is None
    assert MaskAsShown(project, ObjectId(9), NOW, lambda thing, at: answer()).now() is None
