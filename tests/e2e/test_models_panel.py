"""Models are fetched, held, given up and compared with the panel's buttons, from a real server."""

from __future__ import annotations

import contextlib
import hashlib
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton

from app.views.models import JobState
from engine.models.loader import LoadedModel
from engine.models.registry import MODELS, ModelSpec
from engine.project.model import ProjectSettings
from tests.e2e.conftest import Person
from tests.moving import place
from tests.tiny_models import tiny_model

WEIGHTS = bytes(range(256)) * 8192
"""Two megabytes that could be weights."""
HALF = len(WEIGHTS) // 2
PIECE = 1 << 16


@dataclass
class Server:
    """Serves WEIGHTS with ranges, slowly after the first half until it is let go on."""

    address: str = ""
    goes_on: threading.Event = field(default_factory=threading.Event)
    breaks_off: bool = False
    sent: bytes = WEIGHTS
    ranges: list[str] = field(default_factory=list)

    def handler(self) -> type[BaseHTTPRequestHandler]:
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                asked = self.headers.get("Range", "")
                server.ranges.append(asked)
                start = int(asked.removeprefix("bytes=").rstrip("-")) if asked else 0
                if server.breaks_off and start >= HALF:
                    self.send_error(404)
                    return
                self.send_response(206 if asked else 200)
                self.send_header("Content-Length", str(len(server.sent) - start))
                if asked:
                    self.send_header("Content-Range", f"bytes {start}-{len(WEIGHTS) - 1}/{len(WEIGHTS)}")
                self.send_header("ETag", '"one"')
                self.end_headers()
                with contextlib.suppress(OSError):  # nobody listens any more: that is what is tested
                    self._send(start)

            def _send(self, start: int) -> None:
                for at in range(start, len(server.sent), PIECE):
                    if at >= HALF and server.breaks_off:
                        self.connection.close()
                        return
                    if at >= HALF:
                        server.goes_on.wait(0.05)
                    self.wfile.write(server.sent[at : at + PIECE])

            def log_message(self, *_: object) -> None:
                pass

        return Handler


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Server]:
    monkeypatch.setenv("CLICKMATTE_MODELS", str(tmp_path / "models"))
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    made = Server()
    http = ThreadingHTTPServer(("127.0.0.1", 0), made.handler())
    made.address = f"http://127.0.0.1:{http.server_port}/tiny.pt"
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield made
    made.goes_on.set()
    http.shutdown()
    thread.join()
    http.server_close()


NANO = next(spec for spec in MODELS if spec.shipped)
TINY = next(spec for spec in MODELS if spec.name == "sam2.1_hiera_tiny")


@pytest.fixture
def offered(server: Server) -> ModelSpec:
    digest = hashlib.sha256(WEIGHTS).hexdigest()
    return replace(TINY, url=server.address, size_bytes=len(WEIGHTS), sha256=digest)


@pytest.fixture
def loads() -> list[str]:
    return []


@pytest.fixture
def person(people: Callable[..., Person], offered: ModelSpec, loads: list[str], clip: Path) -> Person:
    """At an open clip, with the models panel in front."""

    def load(settings: ProjectSettings) -> LoadedModel:
        loads.append(settings.model)
        return tiny_model()

    made = people(load=load, catalogue=(NANO, offered))
    made.open(clip)
    made.app.window.show_panel("models")
    return made


def buttons(person: Person) -> dict[str, QAbstractButton]:
    """What can be pressed on the card, by what it says."""
    card = person.app.window.models.card(TINY.name)
    return {b.text(): b for b in card.findChildren(QAbstractButton) if b.isVisible()}


def press(person: Person, text: str) -> None:
    person.wait(lambda: text in buttons(person))
    QTest.mouseClick(buttons(person)[text], Qt.MouseButton.LeftButton)


def choose(person: Person, text: str) -> None:
    """From the card's menu."""
    menu = person.app.window.models.card(TINY.name).menu()
    next(action for action in menu.actions() if action.text() == text).trigger()
    menu.deleteLater()


def state(person: Person) -> JobState:
    return person.app.jobs.rows[-1].state


def has_half(person: Person) -> bool:
    return person.app.window.models.card(TINY.name)._bar.value() >= 450


def test_a_model_is_fetched_held_gone_on_with_and_used(
    person: Person, server: Server, loads: list[str], tmp_path: Path
) -> None:
    press(person, "Download")
    person.wait(lambda: has_half(person))
    press(person, "Pause")
    person.wait(lambda: state(person) is JobState.PAUSED)
    person.wait(lambda: person.app.models._downloads.wait(0))
    assert person.app.window.models.card(TINY.name)._state.text().endswith("MB of 2 MB, paused")
    server.goes_on.set()
    press(person, "Go on")
    person.wait(lambda: "Use" in buttons(person))
    assert server.ranges[0] == ""
    assert int(server.ranges[-1].removeprefix("bytes=").rstrip("-")) >= HALF // 2, "it went on where it stopped"
    assert [(row.title, row.state) for row in person.app.jobs.rows] == [("Download SAM 2.1 tiny", JobState.DONE)]
    assert (tmp_path / "models" / "sam2.1_hiera_tiny.pt").read_bytes() == WEIGHTS
    press(person, "Use")
    person.wait(lambda: loads[-1] == TINY.name)
    assert person.session.document.history.names == ("Model: SAM 2.1 tiny",)


def test_going_on_before_it_has_stopped_is_not_lost(person: Person, server: Server) -> None:
    press(person, "Download")
    person.wait(lambda: has_half(person))
    person.app.window.models.pause_requested.emit(TINY.name)
    person.app.window.models.download_requested.emit(TINY.name)
    server.goes_on.set()
    person.wait(lambda: state(person) is JobState.DONE)


def test_what_has_come_can_be_thrown_away(person: Person, server: Server, tmp_path: Path) -> None:
    """Cancelling a download only held it: half a file stayed for good."""
    press(person, "Download")
    person.wait(lambda: has_half(person))
    told = person.app.window.problems.accessibleDescription()
    choose(person, "Cancel the download")
    person.wait(lambda: state(person) is JobState.CANCELLED and "Download" in buttons(person))
    person.wait(lambda: not list((tmp_path / "models").iterdir()))
    assert person.app.window.problems.accessibleDescription() == told


def test_a_broken_connection_is_told_and_gone_on_with(person: Person, server: Server) -> None:
    server.breaks_off = True
    press(person, "Download")
    person.wait(lambda: state(person) is JobState.FAILED)
    assert "HTTP 404" in person.app.window.problems.accessibleDescription()
    server.breaks_off = False
    server.goes_on.set()
    press(person, "Go on")
    person.wait(lambda: state(person) is JobState.DONE)
    assert "Use" in buttons(person)


def test_weights_with_another_checksum_are_not_kept(person: Person, server: Server, tmp_path: Path) -> None:
    server.sent = WEIGHTS[:-1] + b"x"
    server.goes_on.set()
    press(person, "Download")
    person.wait(lambda: state(person) is JobState.FAILED)
    assert "another SHA-256" in person.app.window.problems.accessibleDescription()
    assert not list((tmp_path / "models").iterdir())
    person.wait(lambda: "Download" in buttons(person))


def test_leaving_in_the_middle_keeps_what_has_come(
    person: Person, server: Server, people: Callable[..., Person], offered: ModelSpec, clip: Path
) -> None:
    press(person, "Download")
    person.wait(lambda: has_half(person))
    person.leave()
    server.goes_on.set()
    again = people(catalogue=(NANO, offered))
    again.open(clip)
    again.app.window.show_panel("models")
    press(again, "Go on")
    again.wait(lambda: state(again) is JobState.DONE)


def test_two_models_are_compared_on_the_current_frame(
    person: Person, offered: ModelSpec, loads: list[str], tmp_path: Path
) -> None:
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / offered.file_name).write_bytes(WEIGHTS)
    choose_it = "Compare with the current one on this frame"
    person.app.models._show()
    choose(person, choose_it)
    assert "Click on an object first" in person.app.window.problems.accessibleDescription()
    person.click_and_see(*place(0))
    panel = person.app.window.models
    choose(person, choose_it)
    assert panel._comparing.text() == "Comparing with SAM 2.1 tiny…"
    person.wait(panel._comparison.isVisible)
    assert loads[-1] == TINY.name
    assert panel._comparing.isHidden()
    assert panel._comparison.accessibleDescription().startswith("Predicted quality")
    person.wait(lambda: not panel._comparison.visibleRegion().isEmpty())
    person.go_to(3)
    choose(person, choose_it)
    assert "no prompts to compare by" in person.app.window.problems.accessibleDescription()


def test_the_input_size_reaches_the_model_and_is_undone(person: Person) -> None:
    """It could be set on the command line only."""
    panel = person.app.window.models
    assert [panel._size.itemText(i) for i in range(3)] == ["576 px, its own", "448 px", "288 px"]
    person.click_and_see(*place(0))
    person.wait(lambda: not person.app.prompts.is_waiting)
    panel._size.setFocus()
    for _ in range(2):
        QTest.keyClick(panel._size, Qt.Key.Key_Down)
    person.wait(lambda: panel._size_note.text().startswith("About 25 %"))
    assert person.session.document.project.settings.image_size == 288
    assert person.session.document.history.names[-1] == "Model input: 288 px"
    person.track()
    assert person.tracked() == 24
    person.press("edit.undo")
    person.press("edit.undo")
    person.press("edit.undo")
    assert person.session.document.project.settings.image_size is None
    assert panel._size.currentIndex() == 0
