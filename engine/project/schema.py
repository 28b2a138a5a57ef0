"""What stands in a project file. One SQLite database; every row that is trusted carries a checksum.

head         one row: revision, where in the history we are, the next object's id, the digest of all parts
parts        the project as it is now, in parts (parts.py)
steps        the undo history: what each step changed
attachments  PNG hints, by SHA-256; parts and steps name them
takes        one tracking run of one object each
masks        one row a frame and take: scores, and the digest of its mask
blobs        compressed masks (engine.masks.codec), by BLAKE2b-128; equal masks are kept once
memories     prompted memories, so that a memory bank can be built again
notes        where the window was left; not part of undo
migrations   which versions this file has been
"""

from __future__ import annotations

APPLICATION_ID = 0x434C4D54
"""'CLMT' in the header (SQLite's application_id): how a project is told from any other SQLite file."""

SCHEMA_VERSION = 1
"""In the header as user_version."""

TABLES: tuple[str, ...] = (
    """CREATE TABLE head (
        id INTEGER PRIMARY KEY, revision INTEGER NOT NULL, position INTEGER NOT NULL, last_step INTEGER NOT NULL,
        step_count INTEGER NOT NULL, next_object INTEGER NOT NULL, parts_digest TEXT NOT NULL, crc INTEGER NOT NULL
    ) STRICT""",
    "CREATE TABLE parts (key TEXT PRIMARY KEY, json TEXT NOT NULL) STRICT, WITHOUT ROWID",
    """CREATE TABLE steps (
        number INTEGER PRIMARY KEY, name TEXT NOT NULL, made_at TEXT NOT NULL, json TEXT NOT NULL, crc INTEGER NOT NULL
    ) STRICT""",
    "CREATE TABLE attachments (digest TEXT PRIMARY KEY, data BLOB NOT NULL) STRICT",
    """CREATE TABLE takes (
        id INTEGER PRIMARY KEY, object INTEGER NOT NULL, state TEXT NOT NULL, frames INTEGER NOT NULL,
        json TEXT NOT NULL, crc INTEGER NOT NULL
    ) STRICT""",
    """CREATE TABLE masks (
        take INTEGER NOT NULL, pts INTEGER NOT NULL, height INTEGER NOT NULL, width INTEGER NOT NULL,
        digest BLOB NOT NULL, presence REAL NOT NULL, quality REAL NOT NULL, area REAL NOT NULL,
        centre_x REAL, centre_y REAL, change REAL, crc INTEGER NOT NULL, PRIMARY KEY (take, pts)
    ) STRICT, WITHOUT ROWID""",
    "CREATE TABLE blobs (id INTEGER PRIMARY KEY, digest BLOB NOT NULL UNIQUE, data BLOB NOT NULL) STRICT",
    """CREATE TABLE memories (
        object INTEGER NOT NULL, pts INTEGER NOT NULL, model TEXT NOT NULL, prompts TEXT NOT NULL,
        data BLOB NOT NULL, crc INTEGER NOT NULL, PRIMARY KEY (object, pts, model, prompts)
    ) STRICT""",
    "CREATE TABLE notes (key TEXT PRIMARY KEY, json TEXT NOT NULL) STRICT, WITHOUT ROWID",
    "CREATE TABLE migrations (version INTEGER PRIMARY KEY, name TEXT NOT NULL, applied_at TEXT NOT NULL) STRICT",
)
