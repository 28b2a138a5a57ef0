"""What the engine says in English reaches the person in the chosen language."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from app.views import messages, texts, theme
from app.views.labels import label
from app.views.models import JobRow, JobState, Problem
from app.views.panels.history import HistoryPanel
from app.views.panels.jobs import JobsPanel
from app.views.widgets.problem_bar import ProblemBar
from engine.errors import MediaError
from engine.media import open_source


@pytest.fixture
def german(qapp: QApplication) -> Iterator[None]:
    translator = texts.install_language(qapp, "de")
    assert translator is not None
    yield
    QCoreApplication.removeTranslator(translator)


def test_the_table_has_everything_that_is_said() -> None:
    """A sentence was added or changed: run resources/translations/update.py, and translate it."""
    spec = importlib.util.spec_from_file_location("collector", theme.RESOURCES / "translations" / "messages.py")
    assert spec is not None
    assert spec.loader is not None
    collector = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(collector)
    now, table = collector.collect(), json.loads(messages.TABLE.read_text(encoding="utf-8"))
    assert sorted(set(now) - set(table)) == []
    assert sorted(set(table) - set(now)) == []


@pytest.mark.usefixtures("german")
@pytest.mark.parametrize(
    ("english", "german_text"),
    [
        ("Nothing is open.", "Nichts ist offen."),
        ("“a b.mov” is damaged or cut off.", "„a b.mov“ ist beschädigt oder abgeschnitten."),
        ("Dog is hidden here", "Dog ist hier verdeckt"),
        ("Track Dog, Ball · both ways", "Verfolgen: Dog, Ball · beide Richtungen"),
        ("Track Dog (240 frames)", "Dog verfolgen (240 Bilder)"),
        ("about 1.2 GB, 4 min", "etwa 1.2 GB, 4 min"),
        ("Clear prompts of Dog", "Vorgaben löschen bei Dog"),
        (
            "a.mov is another clip than b.mov: its size or contents differ.",
            "a.mov ist ein anderer Clip als b.mov: Größe oder Inhalt sind anders.",
        ),
        (
            "There are no masks to export yet. Click on something and track it first.",
            "Es gibt noch keine Masken zu exportieren. Klicken Sie etwas an und verfolgen Sie es zuerst.",
        ),
        ("not said, taken as BT.709, limited range", "nicht genannt, gelesen als BT.709, begrenzter Umfang"),
        (
            "'Object 1' has no mask on 6 of 300 frames; there it is exported as empty.\n"
            "'Object 2' has no mask on 1 of 300 frames; there it is exported as empty.",
            "„Object 1“ hat auf 6 von 300 Bildern keine Maske; dort wird es leer exportiert.\n"
            "„Object 2“ hat auf 1 von 300 Bildern keine Maske; dort wird es leer exportiert.",
        ),
        ("nano · on the CPU with 2 threads in bfloat16", "nano · auf der CPU mit 2 Threads in bfloat16"),
        ("Effect: Blur on everything else", "Effekt: Unschärfe auf allem anderen"),
        ("Blur: 12 px", "Unschärfe: 12 px"),
        ("Refine Dog: Feather 3 px · Grow -1.5 px", "Dog verfeinern: Weichzeichnen 3 px · Wachsen -1.5 px"),
        ("Precision: Half (bfloat16)", "Genauigkeit: Halb (bfloat16)"),
        ("Dog in front of Ball", "Dog vor Ball"),
        ("in front of Ball · not tracked yet", "vor Ball · noch nicht verfolgt"),
        ("1024 px, its own", "1024 px, seine eigene"),
        ("shot_0042.mov", "shot_0042.mov"),
        ("", ""),
    ],
)
def test_sentences_are_translated_with_their_values(english: str, german_text: str) -> None:
    assert label(english) == german_text


def test_english_stays_as_it_is() -> None:
    for text in ("Dog is hidden here", "Nothing is open.", "anything"):
        assert label(text) == text


@pytest.mark.usefixtures("german")
def test_an_error_of_the_engine_is_read_in_german(qtbot: QtBot, tmp_path: Path) -> None:
    """Errors, jobs and the history stayed English whatever the language."""
    broken = tmp_path / "broken.mp4"
    broken.write_bytes(b"")
    with pytest.raises(MediaError) as caught:
        open_source(broken)
    bar = ProblemBar()
    qtbot.addWidget(bar)
    bar.show_problem(Problem(caught.value.sentence, caught.value.remedy))
    assert bar.accessibleDescription().startswith("„broken.mp4“ ist leer.")


@pytest.mark.usefixtures("german")
def test_jobs_and_history_are_read_in_german(qtbot: QtBot) -> None:
    jobs, history = JobsPanel(), HistoryPanel()
    qtbot.addWidget(jobs)
    qtbot.addWidget(history)
    jobs.set_jobs((JobRow(1, "Export a.mov", JobState.CANCELLED, note="cancelled"),))
    history.set_history(("Add Dog", "Look: On a colour"), 2)
    assert history._list.item(1).text() == "Dog hinzufügen"
    assert history._list.item(2).text() == "Ansicht: Auf einer Farbe"
    said = {widget.text() for widget in jobs.findChildren(QLabel)}
    assert {"a.mov exportieren", "abgebrochen"} <= said
