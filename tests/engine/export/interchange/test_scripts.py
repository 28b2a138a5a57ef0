"""Scripts for compositing programs, read as these programs read them: who is on top, and which frame is shown when."""

from __future__ import annotations

import json
import shutil
import subprocess
from fractions import Fraction
from pathlib import Path

import pytest

from engine.export.interchange.after_effects import after_effects_jsx
from engine.export.interchange.fusion import fusion_comp
from engine.export.interchange.nuke import nuke_script
from engine.export.interchange.tracks import TrackPoint
from engine.export.region import Region
from tests.engine.export.interchange.readers import lua_table, nuke_frame_read, nuke_nodes
from tests.engine.export.interchange.shots import NTSC, POINTS, SEQUENCE, shot

TWINS = [TrackPoint(number, "twin", 120, 0.0, 10.0 * number, 5.0, 0, 0, 9, 9, 81) for number in (1, 2)]
STILLS = shot(source=Path("/plates/s.0500.dpx"), source_numbered=True, source_first_number=500)

# --- Nuke --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("one", "matte_first"), [(shot(), 1), (SEQUENCE, 1001)])
def test_nuke_lays_the_matte_over_its_own_frame(one, matte_first: int) -> None:  # type: ignore[no-untyped-def]
    nodes = nuke_nodes(nuke_script(one, POINTS))
    below, above = nodes["Over"].inputs
    assert below is nodes["Source"]
    assert above is nodes["Premultiply"]
    assert above.inputs == [nodes["Matte"]]
    first = int(nodes["Root"].knobs["first_frame"])
    assert int(nodes["Root"].knobs["last_frame"]) == first + 89
    # The clip's frame 120 is the 121st that Nuke counts in a film file.
    assert nuke_frame_read(nodes["Source"], first) == 121
    assert nuke_frame_read(nodes["Matte"], first) == matte_first
    assert nuke_frame_read(nodes["Matte"], first + 89) == int(nodes["Matte"].knobs["last"])
    assert nodes["Source"].knobs["file"] == "/media/Ünïcode clip [1] $x.mov"


def test_nuke_reads_numbered_sources_from_their_first_picture() -> None:
    nodes = nuke_nodes(nuke_script(STILLS))
    first = int(nodes["Root"].knobs["first_frame"])
    assert nodes["Source"].knobs["file"] == "/plates/s.####.dpx"
    assert nuke_frame_read(nodes["Source"], first) == 620
    assert int(nodes["Source"].knobs["last"]) == 500 + 899


def test_nuke_multiplies_what_is_not_multiplied_yet() -> None:
    nodes = nuke_nodes(nuke_script(shot(premultiplied=True)))
    assert nodes["Over"].inputs[1] is nodes["Matte"]


def test_objects_of_one_name_keep_their_own_tracks() -> None:
    """They were one track with two places at once."""
    nodes = nuke_nodes(nuke_script(shot(), TWINS))
    tracks = [node.knobs["translate"] for name, node in nodes.items() if name.startswith("Track")]
    assert [track.split()[2] for track in tracks] == ["10.000}", "20.000}"]
    assert after_effects_jsx(shot(), TWINS).count("addNull") == 2
    assert fusion_comp(shot(), TWINS).count("XYPath") == 2


# --- Fusion ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("one", [shot(), SEQUENCE, STILLS])
def test_fusion_lays_the_matte_over_its_own_frame(one) -> None:  # type: ignore[no-untyped-def]
    kind, comp = lua_table(fusion_comp(one, POINTS))
    assert kind == "Composition"
    assert comp["GlobalRange"] == comp["RenderRange"] == [0, 89]
    tools = comp["Tools"][1]
    merge, source, matte = (tools[name][1] for name in ("Merge1", "Source", "Matte"))
    assert merge["Inputs"]["Background"][1]["SourceOp"] == "Source"
    assert merge["Inputs"]["Foreground"][1]["SourceOp"] == "Matte"
    assert matte["Inputs"]["PostMultiplyByAlpha"][1]["Value"] == 1
    assert not source["Inputs"]
    for loader, trim, file, length in ((source, 120, one.source, 900), (matte, 0, one.matte, 90)):
        ((_, clip),) = loader["Clips"]
        assert clip["Filename"] == str(file)
        assert clip["Length"] == length
        assert (clip["TrimIn"], clip["TrimOut"]) == (trim, trim + 89)
        assert (clip["GlobalStart"], clip["GlobalEnd"]) == (0, 89)
    assert matte["Clips"][0][1].get("StartFrame") == (1001 if one.numbered else None)
    assert source["Clips"][0][1].get("StartFrame") == (500 if one.source_numbered else None)


def test_fusion_tracks_follow_by_name() -> None:
    tools = lua_table(fusion_comp(shot(), POINTS))[1]["Tools"][1]
    follow = tools["Follow1"][1]["Inputs"]
    assert follow["Comments"][1]["Value"] == 'the "dog"'
    path = tools[follow["Center"][1]["SourceOp"]][1]["Inputs"]
    x, y = (tools[path[axis][1]["SourceOp"]][1]["KeyFrames"] for axis in "XY")
    assert x[2] == [pytest.approx(102 / 1920, abs=1e-6)]
    assert y[0] == [pytest.approx(1 - 200 / 1080, abs=1e-6)]


# --- After Effects -----------------------------------------------------------------------------------------------

STAND_IN = """
var log = [];
var AlphaMode = { STRAIGHT: "straight", PREMULTIPLIED: "premultiplied" };
function File(path) { return { path: decodeURI(path) }; }
function ImportOptions(file) { this.file = file; this.sequence = false; }
function property(layer, name) {
  return { setValue: function (value) { layer[name + "Value"] = value; },
           setValuesAtTimes: function (times, values) {
             if (times.length !== values.length) { throw new Error("lengths differ"); }
             layer[name + "Keys"] = [times, values]; } };
}
function Layer(source) { this.source = source; this.hasAudio = true; this.audioEnabled = true; this.startTime = 0;
  this.position = property(this, "position"); this.scale = property(this, "scale"); }
var layers = [];
var app = {
  beginUndoGroup: function (name) { log.push("begin"); }, endUndoGroup: function () { log.push("end"); },
  project: {
    importFile: function (options) {
      return { file: options.file.path, sequence: options.sequence, mainSource: {} }; },
    items: { addComp: function (name, width, height, aspect, seconds, rate) {
      log.push([name, width, height, aspect, seconds, rate]);
      return { layers: {
        add: function (item) { var made = new Layer(item); layers.unshift(made); return made; },
        addNull: function (s) { var made = new Layer(null); layers.unshift(made); return made; } } }; } } } };
"""
"""As much of After Effects' object model as its scripting guide gives to what a script here calls."""


@pytest.mark.skipif(shutil.which("node") is None, reason="no JavaScript interpreter here")
def test_after_effects_runs_and_stacks_the_layers(tmp_path: Path) -> None:
    one = shot(
        matte=Path("/media/100% née/dog/shot.1001.png"),
        numbered=True,
        first_number=1001,
        place=Region(480, 270, 640, 360),
        scale=Fraction(1, 2),
    )
    script = tmp_path / "all.js"
    script.write_text(
        STAND_IN + after_effects_jsx(one, POINTS) + "\nconsole.log(JSON.stringify([log, layers]));", "utf-8"
    )
    ran = subprocess.run(["node", str(script)], capture_output=True, text=True, timeout=60, check=False)
    assert ran.returncode == 0, ran.stderr
    log, (null, above, below) = json.loads(ran.stdout)
    assert (log[0], log[-1]) == ("begin", "end")
    assert log[1] == [one.name, 1920, 1080, 1, pytest.approx(float(90 / NTSC)), pytest.approx(float(NTSC))]
    assert below["source"] == {"file": one.source.as_posix(), "sequence": False, "mainSource": {}}
    assert below["startTime"] == pytest.approx(-float(120 / NTSC))
    assert above["source"]["file"] == one.matte.as_posix()
    assert above["source"]["sequence"] is True
    assert above["source"]["mainSource"] == {
        "conformFrameRate": pytest.approx(float(NTSC)),
        "alphaMode": "straight",
    }
    assert (above["startTime"], above["audioEnabled"], below["audioEnabled"]) == (0, False, True)
    assert (above["positionValue"], above["scaleValue"]) == ([800, 450], [200, 200])
    assert null["name"] == 'the "dog"'
    assert null["positionKeys"][1][2] == [102, 200]
