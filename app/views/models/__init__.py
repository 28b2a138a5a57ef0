"""What the views show and what they say back, as frozen values that controllers fill.

Frames are counted from 0. Coordinates are pixels of the upright frame in its stored grid (pixel aspect not applied),
(0, 0) at the outer corner of the top left pixel. Pictures are numpy arrays ready for QImage; who shows one keeps a
reference.
"""

from __future__ import annotations

from app.views.models.canvas import Fit, Ghost, Layer, Picture, PointMark, PromptMarks, Tool, ZoomState
from app.views.models.export import ExportChoice, ExportModel, PresetRow
from app.views.models.panels import (
    Comparison,
    DeviceModel,
    JobRow,
    JobState,
    LookItem,
    LooksModel,
    ModelRow,
    ModelState,
    ObjectRow,
    Parameter,
    ParameterKind,
    RefineModel,
)
from app.views.models.pixels import Bgra, Points
from app.views.models.timeline import (
    ClipTimes,
    CurveModel,
    InOut,
    LaneModel,
    LaneSpan,
    PlaybackState,
    SpanKind,
    Waveform,
)
from app.views.models.window import ClipModel, ClipRow, Problem, RecentRow, StatusModel, TrackingState

__all__ = [
    "Bgra",
    "ClipModel",
    "ClipRow",
    "ClipTimes",
    "Comparison",
    "CurveModel",
    "DeviceModel",
    "ExportChoice",
    "ExportModel",
    "Fit",
    "Ghost",
    "InOut",
    "JobRow",
    "JobState",
    "LaneModel",
    "LaneSpan",
    "Layer",
    "LookItem",
    "LooksModel",
    "ModelRow",
    "ModelState",
    "ObjectRow",
    "Parameter",
    "ParameterKind",
    "Picture",
    "PlaybackState",
    "PointMark",
    "Points",
    "PresetRow",
    "Problem",
    "PromptMarks",
    "RecentRow",
    "RefineModel",
    "SpanKind",
    "StatusModel",
    "Tool",
    "TrackingState",
    "Waveform",
    "ZoomState",
]
