"""Export and refine: round trips, tags, sound, speed, edges, flicker, memory."""

from __future__ import annotations

from pathlib import Path

from engine.bench.edge_figures import flicker_left, fringe_left, guided_gain, hair_gain, lag_px, panned_flicker_left
from engine.bench.export_round_trips import (
    alpha_error,
    colour_error,
    exported_colour_error,
    lossless_presets,
    wrong_tags,
)
from engine.bench.export_sound import sound_offset_ms
from engine.bench.export_speed import prores_speed_ratio
from engine.bench.refine_cost import fringe_ms, matting_4k_gb, matting_ms, refine_ms
from engine.bench.rows import Promise, at_least, at_most


def export_promises(scratch: Path) -> list[Promise]:
    """The rows of this room."""
    prores, exact = ("prores4444", "prores4444xq"), lossless_presets()
    return [
        Promise("alpha round trip, ProRes 4444", "1/255", at_most(1.0), lambda: alpha_error(scratch, prores)),
        Promise("alpha round trip, lossless formats", "1/255", at_most(0.0), lambda: alpha_error(scratch, exact)),
        Promise("colour round trip, ProRes 4444, BT.709", "1/255", at_most(2.0), lambda: colour_error(scratch)),
        Promise("colours of a clip in its cut-out", "1/255", at_most(2.0), lambda: exported_colour_error(scratch)),
        Promise("colour tags that come back wrong", "files", at_most(0), lambda: wrong_tags(scratch)),
        Promise("sound against picture after an export", "ms", at_most(1.0), lambda: sound_offset_ms(scratch)),
        Promise(
            "ProRes export against the bare encoder", "x", at_least(0.75), lambda: prores_speed_ratio(scratch), False
        ),
        Promise("default refine, 1080p", "ms", at_most(25.0), refine_ms),
        Promise("refine with matting, 1080p", "ms", at_most(500.0), matting_ms),
        Promise("fringe removal, 1080p", "ms", at_most(120.0), fringe_ms),
        Promise("edge error against a threshold's", "x", at_most(0.8), guided_gain),
        Promise("error of matting with strands against the guided edge's", "x", at_most(0.9), hair_gain, quick=False),
        Promise("fringe left after removal", "x", at_most(0.5), fringe_left),
        Promise("flicker of a still edge left", "x", at_most(0.6), flicker_left),
        Promise("flicker left under a pan", "x", at_most(0.75), panned_flicker_left),
        Promise("lag of a moving edge", "px", at_most(0.5), lag_px),
        Promise("memory to matte a 4K frame", "GB", at_most(3), matting_4k_gb, quick=False),
    ]
