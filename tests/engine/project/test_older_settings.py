"""Settings that an older version wrote: what was chosen there looks as it did, the rest is today's."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from engine.project.model import ObjectSpec, RefineSettings
from engine.project.parts import read_part, write_part
from engine.types import ObjectId


def older(value: Any) -> str:
    """The part's text from before islands were dropped."""
    plain = json.loads(write_part(value, {}))
    del plain.get("refine", plain)["drop_islands"]
    return json.dumps(plain)


def read(key: str, text: str) -> Any:
    return read_part(key, text, lambda digest: b"")


@pytest.mark.parametrize(("specks", "islands"), [(64.0, RefineSettings().drop_islands), (0.0, 0.0), (500.0, 0.0)])
def test_who_chose_which_specks_go_loses_no_islands(specks: float, islands: float) -> None:
    """Islands are dropped by default since; a project in which specks were set by hand has to look as it did."""
    settings = RefineSettings(drop_specks_px2=specks, grow_px=1.5)
    spec = ObjectSpec(ObjectId(3), "dog", (1, 2, 3), refine=settings)
    wanted = replace(settings, drop_islands=islands)
    assert read("object/3", older(spec)) == replace(spec, refine=wanted)
    assert read("refine/3/1001", older(settings)) == wanted


def test_what_is_written_today_is_read_as_it_is() -> None:
    settings = RefineSettings(drop_specks_px2=500, drop_islands=0.7)
    assert read("refine/3/1001", write_part(settings, {})) == settings
