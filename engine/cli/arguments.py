"""Words of the command line that several verbs share, read into plain data."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from engine.errors import UsageError
from engine.types import FrameIndex


@dataclass(frozen=True, slots=True)
class ClickWord:
    """`F:X,Y[:-]`"""

    frame: FrameIndex
    x: float
    y: float
    positive: bool


@dataclass(frozen=True, slots=True)
class BoxWord:
    """`F:X0,Y0,X1,Y1`"""

    frame: FrameIndex
    xyxy: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class MaskWord:
    """`F:FILE.png`"""

    frame: FrameIndex
    path: Path


PromptWord = ClickWord | BoxWord | MaskWord


@dataclass(frozen=True, slots=True)
class ObjectWord:
    """A name and the prompts that followed it."""

    name: str
    prompts: tuple[PromptWord, ...]


def parse_click(text: str) -> ClickWord:
    """Read `F:X,Y` or, for a click that excludes, `F:X,Y:-`. Raises UsageError."""
    body = text.removesuffix(":-").removesuffix(":+")
    frame, numbers = _frame_and_rest(body, "--click", "F:X,Y or F:X,Y:-")
    x, y = _numbers(numbers, 2, text, "--click", "F:X,Y or F:X,Y:-")
    return ClickWord(frame, x, y, not text.endswith(":-"))


def parse_box(text: str) -> BoxWord:
    """Read `F:X0,Y0,X1,Y1`. Raises UsageError."""
    frame, numbers = _frame_and_rest(text, "--box", "F:X0,Y0,X1,Y1")
    x0, y0, x1, y1 = _numbers(numbers, 4, text, "--box", "F:X0,Y0,X1,Y1")
    return BoxWord(frame, (x0, y0, x1, y1))


def parse_mask(text: str) -> MaskWord:
    """Read `F:FILE.png`. Raises UsageError."""
    frame, name = _frame_and_rest(text, "--mask", "F:FILE.png")
    return MaskWord(frame, Path(name))


def _frame_and_rest(text: str, option: str, form: str) -> tuple[FrameIndex, str]:
    frame, found, rest = text.partition(":")
    if not found or not frame.isdecimal() or not rest:
        raise _misread(option, text, form)
    return FrameIndex(int(frame)), rest


def _numbers(text: str, count: int, whole: str, option: str, form: str) -> list[float]:
    try:
        numbers = [float(part) for part in text.split(",")]
    except ValueError:
        raise _misread(option, whole, form) from None
    if len(numbers) != count or not all(abs(n) < 1e6 for n in numbers):
        raise _misread(option, whole, form)
    return numbers


def _misread(option: str, text: str, form: str) -> UsageError:
    return UsageError(f"'{text}' is not what {option} takes.", f"Write it as {form}, in pixels of the original frame.")


class _Collect(argparse.Action):
    """Keep --object and the prompts after it in the order they were written."""

    def __call__(
        self, parser: argparse.ArgumentParser, namespace: argparse.Namespace, values: object, _: object = None
    ) -> None:
        words = [*getattr(namespace, self.dest), (self.option_strings[0], str(values))]
        setattr(namespace, self.dest, words)


def add_object_arguments(parser: argparse.ArgumentParser) -> None:
    """--object, --click, --box, --mask; read them with `objects_of`."""
    options = (
        ("--object", "NAME", "a thing to matte; the prompts after it are about it"),
        ("--click", "F:X,Y[:-]", "on frame F, the pixel X,Y belongs to it (with :- it does not)"),
        ("--box", "F:X0,Y0,X1,Y1", "on frame F, it fills this rectangle"),
        ("--mask", "F:FILE.png", "on frame F, it is the white part of this picture"),
    )
    for name, form, text in options:
        parser.add_argument(name, dest="words", metavar=form, action=_Collect, default=[], help=text)


def objects_of(options: argparse.Namespace) -> tuple[ObjectWord, ...]:
    """The objects asked for, in order. Prompts before any --object are about an unnamed one. Raises UsageError."""
    readers: dict[str, Callable[[str], PromptWord]] = {
        "--click": parse_click,
        "--box": parse_box,
        "--mask": parse_mask,
    }
    found: list[tuple[str, list[PromptWord]]] = []
    for option, text in options.words:
        if option == "--object":
            found.append((text, []))
            continue
        if not found:
            found.append(("", []))
        found[-1][1].append(readers[option](text))
    return tuple(ObjectWord(name, tuple(prompts)) for name, prompts in found)


def add_model_arguments(parser: argparse.ArgumentParser, default: str | None = "nano") -> None:
    """--model, --checkpoint, --device, --image-size."""
    shown = f" (default {default})" if default else ""
    parser.add_argument("--model", metavar="NAME", default=default, help=f"a name of 'models list'{shown}")
    parser.add_argument("--checkpoint", metavar="FILE", help="a weights file instead of the one 'models get' fetches")
    parser.add_argument("--device", choices=("auto", "cpu", "cuda", "mps"), default="auto" if default else None)
    parser.add_argument("--image-size", metavar="N", type=int, help="longer side of the model's input, in pixels")
