"""`models list | get NAME | verify`: what is here, what fits, fetching and checking."""

from __future__ import annotations

import argparse
from contextlib import closing

from engine.cli.console import Console
from engine.cli.verb import Verb
from engine.errors import CheckpointError


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("action", choices=("list", "get", "verify"), help="what to do")
    parser.add_argument("name", nargs="?", metavar="NAME", help="which model: needed by get, optional for verify")


def _run(options: argparse.Namespace, console: Console) -> None:
    {"list": _list, "get": _get, "verify": _verify}[options.action](options.name, console)


def _list(_: str | None, console: Console) -> None:
    from engine.models.advice import advise_all
    from engine.models.locations import models_dir
    from engine.tracking.device import this_machine

    advices = advise_all(this_machine())
    for advice in advices:
        here = "here" if advice.present else "not here"
        console.say(f"{advice.spec.name:24s} {here:9s} {advice.spec.summary}; {advice.sentence}")
    console.say(f"Fetched weights live in {models_dir()}.")
    console.give(
        [
            {
                "name": a.spec.name,
                "present": a.present,
                "size_bytes": a.spec.size_bytes or None,
                "parameters": a.spec.parameters or None,
                "fits_memory": a.fits_memory,
                "fits_card": a.fits_card,
                "advice": a.sentence,
                "sha256": a.spec.sha256 or None,
                "hash_source": a.spec.hash_source or None,
            }
            for a in advices
        ]
    )


def _get(name: str | None, console: Console) -> None:
    from engine.errors import UsageError
    from engine.models.download import download_model
    from engine.models.locations import find_weights
    from engine.models.registry import model_spec

    if name is None:
        raise UsageError("Which model should be fetched?", "Say 'models get NAME'; 'models list' shows the names.")
    spec = model_spec(name)
    path = find_weights(spec)
    if path is None:
        if spec.url and not spec.sha256:
            console.note(f"No SHA-256 of {name} is known from a source that could be cited; only its size is checked.")
        with (
            console.progress(f"fetching {name}, kB", spec.size_bytes // 1000) as bar,
            closing(download_model(spec)) as steps,
        ):
            for step in steps:
                bar.set(step.done_bytes // 1000, (step.total_bytes or 0) // 1000 or None)
                path = step.path
    console.say(f"{name} is in {path}.")
    console.give({"name": name, "path": str(path)})


def _verify(name: str | None, console: Console) -> None:
    from engine.models.registry import model_spec
    from engine.models.verify import verify, verify_all

    verdicts = []
    for verdict in [verify(model_spec(name))] if name else verify_all():
        verdicts.append(verdict)
        mark = {True: "ok", False: "BAD", None: "-"}[verdict.ok]
        console.say(f"{verdict.spec.name:24s} {mark:4s} {verdict.sentence}")
    console.give([{"name": v.spec.name, "ok": v.ok, "what": v.sentence} for v in verdicts])
    bad = [v.spec.name for v in verdicts if v.ok is False]
    if bad:
        raise CheckpointError(f"{', '.join(bad)} cannot be used.", "Delete the file and fetch it again.")


VERB = Verb("models", "show, fetch and check the models", _add_arguments, _run)
