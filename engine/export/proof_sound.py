"""The proof of an export's sound: how many streams, and how long each is on the picture's clock."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av

from engine.export.findings import Finding
from engine.export.options import ExportPlan, Output
from engine.export.wave_file import wave_length, wave_paths

EARLY_SOUND = Fraction(2, 1000)
"""How much too early sound may end: containers round its times to 1 ms at worst, twice."""

LONGEST_PACKET = Fraction(130, 1000)
"""Sound ends with a whole packet, and that may end too late. 1024 samples of AAC at 8 kHz are the longest there are."""


def prove_sound(plan: ExportPlan, path: Path) -> Finding:
    """Length of the sound on the picture's clock, from the packets' own times."""
    spans = _sound_spans(path)
    wanted = [_sound_length(audio.path, audio.index, audio.start, audio.stop) for audio in plan.audio]
    late = [end - length for (end, _), length in zip(spans, wanted, strict=False)]
    good = len(spans) == len(wanted) and all(
        -EARLY_SOUND <= over <= min(longest, LONGEST_PACKET) + EARLY_SOUND
        for over, (_, longest) in zip(late, spans, strict=False)
    )
    worst = max(map(abs, late), default=Fraction(0))
    return Finding("sound", good, f"{len(spans)} of {len(wanted)} streams, off by up to {float(worst) * 1000:.1f} ms")


def _sound_spans(path: Path) -> list[tuple[Fraction, Fraction]]:
    """When each stream of sound ends, in seconds from the first picture on, and how long its longest packet is.

    The file itself may begin before its picture: Matroska has no edit lists to hide a packet's early part with."""
    with av.open(str(path), metadata_errors="replace") as container:
        spans = {stream.index: (Fraction(0), Fraction(0)) for stream in container.streams.audio}
        picture = container.streams.video[0]
        base = (picture.start_time or 0) * (picture.time_base or Fraction(1))
        # Without a stream named, demux would deliver them all.
        for packet in container.demux(*container.streams.audio) if spans else ():
            if packet.pts is not None:
                length = (packet.duration or 0) * packet.time_base
                end, longest = spans[packet.stream.index]
                end = max(end, packet.pts * packet.time_base + length - base)
                spans[packet.stream.index] = end, max(longest, length)
        return list(spans.values())


def prove_waves(plan: ExportPlan, output: Output) -> Finding:
    """WAV files are as long as the range, on the sample."""
    worst = Fraction(0)
    for audio, path in zip(plan.audio, wave_paths(output.target, len(plan.audio)), strict=True):
        with av.open(str(path)) as container:
            samples = sum(frame.samples for frame in container.decode(audio=0))
            rate = container.streams.audio[0].rate
        worst = max(worst, abs(Fraction(samples - wave_length(audio, rate), rate)))
    return Finding("sound", worst == 0, f"{len(plan.audio)} files, off by up to {float(worst) * 1000:.2f} ms")


def _sound_length(path: Path, index: int, start: Fraction, stop: Fraction) -> Fraction:
    """How long the source's sound lasts inside a range, from the range's start on."""
    end = start
    with av.open(str(path), metadata_errors="replace") as container:
        for packet in container.demux(container.streams[index]):
            if packet.pts is not None:
                end = max(end, (packet.pts + (packet.duration or 0)) * packet.time_base)
    return min(end, stop) - start
