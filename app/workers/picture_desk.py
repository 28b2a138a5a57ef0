"""What the picture thread does next: pure bookkeeping, without Qt and without a decoder."""

from __future__ import annotations

import threading
from dataclasses import dataclass

from app.workers.composer import Scene

READY_PICTURES = 6
"""Composed ahead while playing: a fifth of a second at 30 fps hides a hiccup, and 1080p pictures stay under 50 MB."""


@dataclass(frozen=True, slots=True)
class Show:
    """Bring this frame to the screen. `exact` False: the person is dragging; a neighbour will do for now."""

    number: int
    frame: int
    exact: bool


@dataclass(frozen=True, slots=True)
class Play:
    """Make pictures ahead of the clock: frames start, start + step, … before `stop`; again from `again_from` if set."""

    number: int
    start: int
    stop: int
    step: int
    """1 or -1."""
    stride: int = 1
    """2: every other frame, for double speed."""
    again_from: int | None = None


@dataclass(frozen=True, slots=True)
class CutOut:
    """The frame's cut-out with alpha at full size. Replaces no other order and is replaced by none; numbers below 0."""

    number: int
    frame: int


class Stop:
    """End the thread."""


Order = Show | Play | CutOut | Stop


class PictureDesk:
    """The newest order wins. The scene and the size may change at any time and count for what is painted next."""

    def __init__(self, shown_size: tuple[int, int]) -> None:
        self._changed = threading.Condition()
        self._order: Order | None = None
        self._cut_outs: list[CutOut] = []
        self._cut_out_number = 0
        self._number = 0
        self._is_stopped = False
        self._scene: Scene | None = None
        self._shown_size = shown_size
        self._clock = (0, 0)
        self._ready = 0

    # -- from the window ------------------------------------------------------------------------------------------

    def show(self, frame: int, exact: bool) -> int:
        with self._changed:
            self._number += 1
            self._put(Show(self._number, frame, exact))
            return self._number

    def play(self, start: int, stop: int, step: int, stride: int, again_from: int | None) -> int:
        with self._changed:
            self._number += 1
            self._ready = 0
            self._clock = (0, start)
            self._put(Play(self._number, start, stop, step, stride, again_from))
            return self._number

    def cut_out(self, frame: int) -> int:
        with self._changed:
            self._cut_out_number -= 1
            self._cut_outs.append(CutOut(self._cut_out_number, frame))
            self._changed.notify_all()
            return self._cut_out_number

    def set_scene(self, scene: Scene) -> None:
        with self._changed:
            self._scene = scene
            self._changed.notify_all()

    def set_shown_size(self, size: tuple[int, int]) -> None:
        with self._changed:
            self._shown_size = size

    def set_clock(self, frame: int, taken: int, lap: int = 0) -> None:
        """While playing: the frame that is due now, how many pictures were taken off the pile, the loop's lap."""
        with self._changed:
            self._clock = (lap, frame)
            self._ready -= taken
            self._changed.notify_all()

    def stop(self) -> None:
        with self._changed:
            self._is_stopped = True
            self._put(Stop())

    # -- from the thread ------------------------------------------------------------------------------------------

    def take(self) -> Order:
        """Waits for an order; each is taken once."""
        with self._changed:
            self._changed.wait_for(self._has_work)
            if self._cut_outs and not self._is_stopped:
                return self._cut_outs.pop(0)
            order, self._order = self._order, None
            assert order is not None
            return order

    def _has_work(self) -> bool:
        asked = self._order is not None or bool(self._cut_outs)
        return asked and (self._scene is not None or self._is_stopped)

    def is_superseded(self, order: Show | Play) -> bool:
        """Something newer was asked for."""
        with self._changed:
            return self._is_stopped or self._number != order.number

    def is_superseded_within(self, order: Show, seconds: float) -> bool:
        """Waits so long at most for something newer."""
        with self._changed:
            return self._changed.wait_for(lambda: self._is_stopped or self._number != order.number, seconds)

    @property
    def scene(self) -> Scene:
        with self._changed:
            assert self._scene is not None
            return self._scene

    @property
    def shown_size(self) -> tuple[int, int]:
        with self._changed:
            return self._shown_size

    @property
    def clock(self) -> tuple[int, int]:
        """(lap, frame) that is due now."""
        with self._changed:
            return self._clock

    def room(self, order: Play) -> bool:
        """Waits until one more picture fits on the pile; False: the order is superseded."""
        with self._changed:
            self._changed.wait_for(
                lambda: self._ready < READY_PICTURES or self._is_stopped or self._number != order.number
            )
            if self._is_stopped or self._number != order.number:
                return False
            self._ready += 1
            return True

    def _put(self, order: Order) -> None:
        self._order = Stop() if self._is_stopped else order
        self._changed.notify_all()
