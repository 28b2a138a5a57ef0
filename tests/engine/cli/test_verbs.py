"""The verbs over real files: a clip, a project, masks and exports, with the shipped model's architecture."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import safetensors.torch
import torch
from PIL import Image

from engine.cli import main
from engine.cli.console import Progress
from engine.models.loader import read_config
from engine.models.registry import model_spec
from engine.project.model import Click
from engine.project.project_file import ProjectFile
from engine.sam2.model import Sam2
from tests import moving
from tests.reference.sam2_reference import seeded_tensor

COUNT = 10


def run(*words: object) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    return main([str(word) for word in words], out, err), out.getvalue(), err.getvalue()


def answer(*words: object) -> Any:
    """The JSON a verb gives; it must succeed."""
    code, out, err = run(*words, "--json")
    assert code == 0, err
    return json.loads(out.splitlines()[-1])


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return moving.write(tmp_path_factory.mktemp("clip") / "disc.mp4", moving.pictures(COUNT))


@pytest.fixture(scope="module")
def weights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Seeded weights of the shipped model's shape: the verbs' work does not depend on how good they are."""
    config, _ = read_config(model_spec("nano"))
    with torch.device("meta"):
        shapes = {key: value.shape for key, value in Sam2(config).state_dict().items()}
    path = tmp_path_factory.mktemp("weights") / "nano.safetensors"
    safetensors.torch.save_file({key: seeded_tensor(key, shape, 0) for key, shape in shapes.items()}, path)
    return path


@pytest.fixture(scope="module")
def tracked(clip: Path, weights: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Mapping[str, Any]]:
    """A project with two objects, tracked; and what the verb said."""
    folder = tmp_path_factory.mktemp("project")
    mask = folder / "mask.png"
    Image.fromarray(moving.disc(2).astype(np.uint8) * 255).save(mask)
    project = folder / "shot.clickmatte"
    words = ["--object", "disc", "--mask", f"2:{mask}", "--object", "rest", "--click", "4:100,10", "--click", "4:5,5:-"]
    said = answer("track", clip, "--project", project, "--checkpoint", weights, "--device", "cpu", *words)
    return project, said


def test_track_makes_a_project(tracked: tuple[Path, Mapping[str, Any]]) -> None:
    project, said = tracked
    assert said["frames"] == COUNT
    assert [entry["name"] for entry in said["objects"]] == ["disc", "rest"]
    with ProjectFile.open(project) as file:
        disc, rest = file.project.objects
        assert len(file.frames_with_masks(disc.id)) == len(file.frames_with_masks(rest.id)) == COUNT
        (prompts,) = rest.prompts.values()
        assert prompts.clicks == (Click(100, 10), Click(5, 5, False))
        assert file.project.settings.checkpoint is not None


def test_track_goes_on_with_a_project(clip: Path, weights: Path, tmp_path: Path) -> None:
    project = tmp_path / "shot.clickmatte"
    first = ["--object", "disc", "--click", "0:24,40", "--range", "0:4"]
    assert answer("track", clip, "--project", project, "--checkpoint", weights, *first)["frames"] == 4
    again = ["--object", "disc", "--click", "0:90,80:-", "--direction", "forward", "--range", "3:6"]
    assert answer("track", clip, "--project", project, *again)["frames"] == 3
    with ProjectFile.open(project) as file:
        (disc,) = file.project.objects
        assert [len(said.clicks) for said in disc.prompts.values()] == [2]
        assert len(file.frames_with_masks(disc.id)) == 6


def test_ctrl_c_keeps_what_was_tracked(
    clip: Path, weights: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def step(bar: Progress) -> None:
        bar.done += 1
        if bar.done == 3:
            raise KeyboardInterrupt

    monkeypatch.setattr(Progress, "step", step)
    project = tmp_path / "shot.clickmatte"
    code, _, _ = run("track", clip, "--project", project, "--checkpoint", weights, "--click", "0:24,40")
    assert code == 130
    with ProjectFile.open(project) as file:
        assert len(file.frames_with_masks(file.project.objects[0].id)) == 3


def test_masks_are_indexed_pictures(tracked: tuple[Path, Mapping[str, Any]], tmp_path: Path) -> None:
    project, _ = tracked
    said = answer("masks", project, "--out", tmp_path / "masks")
    assert said["objects"] == {"1": "disc", "2": "rest"}
    names = sorted(path.name for path in (tmp_path / "masks").iterdir())
    assert names == [f"{frame:05d}.png" for frame in range(COUNT)]
    with Image.open(tmp_path / "masks" / "00002.png") as image:
        assert image.mode == "P"
        assert image.size == (moving.WIDTH, moving.HEIGHT)
        assert image.getpalette()[3:9] == [128, 0, 0, 0, 128, 0]
        found = np.asarray(image) == 1
    truth = moving.disc(2)
    assert (found & truth).sum() / truth.sum() > 0.5
    assert not (found & ~truth).sum() / truth.sum() > 0.2


def test_export_writes_a_video_with_alpha(tracked: tuple[Path, Mapping[str, Any]], tmp_path: Path) -> None:
    import av

    project, _ = tracked
    words = ["--preset", "prores4444", "--out", tmp_path / "matte.mov", "--object", "disc", "--range", "1:5", "--prove"]
    said = answer("export", project, *words)
    assert said["proof"] is True
    with av.open(said["files"][0]) as container:
        frames = list(container.decode(video=0))
        assert len(frames) == 4
        assert "a" in frames[0].format.name


def test_export_writes_what_other_programs_need_beside(tracked: tuple[Path, Mapping[str, Any]], tmp_path: Path) -> None:
    words = ["--preset", "png", "--out", tmp_path / "cut", "--range", "2:4", "--crop", "4", "--scale", "1/2"]
    words += ["--start-number", "1001", "--pattern", "shot.{number:04d}", "--beside", "otio", "--beside", "tracks-csv"]
    said = answer("export", tracked[0], *words, "--prove")
    assert said["proof"] is True
    names = {Path(name).name for name in said["files"]}
    assert names == {"shot.1001.png", "shot.1002.png", "sequence.json", "cut.otio", "cut.tracks.csv"}


def test_export_shows_another_look(tracked: tuple[Path, Mapping[str, Any]], tmp_path: Path) -> None:
    words = ["--preset", "png", "--range", "2:3", "--no-refine"]
    answer("export", tracked[0], *words, "--out", tmp_path / "white.png", "--look", "cutout-white")
    with Image.open(tmp_path / "white.png") as image:
        assert np.asarray(image)[0, -1].tolist() == [255, 255, 255, 255]
    plate = tmp_path / "plate.png"
    Image.new("RGB", (40, 30), (9, 90, 200)).save(plate)
    answer("export", tracked[0], *words, "--out", tmp_path / "plated.png", "--plate", plate)
    with Image.open(tmp_path / "plated.png") as image:
        assert np.asarray(image)[0, -1].tolist() == [9, 90, 200, 255]


@pytest.mark.parametrize("form", ["davis", "youtube-vos", "coco", "sav"])
def test_dataset_there_and_back(
    form: str, clip: Path, tracked: tuple[Path, Mapping[str, Any]], weights: Path, tmp_path: Path
) -> None:
    written = answer("dataset", tracked[0], "--format", form, "--out", tmp_path / "set", "--range", "1:4")
    assert written["frames"] == 3
    other = tmp_path / "other.clickmatte"
    one = ["--checkpoint", weights, "--object", "disc", "--click", "0:24,40", "--range", "0:1"]
    answer("track", clip, "--project", other, *one)
    said = answer("dataset", other, "--read", written["path"])
    assert said["objects"][0] == "disc"
    with ProjectFile.open(other) as file:
        finals = [p for p in file.project.objects[0].prompts.values() if p.mask is not None and p.mask.final]
        assert len(finals) >= 1


def test_export_lists_its_presets() -> None:
    names = [preset["name"] for preset in answer("export", "--presets")]
    assert {"prores4444", "webm-alpha", "png", "matte"} <= set(names)


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (("track", "none.mp4", "--project", "p.clickmatte", "--click", "0:1,1"), 1, "none.mp4"),
        (("track", "CLIP", "--project", "p.clickmatte", "--checkpoint", "WEIGHTS"), 2, "nothing to track"),
        (("track", "CLIP", "--project", "p.clickmatte", "--checkpoint", "CLIP", "--click", "0:1,1"), 1, "weights"),
        (("track", "CLIP", "--project", "p.clickmatte", "--checkpoint", "WEIGHTS", "--click", "0:900,1"), 2, "outside"),
        (("track", "CLIP", "--project", "p.clickmatte", "--checkpoint", "WEIGHTS", "--click", "99:1,1"), 2, "outside"),
        (("track", "CLIP", "--project", "p.clickmatte", "--checkpoint", "WEIGHTS", "--click", "0;1,1"), 2, "--click"),
        (("track", "CLIP", "--project", "p.clickmatte", "--model", "sam9", "--click", "0:1,1"), 2, "sam9"),
        (("track", "CLIP", "--project", "CLIP", "--click", "0:1,1"), 1, "disc.mp4"),
        (("masks", "none.clickmatte", "--out", "m"), 1, "no project"),
        (("export", "none.clickmatte", "--preset", "png", "--out", "m"), 1, "no project"),
        (("export", "PROJECT", "--preset", "png16x", "--out", "m"), 2, "preset"),
        (("export", "PROJECT", "--preset", "png", "--out", "m", "--object", "nobody"), 2, "nobody"),
        (("export", "PROJECT", "--preset", "png", "--out", "m", "--range", "8:2"), 2, "frames"),
        (("export", "PROJECT", "--preset", "png", "--out", "m", "--beside", "aaf"), 2, "aaf"),
        (("export", "PROJECT", "--preset", "png", "--out", "m", "--look", "pretty"), 2, "pretty"),
        (("export", "PROJECT", "--preset", "png", "--out", "m", "--scale", "0"), 2, "scale"),
        (("dataset", "PROJECT"), 2, "--out DIR"),
        (("dataset", "PROJECT", "--read", "none.json"), 2, "none.json"),
        (("evaluate", "none"), 2, "none"),
        (("evaluate", "none", "--prompt", "words"), 2, "words"),
        (("batch", "none"), 2, "none"),
    ],
)
def test_what_goes_wrong_is_one_sentence_and_a_code(
    words: tuple[str, ...],
    code: int,
    sentence: str,
    clip: Path,
    weights: Path,
    tracked: tuple[Path, Mapping[str, Any]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    places = {"CLIP": str(clip), "WEIGHTS": str(weights), "PROJECT": str(tracked[0])}
    found, out, err = run(*(places.get(word, word) for word in words))
    assert (found, out) == (code, "")
    assert sentence in err
    assert len(err.strip().splitlines()) == 1
    assert "Traceback" not in err
    assert not list(tmp_path.glob("*.clickmatte"))
