"""Labels that come from outside the views (looks, effects, devices …), said in the chosen language."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication


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
    _n("labels", "Loading the model…"),
)


def model_title(name: str) -> str:
    """A model's name as people say it: 'SAM 2.1 base+' for 'sam2.1_hiera_base_plus'."""
    family, _, size = name.partition("_hiera_")
    if not size or not family.startswith("sam"):
        return name.capitalize() if name.islower() else name
    return f"SAM {family.removeprefix('sam')} {size.replace('_plus', '+').replace('_', ' ')}"


def label(text: str) -> str:
    """The label in the chosen language; as it came where no translation knows it (a name, a number)."""
    return QCoreApplication.translate("labels", text) if text else ""
