"""Labels that come from outside the views (looks, effects, devices …), said in the chosen language."""

from __future__ import annotations

from app.views import messages
from engine.project.step_labels import model_title

__all__ = ["KNOWN", "label", "model_title"]


def _n(_context: str, text: str) -> str:
    """Marks a text for translation where it stands; `lupdate` knows this name."""
    return text


KNOWN = (
    _n("labels", "Original"),
    _n("labels", "Overlay"),
    _n("labels", "Outline"),
    _n("labels", "Matte"),
    _n("labels", "Cut-out"),
    _n("labels", "On a colour"),
    _n("labels", "On a background"),
    _n("labels", "A/B wipe"),
    _n("labels", "None"),
    _n("labels", "Blur"),
    _n("labels", "Pixelate"),
    _n("labels", "Black and white"),
    _n("labels", "Brightness"),
    _n("labels", "Glow"),
    _n("labels", "Solid fill"),
    _n("labels", "Opacity"),
    _n("labels", "Width"),
    _n("labels", "Inverted"),
    _n("labels", "Colour"),
    _n("labels", "Picture or clip"),
    _n("labels", "Radius"),
    _n("labels", "Block"),
    _n("labels", "Amount"),
    _n("labels", "Gain"),
    _n("labels", "Automatic"),
    _n("labels", "Folder"),
    _n("labels", "Picture"),
    _n("labels", "Length"),
    _n("labels", "Sound"),
    _n("labels", "forwards"),
    _n("labels", "backwards"),
    _n("labels", "missing"),
    _n("labels", "cancelled"),
    _n("labels", "none"),
    _n("labels", "CPU"),
    _n("labels", "Settings"),
)


def label(text: str) -> str:
    """What comes from outside the views in the chosen language: a label, a sentence with values filled in, several
    sentences. As it came where no translation knows it (a name, a number)."""
    return messages.said(text)
