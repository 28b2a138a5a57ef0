"""Views are tested as a person uses them: real events, and the pixels that come out."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, settings
from PySide6.QtWidgets import QApplication

from app.views import theme

# A busy machine is no reason to fail.
settings.register_profile("views", deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("views")


@pytest.fixture(autouse=True)
def themed(qapp: QApplication) -> None:
    """The dark theme, applied once for all tests."""
    if qapp.property("themed") is None:
        theme.apply_theme(qapp)
        qapp.setProperty("themed", True)
