"""From a frame to the pictures that go into the files: refined, composed, cut and scaled."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.export.coded import CodedPicture
from engine.export.direct import DirectPath, direct_path, needs_picture, settings_of
from engine.export.formats import SequenceFormat, StillKind
from engine.export.options import ExportPlan, Output
from engine.export.plate import PlateReader, open_plate
from engine.media.source import Frame, VideoSource
from engine.refine.temporal import small_grey
from engine.render.compositor import Layer, NamedLayer, Painted, Scene, paint
from engine.render.layers import LayerWish, lead_past, lookback_frames, masks_asked_for, object_layers
from engine.render.looks import CutOut, Original, SideBySide, Transparent, Wipe, plate_of
from engine.render.matte_history import MatteHistory
from engine.render.pixels import Picture, alpha_plane, full_scale
from engine.types import Alpha, FrameIndex, Logits, ObjectId, Pts, Rgb8


@dataclass(frozen=True, slots=True)
class Material:
    """All that one frame's pictures are made of, fetched where files may be touched."""

    frame: Frame
    logits: Mapping[tuple[ObjectId, Pts], Logits | None]
    """By object and frame: painted frames nearby ask for what was tracked there."""
    background: Picture | None = None

    def logits_of(self, object_id: ObjectId, pts: Pts) -> Logits | None:
        """As `LogitsOf` wants it."""
        return self.logits.get((object_id, pts))


class Composer:
    """Makes the pictures of one export. Close it when done.

    `material` belongs to the thread that reads files; `pictures` may run on several threads at once, a frame on each,
    unless a frame depends on the one before (`in_order`)."""

    def __init__(self, plan: ExportPlan) -> None:
        self._plan = plan
        self._plate = open_plate(plate_of(plan.look))
        self._history = MatteHistory() if in_order(plan) else None
        self._is_direct = direct_path(plan) is not None
        self._is_blind = self._is_direct and not needs_picture(plan)
        self._local = threading.local()

    def material(self, frame: Frame) -> Material:
        """What `pictures` needs to know of a frame. Raises MediaError."""
        return material_of(self._plan, frame, self._plate)

    def pictures(self, material: Material) -> list[Painted | CodedPicture]:
        """A picture for each output of the plan. Raises MediaError."""
        if self._is_direct:
            coded = self._coded(material)
            if coded is not None:
                return list(coded)
            self._is_direct = False
        plan, depths = self._plan, both_depths(self._plan, material.frame)
        return [_picture(plan, output, material, self._history, depths) for output in plan.outputs]

    def _coded(self, material: Material) -> list[CodedPicture] | None:
        """By the short road; None where this frame cannot go it."""
        path: DirectPath | None = getattr(self._local, "path", None)
        if path is None:
            path = self._local.path = direct_path(self._plan)
            assert path is not None
        size = self._plan.info.height, self._plan.info.width, 3
        # Edges that do not look at the picture need no RGB at all.
        frame8 = np.broadcast_to(np.uint8(0), size) if self._is_blind else material.frame.rgb8()
        coded = []
        for output in self._plan.outputs:
            layers = _layers(self._plan, output, material, frame8, None, self._history)
            alpha = Scene(frame8, tuple(layers), None).alpha(_inverted(self._plan))
            picture = path.picture(material.frame, alpha, output)
            if picture is None:
                return None
            coded.append(picture)
        return coded

    def close(self) -> None:
        """Close the background's clip."""
        if self._plate is not None:
            self._plate.close()


def in_order(plan: ExportPlan) -> bool:
    """Whether a frame's mattes depend on the frame before: de-flicker is on somewhere."""
    return plan.options.refined and any(settings.temporal > 0 for settings in settings_of(plan))


def history_at(plan: ExportPlan, source: VideoSource, index: FrameIndex) -> MatteHistory | None:
    """What de-flicker has carried to the frame at `index` when the export comes to it; None where it carries nothing.

    Raises MediaError."""
    if not in_order(plan):
        return None
    history = MatteHistory()
    first = max(plan.frames.start, index - lookback_frames(plan.project))
    for before in range(first, index + 1):
        frame = source.read(FrameIndex(before))
        lead_past(history, plan.project, frame.pts, small_grey(both_depths(plan, frame)[0]), plan.masks.alpha_logits)
    return history


def material_of(plan: ExportPlan, frame: Frame, plate: PlateReader | None = None) -> Material:
    """Masks and background of one frame."""
    exported = {object_id for output in plan.outputs for object_id in output.objects}
    asked = masks_asked_for(plan.project, tuple(exported), frame.pts)
    background = None if plate is None else plate.picture(frame.index - plan.frames.start)
    return Material(frame, {one: plan.masks.alpha_logits(*one) for one in asked}, background)


def _layers(
    plan: ExportPlan,
    output: Output,
    material: Material,
    frame8: Rgb8,
    picture: Picture | None,
    history: MatteHistory | None,
) -> list[Layer]:
    """An output's mattes on one frame."""
    own_colours = picture is not None and plan.options.refined and _shows_colours(plan)
    return object_layers(
        plan.project,
        output.objects,
        material.frame.pts,
        frame8,
        material.logits_of,
        picture,
        LayerWish(plan.options.refined, own_colours, plan.matting),
        history,
        source_alpha(material.frame),
    )


def source_alpha(frame: Frame) -> Alpha | None:
    """The clip's own alpha 0..1, (height, width), where it has one."""
    own = frame.alpha16()
    return None if own is None else own.astype(np.float32) * np.float32(1 / 65535)


def _inverted(plan: ExportPlan) -> bool:
    return isinstance(plan.look, CutOut) and plan.look.inverted


def picture_for(
    plan: ExportPlan,
    output: Output,
    frame: Frame,
    plate: PlateReader | None = None,
    history: MatteHistory | None = None,
) -> Painted:
    """The finished pixels of one frame for one output, in the depth its format is fed with."""
    return _picture(plan, output, material_of(plan, frame, plate), history, both_depths(plan, frame))


def _picture(
    plan: ExportPlan,
    output: Output,
    material: Material,
    history: MatteHistory | None,
    depths: tuple[Rgb8, Picture],
) -> Painted:
    frame8, picture = depths
    layers = _layers(plan, output, material, frame8, picture, history)
    painted = paint(picture, layers, plan.look, material.background)
    own = source_alpha(material.frame) if isinstance(plan.look, Original) else None
    if own is not None:
        painted = painted._replace(alpha=alpha_plane(own, picture.dtype))
    form = plan.preset.format
    names = [spec.name for spec in plan.project.objects if spec.id in output.objects]
    if isinstance(form, SequenceFormat) and (form.layers or form.cryptomatte) and form.kind is StillKind.EXR:
        mattes = tuple((name, layer.alpha) for name, layer in zip(names, layers, strict=True))
        painted = painted._replace(mattes=mattes)
    painted = _cut_and_scaled(plan, output, painted)
    if isinstance(form, SequenceFormat) and form.layers and form.kind is StillKind.TIFF:
        painted = painted._replace(layers=_single_layers(plan, output, picture, layers, names))
    return painted


def _single_layers(
    plan: ExportPlan, output: Output, picture: Picture, layers: Sequence[Layer], names: Sequence[str]
) -> tuple[NamedLayer, ...]:
    """Each object cut out by itself, straight alpha, at the output's size."""
    found = []
    for name, layer in zip(names, layers, strict=True):
        alone = _cut_and_scaled(plan, output, paint(picture, [layer], CutOut(Transparent())))
        assert alone.alpha is not None
        found.append(NamedLayer(name, alone.rgb, alone.alpha))
    return tuple(found)


def both_depths(plan: ExportPlan, frame: Frame) -> tuple[Rgb8, Picture]:
    """The frame in 8 bit, for refining, and in the depth of the format. One conversion from YUV serves both."""
    if not plan.preset.format.deep:
        frame8 = frame.rgb8()
        return frame8, frame8
    if plan.info.bit_depth <= 8:
        frame8 = frame.rgb8()
        return frame8, frame8.astype(np.uint16) * np.uint16(257)
    picture = frame.rgb16()
    return (picture >> 8).astype(np.uint8), picture


def _shows_colours(plan: ExportPlan) -> bool:
    """Whether the objects' own colours matter: not for mattes and overlays."""
    match plan.look:
        case CutOut(inverted=False):
            return True
        case Wipe(left=left, right=right) | SideBySide(left=left, right=right):
            return any(isinstance(look, CutOut) and not look.inverted for look in (left, right))
        case _:
            return False


def _cut_and_scaled(plan: ExportPlan, output: Output, painted: Painted) -> Painted:
    info, region = plan.info, output.region
    if (region.width, region.height) != (info.width, info.height):
        alpha = None if painted.alpha is None else _cut(plan, output, painted.alpha)
        mattes = tuple((name, matte[region.slices]) for name, matte in painted.mattes)
        painted = Painted(_cut(plan, output, painted.rgb), alpha, mattes)
    if plan.options.scale == 1:
        return painted
    return _resized(painted, plan.picture_size(output))


def _cut(plan: ExportPlan, output: Output, plane: NDArray[Any]) -> NDArray[Any]:
    """The output's region; of both halves where two pictures stand beside each other."""
    if not isinstance(plan.look, SideBySide):
        return plane[output.region.slices]
    halves = (plane[:, : plan.info.width], plane[:, plan.info.width :])
    return np.concatenate([half[output.region.slices] for half in halves], axis=1)


def _resized(painted: Painted, size: tuple[int, int]) -> Painted:
    """Scaled; colours weighted by alpha, so that what is transparent does not bleed in."""
    flag = cv2.INTER_AREA if size[0] < painted.rgb.shape[1] else cv2.INTER_CUBIC
    mattes = tuple(
        (name, np.clip(np.asarray(cv2.resize(matte, size, interpolation=flag), np.float32), 0.0, 1.0))
        for name, matte in painted.mattes
    )
    if painted.alpha is None:
        return Painted(np.asarray(cv2.resize(painted.rgb, size, interpolation=flag)), None, mattes)
    top, dtype = float(full_scale(painted.rgb)), painted.rgb.dtype
    alpha, mixed = painted.alpha.astype(np.float32) / top, painted.rgb.astype(np.float32)
    share = np.clip(cv2.resize(alpha, size, interpolation=flag), 0.0, 1.0)
    weighted = cv2.resize(mixed * alpha[..., None], size, interpolation=flag)
    plain = cv2.resize(mixed, size, interpolation=flag)
    there = share[..., None] > 1e-3
    colours = np.where(there, weighted / np.maximum(share, 1e-3)[..., None], plain)
    return Painted(np.clip(np.rint(colours), 0, top).astype(dtype), np.rint(share * top).astype(dtype), mattes)
