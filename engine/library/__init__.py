"""The engine as a library: one clip, from clicks to masks, in a few verbs. See `open_session`."""

from engine.library.opening import open_session
from engine.library.session import Session
from engine.library.steps import TrackStep

__all__ = ["Session", "TrackStep", "open_session"]
