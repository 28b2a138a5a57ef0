"""The engine as a library: one clip, from clicks to masks, in a few verbs. See `open_session`."""

from engine.library.session import Session, TrackStep, open_session

__all__ = ["Session", "TrackStep", "open_session"]
