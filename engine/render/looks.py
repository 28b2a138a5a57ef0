"""Ways to look at a matte, as plain data. The compositor paints them; nothing here computes or imports anything heavy.

A look is used by the preview and by the export alike: what a person sees is what lands in the file.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

Rgb = tuple[int, int, int]
"""0..255 each, in the clip's own transfer and primaries."""


# --- Backdrops: what stands behind a cut-out ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Transparent:
    """Nothing: the result keeps its alpha. `premultiplied`: colours are already multiplied by alpha, over black."""

    premultiplied: bool = False


@dataclass(frozen=True, slots=True)
class Checkerboard:
    """Grey squares of `square_px`, as editors show transparency."""

    square_px: int = 16
    light: int = 153
    dark: int = 102


@dataclass(frozen=True, slots=True)
class Solid:
    """One colour: black, a keying green, a brand's colour."""

    colour: Rgb = (0, 177, 64)


@dataclass(frozen=True, slots=True)
class BlurredOriginal:
    """The clip itself, blurred with a Gaussian of `sigma_px`."""

    sigma_px: float = 24.0


@dataclass(frozen=True, slots=True)
class Plate:
    """A picture or a clip of the person's choice, scaled to fill the frame. The caller reads it."""

    path: Path


Backdrop = Transparent | Checkerboard | Solid | BlurredOriginal | Plate


# --- Effects: what is done to the object, or to everything else --------------------------------------------------


@dataclass(frozen=True, slots=True)
class Blur:
    """Gaussian blur."""

    sigma_px: float = 16.0


@dataclass(frozen=True, slots=True)
class Pixelate:
    """Squares of one colour each."""

    block_px: int = 24


@dataclass(frozen=True, slots=True)
class Desaturate:
    """Take the colour away; 1 leaves grey."""

    amount: float = 1.0


@dataclass(frozen=True, slots=True)
class Brighten:
    """Multiply all values; below 1 darkens."""

    gain: float = 1.4


@dataclass(frozen=True, slots=True)
class Glow:
    """Add a blurred copy of itself."""

    sigma_px: float = 12.0
    amount: float = 0.7


@dataclass(frozen=True, slots=True)
class Fill:
    """One colour instead of the picture."""

    colour: Rgb = (0, 0, 0)


Effect = Blur | Pixelate | Desaturate | Brighten | Glow | Fill


# --- Looks -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Original:
    """The clip as it is."""


@dataclass(frozen=True, slots=True)
class Overlay:
    """Each object tinted in its colour."""

    opacity: float = 0.5


@dataclass(frozen=True, slots=True)
class Outline:
    """Each object's edge drawn in its colour, `width_px` wide."""

    width_px: float = 2.0


@dataclass(frozen=True, slots=True)
class Matte:
    """All objects' alpha as grey: white inside. `inverted`: black inside."""

    inverted: bool = False


@dataclass(frozen=True, slots=True)
class CutOut:
    """The objects on a backdrop. `inverted`: everything but the objects."""

    backdrop: Backdrop = Checkerboard()
    inverted: bool = False


@dataclass(frozen=True, slots=True)
class Treated:
    """An effect on the objects, or on everything else."""

    effect: Effect
    on_object: bool = False


@dataclass(frozen=True, slots=True)
class Wipe:
    """Two looks beside each other, parted at `position` (0..1 of the width)."""

    left: Look
    right: Look
    position: float = 0.5


@dataclass(frozen=True, slots=True)
class SideBySide:
    """Two looks in one frame of twice the width, for instance colour and matte."""

    left: Look
    right: Look


Look = Original | Overlay | Outline | Matte | CutOut | Treated | Wipe | SideBySide


LOOKS: dict[str, Look] = {
    "original": Original(),
    "overlay": Overlay(),
    "outline": Outline(),
    "matte": Matte(),
    "matte-inverted": Matte(inverted=True),
    "cutout": CutOut(),
    "cutout-transparent": CutOut(Transparent()),
    "cutout-black": CutOut(Solid((0, 0, 0))),
    "cutout-white": CutOut(Solid((255, 255, 255))),
    "cutout-green": CutOut(Solid()),
    "cutout-blur": CutOut(BlurredOriginal()),
    "background": CutOut(inverted=True),
    "blur-background": Treated(Blur()),
    "blur-object": Treated(Blur(), on_object=True),
    "pixelate-object": Treated(Pixelate(), on_object=True),
    "pixelate-background": Treated(Pixelate()),
    "grey-background": Treated(Desaturate()),
    "grey-object": Treated(Desaturate(), on_object=True),
    "dim-background": Treated(Brighten(0.35)),
    "brighten-object": Treated(Brighten(), on_object=True),
    "glow-object": Treated(Glow(), on_object=True),
    "black-object": Treated(Fill(), on_object=True),
    "wipe": Wipe(Original(), CutOut()),
    "side-by-side": SideBySide(CutOut(Solid((0, 0, 0))), Matte()),
}
"""Looks by the name a project or a command line uses for them."""


def plate_of(look: Look) -> Path | None:
    """The file a look needs read beside the clip, if any."""
    match look:
        case CutOut(backdrop=Plate(path=path)):
            return path
        case Wipe(left=left, right=right) | SideBySide(left=left, right=right):
            return plate_of(left) or plate_of(right)
        case _:
            return None


def has_alpha(look: Look) -> bool:
    """Whether the painted picture can be transparent."""
    match look:
        case CutOut(backdrop=Transparent()):
            return True
        case Wipe(left=left, right=right) | SideBySide(left=left, right=right):
            return has_alpha(left) or has_alpha(right)
        case _:
            return False
