"""One full picture for each interlaced frame, from it and its two neighbours.

bwdif (the Weston 3-field filter with Bob's spatial check) looks one frame back and one ahead. Giving it exactly those
three frames each time makes a picture the same whether it was reached by playing or by jumping.
"""

from __future__ import annotations

from fractions import Fraction

import av
import av.filter

from engine.errors import MediaError


def deinterlaced(before: av.VideoFrame | None, frame: av.VideoFrame, after: av.VideoFrame | None) -> av.VideoFrame:
    """`frame` with both its fields made whole. At the ends of a clip a neighbour is None."""
    graph = av.filter.Graph()
    source = graph.add_buffer(width=frame.width, height=frame.height, format=frame.format, time_base=Fraction(1, 1000))
    bwdif = graph.add("bwdif", "mode=send_frame:parity=auto:deint=all")
    sink = graph.add("buffersink")
    source.link_to(bwdif)
    bwdif.link_to(sink)
    graph.configure()
    wanted = 0
    for place, picture in enumerate([before, frame, after]):
        if picture is None:
            continue
        wanted += picture is before
        _push(source, picture, place)
    source.push(None)
    results: list[object] = []
    while len(results) <= wanted:
        try:
            results.append(sink.pull())
        except (av.error.BlockingIOError, av.error.EOFError):
            raise MediaError("The interlaced picture cannot be made whole.", "Open it without deinterlacing.") from None
    made = results[wanted]
    if not isinstance(made, av.VideoFrame):
        raise MediaError("The interlaced picture cannot be made whole.", "Open it without deinterlacing.")
    return made


def _push(source: av.filter.context.FilterContext, picture: av.VideoFrame, place: int) -> None:
    """Push with a stamp of our own: the filter orders by it, and the frame keeps its own for everyone else."""
    pts, time_base = picture.pts, picture.time_base
    picture.pts, picture.time_base = place, Fraction(1, 1000)
    try:
        source.push(picture)
    finally:
        picture.pts = pts
        if time_base is not None:
            picture.time_base = time_base
