"""What is heard: a few bars on a marimba and a soft bass, and the ball where it lands."""

from __future__ import annotations

import numpy as np

from sample_scene.space import Floats
from sample_scene.story import HOPS, SECONDS, thumps

SAMPLE_RATE_HZ = 48_000
BEAT = 60 / 104
MELODY = (
    *((0, 76), (0.5, 79), (1, 81), (2, 79), (2.5, 76), (3, 74), (4, 72), (4.5, 74), (5, 76), (6, 79), (7, 74)),
    *(
        (8, 76),
        (8.5, 79),
        (9, 84),
        (10, 81),
        (10.5, 79),
        (11, 76),
        (12, 74),
        (12.5, 76),
        (13, 72),
        (14, 67),
        (14.5, 72),
    ),
)
"""(beat, MIDI note)."""
BASS = ((0, 48), (2, 55), (4, 45), (6, 52), (8, 41), (10, 48), (12, 43), (14, 48))


def soundtrack() -> Floats:
    """(2, samples) float32 within -1..1, SECONDS long."""
    count = round(SECONDS * SAMPLE_RATE_HZ)
    track = np.zeros((2, count + SAMPLE_RATE_HZ), np.float64)
    for beat, note in MELODY:
        _add(track, beat * BEAT, _marimba(note) * 0.20, 0.2 * np.sin(note))
    for beat, note in BASS:
        _add(track, beat * BEAT, _bass(note) * 0.20, 0.0)
    for beat in np.arange(0, 15.5, 0.5):
        _add(track, beat * BEAT, _shaker(int(beat * 2)) * (0.030 if beat % 1 else 0.018), 0.35)
    for second, loudness, x in thumps():
        _add(track, second, _thump(loudness) * 0.55 * loudness, float(np.clip(x / 2, -0.9, 0.9)))
    for start, length, height in HOPS:
        _add(track, start, _chirp(height) * 0.11, 0.5)
        _add(track, start + length, _thump(0.2) * 0.16, 0.5)
    track = track[:, :count]
    fade = np.clip((count - np.arange(count)) / (0.6 * SAMPLE_RATE_HZ), 0, 1) * np.clip(np.arange(count) / 480, 0, 1)
    return np.tanh(_room(track) * fade).astype(np.float32)


def _add(track: np.ndarray, second: float, sound: np.ndarray, pan: float) -> None:
    start = round(second * SAMPLE_RATE_HZ)
    end = min(start + len(sound), track.shape[1])
    angle = (pan + 1) * np.pi / 4
    for side, gain in enumerate((np.cos(angle), np.sin(angle))):
        track[side, start:end] += gain * sound[: end - start]


def _time(seconds: float) -> np.ndarray:
    return np.arange(round(seconds * SAMPLE_RATE_HZ)) / SAMPLE_RATE_HZ


def _hz(note: int) -> float:
    return float(440 * 2 ** ((note - 69) / 12))


def _marimba(note: int) -> np.ndarray:
    t, f = _time(1.1), _hz(note)
    bar = np.sin(2 * np.pi * f * t) * np.exp(-t * 5) + 0.28 * np.sin(2 * np.pi * 3.93 * f * t) * np.exp(-t * 16)
    return (bar + 0.10 * np.sin(2 * np.pi * 9.2 * f * t) * np.exp(-t * 60)) * np.minimum(t * 900, 1)


def _bass(note: int) -> np.ndarray:
    t, f = _time(1.1), _hz(note)
    return (np.sin(2 * np.pi * f * t) + 0.3 * np.sin(4 * np.pi * f * t)) * np.exp(-t * 2.4) * np.minimum(t * 160, 1)


def _shaker(seed: int) -> np.ndarray:
    t = _time(0.09)
    hiss = np.diff(np.random.default_rng(seed).normal(size=len(t) + 1))
    return hiss * np.exp(-(((t - 0.02) / 0.02) ** 2))


def _thump(loudness: float) -> np.ndarray:
    """A hollow vinyl ball on wood: a falling tone and a slap."""
    t = _time(0.4)
    tone = np.sin(2 * np.pi * (88 * t + 3.2 * (1 - np.exp(-t * 26)))) * np.exp(-t * 13)
    ring = 0.25 * np.sin(2 * np.pi * 412 * t) * np.exp(-t * 24)
    slap = np.random.default_rng(round(loudness * 100)).normal(size=len(t)) * np.exp(-t * 160) * 0.35
    return tone + ring + slap


def _chirp(height: float) -> np.ndarray:
    t = _time(0.22)
    sweep = 620 * t + (900 + 900 * height) * t**2 / 0.44
    return np.sin(2 * np.pi * sweep) * np.sin(np.pi * np.minimum(t / 0.22, 1)) ** 2


def _room(track: np.ndarray) -> np.ndarray:
    """A few early reflections."""
    wet = track.copy()
    for delay_ms, gain in ((23, 0.20), (37, 0.15), (53, 0.11), (79, 0.07)):
        shift = round(delay_ms * SAMPLE_RATE_HZ / 1000)
        wet[:, shift:] += gain * track[::-1, :-shift]
    return wet
