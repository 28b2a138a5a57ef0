"""What went wrong on another thread, as a value that may cross to this one."""

from __future__ import annotations

import traceback
from dataclasses import dataclass

from engine.errors import ClickMatteError


@dataclass(frozen=True, slots=True)
class Failure:
    """`sentence` and `remedy` are for the person, `details` (a trace) for copying."""

    sentence: str
    remedy: str
    details: str
    expected: bool
    """False: a fault in the program, not a condition it foresaw."""

    @classmethod
    def of(cls, error: BaseException) -> Failure:
        """From any exception; one that nobody foresaw gets a general sentence."""
        details = "".join(traceback.format_exception(error))
        if isinstance(error, ClickMatteError):
            return cls(error.sentence, error.remedy, details, True)
        if isinstance(error, MemoryError):
            return cls("There is not enough memory.", "Close other clips or programs and try again.", details, True)
        if isinstance(error, OSError):
            return cls(f"The disk or a file did not answer: {error.strerror or error}.", "Try again.", details, True)
        sentence = f"Something went wrong that should not ({type(error).__name__})."
        return cls(sentence, "Your work is saved. Please copy the details and report them.", details, False)
