"""Views are tested as a person uses them: real events, and the pixels that come out."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from app.views import theme


@pytest.fixture(autouse=True)
def themed(qapp: QApplication) -> None:
    """The dark theme, applied once for all tests."""
    if qapp.property("themed") is None:
        theme.apply_theme(qapp)
        qapp.setProperty("themed", True)
