from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.media import open_source
from engine.media.source import VideoSource
from tests.engine.export.clips import write_clip


@pytest.fixture
def clip(tmp_path: Path) -> Iterator[VideoSource]:
    """Eight lossless frames of 128 × 96 at 24 frames a second, with sound."""
    source = open_source(write_clip(tmp_path / "clip.mkv", audio="flac"))
    yield source
    source.close()
