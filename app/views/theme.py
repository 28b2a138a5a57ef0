"""How the window looks: one place for greys, the accent, sizes and fonts.

All surfaces are neutral (R = G = B), so that nothing beside the picture shifts how its colours are seen. Colour is kept
for meaning: the accent for what is chosen, green and red for include and exclude, amber for doubt.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontInfo, QPalette
from PySide6.QtWidgets import QApplication

RESOURCES = Path(__file__).resolve().parents[2] / "resources"

CANVAS = QColor("#161616")
WELL = QColor("#191919")
WINDOW = QColor("#1f1f1f")
PANEL = QColor("#252525")
RAISED = QColor("#303030")
HOVER = QColor("#3a3a3a")
LINE = QColor("#121212")
EDGE = QColor("#3d3d3d")
TEXT = QColor("#d8d8d8")
DIM = QColor("#9a9a9a")
FAINT = QColor("#6a6a6a")
ACCENT = QColor("#4f9ddb")
ACCENT_DEEP = QColor("#2f6ea3")
POSITIVE = QColor("#5fc27e")
NEGATIVE = QColor("#e5605e")
DOUBT = QColor("#e3a948")
PLAYHEAD = QColor("#f2f2f2")

FONT_PX = 12
SMALL_PX = 11
TITLE_PX = 20
SPACE = 6
ROW = 26
ICON = 18
FAMILIES = (
    "Inter",
    "SF Pro Text",
    "Segoe UI Variable Text",
    "Segoe UI",
    "Noto Sans",
    "Cantarell",
    "Ubuntu",
    "Open Sans",
)


def font(pixels: int = FONT_PX, bold: bool = False) -> QFont:
    """The interface's font at a size in device-independent pixels; the system's own where none of ours is there."""
    families = _families()
    chosen = QFont(QApplication.font())
    if families:
        chosen.setFamilies(list(families))
    elif QFontInfo(chosen).family().startswith("DejaVu"):
        chosen.setStretch(92)
    chosen.setPixelSize(pixels)
    chosen.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    return chosen


@lru_cache(maxsize=1)
def _families() -> tuple[str, ...]:
    return tuple(name for name in FAMILIES if QFontDatabase.hasFamily(name))


def number_font(pixels: int = FONT_PX, bold: bool = False) -> QFont:
    """Like `font`, with figures of one width, so that running timecode does not jitter."""
    chosen = font(pixels, bold)
    chosen.setFeature(QFont.Tag("tnum"), 1)
    return chosen


def apply_theme(app: QApplication) -> None:
    """Give the whole application the dark neutral look. Call once, before the first window."""
    app.setStyle("Fusion")
    app.setPalette(palette())
    app.setFont(font())
    app.setStyleSheet(stylesheet())


def palette() -> QPalette:
    """The colours for everything the style sheet does not name."""
    made = QPalette()
    role = QPalette.ColorRole
    pairs = {
        role.Window: PANEL,
        role.WindowText: TEXT,
        role.Base: WELL,
        role.AlternateBase: WINDOW,
        role.Text: TEXT,
        role.PlaceholderText: FAINT,
        role.Button: RAISED,
        role.ButtonText: TEXT,
        role.BrightText: QColor("#ffffff"),
        role.Highlight: ACCENT_DEEP,
        role.HighlightedText: QColor("#ffffff"),
        role.Link: ACCENT,
        role.LinkVisited: ACCENT,
        role.ToolTipBase: QColor("#101010"),
        role.ToolTipText: TEXT,
        role.Light: EDGE,
        role.Midlight: HOVER,
        role.Mid: RAISED,
        role.Dark: WELL,
        role.Shadow: LINE,
        role.Accent: ACCENT,
    }
    for key, colour in pairs.items():
        made.setColor(key, colour)
    for key in (role.WindowText, role.Text, role.ButtonText, role.HighlightedText):
        made.setColor(QPalette.ColorGroup.Disabled, key, FAINT)
    made.setColor(QPalette.ColorGroup.Disabled, role.Highlight, RAISED)
    return made


def stylesheet() -> str:
    """The small style sheet: flat controls, thin lines, one radius."""
    names = {
        "canvas": CANVAS, "well": WELL, "window": WINDOW, "panel": PANEL, "raised": RAISED, "hover": HOVER,
        "line": LINE, "edge": EDGE, "text": TEXT, "dim": DIM, "faint": FAINT, "accent": ACCENT, "deep": ACCENT_DEEP,
        "negative": NEGATIVE, "doubt": DOUBT,
    }  # fmt: skip
    sheet = (RESOURCES / "theme.qss").read_text(encoding="utf-8")
    for name, colour in names.items():
        sheet = sheet.replace(f"@{name};", f"{colour.name()};")
    icons = (RESOURCES / "icons").as_posix()
    return sheet.replace("@icons", icons).replace("@small", f"{SMALL_PX}px")
