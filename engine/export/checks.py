"""What can go wrong and can be known before a single frame is read."""

from __future__ import annotations

import shutil
from pathlib import Path

from av.codec import Codec
from av.codec.codec import UnknownCodecError

from engine.errors import ExportError, UsageError
from engine.export.atomic import partial_path, remove_quietly, write_failure
from engine.export.encoders import check_encoder
from engine.export.formats import SequenceFormat, VideoFormat
from engine.export.interchange.kinds import beside_path, kind_named
from engine.export.jobs import video_job
from engine.export.names import FORBIDDEN
from engine.export.options import ExportOptions, ExportPlan, Output
from engine.export.presets import Preset
from engine.export.sidecar import sidecar_path
from engine.export.wave_file import wave_paths
from engine.media.source import VideoSource
from engine.project.model import Project
from engine.project.source_reference import fingerprint
from engine.render.looks import plate_of

SPARE_BYTES = 64 * 1024 * 1024
"""What a disk must still have free after the estimated size."""


# --- Checks ------------------------------------------------------------------------------------------------------


def check_codec(preset: Preset) -> None:
    if not isinstance(preset.format, VideoFormat):
        return
    try:
        Codec(preset.format.codec, "w")
    except UnknownCodecError as error:
        raise ExportError(
            f"This build of FFmpeg cannot write {preset.title} (no encoder '{preset.format.codec}').",
            "Choose another preset; 'info' lists what there is.",
        ) from error


def check_pattern(options: ExportOptions) -> None:
    """Names of single pictures: each number its own, and none leads out of the folder. Raises UsageError."""
    remedy = "Say for instance shot.{number:04d}."
    try:
        first, second = (options.pattern.format(number=number) for number in (1, 2))
    except (KeyError, ValueError, IndexError, AttributeError) as error:
        raise UsageError(f"'{options.pattern}' is no pattern for the names of pictures.", remedy) from error
    if first == second:
        raise UsageError(f"All pictures would be called '{first}'.", remedy)
    if FORBIDDEN.search(first) or first.strip(" .") != first:
        raise UsageError(f"Pictures cannot be called '{first}'.", remedy)
    if options.start_number is not None and options.start_number < 0:
        raise UsageError("Pictures are numbered from 0 or more.", "Choose another start number.")


def check_crop(options: ExportOptions) -> None:
    """Raises UsageError for a margin that would cut into the objects."""
    if options.crop_margin_px is not None and options.crop_margin_px < 0:
        raise UsageError("The margin around the objects cannot be negative.", "Say 0 pixels or more.")


def check_source(project: Project, source: VideoSource) -> None:
    info = source.info
    if not info.path.exists():
        raise ExportError(
            f"The clip '{info.path}' is gone.", "Bring it back, or relink the project to where it is now."
        )
    if (project.source.width, project.source.height) != (info.width, info.height):
        raise ExportError(
            f"The clip has changed: the project was made for {project.source.width} × {project.source.height}, "
            f"'{info.path.name}' is {info.width} × {info.height}.",
            "Relink the project to the clip it was made with.",
        )
    if project.source.fingerprint and fingerprint(info.path) != project.source.fingerprint:
        raise ExportError(
            f"The clip '{info.path.name}' has changed since the project was made.",
            "Bring the old one back, or relink the project and track again.",
        )


def check_targets(plan: ExportPlan) -> None:
    targets = [output.target for output in plan.outputs]
    if len(set(targets)) != len(targets):
        raise UsageError("Two objects would be written to the same file.", "Rename one, or put {object} into the name.")
    for output in plan.outputs:
        _check_target(plan, output.target)
        for path in companions(plan, output):
            _check_name(_nearest_folder(path) / path.name)
            _check_replaceable(path)
    if isinstance(plan.preset.format, VideoFormat):
        for output in plan.outputs:
            check_encoder(video_job(plan, output, plan.preset.format))
    plate = plate_of(plan.look)
    if plate is not None and not plate.exists():
        raise ExportError(f"The background '{plate}' is gone.", "Choose another picture or clip.")


def _check_target(plan: ExportPlan, target: Path) -> None:
    _check_name(target)
    source_path = plan.info.path
    if target.exists() and source_path.exists() and target.samefile(source_path):
        raise UsageError("The export would overwrite the clip itself.", "Choose another name.")
    single_file = bool(target.suffix) and target.suffix.lower() == plan.preset.format.suffix
    if single_file and target.is_dir():
        raise UsageError(f"'{target}' is a folder.", "Give the name of a file in it.")
    if not single_file and target.exists() and not target.is_dir():
        raise UsageError(f"'{target}' is a file; pictures need a folder.", "Choose another name.")
    _check_replaceable(target)
    folder = _nearest_folder(target)
    # In a folder that is there: the system looks no further than to the first part of a path that is missing.
    _check_name(folder / target.name)
    if isinstance(plan.preset.format, SequenceFormat) and not single_file:
        _check_name(folder / longest_name(plan))
    _check_writable(folder, target)
    if plan.options.check_space:
        known = plan.options.expected_bytes
        check_space(target, plan.estimated_bytes if known is None else known)


def replaced(plan: ExportPlan) -> list[str]:
    """What is there already and will be written over: a sentence for each."""
    notes = []
    for output in plan.outputs:
        target = output.target
        if target.is_file():
            notes.append(f"'{target.name}' is there already; it will be replaced.")
        elif target.is_dir() and any(target.glob(f"*{plan.preset.format.suffix}")):
            notes.append(f"There are pictures in '{target.name}' already; those of the same names will be replaced.")
    return notes


def companions(plan: ExportPlan, output: Output) -> list[Path]:
    """What is written beside an output, or into its folder, when the pictures are done."""
    paths = [beside_path(plan, output, kind_named(name)) for name in plan.options.beside]
    sidecar = sidecar_path(plan, output)
    if sidecar is not None:
        paths.append(sidecar)
    if isinstance(plan.preset.format, SequenceFormat):
        paths += wave_paths(output.target, len(plan.audio))
    return paths


def _nearest_folder(target: Path) -> Path:
    """The nearest one above `target` that exists."""
    folder = target.parent
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return folder


def longest_name(plan: ExportPlan) -> str:
    """The name of the last picture: its number has the most digits."""
    first = plan.frames.start if plan.options.start_number is None else plan.options.start_number
    return plan.options.pattern.format(number=first + len(plan.frames) - 1) + plan.preset.format.suffix


def _check_replaceable(target: Path) -> None:
    """Ask whether a file that is there may be written: another program may hold it, or it is protected."""
    if not target.is_file():
        return
    try:
        with open(target, "r+b"):
            pass
    except OSError as error:
        raise write_failure(target, error) from error


def _check_writable(folder: Path, target: Path) -> None:
    """Really write a byte: permissions alone do not tell on network drives."""
    if not folder.is_dir():
        raise ExportError(f"'{folder}' is not a folder.", "Choose another place.")
    probe = partial_path(folder / target.name)
    try:
        probe.write_bytes(b"\0")
    except OSError as error:
        raise write_failure(target, error) from error
    finally:
        remove_quietly(probe)


def _check_name(target: Path) -> None:
    """Ask the system itself whether it takes a name of this length."""
    try:
        target.lstat()
    except FileNotFoundError:
        return
    except NotADirectoryError:
        return
    except OSError as error:
        raise write_failure(target, error) from error


def check_space(target: Path, size_bytes: int) -> None:
    """Whether the disk that `target` goes to has room for so much, and some to spare. Raises ExportError."""
    folder = _nearest_folder(target)
    free, needed = shutil.disk_usage(folder).free, size_bytes + SPARE_BYTES
    if free < needed:
        raise ExportError(
            f"About {_readable(needed)} are needed on the disk of '{folder}', but only {_readable(free)} are free.",
            "Free some space, choose another place, or a preset that makes smaller files.",
        )


def _readable(size_bytes: int) -> str:
    return f"{size_bytes / 1e9:.1f} GB" if size_bytes >= 1e9 else f"{size_bytes / 1e6:.0f} MB"
