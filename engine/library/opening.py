"""From names to a session: which settings count, which clip is meant, where results are kept."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from engine.errors import ProjectError, UsageError
from engine.library.session import NoticeListener, Session
from engine.library.store import FileStore, MemoryStore, Store
from engine.media import open_source
from engine.media.source import VideoSource
from engine.models.loader import LoadedModel, load_model
from engine.project.edits import SetSettings
from engine.project.model import PolicyName, Project, ProjectSettings
from engine.project.project_file import ProjectFile
from engine.project.reading import read_options
from engine.project.source_reference import locate, reference_to, with_relative
from engine.tracking.device import choose_device, fit_threads


def open_session(
    clip: str | Path | None,
    model: str | None = None,
    checkpoint: str | Path | None = None,
    device: str | None = None,
    project: str | Path | None = None,
    policy: str | None = None,
    image_size: int | None = None,
    on_notice: NoticeListener | None = None,
    compiled: bool = False,
) -> Session:
    """Open a clip for prompting and tracking; use it as a context manager.

    `clip`: a video file, a folder or pattern of numbered stills; None: the clip of an existing `project`. `project`: a
    .clickmatte file, opened where it exists and made where not; None: nothing is kept. `model`, `checkpoint`, `device`,
    `policy` ("editor" or "published") and `image_size` given as None are the project's, else nano, auto, editor and the
    model's own. `on_notice` hears what a person should know: shot cuts, fall-backs. `compiled`: SAM 2's trunk is
    compiled while it is used already; closing waits for that.

    Raises MediaError, ModelError, ProjectError, UsageError.
    """
    with ExitStack() as opened:
        known = None
        if project is not None and Path(project).exists():
            known = ProjectFile.open(Path(project))
            opened.callback(known.close)
        settings = _settings(known, model, checkpoint, device, policy, image_size)
        source = open_source(_clip_path(clip, known), read_options(settings))
        opened.callback(source.close)
        loaded = replace(_load(settings), compiled=compiled)
        store = _store(known, project, source, settings)
        opened.callback(store.close)
        session = Session(source, loaded, store, on_notice)
        opened.pop_all()  # the session closes them
        return session


def _settings(
    known: ProjectFile | None,
    model: str | None,
    checkpoint: str | Path | None,
    device: str | None,
    policy: str | None,
    image_size: int | None,
) -> ProjectSettings:
    """The project's settings, or the usual ones, with what was asked for."""
    base = known.project.settings if known is not None else ProjectSettings()
    if model is not None and model != base.model:
        base = replace(base, model=model, checkpoint=None, image_size=None)
    if policy is not None and policy not in tuple(PolicyName):
        raise UsageError(f"There is no policy '{policy}'.", f"Known are {' and '.join(PolicyName)}.")
    return replace(
        base,
        checkpoint=base.checkpoint if checkpoint is None else str(checkpoint),
        device=base.device if device is None else device,
        policy=base.policy if policy is None else PolicyName(policy),
        image_size=base.image_size if image_size is None else image_size,
    )


def _clip_path(clip: str | Path | None, known: ProjectFile | None) -> Path:
    if clip is not None:
        return Path(clip)
    if known is None:
        raise UsageError("Which clip?", "Name a video file, a folder of numbered stills, or an existing project.")
    return locate(known.project.source, known.path)


def _load(settings: ProjectSettings) -> LoadedModel:
    is_exact = settings.policy is PolicyName.PUBLISHED
    choice = choose_device(settings.device, precision=settings.precision, exact=is_exact)
    if choice.device == "cpu":
        fit_threads()
    return load_model(settings.model, settings.checkpoint, choice.device, choice.dtype)


def _store(known: ProjectFile | None, path: str | Path | None, source: VideoSource, settings: ProjectSettings) -> Store:
    reference = reference_to(source.info)
    if path is None:
        return MemoryStore(Project(reference, settings=settings))
    if known is None:
        reference = with_relative(reference, Path(path))
        return FileStore(ProjectFile.create(Path(path), Project(reference, settings=settings)))
    if known.project.source.fingerprint != reference.fingerprint:
        raise ProjectError(
            f"{known.path.name} belongs to another clip than {reference.path.name}.",
            f"It was made for {known.project.source.path}.",
        )
    if settings != known.project.settings:
        known.do(SetSettings(settings))
    return FileStore(known)
