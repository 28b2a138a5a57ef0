"""The model's host by itself: when models are loaded."""

from __future__ import annotations

from typing import Any

from app.workers.model_requests import Preload
from app.workers.tracking_host import TrackingHost
from engine.project.model import ProjectSettings


def test_what_new_projects_use_is_loaded_before_there_is_a_clip() -> None:
    loaded: list[ProjectSettings] = []

    def load(settings: ProjectSettings) -> Any:
        loaded.append(settings)
        return object()

    host = TrackingHost(load)
    assert host.answer(0, Preload()) is None
    host.answer(0, Preload())
    assert loaded == [ProjectSettings()]
    host.close()
