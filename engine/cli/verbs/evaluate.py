"""`evaluate DIR --model NAME --prompt mask|box|clicks:N`: J, F and speed on sequences with known masks."""

from __future__ import annotations

import argparse
from pathlib import Path

from engine.cli.arguments import add_model_arguments
from engine.cli.console import Console
from engine.cli.verb import Verb

DETAILS = """\
DIR holds JPEGImages/NAME/00000.jpg … and Annotations/NAME/00000.png …, as DAVIS does. clicks:N gives the first click in
the middle of the object and each next one in the middle of the larger error, all on frame 0.
"""


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", metavar="DIR", type=Path)
    add_model_arguments(parser)
    parser.add_argument("--prompt", metavar="mask|box|clicks:N", default="mask", help="what is told (default mask)")
    parser.add_argument("--sequences", metavar="A,B", help="only these")
    parser.add_argument("--policy", choices=("editor", "published"), default="editor")
    parser.add_argument("--closer", action="store_true", help="judge a second run that looks closer, as track --closer")


def _run(options: argparse.Namespace, console: Console) -> None:
    from engine.evaluation import report
    from engine.evaluation.prompts import parse_prompt
    from engine.evaluation.runner import SequenceScore, evaluate, make_candidate

    candidate = make_candidate(
        options.model, options.checkpoint, options.device, options.policy, options.image_size, options.closer
    )
    wanted = options.sequences.split(",") if options.sequences else None
    scores: list[SequenceScore] = []
    for score in evaluate(options.folder, candidate, parse_prompt(options.prompt), wanted):
        if not scores:
            console.say(report.HEADER)
        scores.append(score)
        console.say(report.row(score))
    console.say(report.summary(scores))
    if console.as_json:
        console.out.write(report.as_json(scores) + "\n")


VERB = Verb("evaluate", "measure a model on sequences with known masks", _add_arguments, _run, DETAILS)
