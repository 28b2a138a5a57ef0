"""Looks and effects: what the panel offers, and the look each choice makes."""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from app.controllers.actions import Deed
from app.controllers.display import DisplayController
from app.controllers.problems import Problems
from app.controllers.session import Session, SessionController, Stage
from app.views.models import LookItem, LooksModel, Parameter, ParameterKind
from app.views.panels.looks import LooksPanel
from app.workers.job import Job
from engine.media import open_source
from engine.project.model import Rgb
from engine.render import looks
from engine.render.looks import Look
from engine.types import FrameIndex, Rgb8

PICTURES = "Pictures and clips (*.png *.jpg *.jpeg *.tif *.tiff *.webp *.mp4 *.mov *.mkv)"

LOOKS: tuple[tuple[str, str], ...] = (
    ("original", "Original"),
    ("overlay", "Overlay"),
    ("outline", "Outline"),
    ("matte", "Matte"),
    ("checker", "Cut-out"),
    ("colour", "On a colour"),
    ("background", "On a background"),
    ("wipe", "A/B wipe"),
)
EFFECTS: tuple[tuple[str, str], ...] = (
    ("none", "None"),
    ("blur", "Blur"),
    ("pixelate", "Pixelate"),
    ("desaturate", "Black and white"),
    ("brighten", "Brightness"),
    ("glow", "Glow"),
    ("fill", "Solid fill"),
)


@dataclass(frozen=True, slots=True)
class Choices:
    """All that was set for looks and effects, kept while another one is shown."""

    look: str = "overlay"
    effect: str = "none"
    on_object: bool = False
    opacity: float = 0.5
    outline_px: float = 2.0
    inverted: bool = False
    colour: Rgb = (0, 177, 64)
    background: str = ""
    blur_px: float = 16.0
    block_px: float = 24.0
    grey: float = 1.0
    gain: float = 1.4
    glow: float = 0.7
    fill: Rgb = (0, 0, 0)

    def made(self, wipe_position: float = 0.5) -> Look:
        """The look these choices mean."""
        effect = self._effect()
        if effect is not None:
            return looks.Treated(effect, self.on_object)
        made: dict[str, Look] = {
            "original": looks.Original(),
            "overlay": looks.Overlay(self.opacity),
            "outline": looks.Outline(self.outline_px),
            "matte": looks.Matte(self.inverted),
            "checker": looks.CutOut(),
            "colour": looks.CutOut(looks.Solid(self.colour)),
            "background": looks.CutOut(self._plate()),
            "wipe": looks.Wipe(looks.Original(), looks.CutOut(), wipe_position),
        }
        return made.get(self.look, made["overlay"])

    def _plate(self) -> looks.Backdrop:
        return looks.Plate(Path(self.background)) if self.background else looks.BlurredOriginal()

    def _effect(self) -> looks.Effect | None:
        made: dict[str, looks.Effect] = {
            "blur": looks.Blur(self.blur_px),
            "pixelate": looks.Pixelate(max(2, round(self.block_px))),
            "desaturate": looks.Desaturate(self.grey),
            "brighten": looks.Brighten(self.gain),
            "glow": looks.Glow(amount=self.glow),
            "fill": looks.Fill(self.fill),
        }
        return made.get(self.effect)


def _number(name: str, title: str, value: float, low: float, high: float, step: float) -> Parameter:
    return Parameter(name, title, ParameterKind.NUMBER, value, low, high, step)


def parameters_of(choices: Choices) -> dict[str, tuple[Parameter, ...]]:
    """What can be adjusted, by look or effect."""
    colour, switch, file = ParameterKind.COLOUR, ParameterKind.SWITCH, ParameterKind.FILE
    return {
        "overlay": (_number("opacity", "Opacity", choices.opacity, 0.05, 1.0, 0.05),),
        "outline": (_number("outline_px", "Width", choices.outline_px, 1.0, 12.0, 0.5),),
        "matte": (Parameter("inverted", "Inverted", switch, choices.inverted),),
        "colour": (Parameter("colour", "Colour", colour, choices.colour),),
        "background": (Parameter("background", "Picture or clip", file, choices.background, filter=PICTURES),),
        "blur": (_number("blur_px", "Radius", choices.blur_px, 1.0, 80.0, 1.0),),
        "pixelate": (_number("block_px", "Block", choices.block_px, 2.0, 120.0, 1.0),),
        "desaturate": (_number("grey", "Amount", choices.grey, 0.0, 1.0, 0.05),),
        "brighten": (_number("gain", "Gain", choices.gain, 0.0, 3.0, 0.05),),
        "glow": (_number("glow", "Amount", choices.glow, 0.0, 2.0, 0.05),),
        "fill": (Parameter("fill", "Colour", colour, choices.fill),),
    }


class LooksController(SessionController):
    """Fills the looks panel and answers it and the keys 1 to 8."""

    def __init__(self, stage: Stage, panel: LooksPanel, display: DisplayController, problems: Problems) -> None:
        super().__init__(stage)
        self._panel = panel
        self._display = display
        self._problems = problems
        self._choices: dict[int, Choices] = {}
        self._reading: Job | None = None
        self._plate_path = ""
        panel.look_chosen.connect(self.choose)
        panel.effect_chosen.connect(self._choose_effect)
        panel.parameter_changed.connect(self._change)

    def deeds(self) -> dict[str, Deed]:
        """Actions by id."""
        return {f"look.{name}": partial(self.choose, name) for name, _ in LOOKS}

    def choose(self, name: str) -> None:
        """Show this look; an effect ends with it."""
        self._set(lambda choices: replace(choices, look=name, effect="none"))

    def wait(self, timeout_ms: int) -> bool:
        """Join the job that reads a background."""
        return self._reading is None or self._reading.wait(timeout_ms)

    def _choose_effect(self, name: str, on_object: bool) -> None:
        self._set(lambda choices: replace(choices, effect=name, on_object=on_object))

    def _change(self, _item: str, parameter: str, value: object, _final: bool) -> None:
        if parameter == "background":
            value = str(value)
        self._set(lambda choices: replace(choices, **{parameter: value}))  # type: ignore[arg-type]

    def _set(self, change: Callable[[Choices], Choices]) -> None:
        session = self.session
        if session is None:
            return
        choices = self._choices[session.number] = change(self._choices.get(session.number, Choices()))
        old = session.view.look
        position = old.position if isinstance(old, looks.Wipe) else 0.5
        self._read_background(choices)
        session.view.set_look(choices.look, choices.made(position))
        self._show()

    def _read_background(self, choices: Choices) -> None:
        """The picture, or a clip's first frame, on a thread of its own; until it is read the clip itself is blurred."""
        wanted = choices.background if choices.look == "background" else ""
        if not wanted or wanted == self._plate_path:
            return
        self._plate_path = wanted

        def work() -> Generator[object, None, Rgb8]:
            yield None
            source = open_source(Path(wanted))
            try:
                return source.read(FrameIndex(0)).rgb8()
            finally:
                source.close()

        if self._reading is not None:
            self._reading.cancel()
        self._reading = Job("cm-background", work, self)
        self._reading.returned.connect(self._display.set_background)
        self._reading.failed.connect(self._problems.tell)
        self._reading.start()

    def _entered(self, session: Session) -> None:
        if session.number not in self._choices:
            self._choices[session.number] = Choices(look=session.view.place.look)
        self._plate_path = ""
        choices = self._choices[session.number]
        self._read_background(choices)
        session.view.set_look(choices.look, choices.made())
        self._show()

    def _emptied(self) -> None:
        self._panel.set_looks(LooksModel())

    def _show(self) -> None:
        session = self.session
        if session is None:
            return
        choices = self._choices[session.number]
        adjustable = parameters_of(choices)
        keys = {name: str(i) for i, (name, _) in enumerate(LOOKS, start=1)}
        self._panel.set_looks(
            LooksModel(
                tuple(LookItem(name, title, keys[name], adjustable.get(name, ())) for name, title in LOOKS),
                choices.look,
                tuple(LookItem(name, title, "", adjustable.get(name, ())) for name, title in EFFECTS),
                choices.effect,
                choices.on_object,
            )
        )
