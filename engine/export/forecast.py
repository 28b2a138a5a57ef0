"""What an export will come to: short stretches of it are made for real, in a folder of their own, and measured.

How large a cut-out becomes depends on how much of the picture is cut out and on what is in it; a table of bytes per
pixel was six times too much for one and half of what it took for another. The stretches are spread over the range and
as long as the codec needs to show what its frames between key frames take.
"""

from __future__ import annotations

import contextlib
import math
import statistics
import tempfile
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

import av

from engine.export.ahead import compose_threads, worked_ahead
from engine.export.audio import LOSSY_BIT_RATE, AudioPlan
from engine.export.composing import Composer
from engine.export.formats import SequenceFormat
from engine.export.options import ExportPlan, Output
from engine.export.plan import painted
from engine.export.run import open_writer
from engine.export.writer import PictureWriter
from engine.media.source import Frame
from engine.types import FrameIndex, FrameRange, Pts

PLACES = (0.5, 0.1, 0.9, 0.3, 0.7)
"""Where in the range the stretches begin, in the order they are made: those made before time is up are well spread."""

WHOLE_FRAMES, DEPENDENT_FRAMES = 3, 12
"""Frames in a stretch, where each stands for itself and where it depends on others."""

ENOUGH_S = 6.0
"""No further stretch is begun after that long."""

WHOLE = frozenset({"prores_ks", "dnxhd", "cfhd", "ffv1"})
"""Encoders that make every frame a key frame, or as large as one."""

KEY_EVERY = {"qtrle": 12, "libvpx-vp9": 128, "libsvtav1": 160}
"""Frames from one key frame to the next, where an encoder is not told; `OTHERS_KEY_EVERY` for all others."""

OTHERS_KEY_EVERY = 250
CONTAINER_BYTES = 1000
"""What a file has besides frames."""

SURE, HARDLY_SURE = 0.05, 0.4
"""The least that a forecast may be off, as a share; and what it may where one stretch has to speak for all."""

UNKNOWN_BETWEEN = 0.12
"""What is added where frames depend on each other: a short stretch shows less of that than a long clip."""


@dataclass(frozen=True, slots=True)
class Forecast:
    """Bytes between which the files will come out together, and the seconds their making will take here and now."""

    low_bytes: int
    high_bytes: int
    seconds: float

    @property
    def size_bytes(self) -> int:
        """The middle."""
        return (self.low_bytes + self.high_bytes) // 2


@dataclass(frozen=True, slots=True)
class _Stretch:
    """One that was made. Bytes of all outputs together."""

    start: FrameIndex
    frames: int
    key_bytes: float
    later_bytes: float
    """Of each frame after the key frame."""
    seconds: float
    """For each frame."""


def forecast(plan: ExportPlan, clock: Callable[[], float] = time.perf_counter) -> Generator[Forecast | None]:
    """After each frame None; after each stretch a Forecast, surer than the one before. May be closed at any time.

    Nothing is written but in a temporary folder, which is gone at the end. Raises ExportError, MediaError.
    """
    done: list[_Stretch] = []
    began = clock()
    with tempfile.TemporaryDirectory(prefix="clickmatte-") as folder:
        for frames in stretches(plan):
            if done and clock() - began > ENOUGH_S:
                return
            done.append((yield from _made(plan, frames, Path(folder) / str(len(done)), clock)))
            yield _concluded(plan, done)


def stretches(plan: ExportPlan) -> list[FrameRange]:
    """What is made: all of a short range, else pieces that do not overlap, one of them where nothing is cut out."""
    whole = plan.frames
    length = WHOLE_FRAMES if _stands_alone(plan) else DEPENDENT_FRAMES
    masked = masked_frames(plan)
    if len(whole) <= 2 * length and len(masked) in (0, len(whole)):
        return [whole]
    if not masked:
        masked = list(whole)
    found = _spread(masked, length)
    empty = [index for index in whole if index not in set(masked)]
    if empty:
        found[1:1] = _spread(empty, length)[:1]
    return found


def masked_frames(plan: ExportPlan) -> list[FrameIndex]:
    """Those of the range on which something is cut out, in order."""
    shown = {one for output in plan.outputs for one in output.objects}
    stamps = {pts for one in shown for pts in (*plan.masks.mask_pts(one), *painted(plan.project, one))}
    inside = {plan.source.index_of(Pts(pts)) for pts in stamps}
    return sorted(index for index in inside if index in plan.frames)


def _spread(frames: Sequence[FrameIndex], length: int) -> list[FrameRange]:
    """Pieces of neighbouring frames, at most so long, spread over these."""
    kept, found = set(frames), list[FrameRange]()
    for place in PLACES:
        start = stop = frames[round(place * max(len(frames) - length, 0))]
        while stop in kept and stop - start < length:
            stop = FrameIndex(stop + 1)
        if all(stop <= other.start or start >= other.stop for other in found):
            found.append(FrameRange(start, stop))
    return found


def _stands_alone(plan: ExportPlan) -> bool:
    form = plan.preset.format
    return isinstance(form, SequenceFormat) or form.codec in WHOLE or (form.container == "mov" and form.codec == "png")


# --- Making ------------------------------------------------------------------------------------------------------


def _made(
    whole: ExportPlan, frames: FrameRange, folder: Path, clock: Callable[[], float]
) -> Generator[None, None, _Stretch]:
    folder.mkdir()
    plan = replace(whole, frames=frames, audio=(), outputs=_elsewhere(whole, folder))
    writers: list[PictureWriter] = []
    with contextlib.ExitStack() as opened:
        source = plan.source.reopen()
        opened.callback(source.close)
        composer = Composer(plan)
        opened.callback(composer.close)
        for output in plan.outputs:
            writers.append(open_writer(plan, output))
            opened.callback(writers[-1].abort)
        shown = opened.enter_context(contextlib.closing(source.stream(frames.start, frames.stop)))  # type: ignore[type-var]
        first = next(shown)  # how far the nearest key frame of the clip was does not count
        began = clock()
        yield from _written(plan, first, shown, composer, writers)
        for writer in writers:
            writer.finish()
        seconds = (clock() - began) / len(frames)
    keys, all_bytes = zip(*(_weighed(plan, output) for output in plan.outputs), strict=True)
    later = (sum(all_bytes) - sum(keys)) / (len(frames) - 1) if len(frames) > 1 else sum(keys)
    return _Stretch(frames.start, len(frames), sum(keys), later, seconds)


def _elsewhere(plan: ExportPlan, folder: Path) -> tuple[Output, ...]:
    """The same outputs under short names; one picture stays one, a folder stays one."""
    suffix = plan.preset.format.suffix
    named = [suffix if output.target.suffix.lower() == suffix else "" for output in plan.outputs]
    return tuple(
        replace(output, target=folder / f"{place}{ending}")
        for place, (output, ending) in enumerate(zip(plan.outputs, named, strict=True))
    )


def _written(
    plan: ExportPlan,
    first: Frame,
    others: Iterator[Frame],
    composer: Composer,
    writers: Sequence[PictureWriter],
) -> Generator[None]:
    def materials() -> Generator[tuple[Frame, object]]:
        yield first, composer.material(first)
        for frame in others:
            yield frame, composer.material(frame)

    work = worked_ahead(materials(), lambda pair: composer.pictures(pair[1]), compose_threads(plan))  # type: ignore[arg-type]
    with contextlib.closing(work) as done:
        for (frame, _), pictures in done:
            for writer, picture in zip(writers, pictures, strict=True):
                writer.write(picture, frame.pts - first.pts, frame.duration_pts)
            yield None


def _weighed(plan: ExportPlan, output: Output) -> tuple[float, float]:
    """Bytes of the first frame, and of all together, without what a container adds."""
    target = output.target
    count = len(plan.frames)
    if isinstance(plan.preset.format, SequenceFormat):
        files = [target] if target.is_file() else [path for path in target.rglob("*") if path.is_file()]
        total = sum(path.stat().st_size for path in files)
        return total / count, total
    total = max(target.stat().st_size - CONTAINER_BYTES, 1)
    if _stands_alone(plan):
        return total / count, total
    with av.open(str(target)) as container:
        sizes = [packet.size for packet in container.demux(video=0) if packet.size]
    return min(float(sizes[0]), total), total


# --- Concluding --------------------------------------------------------------------------------------------------


def _concluded(plan: ExportPlan, done: Sequence[_Stretch]) -> Forecast:
    count, masked = len(plan.frames), set(masked_frames(plan))
    sound = sum(sound_bytes(plan, one) for one in plan.audio)
    placed = sorted(done, key=lambda one: one.start)
    full = [_size(plan, one) for one in placed if one.start in masked]
    bare = [_size(plan, one) for one in placed if one.start not in masked]
    share = len(masked) / count if full and bare else float(bool(full))
    middle = share * statistics.fmean(full or [0.0]) + (1 - share) * statistics.fmean(bare or [0.0])
    seen = sum(one.frames for one in done)
    off = _uncertainty(full or bare, seen / count)
    if not _stands_alone(plan) and seen < count:
        off += UNKNOWN_BETWEEN
    low, high = middle * max(1 - off, 0.1), middle * (1 + off)
    # The first stretch also pays for what is set up only once.
    pace = statistics.median(one.seconds for one in (done[1:] or done))
    return Forecast(round(low + sound), round(high + sound), pace * count)


def _size(plan: ExportPlan, one: _Stretch) -> float:
    """Of everything, were it all like this stretch."""
    count = len(plan.frames)
    if _stands_alone(plan):
        return one.later_bytes * count
    every = KEY_EVERY.get(getattr(plan.preset.format, "codec", ""), OTHERS_KEY_EVERY)
    keys = math.ceil(count / every)
    return CONTAINER_BYTES * len(plan.outputs) + one.key_bytes * keys + one.later_bytes * (count - keys)


def _uncertainty(sizes: Sequence[float], share_seen: float) -> float:
    """Two standard errors of the mean, as a share of it, less for what was seen itself.

    Of a sample spread evenly, by its successive differences (Wolter, Introduction to Variance Estimation, 2007, 8.2):
    an object that comes nearer all the time is a trend, and no reason to doubt the middle."""
    unseen = math.sqrt(max(1 - share_seen, 0.0))
    if len(sizes) == 1:
        return max(SURE, HARDLY_SURE * unseen)
    variance = sum((after - before) ** 2 for before, after in pairwise(sizes)) / (2 * (len(sizes) - 1))
    error = 2 * math.sqrt(variance / len(sizes)) * unseen
    return max(SURE, error / max(statistics.fmean(sizes), 1.0))


def sound_bytes(plan: ExportPlan, audio: AudioPlan) -> int:
    """What a stream of sound will take, by its codec."""
    info = next(one for one in plan.info.audio if one.index == audio.index)
    seconds = float(audio.stop - audio.start)
    samples = info.sample_rate_hz * info.channels * seconds
    widths = {"pcm_s16le": 2, "pcm_s24le": 3, "pcm_s32le": 4, "pcm_f32le": 4, "flac": 1.8, "alac": 1.2}
    width = widths.get(audio.target_codec)
    return round(samples * width if width else LOSSY_BIT_RATE / 8 * seconds)
