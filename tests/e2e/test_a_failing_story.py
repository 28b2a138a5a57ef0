"""A story that fails leaves nothing running behind it: the next one, and the process, end as if it had not been."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

STORIES = """
from app.views.models import ExportChoice
from tests.moving import place


def test_fails_while_it_tracks_and_exports(person, clip, tmp_path):
    person.open(clip)
    person.click_and_see(*place(0))
    person.app.export.enqueue(ExportChoice("png-mov", tmp_path / "out.mov", (), 0, 24))
    person.app.window.jobs.pause_requested.emit(person.app.jobs.rows[0].id)
    person.press("track.forward")
    person.press("track.pause")
    person.wait(lambda: person.app.tracking.is_paused)
    kept = person.session
    assert kept is None, "on purpose"


def test_follows(person, clip):
    person.open(clip)
    person.click_and_see(*place(0))
    person.track()
    assert person.tracked() == 24
"""


def test_what_a_failing_story_began_is_stopped(tmp_path: Path) -> None:
    """A window that warned of a running export was never closed: its threads outlived the test, and the process died
    when the objects were collected some tests later."""
    stories = tmp_path / "test_stories.py"
    stories.write_text(STORIES)
    options = ["-c", str(ROOT / "pyproject.toml"), "--rootdir", str(ROOT), "--basetemp", str(tmp_path / "t")]
    done = subprocess.run(
        [sys.executable, "-X", "faulthandler", "-m", "pytest", *options, "-p", "tests.e2e.conftest", str(stories)],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.stdout.startswith("F."), done.stdout + done.stderr
    assert "on purpose" in done.stdout
    assert done.returncode == 1
