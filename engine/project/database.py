"""Opening the one SQLite file: what is no project is refused before SQLite may touch it."""

from __future__ import annotations

import sqlite3
import struct
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import psutil

from engine.errors import ProjectError
from engine.project.schema import APPLICATION_ID, SCHEMA_VERSION

BUSY_TIMEOUT_S = 10.0
"""How long one of our connections waits for the other; another process is kept out by ProcessLock."""
MAX_CELL_BYTES = 64 << 20
"""No value we write is larger; a damaged length does not make SQLite allocate more."""
_NETWORK = frozenset({"nfs", "nfs4", "cifs", "smb", "smbfs", "smb2", "smb3", "afpfs", "webdav", "9p", "fuse.sshfs"})


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """What SQLite says, as a ProjectError that an editor understands."""
    try:
        yield
    except (sqlite3.Error, OverflowError, UnicodeError) as error:
        raise project_error(path, error) from error


def project_error(path: Path, error: Exception) -> ProjectError:
    """The sentence for an error of SQLite's."""
    name = getattr(error, "sqlite_errorname", None) or ""
    if name.startswith("SQLITE_FULL"):
        return ProjectError(f"There is no room left to save {path.name}.", "Free some space; nothing saved is lost.")
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return ProjectError(f"{path.name} is in use by another program.", "Close it there and try again.")
    if name.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM", "SQLITE_AUTH")):
        return ProjectError(f"{path.name} cannot be written where it is.", "Copy it to a folder you may write to.")
    if name.startswith("SQLITE_IOERR"):
        return ProjectError(f"The disk failed while {path.name} was read or written.", "Check the drive.")
    return damaged(path)


def damaged(path: Path) -> ProjectError:
    """The sentence for a file that is broken."""
    return ProjectError(f"{path.name} is damaged.", "It has been left as it is; go back to a copy of it.")


def check_header(path: Path) -> None:
    """Refuse what is no project, by its first 100 bytes (SQLite file format, section 1.3). Reads only."""
    try:
        with path.open("rb") as file:
            header = file.read(100)
    except FileNotFoundError:
        raise ProjectError(f"There is no project {path}.", "Check the name.") from None
    except OSError as error:
        raise ProjectError(f"{path.name} cannot be read ({error.strerror}).") from None
    if not header:
        raise ProjectError(f"{path.name} is empty; it is no ClickMatte project.")
    if len(header) < 100 or not header.startswith(b"SQLite format 3\0"):
        raise ProjectError(f"{path.name} is no ClickMatte project.", "Open a .clickmatte file.")
    page_bytes, pages = struct.unpack(">H10xI", header[16:32])
    version, application = struct.unpack(">I4xI", header[60:72])
    if application != APPLICATION_ID:
        raise ProjectError(f"{path.name} was not made by ClickMatte.", "Open a .clickmatte file.")
    if version > SCHEMA_VERSION:
        raise ProjectError(f"A newer ClickMatte made {path.name}.", "Update ClickMatte to open it.")
    if pages * page_bytes > path.stat().st_size and not _has_log(path):
        raise ProjectError(f"{path.name} is incomplete: its end is missing.", "Copy it again from where it came.")


def _has_log(path: Path) -> bool:
    """Whether SQLite has something to finish here first; until then the header may be ahead of the file."""
    logs = (path.with_name(path.name + ending) for ending in ("-wal", "-journal"))
    return any(log.exists() and log.stat().st_size for log in logs)


def connected(path: Path) -> sqlite3.Connection:
    """A connection in autocommit mode, usable from any one thread at a time. Never creates a file."""
    connection = sqlite3.connect(
        f"file:{quote(path.as_posix())}?mode=rw",
        uri=True,
        isolation_level=None,
        check_same_thread=False,
        timeout=BUSY_TIMEOUT_S,
    )
    try:
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, MAX_CELL_BYTES)
        for pragma in ("trusted_schema = OFF", "cell_size_check = ON", "temp_store = MEMORY", "synchronous = FULL"):
            connection.execute(f"PRAGMA {pragma}")
    except BaseException:  # a damaged file is refused by the first of them
        connection.close()
        raise
    return connection


def check_pages(connection: sqlite3.Connection, path: Path) -> None:
    """SQLite's own check of every table but the compressed masks, which carry digests and are checked when read."""
    tables = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()
    for (table,) in tables:
        if table not in ("blobs", "attachments", "memories"):
            quoted = str(table).replace('"', '""')
            if connection.execute(f'PRAGMA quick_check("{quoted}")').fetchall() != [("ok",)]:
                raise damaged(path)


def choose_journal(connection: sqlite3.Connection, path: Path) -> str:
    """Write-ahead log where the file system shares memory between connections, else a rollback journal.

    Returns the mode in use. On a network drive even looking at a file in WAL mode needs shared memory, unless the
    connection is exclusive (sqlite.org/wal.html, section 8), so it is made so until the mode has changed.
    """
    if not on_network_drive(path):
        return str(connection.execute("PRAGMA journal_mode = WAL").fetchone()[0])
    connection.execute("PRAGMA locking_mode = EXCLUSIVE")
    mode = str(connection.execute("PRAGMA journal_mode = DELETE").fetchone()[0])
    connection.execute("PRAGMA locking_mode = NORMAL")
    connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    return mode


def on_network_drive(path: Path) -> bool:
    """Whether the file lies on another machine, as far as the system says."""
    if sys.platform == "win32":
        import ctypes

        remote = 4  # DRIVE_REMOTE of GetDriveTypeW
        return path.drive.startswith("\\\\") or ctypes.windll.kernel32.GetDriveTypeW(f"{path.drive}\\") == remote
    folders = {str(folder) for folder in path.resolve().parents}
    mounts = [mount for mount in psutil.disk_partitions(all=True) if mount.mountpoint in folders]
    nearest = max(mounts, key=lambda mount: len(mount.mountpoint), default=None)
    return nearest is not None and nearest.fstype.lower() in _NETWORK


def compact(connection: sqlite3.Connection) -> None:
    """Give freed pages back to the file system, and empty the write-ahead log. Outside any transaction.

    `execute` would free one page: the pragma does one a step and returns no columns, so Python stops after the first.
    """
    connection.executescript("PRAGMA incremental_vacuum")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
