"""Opening a file with av: refusals in one sentence, the video stream, its stamps, how it stands upright."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import av.container
import numpy as np

from engine.errors import MediaError
from engine.media.orientation import Orientation
from engine.media.source import DecodeThreads
from engine.media.timing import Stamp

NOT_CLIPS = {"tty", "concat", "hls", "dash", "sdp", "lavfi", "bin", "xbin", "adf", "idf", "txd"}
"""Formats that draw text or follow other files and addresses: never what a person means by a clip."""

PLAYLIST_HEADS = (b"ffconcat", b"#EXTM3U", b"<MPD", b"<?xml", b"v=0")
"""Files that name other files or addresses: refused before FFmpeg follows them."""

ALPHA_DECODERS = {"vp8": "libvpx", "vp9": "libvpx-vp9"}
"""FFmpeg's own VP8/VP9 decoders drop the alpha channel that Matroska keeps beside each picture; libvpx reads it."""


def open_container(path: Path) -> av.container.InputContainer:
    """Open a file for demuxing. Only local files are followed. Raises MediaError."""
    _check_readable(path)
    try:
        container = av.open(str(path.absolute()), options={"protocol_whitelist": "file"}, metadata_errors="replace")
    except av.error.FFmpegError as error:
        raise _refusal(path, error) from None
    except OSError as error:
        raise MediaError(f"“{path.name}” cannot be read: {error.strerror}.", "Check the disk and try again.") from None
    if set(container.format.name.split(",")) & NOT_CLIPS:
        container.close()
        raise _no_video(path)
    return container


def video_stream(container: av.container.InputContainer, path: Path) -> av.VideoStream:
    """The stream a player would show: not a cover picture where there is another. Raises MediaError."""
    streams = [s for s in container.streams.video if s.codec_context is not None]
    if not container.streams.video:
        kind = "sound only" if container.streams.audio else "no video"
        raise MediaError(f"“{path.name}” holds {kind}.", "Open a video file or a folder of numbered stills.")
    if not streams:
        raise MediaError(
            f"“{path.name}” is coded in a way this program cannot decode.",
            "Convert it to H.264, ProRes or another common codec first.",
        )
    moving = [s for s in streams if not s.disposition & av.stream.Disposition.attached_pic]
    return (moving or streams)[0]


def picture_decoder(stream: av.VideoStream, threads: DecodeThreads, alpha: bool) -> av.VideoCodecContext:
    """The stream's decoder; libvpx where a WebM file says it has alpha and alpha is wanted."""
    name = ALPHA_DECODERS.get(stream.codec_context.name)
    if alpha and name and stream.metadata.get("alpha_mode", stream.metadata.get("ALPHA_MODE")) == "1":
        decoder = av.CodecContext.create(name, "r")
        decoder.extradata = stream.codec_context.extradata
        assert isinstance(decoder, av.VideoCodecContext)
    else:
        decoder = stream.codec_context
    decoder.thread_type = threads.value.upper()
    return decoder


def stamp_of(packet: av.Packet[av.VideoStream]) -> int | None:
    """A packet's place in time: its pts, else its dts; None where the file keeps neither."""
    return packet.pts if packet.pts is not None else packet.dts


def picture_packets(
    container: av.container.InputContainer, stream: av.VideoStream
) -> Iterator[av.Packet[av.VideoStream]]:
    """All packets of the stream, last an empty one that flushes the decoder. Damage at the end ends it quietly."""
    packets = container.demux(stream)
    while True:
        try:
            packet = next(packets, None)
        except (av.error.InvalidDataError, av.error.EOFError):
            return
        except IndexError:  # PyAV, where a damaged transport stream names streams that are not there
            raise MediaError("The clip's streams are damaged.", "Copy the file again.") from None
        except av.error.FFmpegError as error:
            raise MediaError(f"The clip cannot be read any further: {error.strerror}.", "Check the disk.") from None
        if packet is None:
            return
        yield packet


def listed_stamps(container: av.container.InputContainer, stream: av.VideoStream) -> list[Stamp] | None:
    """Stamps from the list of frames an MP4 or MOV file keeps, without reading its pictures; None where that does not
    do. It holds decode times: the same as display times where every picture stands alone (ProRes and its like), and
    those are the files that are too large to be read through."""
    entries = stream.index_entries
    is_list_whole = "mov" in container.format.name and 0 < stream.frames == len(entries)
    if not is_list_whole or not stream.codec_context.codec.intra_only or stream.codec_context.has_b_frames:
        return None
    if not all(entry.is_keyframe for entry in entries):
        return None
    times = [entry.timestamp for entry in entries if not entry.is_discard]
    return [Stamp(time, time, 0, True) for time in times]


def orientation_of(frame: av.VideoFrame) -> Orientation:
    """From the frame's display matrix (ISO/IEC 14496-12, 8.3.2: nine fixed-point numbers, row vectors); upright where
    there is none or where it is not one of the eight ways a picture can lie."""
    data: Any = frame.side_data.get("DISPLAYMATRIX")
    if data is None:
        return Orientation()
    a, b, _, c, d, *_ = struct.unpack("=9i", bytes(memoryview(data))[:36])
    signs = tuple(int(np.sign(round(value / 65536, 2))) if abs(value) > 32768 else 0 for value in (a, b, c, d))
    turns = {(1, 0, 0, 1): 0, (0, -1, 1, 0): 1, (-1, 0, 0, -1): 2, (0, 1, -1, 0): 3}
    if signs in turns:
        return Orientation(False, turns[signs])
    mirrored = (-signs[0], -signs[1], signs[2], signs[3])
    return Orientation(True, turns[mirrored]) if mirrored in turns else Orientation()


def _check_readable(path: Path) -> None:
    try:
        with path.open("rb") as file:
            head = file.read(16)
        if not head:
            raise MediaError(f"“{path.name}” is empty.", "Copy or record it again.")
        if head.startswith(PLAYLIST_HEADS):
            raise MediaError(f"“{path.name}” is a list of other files, not a video.", "Open one of those files.")
    except FileNotFoundError:
        raise MediaError(f"There is no file “{path}”.", "Check the name and the drive.") from None
    except PermissionError:
        raise MediaError(f"“{path.name}” may not be read.", "Change its permissions or copy it elsewhere.") from None
    except OSError as error:
        raise MediaError(f"“{path.name}” cannot be read: {error.strerror}.", "Check the disk and try again.") from None


def _no_video(path: Path) -> MediaError:
    return MediaError(f"“{path.name}” is not a video.", "Open a video file or a folder of numbered stills.")


def _refusal(path: Path, error: av.error.FFmpegError) -> MediaError:
    boxes = _mp4_boxes(path)
    if "ftyp" in boxes[:1] and "moov" not in boxes:
        return MediaError(
            f"“{path.name}” is cut off: the list of its frames (moov), written last, is missing.",
            "Copy it again from the camera, or let a repair tool for video files rebuild it.",
        )
    if isinstance(error, av.error.InvalidDataError | av.error.EOFError):
        return _no_video(path)
    return MediaError(f"“{path.name}” cannot be opened: {error.strerror}.", "Try another program's copy of it.")


def _mp4_boxes(path: Path) -> list[str]:
    """Names of the outermost boxes of an MP4/MOV file, as far as they are whole (ISO/IEC 14496-12, 4.2)."""
    names: list[str] = []
    size_bytes = path.stat().st_size
    with path.open("rb") as file:
        while len(names) < 64:
            header = file.read(16)
            if len(header) < 8:
                break
            length, name = struct.unpack(">I4s", header[:8])
            if length == 1 and len(header) == 16:
                (length,) = struct.unpack(">Q", header[8:])
            names.append(name.decode("latin-1"))
            start = file.tell() - len(header)
            if length < 8 or start + length > size_bytes:
                break
            file.seek(start + length)
    return names


def seconds(ticks: int | None, time_base: Fraction | None) -> Fraction | None:
    """Ticks of a time base as seconds; None where either is unknown."""
    return None if ticks is None or time_base is None else ticks * time_base
