from __future__ import annotations

import colorsys

import pytest
from PySide6.QtGui import QColor, QPalette

from app.views import icons, theme
from app.views.actions import ACTIONS, resolve_keys, spec


def test_ids_are_unique_and_belong_to_a_menu() -> None:
    names = [row.id for row in ACTIONS]
    assert len(names) == len(set(names))
    assert spec("track.both").keys == ("T",)
    with pytest.raises(KeyError):
        spec("no.such")


def test_an_override_takes_the_key_from_its_owner() -> None:
    keys = resolve_keys({"track.both": "Ctrl+Z"})
    assert keys["track.both"] == ("Ctrl+Z",)
    assert keys["edit.undo"] == ()
    assert keys["edit.redo"] == ("Ctrl+Shift+Z", "Ctrl+Y")
    assert resolve_keys({"edit.undo": ""})["edit.undo"] == ()


def test_every_icon_that_is_named_is_there_and_draws_something() -> None:
    for row in ACTIONS:
        if row.icon:
            image = icons.pixmap(row.icon, 20, QColor("#ffffff")).toImage()
            inked = sum(image.pixelColor(x, y).alpha() > 100 for x in range(20) for y in range(20))
            assert inked > 8, row.icon


def test_icons_are_one_family() -> None:
    """One grid, one line width, no colours of their own beside the few fixed ones."""
    for file in (theme.RESOURCES / "icons").glob("*.svg"):
        text = file.read_text(encoding="utf-8")
        if "currentColor" in text:
            assert 'viewBox="0 0 20 20"' in text, file.name
            assert 'stroke-width="1.4"' in text, file.name


def test_surfaces_are_neutral_grey() -> None:
    """A tint beside the picture would shift how its colours are seen."""
    for surface in (theme.CANVAS, theme.WELL, theme.WINDOW, theme.PANEL, theme.RAISED, theme.HOVER, theme.EDGE):
        assert colorsys.rgb_to_hsv(*surface.getRgbF()[:3])[1] == 0


@pytest.mark.parametrize("ground", [theme.WINDOW, theme.PANEL, theme.RAISED, theme.WELL])
def test_text_can_be_read(ground: QColor) -> None:
    """WCAG 2.1: 7:1 for text, 4.5:1 for secondary text."""
    assert _contrast(theme.TEXT, ground) >= 7
    assert _contrast(theme.DIM, ground) >= 4.5


def _contrast(one: QColor, other: QColor) -> float:
    lights = sorted((_luminance(one), _luminance(other)))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def _luminance(colour: QColor) -> float:
    parts = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in colour.getRgbF()[:3]]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def test_the_style_sheet_names_only_colours_that_exist() -> None:
    sheet = theme.stylesheet()
    assert "@" not in sheet.partition("*/")[2]
    assert theme.palette().color(QPalette.ColorRole.Window) == theme.PANEL
