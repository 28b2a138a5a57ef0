"""The index of a video file, made by a thread of its own with a container of its own."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

from engine.errors import MediaError
from engine.media.damage import DamageReport
from engine.media.pyav_decoder import Decoder
from engine.media.pyav_open import listed_stamps, open_container, picture_packets, stamp_of, video_stream
from engine.media.source import ReadOptions
from engine.media.timing import LiveTimeline, Stamp

LARGEST_BATCH = 512
"""Packets handed over at once; the first batches are smaller, so that the first frames are known at once."""


class Indexer:
    """Fills a timeline in the background until the file ends or the last user has gone."""

    def __init__(
        self, path: Path, options: ReadOptions, damage: DamageReport, counted: bool, timeline: LiveTimeline
    ) -> None:
        self.timeline = timeline
        self._path = path
        self._options = options
        self._damage = damage
        self._counted = counted
        self._users = 1
        self._lock = threading.Lock()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name=f"index of {path.name}", daemon=True)
        self._thread.start()

    def share(self) -> Indexer:
        """One more reader uses this index; each must call `release` once."""
        with self._lock:
            self._users += 1
        return self

    def release(self) -> None:
        """The last one out stops the thread and waits for it."""
        with self._lock:
            self._users -= 1
            last = self._users == 0
        if last:
            self._stop.set()
            self._thread.join()

    def _run(self) -> None:
        try:
            batch: list[Stamp] = []
            size = 1
            for stamp in self._counted_stamps() if self._counted else self._packet_stamps():
                if self._stop.is_set():
                    self.timeline.fail(MediaError("The clip was closed."))
                    return
                batch.append(stamp)
                if len(batch) >= size:
                    self.timeline.add(batch)
                    batch, size = [], min(size * 2, LARGEST_BATCH)
            self.timeline.add(batch)
            self.timeline.finish()
        except MediaError as error:
            self.timeline.fail(error)
        finally:
            self.timeline.fail(MediaError("The clip's frames could not be listed.", "Copy the file again."))

    def _packet_stamps(self) -> Iterator[Stamp]:
        with open_container(self._path) as container:
            stream = video_stream(container, self._path)
            listed = listed_stamps(container, stream)
            if listed is not None:
                yield from listed
                return
            packets = 0
            for packet in picture_packets(container, stream):
                pts = stamp_of(packet)
                if packet.size == 0 or pts is None:
                    continue
                packets += 1
                if packet.is_corrupt:
                    self._damage.packet(pts)
                if not packet.is_discard:
                    yield Stamp(pts, packet.dts, packet.duration or 0, packet.is_keyframe)
            if packets < stream.frames:
                self._damage.ends_early()

    def _counted_stamps(self) -> Iterator[Stamp]:
        decoder = Decoder(self._path, self._options, self._damage, counted=True)
        try:
            while (delivered := decoder.next()) is not None:
                stamp, _ = delivered
                yield Stamp(stamp, stamp + 1, 1, stamp == 0)
        finally:
            decoder.close()
