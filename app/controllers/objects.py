"""The list of objects: names, colours, order, visibility, and which one is active."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from app.controllers.actions import Deed
from app.controllers.fronts import front_edit
from app.controllers.problems import Problems
from app.controllers.prompts import PromptController
from app.controllers.session import Session, SessionController, Stage
from app.state.lanes import HIDDEN, NOTHING, STALE, runs
from app.views.models import ObjectRow
from app.views.panels.objects import ObjectsPanel
from engine.errors import ClickMatteError, UsageError
from engine.project.edits import (
    Edit,
    RemoveObject,
    RenameObject,
    ReorderObjects,
    SetColour,
    SetLocked,
    SetSolo,
    SetVisible,
)
from engine.project.model import ObjectSpec
from engine.types import ObjectId


class ObjectsController(SessionController):
    """Fills the objects panel and answers it."""

    def __init__(self, stage: Stage, panel: ObjectsPanel, prompts: PromptController, problems: Problems) -> None:
        super().__init__(stage)
        self._panel = panel
        self._problems = problems
        panel.activated.connect(lambda i: self._activate(ObjectId(i)))
        panel.renamed.connect(lambda i, name: self._do(RenameObject(ObjectId(i), name)))
        panel.colour_chosen.connect(lambda i, colour: self._do(SetColour(ObjectId(i), tuple(colour))))
        panel.visible_set.connect(lambda i, on: self._do(SetVisible(ObjectId(i), on)))
        panel.lock_set.connect(lambda i, on: self._do(SetLocked(ObjectId(i), on)))
        panel.solo_set.connect(lambda i, on: self._do(SetSolo(ObjectId(i), on)))
        panel.order_set.connect(lambda ids: self._do(ReorderObjects(tuple(ObjectId(i) for i in reversed(ids)))))
        panel.front_set.connect(self._set_front)
        panel.removed.connect(lambda i: self._do(RemoveObject(ObjectId(i))))
        panel.added.connect(prompts.start_new_object)

    def deeds(self) -> dict[str, Deed]:
        """Actions by id."""
        return {
            "object.remove": lambda: self._do(RemoveObject(self._active().id)),
            "object.next": lambda: self._step(-1),
            "object.previous": lambda: self._step(1),
            "object.toggle_visible": lambda: self._do(SetVisible(self._active().id, not self._active().visible)),
            "object.toggle_lock": lambda: self._do(SetLocked(self._active().id, not self._active().locked)),
            "object.toggle_solo": lambda: self._do(SetSolo(self._active().id, not self._active().solo)),
            "object.raise": lambda: self._move(1),
            "object.lower": lambda: self._move(-1),
        }

    def _activate(self, object_id: ObjectId) -> None:
        if self.session is not None:
            self.session.view.set_active_object(object_id)

    def _active(self) -> ObjectSpec:
        if self.session is not None:
            for spec in self.session.document.project.objects:
                if spec.id == self.session.view.active_object:
                    return spec
        raise UsageError("No object is active.", "Click on an object in the picture or in the list.")

    def _step(self, step: int) -> None:
        """Along the list, which shows the front object first."""
        session = self.session
        if session is None or not session.document.project.objects:
            return
        ids = [spec.id for spec in session.document.project.objects]
        active = session.view.active_object
        at = ids.index(active) + step if active in ids else len(ids) - 1
        session.view.set_active_object(ids[at % len(ids)])

    def _move(self, step: int) -> None:
        session, spec = self.session, self._active()
        assert session is not None
        ids = [other.id for other in session.document.project.objects]
        at = ids.index(spec.id)
        to = min(max(at + step, 0), len(ids) - 1)
        ids.insert(to, ids.pop(at))
        self._do(ReorderObjects(tuple(ids)))

    def _set_front(self, front: int, behind: int, on: bool) -> None:
        if self.session is not None:
            project = self.session.document.project
            self._try(lambda: front_edit(project, ObjectId(front), ObjectId(behind), on))

    def _do(self, edit: Edit) -> None:
        self._try(lambda: edit)

    def _try(self, make: Callable[[], Edit]) -> None:
        if self.session is None:
            return
        try:
            self.session.document.do(make())
        except ClickMatteError as error:
            self._problems.tell_error(error)
            self._show()  # the panel may show what was not accepted

    def _entered(self, session: Session) -> None:
        self._hear(session.document.changed, self._project_changed)
        self._hear(session.view.active_object_changed, self._show)
        self._hear(session.view.frame_changed, self._show)
        self._hear(session.lanes_changed, self._show)
        self._show()

    def _emptied(self) -> None:
        self._panel.set_objects(())

    def _project_changed(self, _change: object) -> None:
        """An object that is gone cannot be active; one that came by undo or redo may be."""
        session = self.session
        if session is None:
            return
        ids = [spec.id for spec in session.document.project.objects]
        if session.view.active_object is not None and session.view.active_object not in ids:
            session.view.set_active_object(ids[-1] if ids else None)
        self._show()

    def _show(self, *_: object) -> None:
        session = self.session
        if session is None:
            return
        names = {spec.id: spec.name for spec in session.document.project.objects}
        rows = [
            ObjectRow(
                spec.id,
                spec.name,
                spec.colour,
                spec.visible,
                spec.locked,
                spec.solo,
                spec.id == session.view.active_object,
                with_fronts(note_of(session, spec), spec, names),
                spec.in_front_of,
            )
            for spec in reversed(session.document.project.objects)
        ]
        self._panel.set_objects(tuple(rows))


def note_of(session: Session, spec: ObjectSpec) -> str:
    """How the object stands, in a few words."""
    lane = session.lanes.get(spec.id)
    if lane is None or not lane.kinds.any():
        return "not tracked yet" if spec.prompts else "no prompts yet"
    here = lane.kind_at(session.view.frame)
    if here == HIDDEN:
        return "hidden here"
    if here == STALE:
        return "older than the last correction here"
    if here == NOTHING:
        return "not tracked here"
    tracked = runs(lane.kinds)
    return f"tracked {tracked[0][0]}–{tracked[-1][1] - 1}" if len(tracked) > 1 or lane.kinds.sum() > 1 else "this frame"


def with_fronts(note: str, spec: ObjectSpec, names: Mapping[ObjectId, str]) -> str:
    """The note, and what the object is cut out of."""
    if not spec.in_front_of:
        return note
    fronts = f"in front of {', '.join(names[i] for i in spec.in_front_of)}"
    return f"{fronts} · {note}"
