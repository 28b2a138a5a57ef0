"""What a press on the timeline will do, in a sentence for the status line."""

from __future__ import annotations

from app.views.texts import translate


def hint(on_header: bool, on_handle: bool, on_lane: bool) -> str:
    """`on_header`: on the names at the left; `on_handle`: on an end of the marked range; `on_lane`: on an object's."""
    if on_handle:
        return translate("Timeline", "Drag to move this end of the range")
    if on_header:
        return translate("Timeline", "Click to make this the active object") if on_lane else ""
    if on_lane:
        return translate(
            "Timeline", "Drag to move the playhead · Shift + drag selects frames · right click locks them · wheel zooms"
        )
    return translate("Timeline", "Drag to move the playhead · Shift + drag selects frames · wheel zooms")
