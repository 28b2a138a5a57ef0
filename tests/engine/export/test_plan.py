"""What can be known before work starts is said before work starts, in a sentence."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from engine.errors import ExportError, UsageError
from engine.export import checks
from engine.export.masks import MemoryMasks
from engine.export.options import ExportOptions
from engine.export.plan import plan_export
from engine.export.proof import prove
from engine.export.run import run_export
from engine.media import open_source
from engine.media.source import VideoSource
from engine.project.model import FramePrompts, MaskHint
from engine.render.looks import CutOut, Plate
from engine.types import FrameIndex, FrameRange, ObjectId
from tests.engine.export.clips import DOG, disc_masks, project_of, write_clip
from tests.engine.export.test_run import exported, planned, read_back


def plan(clip: VideoSource, options: ExportOptions):  # type: ignore[no-untyped-def]
    return plan_export(project_of(clip), clip, disc_masks(clip), options)


def test_no_masks(clip: VideoSource, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="no masks"):
        plan_export(project_of(clip), clip, MemoryMasks({}), ExportOptions(tmp_path / "o"))


def test_unknown_preset_names_the_nearest(clip: VideoSource, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="prores4444"):
        plan(clip, ExportOptions(tmp_path / "o", "prores444"))


def test_unknown_object(clip: VideoSource, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no object 9"):
        plan(clip, ExportOptions(tmp_path / "o", objects=(ObjectId(9),)))


def test_the_clip_itself_is_never_overwritten(clip: VideoSource) -> None:
    with pytest.raises(UsageError, match="overwrite the clip"):
        plan(clip, ExportOptions(clip.info.path, "ffv1"))
    assert open_source(clip.info.path).frame_count() == 8


def test_a_clip_of_another_size(clip: VideoSource, tmp_path: Path) -> None:
    other = open_source(write_clip(tmp_path / "other.mkv", size=(64, 48)))
    with pytest.raises(ExportError, match="has changed"):
        plan_export(project_of(other), clip, disc_masks(clip), ExportOptions(tmp_path / "o"))
    other.close()


def test_a_clip_that_was_changed(tmp_path: Path) -> None:
    from engine.project.source_reference import fingerprint

    path = write_clip(tmp_path / "c.mkv")
    clip = open_source(path)
    clip.frame_count()
    project = project_of(clip)
    project = replace(project, source=replace(project.source, fingerprint=fingerprint(path)))
    plan_export(project, clip, disc_masks(clip), ExportOptions(tmp_path / "o"))
    with open(path, "ab") as file:
        file.write(b"more")
    with pytest.raises(ExportError, match="changed since"):
        plan_export(project, clip, disc_masks(clip), ExportOptions(tmp_path / "o"))
    clip.close()


def test_a_clip_that_is_gone(tmp_path: Path) -> None:
    path = write_clip(tmp_path / "c.mkv")
    clip = open_source(path)
    clip.frame_count()
    project, masks = project_of(clip), disc_masks(clip)
    path.unlink()
    with pytest.raises(ExportError, match="is gone"):
        plan_export(project, clip, masks, ExportOptions(tmp_path / "o"))
    clip.close()


@pytest.mark.skipif(os.name == "nt", reason="names are limited otherwise")
def test_a_name_too_long(clip: VideoSource, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="too long"):
        plan(clip, ExportOptions(tmp_path / ("n" * 300)))


@pytest.mark.skipif(os.name == "nt", reason="names are limited otherwise")
@pytest.mark.parametrize(
    ("length", "how"),
    [(251, {"crop_margin_px": 2}), (251, {"beside": ("tracks-json",)}), (253, {"preset": "png"})],
    ids=["sidecar", "tracks", "sound"],
)
def test_names_beside_too_long(clip: VideoSource, tmp_path: Path, length: int, how: dict[str, Any]) -> None:
    """NAME.mov fitted and NAME.mov.json did not: that was said when all frames were done."""
    with pytest.raises(ExportError, match="too long"):
        plan(clip, ExportOptions(tmp_path / ("n" * length), **how))
    assert [path.name for path in tmp_path.iterdir()] == ["clip.mkv"]


@pytest.mark.skipif(os.name == "nt", reason="paths are limited otherwise")
def test_a_path_too_long(clip: VideoSource, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match=r"The path of 'o\.mov' is too long"):
        plan(clip, ExportOptions(tmp_path.joinpath(*["d" * 200] * 30, "o")))


@pytest.mark.parametrize("target", ["", ".", "..", "/", "sub/..", " "])
def test_a_target_without_a_name(clip: VideoSource, target: str) -> None:
    """An empty --out ended in a traceback, '..' in a file called '...mov'."""
    with pytest.raises(UsageError, match="has no name"):
        plan(clip, ExportOptions(Path(target)))


def test_a_margin_that_cuts_into_the_objects(clip: VideoSource, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be negative"):
        plan(clip, ExportOptions(tmp_path / "o", crop_margin_px=-1))


def test_a_range_without_masks(clip: VideoSource, tmp_path: Path) -> None:
    """An export of nothing but empty frames was made without a word of warning but a note."""
    masks = disc_masks(clip, frames=3)
    with pytest.raises(ExportError, match="No frame of this range has a mask"):
        plan_export(
            project_of(clip),
            clip,
            masks,
            ExportOptions(tmp_path / "o", frames=FrameRange(FrameIndex(4), FrameIndex(7))),
        )


def test_files_beside_folders_with_a_point(clip: VideoSource, tmp_path: Path) -> None:
    """'shot.dog' and 'shot.cup' were both given 'shot.otio'."""
    made = planned(clip, tmp_path, "png", name="shot.{object}", per_object=True, beside=("otio",))
    exported(made)
    assert {path.name for path in tmp_path.glob("*.otio")} == {"shot.dog.otio", "shot.cup.otio"}


def test_a_target_below_a_file(clip: VideoSource, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(ExportError, match="not a folder"):
        plan(clip, ExportOptions(tmp_path / "file" / "out"))


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="needs a user whom permissions bind")
def test_a_folder_that_may_not_be_written(clip: VideoSource, tmp_path: Path) -> None:
    folder = tmp_path / "locked"
    folder.mkdir(mode=0o500)
    with pytest.raises(ExportError, match="may not be written"):
        plan(clip, ExportOptions(folder / "out"))


def test_too_little_room(clip: VideoSource, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "SPARE_BYTES", 10**18)
    with pytest.raises(ExportError, match=r"but only .*B are free"):
        plan(clip, ExportOptions(tmp_path / "o"))


def test_an_encoder_that_this_build_lacks(clip: VideoSource, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from engine.export import plan as plan_module
    from engine.export.presets import PRESETS

    lacking = replace(PRESETS[0], format=replace(PRESETS[0].format, codec="no_such_codec"))  # type: ignore[type-var]
    monkeypatch.setattr(plan_module, "preset_named", lambda name: lacking)
    with pytest.raises(ExportError, match="cannot write ProRes 4444"):
        plan(clip, ExportOptions(tmp_path / "o"))


def test_a_size_the_encoder_refuses(clip: VideoSource, tmp_path: Path) -> None:
    """DNxHR begins at 256 × 120."""
    with pytest.raises(ExportError, match="does not take pictures of 128 × 96"):
        plan(clip, ExportOptions(tmp_path / "o", "dnxhr"))


def test_one_picture_for_many_frames(clip: VideoSource, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="one picture"):
        plan(clip, ExportOptions(tmp_path / "o.png", "png"))


def test_a_background_that_is_gone(clip: VideoSource, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="background"):
        plan(clip, ExportOptions(tmp_path / "o", "h264", look=CutOut(Plate(tmp_path / "none.png"))))


def test_unknown_field_in_a_name(clip: VideoSource, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="does not exist"):
        plan(clip, ExportOptions(tmp_path / "{clip}_{nothing}"))


def test_fields_in_names(clip: VideoSource, tmp_path: Path) -> None:
    made = plan(clip, ExportOptions(tmp_path / "{clip}_{preset}_{start}-{stop}", frames=FrameRange(2, 5)))  # type: ignore[arg-type]
    assert made.outputs[0].target.name == "clip_prores4444_2-5.mov"


def test_frames_without_masks_are_said(clip: VideoSource, tmp_path: Path) -> None:
    made = plan_export(project_of(clip), clip, disc_masks(clip, frames=5), ExportOptions(tmp_path / "o", "png"))
    assert any("no mask on 3 of 8" in note for note in made.notes)


def test_tracked_frames_only(clip: VideoSource, tmp_path: Path) -> None:
    options = ExportOptions(tmp_path / "o", "png", tracked_only=True)
    made = plan_export(project_of(clip), clip, disc_masks(clip, frames=5), options)
    assert made.frames == FrameRange(FrameIndex(0), FrameIndex(5))


def test_tracked_frames_inside_a_range(clip: VideoSource, tmp_path: Path) -> None:
    """A range that was asked for used to win over 'tracked frames only'."""
    wide = FrameRange(FrameIndex(2), FrameIndex(8))
    options = ExportOptions(tmp_path / "o", "png", frames=wide, tracked_only=True)
    made = plan_export(project_of(clip), clip, disc_masks(clip, frames=5), options)
    assert made.frames == FrameRange(FrameIndex(2), FrameIndex(5))
    late = ExportOptions(tmp_path / "o", "png", frames=FrameRange(FrameIndex(6), FrameIndex(8)), tracked_only=True)
    with pytest.raises(ExportError, match="No frame of this range"):
        plan_export(project_of(clip), clip, disc_masks(clip, frames=5), late)


def test_painted_frames_count_as_tracked(clip: VideoSource, tmp_path: Path) -> None:
    png = cv2.imencode(".png", np.full((96, 128), 255, np.uint8))[1].tobytes()
    project = project_of(clip)
    spec = replace(project.objects[0], prompts={clip.pts_of(FrameIndex(6)): FramePrompts(mask=MaskHint(png, True))})
    options = ExportOptions(tmp_path / "o", "png", tracked_only=True)
    made = plan_export(replace(project, objects=(spec,)), clip, disc_masks(clip, frames=5), options)
    assert made.frames == FrameRange(FrameIndex(0), FrameIndex(7))


@pytest.mark.parametrize(
    ("pattern", "sentence"),
    [
        ("shot", "All pictures would be called 'shot'"),
        ("{frame}", "no pattern"),
        ("{number:q}", "no pattern"),
        ("../{number}", "cannot be called"),
        ("a/{number}", "cannot be called"),
        ("{number}?", "cannot be called"),
    ],
)
def test_patterns_that_would_lose_pictures(clip: VideoSource, tmp_path: Path, pattern: str, sentence: str) -> None:
    """A pattern without a number wrote every picture over the one before."""
    with pytest.raises(UsageError, match=sentence):
        plan(clip, ExportOptions(tmp_path / "o", "png", pattern=pattern))


def test_numbers_below_zero(clip: VideoSource, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="from 0"):
        plan(clip, ExportOptions(tmp_path / "o", "png", start_number=-1))


@pytest.mark.skipif(os.name == "nt", reason="names are limited otherwise")
def test_names_of_pictures_too_long(clip: VideoSource, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="too long"):
        plan(clip, ExportOptions(tmp_path / "o", "png", pattern="n" * 300 + "{number}"))


def test_a_target_that_another_program_holds(
    clip: VideoSource, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where files in use cannot be replaced (Windows), opening them for writing fails as well: said before work."""
    target = tmp_path / "o.mov"
    target.write_bytes(b"earlier")
    opened = open

    def held(file: object, mode: str = "r", *rest: object, **more: object) -> object:
        if file == target and mode != "rb":
            raise PermissionError(13, "in use", str(target))
        return opened(file, mode, *rest, **more)  # type: ignore[call-overload]

    monkeypatch.setattr("builtins.open", held)
    with pytest.raises(ExportError, match=r"may not be written.*Close other programs"):
        plan(clip, ExportOptions(target, "qtrle"))
    monkeypatch.undo()
    assert target.read_bytes() == b"earlier"


@pytest.mark.parametrize(("preset", "suffix"), [("png", ".png"), ("webp", ".webp"), ("tiff-layers", ".tif")])
def test_an_opened_picture_becomes_a_picture(tmp_path: Path, preset: str, suffix: str) -> None:
    photo = tmp_path / "photo.png"
    cv2.imwrite(str(photo), np.random.default_rng(2).integers(0, 255, (70, 90, 3), np.uint8))
    still = open_source(photo)
    made = plan_export(project_of(still), still, disc_masks(still), ExportOptions(tmp_path / "cut", preset))
    files = exported(made)
    report = prove(made)
    still.close()
    assert [file.name for file in files] == ["cut" + suffix]
    assert report.passed, report.sentence()


def test_a_hand_painted_frame_is_exported_as_painted(clip: VideoSource, tmp_path: Path) -> None:
    painted = np.zeros((96, 128), np.uint8)
    painted[10:40, 20:60] = 255
    png = cv2.imencode(".png", painted)[1].tobytes()
    project = project_of(clip)
    spec = replace(project.objects[0], prompts={clip.pts_of(FrameIndex(2)): FramePrompts(mask=MaskHint(png, True))})
    made = plan_export(
        replace(project, objects=(spec,)), clip, disc_masks(clip), ExportOptions(tmp_path / "o", "matte-png")
    )
    files = exported(made)
    assert np.abs(cv2.imread(str(files[2]), 0).astype(int) - painted).mean() < 2
    assert np.abs(cv2.imread(str(files[3]), 0).astype(int) - painted).mean() > 20


def test_cropping_notes_its_offset_and_cuts_nothing_off(clip: VideoSource, tmp_path: Path) -> None:
    import json

    whole = planned(clip, tmp_path, "png", name="whole")
    cropped = planned(clip, tmp_path, "png", name="cut", crop_margin_px=2)
    exported(whole)
    exported(cropped)
    crop = json.loads((tmp_path / "cut" / "sequence.json").read_text())["crop"]
    assert (crop["width"], crop["height"]) != (128, 96)
    for number in range(8):
        full = cv2.imread(str(tmp_path / "whole" / f"{number:05d}.png"), -1)[..., 3]
        part = cv2.imread(str(tmp_path / "cut" / f"{number:05d}.png"), -1)[..., 3]
        x, y = crop["x"], crop["y"]
        assert np.array_equal(full[y : y + crop["height"], x : x + crop["width"]], part)
        assert part.sum() == full.sum()


def test_scaling(clip: VideoSource, tmp_path: Path) -> None:
    made = planned(clip, tmp_path, "ffv1", scale=Fraction(1, 2))
    pictures, _ = read_back(exported(made)[0])
    assert pictures[0].shape == (48, 64, 4)
    full, _ = read_back(exported(planned(clip, tmp_path, "ffv1", name="full"))[0])
    assert abs(pictures[0][..., 3].mean() - full[0][..., 3].mean()) < 65535 * 0.002


def test_inverted_matte(clip: VideoSource, tmp_path: Path) -> None:
    exported(planned(clip, tmp_path, "matte-png", name="a"))
    exported(planned(clip, tmp_path, "matte-png", name="b", inverted=True))
    plain, turned = (cv2.imread(str(tmp_path / n / "00000.png"), 0).astype(int) for n in "ab")
    assert np.abs(plain + turned - 255).max() <= 1


def test_start_number(clip: VideoSource, tmp_path: Path) -> None:
    files = exported(planned(clip, tmp_path, "png", start_number=1001, pattern="shot.{number:04d}"))
    assert [f.name for f in files][:2] == ["shot.1001.png", "shot.1002.png"]


FULL_DISK = textwrap.dedent(
    """
    import resource, signal, sys
    from pathlib import Path
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    from engine.errors import ExportError
    from engine.export.options import ExportOptions
    from engine.export.plan import plan_export
    from engine.export.run import run_export
    from engine.media import open_source
    from tests.engine.export.clips import disc_masks, project_of
    clip = open_source(Path(sys.argv[1]))
    clip.frame_count()
    _, highest = resource.getrlimit(resource.RLIMIT_FSIZE)
    for preset in sys.argv[3:]:
        resource.setrlimit(resource.RLIMIT_FSIZE, (highest, highest))
        target = Path(sys.argv[2]) / preset
        plan = plan_export(project_of(clip), clip, disc_masks(clip), ExportOptions(target, preset))
        resource.setrlimit(resource.RLIMIT_FSIZE, (2048, highest))
        try:
            for _ in run_export(plan):
                pass
        except ExportError as error:
            print(preset, error.sentence)
    """
)


@pytest.mark.skipif(os.name == "nt", reason="needs a limit on file sizes")
def test_a_disk_that_fills_up(clip: VideoSource, tmp_path: Path) -> None:
    """The operating system refuses to let files grow past 2 kB, in a process of its own."""
    folder = tmp_path / "target"
    folder.mkdir()
    presets = ["qtrle", "ffv1", "prores4444", "webm-alpha", "h264", "png", "exr-half"]
    done = subprocess.run(
        [sys.executable, "-c", FULL_DISK, str(clip.info.path), str(folder), *presets],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        cwd=Path(__file__).parents[3],
    )
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert [line.split()[0] for line in lines] == presets
    assert all("disk is full" in line for line in lines)
    assert list(folder.iterdir()) == []


def test_a_failure_while_reading_leaves_nothing(clip: VideoSource, tmp_path: Path) -> None:
    made = planned(clip, tmp_path / "o", "png")
    failing: Callable[..., None] = lambda *_: (_ for _ in ()).throw(ExportError("reading failed"))  # noqa: E731
    masks = MemoryMasks({DOG: _Failing(failing)})  # type: ignore[dict-item]
    with pytest.raises(ExportError, match="reading failed"):
        list(run_export(replace(made, masks=masks)))
    assert not (tmp_path / "o").exists() or list((tmp_path / "o").iterdir()) == []


class _Failing(dict):  # type: ignore[type-arg]
    def __init__(self, fail: Callable[..., None]) -> None:
        self._fail = fail

    def get(self, *args: object) -> None:  # type: ignore[override]
        self._fail()
