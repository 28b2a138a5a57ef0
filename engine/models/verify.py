"""Are the weights here what they should be?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from engine.errors import ClickMatteError
from engine.models.checkpoint import file_sha256
from engine.models.loader import load_model
from engine.models.locations import find_weights
from engine.models.registry import MODELS, ModelSpec


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found out about one model's file."""

    spec: ModelSpec
    path: Path | None
    ok: bool | None
    """None: the file is not here."""
    sentence: str


def verify(spec: ModelSpec) -> Verdict:
    """Compare size and SHA-256 where they are published, then load the file."""
    path = find_weights(spec)
    if path is None:
        return Verdict(spec, None, None, "not on this machine")
    try:
        size = path.stat().st_size
        if spec.size_bytes and size != spec.size_bytes:
            return Verdict(spec, path, False, f"{size} bytes instead of {spec.size_bytes}")
        if spec.sha256 and file_sha256(path) != spec.sha256:
            return Verdict(spec, path, False, "another SHA-256 than the published one")
        load_model(spec.name)
    except ClickMatteError as error:
        return Verdict(spec, path, False, error.sentence)
    return Verdict(spec, path, True, "intact" if spec.sha256 else "loads; no published SHA-256 to compare with")


def verify_all() -> Iterator[Verdict]:
    """Verdicts on all models, one by one."""
    return (verify(spec) for spec in MODELS)
