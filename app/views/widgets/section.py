"""A titled part of a panel."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget


def heading(text: str, parent: QWidget | None = None) -> QLabel:
    """A quiet title over a group of controls."""
    label = QLabel(text, parent)
    label.setProperty("role", "heading")
    return label


def rule(parent: QWidget | None = None) -> QFrame:
    """A thin line between groups."""
    line = QFrame(parent)
    line.setProperty("role", "rule")
    line.setFixedHeight(1)
    return line


def scrolling(inner: QWidget) -> QScrollArea:
    """`inner` in an area that scrolls vertically only and has no frame."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(inner)
    return area


def column(widget: QWidget, margin: int = 10, spacing: int = 6) -> QVBoxLayout:
    """A vertical layout with the house's margins."""
    made = QVBoxLayout(widget)
    made.setContentsMargins(margin, margin, margin, margin)
    made.setSpacing(spacing)
    return made
