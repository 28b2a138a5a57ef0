"""Scripts that build the comp in After Effects, Nuke and Fusion: source below, matted clip above, tracks as keys."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from engine.export.interchange.shot import Shot, counted
from engine.export.interchange.tracks import TrackPoint


def after_effects_jsx(shot: Shot, points: Sequence[TrackPoint] = ()) -> str:
    """A .jsx file's text: File > Scripts > Run makes a composition with both layers and a null for each track."""
    rate, start = float(shot.rate), float(shot.first_frame / shot.rate)
    alpha = "AlphaMode.PREMULTIPLIED" if shot.premultiplied else "AlphaMode.STRAIGHT"
    lines = [
        "(function () {",
        "  app.beginUndoGroup('ClickMatte');",
        f"  var rate = {rate!r}, seconds = {float(shot.seconds)!r};",
        f"  var comp = app.project.items.addComp({_js(shot.name)}, {shot.width}, {shot.height}, "
        f"{float(shot.pixel_aspect)!r}, seconds, rate);",
        "  function footage(path, sequence) {",
        "    var options = new ImportOptions(File(path));",
        "    options.sequence = sequence;",
        "    return app.project.importFile(options);",
        "  }",
        f"  var source = footage({_js(shot.source.as_posix())}, {'true' if shot.source_numbered else 'false'});",
        f"  var matte = footage({_js(shot.matte.as_posix())}, {'true' if shot.numbered else 'false'});",
    ]
    if shot.numbered:
        lines.append("  matte.mainSource.conformFrameRate = rate;")
    if shot.source_numbered:
        lines.append("  source.mainSource.conformFrameRate = rate;")
    if shot.has_alpha:
        lines.append(f"  matte.mainSource.alphaMode = {alpha};")
    lines += [
        "  var below = comp.layers.add(source);",
        f"  below.startTime = -{start!r};",
        "  var above = comp.layers.add(matte);",
        "  if (above.hasAudio) { above.audioEnabled = false; }",
    ]
    if shot.is_placed:
        x, y = shot.centre
        size = float(100 / shot.scale)
        lines += [f"  above.position.setValue([{x!r}, {y!r}]);", f"  above.scale.setValue([{size!r}, {size!r}]);"]
    for name, own in _by_object(points).items():
        times = [p.seconds for p in own]
        places = [[round(p.x, 3), round(p.y, 3)] for p in own]
        lines += [
            "  (function () {",
            "    var track = comp.layers.addNull(seconds);",
            f"    track.name = {_js(name)};",
            f"    track.position.setValuesAtTimes({json.dumps(times)}, {json.dumps(places)});",
            "  }());",
        ]
    return "\n".join([*lines, "  app.endUndoGroup();", "}());", ""])


def nuke_script(shot: Shot, points: Sequence[TrackPoint] = ()) -> str:
    """A .nk file's text. Frames keep the source's numbers, counted from 1; tracks are keys, y from the bottom."""
    first, last = shot.first_frame + 1, shot.first_frame + shot.frames
    matte_first = shot.first_number if shot.numbered else 1
    size = f"{shot.width} {shot.height}"
    nodes = [
        _nuke_node(
            "Root",
            first_frame=first,
            last_frame=last,
            fps=f"{float(shot.rate):.6g}",
            format=_braced(f"{size} 0 0 {size} {float(shot.pixel_aspect):g} clip"),
        ),
        _nuke_node(
            "Read",
            inputs=0,
            file=_nuke_path(_nuke_pattern(shot.matte, shot.numbered)),
            first=matte_first,
            last=matte_first + shot.frames - 1,
            frame_mode="offset",
            frame=matte_first - first,
            premultiplied="true" if shot.premultiplied else "false",
            name="Matte",
        ),
    ]
    if not shot.premultiplied:
        nodes.append(_nuke_node("Premult", name="Premultiply"))
    if shot.is_placed:
        box = shot.covered
        up = shot.height - box.y - box.height
        place = _braced_list(box.x, up)
        size_knob = float(1 / shot.scale)
        nodes.append(_nuke_node("Transform", translate=place, scale=size_knob, center=_braced_list(0, 0), name="Place"))
    # A node takes its inputs from the stack, the last one written as B: the source goes below.
    nodes += [
        _nuke_source(shot),
        _nuke_node("Merge2", inputs=2, name="Over"),
    ]
    for name, own in _by_object(points).items():
        frames = [first + _frame_in_range(p, shot) for p in own]
        x = " ".join(f"x{frame} {p.x:.3f}" for frame, p in zip(frames, own, strict=True))
        y = " ".join(f"x{frame} {shot.height - p.y:.3f}" for frame, p in zip(frames, own, strict=True))
        label = "".join(c if c.isascii() and c.isalnum() else "_" for c in name)
        nodes.append(
            _nuke_node("Transform", inputs=0, name=f"Track_{label}", translate="{{curve " + x + "} {curve " + y + "}}")
        )
    return "\n".join(nodes) + "\n"


def fusion_comp(shot: Shot, points: Sequence[TrackPoint] = ()) -> str:
    """A .comp file's text: two Loaders into a Merge, saved for DaVinci Resolve's Fusion page and Fusion Studio."""
    last = shot.frames - 1
    background = _fusion_loader("Source", shot.source, shot.first_frame, last, False, 0)
    foreground = _fusion_loader("Matte", shot.matte, 0, last, not shot.premultiplied, 1)
    paths = [
        _fusion_track(number, name, own, shot) for number, (name, own) in enumerate(_by_object(points).items(), start=1)
    ]
    merge = (
        "\t\tMerge1 = Merge {\n\t\t\tInputs = {\n"
        '\t\t\t\tBackground = Input { SourceOp = "Source", Source = "Output", },\n'
        '\t\t\t\tForeground = Input { SourceOp = "Matte", Source = "Output", },\n'
        + _fusion_place(shot)
        + "\t\t\t},\n\t\t\tViewInfo = OperatorInfo { Pos = { 220, 49.5 } },\n\t\t},\n"
    )
    return (
        "Composition {\n"
        f"\tGlobalRange = {{ 0, {last} }},\n\tRenderRange = {{ 0, {last} }},\n\tCurrentTime = 0,\n"
        f"\tPrefs = {{ Comp = {{ FrameFormat = {{ Width = {shot.width}, Height = {shot.height}, "
        f"Rate = {float(shot.rate):.6g}, }}, }}, }},\n"
        "\tTools = ordered() {\n" + background + foreground + merge + "".join(paths) + "\t},\n}\n"
    )


def _fusion_place(shot: Shot) -> str:
    """Where a matte that is not the whole picture lies in it, counted from 0 to 1 from the bottom left."""
    if not shot.is_placed:
        return ""
    x, y = shot.centre[0] / shot.width, 1 - shot.centre[1] / shot.height
    size = float(1 / shot.scale)
    return (
        f"\t\t\t\tCenter = Input {{ Value = {{ {x:.6f}, {y:.6f} }}, }},\n"
        f"\t\t\t\tSize = Input {{ Value = {size:.6f}, }},\n"
    )


# --- Pieces ------------------------------------------------------------------------------------------------------


def _by_object(points: Sequence[TrackPoint]) -> dict[str, list[TrackPoint]]:
    found: dict[str, list[TrackPoint]] = {}
    for point in points:
        found.setdefault(point.name, []).append(point)
    return found


def _frame_in_range(point: TrackPoint, shot: Shot) -> int:
    """By the clock: a timeline's frames are even, a clip's need not be."""
    return round(point.seconds * float(shot.rate))


def _js(text: str) -> str:
    """A string for ExtendScript, which reads files as ASCII unless told otherwise."""
    return json.dumps(text)


def _lua(text: str) -> str:
    """A string for Lua, safe whatever a name holds."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ").replace("\r", " ")
    return f'"{escaped}"'


def _braced_list(*numbers: float) -> str:
    return "{" + " ".join(f"{number:g}" for number in numbers) + "}"


def _braced(text: str) -> str:
    return '"' + text + '"'


def _nuke_path(path: Path | str) -> str:
    """A path for Nuke's Tcl: in quotes, with what Tcl would evaluate escaped."""
    text = path.as_posix() if isinstance(path, Path) else path
    for letter in ("\\", '"', "[", "]", "$"):
        text = text.replace(letter, "\\" + letter)
    return f'"{text}"'


def _nuke_pattern(path: Path, numbered: bool) -> Path:
    if not numbered:
        return path
    head, digits, suffix = counted(path)
    return path.with_name(head + "#" * digits + suffix)


def _nuke_source(shot: Shot) -> str:
    """The clip; the script's first frame is 1, whatever a sequence's first picture is called."""
    file = _nuke_path(_nuke_pattern(shot.source, shot.source_numbered))
    first = shot.source_first_number if shot.source_numbered else 1
    offset = {"frame_mode": "offset", "frame": first - 1} if shot.source_numbered else {}
    return _nuke_node(
        "Read", inputs=0, file=file, first=first, last=first + shot.source_frames - 1, **offset, name="Source"
    )


def _nuke_node(kind: str, **knobs: object) -> str:
    return kind + " {\n" + "".join(f" {name} {value}\n" for name, value in knobs.items()) + "}"


def _fusion_loader(name: str, path: Path, trim: int, last: int, straight: bool, row: int) -> str:
    multiply = "\t\t\t\tPostMultiplyByAlpha = Input { Value = 1, },\n" if straight else ""
    return (
        f'\t\t{name} = Loader {{\n\t\t\tClips = {{\n\t\t\t\tClip {{\n\t\t\t\t\tID = "Clip1",\n'
        f"\t\t\t\t\tFilename = {_lua(str(path))},\n"
        f"\t\t\t\t\tTrimIn = {trim},\n\t\t\t\t\tTrimOut = {trim + last},\n"
        f"\t\t\t\t\tGlobalStart = 0,\n\t\t\t\t\tGlobalEnd = {last},\n\t\t\t\t}}\n\t\t\t}},\n"
        f"\t\t\tInputs = {{\n{multiply}\t\t\t}},\n"
        f"\t\t\tViewInfo = OperatorInfo {{ Pos = {{ 0, {49.5 - 66 * row} }} }},\n\t\t}},\n"
    )


def _fusion_track(number: int, name: str, points: Sequence[TrackPoint], shot: Shot) -> str:
    """A Transform whose centre follows an object; places count from 0 to 1, from the bottom left."""
    track = f"Track{number}"
    return (
        f"\t\tFollow{number} = Transform {{\n\t\t\tNameSet = true,\n\t\t\tInputs = {{\n"
        f'\t\t\t\tCenter = Input {{ SourceOp = "{track}", Source = "Value", }},\n'
        f"\t\t\t\tComments = Input {{ Value = {_lua(name)}, }},\n\t\t\t}},\n\t\t}},\n"
        f"\t\t{track} = XYPath {{\n\t\t\tInputs = {{\n"
        f'\t\t\t\tX = Input {{ SourceOp = "{track}X", Source = "Value", }},\n'
        f'\t\t\t\tY = Input {{ SourceOp = "{track}Y", Source = "Value", }},\n\t\t\t}},\n\t\t}},\n'
        + _fusion_spline(f"{track}X", [(_frame_in_range(p, shot), p.x / shot.width) for p in points])
        + _fusion_spline(f"{track}Y", [(_frame_in_range(p, shot), 1 - p.y / shot.height) for p in points])
    )


def _fusion_spline(name: str, keys: Sequence[tuple[int, float]]) -> str:
    rows = "".join(f"\t\t\t\t[{frame}] = {{ {value:.6f} }},\n" for frame, value in keys)
    return f"\t\t{name} = BezierSpline {{\n\t\t\tKeyFrames = {{\n{rows}\t\t\t}},\n\t\t}},\n"
