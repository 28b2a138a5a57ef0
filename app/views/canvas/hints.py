"""What a click will do, in a sentence: the status line and screen readers say it all the time."""

from __future__ import annotations

from app.views.canvas import marks
from app.views.models import Tool
from app.views.texts import translate


def hint(open_: bool, tool: Tool, under: marks.Hit, inside: bool, pans: bool, excludes: bool) -> str:
    """`under`: the prompt below the pointer; `inside`: on the picture; `pans`: dragging moves the picture."""
    if not open_:
        return translate("Canvas", "Open a clip to begin, or drop one on the window")
    if pans:
        return translate("Canvas", "Drag to move the picture · wheel zooms")
    if tool is Tool.BRUSH:
        return translate(
            "Canvas", "Paint what belongs to the object · right button takes away · Alt + wheel or [ ] for the size"
        )
    if tool is Tool.ERASER:
        return translate("Canvas", "Paint what does not belong · right button adds · Alt + wheel or [ ] for the size")
    if isinstance(under, marks.PointHit):
        return translate("Canvas", "Drag to move this point · right click or Delete removes it")
    if isinstance(under, marks.CornerHit):
        return translate("Canvas", "Drag to change the box · right click or Delete removes it")
    if isinstance(under, marks.BorderHit):
        return translate("Canvas", "Right click or Delete removes the box")
    if not inside:
        return translate("Canvas", "Point at the thing you want and click · drag a box around it")
    if excludes:
        return translate("Canvas", "Click to leave this out of the selection")
    return translate("Canvas", "Click to select this · Alt or right click leaves out · drag for a box")
