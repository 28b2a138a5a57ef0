"""Fusion compositions: two Loaders into a Merge, object tracks as paths."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from engine.export.interchange.shot import Shot
from engine.export.interchange.tracks import TrackPoint, by_object, frame_in_range


def fusion_comp(shot: Shot, points: Sequence[TrackPoint] = ()) -> str:
    """A .comp file's text: two Loaders into a Merge, saved for DaVinci Resolve's Fusion page and Fusion Studio."""
    last = shot.frames - 1
    first = shot.source_first_number if shot.source_numbered else None
    clip = _clip(shot.source, first, shot.source_frames, shot.first_frame, last)
    background = _loader("Source", clip, False, 0)
    clip = _clip(shot.matte, shot.first_number if shot.numbered else None, shot.frames, 0, last)
    foreground = _loader("Matte", clip, not shot.premultiplied, 1)
    paths = [_track(number, own, shot) for number, own in enumerate(by_object(points), start=1)]
    merge = (
        "\t\tMerge1 = Merge {\n\t\t\tInputs = {\n"
        '\t\t\t\tBackground = Input { SourceOp = "Source", Source = "Output", },\n'
        '\t\t\t\tForeground = Input { SourceOp = "Matte", Source = "Output", },\n'
        + _place(shot)
        + "\t\t\t},\n\t\t\tViewInfo = OperatorInfo { Pos = { 220, 49.5 } },\n\t\t},\n"
    )
    return (
        "Composition {\n"
        f"\tGlobalRange = {{ 0, {last} }},\n\tRenderRange = {{ 0, {last} }},\n\tCurrentTime = 0,\n"
        f"\tPrefs = {{ Comp = {{ FrameFormat = {{ Width = {shot.width}, Height = {shot.height}, "
        f"Rate = {float(shot.rate):.6g}, }}, }}, }},\n"
        "\tTools = ordered() {\n" + background + foreground + merge + "".join(paths) + "\t},\n}\n"
    )


def _place(shot: Shot) -> str:
    """Where a matte that is not the whole picture lies in it, counted from 0 to 1 from the bottom left."""
    if not shot.is_placed:
        return ""
    x, y = shot.centre[0] / shot.width, 1 - shot.centre[1] / shot.height
    size = float(1 / shot.scale)
    return (
        f"\t\t\t\tCenter = Input {{ Value = {{ {x:.6f}, {y:.6f} }}, }},\n"
        f"\t\t\t\tSize = Input {{ Value = {size:.6f}, }},\n"
    )


def _clip(path: Path, first_number: int | None, length: int, trim: int, last: int) -> str:
    """A file of `length` frames, or pictures numbered from `first_number` on, of which frames `trim` to `trim + last`
    are shown from the composition's frame 0 on."""
    start = "" if first_number is None else f"\t\t\t\t\tStartFrame = {first_number},\n"
    return (
        f'\t\t\tClips = {{\n\t\t\t\tClip {{\n\t\t\t\t\tID = "Clip1",\n'
        f"\t\t\t\t\tFilename = {_lua(str(path))},\n{start}"
        f"\t\t\t\t\tLength = {length},\n\t\t\t\t\tMultiframe = true,\n"
        f"\t\t\t\t\tTrimIn = {trim},\n\t\t\t\t\tTrimOut = {trim + last},\n"
        "\t\t\t\t\tExtendFirst = 0,\n\t\t\t\t\tExtendLast = 0,\n\t\t\t\t\tLoop = 0,\n"
        f"\t\t\t\t\tGlobalStart = 0,\n\t\t\t\t\tGlobalEnd = {last},\n\t\t\t\t}}\n\t\t\t}},\n"
    )


def _loader(name: str, clip: str, straight: bool, row: int) -> str:
    multiply = "\t\t\t\tPostMultiplyByAlpha = Input { Value = 1, },\n" if straight else ""
    return (
        f"\t\t{name} = Loader {{\n{clip}\t\t\tInputs = {{\n{multiply}\t\t\t}},\n"
        f"\t\t\tViewInfo = OperatorInfo {{ Pos = {{ 0, {49.5 - 66 * row} }} }},\n\t\t}},\n"
    )


def _track(number: int, points: Sequence[TrackPoint], shot: Shot) -> str:
    """A Transform whose centre follows an object; places count from 0 to 1, from the bottom left."""
    track = f"Track{number}"
    return (
        f"\t\tFollow{number} = Transform {{\n\t\t\tNameSet = true,\n\t\t\tInputs = {{\n"
        f'\t\t\t\tCenter = Input {{ SourceOp = "{track}", Source = "Value", }},\n'
        f"\t\t\t\tComments = Input {{ Value = {_lua(points[0].name)}, }},\n\t\t\t}},\n\t\t}},\n"
        f"\t\t{track} = XYPath {{\n\t\t\tInputs = {{\n"
        f'\t\t\t\tX = Input {{ SourceOp = "{track}X", Source = "Value", }},\n'
        f'\t\t\t\tY = Input {{ SourceOp = "{track}Y", Source = "Value", }},\n\t\t\t}},\n\t\t}},\n'
        + _spline(f"{track}X", [(frame_in_range(p, shot.rate), p.x / shot.width) for p in points])
        + _spline(f"{track}Y", [(frame_in_range(p, shot.rate), 1 - p.y / shot.height) for p in points])
    )


def _spline(name: str, keys: Sequence[tuple[int, float]]) -> str:
    rows = "".join(f"\t\t\t\t[{frame}] = {{ {value:.6f} }},\n" for frame, value in keys)
    return f"\t\t{name} = BezierSpline {{\n\t\t\tKeyFrames = {{\n{rows}\t\t\t}},\n\t\t}},\n"


def _lua(text: str) -> str:
    """A string for Lua, safe whatever a name holds."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ").replace("\r", " ")
    return f'"{escaped}"'
