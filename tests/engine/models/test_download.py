"""Downloads against a real HTTP server on this machine that misbehaves on request."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from engine.errors import DownloadError
from engine.models.download import DownloadOptions, download, download_model
from engine.models.registry import model_spec

CONTENT = bytes(range(256)) * 8192
SHA256 = hashlib.sha256(CONTENT).hexdigest()
NO_PAUSE = DownloadOptions(pause_s=lambda _: None)


@dataclass
class Behaviour:
    """What the server does; `requests` records the Range header of each request."""

    content: bytes = CONTENT
    break_after: list[int] = field(default_factory=list)
    """Bytes sent before the connection is cut, for one request after the other; then all is sent."""
    ranges: bool = True
    etag: str = '"one"'
    status: int = 0
    requests: list[str] = field(default_factory=list)


class Server(ThreadingHTTPServer):
    behaviour: Behaviour

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/weights.pt"


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        how = self.server.behaviour
        wanted = self.headers.get("Range", "")
        how.requests.append(wanted)
        if how.status:
            self.send_error(how.status)
            return
        start = 0
        if wanted and how.ranges and self.headers.get("If-Range", how.etag) == how.etag:
            start = int(wanted.removeprefix("bytes=").removesuffix("-"))
            if start >= len(how.content):
                self.send_error(416)
                return
        body = how.content[start:]
        self.send_response(206 if start else 200)
        if start:
            self.send_header("Content-Range", f"bytes {start}-{len(how.content) - 1}/{len(how.content)}")
        self.send_header("Content-Length", str(len(body)))
        if how.etag:
            self.send_header("ETag", how.etag)
        self.end_headers()
        self.wfile.write(body[: how.break_after.pop(0)] if how.break_after else body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[Server]:
    server = Server(("127.0.0.1", 0), Handler)
    server.behaviour = Behaviour()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "127.0.0.1")


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_file_arrives_whole_with_progress(server: Server, tmp_path: Path) -> None:
    target = tmp_path / "new" / "w.pt"
    steps = list(download(server.url, target, len(CONTENT), SHA256, NO_PAUSE))
    assert target.read_bytes() == CONTENT
    assert files(target.parent) == ["w.pt"]
    done = [step.done_bytes for step in steps]
    assert done == sorted(done)
    assert len(steps) > 4
    assert steps[-1].path == target
    assert {step.total_bytes for step in steps} == {len(CONTENT)}


def test_a_broken_connection_is_resumed_within_one_call(server: Server, tmp_path: Path) -> None:
    server.behaviour.break_after = [700_000, 500_000]
    list(download(server.url, tmp_path / "w.pt", len(CONTENT), SHA256, NO_PAUSE))
    assert (tmp_path / "w.pt").read_bytes() == CONTENT
    assert server.behaviour.requests == ["", "bytes=700000-", "bytes=1200000-"]


def test_pauses_grow_between_attempts(server: Server, tmp_path: Path) -> None:
    server.behaviour.break_after = [1000, 1000]
    pauses: list[float] = []
    list(download(server.url, tmp_path / "w.pt", None, SHA256, DownloadOptions(pause_s=pauses.append)))
    assert pauses == [1.0, 2.0]


def test_a_later_call_goes_on_where_the_first_stopped(server: Server, tmp_path: Path) -> None:
    server.behaviour.break_after = [600_000]
    once = DownloadOptions(pause_s=lambda _: None, attempts=1)
    with pytest.raises(DownloadError, match="broke off") as caught:
        list(download(server.url, tmp_path / "w.pt", len(CONTENT), SHA256, once))
    assert "goes on where it stopped" in caught.value.remedy
    assert not (tmp_path / "w.pt").exists()
    steps = list(download(server.url, tmp_path / "w.pt", len(CONTENT), SHA256, once))
    assert steps[0].resumed_bytes == 600_000
    assert (tmp_path / "w.pt").read_bytes() == CONTENT


def test_a_closed_download_keeps_its_part(server: Server, tmp_path: Path) -> None:
    steps = download(server.url, tmp_path / "w.pt", len(CONTENT), SHA256, NO_PAUSE)
    for step in steps:
        if step.done_bytes > 300_000:
            break
    steps.close()
    assert (tmp_path / "w.pt.part").stat().st_size == step.done_bytes
    list(download(server.url, tmp_path / "w.pt", len(CONTENT), SHA256, NO_PAUSE))
    assert (tmp_path / "w.pt").read_bytes() == CONTENT
    assert server.behaviour.requests[-1] == f"bytes={step.done_bytes}-"


def test_a_server_without_ranges_sends_it_all_again(server: Server, tmp_path: Path) -> None:
    server.behaviour.break_after, server.behaviour.ranges = [900_000], False
    list(download(server.url, tmp_path / "w.pt", len(CONTENT), SHA256, NO_PAUSE))
    assert (tmp_path / "w.pt").read_bytes() == CONTENT


def test_a_file_that_changed_on_the_server_is_not_patched_together(server: Server, tmp_path: Path) -> None:
    """Without a known hash only the server's tag can tell that the second half belongs to another file."""
    server.behaviour.break_after = [600_000]
    once = DownloadOptions(pause_s=lambda _: None, attempts=1)
    with pytest.raises(DownloadError):
        list(download(server.url, tmp_path / "w.pt", options=once))
    server.behaviour.content, server.behaviour.etag = CONTENT[::-1], '"two"'
    list(download(server.url, tmp_path / "w.pt", options=once))
    assert (tmp_path / "w.pt").read_bytes() == CONTENT[::-1]


def test_a_part_nobody_can_vouch_for_is_dropped(server: Server, tmp_path: Path) -> None:
    (tmp_path / "w.pt.part").write_bytes(b"x" * 1000)
    list(download(server.url, tmp_path / "w.pt", options=NO_PAUSE))
    assert (tmp_path / "w.pt").read_bytes() == CONTENT
    assert server.behaviour.requests == [""]


def test_a_part_longer_than_the_file_is_dropped(server: Server, tmp_path: Path) -> None:
    (tmp_path / "w.pt.part").write_bytes(CONTENT + b"x")
    list(download(server.url, tmp_path / "w.pt", None, SHA256, NO_PAUSE))
    assert (tmp_path / "w.pt").read_bytes() == CONTENT


def test_a_wrong_hash_leaves_nothing_behind(server: Server, tmp_path: Path) -> None:
    server.behaviour.content = CONTENT[:-1] + b"?"
    with pytest.raises(DownloadError, match="another SHA-256"):
        list(download(server.url, tmp_path / "w.pt", len(CONTENT), SHA256, NO_PAUSE))
    assert files(tmp_path) == []


def test_a_wrong_size_is_refused_before_its_bytes_are_fetched(server: Server, tmp_path: Path) -> None:
    with pytest.raises(DownloadError, match="bytes long instead of 5"):
        list(download(server.url, tmp_path / "w.pt", 5, "", NO_PAUSE))
    assert files(tmp_path) == []


def test_no_room_is_said_before_a_byte_is_asked_for(server: Server, tmp_path: Path) -> None:
    full = DownloadOptions(free_bytes=lambda _: len(CONTENT), pause_s=lambda _: None)
    with pytest.raises(DownloadError, match="MB are free"):
        list(download(server.url, tmp_path / "w.pt", len(CONTENT), SHA256, full))
    assert server.behaviour.requests == []
    assert files(tmp_path) == []


def test_no_room_is_seen_when_only_the_server_knows_the_size(server: Server, tmp_path: Path) -> None:
    full = DownloadOptions(free_bytes=lambda _: 1000, pause_s=lambda _: None)
    with pytest.raises(DownloadError, match="MB are free"):
        list(download(server.url, tmp_path / "w.pt", options=full))
    assert not (tmp_path / "w.pt").exists()


def test_an_unwritable_folder_is_said(server: Server, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(DownloadError, match="cannot be written"):
        list(download(server.url, tmp_path / "file" / "w.pt", options=NO_PAUSE))


@pytest.mark.parametrize(("status", "tries", "sentence"), [(404, 1, "HTTP 404"), (503, 4, "broke off")])
def test_refusals_are_final_and_server_faults_are_retried(
    server: Server, tmp_path: Path, status: int, tries: int, sentence: str
) -> None:
    server.behaviour.status = status
    with pytest.raises(DownloadError, match=sentence):
        list(download(server.url, tmp_path / "w.pt", options=NO_PAUSE))
    assert len(server.behaviour.requests) == tries


def test_nobody_listening(tmp_path: Path) -> None:
    with pytest.raises(DownloadError, match="broke off"):
        list(download("http://127.0.0.1:9/w.pt", tmp_path / "w.pt", options=NO_PAUSE))


def test_only_web_addresses(tmp_path: Path) -> None:
    with pytest.raises(DownloadError, match="web address"):
        list(download((tmp_path / "x").as_uri(), tmp_path / "w.pt"))


def test_the_shipped_model_is_not_fetched() -> None:
    with pytest.raises(DownloadError, match="comes with"):
        list(download_model(model_spec("nano")))


def test_models_land_where_they_are_looked_for(server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import dataclasses

    from engine.models.locations import find_weights

    monkeypatch.setenv("CLICKMATTE_MODELS", str(tmp_path / "models"))
    spec = dataclasses.replace(model_spec("sam2.1_hiera_tiny"), url=server.url, size_bytes=len(CONTENT), sha256=SHA256)
    assert find_weights(spec) is None
    list(download_model(spec, NO_PAUSE))
    assert find_weights(spec) == tmp_path / "models" / "sam2.1_hiera_tiny.pt"
