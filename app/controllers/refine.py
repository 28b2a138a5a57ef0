"""The refine panel: how the active object's edge is made, with key frames."""

from __future__ import annotations

from dataclasses import replace

from app.controllers.problems import Problems
from app.controllers.session import Session, SessionController, Stage
from app.views.models import RefineModel
from app.views.panels.refine import RefinePanel
from engine.errors import ClickMatteError
from engine.project.edits import Batch, Edit, SetRefine, SetRefineKey
from engine.project.model import ObjectSpec, Project, RefineSettings
from engine.refine.keyframes import settings_at


class RefineController(SessionController):
    """While a slider moves, the picture follows; the edit is made when it is let go."""

    def __init__(self, stage: Stage, panel: RefinePanel, problems: Problems) -> None:
        super().__init__(stage)
        self._panel = panel
        self._problems = problems
        panel.settings_changed.connect(self._change)
        panel.key_set.connect(self._set_key)

    def _spec(self) -> ObjectSpec | None:
        session = self.session
        if session is None:
            return None
        active = session.view.active_object
        return next((s for s in session.document.project.objects if s.id == active), None)

    def _change(self, settings: RefineSettings, final: bool) -> None:
        session, spec = self.session, self._spec()
        if session is None or spec is None:
            return
        if not final:
            session.try_project(_with_refine(session.document.project, spec, settings))
            return
        session.try_project(None)
        pts = session.pts_of(session.view.frame)
        self._do(SetRefineKey(spec.id, pts, settings) if spec.refine_keys else SetRefine(spec.id, settings))

    def _set_key(self, on: bool) -> None:
        session, spec = self.session, self._spec()
        if session is None or spec is None:
            return
        pts = session.pts_of(session.view.frame)
        settings = settings_at(spec, pts)
        edit = SetRefineKey(spec.id, pts, settings if on else None)
        if on or set(spec.refine_keys) != {pts}:
            self._do(edit)
            return
        # Without its last key the object keeps looking as it does, and not as it did before there were keys.
        self._do(Batch(edit.label(session.document.project), (edit, SetRefine(spec.id, settings))))

    def _do(self, edit: Edit) -> None:
        assert self.session is not None
        try:
            self.session.document.do(edit)
        except ClickMatteError as error:
            self._problems.tell_error(error)
            self._show()

    def _entered(self, session: Session) -> None:
        self._hear(session.document.changed, self._show)
        self._hear(session.view.frame_changed, self._show)
        self._hear(session.view.active_object_changed, self._show)
        self._show()

    def _emptied(self) -> None:
        self._panel.set_refine(RefineModel())

    def _show(self, *_: object) -> None:
        session, spec = self.session, self._spec()
        if session is None or spec is None:
            self._panel.set_refine(RefineModel())
            return
        pts = session.pts_of(session.view.frame)
        keys = tuple(int(session.times.frame_of(key)) for key in spec.refine_keys)
        others = tuple((int(other.id), other.name) for other in session.document.project.objects if other is not spec)
        model = RefineModel(spec.name, settings_at(spec, pts), pts in spec.refine_keys, keys, others, not spec.locked)
        self._panel.set_refine(model)


def _with_refine(project: Project, spec: ObjectSpec, settings: RefineSettings) -> Project:
    """The project as it would be, for a look at it; no edit."""
    tried = replace(spec, refine=settings, refine_keys={})
    return replace(project, objects=tuple(tried if o.id == spec.id else o for o in project.objects))
