from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from app.state.settings import RECENT_LIMIT, Place, Settings, SettingsStore


def test_what_is_kept_comes_back(tmp_path: Path) -> None:
    path = tmp_path / "config" / "settings.json"
    project = tmp_path / "Käse 犬.clickmatte"
    settings = replace(Settings(), shortcuts={"play.toggle": "P"}, tour_done=True, brush_radius_px=7.5)
    settings = settings.with_recent(project)
    SettingsStore(path).change(settings)
    assert SettingsStore(path).settings == settings
    assert list(path.parent.iterdir()) == [path], "nothing half-written lies about"


@pytest.mark.parametrize("text", ["", "{", "[]", '{"recent": 7}', "\0\0"])
def test_a_damaged_file_gives_the_defaults(tmp_path: Path, text: str) -> None:
    path = tmp_path / "settings.json"
    path.write_text(text, encoding="utf-8")
    store = SettingsStore(path)
    assert store.settings.shortcuts == {}
    store.change(replace(Settings(), language="de"))
    assert SettingsStore(path).settings.language == "de"


def test_settings_of_a_later_version_are_read_as_far_as_known(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_text('{"language": "de", "telepathy": true}', encoding="utf-8")
    assert SettingsStore(path).settings == replace(Settings(), language="de")


def test_recent_projects_are_in_order_once_each_and_bounded(tmp_path: Path) -> None:
    settings = Settings()
    for i in [*range(RECENT_LIMIT + 5), 10]:
        settings = settings.with_recent(tmp_path / str(i))
    assert len(settings.recent) == RECENT_LIMIT
    assert settings.recent[:2] == (str(tmp_path / "10"), str(tmp_path / str(RECENT_LIMIT + 4)))
    assert len(set(settings.recent)) == RECENT_LIMIT


def test_a_place_comes_back_from_a_note() -> None:
    place = Place(41, 3, "brush", "free", 2.5, (10.0, 20.0), "matte")
    assert Place.from_note(json.loads(json.dumps(place.as_note()))) == place


@pytest.mark.parametrize("note", [None, 3, [], {"frame": "x"}, {"frame": -1}, {"zoom_centre": [1]}, {"zoom_fit": 1}])
def test_a_note_that_makes_no_sense_is_the_beginning(note: object) -> None:
    assert Place.from_note(note) == Place()


def test_a_disk_that_refuses_disturbs_nobody(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    store = SettingsStore(blocked / "settings.json")
    store.change(replace(Settings(), muted=True))
    assert store.settings.muted
