"""Small generated clips with known answers, for every test that needs a video.

Each upright picture carries its frame number as twelve black or white blocks, two rows of six in the top half, and
known colours in the bottom half, so that order, orientation and colour are read back from pixels alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
from av.video.reformatter import ColorRange, Colorspace, Interpolation, VideoReformatter
from numpy.typing import NDArray

WIDTH, HEIGHT = 96, 64
BITS_A_ROW = 6
PATCHES = ((200, 40, 40), (40, 180, 60), (50, 70, 210), (235, 235, 235))
"""R, G, B of the four equal patches of the bottom half, left to right."""

SWSCALE_MATRIX = {
    0: Colorspace.ITU709,
    1: Colorspace.ITU709,
    5: Colorspace.ITU601,
    6: Colorspace.ITU601,
    9: Colorspace.BT2020,
}
EXACT = Interpolation.BICUBIC | Interpolation.ACCURATE_RND | Interpolation.FULL_CHR_H_INT

Picture = NDArray[np.uint8]


def picture(number: int, width: int = WIDTH, height: int = HEIGHT) -> Picture:
    """(height, width, 3) uint8: frame `number` (0..4095) in blocks above, four patches below."""
    made = np.zeros((height, width, 3), np.uint8)
    for bit in range(2 * BITS_A_ROW):
        if number >> bit & 1:
            made[_block(bit, width, height)] = 235
    for place, colour in enumerate(PATCHES):
        made[_patch(place, width, height)] = colour
    return made


def read_number(rgb: Picture) -> int:
    """The frame number drawn by `picture`, from an upright picture of any size."""
    height, width = rgb.shape[:2]
    return sum((int(rgb[_inner(_block(bit, width, height))].mean() > 118) << bit) for bit in range(2 * BITS_A_ROW))


def read_patches(rgb: Picture) -> list[tuple[int, int, int]]:
    """The mean colour of each patch, away from its edges."""
    height, width = rgb.shape[:2]
    means = [rgb[_inner(_patch(i, width, height))].reshape(-1, 3).mean(axis=0) for i in range(len(PATCHES))]
    return [tuple(round(float(v)) for v in mean) for mean in means]  # type: ignore[misc]


def alpha_ramp(number: int, width: int = WIDTH, height: int = HEIGHT) -> NDArray[np.uint16]:
    """(height, width) uint16: 0 on the left, full on the right, in between a level that tells the frame number."""
    alpha = np.zeros((height, width), np.uint16)
    alpha[:, width // 3 :] = 5000 + number * 1000
    alpha[:, 2 * width // 3 :] = 65535
    return alpha


Area = tuple[slice, slice]


def _block(bit: int, width: int, height: int) -> Area:
    row, column = divmod(bit, BITS_A_ROW)
    tall, wide = height // 4, width // BITS_A_ROW
    return slice(row * tall, (row + 1) * tall), slice(column * wide, (column + 1) * wide)


def _patch(place: int, width: int, height: int) -> Area:
    wide = width // len(PATCHES)
    return slice(height // 2, height), slice(place * wide, (place + 1) * wide)


def _inner(area: Area) -> Area:
    rows, columns = area
    tall, wide = (rows.stop - rows.start) // 4, (columns.stop - columns.start) // 4
    return slice(rows.start + tall, rows.stop - tall), slice(columns.start + wide, columns.stop - wide)


@dataclass(frozen=True)
class Tags:
    """H.273 code points written into the file; 2 leaves one open. `convert` is the matrix the pixels really use."""

    primaries: int = 1
    transfer: int = 1
    matrix: int = 1
    full_range: bool = False
    convert: int | None = None


@dataclass(frozen=True)
class Coding:
    """How a clip is written."""

    codec: str = "libx264"
    pix_fmt: str = "yuv420p"
    options: dict[str, str] = field(default_factory=dict)
    rate: Fraction = Fraction(30000, 1001)
    time_base: Fraction | None = None
    tags: Tags = Tags()
    rotation_cw: int = 0
    pixel_aspect: Fraction | None = None
    container_options: dict[str, str] = field(default_factory=dict)
    start_ticks: int = 0
    ticks: Sequence[int] | None = None
    """pts of each frame in `time_base`; None: at `rate`."""
    interlaced: bool = False
    alpha: bool = False
    metadata: dict[str, str] = field(default_factory=dict)


X264 = {"preset": "veryfast", "crf": "10"}


def write_clip(path: Path, pictures: Iterable[Picture], coding: Coding = Coding()) -> None:
    """Encode upright pictures. With `alpha`, `alpha_ramp` goes with them, straight."""
    with av.open(str(path), "w", options=coding.container_options) as container:
        stream: av.VideoStream | None = None
        reformatter = VideoReformatter()
        for number, upright in enumerate(pictures):
            stored = np.ascontiguousarray(np.rot90(upright, coding.rotation_cw // 90))
            if stream is None:
                stream = _stream(container, coding, stored.shape[1], stored.shape[0])
            frame = _frame(stored, number, coding, reformatter)
            container.mux(stream.encode(frame))
        assert stream is not None
        container.mux(stream.encode(None))


def _stream(container: av.container.OutputContainer, coding: Coding, width: int, height: int) -> av.VideoStream:
    options = {**(X264 if coding.codec == "libx264" else {}), **coding.options}
    stream = container.add_stream(coding.codec, rate=coding.rate, options=options)
    stream.width, stream.height, stream.pix_fmt = width, height, coding.pix_fmt
    context = stream.codec_context
    context.thread_count = 1
    context.time_base = coding.time_base or 1 / coding.rate
    tags = coding.tags
    context.colorspace, context.color_primaries, context.color_trc = tags.matrix, tags.primaries, tags.transfer
    context.color_range = 2 if tags.full_range else 1
    stream.metadata.update(coding.metadata)
    if coding.pixel_aspect:
        context.sample_aspect_ratio = coding.pixel_aspect
    if coding.rotation_cw:
        stream.set_display_rotation(-coding.rotation_cw)
    return stream


def _frame(stored: Picture, number: int, coding: Coding, reformatter: VideoReformatter) -> av.VideoFrame:
    if coding.alpha:
        deep = np.dstack([stored.astype(np.uint16) * 257, alpha_ramp(number, stored.shape[1], stored.shape[0])])
        frame = av.VideoFrame.from_ndarray(deep, format="rgba64le")
    else:
        frame = av.VideoFrame.from_ndarray(stored, format="rgb24")
    tags = coding.tags
    matrix = SWSCALE_MATRIX.get(tags.convert if tags.convert is not None else tags.matrix, Colorspace.ITU601)
    frame = reformatter.reformat(
        frame,
        format=coding.pix_fmt,
        src_colorspace=matrix,
        dst_colorspace=matrix,
        src_color_range=ColorRange.JPEG,
        dst_color_range=ColorRange.JPEG if tags.full_range else ColorRange.MPEG,
        interpolation=EXACT,
    )
    frame.colorspace, frame.color_primaries, frame.color_trc = tags.matrix, tags.primaries, tags.transfer
    frame.color_range = 2 if tags.full_range else 1
    frame.time_base = coding.time_base or 1 / coding.rate
    frame.pts = coding.start_ticks + (coding.ticks[number] if coding.ticks is not None else number)
    return frame


@dataclass(frozen=True)
class Clip:
    """A clip on disk and what must be read from it."""

    name: str
    path: Path
    numbers: tuple[int, ...]
    """The frame number each displayed frame shows."""
    seconds: tuple[Fraction, ...]
    """When each frame is shown, from the first one on."""
    width: int = WIDTH
    height: int = HEIGHT
    rotation: int = 0
    pixel_aspect: Fraction = Fraction(1)
    variable_rate: bool = False
    rate: Fraction | None = None
    alpha: bool = False
    bit_depth: int = 8
    interlaced: bool = False
    tags: Tags | None = Tags()
    guessed: str | None = None
    full_range: bool = False
    colour_tolerance: int = 4
    start_seconds: Fraction | None = None


Recipe = Callable[[Path], Clip]


def _video(name: str, suffix: str, count: int, coding: Coding, **expected: object) -> Recipe:
    def make(folder: Path) -> Clip:
        path = folder / f"{name}{suffix}"
        width, height = int(expected.get("width", WIDTH)), int(expected.get("height", HEIGHT))  # type: ignore[call-overload]
        write_clip(path, (picture(i, width, height) for i in range(count)), coding)
        base = coding.time_base or 1 / coding.rate
        ticks = list(coding.ticks[:count]) if coding.ticks is not None else list(range(count))
        seconds = tuple((tick - ticks[0]) * base for tick in ticks)
        clip = Clip(name, path, tuple(range(count)), seconds, rotation=coding.rotation_cw, tags=coding.tags)
        rate = None if coding.ticks is not None else coding.rate
        return replace(clip, rate=rate, full_range=coding.tags.full_range, **expected)

    make.__name__ = name
    return make


VARIABLE_TICKS = tuple(int(t) for t in np.cumsum([0, *([40, 17, 33, 100, 20] * 10)]))


def _cut_with_edit_list(folder: Path) -> Clip:
    """A stream-copied cut that starts inside a group of pictures: the lead-in is decoded but never shown."""
    whole = _video("whole_for_cut", ".mp4", 48, Coding(options={"g": "12", "bf": "2"}))(folder)
    path = folder / "edit_list.mp4"
    first = 17
    with (
        av.open(str(whole.path)) as source,
        av.open(str(path), "w", options={"avoid_negative_ts": "disabled"}) as target,
    ):
        stream = source.streams.video[0]
        copied = target.add_stream_from_template(stream)
        assert stream.time_base is not None
        shift = round(Fraction(first) / Fraction(30000, 1001) / stream.time_base)
        key = round(Fraction(12) / Fraction(30000, 1001) / stream.time_base)
        for packet in source.demux(stream):
            if packet.size == 0 or packet.pts is None or packet.dts is None or packet.pts < key:
                continue
            packet.pts, packet.dts = packet.pts - shift, packet.dts - shift
            packet.stream = copied
            target.mux(packet)
    return replace(whole, name="edit_list", path=path, numbers=whole.numbers[first:], seconds=whole.seconds[:-first])


HEVC = {
    "preset": "ultrafast",
    "crf": "8",
    "x265-params": "log-level=none:pools=none:frame-threads=1:open-gop=1:keyint=10:bframes=3",
}
OPEN_GOP = {"x264-params": "open-gop=1:keyint=10:min-keyint=10:bframes=3:b-adapt=0:scenecut=0"}
SHORT = {"g": "8", "bf": "2"}

RECIPES: tuple[Recipe, ...] = (
    _video("cfr_b_frames", ".mp4", 48, Coding(options={"g": "12", "bf": "3"})),
    _video("one_long_group", ".mp4", 60, Coding(options={"g": "600", "bf": "2", "sc_threshold": "0"})),
    _video("film_rate_mov", ".mov", 20, Coding(rate=Fraction(24000, 1001), options=SHORT)),
    _video("open_gop", ".mp4", 40, Coding(options=OPEN_GOP)),
    _video("open_gop_ts", ".ts", 40, Coding(options=OPEN_GOP)),
    _video("transport_stream", ".ts", 40, Coding(rate=Fraction(25), options=SHORT)),
    _video("matroska", ".mkv", 30, Coding(options=SHORT)),
    _video(
        "variable_mp4",
        ".mp4",
        30,
        Coding(options=SHORT, time_base=Fraction(1, 1000), ticks=VARIABLE_TICKS),
        variable_rate=True,
    ),
    _video(
        "variable_mkv",
        ".mkv",
        30,
        Coding(options=SHORT, time_base=Fraction(1, 1000), ticks=VARIABLE_TICKS),
        variable_rate=True,
    ),
    _video("offset_start", ".mp4", 20, Coding(options=SHORT, rate=Fraction(25), start_ticks=125)),
    _video(
        "offset_start_mkv",
        ".mkv",
        20,
        Coding(options=SHORT, rate=Fraction(25), start_ticks=125),
        start_seconds=Fraction(5),
    ),
    _cut_with_edit_list,
    _video("one_frame", ".mp4", 1, Coding()),
    _video("rotated_90", ".mp4", 12, Coding(options=SHORT, rotation_cw=90)),
    _video("rotated_180", ".mp4", 12, Coding(options=SHORT, rotation_cw=180)),
    _video("rotated_270", ".mov", 12, Coding(options=SHORT, rotation_cw=270)),
    _video(
        "pixel_aspect", ".mp4", 10, Coding(options=SHORT, pixel_aspect=Fraction(16, 11)), pixel_aspect=Fraction(16, 11)
    ),
    _video("odd_size", ".mp4", 10, Coding(options=SHORT, pix_fmt="yuv444p"), width=97, height=65),
    _video(
        "odd_size_420",
        ".webm",
        10,
        Coding("libvpx-vp9", options={"crf": "10", "b": "0", "cpu-used": "8"}),
        width=97,
        height=65,
    ),
    _video(
        "interlaced",
        ".mp4",
        12,
        Coding(rate=Fraction(25), options={**SHORT, "x264-params": "tff=1"}, interlaced=True),
        interlaced=True,
    ),
    _video(
        "interlaced_mpeg2",
        ".ts",
        20,
        Coding(
            "mpeg2video",
            rate=Fraction(25),
            interlaced=True,
            options={
                "flags": "+ildct+ilme",
                "q": "2",
                "qmin": "1",
                "qmax": "2",
                "bf": "2",
                "g": "10",
                "field_order": "tt",
            },
        ),
        interlaced=True,
    ),
    _video("full_range", ".mp4", 10, Coding(options=SHORT, tags=Tags(full_range=True))),
    _video("tagged_601", ".mp4", 10, Coding(options=SHORT, tags=Tags(6, 6, 6))),
    _video("tagged_2020", ".mp4", 10, Coding(options=SHORT, tags=Tags(9, 1, 9))),
    _video("untagged_sd", ".mp4", 8, Coding(options=SHORT, tags=Tags(2, 2, 2, convert=6)), guessed="bt601"),
    _video(
        "untagged_hd",
        ".mp4",
        3,
        Coding(options=SHORT, tags=Tags(2, 2, 2, convert=1)),
        guessed="bt709",
        width=1280,
        height=720,
    ),
    _video("pq_hevc_10_bit", ".mp4", 30, Coding("libx265", "yuv420p10le", HEVC, tags=Tags(9, 16, 9)), bit_depth=10),
    _video("hlg_10_bit", ".mkv", 8, Coding("libx264", "yuv420p10le", SHORT, tags=Tags(9, 18, 9)), bit_depth=10),
    _video(
        "prores_4444",
        ".mov",
        12,
        Coding("prores_ks", "yuva444p10le", {"profile": "4444", "alpha_bits": "16"}, alpha=True),
        alpha=True,
        bit_depth=12,
    ),
    _video("quicktime_rle", ".mov", 12, Coding("qtrle", "argb", tags=Tags(2, 2, 2), alpha=True), alpha=True, tags=None),
    _video(
        "png_in_mov",
        ".mov",
        8,
        Coding("png", "rgba64be", tags=Tags(2, 2, 2), alpha=True),
        alpha=True,
        tags=None,
        bit_depth=16,
    ),
    _video(
        "vp9_alpha",
        ".webm",
        12,
        Coding(
            "libvpx-vp9",
            "yuva420p",
            {"crf": "8", "b": "0", "cpu-used": "8", "g": "6", "auto-alt-ref": "0"},
            alpha=True,
            metadata={"alpha_mode": "1"},
        ),
        alpha=True,
        colour_tolerance=9,
    ),
    _video(
        "vp8_alpha",
        ".webm",
        12,
        Coding(
            "libvpx",
            "yuva420p",
            {"crf": "4", "b": "2M", "cpu-used": "8", "g": "6", "auto-alt-ref": "0"},
            alpha=True,
            tags=Tags(2, 2, 2, convert=6),
            metadata={"alpha_mode": "1"},
        ),
        alpha=True,
        colour_tolerance=9,
        guessed="bt601",
    ),
    _video(
        "av1_10_bit",
        ".mp4",
        12,
        Coding("libsvtav1", "yuv420p10le", {"preset": "12", "crf": "10", "svtav1-params": "lp=1:keyint=6"}),
        bit_depth=10,
    ),
    _video(
        "motion_jpeg_avi",
        ".avi",
        12,
        Coding(
            "mjpeg",
            "yuvj420p",
            {"q": "2", "qmin": "1", "qmax": "2"},
            rate=Fraction(25),
            tags=Tags(2, 2, 5, full_range=True, convert=5),
        ),
    ),
    _video(
        "mpeg4_avi_no_pts",
        ".avi",
        24,
        Coding(
            "mpeg4",
            options={"q": "2", "qmin": "1", "qmax": "2", "bf": "2", "g": "8"},
            rate=Fraction(25),
            tags=Tags(2, 2, 2, convert=6),
        ),
        guessed="bt601",
    ),
    _video("raw_h264_no_pts", ".h264", 24, Coding(options=SHORT, rate=Fraction(25))),
    _video("ffv1_16_bit", ".mkv", 6, Coding("ffv1", "gbrp16le", tags=Tags(1, 1, 0)), tags=None, bit_depth=16),
)
"""Every video clip of the contract test; each recipe writes into a folder and says what must come out."""


def write_stills(
    folder: Path, suffix: str, numbers: Sequence[int], prefix: str = "shot.", digits: int = 4, depth: int = 8
) -> Path:
    """Numbered stills of `picture(0..)`; returns the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for place, number in enumerate(numbers):
        made: NDArray[np.generic] = picture(place)[:, :, ::-1]
        if depth == 16:
            made = made.astype(np.uint16) * 257
        options = [cv2.IMWRITE_JPEG_QUALITY, 95] if suffix in (".jpg", ".jpeg") else []
        ok, data = cv2.imencode(suffix, made, options)
        assert ok
        (folder / f"{prefix}{number:0{digits}d}{suffix}").write_bytes(data.tobytes())
    return folder


def _stills(name: str, suffix: str, numbers: Sequence[int], depth: int = 8) -> Recipe:
    def make(folder: Path) -> Clip:
        path = write_stills(folder / name, suffix, numbers, depth=depth)
        seconds = tuple(Fraction(n - numbers[0], 24) for n in numbers)
        gap = len(numbers) - 1 != numbers[-1] - numbers[0]
        return Clip(
            name,
            path,
            tuple(range(len(numbers))),
            seconds,
            rate=Fraction(24),
            tags=None,
            bit_depth=depth,
            full_range=True,
            variable_rate=gap,
        )

    make.__name__ = name
    return make


STILL_RECIPES: tuple[Recipe, ...] = (
    _stills("png_16_from_1001", ".png", range(1001, 1009), depth=16),
    _stills("jpeg_from_1001", ".jpg", range(1001, 1009)),
    _stills("tiff_16", ".tif", range(4), depth=16),
    _stills("webp", ".webp", range(7, 11)),
    _stills("bmp", ".bmp", range(1, 4)),
    _stills("with_a_gap", ".png", [1, 2, 5, 6]),
)
