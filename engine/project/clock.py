"""The time of day, in one place."""

from __future__ import annotations

from datetime import UTC, datetime


def utc_now() -> str:
    """UTC to the second, ISO 8601."""
    return datetime.now(UTC).isoformat(timespec="seconds")
