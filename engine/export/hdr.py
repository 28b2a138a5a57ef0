"""HDR10's static metadata in exports: what of it still holds, and how encoders are told to write it into their stream.

Containers are told by `engine.export.hdr_boxes` and `engine.export.matroska_header`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from engine.export.formats import Format, VideoFormat
from engine.export.options import ExportPlan
from engine.media.colour import is_hdr
from engine.media.hdr import HdrMetadata, MasteringDisplay, Xy
from engine.render.looks import CutOut, Look, Matte, Plate, SideBySide, Solid, Wipe

CHROMATICITY_STEPS = 50_000
LIGHT_STEPS = 10_000
"""A chromaticity of 1, and 1 cd/m², in the integers of ST 2086 as HEVC, AVC and MP4 write them."""


# --- What is carried ---------------------------------------------------------------------------------------------


def carries_hdr(form: Format) -> bool:
    """Whether files of this format have a place for it that readers look at."""
    return isinstance(form, VideoFormat) and form.container in ("mov", "mp4", "matroska") and form.keeps_colour_tags


def hdr_to_carry(plan: ExportPlan) -> HdrMetadata | None:
    """What an export of this plan should say; None where there is nothing to say or no place for it."""
    return hdr_shown(plan.info.hdr, plan.look) if carries_hdr(plan.preset.format) else None


def hdr_shown(hdr: HdrMetadata | None, look: Look) -> HdrMetadata | None:
    """What still holds of the clip's metadata in a look: a matte was graded on no display; how bright a composite with
    other colours gets is not known."""
    if hdr is None or isinstance(look, Matte):
        return None
    if _adds_colours(look):
        hdr = replace(hdr, max_cll_nits=0, max_fall_nits=0)
    return None if hdr == HdrMetadata() else hdr


def _adds_colours(look: Look) -> bool:
    match look:
        case CutOut(backdrop=Solid() | Plate()):
            return True
        case Wipe(left=left, right=right) | SideBySide(left=left, right=right):
            return _adds_colours(left) or _adds_colours(right)
        case _:
            return False


def hdr_notes(plan: ExportPlan) -> list[str]:
    """What a person has to set by hand in the next program."""
    title, form, info = plan.preset.title, plan.preset.format, plan.info
    if isinstance(plan.look, Matte):
        return []
    tagged = form.keeps_colour_tags if isinstance(form, VideoFormat) else form.linear
    if is_hdr(info.colour) and not tagged:
        return [f"{title} does not say that its colours are HDR: set it in the next program."]
    if info.hdr is not None and not carries_hdr(form):
        return [f"{title} has no place for the clip's HDR10 metadata (mastering display, light levels)."]
    return []


# --- Numbers -----------------------------------------------------------------------------------------------------


def display_codes(display: MasteringDisplay) -> tuple[int, ...]:
    """Green, blue, red, white (x, y each), most and least light, in ST 2086's integers."""
    places = (display.green, display.blue, display.red, display.white)
    codes = [_code(value, CHROMATICITY_STEPS, 0xFFFF) for place in places for value in place]
    light = [_code(value, LIGHT_STEPS, 0xFFFFFFFF) for value in (display.max_nits, display.min_nits)]
    return (*codes, *light)


def same_hdr(one: HdrMetadata | None, other: HdrMetadata | None) -> bool:
    """Whether two say the same, as far as files can: AV1 keeps light coarser than the others (1/256, 1/16384)."""
    if one is None or other is None:
        return one is other
    if (one.max_cll_nits, one.max_fall_nits) != (other.max_cll_nits, other.max_fall_nits):
        return False
    if one.display is None or other.display is None:
        return one.display is other.display
    steps = [1] * 8 + [LIGHT_STEPS // 256 + 1, LIGHT_STEPS // 16384 + 1]
    pairs = zip(display_codes(one.display), display_codes(other.display), steps, strict=True)
    return all(abs(a - b) <= step for a, b, step in pairs)


def _code(value: Fraction, steps: int, top: int) -> int:
    return min(max(round(value * steps), 0), top)


# --- Encoders ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class EncoderWords:
    """How one encoder is told, inside the option that holds its own parameters."""

    option: str
    display: str
    light: str
    written: Callable[[MasteringDisplay], str]


def _in_integers(display: MasteringDisplay) -> str:
    return "G({},{})B({},{})R({},{})WP({},{})L({},{})".format(*display_codes(display))


def _in_decimals(display: MasteringDisplay) -> str:
    def place(xy: Xy) -> str:
        return f"({float(xy[0]):.5f},{float(xy[1]):.5f})"

    return (
        f"G{place(display.green)}B{place(display.blue)}R{place(display.red)}WP{place(display.white)}"
        f"L({float(display.max_nits):.4f},{float(display.min_nits):.4f})"
    )


ENCODERS: Mapping[str, EncoderWords] = {
    "libx264": EncoderWords("x264-params", "mastering-display", "cll", _in_integers),
    "libx265": EncoderWords("x265-params", "master-display", "max-cll", _in_integers),
    "libsvtav1": EncoderWords("svtav1-params", "mastering-display", "content-light", _in_decimals),
}
"""Those that write it into their stream. ProRes and DNxHR have no place for it there."""


def encoder_options(form: VideoFormat, hdr: HdrMetadata | None) -> dict[str, str]:
    """A format's options, and with them what its encoder is to write into the stream."""
    options, words = dict(form.options), ENCODERS.get(form.codec)
    if hdr is None or words is None:
        return options
    said = [options[words.option]] if words.option in options else []
    if hdr.display is not None:
        said.append(f"{words.display}={words.written(hdr.display)}")
    if hdr.max_cll_nits or hdr.max_fall_nits:
        said.append(f"{words.light}={hdr.max_cll_nits},{hdr.max_fall_nits}")
    return options | {words.option: ":".join(said)}
