"""Sentences of the engine and the controllers in the chosen language.

They come in English with values filled in. The table knows the texts they were made from; the one that fits, with the
most letters of its own, is translated, and the values are put back: names as they are, texts translated in turn.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache

from PySide6.QtCore import QCoreApplication

from app.views.theme import RESOURCES

TABLE = RESOURCES / "translations" / "messages.json"
_CONTEXT = "messages"
_BLANK = re.compile(r"\{\d+\}")
_SENTENCES = re.compile(r"(?<=[.!?]) +")
_MARKS = ("\n", " · ")
"""Between parts that each stand for themselves."""
_DEEPEST = 3
"""Values within values: a reason within a sentence within a row's title."""


def said(text: str, depth: int = 0) -> str:
    """The text in the chosen language; as it came where no entry of the table fits."""
    if _is_english():
        return text
    exact = _looked_up(text)
    if exact != text or depth > _DEEPEST:
        return exact
    for mark in _MARKS:
        if mark in text:
            return mark.join(said(part, depth + 1) for part in text.split(mark))
    parts = _SENTENCES.split(text)
    found = _fitting(text)
    if found is not None and not (len(parts) > 1 and _own_letters(found[0]) < len(text) // 4):
        template, values = found
        return QCoreApplication.translate(_CONTEXT, template).format(*(said(value, depth + 1) for value in values))
    if len(parts) > 1:
        return " ".join(said(part, depth + 1) for part in parts)
    return ", ".join(QCoreApplication.translate(_CONTEXT, part) for part in text.split(", "))


def _looked_up(text: str) -> str:
    """A whole text, or one of the short ones."""
    found = QCoreApplication.translate(_CONTEXT, text)
    return found if found != text or not text else QCoreApplication.translate("labels", text)


def _is_english() -> bool:
    """Nothing to look up: the first text of the table is its own translation."""
    return QCoreApplication.translate(_CONTEXT, _PROBE) == _PROBE


_PROBE = "Nothing is open."


def _fitting(text: str) -> tuple[str, tuple[str, ...]] | None:
    """The text that this one was made from, and the values in the order of its blanks."""
    for template, pattern in _patterns():
        match = pattern.fullmatch(text)
        if match is not None:
            return template, match.groups()
    return None


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Texts with blanks, those with most letters of their own first."""
    texts: list[str] = json.loads(TABLE.read_text(encoding="utf-8"))
    with_blanks = sorted((text for text in texts if _BLANK.search(text)), key=_own_letters, reverse=True)
    return tuple((text, _pattern(text)) for text in with_blanks)


def _pattern(template: str) -> re.Pattern[str]:
    pieces = (re.escape(piece) for piece in _BLANK.split(template))
    return re.compile("(.*?)".join(pieces), re.DOTALL)


def _own_letters(template: str) -> int:
    return len(_BLANK.sub("", template))
