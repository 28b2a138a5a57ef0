"""The one thread that decodes and paints for the screen."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Protocol, cast

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject

from app.workers.composer import Bgra, Scene, cut_out, fitted, fitting_size, paint, takes_time
from app.workers.failure import Failure
from app.workers.lookback import Lookback
from app.workers.picture_desk import CutOut, PictureDesk, Play, Show, Stop
from app.workers.proxies import Proxies, Proxy
from app.workers.service import Service
from engine.errors import Cancelled
from engine.media.source import Frame, VideoSource
from engine.render.looks import Original
from engine.render.matte_history import MatteHistory
from engine.types import FrameIndex, Pts, Rgb8

GLIMPSE_S = 0.02
"""While the person drags, one of the frames that are passed is shown this often."""

SETTLING_S = 0.15
"""On the way to the exact frame: every picture on the way costs time that the exact one then comes later."""

REST_S = 0.015
"""Two reports of a mouse: a pointer that has not moved for so long rests, and going to its frame is worth a seek."""

STARVED_S = 0.05
"""Nothing new was to be shown for so long: then a seek is worth its time though the pointer moves on."""

AT_REST_S = 0.08
"""So long nothing new is asked for before hair is solved or the frames before are looked at."""

FAR_FRAMES = 12
"""Nearer frames are reached the long way, which leaves those in between in the cache for stepping back."""


@dataclass(frozen=True, slots=True, eq=False)
class Painted:
    """A picture for the screen. `number` is the order's; `scene_number` that of the scene it was painted with."""

    number: int
    frame: int
    pts: Pts
    bgra: Bgra
    size: tuple[int, int]
    """(width, height) of the frame in its stored grid."""
    exact: bool
    scene_number: int
    lap: int = 0
    """Of a loop that is being played."""


@dataclass(frozen=True, slots=True)
class Unpainted:
    """The frame asked for cannot be shown."""

    number: int
    frame: int
    failure: Failure


@dataclass(frozen=True, slots=True)
class PlayedOut:
    """A Play order has no more frames."""

    number: int


@dataclass(frozen=True, slots=True, eq=False)
class CutOutDone:
    """The answer to `cut_out`: (h, w, 4) uint8, R G B A, straight."""

    number: int
    rgba: NDArray[np.uint8]


class Watchable(Protocol):
    """A source that shows the frames it passes on its way to another, and knows what is near; see `PyavSource`."""

    def read_watched(self, index: FrameIndex, passed: Callable[[Frame], None], hurried: bool = False) -> Frame: ...
    def nearest_kept(self, index: FrameIndex) -> FrameIndex | None: ...
    def nearest_key(self, index: FrameIndex) -> FrameIndex | None: ...
    def read_key(self, index: FrameIndex) -> Frame | None: ...
    def leads_to(self, index: FrameIndex) -> bool: ...


class PictureWorker(Service):
    """Shows frames of one clip, newest order first, and plays it.

    While a far frame is being decoded, what is ready nearest to it and what is passed on the way is shown; the frame
    itself comes last, `exact`. `answered` gives Painted, Unpainted, PlayedOut, CutOutDone.
    """

    def __init__(
        self, make_source: Callable[[], VideoSource], shown_size: tuple[int, int], parent: QObject | None = None
    ) -> None:
        super().__init__("cm-pictures", parent)
        self._make_source = make_source
        self._desk = PictureDesk(shown_size)
        self._proxies = Proxies()
        self._lookback = Lookback()
        self._last: Frame | None = None
        self._last_small: Rgb8 | None = None
        self._on_screen: int | None = None
        self._painted_at = 0.0

    def show(self, frame: int, exact: bool = True) -> int:
        """The newest wins. Returns the number its pictures will carry."""
        return self._desk.show(frame, exact)

    def play(self, start: int, stop: int, step: int, stride: int = 1, again_from: int | None = None) -> int:
        """Paint ahead; ends with PlayedOut, or when something else is ordered."""
        return self._desk.play(start, stop, step, stride, again_from)

    def cut_out(self, frame: int) -> int:
        """The frame's cut-out at full size. Returns the number its CutOutDone will carry."""
        return self._desk.cut_out(frame)

    def set_scene(self, scene: Scene) -> None:
        """For what is painted next; order the frame again to see it."""
        self._desk.set_scene(scene)

    def set_shown_size(self, size: tuple[int, int]) -> None:
        """(width, height) in device pixels that the whole frame covers on the screen."""
        self._desk.set_shown_size(size)

    def set_clock(self, frame: int, taken: int, lap: int = 0) -> None:
        """While playing: the frame due now, how many pictures were taken since last told, and the loop's lap."""
        self._desk.set_clock(frame, taken, lap)

    def _wake_to_stop(self) -> None:
        self._desk.stop()

    def _serve(self) -> None:
        source = self._make_source()
        try:
            while not isinstance(order := self._desk.take(), Stop):
                try:
                    match order:
                        case Show():
                            self._show(source, order)
                        case Play():
                            self._play(source, order)
                        case CutOut():
                            self._cut_out(source, order)
                except Exception as error:  # noqa: BLE001 - the job runner: one bad frame must not end the display
                    frame = order.start if isinstance(order, Play) else order.frame
                    self._box.post(Unpainted(order.number, frame, Failure.of(error)))
        finally:
            source.close()
            self._proxies, self._lookback, self._last, self._last_small = Proxies(), Lookback(), None, None

    # -- one frame ------------------------------------------------------------------------------------------------

    def _show(self, source: VideoSource, order: Show) -> None:
        """The frame itself; on the way to it, now and then, one of those that are passed."""
        if self._last is not None and self._last.index == order.frame:
            self._paint_landed(source, self._last, order)
            return
        watchable = _watchable(source)
        if watchable is None:
            self._land(source, source.read(FrameIndex(order.frame)), order)
            return
        if not order.exact:
            self._show_nearest(watchable, order)
            if self._moves_on(watchable, order):
                return
        try:
            frame = self._go_to(watchable, order)
        except Cancelled:
            return
        self._land(source, frame, order)

    def _go_to(self, source: Watchable, order: Show) -> Frame:
        """Raises Cancelled when something newer is ordered."""
        pause_s = SETTLING_S if order.exact else GLIMPSE_S

        def passed(frame: Frame) -> None:
            if frame.index != order.frame and self._is_due(frame.index, order.frame, pause_s):
                self._paint(frame, order)
            if self._desk.is_superseded(order):
                raise Cancelled

        is_far = self._on_screen is None or abs(order.frame - self._on_screen) > FAR_FRAMES
        return source.read_watched(FrameIndex(order.frame), passed, hurried=is_far)

    def _land(self, source: VideoSource, frame: Frame, order: Show) -> None:
        self._last, self._last_small = frame, None
        self._paint_landed(source, frame, order)

    def _paint_landed(self, source: VideoSource, frame: Frame, order: Show) -> None:
        """With all care where the picture stands; where that takes time, quickly first and then once it rests."""
        scene = self._desk.scene
        if not order.exact or not takes_time(scene, frame.pts):
            self._paint(frame, order, careful=order.exact)
            return
        self._paint(frame, order)
        if self._desk.is_superseded_within(order, AT_REST_S):
            return
        try:
            history = self._history(source, scene, frame, lambda: self._desk.is_superseded(order))
        except Cancelled:
            return
        self._paint(frame, order, careful=True, history=history)

    def _history(
        self, source: VideoSource, scene: Scene, frame: Frame, given_up: Callable[[], bool]
    ) -> MatteHistory | None:
        """What de-flicker has carried to `frame`. Raises Cancelled when `given_up` says so."""

        def check(_: Frame | None = None) -> None:
            if given_up():
                raise Cancelled

        def read(index: int) -> Frame:
            check()
            watchable = _watchable(source)
            at = FrameIndex(index)
            return source.read(at) if watchable is None else watchable.read_watched(at, check)

        return self._lookback.history(scene.project, frame, scene.masks.logits, read)

    def _is_due(self, frame: int, wanted: int, pause_s: float) -> bool:
        """Nearer than what is on the screen, and that has stood there for a while. While the person drags, every order
        is soon replaced by the next, so what counts is when anything was painted, for whichever order."""
        nearer = self._on_screen is None or abs(frame - wanted) < abs(self._on_screen - wanted)
        return nearer and time.monotonic() - self._painted_at >= pause_s

    def _moves_on(self, source: Watchable, order: Show) -> bool:
        """Whether the pointer is elsewhere before a seek to this frame would be worth its time."""
        starved = time.monotonic() - self._painted_at > STARVED_S
        if starved or source.leads_to(FrameIndex(order.frame)):
            return self._desk.is_superseded(order)
        return self._desk.is_superseded_within(order, REST_S)

    def _show_nearest(self, source: Watchable, order: Show) -> None:
        """Something at once while dragging: a frame that is decoded, a small copy of one, or a key frame."""
        wanted = FrameIndex(order.frame)
        proxy = self._proxies.nearest(order.frame)
        kept, key = source.nearest_kept(wanted), source.nearest_key(wanted)
        near = [frame for frame in (kept, None if proxy is None else proxy.frame, key) if frame is not None]
        best = min(near, key=lambda frame: abs(frame - order.frame), default=None)
        if best is None or not self._is_due(best, order.frame, GLIMPSE_S):
            return
        if best == kept:
            self._paint(source.read_watched(FrameIndex(best), _look_away), order)
        elif proxy is not None and best == proxy.frame:
            self._paint_proxy(proxy, order)
        elif (frame := source.read_key(FrameIndex(best))) is not None:
            self._paint(frame, order)

    def _paint_proxy(self, proxy: Proxy, order: Show) -> None:
        scene = self._desk.scene
        bgra = paint(scene, proxy.rgb8, proxy.pts, self._desk.shown_size, careful=False, frame=proxy.frame)
        self._tell(_painted(order.number, proxy.frame, proxy.pts, bgra, False, scene))

    def _tell(self, painted: Painted) -> None:
        """The newest picture replaces one that was not shown yet."""
        self._on_screen, self._painted_at = painted.frame, time.monotonic()
        self._box.post(painted, key="picture")

    def _paint(self, frame: Frame, order: Show, careful: bool = False, history: MatteHistory | None = None) -> None:
        scene, shown_size = self._desk.scene, self._desk.shown_size
        size = fitting_size(scene.frame_size, shown_size)
        rgb8 = self._careful_rgb8(frame, size) if careful else frame.preview8(size)
        self._proxies.keep(int(frame.index), frame.pts, rgb8, scene.frame_size)
        bgra = _composed(scene, rgb8, frame, shown_size, careful, history)
        is_exact = int(frame.index) == order.frame
        self._tell(_painted(order.number, int(frame.index), frame.pts, bgra, is_exact, scene))

    def _careful_rgb8(self, frame: Frame, size: tuple[int, int]) -> Rgb8:
        """Converted and reduced once, however often masks and looks change over it."""
        if frame is not self._last:
            return fitted(frame.display8(), size)
        if self._last_small is None or self._last_small.shape[1::-1] != size:
            self._last_small = fitted(frame.display8(), size)
        return self._last_small

    def _cut_out(self, source: VideoSource, order: CutOut) -> None:
        frame = source.read(FrameIndex(order.frame))
        scene = self._desk.scene
        history = self._history(source, scene, frame, lambda: False)
        rgba = cut_out(scene, frame.rgb8(), frame.pts, frame.alpha16(), history)
        self._box.post(CutOutDone(order.number, rgba))

    # -- playing --------------------------------------------------------------------------------------------------

    def _play(self, source: VideoSource, order: Play) -> None:
        for lap in itertools.count():
            start = order.start if lap == 0 or order.again_from is None else order.again_from
            with _closed_at_last(source.stream(FrameIndex(start), _stop_of(order), order.step)) as frames:
                if not self._play_through(frames, order, start, lap):
                    return
            if order.again_from is None:
                self._box.post(PlayedOut(order.number))
                return

    def _play_through(self, frames: Iterator[Frame], order: Play, start: int, lap: int) -> bool:
        """True: the stream came to its end; False: something else was ordered."""
        for frame in frames:
            if self._desk.is_superseded(order):
                return False
            if abs(frame.index - start) % order.stride or self._is_late(frame, order, lap):
                continue
            if not self._desk.room(order):
                return False
            self._last, self._last_small = frame, None
            self._paint_ahead(frame, order, lap)
        return True

    def _is_late(self, frame: Frame, order: Play, lap: int) -> bool:
        """Its time has passed: decoded, not painted."""
        clock_lap, due = self._desk.clock
        return lap < clock_lap or (lap == clock_lap and (due - frame.index) * order.step > 0)

    def _paint_ahead(self, frame: Frame, order: Play, lap: int) -> None:
        scene, shown_size = self._desk.scene, self._desk.shown_size
        rgb8 = frame.preview8(fitting_size(scene.frame_size, shown_size))
        bgra = _composed(scene, rgb8, frame, shown_size, False)
        painted = _painted(order.number, int(frame.index), frame.pts, bgra, True, scene)
        self._on_screen = painted.frame
        self._box.post(replace(painted, lap=lap))


def _composed(
    scene: Scene,
    rgb8: Rgb8,
    frame: Frame,
    shown_size: tuple[int, int],
    careful: bool,
    history: MatteHistory | None = None,
) -> Bgra:
    own_alpha = None if isinstance(scene.look, Original) else frame.alpha16()
    return paint(scene, rgb8, frame.pts, shown_size, careful, int(frame.index), own_alpha, history)


def _painted(number: int, frame: int, pts: Pts, bgra: Bgra, exact: bool, scene: Scene) -> Painted:
    return Painted(number, frame, pts, np.ascontiguousarray(bgra), scene.frame_size, exact, scene.number)


@contextmanager
def _closed_at_last(frames: Iterator[Frame]) -> Iterator[Iterator[Frame]]:
    """A stream is a generator as a rule, and holds a decoder."""
    try:
        yield frames
    finally:
        if isinstance(frames, Generator):
            frames.close()


def _stop_of(order: Play) -> FrameIndex | None:
    """Backwards to the first frame is said as None."""
    return None if order.stop < 0 else FrameIndex(order.stop)


def _watchable(source: VideoSource) -> Watchable | None:
    """Where the source is none, frames are quick to get at."""
    return cast(Watchable, source) if hasattr(source, "read_watched") else None


def _look_away(_: Frame) -> None:
    """For a frame that is there already: nothing is passed."""
