"""The project file's figures come from a real file, and get worse when it does."""

import numpy as np
import pytest

from engine.bench import project_file
from engine.bench.project_file import measure_project_file, moving_masks


def test_a_short_clip_is_measured(tmp_path):
    figures = measure_project_file(0.05, 2, tmp_path)
    assert figures["frames"] == 90
    assert 1_000 < figures["bytes_a_mask"] < 12_000
    assert figures["size_mb"] * 1e6 == pytest.approx(figures["bytes_a_mask"] * 180)
    assert all(value >= 0 for value in figures.values())
    assert list(tmp_path.iterdir()) == []


def test_masks_that_do_not_compress_make_the_size_worse(tmp_path, monkeypatch):
    good = measure_project_file(0.01, 1, tmp_path)
    generator = np.random.default_rng(0)
    noise = lambda frame: generator.normal(scale=4, size=(256, 256)).astype(np.float32)  # noqa: E731
    monkeypatch.setattr(project_file, "moving_masks", lambda seed: noise)
    assert measure_project_file(0.01, 1, tmp_path)["bytes_a_mask"] > 3 * good["bytes_a_mask"]


def test_the_masks_move_and_look_like_a_decoder_s():
    masks = moving_masks(1)
    first, later = masks(0), masks(40)
    assert first.shape == (256, 256)
    assert first.dtype == np.float32
    assert 0.02 < (first > 0).mean() < 0.3
    assert ((first > 0) ^ (later > 0)).sum() / (first > 0).sum() > 0.05
    assert first.min() < -8 < 8 < first.max()


def test_masks_are_drawn_once_and_never_stored_twice():
    """Repeated as they were, all but the first of each were stored for nothing: a fifth of the size."""
    drawn = []

    def masks(frame):
        drawn.append(frame)
        return moving_masks(1)(frame)

    again = project_file._over_again(masks, 5)
    seen = [again(frame) for frame in range(40)]
    assert drawn == [0, 1, 2, 3, 4]
    assert len({mask.tobytes() for mask in seen}) == 40
    assert all(abs(float((later > 0).mean()) - float((seen[0] > 0).mean())) < 0.02 for later in seen)


def test_a_clip_longer_than_its_drawn_masks_costs_as_much_a_mask(tmp_path, monkeypatch):
    whole = measure_project_file(0.05, 1, tmp_path)["bytes_a_mask"]
    monkeypatch.setattr(project_file, "UNIQUE", 15)
    assert measure_project_file(0.05, 1, tmp_path)["bytes_a_mask"] == pytest.approx(whole, rel=0.03)
