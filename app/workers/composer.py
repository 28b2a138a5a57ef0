"""From a decoded frame to the pixels of the canvas: masks fetched, edges refined, looks painted, all at the size shown.

The same refinement and the same compositor as the export; only the size is the screen's.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Protocol, TypeVar

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.project.model import ObjectSpec, Project, RefineSettings
from engine.refine.keyframes import settings_at
from engine.render import compositor, looks
from engine.render.compositor import Layer, compose
from engine.render.layers import LayerWish, object_layers
from engine.render.matte_history import MatteHistory
from engine.render.pixels import Picture, with_alpha
from engine.types import Alpha, Logits, ObjectId, Plane16, Pts, Rgb8

Bgra = NDArray[np.uint8]
"""(height, width, 4), B G R A."""

SMALLEST_SIDE_PX = 16

Soft = TypeVar("Soft", looks.Blur, looks.Glow, looks.BlurredOriginal)


class Masks(Protocol):
    """Where masks are read from; safe to use from the worker's thread."""

    def logits(self, object_id: ObjectId, pts: Pts) -> Logits | None:
        """What is known of the object on the frame at `pts`, on the model's grid; None: nothing."""
        ...


class Backgrounds(Protocol):
    """A picture or a clip behind the objects; safe to use from the worker's thread."""

    def picture(self, frame: int) -> Picture | None:
        """(h, w, 3) uint8, of any size, behind the clip's frame; None: not to be had."""
        ...


@dataclass(frozen=True, slots=True)
class Scene:
    """All that decides how frames look. Immutable, so that a worker may use it while the person goes on editing."""

    project: Project
    masks: Masks
    look: looks.Look
    number: int = 0
    """Grows with every change, so that answers made with an older one can be told apart."""
    plate: Backgrounds | None = None
    """What stands behind a cut-out on a background, once it is open."""

    @property
    def frame_size(self) -> tuple[int, int]:
        """(width, height) of the clip's frames, upright."""
        return self.project.source.width, self.project.source.height


def shown_objects(project: Project) -> tuple[ObjectSpec, ...]:
    """Back to front: the soloed ones where there are any, else the visible ones."""
    soloed = tuple(spec for spec in project.objects if spec.solo)
    return soloed or tuple(spec for spec in project.objects if spec.visible)


def takes_time(scene: Scene, pts: Pts) -> bool:
    """Whether a careful picture has hair to solve or frames before it to look at: not for every move of a slider."""
    if not _shows_mattes(scene.look):
        return False
    every = (settings_at(spec, pts) for spec in scene.project.objects)
    return any(settings.edge == "matting" or settings.temporal > 0 for settings in every)


def _shows_mattes(look: looks.Look) -> bool:
    """Overlay and outline are for pointing and tracking: what takes time is left to the looks that show the matte."""
    return not isinstance(look, looks.Overlay | looks.Outline | looks.Original)


def fitting_size(frame_size: tuple[int, int], shown_size: tuple[int, int]) -> tuple[int, int]:
    """The frame's (width, height), reduced to what the screen can show of it; never enlarged."""
    width, height = frame_size
    share = min(1.0, max(shown_size[0] / width, shown_size[1] / height, SMALLEST_SIDE_PX / min(width, height)))
    return max(1, round(width * share)), max(1, round(height * share))


def fitted(rgb8: Rgb8, size: tuple[int, int]) -> Rgb8:
    """The picture at `size` (width, height)."""
    if size == (rgb8.shape[1], rgb8.shape[0]):
        return rgb8
    return np.asarray(cv2.resize(rgb8, size, interpolation=cv2.INTER_AREA), np.uint8)


def reduced(settings: RefineSettings, share: float, hair: bool = True) -> RefineSettings:
    """The same refinement on a frame of `share` times the size: lengths shrink with it, areas with its square.

    `hair` False: hair and fur are not solved, which takes about a second; the edge follows the picture instead."""
    return replace(
        settings,
        soft_edge_px=max(1.0, settings.soft_edge_px * share),
        fill_holes_px2=settings.fill_holes_px2 * share * share,
        drop_specks_px2=settings.drop_specks_px2 * share * share,
        grow_px=settings.grow_px * share,
        feather_px=settings.feather_px * share,
        smooth_px=settings.smooth_px * share,
        edge_band_px=settings.edge_band_px * share,
        hair_px=settings.hair_px * share,
        edge="guided" if settings.edge == "matting" and not hair else settings.edge,
    )


def paint(
    scene: Scene,
    rgb8: Rgb8,
    pts: Pts,
    shown_size: tuple[int, int],
    careful: bool = True,
    frame: int = 0,
    own_alpha: Plane16 | None = None,
    history: MatteHistory | None = None,
) -> Bgra:
    """One frame as the canvas shows it, at most `shown_size` (width, height) device pixels large, opaque.

    `rgb8` may be reduced already, see `fitting_size`; lengths in the settings are pixels of the clip's own frame.
    `careful` False, for playback and dragging: neither the objects' own colours nor hair and fur are found. `frame`:
    for a moving background. `own_alpha`: the clip's own; mattes end where it does, as in the export. `history`: one
    that has come to this frame, where objects are de-flickered.
    """
    small = fitted(rgb8, fitting_size((rgb8.shape[1], rgb8.shape[0]), shown_size))
    share = small.shape[1] / scene.frame_size[0]
    behind = None if scene.plate is None or looks.plate_of(scene.look) is None else scene.plate.picture(frame)
    look = _on_screen(scene.look, behind is not None, share)
    layers = [] if isinstance(look, looks.Original) else _layers(scene, small, pts, share, careful, own_alpha, history)
    painted = compositor.paint(small, layers, look, behind)
    if painted.alpha is None:
        return np.asarray(cv2.cvtColor(painted.rgb, cv2.COLOR_RGB2BGRA))
    return np.asarray(cv2.cvtColor(with_alpha(painted.rgb, painted.alpha), cv2.COLOR_RGBA2BGRA))


def cut_out(
    scene: Scene, rgb8: Rgb8, pts: Pts, own_alpha: Plane16 | None = None, history: MatteHistory | None = None
) -> NDArray[np.uint8]:
    """The shown objects with straight alpha at the frame's size, (h, w, 4) R G B A."""
    look = looks.CutOut(looks.Transparent())
    layers = _layers(replace(scene, look=look), rgb8, pts, 1.0, True, own_alpha, history)
    return np.asarray(compose(rgb8, layers, look), np.uint8)


def _layers(
    scene: Scene,
    small: Rgb8,
    pts: Pts,
    share: float,
    careful: bool,
    own_alpha: Plane16 | None,
    history: MatteHistory | None,
) -> list[Layer]:
    shown = shown_objects(scene.project)
    hair = careful and _shows_mattes(scene.look)
    specs = tuple(
        replace(spec, refine=reduced(settings_at(spec, pts), share, hair), refine_keys={})
        for spec in scene.project.objects
    )
    project = replace(scene.project, objects=specs)
    own_colours = careful and not isinstance(scene.look, looks.Overlay | looks.Outline | looks.Matte)

    def logits_of(object_id: ObjectId, at: Pts) -> Logits | None:
        return scene.masks.logits(object_id, at)

    wish = LayerWish(own_colours=own_colours)
    clip_alpha = None if own_alpha is None else _fitted_alpha(own_alpha, small)
    objects = [spec.id for spec in shown]
    return object_layers(project, objects, pts, small, logits_of, None, wish, history, clip_alpha)


def _fitted_alpha(own_alpha: Plane16, small: Rgb8) -> Alpha:
    """The clip's alpha 0..1 at the size of `small`."""
    size = small.shape[1], small.shape[0]
    small_alpha = own_alpha
    if size != (own_alpha.shape[1], own_alpha.shape[0]):
        small_alpha = np.asarray(cv2.resize(own_alpha, size, interpolation=cv2.INTER_AREA), np.uint16)
    return small_alpha.astype(np.float32) * np.float32(1 / 65535)


def _on_screen(look: looks.Look, has_background: bool, share: float) -> looks.Look:
    """What has alpha is shown on a checkerboard, a background that is still being read as the clip itself, blurred.
    Lengths of effects shrink with the picture, so that the export looks the same."""
    match look:
        case looks.CutOut(backdrop=looks.Plate()) if not has_background:
            return replace(look, backdrop=_smaller(looks.BlurredOriginal(), share))
        case looks.CutOut(backdrop=looks.BlurredOriginal() as blurred):
            return replace(look, backdrop=_smaller(blurred, share))
        case looks.CutOut(backdrop=looks.Transparent()):
            return replace(look, backdrop=looks.Checkerboard())
        case looks.Treated(effect=looks.Blur() as blur):
            return replace(look, effect=_smaller(blur, share))
        case looks.Treated(effect=looks.Glow() as glow):
            return replace(look, effect=_smaller(glow, share))
        case looks.Treated(effect=looks.Pixelate(block_px=block)):
            return replace(look, effect=looks.Pixelate(max(1, round(block * share))))
        case looks.Wipe(left=left, right=right):
            return replace(
                look, left=_on_screen(left, has_background, share), right=_on_screen(right, has_background, share)
            )
        case _:
            return look


def _smaller(soft: Soft, share: float) -> Soft:
    return replace(soft, sigma_px=soft.sigma_px * share)
