"""`info [CLIP]`: the machine and what ClickMatte can use of it; or what a clip is."""

from __future__ import annotations

import argparse
import platform
from pathlib import Path
from typing import Any

from engine.cli.console import Console
from engine.cli.verb import Verb


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("clip", nargs="?", metavar="CLIP", type=Path, help="a video file, or numbered stills")


def _run(options: argparse.Namespace, console: Console) -> None:
    facts = _clip_facts(options.clip) if options.clip else _machine_facts()
    for name, value in facts.items():
        shown = ", ".join(map(str, value)) if isinstance(value, list) else value
        console.say(f"{name.replace('_', ' '):22s} {shown}")
    console.give(facts)


def _machine_facts() -> dict[str, Any]:
    import av
    import psutil
    import torch

    from engine.models.advice import advise_all
    from engine.tracking.device import available_devices, choose_device, this_machine, usable_cores

    machine = this_machine()
    return {
        "system": f"{platform.system()} {platform.release()} {platform.machine()}",
        "python": platform.python_version(),
        "torch": torch.__version__,
        "av": av.__version__,
        "cpu_cores": usable_cores(),
        "memory_gb": round(psutil.virtual_memory().total / 1e9, 1),
        "memory_free_gb": round(machine.memory_free_bytes / 1e9, 1),
        "devices": list(available_devices()),
        "auto_runs": choose_device("auto").sentence,
        "models_here": [a.spec.name for a in advise_all(machine) if a.present],
        "encoders": [name for name in _ENCODERS if name in av.codecs_available],
    }


_ENCODERS = ("prores_ks", "libvpx-vp9", "libx264", "libx265", "ffv1", "qtrle", "png", "libsvtav1")


def _clip_facts(path: Path) -> dict[str, Any]:
    from engine.media import open_source
    from engine.media.hdr import describe_hdr

    source = open_source(path)
    try:
        count = source.frame_count()
        info = source.info
    finally:
        source.close()
    return {
        "path": str(info.path),
        "container": info.container,
        "codec": info.codec,
        "size": f"{info.width}x{info.height}",
        "pixel_aspect": str(info.pixel_aspect),
        "rotation": info.rotation,
        "frames": count,
        "rate": str(info.rate),
        "variable_rate": info.variable_rate,
        "time_base": str(info.time_base),
        "duration_s": round(float(info.duration), 3),
        "pixel_format": info.pixel_format,
        "bit_depth": info.bit_depth,
        "alpha": info.has_alpha,
        "interlaced": info.interlaced,
        "colour": f"primaries {info.colour.primaries}, transfer {info.colour.transfer}, matrix {info.colour.matrix}, "
        f"{'full' if info.colour.full_range else 'limited'} range",
        "colour_guess": info.colour.guessed,
        "hdr10": None if info.hdr is None else describe_hdr(info.hdr),
        "audio": [f"{a.codec} {a.sample_rate_hz} Hz {a.layout}" for a in info.audio],
        "timecode": info.start_timecode,
        "warnings": list(info.warnings),
    }


VERB = Verb("info", "show what this machine offers, or what a clip is", _add_arguments, _run)
