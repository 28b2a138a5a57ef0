"""The formats that presets use: containers, codecs and their options, with what they take at 1080p for estimates."""

from __future__ import annotations

from dataclasses import replace

from engine.export.formats import AudioKind, SequenceFormat, StillKind, VideoFormat


def _prores(profile: str, quantiser: int, pixel_format: str, alpha: bool) -> VideoFormat:
    # A fixed quantiser is three times faster than the rate control and as good; at 1 no colour of a real frame is off
    # by more than 2/255. Vendor apl0 is what Final Cut expects.
    options = [("profile", profile), ("vendor", "apl0"), ("flags", "+qscale"), ("global_quality", str(118 * quantiser))]
    return VideoFormat(
        ".mov",
        "mov",
        "prores_ks",
        pixel_format,
        (*options, ("alpha_bits", "16")) if alpha else tuple(options),
        alpha=alpha,
        deep=True,
        even_width=not alpha,
        bytes_per_pixel={1: 0.82, 2: 0.6}.get(quantiser, 0.45),
        frames_per_second=12.0,
    )


PRORES_4444 = _prores("4444", 1, "yuva444p10le", alpha=True)
PRORES_4444XQ = _prores("4444xq", 1, "yuva444p10le", alpha=True)
PRORES_422HQ = _prores("hq", 2, "yuv422p10le", alpha=False)
WEBM_ALPHA = VideoFormat(
    ".webm",
    "webm",
    "libvpx-vp9",
    "yuva420p",
    (("crf", "20"), ("b", "0"), ("row-mt", "1"), ("deadline", "good"), ("cpu-used", "5"), ("auto-alt-ref", "0")),
    AudioKind.WEBM,
    alpha=True,
    even_width=True,
    even_height=True,
    time_base_den=1000,
    bytes_per_pixel=0.03,
    frames_per_second=5.0,
    decoder="libvpx-vp9",
)
H264 = VideoFormat(
    ".mp4",
    "mp4",
    "libx264",
    "yuv420p",
    (("crf", "16"), ("preset", "fast")),
    AudioKind.MP4,
    even_width=True,
    even_height=True,
    bytes_per_pixel=0.06,
    frames_per_second=25.0,
)
H265 = VideoFormat(
    ".mp4",
    "mp4",
    "libx265",
    "yuv420p10le",
    # Without B-frames: with them, clips of one or two frames come out of libx265 with random times.
    (("crf", "18"), ("preset", "fast"), ("x265-params", "log-level=none:bframes=0")),
    AudioKind.MP4,
    codec_tag="hvc1",
    deep=True,
    even_width=True,
    even_height=True,
    bytes_per_pixel=0.04,
    frames_per_second=6.0,
)
AV1 = VideoFormat(
    ".mp4",
    "mp4",
    "libsvtav1",
    "yuv420p10le",
    (("crf", "22"), ("preset", "8")),
    AudioKind.MP4,
    deep=True,
    even_width=True,
    even_height=True,
    bytes_per_pixel=0.03,
    frames_per_second=10.0,
)
H264_HARDWARE = replace(H264, hardware=True)
H265_HARDWARE = replace(H265, hardware=True)
DNXHR_HQX = VideoFormat(
    ".mov",
    "mov",
    "dnxhd",
    "yuv422p10le",
    (("profile", "dnxhr_hqx"),),
    only_matrix=1,
    deep=True,
    even_width=True,
    bytes_per_pixel=0.7,
    frames_per_second=20.0,
)
FFV1_ALPHA = VideoFormat(
    ".mkv",
    "matroska",
    "ffv1",
    "gbrap16le",
    (("level", "3"), ("slices", "12"), ("slicecrc", "1"), ("coder", "range_tab")),
    AudioKind.MATROSKA,
    alpha=True,
    deep=True,
    lossless=True,
    time_base_den=1000,
    bytes_per_pixel=4.0,
    frames_per_second=6.0,
)
QTRLE = VideoFormat(
    ".mov",
    "mov",
    "qtrle",
    "argb",
    alpha=True,
    lossless=True,
    keeps_colour_tags=False,
    bytes_per_pixel=2.0,
    frames_per_second=24.0,
)
CINEFORM = VideoFormat(
    ".mov",
    "mov",
    "cfhd",
    "gbrap12le",
    (("quality", "film3+"),),
    alpha=True,
    deep=True,
    keeps_colour_tags=False,
    even_width=True,
    even_height=True,
    bytes_per_pixel=1.4,
    frames_per_second=14.0,
)
PNG_MOV = VideoFormat(
    ".mov",
    "mov",
    "png",
    "rgba",
    (("pred", "mixed"),),
    alpha=True,
    lossless=True,
    keeps_colour_tags=False,
    bytes_per_pixel=1.5,
    frames_per_second=10.0,
)
APNG = VideoFormat(
    ".png",
    "apng",
    "apng",
    "rgba",
    (("pred", "mixed"), ("plays", "0")),
    AudioKind.NONE,
    alpha=True,
    lossless=True,
    keeps_colour_tags=False,
    bytes_per_pixel=1.5,
    frames_per_second=8.0,
)
PNG8 = SequenceFormat(".png", StillKind.PNG, 8, bytes_per_pixel=1.5)
PNG_GREY = SequenceFormat(".png", StillKind.PNG, 8, alpha=False, bytes_per_pixel=0.1)
PNG16 = SequenceFormat(".png", StillKind.PNG, 16, bytes_per_pixel=3.0, frames_per_second=6.0)
TIFF8 = SequenceFormat(".tif", StillKind.TIFF, 8, bytes_per_pixel=3.0)
TIFF16 = SequenceFormat(".tif", StillKind.TIFF, 16, bytes_per_pixel=5.0)
TIFF_LAYERS = SequenceFormat(".tif", StillKind.TIFF, 8, layers=True, bytes_per_pixel=5.0)
WEBP = SequenceFormat(".webp", StillKind.WEBP, 8, bytes_per_pixel=1.0, frames_per_second=2.0)
EXR_HALF = SequenceFormat(".exr", StillKind.EXR, 16, linear=True, bytes_per_pixel=5.0, frames_per_second=4.0)
EXR_FLOAT = SequenceFormat(".exr", StillKind.EXR, 32, linear=True, bytes_per_pixel=10.0, frames_per_second=3.0)
EXR_HALF_AS_IS = replace(EXR_HALF, linear=False)
EXR_LAYERS = SequenceFormat(
    ".exr", StillKind.EXR, 16, linear=True, layers=True, bytes_per_pixel=6.0, frames_per_second=3.0
)
CRYPTOMATTE = SequenceFormat(
    ".exr", StillKind.EXR, 32, linear=True, cryptomatte=True, bytes_per_pixel=12.0, frames_per_second=2.0
)
