"""What can go wrong, said so that an editor understands it.

Every error that can reach a person is a `ClickMatteError`: one sentence that says what happened and one that says what
to try. Callers catch by class, never by the text.
"""

from __future__ import annotations


class ClickMatteError(Exception):
    """Something a person should read: `sentence` says what happened, `remedy` (may be empty) what to try."""

    exit_code = 1

    def __init__(self, sentence: str, remedy: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.sentence} {self.remedy}".rstrip()

    def __reduce__(self) -> tuple[object, ...]:
        """By what it says and not by its arguments, which subclasses choose: errors cross between processes."""
        return _again, (type(self), self.__dict__)


class UsageError(ClickMatteError):
    """The request itself makes no sense: an unknown object, a range outside the clip, a click outside the picture."""

    exit_code = 2


class MediaError(ClickMatteError):
    """A clip, a still or a sequence cannot be read."""


class ModelError(ClickMatteError):
    """A model cannot be found, loaded or run."""


class CheckpointError(ModelError):
    """A weights file is not what it should be: truncated, another size, missing or extra keys, or carrying code."""


class DownloadError(ModelError):
    """A download failed or delivered something else than was asked for."""


class OutOfMemoryError(ModelError):
    """The device has no room left for what was asked."""


class ProjectError(ClickMatteError):
    """A project file cannot be read or written, or does not fit its clip."""


class ExportError(ClickMatteError):
    """An export cannot start or cannot be finished; nothing half-written remains."""


class ChildLost(ModelError):  # noqa: N818 - an accident
    """A process of ours that computed something ended by itself; what was stored before is safe."""

    def __init__(self, sentence: str) -> None:
        super().__init__(
            sentence, "What was done is saved. Try again; if that fails, take a smaller model or close other programs."
        )


class Cancelled(ClickMatteError):  # noqa: N818 - not a failure: the caller asked for it
    """The person asked to stop; what was finished is kept."""

    def __init__(self) -> None:
        super().__init__("Cancelled.")


def _again(kind: type[ClickMatteError], attributes: dict[str, object]) -> ClickMatteError:
    error = kind.__new__(kind, attributes["sentence"])
    error.__dict__.update(attributes)
    return error
