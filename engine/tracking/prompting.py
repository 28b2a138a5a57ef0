"""From all that was said about one object on one frame to its mask.

A function of what was said and of the mask that was shown before, whatever the order in which it was clicked, undone
and clicked again: every click is answered with the answer to the clicks before it as its mask prompt (SAM 2 paper,
section 4, "prompt encoder and mask decoder").
"""

from __future__ import annotations

import io
from dataclasses import dataclass, replace

import numpy as np
import torch
from PIL import Image, UnidentifiedImageError
from torch import Tensor

from engine.errors import UsageError
from engine.project.model import FramePrompts, MaskHint
from engine.sam2.model import ImageFeatures
from engine.sam2.prompt_encoder import BOX_FIRST, BOX_SECOND, NEGATIVE, POSITIVE, Prompts
from engine.sam2.selection import BestOfThree, Hypothesis, Selector, SingleIfStable
from engine.tracking.predictor import AMBIGUOUS_POINTS, MASK_LOGIT, FramePrediction, FramePredictor
from engine.tracking.preprocess import input_mask, input_points
from engine.tracking.steps import Hypotheses
from engine.types import BoolMask

FIRST_HYPOTHESIS = 1
"""Of the decoder's four masks, 1..3 are the hypotheses that `FramePrompts.hypothesis` counts from 0."""

_INSIDE = 128

POINTED_AT_PRESENCE = 1.0
"""Presence logit of an object that a person points at and the model does not see: about 0.73."""


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """What the model says to a frame's prompts, and what it started from."""

    prompts: FramePrompts
    prediction: FramePrediction
    """b = 1."""
    base: Tensor | None
    """(1, 1, h, w) logits of the mask that was shown before the first prompt on this frame, where there was one."""


def check_prompts(prompts: FramePrompts, size: tuple[int, int]) -> None:
    """Raise UsageError where clicks or box lie outside a frame of `size` (height, width)."""
    height, width = size
    for click in prompts.clicks:
        if not (0 <= click.x <= width and 0 <= click.y <= height):
            raise UsageError(
                f"The click at {click.x:g},{click.y:g} lies outside the picture of {width} × {height} pixels."
            )
    box = prompts.box
    if box is not None and not (box.x0 < box.x1 and box.y0 < box.y1):
        raise UsageError("A box needs its left top corner before its right bottom one.", "Give it as X0,Y0,X1,Y1.")
    if box is not None and not (box.x0 < width and box.y0 < height and box.x1 > 0 and box.y1 > 0):
        raise UsageError(f"The box lies outside the picture of {width} × {height} pixels.")


def mask_of_hint(hint: MaskHint, size: tuple[int, int]) -> BoolMask:
    """The mask hint as bool (height, width). Raises UsageError for a damaged PNG or one of another size."""
    try:
        with Image.open(io.BytesIO(hint.png)) as image:
            if image.size != (size[1], size[0]):
                raise UsageError(
                    f"The mask has {image.width} × {image.height} pixels, the clip {size[1]} × {size[0]}.",
                    "Give a mask of the clip's own size.",
                )
            return np.asarray(image.convert("L")) >= _INSIDE
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise UsageError("The mask picture cannot be read.", "Give it as a PNG, white inside.") from error


def png_of_mask(mask: BoolMask) -> bytes:
    """A bool (height, width) mask as the PNG that a MaskHint holds."""
    buffer = io.BytesIO()
    Image.fromarray(np.asarray(mask, np.uint8) * 255).save(buffer, "PNG", compress_level=1)
    return buffer.getvalue()


@dataclass(frozen=True)
class Prompter:
    """Answers prompts on frames of one clip; `size` is (height, width) in source pixels."""

    predictor: FramePredictor
    size: tuple[int, int]

    def answer(
        self, features: ImageFeatures, prompts: FramePrompts, base: Tensor | None, before: Answer | None = None
    ) -> Answer:
        """The mask for `prompts`. `before`: the answer to fewer clicks, used where `prompts` only add to it."""
        check_prompts(prompts, self.size)
        if prompts.mask is not None and (prompts.mask.final or not (prompts.clicks or prompts.box)):
            return Answer(prompts, self._masked(features, prompts.mask), base)
        done, prediction = self._common_start(features, prompts, base, before)
        for count in range(done, len(prompts.clicks) + 1):
            said = replace(prompts, clicks=prompts.clicks[:count])
            if not (said.clicks or said.box):
                continue
            hint = base if prediction is None else prediction.logits_b1hw
            prediction = self._predicted(features, said, hint)
        if prediction is None:
            raise UsageError("A prompt needs a click, a box or a mask.")
        return Answer(prompts, prediction, base)

    def hypotheses(
        self, features: ImageFeatures, prompts: FramePrompts, base: Tensor | None, before: Answer | None = None
    ) -> Hypotheses:
        """What `prompts` could mean: three masks for one click alone, else one."""
        check_prompts(prompts, self.size)
        ambiguous = len(prompts.clicks) == 1 and prompts.box is None and prompts.mask is None
        if not ambiguous:
            prediction = self.answer(features, prompts, base, before).prediction
            return Hypotheses(prediction.logits_b1hw[:, 0].cpu().numpy(), prediction.quality_b.cpu().numpy(), (0,))
        out = self.predictor.hypotheses(features, self._points(features, prompts, base))
        quality = out.qualities_bm[0, FIRST_HYPOTHESIS:].float()
        order = quality.argsort(descending=True)
        masks = out.masks_bmhw[0, FIRST_HYPOTHESIS:].float()[order]
        return Hypotheses(masks.cpu().numpy(), quality[order].cpu().numpy(), tuple(order.tolist()))

    def _predicted(self, features: ImageFeatures, said: FramePrompts, hint: Tensor | None) -> FramePrediction:
        points = self._points(features, said, hint)
        found = self.predictor.predict_prompted(features, points, selector=_selector(said))
        pointed_at = said.box is not None or any(click.positive for click in said.clicks)
        if bool(found.presence_b[0] > 0) or not pointed_at:
            return found
        # Whoever points at a thing says that it is there, whatever the model believes: show what it would draw.
        out = self.predictor.hypotheses(features, points)
        masks = out.masks_bmhw.float()
        chosen = (_selector(said) or SingleIfStable()).select(masks, out.qualities_bm).mask_b
        rows = torch.arange(len(masks), device=masks.device)
        return replace(
            found,
            logits_b1hw=masks[rows, chosen][:, None],
            quality_b=out.qualities_bm[rows, chosen],
            presence_b=torch.full_like(found.presence_b, POINTED_AT_PRESENCE),
        )

    def _common_start(
        self, features: ImageFeatures, prompts: FramePrompts, base: Tensor | None, before: Answer | None
    ) -> tuple[int, FramePrediction | None]:
        """How many clicks are answered already, and by what."""
        if before is not None and before.base is base and _extends(prompts, before.prompts):
            return len(before.prompts.clicks) + 1, before.prediction
        if prompts.mask is not None:
            return (0 if prompts.box else 1), self._masked(features, prompts.mask)
        return (0 if prompts.box else 1), None

    def _masked(self, features: ImageFeatures, hint: MaskHint) -> FramePrediction:
        mask = mask_of_hint(hint, self.size)
        device = features.stride16.device
        return self.predictor.predict_masked(features, input_mask(mask, features.input_size, device))

    def _points(self, features: ImageFeatures, said: FramePrompts, hint: Tensor | None) -> Prompts:
        device = features.stride16.device
        xy, labels = said_points(said)
        points = torch.tensor(xy, dtype=torch.float32, device=device)
        return Prompts(
            input_points(points, self.size, features.input_size)[None],
            torch.tensor(labels, dtype=torch.int32, device=device)[None],
            hint,
        )


def said_points(said: FramePrompts) -> tuple[list[tuple[float, float]], list[int]]:
    """Points and their labels in source pixels: the box's corners first, then the clicks in their order."""
    xy: list[tuple[float, float]] = []
    labels: list[int] = []
    if said.box is not None:
        xy += [(said.box.x0, said.box.y0), (said.box.x1, said.box.y1)]
        labels += [BOX_FIRST, BOX_SECOND]
    xy += [(click.x, click.y) for click in said.clicks]
    labels += [POSITIVE if click.positive else NEGATIVE for click in said.clicks]
    return xy, labels


def _extends(prompts: FramePrompts, earlier: FramePrompts) -> bool:
    """Whether `prompts` are `earlier` and more clicks."""
    known = len(earlier.clicks)
    same = (prompts.box, prompts.mask, prompts.hypothesis) == (earlier.box, earlier.mask, earlier.hypothesis)
    return same and prompts.clicks[:known] == earlier.clicks


def _selector(said: FramePrompts) -> Selector | None:
    """The mask the person chose for a first click; None: the model's own choice."""
    points = len(said.clicks) + (2 if said.box else 0)
    if points <= AMBIGUOUS_POINTS:
        return BestOfThree() if said.hypothesis is None else Hypothesis(FIRST_HYPOTHESIS + said.hypothesis)
    return None


def base_logits(logits: np.ndarray[tuple[int, int], np.dtype[np.float32]], device: torch.device) -> Tensor:
    """Logits (h, w) of a mask that was shown, as (1, 1, h, w) clamped to ±MASK_LOGIT."""
    return torch.tensor(logits, device=device)[None, None].clamp(-MASK_LOGIT, MASK_LOGIT)
