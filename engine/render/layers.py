"""From a project's objects and their logits to the compositor's layers, for preview and export alike."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.errors import ProjectError
from engine.masks.islands import NOTHING, Said
from engine.project.model import ObjectSpec, Project, RefineSettings
from engine.refine.combine import core, garbage, hold_out
from engine.refine.despill import despill
from engine.refine.fringe import foreground_colours
from engine.refine.keyframes import settings_at
from engine.refine.matting_methods import OWN, MattingMethod
from engine.refine.painted import Correction, blend_painted, nearby
from engine.refine.pipeline import OFF, refine
from engine.refine.temporal import frames_back
from engine.render.compositor import Layer
from engine.render.matte_history import MatteHistory
from engine.render.pixels import Picture
from engine.render.pointed_at import frames_of_several, pointed_at
from engine.types import Alpha, Logits, ObjectId, Pts, Rgb8

LogitsOf = Callable[[ObjectId, Pts], Logits | None]
"""The stored mask of an object on a frame, or None where there is none."""

SURE_LOGIT = 8.0


@dataclass(frozen=True, slots=True)
class LayerWish:
    """What to make of the masks."""

    refined: bool = True
    """False: an anti-aliased edge and nothing else."""
    own_colours: bool = True
    """Estimate the objects' own colours where their settings ask for it; overlay and matte need none."""
    matting: MattingMethod = OWN
    """Who solves hair and fur."""


def object_layers(
    project: Project,
    objects: Sequence[ObjectId],
    pts: Pts,
    frame8: Rgb8,
    logits_of: LogitsOf,
    picture: Picture | None = None,
    wish: LayerWish = LayerWish(),
    history: MatteHistory | None = None,
    source_alpha: Alpha | None = None,
) -> list[Layer]:
    """Layers of `objects`, from back to front, at the size of `frame8`; hold-outs are subtracted.

    `picture` is the frame in the depth that will be composed (None: `frame8`). `history`: frames are asked for in
    order, so that objects whose settings want it are de-flickered. `source_alpha`: the clip's own alpha; what is
    transparent there is transparent in every matte.
    """
    if history is not None:
        history.enter(pts, frame8)
    mattes = _Mattes(project, pts, frame8, logits_of, wish, history)
    layers = []
    for spec in (spec for spec in project.objects if spec.id in objects):
        fronts = [mattes.of(o) for o in project.objects if spec.id in o.in_front_of and o.id != spec.id]
        alpha = hold_out(mattes.of(spec), fronts)
        if source_alpha is not None:
            alpha = np.asarray(alpha * source_alpha, np.float32)
        settings = settings_at(spec, pts)
        colours = own_colours(frame8 if picture is None else picture, alpha, settings) if wish.own_colours else None
        layers.append(Layer(alpha, spec.colour, colours))
    return layers


def masks_asked_for(project: Project, objects: Sequence[ObjectId], pts: Pts) -> list[tuple[ObjectId, Pts]]:
    """The stored masks that `object_layers` may ask for on the frame at `pts`: hold-outs, rough masks and what was
    tracked on painted frames nearby, and where several pieces were pointed at, count as well."""
    wanted = [spec for spec in project.objects if spec.id in objects or any(one in spec.in_front_of for one in objects)]
    rough = {one for spec in wanted for one in (settings_at(spec, pts).garbage, settings_at(spec, pts).core)}
    wanted += [spec for spec in project.objects if spec.id in rough and spec not in wanted]
    found = []
    for spec in wanted:
        near = nearby(_painted(spec), pts, _frame_pts(project), settings_at(spec, pts).blend_frames)
        found += [(spec.id, pts), *((spec.id, at) for at, _ in near)]
        found += [(spec.id, at) for at in frames_of_several(spec, pts)]
    return found


def lookback_frames(project: Project) -> int:
    """How many frames before one `lead_past` must see for de-flicker to be what it is in a run; 0: none is wanted."""
    every = (settings for spec in project.objects for settings in (spec.refine, *spec.refine_keys.values()))
    return frames_back(max((settings.temporal for settings in every), default=0.0))


def lead_past(history: MatteHistory, project: Project, pts: Pts, grey: NDArray[np.uint8], logits_of: LogitsOf) -> None:
    """Let a frame go by without making its mattes. `grey`: its picture as `engine.refine.temporal.small_grey` gives it.

    For a frame that is looked at alone: those before it and it itself, then `object_layers` of the last."""
    history.enter_small(pts, grey)
    for spec in project.objects:
        if not _is_final(spec, pts):
            _steady_logits(spec, pts, logits_of, settings_at(spec, pts), history)


class _Mattes:
    """The mattes of one frame before hold-outs, each made once."""

    def __init__(
        self,
        project: Project,
        pts: Pts,
        frame8: Rgb8,
        logits_of: LogitsOf,
        wish: LayerWish,
        history: MatteHistory | None,
    ) -> None:
        self._project, self._pts, self._frame8 = project, pts, frame8
        self._logits_of, self._wish, self._history = logits_of, wish, history
        self._plain: dict[ObjectId, Alpha] = {}
        self._frame_pts = _frame_pts(project)

    def of(self, spec: ObjectSpec) -> Alpha:
        """The object's matte with its garbage and core masks."""
        alpha = self._alpha(spec)
        if not self._wish.refined or final_mask(spec, self._pts) is not None:
            return alpha
        settings = settings_at(spec, self._pts)
        for rough_id, combined in ((settings.garbage, garbage), (settings.core, core)):
            rough = None if rough_id in (None, spec.id) else self._rough(rough_id)
            if rough is not None:
                alpha = combined(alpha, rough)
        return alpha

    def _alpha(self, spec: ObjectSpec) -> Alpha:
        if spec.id not in self._plain:
            said = NOTHING
            if self._wish.refined:
                said = pointed_at(spec, self._pts, self._project.source, self._logits_of)
            self._plain[spec.id] = object_alpha(
                spec, self._pts, self._frame8, self._logits_of, self._wish, self._history, self._frame_pts, said
            )
        return self._plain[spec.id]

    def _rough(self, object_id: ObjectId | None) -> Alpha | None:
        """The matte of a garbage or core object. Where it has no mask its painted frames hold; None: it has none."""
        spec = next((spec for spec in self._project.objects if spec.id == object_id), None)
        if spec is None:
            return None
        if final_mask(spec, self._pts) is not None or self._logits_of(spec.id, self._pts) is not None:
            return self._alpha(spec)
        painted = sorted(_painted(spec))
        if not painted:
            return None
        held = final_mask(spec, next((pts for pts in reversed(painted) if pts <= self._pts), painted[0]))
        assert held is not None
        return refine(held, self._frame8, OFF)


def object_alpha(
    spec: ObjectSpec,
    pts: Pts,
    frame8: Rgb8,
    logits_of: LogitsOf,
    wish: LayerWish = LayerWish(),
    history: MatteHistory | None = None,
    frame_pts: float = 1.0,
    said: Said = NOTHING,
) -> Alpha:
    """One object's alpha on one frame, before hold-outs; all 0 where it has no mask.

    A frame painted by hand as the last word is taken as painted, with an anti-aliased edge. `frame_pts`: from one
    frame to the next, in pts. `said`: pieces a person pointed at."""
    final = final_mask(spec, pts)
    if final is not None:
        return refine(final, frame8, OFF)
    settings = settings_at(spec, pts) if wish.refined else OFF
    logits = _steady_logits(spec, pts, logits_of, settings, history)
    if logits is None:
        return np.zeros(frame8.shape[:2], np.float32)
    if settings.blend_frames > 0:
        corrections = _corrections(spec, pts, logits_of, frame_pts, settings.blend_frames)
        if corrections:
            logits = blend_painted(logits, corrections, (frame8.shape[0], frame8.shape[1]))
    return refine(logits, frame8, settings, wish.matting, said)


def _steady_logits(
    spec: ObjectSpec, pts: Pts, logits_of: LogitsOf, settings: RefineSettings, history: MatteHistory | None
) -> Logits | None:
    """The object's logits, de-flickered where that is wanted and there is a history; None where it is not there."""
    logits = logits_of(spec.id, pts)
    if logits is None or not (logits > 0).any():
        if history is not None:
            history.forget(spec.id)
        return None
    if history is None:
        return logits
    if settings.temporal > 0:
        return history.steady(spec.id, logits, settings.temporal)
    history.forget(spec.id)
    return logits


def _corrections(spec: ObjectSpec, pts: Pts, logits_of: LogitsOf, frame_pts: float, frames: int) -> list[Correction]:
    """What painted frames near `pts` changed of what was tracked there."""
    found = []
    for at, share in nearby(_painted(spec), pts, frame_pts, frames):
        tracked, drawn = logits_of(spec.id, at), final_mask(spec, at)
        if tracked is not None and drawn is not None:
            found.append(Correction(drawn, tracked, share))
    return found


def final_mask(spec: ObjectSpec, pts: Pts) -> Logits | None:
    """The hand-painted last word for this frame as logits at source size, or None. Raises ProjectError if damaged."""
    if not _is_final(spec, pts):
        return None
    mask = spec.prompts[pts].mask
    assert mask is not None
    painted = cv2.imdecode(np.frombuffer(mask.png, np.uint8), cv2.IMREAD_GRAYSCALE)
    if painted is None:
        raise ProjectError(f"The painted mask of '{spec.name}' is damaged.", "Paint it again or remove it.")
    return np.where(painted > 127, np.float32(SURE_LOGIT), np.float32(-SURE_LOGIT))


def _painted(spec: ObjectSpec) -> list[Pts]:
    """Frames whose mask was painted by hand as the last word."""
    return [pts for pts in spec.prompts if _is_final(spec, pts)]


def _frame_pts(project: Project) -> float:
    """From one frame to the next, in pts."""
    return float(1 / (project.source.rate * project.source.time_base))


def _is_final(spec: ObjectSpec, pts: Pts) -> bool:
    prompts = spec.prompts.get(pts)
    return prompts is not None and prompts.mask is not None and prompts.mask.final


def own_colours(picture: Picture, alpha: Alpha, settings: RefineSettings) -> Picture | None:
    """The object's colours without the background's and without spill, or None where neither is asked for."""
    if not settings.decontaminate and settings.despill == "none":
        return None
    colours = foreground_colours(picture, alpha) if settings.decontaminate else picture
    return despill(colours, settings.despill)
