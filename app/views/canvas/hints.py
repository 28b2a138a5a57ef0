"""What a click will do, in a sentence: the status line and screen readers say it all the time."""

from __future__ import annotations

from app.views.canvas import marks
from app.views.canvas.aim import Aim
from app.views.models import Tool
from app.views.texts import translate


def hint(aim: Aim) -> str:
    """What a press here begins."""
    if not aim.is_open:
        return translate("Canvas", "Open a clip to begin, or drop one on the window")
    if aim.pans:
        return translate("Canvas", "Drag to move the picture · wheel zooms")
    if aim.wipes:
        return translate("Canvas", "Drag to move the line between the original and the result")
    if aim.prompts is not None and aim.prompts.locked:
        return translate("Canvas", "{0} is locked: unlock it to change it, or start a new object").format(
            aim.prompts.name
        )
    if aim.paints:
        return _painting(aim)
    return _under(aim) or _clicking(aim)


def _painting(aim: Aim) -> str:
    name = aim.prompts.name if aim.prompts is not None else ""
    if aim.tool is Tool.ERASER:
        if not name:
            return translate("Canvas", "There is no object to take away from: choose one in the list")
        return translate(
            "Canvas", "Paint what does not belong to {0} · right button adds · Alt + wheel or [ ] for the size"
        ).format(name)
    if not name:
        return translate("Canvas", "Paint a new object · Alt + wheel or [ ] for the size")
    return translate(
        "Canvas", "Paint what belongs to {0} · right button takes away · Alt + wheel or [ ] for the size"
    ).format(name)


def _under(aim: Aim) -> str:
    if isinstance(aim.under, marks.PointHit):
        if aim.prompts is not None and aim.prompts.hypothesis is not None:
            return translate("Canvas", "Tab for another meaning · drag to move this point · right click removes it")
        return translate("Canvas", "Drag to move this point · right click or Delete removes it")
    if isinstance(aim.under, marks.CornerHit):
        return translate("Canvas", "Drag to change the box · right click or Delete removes it")
    if isinstance(aim.under, marks.BorderHit):
        return translate("Canvas", "Right click or Delete removes the box")
    return ""


def _clicking(aim: Aim) -> str:
    if not aim.inside:
        return translate("Canvas", "Point at the thing you want and click · drag a box around it")
    if aim.prompts is None:
        if aim.excludes:
            return translate("Canvas", "There is no object to leave this out of: choose one in the list")
        return translate("Canvas", "Click to select this as a new object · drag for a box")
    if aim.excludes:
        return translate("Canvas", "Click to leave this out of {0}").format(aim.prompts.name)
    return translate("Canvas", "Click to add this to {0} · Alt or right click leaves out · drag for a box").format(
        aim.prompts.name
    )
