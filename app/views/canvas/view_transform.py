"""Where a frame pixel is on the screen, and back."""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.views.models import Fit, ZoomState

MARGIN = 14.0
"""Device-independent pixels kept free around a fitted picture, so that its border can be clicked and seen."""
SMALLEST_SCALE, LARGEST_SCALE = 0.02, 64.0


@dataclass(frozen=True, slots=True)
class ViewTransform:
    """Frame pixels ↔ device-independent view pixels. Frames are stretched horizontally by the pixel aspect."""

    frame_width: int
    frame_height: int
    pixel_aspect: float
    view_width: float
    view_height: float
    device_ratio: float
    zoom: ZoomState

    @property
    def scale(self) -> float:
        """View pixels a frame pixel, vertically."""
        if self.zoom.fit is Fit.ACTUAL:
            return 1.0 / self.device_ratio
        if self.zoom.fit is Fit.FREE:
            return self.zoom.scale
        wide = max(self.view_width - 2 * MARGIN, 16.0) / (self.frame_width * self.pixel_aspect)
        high = max(self.view_height - 2 * MARGIN, 16.0) / self.frame_height
        return min(wide, high)

    @property
    def scale_x(self) -> float:
        """View pixels a frame pixel, horizontally."""
        return self.scale * self.pixel_aspect

    @property
    def centre(self) -> tuple[float, float]:
        """The frame point in the middle of the view."""
        if self.zoom.fit is Fit.FIT or self.zoom.centre is None:
            return self.frame_width / 2, self.frame_height / 2
        return self.zoom.centre

    def to_view(self, x: float, y: float) -> tuple[float, float]:
        """Frame point → view point."""
        middle = self.centre
        left = (x - middle[0]) * self.scale_x + self.view_width / 2
        return left, (y - middle[1]) * self.scale + self.view_height / 2

    def to_frame(self, x: float, y: float) -> tuple[float, float]:
        """View point → frame point, also outside the picture."""
        middle = self.centre
        left = (x - self.view_width / 2) / self.scale_x + middle[0]
        return left, (y - self.view_height / 2) / self.scale + middle[1]

    def holds(self, x: float, y: float) -> bool:
        """Whether a frame point lies in the picture."""
        return 0 <= x < self.frame_width and 0 <= y < self.frame_height

    def clipped(self, x: float, y: float) -> tuple[float, float]:
        """The nearest point in the picture."""
        return min(max(x, 0.0), float(self.frame_width)), min(max(y, 0.0), float(self.frame_height))

    def zoomed(self, factor: float, x: float, y: float) -> ZoomState:
        """Larger by `factor`, with the frame point under the view point (x, y) staying where it is."""
        scale = min(max(self.scale * factor, SMALLEST_SCALE), LARGEST_SCALE)
        fixed = self.to_frame(x, y)
        centre_x = fixed[0] - (x - self.view_width / 2) / (scale * self.pixel_aspect)
        centre_y = fixed[1] - (y - self.view_height / 2) / scale
        return ZoomState(Fit.FREE, scale, self.clipped(centre_x, centre_y))

    def panned(self, dx: float, dy: float) -> ZoomState:
        """The picture moved by (dx, dy) view pixels."""
        middle = self.centre
        moved = self.clipped(middle[0] - dx / self.scale_x, middle[1] - dy / self.scale)
        if self.zoom.fit is Fit.ACTUAL:
            return replace(self.zoom, centre=moved)
        return ZoomState(Fit.FREE, self.scale, moved)
