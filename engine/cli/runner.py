"""From the words on the command line to a verb, and from what went wrong to a sentence and an exit code."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from typing import TextIO

from engine.cli.console import Console
from engine.cli.verb import Verb
from engine.cli.verbs import VERBS
from engine.errors import ClickMatteError

INTERRUPTED = 130
"""Exit code after Ctrl-C, as shells expect it (128 + SIGINT)."""


def make_parser() -> argparse.ArgumentParser:
    """The whole command line."""
    parser = argparse.ArgumentParser(
        prog="main.py",
        description="ClickMatte: open a clip, click a thing, get its matte. Without a verb the window opens.",
    )
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", required=True)
    for verb in VERBS:
        sub = verbs.add_parser(
            verb.name,
            help=verb.summary,
            description=verb.summary,
            epilog=verb.details,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        verb.add_arguments(sub)
        sub.add_argument("--json", action="store_true", help="print the result as JSON")
        sub.set_defaults(chosen=verb)
    return parser


def main(words: Sequence[str] | None = None, out: TextIO | None = None, err: TextIO | None = None) -> int:
    """Run one verb. Returns the exit code: 0, or what the error says (2 for a request that makes no sense)."""
    said = list(sys.argv[1:] if words is None else words)
    passing = _passing_on(said)
    if passing is not None:
        console = Console(out or sys.stdout, err or sys.stderr, "--json" in said)
        return _guarded(console, lambda: passing(said[1:]))
    options = make_parser().parse_args(said)
    console = Console(out or sys.stdout, err or sys.stderr, options.json)
    verb: Verb = options.chosen

    def run() -> int:
        verb.run(options, console)
        return 0

    return _guarded(console, run)


def _passing_on(said: Sequence[str]) -> Callable[[Sequence[str]], int] | None:
    return next((verb.pass_on for verb in VERBS if said and verb.name == said[0]), None)


def _guarded(console: Console, work: Callable[[], int]) -> int:
    try:
        return work()
    except ClickMatteError as error:
        console.give({"error": error.sentence, "remedy": error.remedy})
        console.note(str(error))
        return error.exit_code
    except KeyboardInterrupt:
        console.note("Stopped. What was finished is kept.")
        return INTERRUPTED
    except BrokenPipeError:
        # The reader of our output has gone (`… | head`): the interpreter must not try to flush into it again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
