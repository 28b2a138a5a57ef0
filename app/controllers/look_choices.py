"""From what was set for looks and effects to the look itself, and what of it can be adjusted. Pure data."""

from __future__ import annotations

from pathlib import Path

from app.views.models import Parameter, ParameterKind
from engine.project.model import LookSettings, ProjectSettings
from engine.project.step_labels import EFFECT_TITLES, LOOK_TITLES
from engine.render import looks
from engine.render.looks import Look

PICTURES = "Pictures and clips (*.png *.jpg *.jpeg *.tif *.tiff *.webp *.mp4 *.mov *.mkv)"

LOOKS: tuple[tuple[str, str], ...] = tuple(LOOK_TITLES.items())
EFFECTS: tuple[tuple[str, str], ...] = tuple(EFFECT_TITLES.items())


def look_of(name: str, chosen: LookSettings, wipe: float = 0.5) -> Look:
    """The look these settings mean; one of an unknown name (of a later version) is the overlay."""
    effect = _effects(chosen).get(chosen.effect)
    if effect is not None:
        return looks.Treated(effect, chosen.on_object)
    made: dict[str, Look] = {
        "original": looks.Original(),
        "overlay": looks.Overlay(chosen.opacity),
        "outline": looks.Outline(chosen.outline_px),
        "matte": looks.Matte(chosen.inverted),
        "checker": looks.CutOut(),
        "colour": looks.CutOut(looks.Solid(chosen.colour)),
        "background": looks.CutOut(_backdrop(chosen.background)),
        "wipe": looks.Wipe(looks.Original(), looks.CutOut(), wipe),
    }
    return made.get(name, made["overlay"])


def shown_look(settings: ProjectSettings) -> Look | None:
    """What an export takes over from the window; None where it shows a bare cut-out, which presets do by themselves."""
    look = look_of(settings.look, settings.look_settings)
    return None if isinstance(look, looks.Wipe) or look == looks.CutOut() else look


def shown_title(settings: ProjectSettings) -> str:
    """Its name; '' where there is none to take over."""
    if shown_look(settings) is None:
        return ""
    effect = settings.look_settings.effect
    return dict(LOOKS).get(settings.look, "") if effect == "none" else dict(EFFECTS).get(effect, "")


def plate_path(name: str, chosen: LookSettings) -> str:
    """The file this look needs beside the clip; '' where none."""
    return chosen.background if name == "background" and chosen.effect == "none" else ""


def parameters_of(chosen: LookSettings) -> dict[str, tuple[Parameter, ...]]:
    """What can be adjusted, by look or effect; the ids are fields of LookSettings."""
    colour, switch, file = ParameterKind.COLOUR, ParameterKind.SWITCH, ParameterKind.FILE
    return {
        "overlay": (_number("opacity", "Opacity", chosen.opacity, 0.05, 1.0, 0.05),),
        "outline": (_number("outline_px", "Width", chosen.outline_px, 1.0, 12.0, 0.5),),
        "matte": (Parameter("inverted", "Inverted", switch, chosen.inverted),),
        "colour": (Parameter("colour", "Colour", colour, chosen.colour),),
        "background": (Parameter("background", "Picture or clip", file, chosen.background, filter=PICTURES),),
        "blur": (_number("blur_px", "Radius", chosen.blur_px, 1.0, 80.0, 1.0),),
        "pixelate": (_number("block_px", "Block", chosen.block_px, 2.0, 120.0, 1.0),),
        "desaturate": (_number("grey", "Amount", chosen.grey, 0.0, 1.0, 0.05),),
        "brighten": (_number("gain", "Gain", chosen.gain, 0.0, 3.0, 0.05),),
        "glow": (_number("glow", "Amount", chosen.glow, 0.0, 2.0, 0.05),),
        "fill": (Parameter("fill", "Colour", colour, chosen.fill),),
    }


def _backdrop(path: str) -> looks.Backdrop:
    return looks.Plate(Path(path)) if path else looks.BlurredOriginal()


def _effects(chosen: LookSettings) -> dict[str, looks.Effect]:
    return {
        "blur": looks.Blur(chosen.blur_px),
        "pixelate": looks.Pixelate(max(2, round(chosen.block_px))),
        "desaturate": looks.Desaturate(chosen.grey),
        "brighten": looks.Brighten(chosen.gain),
        "glow": looks.Glow(amount=chosen.glow),
        "fill": looks.Fill(chosen.fill),
    }


def _number(name: str, title: str, value: float, low: float, high: float, step: float) -> Parameter:
    return Parameter(name, title, ParameterKind.NUMBER, value, low, high, step)
