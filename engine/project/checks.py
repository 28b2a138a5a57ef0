"""What makes prompts, names and settings valid. The same rules hold for an edit and for a file that is opened."""

from __future__ import annotations

import itertools
import math
import struct
from collections.abc import Iterable

from engine.errors import UsageError
from engine.project.model import (
    Box,
    Click,
    FramePrompts,
    LookSettings,
    MaskHint,
    ObjectSpec,
    Project,
    ProjectSettings,
    RefineSettings,
    SourceReference,
    TakeSpan,
)

MAX_NAME_LENGTH = 200
MAX_CLICKS = 1000
"""On one frame of one object; the models read a few dozen."""
MAX_HINT_BYTES = 32 << 20
"""A 1-channel PNG of an 8K frame full of noise stays below."""
MAX_SIDE_PX = 65_536
EDGES = ("none", "guided", "matting")
DESPILLS = ("none", "green", "blue")
PRECISIONS = ("auto", "float32", "bfloat16")
COLOUR_GUESSES = (None, "bt601", "bt709", "bt2020")
_NOT_NEGATIVE = (
    "soft_edge_px",
    "fill_holes_px2",
    "drop_specks_px2",
    "feather_px",
    "smooth_px",
    "edge_band_px",
    "hair_px",
)


def check_name(name: str) -> None:
    """Raises UsageError."""
    _require(bool(name.strip()) and len(name) <= MAX_NAME_LENGTH, "An object needs a name of 1 to 200 letters.")


def check_colour(colour: tuple[int, int, int]) -> None:
    """Raises UsageError."""
    _require(len(colour) == 3 and all(0 <= c <= 255 for c in colour), "A colour is three numbers from 0 to 255.")


def check_prompts(prompts: FramePrompts, source: SourceReference) -> None:
    """Everything said on one frame lies in the picture. Raises UsageError."""
    _require(len(prompts.clicks) <= MAX_CLICKS, f"One frame takes at most {MAX_CLICKS} clicks.")
    for click in prompts.clicks:
        _check_click(click, source)
    if prompts.box is not None:
        _check_box(prompts.box, source)
    if prompts.mask is not None:
        _check_hint(prompts.mask, source)
    _require(prompts.hypothesis in (None, 0, 1, 2), "The answers to one click are counted 0, 1, 2.")


def check_refine(settings: RefineSettings) -> None:
    """Raises UsageError."""
    numbers = [getattr(settings, name) for name in settings.__dataclass_fields__]
    finite = all(math.isfinite(n) for n in numbers if isinstance(n, float | int))
    _require(finite, "Refine settings must be finite numbers.")
    _require(all(getattr(settings, name) >= 0 for name in _NOT_NEGATIVE), "Sizes in refine settings are not negative.")
    _require(-1 <= settings.choke <= 1, "Choke goes from -1 to 1.")
    _require(0 <= settings.drop_islands <= 1, "The share of islands goes from 0 to 1.")
    _require(0 <= settings.temporal <= 1, "De-flicker goes from 0 to 1.")
    _require(settings.edge in EDGES, f"'{settings.edge}' is no edge refinement; there are {', '.join(EDGES)}.")
    _require(settings.despill in DESPILLS, f"'{settings.despill}' is no despill; there are {', '.join(DESPILLS)}.")


def check_settings(settings: ProjectSettings) -> None:
    """Raises UsageError."""
    _require(bool(settings.model), "A project names its model.")
    _require(settings.image_size is None or 16 <= settings.image_size <= 8192, "The image size goes from 16 to 8192.")
    if settings.in_pts is not None and settings.out_pts is not None:
        _require(settings.in_pts < settings.out_pts, "The out point lies before the in point.")
    _require(settings.precision in PRECISIONS, f"'{settings.precision}' is no precision.")
    _require(settings.colour_guess in COLOUR_GUESSES, f"'{settings.colour_guess}' is no colour standard.")
    _check_look(settings.look_settings)
    for spans in settings.locked_spans.values():
        _check_order([(start, stop) for start, stop in spans])


def _check_look(look: LookSettings) -> None:
    numbers = [getattr(look, name) for name in look.__dataclass_fields__]
    finite = all(math.isfinite(n) and n >= 0 for n in numbers if isinstance(n, float))
    _require(finite, "The numbers of a look are finite and not negative.")
    check_colour(look.colour)
    check_colour(look.fill)


def check_take_spans(spans: Iterable[TakeSpan]) -> None:
    """In order, not empty, without overlap. Raises UsageError."""
    _check_order([(span.start, span.stop) for span in spans])


def check_project(project: Project) -> None:
    """Everything at once, as for a file that was just read. Raises UsageError."""
    _check_source(project.source)
    check_settings(project.settings)
    ids = [spec.id for spec in project.objects]
    _require(len(set(ids)) == len(ids), "Two objects have the same id.")
    _require(all(0 < i < project.next_object_id for i in ids), "An object has an id that was never given.")
    _require(set(project.takes) <= set(ids), "A result belongs to no object.")
    _require(set(project.settings.locked_spans) <= set(ids), "A lock belongs to no object.")
    for spec in project.objects:
        _check_object(spec, project)
    for spans in project.takes.values():
        check_take_spans(spans)


def _check_object(spec: ObjectSpec, project: Project) -> None:
    check_name(spec.name)
    check_colour(spec.colour)
    check_refine(spec.refine)
    for prompts in spec.prompts.values():
        check_prompts(prompts, project.source)
    for settings in spec.refine_keys.values():
        check_refine(settings)
    check_holdouts(project, spec)


def check_holdouts(project: Project, spec: ObjectSpec) -> None:
    """An object is cut out of others, never of itself or of one that does not exist. Raises UsageError."""
    others = {other.id for other in project.objects} - {spec.id}
    listed = spec.in_front_of
    _require(set(listed) <= others and len(set(listed)) == len(listed), "A hold-out names other objects, once each.")


def _check_source(source: SourceReference) -> None:
    sides = 0 < source.width <= MAX_SIDE_PX and 0 < source.height <= MAX_SIDE_PX
    _require(sides, "The picture's size makes no sense.")
    _require(source.time_base > 0 and source.rate > 0, "The clip's time base makes no sense.")
    _require(source.frame_count is None or source.frame_count >= 0, "The clip's length makes no sense.")


def _check_click(click: Click, source: SourceReference) -> None:
    inside = 0 <= click.x <= source.width and 0 <= click.y <= source.height
    _require(inside, f"The click ({click.x:g}, {click.y:g}) lies outside the picture.")


def _check_box(box: Box, source: SourceReference) -> None:
    ordered = 0 <= box.x0 < box.x1 <= source.width and 0 <= box.y0 < box.y1 <= source.height
    _require(ordered, "A box needs its left top corner before its right bottom one, both in the picture.")


def _check_hint(hint: MaskHint, source: SourceReference) -> None:
    _require(len(hint.png) <= MAX_HINT_BYTES, "A mask hint is too large.")
    header = hint.png[:29]
    is_png = len(header) == 29 and header.startswith(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR")
    _require(is_png, "A mask hint has to be a PNG.")
    width, height, depth, kind = struct.unpack(">IIBB", header[16:26])
    _require((depth, kind) == (8, 0), "A mask hint has to be an 8-bit grey PNG.")
    size = f"{source.width} × {source.height}"
    _require((width, height) == (source.width, source.height), f"The mask hint is {width} × {height}, not {size}.")


def _check_order(spans: list[tuple[int, int]]) -> None:
    _require(all(start < stop for start, stop in spans), "A span of frames is empty.")
    in_order = all(a[1] <= b[0] for a, b in itertools.pairwise(spans))
    _require(in_order, "Spans of frames overlap.")


def _require(holds: bool, sentence: str) -> None:
    if not holds:
        raise UsageError(sentence)
