"""Fetching weights: resumable, checked, and in place only when whole.

Bytes go to `NAME.part` beside the target; the target appears by one rename after size and SHA-256 agree. A broken
connection is resumed with an HTTP range request (RFC 9110 §14), here and in the next call.
"""

from __future__ import annotations

import hashlib
import http.client
import os
import shutil
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn
from urllib.parse import urlsplit

from engine.errors import DownloadError
from engine.models.locations import weights_path
from engine.models.registry import ModelSpec

_CHUNK_BYTES = 1 << 18
_SPARE_BYTES = 64 << 20
"""Left free on the disk, so that a download never fills it to the last byte."""
_ATTEMPTS = 4
_TIMEOUT_S = 30.0
_PARTIAL, _RANGE_NOT_SATISFIABLE = 206, 416


@dataclass(frozen=True, slots=True)
class DownloadProgress:
    """How far a download is; the last one has `path` set."""

    done_bytes: int
    total_bytes: int | None
    resumed_bytes: int = 0
    """How much was there from an earlier attempt."""
    path: Path | None = None


@dataclass(frozen=True, slots=True)
class DownloadOptions:
    """What tests replace: the disk's free room, the pause between attempts, the time limit for one answer."""

    free_bytes: Callable[[Path], int] = field(default=lambda folder: shutil.disk_usage(folder).free)
    pause_s: Callable[[float], None] = time.sleep
    attempts: int = _ATTEMPTS
    timeout_s: float = _TIMEOUT_S


def download_model(spec: ModelSpec, options: DownloadOptions | None = None) -> Generator[DownloadProgress, None, None]:
    """Fetch the weights of `spec` to where `locations` looks for them. Raises DownloadError."""
    if not spec.url:
        raise DownloadError(f"{spec.name} comes with ClickMatte; there is nothing to fetch.")
    yield from download(spec.url, weights_path(spec), spec.size_bytes or None, spec.sha256, options)


def part_bytes(spec: ModelSpec) -> int:
    """How much of `spec` has come and waits for the rest; 0: nothing."""
    part = _part_of(weights_path(spec))
    return part.stat().st_size if part.is_file() else 0


def discard_part(spec: ModelSpec) -> None:
    """Throw away what has come of `spec` so far; the finished file, if there is one, stays."""
    part = _part_of(weights_path(spec))
    part.unlink(missing_ok=True)
    _tag_of(part).unlink(missing_ok=True)


def _part_of(target: Path) -> Path:
    return target.with_name(target.name + ".part")


def _tag_of(part: Path) -> Path:
    return part.with_name(part.name + ".etag")


def download(
    url: str,
    target: Path,
    size_bytes: int | None = None,
    sha256: str = "",
    options: DownloadOptions | None = None,
) -> Generator[DownloadProgress, None, None]:
    """Fetch `url` to `target`, yielding progress. Closing the generator keeps the part for the next call.

    Raises DownloadError: no room, no connection after several attempts, another size or another SHA-256 than asked for.
    """
    if urlsplit(url).scheme not in ("http", "https"):
        raise DownloadError(f"'{url}' is not a web address.")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        yield from _Fetch(url, target, size_bytes, sha256.lower(), options or DownloadOptions()).run()
    except OSError as error:
        raise DownloadError(
            f"{target.name} cannot be written to {target.parent} ({error.strerror}).",
            "Free some room or choose another folder with CLICKMATTE_MODELS.",
        ) from error


class _BrokenConnectionError(Exception):
    """The network failed; what has arrived is in the part file."""


class _Fetch:
    """One download: the part file, its running hash and how many bytes it holds."""

    def __init__(self, url: str, target: Path, size_bytes: int | None, sha256: str, options: DownloadOptions) -> None:
        self._url, self._target, self._options = url, target, options
        self._part = _part_of(target)
        self._tag_file = _tag_of(self._part)
        self._expected_bytes, self._sha256 = size_bytes, sha256
        self._total = size_bytes
        self._digest = hashlib.sha256()
        self._done = 0
        self._resumed = 0

    def run(self) -> Iterator[DownloadProgress]:
        self._take_up_part()
        self._check_room()
        for attempt in range(1, self._options.attempts + 1):
            try:
                yield from self._attempt()
                break
            except _BrokenConnectionError as error:
                if attempt == self._options.attempts:
                    raise DownloadError(
                        f"The connection for {self._target.name} broke off: {error.__cause__}.",
                        "Start it again later; it goes on where it stopped.",
                    ) from error
                self._options.pause_s(2.0 ** (attempt - 1))
        self._verify()
        with self._part.open("rb") as file:
            os.fsync(file.fileno())
        os.replace(self._part, self._target)
        self._tag_file.unlink(missing_ok=True)
        yield DownloadProgress(self._done, self._done, self._resumed, self._target)

    def _take_up_part(self) -> None:
        """Go on with an earlier part where its end can be proven: by the hash asked for or by the server's tag."""
        if not self._part.exists():
            return
        if not (self._sha256 or self._tag_file.exists()):
            self._restart()
            return
        with self._part.open("rb") as file:
            while chunk := file.read(_CHUNK_BYTES):
                self._digest.update(chunk)
                self._done += len(chunk)
        if self._expected_bytes is not None and self._done > self._expected_bytes:
            self._restart()
        self._resumed = self._done

    def _restart(self) -> None:
        self._part.unlink(missing_ok=True)
        self._tag_file.unlink(missing_ok=True)
        self._digest, self._done, self._resumed = hashlib.sha256(), 0, 0

    def _check_room(self) -> None:
        if self._total is None:
            return
        free, wanted = self._options.free_bytes(self._target.parent), self._total - self._done + _SPARE_BYTES
        if free < wanted:
            raise DownloadError(
                f"{self._target.name} needs {wanted / 1e6:.0f} MB, but only {free / 1e6:.0f} MB are free in "
                f"{self._target.parent}.",
                "Free some room or choose another folder with CLICKMATTE_MODELS.",
            )

    def _attempt(self) -> Iterator[DownloadProgress]:
        if self._expected_bytes is not None and self._done == self._expected_bytes:
            return
        with closing(self._open()) as response:
            self._accept(response)
            yield self._progress()
            with self._part.open("ab") as file:
                while chunk := self._read(response):
                    file.write(chunk)
                    self._digest.update(chunk)
                    self._done += len(chunk)
                    yield self._progress()
        if self._total is not None and self._done < self._total:
            raise _BrokenConnectionError from EOFError(f"{self._total - self._done} bytes are missing")

    def _progress(self) -> DownloadProgress:
        return DownloadProgress(self._done, self._total, self._resumed)

    def _open(self) -> http.client.HTTPResponse:
        request = urllib.request.Request(self._url, headers={"User-Agent": "ClickMatte", "Accept-Encoding": "identity"})
        if self._done:
            request.add_header("Range", f"bytes={self._done}-")
            if self._tag_file.exists():
                request.add_header("If-Range", self._tag_file.read_text(encoding="ascii"))
        try:
            response: http.client.HTTPResponse = urllib.request.urlopen(request, timeout=self._options.timeout_s)
            return response
        except urllib.error.HTTPError as error:
            error.close()
            if error.code == _RANGE_NOT_SATISFIABLE:
                self._restart()  # the part is longer than the file: it belongs to another one
                raise _BrokenConnectionError from error
            if 500 <= error.code < 600:
                raise _BrokenConnectionError from error
            raise DownloadError(
                f"The server refused {self._target.name} (HTTP {error.code}).", "Check the address or try later."
            ) from error
        except (OSError, http.client.HTTPException) as error:
            raise _BrokenConnectionError from error

    def _accept(self, response: http.client.HTTPResponse) -> None:
        """Learn the total size and the tag; begin anew where the server sends the whole file again."""
        starts_here = response.headers.get("Content-Range", "").startswith(f"bytes {self._done}-")
        if self._done and not (response.status == _PARTIAL and starts_here):
            if response.status == _PARTIAL:
                self._refuse("does not go on where it broke off")
            self._restart()
        length = response.headers.get("Content-Length")
        if length is not None and length.isdigit():
            self._total = self._done + int(length)
            if self._expected_bytes is not None and self._total != self._expected_bytes:
                self._refuse(f"is {self._total} bytes long instead of {self._expected_bytes}")
        tag = response.headers.get("ETag", "")
        if tag.startswith('"') and tag.isascii():  # weak tags do not prove equal bytes
            self._tag_file.write_text(tag, encoding="ascii")
        self._check_room()

    @staticmethod
    def _read(response: http.client.HTTPResponse) -> bytes:
        try:
            return response.read(_CHUNK_BYTES)
        except (OSError, http.client.HTTPException) as error:
            raise _BrokenConnectionError from error

    def _verify(self) -> None:
        if self._expected_bytes is not None and self._done != self._expected_bytes:
            self._refuse(f"is {self._done} bytes long instead of {self._expected_bytes}")
        if self._sha256 and self._digest.hexdigest() != self._sha256:
            self._refuse("has another SHA-256 than the published one")

    def _refuse(self, why: str) -> NoReturn:
        self._restart()
        raise DownloadError(
            f"What was sent for {self._target.name} {why}, so it was thrown away.",
            "Try again, or from another network.",
        )
