"""After Effects scripts: source below, matted clip above, a null for each object's track."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from engine.export.interchange.shot import Shot
from engine.export.interchange.tracks import TrackPoint, by_object


def after_effects_jsx(shot: Shot, points: Sequence[TrackPoint] = ()) -> str:
    """A .jsx file's text: File > Scripts > Run makes a composition with both layers and a null for each track."""
    lines = [
        "(function () {",
        "  app.beginUndoGroup('ClickMatte');",
        f"  var rate = {float(shot.rate)!r}, seconds = {float(shot.seconds)!r};",
        f"  var comp = app.project.items.addComp({_js(shot.name)}, {shot.width}, {shot.height}, "
        f"{float(shot.pixel_aspect)!r}, seconds, rate);",
        *_footage(shot),
        *_layers(shot),
        *(line for own in by_object(points) for line in _null(own)),
        "  app.endUndoGroup();",
        "}());",
    ]
    return "\n".join([*lines, ""])


def _footage(shot: Shot) -> list[str]:
    """Both files as items of the project, `source` and `matte`."""
    lines = [
        "  function footage(path, sequence) {",
        "    var options = new ImportOptions(File(path));",
        "    options.sequence = sequence;",
        "    return app.project.importFile(options);",
        "  }",
        f"  var source = footage({_file(shot.source)}, {'true' if shot.source_numbered else 'false'});",
        f"  var matte = footage({_file(shot.matte)}, {'true' if shot.numbered else 'false'});",
    ]
    if shot.numbered:
        lines.append("  matte.mainSource.conformFrameRate = rate;")
    if shot.source_numbered:
        lines.append("  source.mainSource.conformFrameRate = rate;")
    if shot.has_alpha:
        alpha = "PREMULTIPLIED" if shot.premultiplied else "STRAIGHT"
        lines.append(f"  matte.mainSource.alphaMode = AlphaMode.{alpha};")
    return lines


def _layers(shot: Shot) -> list[str]:
    """The source from the matte's first frame on, and the matte above it where it belongs."""
    lines = [
        "  var below = comp.layers.add(source);",
        f"  below.startTime = -{float(shot.first_frame / shot.rate)!r};",
        "  var above = comp.layers.add(matte);",
        "  above.startTime = 0;",
        "  if (above.hasAudio) { above.audioEnabled = false; }",
    ]
    if shot.is_placed:
        x, y = shot.centre
        size = float(100 / shot.scale)
        lines += [f"  above.position.setValue([{x!r}, {y!r}]);", f"  above.scale.setValue([{size!r}, {size!r}]);"]
    return lines


def _null(own: Sequence[TrackPoint]) -> list[str]:
    """One object's track as the positions of a null."""
    times = [p.seconds for p in own]
    places = [[round(p.x, 3), round(p.y, 3)] for p in own]
    return [
        "  (function () {",
        "    var track = comp.layers.addNull(seconds);",
        f"    track.name = {_js(own[0].name)};",
        f"    track.position.setValuesAtTimes({json.dumps(times)}, {json.dumps(places)});",
        "  }());",
    ]


def _file(path: Path) -> str:
    """A path as ExtendScript's File takes it: per cent signs there begin the number of a letter."""
    return _js(path.as_posix().replace("%", "%25"))


def _js(text: str) -> str:
    """A string for ExtendScript, which reads files as ASCII unless told otherwise."""
    return json.dumps(text)
