"""Nuke scripts: source below, matted clip above, object tracks as key frames."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from engine.export.interchange.shot import Shot, counted
from engine.export.interchange.tracks import TrackPoint, by_object, frame_in_range


def nuke_script(shot: Shot, points: Sequence[TrackPoint] = ()) -> str:
    """A .nk file's text. Frames keep the source's numbers, counted from 1; tracks are keys, y from the bottom."""
    first, last = shot.first_frame + 1, shot.first_frame + shot.frames
    size = f"{shot.width} {shot.height}"
    root = _node(
        "Root",
        first_frame=first,
        last_frame=last,
        fps=f"{float(shot.rate):.6g}",
        format=_quoted(f"{size} 0 0 {size} {float(shot.pixel_aspect):g} clip"),
    )
    # A node takes its inputs from the stack, the last one written as B: the source goes below.
    nodes = [root, *_matte(shot, first), _source(shot), _node("Merge2", inputs=2, name="Over")]
    nodes += [_track(own, shot, first) for own in by_object(points)]
    return "\n".join(nodes) + "\n"


def _matte(shot: Shot, first: int) -> list[str]:
    """The matted clip, read, premultiplied and put in its place, from the script's frame `first` on."""
    matte_first = shot.first_number if shot.numbered else 1
    nodes = [
        _node(
            "Read",
            inputs=0,
            file=_path(_pattern(shot.matte, shot.numbered)),
            first=matte_first,
            last=matte_first + shot.frames - 1,
            **_starting_at(first),
            premultiplied="true" if shot.premultiplied else "false",
            name="Matte",
        )
    ]
    if not shot.premultiplied:
        nodes.append(_node("Premult", name="Premultiply"))
    if shot.is_placed:
        box = shot.covered
        up = shot.height - box.y - box.height
        place = _braced(box.x, up)
        size = float(1 / shot.scale)
        nodes.append(_node("Transform", translate=place, scale=size, center=_braced(0, 0), name="Place"))
    return nodes


def _track(own: Sequence[TrackPoint], shot: Shot, first: int) -> str:
    """One object's track as the keys of a Transform that nothing is connected to."""
    frames = [first + frame_in_range(p, shot.rate) for p in own]
    x = " ".join(f"x{frame} {p.x:.3f}" for frame, p in zip(frames, own, strict=True))
    y = " ".join(f"x{frame} {shot.height - p.y:.3f}" for frame, p in zip(frames, own, strict=True))
    label = "".join(c if c.isascii() and c.isalnum() else "_" for c in own[0].name)
    name = f"Track{own[0].object}_{label}"
    return _node("Transform", inputs=0, name=name, translate="{{curve " + x + "} {curve " + y + "}}")


def _source(shot: Shot) -> str:
    """The clip; the script's first frame is 1, whatever a sequence's first picture is called."""
    file = _path(_pattern(shot.source, shot.source_numbered))
    first = shot.source_first_number if shot.source_numbered else 1
    last = first + shot.source_frames - 1
    return _node("Read", inputs=0, file=file, first=first, last=last, **_starting_at(1), name="Source")


def _starting_at(frame: int) -> dict[str, object]:
    """Where a Read's first frame lies in the script."""
    return {"frame_mode": _quoted("start at"), "frame": frame}


def _node(kind: str, **knobs: object) -> str:
    return kind + " {\n" + "".join(f" {name} {value}\n" for name, value in knobs.items()) + "}"


def _pattern(path: Path, numbered: bool) -> Path:
    if not numbered:
        return path
    head, digits, suffix = counted(path)
    return path.with_name(head + "#" * digits + suffix)


def _path(path: Path | str) -> str:
    """A path for Nuke's Tcl: in quotes, with what Tcl would evaluate escaped."""
    text = path.as_posix() if isinstance(path, Path) else path
    for letter in ("\\", '"', "[", "]", "$"):
        text = text.replace(letter, "\\" + letter)
    return f'"{text}"'


def _braced(*numbers: float) -> str:
    return "{" + " ".join(f"{number:g}" for number in numbers) + "}"


def _quoted(text: str) -> str:
    return '"' + text + '"'
