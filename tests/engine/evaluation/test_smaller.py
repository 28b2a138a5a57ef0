"""The set whose things are half the size."""

from __future__ import annotations

import zipfile
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from engine.errors import UsageError
from engine.evaluation.dataset import open_dataset
from engine.evaluation.smaller import photos_of, write_smaller
from tests import moving


def test_things_are_half_the_size_and_truth_moves_with_them(tmp_path: Path) -> None:
    frames, truth = tmp_path / "set/JPEGImages/disc", tmp_path / "set/Annotations/disc"
    frames.mkdir(parents=True), truth.mkdir(parents=True)
    for number, picture in enumerate(moving.pictures(2)):
        Image.fromarray(picture).save(frames / f"{number:05d}.jpg", quality=95)
        Image.fromarray(moving.disc(number).astype(np.uint8) * 255).save(truth / f"{number:05d}.png")
    with zipfile.ZipFile(tmp_path / "photos.zip", "w") as archive:
        archive.writestr("a.png", cv2.imencode(".png", np.full((40, 50, 3), 77, np.uint8))[1].tobytes())
    assert write_smaller(tmp_path / "set", photos_of(tmp_path / "photos.zip"), tmp_path / "out") == 1
    (sequence,) = open_dataset(tmp_path / "out")
    assert sequence.object_numbers == (1,)
    found = sequence.truth(1) == 1
    assert found.shape == (2 * moving.HEIGHT, 2 * moving.WIDTH)
    top, left = moving.HEIGHT // 2, moving.WIDTH // 2
    assert np.array_equal(found[top : top + moving.HEIGHT, left : left + moving.WIDTH], moving.disc(1))
    with Image.open(sequence.frames_folder / "00001.jpg") as image:
        pixels = np.asarray(image).astype(int)
    assert np.abs(pixels[:10, :10] - 77).max() < 4
    assert pixels[found].mean(0)[0] > 180


def test_no_photos_are_a_sentence(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "none.zip", "w"):
        pass
    with pytest.raises(UsageError, match="no photos"):
        photos_of(tmp_path / "none.zip")
