"""Where a clip may go next. Each preset is plain data: a name, a format, what is shown.

Adding one: append a `Preset` to `PRESETS`. Nothing else needs to know.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass

from engine.errors import UsageError
from engine.export.formats import Format
from engine.export.known_formats import (
    APNG,
    AV1,
    CINEFORM,
    CRYPTOMATTE,
    DNXHR_HQX,
    EXR_FLOAT,
    EXR_HALF,
    EXR_HALF_AS_IS,
    EXR_LAYERS,
    FFV1_ALPHA,
    H264,
    H264_HARDWARE,
    H265,
    H265_HARDWARE,
    PNG8,
    PNG16,
    PNG_GREY,
    PNG_MOV,
    PRORES_422HQ,
    PRORES_4444,
    PRORES_4444XQ,
    QTRLE,
    TIFF8,
    TIFF16,
    TIFF_LAYERS,
    WEBM_ALPHA,
    WEBP,
)
from engine.render.looks import CutOut, Look, Matte, Original, Solid, Transparent


@dataclass(frozen=True, slots=True)
class Preset:
    """A destination by name. `look` is what it shows unless the person says otherwise."""

    name: str
    title: str
    purpose: str
    format: Format
    look: Look


CUT_OUT = CutOut(Transparent())
ON_GREEN = CutOut(Solid((0, 177, 64)))
MATTE = Matte()


WHOLE_FRAME = Original()

PRESETS: tuple[Preset, ...] = (
    Preset("prores4444", "ProRes 4444", "Editing: Premiere, Final Cut, Resolve, After Effects", PRORES_4444, CUT_OUT),
    Preset("prores4444xq", "ProRes 4444 XQ", "Editing and grading, highest quality", PRORES_4444XQ, CUT_OUT),
    Preset("webm-alpha", "WebM with alpha (VP9)", "Web pages, OBS", WEBM_ALPHA, CUT_OUT),
    Preset("png", "PNG sequence", "Any program, 8 bit", PNG8, CUT_OUT),
    Preset("png16", "PNG sequence, 16 bit", "Any program, all the depth there is", PNG16, CUT_OUT),
    Preset("tiff8", "TIFF sequence", "Retouching, print", TIFF8, CUT_OUT),
    Preset("tiff16", "TIFF sequence, 16 bit", "Retouching, print", TIFF16, CUT_OUT),
    Preset("tiff-layers", "TIFF with layers", "Retouching: Photoshop, a layer for each object", TIFF_LAYERS, CUT_OUT),
    Preset("webp", "WebP pictures", "Web stills, lossless", WEBP, CUT_OUT),
    Preset("exr-half", "OpenEXR, half float", "Compositing: Nuke, Fusion, AE (linear light)", EXR_HALF, CUT_OUT),
    Preset("exr-float", "OpenEXR, float", "Compositing: 32-bit values (linear light)", EXR_FLOAT, CUT_OUT),
    Preset(
        "exr-half-as-is",
        "OpenEXR, half float, as coded",
        "Compositing: values as the clip has them",
        EXR_HALF_AS_IS,
        CUT_OUT,
    ),
    Preset(
        "exr-layers",
        "OpenEXR, objects as layers",
        "Compositing: the frame and a matte by name",
        EXR_LAYERS,
        WHOLE_FRAME,
    ),
    Preset("exr-cryptomatte", "OpenEXR, Cryptomatte", "Compositing: pick objects by name", CRYPTOMATTE, WHOLE_FRAME),
    Preset("ffv1", "FFV1 with alpha", "Archive, lossless 16 bit", FFV1_ALPHA, CUT_OUT),
    Preset("qtrle", "QuickTime Animation", "Older editors, lossless 8 bit", QTRLE, CUT_OUT),
    Preset("cineform", "CineForm with alpha", "Editing on Windows", CINEFORM, CUT_OUT),
    Preset("png-mov", "PNG in QuickTime", "Editing, lossless 8 bit", PNG_MOV, CUT_OUT),
    Preset("apng", "Animated PNG", "Short loops for messages and pages", APNG, CUT_OUT),
    Preset("matte", "Matte, H.264", "A grey matte that every editor accepts", H264, MATTE),
    Preset("matte-prores", "Matte, ProRes 422 HQ", "A grey matte for editing", PRORES_422HQ, MATTE),
    Preset(
        "matte-png",
        "Matte, PNG sequence",
        "Grey pictures, 8 bit",
        PNG_GREY,
        MATTE,
    ),
    Preset("h264", "H.264 on green", "Composite for any player or keyer", H264, ON_GREEN),
    Preset("h265", "H.265 on green, 10 bit", "Composite, small file, keeps HDR", H265, ON_GREEN),
    Preset(
        "h264-hardware",
        "H.264 on green, graphics card",
        "Composite, quick where the hardware can",
        H264_HARDWARE,
        ON_GREEN,
    ),
    Preset(
        "h265-hardware",
        "H.265 on green, graphics card",
        "Composite, quick where the hardware can",
        H265_HARDWARE,
        ON_GREEN,
    ),
    Preset("av1", "AV1 on green, 10 bit", "Composite, smallest file", AV1, ON_GREEN),
    Preset("prores422hq", "ProRes 422 HQ on green", "Composite for editing", PRORES_422HQ, ON_GREEN),
    Preset("dnxhr", "DNxHR HQX on green", "Composite for editing in Avid and Resolve", DNXHR_HQX, ON_GREEN),
)


def preset_named(name: str) -> Preset:
    """The preset called `name`. Raises UsageError that names the nearest ones."""
    for preset in PRESETS:
        if preset.name == name:
            return preset
    names = [preset.name for preset in PRESETS]
    near = difflib.get_close_matches(name, names, n=3, cutoff=0.4) or names
    raise UsageError(f"There is no export preset '{name}'.", f"Choose one of: {', '.join(near)}.")
