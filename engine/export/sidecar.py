"""A small JSON file beside pictures that cannot carry their own time, place or alpha convention."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from engine.export.formats import SequenceFormat
from engine.export.options import ExportPlan, Output
from engine.export.timecode import shifted
from engine.export.wave_file import wave_paths


def sidecar_path(plan: ExportPlan, output: Output) -> Path | None:
    """Where the sidecar goes; None where the file says everything itself."""
    region = output.region
    cropped = (region.width, region.height) != (plan.info.width, plan.info.height)
    if not plan.options.sidecar:
        return None
    if isinstance(plan.preset.format, SequenceFormat) and output.target.suffix.lower() != plan.preset.format.suffix:
        return output.target / "sequence.json"
    return output.target.with_name(output.target.name + ".json") if cropped else None


def sidecar_text(plan: ExportPlan, output: Output, times: list[tuple[int, int]]) -> dict[str, Any]:
    """Frame times (units of `time_base` seconds from the first frame), place in the clip's picture, alpha."""
    info, region = plan.info, output.region
    numbered = isinstance(plan.preset.format, SequenceFormat)
    return {
        "clip": info.path.name,
        "first_frame": int(plan.frames.start),
        "frames": len(times),
        "rate": str(info.rate),
        "time_base": str(info.time_base),
        "start_timecode": shifted(info.start_timecode, plan.frames.start, info.rate),
        "sound": [path.name for path in wave_paths(output.target, len(plan.audio))] if numbered else [],
        "times": [time for time, _ in times],
        "picture": {"width": info.width, "height": info.height},
        "crop": {"x": region.x, "y": region.y, "width": region.width, "height": region.height},
        "scale": str(plan.options.scale),
        "pixel_aspect": str(info.pixel_aspect),
        "alpha": "premultiplied" if plan.premultiplied else "straight",
        "objects": [plan.project.object(one).name for one in output.objects],
    }
