"""Everything a person can change, as small frozen values that return their opposite.

    project, opposite = edit.apply(project)

An edit that makes no sense raises UsageError and nothing has changed: projects are frozen. `label(project)`, asked
before the edit is applied, is what the history panel shows. Applying the opposite gives the project before, except
`next_object_id`, which only grows.
"""

from __future__ import annotations

from engine.project.edit_base import Batch, Edit
from engine.project.object_edits import (
    PALETTE,
    AddObject,
    RemoveObject,
    RenameObject,
    ReorderObjects,
    RestoreObject,
    SetColour,
    SetHoldouts,
    SetLocked,
    SetSolo,
    SetVisible,
    free_colour,
)
from engine.project.project_edits import (
    AssignSpans,
    LockSpan,
    ReplaceTakes,
    SetLockedSpans,
    SetLook,
    SetSettings,
    SetSource,
)
from engine.project.prompt_edits import SetPrompts, SetRefine, SetRefineKey

__all__ = [
    "PALETTE",
    "AddObject",
    "AssignSpans",
    "Batch",
    "Edit",
    "LockSpan",
    "RemoveObject",
    "RenameObject",
    "ReorderObjects",
    "ReplaceTakes",
    "RestoreObject",
    "SetColour",
    "SetHoldouts",
    "SetLocked",
    "SetLockedSpans",
    "SetLook",
    "SetPrompts",
    "SetRefine",
    "SetRefineKey",
    "SetSettings",
    "SetSolo",
    "SetSource",
    "SetVisible",
    "free_colour",
]
