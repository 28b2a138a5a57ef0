"""Light, colour, blur, noise and compression: what cameras and codecs do to a picture."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from engine.types import Rgb8


@dataclass(frozen=True, slots=True)
class Look:
    """One draw of camera and codec; frames of a clip share it, with a little change from frame to frame."""

    gain: tuple[float, float, float]
    gamma: float
    saturation: float
    blur_sigma_px: float
    noise: float
    jpeg_quality: int | None
    grey: bool

    @classmethod
    def draw(cls, rng: np.random.Generator) -> Look:
        """Moderate changes mostly; each strong one seldom."""
        light = rng.uniform(0.75, 1.25)
        r, g, b = (float(light * rng.uniform(0.92, 1.08)) for _ in range(3))
        return cls(
            (r, g, b),
            float(np.exp(rng.uniform(-0.3, 0.3))),
            float(rng.uniform(0.5, 1.4)),
            float(rng.uniform(0.4, 1.6)) if rng.random() < 0.2 else 0.0,
            float(rng.uniform(2, 9)) if rng.random() < 0.2 else 0.0,
            int(rng.integers(30, 85)) if rng.random() < 0.35 else None,
            bool(rng.random() < 0.05),
        )

    def apply(self, rng: np.random.Generator, rgb: Rgb8) -> Rgb8:
        """(h, w, 3) uint8 → the same, as this camera would have it."""
        flicker = rng.uniform(0.97, 1.03)
        ramp = (np.arange(256, dtype=np.float32) / 255.0) ** self.gamma * 255.0
        table = np.stack([np.clip(ramp * g * flicker, 0, 255) for g in self.gain], -1).astype(np.uint8)
        out = cv2.LUT(rgb, table[None])
        if self.grey or abs(self.saturation - 1.0) > 0.05:
            grey = cv2.cvtColor(cv2.cvtColor(out, cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB)
            weight = 0.0 if self.grey else self.saturation
            out = cv2.addWeighted(out, weight, grey, 1.0 - weight, 0.0)
        if self.blur_sigma_px:
            out = cv2.GaussianBlur(out, (0, 0), self.blur_sigma_px)
        if self.noise:
            coarse = rng.normal(0, self.noise, out.shape[:2]).astype(np.float32)
            out = np.clip(out + coarse[..., None], 0, 255).astype(np.uint8)
        if self.jpeg_quality is not None:
            _, data = cv2.imencode(".jpg", out, [cv2.IMWRITE_JPEG_QUALITY, self.jpeg_quality])
            out = cv2.imdecode(data, cv2.IMREAD_COLOR)
        return np.asarray(out, np.uint8)
