"""Key frames by themselves: what can be shown of any place in a clip within a few milliseconds."""

from __future__ import annotations

import av

from engine.media.pyav_exact import SharedClip
from engine.media.pyav_open import open_container, picture_decoder, picture_packets, video_stream
from engine.media.pyav_picture import Picture
from engine.media.source import DecodeThreads

PACKETS_TO_TRY = 64
"""A seek may land some packets early; in transport streams it may land late, and then the key frame is not there."""


class KeyReader:
    """Decodes single key frames. One thread: several would each wait for packets that are not to be decoded."""

    def __init__(self, shared: SharedClip) -> None:
        self._shared = shared
        self._container = open_container(shared.path)
        try:
            self._stream = video_stream(self._container, shared.path)
            self._codec = picture_decoder(self._stream, DecodeThreads.NONE, shared.options.alpha)
        except BaseException:
            self._container.close()
            raise

    def read(self, pts: int) -> Picture | None:
        """The key frame at `pts`; None where it cannot be decoded without others."""
        try:
            self._container.seek(pts, stream=self._stream, backward=True)
            return self._decoded(pts)
        except av.error.FFmpegError:
            return None
        finally:
            self._codec.flush_buffers()

    def _decoded(self, pts: int) -> Picture | None:
        packets = picture_packets(self._container, self._stream)
        for _, packet in zip(range(PACKETS_TO_TRY), packets, strict=False):
            if packet.pts == pts:
                found = [*self._codec.decode(packet), *self._codec.decode(None)]
                return next((Picture(frame, self._shared.converter) for frame in found if frame.pts == pts), None)
        return None

    def close(self) -> None:
        """Let go of the file."""
        self._container.close()
