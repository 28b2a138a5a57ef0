"""What a verb of the command line is made of."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from engine.cli.console import Console


@dataclass(frozen=True, slots=True)
class Verb:
    """A word after `python main.py` and what it does. `run` returns nothing; it raises ClickMatteError to fail."""

    name: str
    summary: str
    add_arguments: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace, Console], None]
    details: str = ""
    """More for `--help`, below the options."""
    pass_on: Callable[[Sequence[str]], int] | None = None
    """For a verb whose room reads its own words: gets them all, `--help` too, and answers with the exit code."""


def no_arguments(_: argparse.ArgumentParser) -> None:
    """For verbs that pass their words on."""


def not_run(_: argparse.Namespace, __: Console) -> None:
    """For verbs that pass their words on."""
