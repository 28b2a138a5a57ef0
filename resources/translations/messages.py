"""Collect what the engine, the controllers and the workers say to people: `python resources/translations/messages.py`.

They speak English and know nothing of languages: an error is a sentence and a remedy. Their texts are read from the
source, blanks ({0}, {1} …) where values are filled in, and written to `messages.json`, from where `update.py` takes
them. At run time `app.views.messages` finds there the text that a sentence was made from.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TARGET = Path(__file__).with_name("messages.json")

ERRORS = frozenset(
    [
        "ClickMatteError",
        "UsageError",
        "MediaError",
        "ModelError",
        "CheckpointError",
        "DownloadError",
        "OutOfMemoryError",
        "ProjectError",
        "ExportError",
        "ClipMissing",
        "notice",
        "_refusal",
        "_senseless",
        "Batch",
        "adopt",
    ]
)
"""Calls whose texts people read."""

NOT_SHOWN = ("engine/cli/", "engine/training/", "engine/evaluation/", "engine/bench/", "engine/batch/")
"""Rooms that never speak to the window."""

TALKERS = (
    "app/controllers/",
    "app/workers/exporting.py",
    "app/workers/failure.py",
    "engine/export/checks.py",
    "engine/export/hdr.py",
    "engine/export/interchange/kinds.py",
    "engine/export/plan.py",
    "engine/export/presets.py",
    "engine/export/proof.py",
    "engine/export/findings.py",
    "engine/export/proof_sound.py",
    "engine/media/colour.py",
    "engine/media/damage.py",
    "engine/media/hdr.py",
    "engine/media/pyav_info.py",
    "engine/media/pyav_open.py",
    "engine/media/still_picture.py",
    "engine/media/still_sequence.py",
    "engine/models/advice.py",
    "engine/models/checkpoint.py",
    "engine/models/download.py",
    "engine/models/registry.py",
    "engine/project/object_edits.py",
    "engine/project/source_reference.py",
    "engine/project/step_labels.py",
    "engine/project/project_edits.py",
    "engine/project/prompt_edits.py",
    "engine/tracking/compute.py",
    "engine/tracking/device.py",
)
"""Files in which every text of more than one word is said to people."""


HEADED = "engine/export/presets.py"
"""Where a text's first part stands alone as well: the export dialog groups presets by it."""

NAMES = ("Object {0}",)
"""What becomes a name that the person may change."""


def collect(root: Path = ROOT) -> list[str]:
    """All texts, sorted; blanks are numbered in each."""
    found: set[str] = set()
    for room in ("engine", "app"):
        for path in sorted((root / room).rglob("*.py")):
            name = path.relative_to(root).as_posix()
            if not name.startswith((*NOT_SHOWN, "app/views/", "app/bench/")):
                texts = set(_texts(ast.parse(path.read_text(encoding="utf-8")), name.startswith(TALKERS)))
                found.update(texts, (_head(text) for text in texts if name == HEADED))
    return sorted(text for text in found if _is_said(text))


def _texts(tree: ast.Module, is_talker: bool) -> Iterator[str]:
    skipped = {id(part) for node in ast.walk(tree) for part in _not_said(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _called(node) in ERRORS:
            yield from (text for argument in node.args for text in _templates(argument))
        elif isinstance(node, ast.Call) and _called(node) == "_require":
            yield from (text for argument in node.args[1:] for text in _templates(argument))
        elif is_talker and isinstance(node, ast.Constant | ast.JoinedStr) and id(node) not in skipped:
            yield from (text for text in _templates(node) if " " in text.strip())


def _head(text: str) -> str:
    return text.split(":")[0].split(",")[0]


def _not_said(node: ast.AST) -> Iterator[ast.AST]:
    """Docstrings, pieces of f-strings, programmers' errors, annotations."""
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        yield node.value
    if isinstance(node, ast.JoinedStr):
        yield from (part for value in node.values for part in ast.walk(value))
    if isinstance(node, ast.Call) and _called(node) in ("ValueError", "TypeError", "KeyError"):
        yield from (part for argument in node.args for part in ast.walk(argument))
    if isinstance(node, ast.arg | ast.AnnAssign) and node.annotation is not None:
        yield from ast.walk(node.annotation)


def _called(node: ast.Call) -> str:
    return node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")


def _templates(node: ast.expr) -> Iterator[str]:
    """The text of a literal; both of a choice between two."""
    if isinstance(node, ast.IfExp):
        yield from (*_templates(node.body), *_templates(node.orelse))
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        blanks = iter(range(len(node.values)))
        yield "".join(str(v.value) if isinstance(v, ast.Constant) else f"{{{next(blanks)}}}" for v in node.values)


def _is_said(text: str) -> bool:
    """Not a name, a pattern or a bare blank."""
    letters = "".join(word for word in text.split("{") if word)
    return (
        text not in NAMES
        and not re.fullmatch(r"[a-z]+\.[a-z_]+", text)  # an action
        and sum(character.isalpha() for character in letters) >= 3
        and not text.startswith(("image/", "*.", "cm-", "%", "bytes ", "file {"))
        and ".py at " not in text
    )


if __name__ == "__main__":
    TARGET.write_text(json.dumps(collect(), ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
