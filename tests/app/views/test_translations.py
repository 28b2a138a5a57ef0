from __future__ import annotations

import importlib.util
import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from PySide6.QtCore import QCoreApplication, QTranslator
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.views import texts, theme
from app.views.main_window import MainWindow

FOLDER = theme.RESOURCES / "translations"
OTHERS = [code for code, _ in texts.languages() if code != "en"]


def messages(file: Path) -> Iterator[tuple[str, str, str]]:
    """(context, source, translation) of every text; '' where it is not finished."""
    for context in ElementTree.parse(file).getroot().iter("context"):
        name = context.findtext("name", "")
        for message in context.iter("message"):
            made = message.find("translation")
            finished = made is not None and made.get("type") is None
            yield name, message.findtext("source", ""), (made.text or "") if made is not None and finished else ""


def update_script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("update", FOLDER / "update.py")
    assert spec is not None
    assert spec.loader is not None
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


@pytest.mark.parametrize("code", OTHERS)
def test_every_text_is_translated(code: str, tmp_path: Path) -> None:
    """A text that was added or changed without its translation fails here; run resources/translations/update.py."""
    fresh = tmp_path / "now.ts"
    update_script().read_sources(fresh, code)
    wanted = {(context, source) for context, source, _ in messages(fresh)}
    have = {(context, source) for context, source, said in messages(FOLDER / f"clickmatte_{code}.ts") if said}
    assert wanted - have == set()
    assert have - wanted == set()


@pytest.mark.parametrize("code", OTHERS)
def test_blanks_to_fill_in_are_kept(code: str) -> None:
    for context, source, said in messages(FOLDER / f"clickmatte_{code}.ts"):
        assert sorted(re.findall(r"\{\w*\}", source)) == sorted(re.findall(r"\{\w*\}", said)), (context, source)
        assert source.endswith("…") == said.endswith("…"), (context, source)


@pytest.mark.parametrize("code", OTHERS)
def test_the_compiled_file_says_the_same(code: str) -> None:
    translator = QTranslator()
    assert translator.load(str(FOLDER / f"clickmatte_{code}.qm"))
    for context, source, said in messages(FOLDER / f"clickmatte_{code}.ts"):
        assert translator.translate(context, source) == said


def test_the_window_speaks_german(qtbot: QtBot, qapp: QApplication) -> None:
    translator = texts.install_language(qapp, "de")
    assert translator is not None
    try:
        window = MainWindow("de")
        qtbot.addWidget(window, before_close_func=lambda widget: widget.finish_close())
        assert window.actions_by_id["track.both"].text() == "In beide Richtungen verfolgen"
        assert window.dock("refine").windowTitle() == "Verfeinern"
        assert "Clip öffnen" in window.canvas.hint() or "Clip" in window.canvas.hint()
        chosen: list[str] = []
        window.language_chosen.connect(chosen.append)
        english = next(
            a for a in window.findChildren(type(window.actions_by_id["track.both"])) if a.text() == "English"
        )
        assert not english.isChecked()
        english.trigger()
        assert chosen == ["en"]
    finally:
        QCoreApplication.removeTranslator(translator)


def test_a_language_that_is_not_there_is_not_spoken(qapp: QApplication) -> None:
    assert texts.install_language(qapp, "xx") is None


def test_what_qt_says_itself_is_in_the_same_language(qtbot: QtBot, qapp: QApplication) -> None:
    """File dialogs and the field for a new key stayed English."""
    spoken = texts.install_all(qapp, "de")
    try:
        assert QCoreApplication.translate("QKeySequenceEdit", "Press shortcut") != "Press shortcut"
        assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "Abbrechen"
    finally:
        for translator in spoken:
            QCoreApplication.removeTranslator(translator)
