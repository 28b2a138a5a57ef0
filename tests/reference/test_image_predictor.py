"""The image predictor: three hypotheses and their qualities, refined by their own logits.

Recorded by record_image.py."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
import torch
from torch import Tensor

from engine.sam2.model import ImageFeatures, Sam2
from engine.sam2.prompt_encoder import Prompts
from engine.sam2.selection import SingleIfStable
from engine.tracking.predictor import HINT_LIMIT, FramePredictor, at_size
from engine.tracking.preprocess import Antialiased, input_points
from engine.tracking.published import Said
from engine.types import Rgb8
from tests.reference import scenarios
from tests.reference.record_image import STRIDE
from tests.reference.test_parity import PROMPTED


class Picture:
    """Frame 0 as the published image predictor prepares it."""

    def __init__(self, model: Sam2, rgb: Rgb8) -> None:
        self.predictor = FramePredictor(model)
        self.size = (rgb.shape[0], rgb.shape[1])
        image = Antialiased()(rgb, model.config.input_size, model.config, torch.device("cpu"))
        self.features: ImageFeatures = self.predictor.encode(image)

    def prompts(self, said: Said, mask: Tensor | None = None) -> Prompts:
        scale = torch.tensor([self.size[1], self.size[0]])
        points = input_points(torch.tensor(said.points) * scale, self.size, self.features.input_size)
        return Prompts(points[None], torch.tensor(said.labels)[None], mask)

    def three(self, said: Said, mask: Tensor | None = None) -> tuple[Tensor, Tensor]:
        """Hypotheses (3, h, w) at a quarter of the input and their qualities (3,)."""
        found = self.predictor.hypotheses(self.features, self.prompts(said, mask))
        return found.masks_bmhw[0, 1:], found.qualities_bm[0, 1:]

    def shown(self, masks_mhw: Tensor) -> np.ndarray:
        return at_size(masks_mhw[:, None], *self.size)[:, ::STRIDE, ::STRIDE].numpy()


@pytest.fixture(scope="module")
def picture(tiny: Sam2, clip: tuple[Rgb8, ...]) -> Iterator[Picture]:
    with torch.inference_mode():
        yield Picture(tiny, clip[0])


@pytest.fixture(scope="module")
def recorded() -> scenarios.Maps:
    with np.load(scenarios.HERE / "golden" / "sam2.1_t_image.npz") as file:
        return dict(file)


def test_three_hypotheses_and_their_qualities(picture: Picture, recorded: scenarios.Maps) -> None:
    masks, qualities = picture.three(Said.of(positive=((0.5, 0.5),)))
    assert np.abs(picture.shown(masks) - recorded["click"]).max() <= PROMPTED
    assert np.abs(qualities.numpy() - recorded["click_quality"]).max() <= PROMPTED


def test_last_logits_as_mask_hint(picture: Picture, recorded: scenarios.Maps) -> None:
    """The best hypothesis goes back in with a second click, then that answer with a box and a click."""
    masks, qualities = picture.three(Said.of(positive=((0.5, 0.5),)))
    best = masks[qualities.argmax()][None, None].clamp(-HINT_LIMIT, HINT_LIMIT)
    said = Said.of(positive=((0.5, 0.5),), negative=((0.3, 0.4),))
    refined = picture.predictor.predict_prompted(picture.features, picture.prompts(said, best))
    assert np.abs(picture.shown(refined.logits_b1hw[:, 0]) - recorded["refined"]).max() <= PROMPTED
    assert np.abs(refined.quality_b.numpy() - recorded["refined_quality"]).max() <= PROMPTED
    boxed = Said.of(positive=((0.7, 0.4),), box=((0.5, 0.2), (0.9, 0.7)))
    masks, qualities = picture.three(boxed, refined.logits_b1hw.clamp(-HINT_LIMIT, HINT_LIMIT))
    assert np.abs(picture.shown(masks) - recorded["box_refined"]).max() <= PROMPTED
    assert np.abs(qualities.numpy() - recorded["box_refined_quality"]).max() <= PROMPTED


def test_box_and_clicks_together(picture: Picture, recorded: scenarios.Maps) -> None:
    said = Said.of(positive=((0.7, 0.4),), negative=((0.2, 0.8),), box=((0.5, 0.2), (0.9, 0.7)))
    answer = picture.predictor.predict_prompted(picture.features, picture.prompts(said), selector=SingleIfStable())
    assert np.abs(picture.shown(answer.logits_b1hw[:, 0]) - recorded["box_clicks"]).max() <= PROMPTED


def test_the_recording_tells_a_moved_click(picture: Picture, recorded: scenarios.Maps) -> None:
    """Control: half a pixel of a 1024-pixel picture shows."""
    masks, _ = picture.three(Said.of(positive=((0.5 + 0.5 / 1024, 0.5),)))
    assert np.abs(picture.shown(masks) - recorded["click"]).max() > PROMPTED
