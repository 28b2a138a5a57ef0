"""What happens when: where the ball and the woolly creature are at each moment, and when something is heard."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sample_scene.space import Floats

RATE = 30
SECONDS = 9.0
GRAVITY = 7.0
BALL_RADIUS = 0.33
CREATURE_AT = np.array([1.02, 0.0, 0.30], np.float32)

OUT_HEIGHTS = (0.52, 0.62, 0.55, 0.47, 0.40, 0.34)
BACK_HEIGHTS = (0.26, 0.15, 0.08, 0.035, 0.012)
BACK_FROM = 5.15
"""Second at which the ball, out of sight on the right, comes back."""


@dataclass(frozen=True)
class Arc:
    """One bounce: from the floor at `start` to the floor at `stop`."""

    start: float
    stop: float
    height: float

    def at(self, seconds: float) -> float:
        s = (seconds - self.start) / (self.stop - self.start)
        return self.height * 4 * s * (1 - s)


def arcs(first: float, heights: tuple[float, ...]) -> list[Arc]:
    made, start = [], first
    for height in heights:
        stop = start + 2 * np.sqrt(2 * height / GRAVITY)
        made.append(Arc(start, stop, height))
        start = stop
    return made


ALL_ARCS = [*arcs(-0.30, OUT_HEIGHTS), *arcs(BACK_FROM, BACK_HEIGHTS)]


@dataclass(frozen=True)
class BallPose:
    """Where the ball is, how far it has rolled (radians) and how it is squashed (vertical scale)."""

    centre: Floats
    rolled: float
    squash: float


def _ease(t: float) -> float:
    t = min(max(t, 0.0), 1.0)
    return t * t * (3 - 2 * t)


def ball_at(seconds: float) -> BallPose:
    """Out to the right before the creature, back behind it, to rest on the left."""
    if seconds < BACK_FROM - 0.3:
        x, z = -1.28 + 0.92 * seconds, -0.22 - 0.02 * seconds
    else:
        t = seconds - BACK_FROM
        x = 2.75 - 4.15 * (1 - np.exp(-0.52 * t)) / (1 - np.exp(-0.52 * 3.85))
        z = 1.12 - 0.30 * _ease(t / 3.6)
    height = max((arc.at(seconds) for arc in ALL_ARCS if arc.start <= seconds < arc.stop), default=0.0)
    landing = min((abs(seconds - arc.stop) + 6 * (0.4 - min(arc.height, 0.4)) for arc in ALL_ARCS), default=9.0)
    squash = 1 - 0.10 * float(np.exp(-((landing / 0.035) ** 2)))
    centre = np.array([x, BALL_RADIUS * squash + height, z], np.float32)
    return BallPose(centre, -x / BALL_RADIUS, squash)


def thumps() -> list[tuple[float, float, float]]:
    """(second, loudness 0..1, X) of every landing that can be heard."""
    return [
        (arc.stop, min(1.0, 0.25 + 1.2 * arc.height), float(ball_at(arc.stop).centre[0]))
        for arc in ALL_ARCS
        if 0 < arc.stop < SECONDS and arc.height > 0.03
    ]


HOPS = ((2.55, 0.50, 0.30), (6.05, 0.42, 0.20), (6.47, 0.36, 0.14), (8.15, 0.34, 0.10))
"""(start, length, height) of the creature's jumps."""


@dataclass(frozen=True)
class CreaturePose:
    """Where the creature's middle is, which way it looks and how it is stretched (vertical scale)."""

    centre: Floats
    yaw: float
    lean: float
    stretch: float
    eyes_shut: float


def creature_at(seconds: float) -> CreaturePose:
    """Breathes, follows the ball with its whole body, hops when it comes near, blinks."""
    lift, stretch = 0.0, 1 + 0.012 * np.sin(seconds * 2.4)
    for start, length, height in HOPS:
        s = (seconds - start) / length
        if 0 <= s < 1:
            lift = height * 4 * s * (1 - s)
            stretch += 0.07 * abs(1 - 2 * s)
        after = seconds - start - length
        if 0 <= after < 0.5:
            stretch -= 0.13 * np.exp(-after * 9) * np.cos(after * 22)
        before = start - seconds
        if 0 <= before < 0.16:
            stretch -= 0.10 * np.sin(before / 0.16 * np.pi)
    seen = ball_at(seconds - 0.12).centre - CREATURE_AT
    yaw = 0.75 * float(np.tanh(0.9 * seen[0])) if seconds < 4.6 or seconds > 5.6 else 0.55
    if 4.6 <= seconds <= 5.6:
        yaw = 0.72 - 0.17 * _ease(seconds - 4.6)
    blink = max(np.exp(-(((seconds - at) / 0.055) ** 2)) for at in (1.15, 4.35, 4.62, 7.35))
    sway = 0.05 * np.sin(seconds * 1.9) + 0.03 * np.sin(seconds * 3.3 + 0.4)
    centre = CREATURE_AT + np.array([0.02 * np.sin(seconds * 0.9), 0.40 * stretch + lift, 0.0], np.float32)
    return CreaturePose(centre.astype(np.float32), yaw, sway, float(stretch), float(blink))


def camera_sway(seconds: float) -> tuple[float, float, float]:
    """Hand-held: shift x, y in pixels and roll in degrees."""
    x = 5.0 * np.sin(seconds * 0.8) + 2.2 * np.sin(seconds * 2.1 + 1) + 0.6 * np.sin(seconds * 6.3)
    y = 3.6 * np.sin(seconds * 0.66 + 2) + 1.6 * np.sin(seconds * 2.6) + 0.5 * np.sin(seconds * 7.1 + 1)
    return float(x), float(y), float(0.22 * np.sin(seconds * 0.53 + 0.7))
