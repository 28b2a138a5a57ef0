"""Opening a clip the way its project wants it read."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from app.workers.opening import Opened, open_clip, open_project
from engine.media import ReadOptions, open_source
from engine.project.edits import SetSettings
from engine.types import FrameIndex
from tests import moving


def changed(opened: Opened, **settings: object) -> Path:
    """The project's file, after its reading was changed and everything was closed."""
    project = opened.file.project
    opened.file.do(SetSettings(replace(project.settings, **settings)))  # type: ignore[arg-type]
    opened.source.close()
    opened.file.close()
    return opened.file.path


def red_of(opened: Opened) -> float:
    try:
        return float(opened.source.read(FrameIndex(0)).rgb8()[..., 0].mean())
    finally:
        opened.source.close()
        opened.file.close()


def test_a_projects_colour_guess_reaches_the_picture(tmp_path: Path) -> None:
    """The choice was stored and never read."""
    clip = moving.write(tmp_path / "clip.mp4", moving.pictures(3))
    project = changed(open_clip(clip, tmp_path / "projects"), colour_guess="bt2020")
    with_guess = open_source(clip, ReadOptions(colour_guess="bt2020"))
    expected = float(with_guess.read(FrameIndex(0)).rgb8()[..., 0].mean())
    with_guess.close()
    usual = open_source(clip)
    assert abs(float(usual.read(FrameIndex(0)).rgb8()[..., 0].mean()) - expected) > 0.05
    usual.close()
    assert red_of(open_clip(clip, tmp_path / "projects")) == expected
    assert red_of(open_project(project)) == expected


def test_deinterlacing_reaches_the_reader_of_a_project_opened_by_its_clip(tmp_path: Path) -> None:
    clip = moving.write(tmp_path / "clip.mp4", moving.pictures(3))
    changed(open_clip(clip, tmp_path / "projects"), deinterlace=True)
    opened = open_clip(clip, tmp_path / "projects")
    try:
        assert opened.file.project.settings.deinterlace
        plain = open_source(clip).read(FrameIndex(1)).rgb8()
        assert (opened.source.read(FrameIndex(1)).rgb8() != plain).any()
    finally:
        opened.source.close()
        opened.file.close()
