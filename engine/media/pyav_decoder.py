"""One container, one decoder, one position: seek to a key frame, decode forward, frame by frame."""

from __future__ import annotations

from collections import deque
from pathlib import Path

import av

from engine.errors import MediaError
from engine.media.damage import DamageReport
from engine.media.pyav_open import open_container, picture_decoder, picture_packets, stamp_of, video_stream
from engine.media.source import ReadOptions


class Decoder:
    """Delivers (stamp, frame) in display order.

    `counted`: the file keeps no times, so frames are stamped 0, 1, 2 … from its start and every seek goes there.
    """

    def __init__(self, path: Path, options: ReadOptions, damage: DamageReport, counted: bool = False) -> None:
        self._path = path
        self._options = options
        self._damage = damage
        self._counted = counted
        self._delivered = 0
        self._hurry_to: int | None = None
        self.position: int | None = None
        """Stamp of the frame delivered last; None right after a seek."""
        self.at_start = True
        """Whether nothing was delivered or skipped yet."""
        self._open()

    def _open(self) -> None:
        self._container = open_container(self._path)
        try:
            self.stream = video_stream(self._container, self._path)
            self._codec = picture_decoder(self.stream, self._options.threads, self._options.alpha)
        except BaseException:
            self._container.close()
            raise
        self._packets = picture_packets(self._container, self.stream)
        self._ready: deque[av.VideoFrame] = deque()
        self._ended = False
        self.position = None
        self.at_start = True

    @property
    def container(self) -> av.container.InputContainer:
        return self._container

    def hurry_to(self, stamp: int | None) -> None:
        """Leave out pictures before `stamp` that no other picture is made from (half of them as a rule): they are not
        delivered. None: deliver all again. Every delivered picture is exact, and from `stamp` on none is missing."""
        self._hurry_to = stamp if self.can_hurry else None
        self._codec.skip_frame = "DEFAULT"

    @property
    def can_hurry(self) -> bool:
        """Progressive H.264: its coded pictures say whether others need them (nal_ref_idc, ITU-T H.264 7.4.1). In HEVC
        that holds within one temporal layer only."""
        return self._codec.name == "h264" and not self._counted

    def seek(self, stamp: int) -> None:
        """Go on from the key frame at or before `stamp` in the file's own eyes (may land elsewhere: look)."""
        if self._counted:
            return self.rewind()
        try:
            self._container.seek(stamp, stream=self.stream, backward=True)
        except av.error.FFmpegError:
            return self.rewind()
        self._restart()
        return None

    def rewind(self) -> None:
        """Go on from the very first packet. Opens anew: raw streams cannot seek."""
        self.close()
        self._open()
        self._delivered = 0

    def _restart(self) -> None:
        self._codec.flush_buffers()
        self._packets = picture_packets(self._container, self.stream)
        self._ready.clear()
        self._ended = False
        self.position = None
        self.at_start = False

    def next(self) -> tuple[int, av.VideoFrame] | None:
        """The next displayed frame; None at the end. Damaged packets are counted and passed over."""
        while self.peek() is not None:
            frame = self._ready.popleft()
            self.at_start = False
            stamp = self._delivered if self._counted else frame.pts if frame.pts is not None else frame.dts
            if stamp is not None:
                self._delivered += 1
                self.position = stamp
                return stamp, frame
        return None

    def peek(self, most_packets: int | None = None) -> av.VideoFrame | None:
        """The frame that comes next, left in place; it may have no stamp. None at the end, or after `most_packets`
        packets without any frame."""
        fed = 0
        while not self._ready:
            if self._ended or fed == most_packets:
                return None
            self._feed()
            fed += 1
        return self._ready[0]

    def _feed(self) -> None:
        packet = next(self._packets, None)
        if packet is None or packet.size == 0:
            self._ended = True
            self._ready.extend(self._decode(None))
        else:
            if packet.is_corrupt:
                self._damage.packet(stamp_of(packet))
            self._ready.extend(self._decode(packet))

    def _decode(self, packet: av.Packet[av.VideoStream] | None) -> list[av.VideoFrame]:
        if self._hurry_to is not None and packet is not None:
            stamp = stamp_of(packet)
            is_on_the_way = stamp is not None and stamp < self._hurry_to
            self._codec.skip_frame = "NONREF" if is_on_the_way else "DEFAULT"
        try:
            return list(self._codec.decode(packet))
        except av.error.EOFError:
            self._ended = True
        except (av.error.PatchWelcomeError, av.error.MemoryError) as error:
            raise MediaError(
                f"“{self._path.name}” cannot be decoded: {error.strerror}.",
                "Convert it to H.264, ProRes or another common codec first.",
            ) from None
        except av.error.FFmpegError:
            self._damage.packet(None if packet is None else stamp_of(packet))
        return []

    def close(self) -> None:
        """Let go of the file."""
        self._ready.clear()
        self._packets = iter(())
        self._container.close()
