"""What a newcomer does first, with the model that ships inside: without its weights these tests fail."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from PIL import Image

from engine.cli import main
from engine.cli.verbs.demo import sample
from engine.paths import resources_dir

FRAMES = 8


def answer(*words: object) -> Any:
    """The JSON a verb gives; it must succeed."""
    out, err = io.StringIO(), io.StringIO()
    code = main([*(str(word) for word in words), "--json"], out, err)
    assert code == 0, err.getvalue()
    return json.loads(out.getvalue().splitlines()[-1])


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The demo over the first frames of the sample clip."""
    found: dict[str, Any] = answer("demo", "--out", tmp_path_factory.mktemp("demo"), "--range", f"0:{FRAMES}")
    return found


def true_box(name: str, frame: int) -> tuple[int, int, int, int]:
    """x0, y0, x1, y1 of what is visible of an object, as the script that drew the clip wrote it down."""
    places = json.loads((resources_dir() / "sample.json").read_text(encoding="utf-8"))["frames"]
    x0, y0, x1, y1 = places[frame][name]["box"]
    return x0, y0, x1, y1


def overlap(a: tuple[int, int, int, int], b: tuple[int, int, int, int]) -> float:
    """Intersection over union of two boxes."""
    width, height = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
    inside = max(0, width) * max(0, height)
    both = (a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1])
    return inside / (both - inside)


def test_the_demo_leaves_a_matte_of_the_right_things(demo: dict[str, Any], tmp_path: Path) -> None:
    """A click on one object, a box around the other: masks lie where they are, on the first frame and the last."""
    assert demo["frames"] == FRAMES
    said = answer("masks", demo["project"], "--out", tmp_path, "--range", f"0:{FRAMES}")
    for frame in (0, FRAMES - 1):
        with Image.open(tmp_path / f"{frame:05d}.png") as image:
            labels = np.asarray(image)
        for place, name in said["objects"].items():
            ys, xs = np.nonzero(labels == int(place))
            assert len(xs), f"{name} is not there on frame {frame}"
            found = tuple(int(v) for v in (*np.percentile((xs, ys), 1, axis=1), *np.percentile((xs, ys), 99, axis=1)))
            assert overlap((found[0], found[1], found[2], found[3]), true_box(name, frame)) > 0.6, (name, frame)


def test_the_matte_has_alpha_and_the_preview_can_be_watched(demo: dict[str, Any]) -> None:
    with av.open(demo["matte"]) as matte, av.open(demo["preview"]) as preview:
        frames = [frame.to_ndarray(format="rgba") for frame in matte.decode(video=0)]
        assert len(frames) == FRAMES
        alpha = frames[0][..., 3]
        assert 0.02 < (alpha > 250).mean() < 0.6
        assert (alpha < 5).mean() > 0.3
        assert len(list(preview.decode(video=0))) == FRAMES


def test_the_demo_can_be_run_again_in_the_same_place(demo: dict[str, Any]) -> None:
    again = answer("demo", "--out", Path(demo["project"]).parent, "--range", "0:2")
    assert again["frames"] == 2


def test_a_click_finds_the_thing_under_it(tmp_path: Path) -> None:
    clip, places = sample()
    name, place = next(iter(places.items()))
    x, y = place.inside
    project = tmp_path / "sample.clickmatte"
    words = ["--object", name, "--click", f"0:{x},{y}", "--range", "0:2"]
    assert answer("track", clip, "--project", project, *words)["frames"] == 2


def test_the_shipped_model_is_intact() -> None:
    verdicts = {verdict["name"]: verdict for verdict in answer("models", "verify", "nano")}
    assert verdicts["nano"]["ok"] is True
