"""Scenes and batches: shapes, ranges, and that a batch depends on its number alone."""

from __future__ import annotations

import numpy as np
import pytest

from engine.errors import UsageError
from engine.training.batches import BatchPlan, PromptKind, draw_batch, stream_batches
from engine.training.pack import Pack, held_out, open_pack
from engine.training.photometric import Look
from engine.training.scenes import CANVASES, clip_scene, compose_scene

# pycocotools 2.0.11 has not followed NumPy 2 here; its answer is right all the same.
pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")


@pytest.mark.parametrize("frames", [1, 3])
@pytest.mark.parametrize("seed", range(6))
def test_a_scene_has_masks_for_every_frame(pack: Pack, frames: int, seed: int) -> None:
    scene = compose_scene(np.random.default_rng(seed), pack, frames, (64, 96))
    assert scene.frames.shape == (frames, 64, 96, 3)
    assert scene.frames.dtype == np.uint8
    assert scene.masks.shape[0] == frames
    assert scene.masks.shape[2:] == (64, 96)
    assert set(np.unique(scene.masks)) <= {0, 1}
    assert scene.masks[0].any((1, 2)).all()


def test_objects_move_and_hide_each_other(pack: Pack) -> None:
    scenes = [compose_scene(np.random.default_rng(s), pack, 3, (64, 96)) for s in range(30)]
    moved = [np.abs(s.masks[2].astype(int) - s.masks[0]).mean() for s in scenes]
    shrunk = [(s.masks[2].sum((1, 2)) < 0.5 * s.masks[0].sum((1, 2))).any() for s in scenes]
    assert np.mean(moved) > 0.02
    assert 0.1 < np.mean(shrunk) < 0.95


def test_a_labelled_clip_keeps_its_numbers(pack: Pack) -> None:
    scene = clip_scene(np.random.default_rng(3), pack, 3, (64, 96))
    assert scene.masks.shape[:2] == (3, 1)
    colour = scene.frames[0][scene.masks[0, 0] > 0].astype(float).mean(0)
    assert colour[0] > colour[1]
    assert colour[0] > colour[2]


def test_camera_and_codec_keep_shape_and_range() -> None:
    rgb = np.full((40, 60, 3), 128, np.uint8)
    for seed in range(20):
        rng = np.random.default_rng(seed)
        out = Look.draw(rng).apply(rng, rgb)
        assert out.shape == rgb.shape
        assert out.dtype == np.uint8
        assert 40 < out.mean() < 230


def test_batches_are_the_same_however_they_are_reached(pack: Pack) -> None:
    """Resuming must not change what is learned from."""
    plan = BatchPlan(pack, 5, photos=2, rows=3)
    streamed = list(stream_batches(plan, 1, 3))
    again = draw_batch(pack, 5, 2, 2, 3)
    np.testing.assert_array_equal(streamed[1].frames, again.frames)
    assert [r.points for r in streamed[1].rows] == [r.points for r in again.rows]


def test_a_stream_can_be_left_early(pack: Pack) -> None:
    stream = stream_batches(BatchPlan(pack, 0, 1, 2), 0, 50)
    next(stream)
    stream.close()


def test_every_kind_of_prompt_comes_up(pack: Pack) -> None:
    rows = [r for s in range(12) for r in draw_batch(pack, 0, s, 2, 4).rows]
    kinds = {r.kind for r in rows}
    assert kinds == set(PromptKind)
    for row in rows:
        assert (row.hint is not None) == (row.kind is PromptKind.HINT)
        assert row.coverage.shape in {(h // 4, w // 4) for h, w in CANVASES}
        if row.kind is PromptKind.CLICK:
            assert len(row.points) == 1
    absent = [r for r in rows if not r.truth.any()]
    assert absent
    assert all(r.hint is not None for r in absent)


def test_held_out_entries_are_few_and_never_trained_on(pack: Pack) -> None:
    names = [f"name{i}" for i in range(2000)]
    share = np.mean([held_out(n) for n in names])
    assert 0.04 < share < 0.09
    trained, kept = pack.split(evaluation=False), pack.split(evaluation=True)
    assert len(trained.cutouts) + len(kept.cutouts) == len(pack.cutouts)
    assert not {c.name for c in trained.cutouts} & {c.name for c in kept.cutouts}


def test_an_unknown_choice_of_licences_is_refused(tmp_path) -> None:
    with pytest.raises(UsageError, match="licences"):
        open_pack(tmp_path, "some")
