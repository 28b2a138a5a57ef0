"""The short road for cut-outs whose colours stay the clip's own: decoded planes become the encoder's planes.

YUV is not turned into RGB and back: that costs more than the encoder itself and rounds twice. Chroma is only brought to
full resolution and the depth to the encoder's, inside the object's box.
"""

from __future__ import annotations

from collections.abc import Sequence

import av
import av.filter
import cv2
import numpy as np
from av.video.reformatter import ColorRange, Interpolation, VideoReformatter
from numpy.typing import NDArray

from engine.export.coded import CodedPicture, black_codes
from engine.export.encoders import output_colour
from engine.export.formats import VideoFormat
from engine.export.options import ExportPlan, Output
from engine.export.planes import LAYOUTS, PlaneLayout
from engine.media.colour import resolved
from engine.media.orientation import Orientation
from engine.media.pyav_picture import SWSCALE_MATRIX, PyavFrame, bit_depth, is_rgb_like
from engine.media.source import Frame
from engine.project.model import RefineSettings
from engine.refine.fringe import MARGIN_PX
from engine.render.looks import CutOut, Transparent
from engine.render.pixels import bounding_box
from engine.types import Alpha

GRID_PX = 32
"""Boxes grow to multiples of this, so that a moving object needs a new scaler now and then, not on every frame."""

EXACT = Interpolation.BICUBIC | Interpolation.ACCURATE_RND | Interpolation.FULL_CHR_H_INT
MAX_BITS = 12


def direct_path(plan: ExportPlan) -> DirectPath | None:
    """The short road for a plan; None where colours are changed on the way or the format has other planes."""
    form, look = plan.preset.format, plan.look
    layout = LAYOUTS.get(form.pixel_format) if isinstance(form, VideoFormat) else None
    if layout is None or layout.rgb or layout.halved_x or not layout.alpha or layout.bits <= 8:
        return None
    if not isinstance(look, CutOut) or not isinstance(look.backdrop, Transparent) or look.backdrop.premultiplied:
        return None
    if plan.options.scale != 1 or (plan.options.refined and not look.inverted and changes_colours(plan)):
        return None
    assert isinstance(form, VideoFormat)
    colour = resolved(plan.info.colour)
    if colour.full_range or output_colour(colour, plan.info.height, form).matrix != colour.matrix:
        return None
    return DirectPath(layout, colour.matrix)


def changes_colours(plan: ExportPlan) -> bool:
    """Whether any exported object's settings, at any time, give it colours of its own."""
    return any(s.decontaminate or s.despill != "none" for s in settings_of(plan))


def needs_picture(plan: ExportPlan) -> bool:
    """Whether any exported object's edge depends on what the frame shows, and not on its logits alone."""
    return plan.options.refined and any(s.edge != "none" or s.temporal > 0 for s in settings_of(plan))


def settings_of(plan: ExportPlan) -> list[RefineSettings]:
    """All refine settings that may apply: hold-outs count, since their mattes are made as well."""
    return [settings for spec in plan.project.objects for settings in (spec.refine, *spec.refine_keys.values())]


class DirectPath:
    """Makes coded pictures of one clip for one layout. Not thread-safe."""

    def __init__(self, layout: PlaneLayout, matrix: int) -> None:
        self._layout = layout
        self._matrix = SWSCALE_MATRIX[matrix]
        self._reformatter = VideoReformatter()
        self._cropper: tuple[tuple[object, ...], av.filter.Graph] | None = None

    def picture(self, frame: Frame, alpha: Alpha, output: Output) -> CodedPicture | None:
        """The cut-out of `frame` under `alpha` (source size); None where this frame's planes are not as needed."""
        raw = _upright_yuv(frame)
        if raw is None:
            return None
        region = output.region.slices
        cut = alpha[region] if alpha[region].shape != alpha.shape else alpha
        inner = bounding_box(cut)
        if inner is None:
            nothing = np.zeros((0, 0), np.uint16)
            return CodedPicture((slice(0, 0), slice(0, 0)), (nothing, nothing, nothing, nothing))
        box = grid_box(inner, cut.shape)
        place = tuple(slice(b.start + r.start, b.stop + r.start) for b, r in zip(box, region, strict=True))
        return CodedPicture(box, self._planes(raw, (place[0], place[1]), np.ascontiguousarray(cut[box])))

    def _planes(
        self, raw: av.VideoFrame, place: tuple[slice, slice], share: Alpha
    ) -> tuple[NDArray[np.uint16], NDArray[np.uint16], NDArray[np.uint16], NDArray[np.uint16]]:
        """Y, Cb, Cr, alpha of the box at `place` in the source."""
        part = self._reformatter.reformat(
            self._cropped(raw, place),
            format=f"yuv444p{self._layout.bits}le",
            src_colorspace=self._matrix,
            dst_colorspace=self._matrix,
            src_color_range=ColorRange.MPEG,
            dst_color_range=ColorRange.MPEG,
            interpolation=EXACT,
        )
        far = cv2.dilate((share > 0).astype(np.uint8), np.ones((2 * MARGIN_PX + 1,) * 2, np.uint8)) == 0
        planes = []
        for plane, black in zip(_views(part), black_codes(self._layout), strict=False):
            plane[far] = black
            planes.append(plane)
        top = float((1 << self._layout.bits) - 1)
        codes = cv2.addWeighted(share, top, share, 0.0, 0.5).astype(np.uint16)
        return planes[0], planes[1], planes[2], codes

    def _cropped(self, raw: av.VideoFrame, place: tuple[slice, slice]) -> av.VideoFrame:
        """A part of a frame without copying it; where its chroma sits stays known, unlike in a frame newly made."""
        key = (raw.format.name, raw.width, raw.height, place[0].start, place[0].stop, place[1].start, place[1].stop)
        if self._cropper is None or self._cropper[0] != key:
            self._cropper = key, _crop_graph(raw, place)
        graph = self._cropper[1]
        pts, time_base = raw.pts, raw.time_base
        graph.push(raw)
        part = graph.pull()
        raw.pts = pts
        if time_base is not None:
            raw.time_base = time_base
        assert isinstance(part, av.VideoFrame)
        return part


def grid_box(inner: tuple[slice, slice], limits: Sequence[int]) -> tuple[slice, slice]:
    """`inner` with a margin, grown to the grid and cut at the picture's edge."""
    grown = [
        slice(
            max(0, (side.start - MARGIN_PX) // GRID_PX * GRID_PX),
            min(limit, -(-(side.stop + MARGIN_PX) // GRID_PX) * GRID_PX),
        )
        for side, limit in zip(inner, limits, strict=True)
    ]
    return grown[0], grown[1]


def _upright_yuv(frame: Frame) -> av.VideoFrame | None:
    """The decoded picture where it stands as it is stored and holds YUV of a depth that can be kept."""
    if not isinstance(frame, PyavFrame) or frame.picture.orientation != Orientation():
        return None
    raw = frame.picture.raw
    if is_rgb_like(raw.format) or bit_depth(raw.format) > MAX_BITS:
        return None
    # Boxes begin on even places: chroma coarser than every second pixel would be cut between samples.
    fine = raw.format.chroma_width(GRID_PX) * 2 >= GRID_PX and raw.format.chroma_height(GRID_PX) * 2 >= GRID_PX
    return raw if fine else None


def _crop_graph(raw: av.VideoFrame, place: tuple[slice, slice]) -> av.filter.Graph:
    rows, columns = place
    graph = av.filter.Graph()
    source = graph.add(
        "buffer",
        f"video_size={raw.width}x{raw.height}:pix_fmt={raw.format.name}:time_base=1/1000"
        f":colorspace={int(raw.colorspace)}:range={int(raw.color_range)}",
    )
    crop = graph.add(
        "crop", f"{columns.stop - columns.start}:{rows.stop - rows.start}:{columns.start}:{rows.start}:exact=1"
    )
    source.link_to(crop)
    crop.link_to(graph.add("buffersink"))
    graph.configure()
    return graph


def _views(frame: av.VideoFrame) -> list[NDArray[np.uint16]]:
    return [
        np.frombuffer(memoryview(plane), np.uint16).reshape(-1, plane.line_size // 2)[: plane.height, : plane.width]
        for plane in frame.planes
    ]


__all__ = ["DirectPath", "direct_path", "grid_box", "needs_picture"]
