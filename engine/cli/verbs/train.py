"""`train …`: make the shipped model again from data. The trainer reads its own words."""

from __future__ import annotations

from collections.abc import Sequence

from engine.cli.verb import Verb, no_arguments, not_run


def _pass_on(words: Sequence[str]) -> int:
    from engine.training.command import main

    return main(words)


VERB = Verb("train", "make the shipped model again from data", no_arguments, not_run, pass_on=_pass_on)
