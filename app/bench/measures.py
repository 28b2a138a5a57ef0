"""What is measured at the window. Each function drives one `Hand` and gives a plain figure; bars are in `suite`."""

from __future__ import annotations

import gc
from collections.abc import Callable
from dataclasses import dataclass
from itertools import combinations, pairwise
from pathlib import Path

import numpy as np

from app.bench.disc import PIECE_FRAMES, disc_at, disc_radius
from app.bench.hand import MOUSE_MS, PATIENCE_S, Hand
from app.bench.heartbeat import Beats, Heartbeat
from app.bench.screen import Shot
from app.views.models import ExportChoice
from app.workers.memory import give_back, resident_bytes

SWEEP_S = 6.0
"""From the clip's start to its end and back, as fast as somebody looks for a place."""
CLICK_RING = 0.5
"""Clicks lie on a ring of this share of the disc's radius."""
EXPORT_PRESET = "prores4444"
EXPORT_FRAMES = 60
"""Short exports, one after another, so that the disk is not filled."""
TRACKED_A_ROUND = 8
DRAG_S_A_ROUND = 0.8
RESIZED_S = 1.0
SETTLING_S = 0.3
"""After a clip is closed the last of it goes with the next events."""
WARM_ROUNDS = 2
ROUNDS_AN_HOUR = 60
"""Somebody who opens, corrects and closes a clip every minute."""


@dataclass(frozen=True, slots=True)
class Scrubbed:
    """What dragging the playhead gave."""

    pictures_per_s: float
    exact_ms: float
    """The longest wait for the exact frame, painted with care, after letting go."""


@dataclass(frozen=True, slots=True)
class Played:
    """What playing gave."""

    pictures_per_s: float
    dropped: int


NOT_SCRUBBED = Scrubbed(0.0, 1000 * PATIENCE_S)
NOT_PLAYED = Played(0.0, 0)


def hovers_per_s(hand: Hand, seconds: float) -> float:
    """Previews that appear on the screen while the pointer wanders over the picture without rest."""
    info = hand.session.info

    def wander(step: int) -> None:
        x, y = 0.5 + 0.35 * np.sin(step / 61), 0.5 + 0.35 * np.sin(step / 43)
        hand.point_at(float(x) * info.width, float(y) * info.height)

    hand.screen.begin()
    before, start = hand.screen.last, hand.clock()
    hand.repeatedly(wander, MOUSE_MS, lambda: hand.clock() - start >= seconds)
    shots = [before, *hand.screen.shots]
    previews = sum(bool(new.layers) and new.layers != old.layers for old, new in pairwise(shots))
    return previews / (hand.clock() - start)


def click_ms(hand: Hand, clicks: int) -> list[float]:
    """From each click, on an encoded frame, to its mask on the screen; each is undone before the next."""
    info = hand.session.info
    x, y = disc_at(hand.session.view.frame, info.width, info.height)
    radius = CLICK_RING * disc_radius(info.height)
    times = []
    for click in range(clicks):
        angle = 2.4 * click
        times.append(_one_click(hand, x + radius * np.cos(angle), y + radius * np.sin(angle)))
    return times


def percentile(values: list[float], percent: float) -> float:
    """Between the two nearest values, in proportion."""
    return float(np.percentile(values, percent))


def _one_click(hand: Hand, x: float, y: float) -> float:
    before = hand.screen.last
    hand.press("object.add")
    hand.screen.begin()
    start = hand.clock()
    hand.click(x, y)
    hand.wait(
        lambda: _first_other(hand, before) is not None and not hand.application.prompts.is_waiting, "a click's mask"
    )
    seen = _first_other(hand, before)
    assert seen is not None
    hand.press("edit.undo")
    hand.wait(
        lambda: (
            not hand.session.document.project.objects
            and (_looks_like(hand.screen.last, before) or not _is_as_large(hand.screen.last, before))
        ),
        "the click to be undone",
    )
    if not _is_as_large(hand.screen.last, before):
        hand.let_pass(RESIZED_S)  # something in the window made room for itself: until all is painted at the new size
    return 1000 * (seen.time_s - start)


def _first_other(hand: Hand, before: Shot) -> Shot | None:
    """The first picture with other pixels: only a mask changes them."""
    return next((shot for shot in hand.screen.shots if not _looks_like(shot, before)), None)


def _is_as_large(one: Shot, other: Shot) -> bool:
    return one.picture is None or other.picture is None or one.picture.bgra.shape == other.picture.bgra.shape


def _looks_like(one: Shot, other: Shot) -> bool:
    if one.picture is None or other.picture is None or one.picture is other.picture:
        return one.picture is other.picture
    return np.array_equal(one.picture.bgra, other.picture.bgra)


def scrub(hand: Hand, drags: int, seconds: float) -> Scrubbed:
    """Drag the playhead through the whole clip, to and fro, and let go at a different place each time."""
    pictures, spent, waits = 0, 0.0, []
    for drag in range(drags):
        hand.screen.begin()
        before, start = hand.screen.last, hand.clock()
        released = _drag(hand, lambda start=start: hand.clock() - start >= seconds, 0.13 * drag)  # type: ignore[misc]
        shots = [before, *(shot for shot in hand.screen.shots if shot.time_s <= released)]
        pictures += sum(new.frame != old.frame for old, new in pairwise(shots))
        spent += released - start
        last = hand.screen.last.picture
        hand.wait(
            lambda last=last: hand.shows_playhead() and hand.screen.last.picture is not last,  # type: ignore[misc]
            "the exact frame after a drag",
        )
        waits.append(max(0.0, hand.screen.last.time_s - released))
    return Scrubbed(pictures / spent, 1000 * max(waits))


def _drag(hand: Hand, until: Callable[[], bool], phase: float = 0.0) -> float:
    """Returns when it let go."""
    turn = 2 * np.pi * MOUSE_MS / 1000 / SWEEP_S
    return hand.drag_playhead(lambda step: float(0.5 - 0.5 * np.cos(turn * step + 2 * np.pi * phase)), until)


def play(hand: Hand, seconds: float) -> Played:
    """From the clip's start."""
    hand.press("play.start")
    hand.wait(hand.shows_playhead)
    hand.screen.begin()
    hand.press("play.toggle")
    start = hand.clock()
    hand.wait(lambda: hand.clock() - start >= seconds or not hand.application.playback.is_playing)
    shots, dropped = hand.screen.shots, hand.application.playback.state.dropped
    hand.press("play.pause")
    moving = [new for old, new in pairwise(shots) if new.frame != old.frame]
    if not moving:
        return Played(0.0, dropped)
    return Played(len(moving) / (moving[-1].time_s - shots[0].time_s), dropped)


def busy_beats(hand: Hand, seconds: float, folder: Path) -> Beats:
    """Track, export and scrub at once for so long; the project on stage has one object that is tracked already."""
    info = hand.session.info
    last = hand.session.times.count
    hand.press("object.add")
    hand.click(info.width * 0.8, info.height * 0.3)
    hand.wait(lambda: not hand.application.prompts.is_waiting)
    heart = Heartbeat(hand.clock)
    hand.press("track.forward")
    exports = 0

    def over() -> bool:
        nonlocal exports
        if not hand.application.export.is_busy:
            exports += 1
            choice = ExportChoice(
                EXPORT_PRESET, folder / f"{exports}.mov", (1,), 0, min(EXPORT_FRAMES, PIECE_FRAMES, last)
            )
            hand.application.window.export_dialog.export_requested.emit(choice)
        return hand.clock() - start >= seconds

    hand.wait(lambda: hand.application.tracking.is_running, "tracking to begin")
    heart.start()
    start = hand.clock()
    _drag(hand, over)
    beats = heart.stop()
    hand.press("track.cancel")
    hand.application.export.cancel_all()
    hand.wait(
        lambda: not hand.application.tracking.is_running and not hand.application.export.is_busy,
        "tracking and export to stop",
    )
    return beats


def own_memory_bytes() -> int:
    """The resident sets of this process, without what was freed and is only kept for later, and of those it began."""
    gc.collect()
    give_back()
    return resident_bytes()


def growth_mb_an_hour(hand: Hand, clip: Path, rounds: int) -> float:
    """How much more memory an hour of use takes: rounds of opening, clicking, tracking, scrubbing, undoing, closing.

    The median of the slopes between all pairs of rounds (Theil and Sen), the first ones apart, for ROUNDS_AN_HOUR.
    """
    sizes = []
    for _ in range(WARM_ROUNDS + rounds):
        _one_round(hand, clip)
        hand.let_pass(SETTLING_S)
        sizes.append(own_memory_bytes() / 1e6)
    kept = list(enumerate(sizes))[WARM_ROUNDS:]
    slopes = [(b - a) / (j - i) for (i, a), (j, b) in combinations(kept, 2)]
    return ROUNDS_AN_HOUR * float(np.median(slopes))


def _one_round(hand: Hand, clip: Path) -> None:
    hand.screen.begin()
    hand.open(clip)
    hand.go_to(0)
    hand.wait_for_model()
    info = hand.session.info
    hand.press("object.add")
    hand.click(*disc_at(0, info.width, info.height))
    hand.wait(lambda: not hand.application.prompts.is_waiting)
    hand.press("track.forward")
    hand.wait(lambda: _tracked(hand) >= min(TRACKED_A_ROUND, hand.session.times.count), "a few tracked frames")
    hand.press("track.cancel")
    hand.wait(lambda: not hand.application.tracking.is_running)
    start = hand.clock()
    _drag(hand, lambda: hand.clock() - start >= DRAG_S_A_ROUND)
    hand.wait(hand.shows_playhead)
    while hand.session.document.project.objects:
        hand.press("edit.undo")
    hand.close()


def _tracked(hand: Hand) -> int:
    lanes = hand.session.lanes.values()
    return max((int((lane.kinds > 0).sum()) for lane in lanes), default=0)
