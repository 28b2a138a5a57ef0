"""From a frame to the pictures that go into the files: refined, composed, cut and scaled."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.export.coded import CodedPicture
from engine.export.direct import direct_path, needs_picture
from engine.export.options import ExportPlan, Output
from engine.export.plate import PlateReader, open_plate
from engine.export.presets import SequenceFormat, StillKind
from engine.media.source import Frame
from engine.render.compositor import Layer, NamedLayer, Painted, Scene, paint
from engine.render.layers import LayerWish, MatteHistory, object_layers
from engine.render.looks import CutOut, Original, SideBySide, Transparent, Wipe, plate_of
from engine.render.pixels import Picture, alpha_plane, full_scale
from engine.types import Alpha, Rgb8


class Composer:
    """Makes the pictures of one export, frame by frame in order. Close it when done. Not thread-safe."""

    def __init__(self, plan: ExportPlan) -> None:
        self._plan = plan
        self._plate = open_plate(plate_of(plan.look))
        self._history = MatteHistory()
        self._direct = direct_path(plan)
        self._blind = self._direct is not None and not needs_picture(plan)

    def pictures(self, frame: Frame) -> list[Painted | CodedPicture]:
        """A picture for each output of the plan. Raises MediaError."""
        if self._direct is None:
            return self._painted(frame)
        coded = []
        size = self._plan.info.height, self._plan.info.width, 3
        # Edges that do not look at the picture need no RGB at all.
        frame8 = np.broadcast_to(np.uint8(0), size) if self._blind else frame.rgb8()
        for output in self._plan.outputs:
            layers = layers_of(self._plan, output, frame, frame8, None, self._history)
            alpha = Scene(frame8, tuple(layers), None).alpha(_inverted(self._plan))
            picture = self._direct.picture(frame, alpha, output)
            if picture is None:
                self._direct, self._blind = None, False
                return self._painted(frame)
            coded.append(picture)
        return list(coded)

    def _painted(self, frame: Frame) -> list[Painted | CodedPicture]:
        depths = both_depths(self._plan, frame)
        return [
            picture_for(self._plan, output, frame, self._plate, self._history, depths) for output in self._plan.outputs
        ]

    def close(self) -> None:
        """Close the background's clip."""
        if self._plate is not None:
            self._plate.close()


def layers_of(
    plan: ExportPlan,
    output: Output,
    frame: Frame,
    frame8: Rgb8,
    picture: Picture | None,
    history: MatteHistory | None,
) -> list[Layer]:
    """An output's mattes on one frame."""
    own_colours = picture is not None and plan.options.refined and _shows_colours(plan)
    return object_layers(
        plan.project,
        output.objects,
        frame.pts,
        frame8,
        plan.masks.alpha_logits,
        picture,
        LayerWish(plan.options.refined, own_colours),
        history,
        source_alpha(frame),
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
    depths: tuple[Rgb8, Picture] | None = None,
) -> Painted:
    """The finished pixels of one frame for one output, in the depth its format is fed with.

    `depths`: the frame's pixels where `both_depths` has found them already."""
    frame8, picture = depths or both_depths(plan, frame)
    layers = layers_of(plan, output, frame, frame8, picture, history)
    background = None if plate is None else plate.picture(frame.index - plan.frames.start)
    painted = paint(picture, layers, plan.look, background)
    own = source_alpha(frame) if isinstance(plan.look, Original) else None
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
