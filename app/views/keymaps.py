"""Sets of keys people know from other programs, read from `configs/shortcuts.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

from app.views.actions import ACTIONS

SHIPPED = Path(__file__).resolve().parents[2] / "configs" / "shortcuts.toml"


@dataclass(frozen=True)
class Keymap:
    """Overrides of the table's keys."""

    name: str
    title: str
    keys: tuple[tuple[str, str], ...]
    """(action id, key in portable text)."""


def read_keymaps(path: Path = SHIPPED) -> tuple[Keymap, ...]:
    """All sets in a file; entries for actions that do not exist are left out. Empty where there is no file."""
    if not path.is_file():
        return ()
    known = {action.id for action in ACTIONS}
    made = []
    for name, entry in tomllib.loads(path.read_text(encoding="utf-8")).items():
        keys = entry.get("keys", {})
        chosen = tuple((action, str(key)) for action, key in keys.items() if action in known)
        made.append(Keymap(name, str(entry.get("title", name)), chosen))
    return tuple(made)
