"""What steps are called in the history: looks, effects, settings and edges by name and value.

English; the window translates. A step that changes several things names each, with ' · ' between them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields
from pathlib import PurePath
from typing import Any

from engine.project.model import LookSettings, Project, ProjectSettings, RefineSettings, Rgb
from engine.types import ObjectId

LOOK_TITLES: Mapping[str, str] = {
    "original": "Original",
    "overlay": "Overlay",
    "outline": "Outline",
    "matte": "Matte",
    "checker": "Cut-out",
    "colour": "On a colour",
    "background": "On a background",
    "wipe": "A/B wipe",
}
EFFECT_TITLES: Mapping[str, str] = {
    "none": "None",
    "blur": "Blur",
    "pixelate": "Pixelate",
    "desaturate": "Black and white",
    "brighten": "Brightness",
    "glow": "Glow",
    "fill": "Solid fill",
}
DEVICE_TITLES: Mapping[str, str] = {"auto": "Automatic", "cpu": "CPU", "cuda": "NVIDIA GPU", "mps": "Apple GPU"}
PRECISION_TITLES: Mapping[str, str] = {
    "auto": "Automatic",
    "float32": "Full (32 bit)",
    "bfloat16": "Half (bfloat16)",
}

MOST_NAMED = 3
"""A step that changes more at once is named by what it is about only."""

_Said = Callable[[Any], str]


def model_title(name: str) -> str:
    """A model's name as people say it: 'SAM 2.1 base+' for 'sam2.1_hiera_base_plus'."""
    family, _, size = name.partition("_hiera_")
    if not size or not family.startswith("sam"):
        return name.capitalize() if name.islower() else name
    return f"SAM {family.removeprefix('sam')} {size.replace('_plus', '+').replace('_', ' ')}"


def look_label(before: ProjectSettings, look: str, values: LookSettings) -> str:
    """A look or an effect was chosen, or its numbers were changed."""
    old, effect = before.look_settings, EFFECT_TITLES.get(values.effect, values.effect)
    effect_changed = (values.effect, values.on_object) != (old.effect, old.on_object)
    if values.effect != "none" and effect_changed:
        return f"Effect: {effect} on the object" if values.on_object else f"Effect: {effect} on everything else"
    if look != before.look or effect_changed:
        return f"Look: {LOOK_TITLES.get(look, look)}"
    return _named(old, values, _LOOK_VALUES) or "Adjust the look"


def settings_label(before: ProjectSettings, after: ProjectSettings) -> str:
    """Model, device, how the clip is read, in and out."""
    if after.checkpoint is not None and after.checkpoint != before.checkpoint:
        return f"Model: {model_title(after.model)} from {PurePath(after.checkpoint).name}"
    return _named(before, after, _SETTING_VALUES) or "Settings"


def refine_label(project: Project, before: RefineSettings, after: RefineSettings) -> str:
    """What of an edge was changed; '' where nothing or too much to be named."""
    if after == RefineSettings() != before:
        return "all as at the beginning"
    names = {spec.id: spec.name for spec in project.objects}

    def name_of(chosen: ObjectId | None) -> str:
        return "None" if chosen is None else names.get(chosen, "None")

    rough: Mapping[str, _Said] = {
        "garbage": lambda chosen: f"Garbage: {name_of(chosen)}",
        "core": lambda chosen: f"Core: {name_of(chosen)}",
    }
    return _named(before, after, {**_REFINE_VALUES, **rough})


def _named(before: object, after: object, said: Mapping[str, _Said]) -> str:
    """What differs between two values of one dataclass."""
    changed = [f.name for f in fields(after) if getattr(before, f.name) != getattr(after, f.name)]  # type: ignore[arg-type]
    parts = [said[name](getattr(after, name)) for name in changed if name in said]
    return " · ".join(parts) if len(parts) <= MOST_NAMED else ""


def _percent(value: float) -> str:
    return f"{100 * value:.0f} %"


def _hex(colour: Rgb) -> str:
    return "#{:02x}{:02x}{:02x}".format(*colour)


_LOOK_VALUES: Mapping[str, _Said] = {
    "opacity": lambda v: f"Opacity: {_percent(v)}",
    "outline_px": lambda v: f"Outline: {v:g} px",
    "inverted": lambda v: "Matte inverted" if v else "Matte not inverted",
    "colour": lambda v: f"Colour: {_hex(v)}",
    "background": lambda v: f"Background: {PurePath(v).name}" if v else "Background: the clip, blurred",
    "blur_px": lambda v: f"Blur: {v:g} px",
    "block_px": lambda v: f"Pixelate: {v:g} px",
    "grey": lambda v: f"Black and white: {_percent(v)}",
    "gain": lambda v: f"Brightness: × {v:g}",
    "glow": lambda v: f"Glow: {_percent(v)}",
    "fill": lambda v: f"Solid fill: {_hex(v)}",
}

_GUESSES: Mapping[str, str] = {"bt601": "BT.601", "bt709": "BT.709", "bt2020": "BT.2020"}

_SETTING_VALUES: Mapping[str, _Said] = {
    "model": lambda v: f"Model: {model_title(v)}",
    "device": lambda v: f"Device: {DEVICE_TITLES.get(v, v)}",
    "precision": lambda v: f"Precision: {PRECISION_TITLES.get(v, v)}",
    "image_size": lambda v: f"Model input: {v} px" if v else "Model input: its own size",
    "policy": lambda v: f"Memory policy: {v}",
    "direction": lambda v: f"Direction: {v}",
    "in_pts": lambda v: "Clear in point" if v is None else "Set in point",
    "out_pts": lambda v: "Clear out point" if v is None else "Set out point",
    "deinterlace": lambda v: "Deinterlacing on" if v else "Deinterlacing off",
    "colour_guess": lambda v: f"Colours read as {_GUESSES.get(v, v)}" if v else "Colours read by the clip's size",
}

_EDGES: Mapping[str, str] = {"none": "Not at all", "guided": "Follow the picture", "matting": "Hair and fur"}
_SCREENS: Mapping[str, str] = {"none": "None", "green": "Green screen", "blue": "Blue screen"}

_REFINE_VALUES: Mapping[str, _Said] = {
    "soft_edge_px": lambda v: f"Soft edge {v:g} px",
    "fill_holes_px2": lambda v: f"Fill holes {v:g} px²",
    "drop_specks_px2": lambda v: f"Drop specks {v:g} px²",
    "drop_islands": lambda v: f"Drop islands: {_percent(v)}",
    "grow_px": lambda v: f"Grow {v:g} px",
    "feather_px": lambda v: f"Feather {v:g} px",
    "choke": lambda v: f"Choke {v:g}",
    "smooth_px": lambda v: f"Smooth {v:g} px",
    "edge": lambda v: f"Match: {_EDGES.get(v, v)}",
    "edge_band_px": lambda v: f"Band {v:g} px",
    "hair_px": lambda v: f"Strands {v:g} px",
    "temporal": lambda v: f"De-flicker {v:g}",
    "border_fix_px": lambda v: f"Frame border {v:g} px",
    "decontaminate": lambda v: "Remove fringe" if v else "Keep fringe",
    "despill": lambda v: f"Despill: {_SCREENS.get(v, v)}",
    "blend_frames": lambda v: f"Blend painted {v:g}",
}
