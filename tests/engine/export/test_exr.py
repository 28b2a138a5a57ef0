"""OpenEXR: linear light, premultiplied, constant layers, Cryptomatte."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import OpenEXR
import pytest
from numpy.typing import NDArray

from engine.export.cryptomatte import TYPE_NAME, float_bits, murmur3_32, visible_shares
from engine.export.masks import MemoryMasks
from engine.export.options import ExportOptions
from engine.export.plan import plan_export
from engine.export.transfer import from_linear, to_linear
from engine.media.source import VideoSource
from engine.types import FrameIndex
from tests.engine.export.clips import CUP, DOG, disc_masks, project_of
from tests.engine.export.test_run import exported, wanted


def matte_coverage(planes: dict[str, NDArray[np.float32]], name: str) -> NDArray[np.float32]:
    """What a reader does: the sum of the shares of all ranks whose id is the name's."""
    identity, total = float_bits(name), None
    for channel, plane in planes.items():
        if channel.startswith(TYPE_NAME) and channel[-2:] in (".r", ".b"):
            bits = np.ascontiguousarray(plane, np.float32).view(np.uint32)
            share = planes[channel[:-1] + {"r": "g", "b": "a"}[channel[-1]]]
            part = np.where(bits == identity, share, 0).astype(np.float32)
            total = part if total is None else total + part
    if total is None:
        raise KeyError(name)
    return np.asarray(total, np.float32)


def channels(path: Path) -> tuple[dict[str, NDArray[np.float32]], dict[str, object]]:
    with OpenEXR.File(str(path), separate_channels=True) as file:
        return {name: np.array(c.pixels) for name, c in file.channels().items()}, dict(file.header())


def two_objects(clip: VideoSource, tmp_path: Path, preset: str) -> list[Path]:
    """The dog everywhere, the cup on the first three frames only."""
    masks = disc_masks(clip, (DOG, CUP))
    some = {pts: logits for pts, logits in masks.logits[CUP].items() if clip.index_of(pts) < 3}
    options = ExportOptions(tmp_path / "o", preset)
    project = project_of(clip, names=("dog", "the.cup ü"))
    plan = plan_export(project, clip, MemoryMasks({DOG: masks.logits[DOG], CUP: some}), options)
    return [f for f in exported(plan) if f.suffix == ".exr"]


@pytest.mark.parametrize(("preset", "kind"), [("exr-half", np.float16), ("exr-float", np.float32)])
def test_colours_are_linear_and_premultiplied(clip: VideoSource, tmp_path: Path, preset: str, kind: type) -> None:
    plan = plan_export(project_of(clip), clip, disc_masks(clip), ExportOptions(tmp_path / "o", preset))
    files = exported(plan)
    target = wanted(plan)[0].astype(np.float64) / 65535
    found, header = channels(files[0])
    assert found["R"].dtype == kind
    alpha = target[..., 3]
    coded = np.asarray(target[..., 0], np.float32)
    light = to_linear(coded, 13 if clip.info.colour.transfer == 13 else 1) * alpha
    assert np.abs(found["A"] - alpha).max() < 1e-3
    assert np.abs(found["R"] - light).max() < 2e-3
    assert "chromaticities" in header


def test_layers_are_there_on_every_frame(clip: VideoSource, tmp_path: Path) -> None:
    """A channel that comes and goes breaks every compositor's reader."""
    files = two_objects(clip, tmp_path, "exr-layers")
    assert len(files) == 8
    names = [set(channels(f)[0]) for f in files]
    assert all(n == {"R", "G", "B", "A", "dog.A", "the_cup ü.A"} for n in names)
    assert channels(files[0])[0]["the_cup ü.A"].max() == 1
    assert channels(files[5])[0]["the_cup ü.A"].max() == 0
    assert channels(files[5])[0]["A"].min() == 1


def test_cryptomatte_gives_back_each_object(clip: VideoSource, tmp_path: Path) -> None:
    files = two_objects(clip, tmp_path, "exr-cryptomatte")
    found, header = channels(files[0])
    layers, _ = channels(two_objects(clip, tmp_path / "l", "exr-layers")[0])
    dog, cup = layers["dog.A"].astype(np.float32), layers["the_cup ü.A"].astype(np.float32)
    assert np.abs(matte_coverage(found, "the.cup ü") - cup).max() < 2e-3
    assert np.abs(matte_coverage(found, "dog") - dog * (1 - cup)).max() < 2e-3
    keys = {name.rsplit("/", 1)[1] for name in header if name.startswith("cryptomatte/")}
    assert keys == {"name", "hash", "conversion", "manifest"}
    assert set(channels(files[7])[0]) == set(found)


def test_ranks_are_sorted_and_shares_add_up() -> None:
    rng = np.random.default_rng(1)
    alphas = [rng.random((5, 6)).astype(np.float32) for _ in range(3)]
    shares = visible_shares(alphas)
    together = 1 - (1 - alphas[0]) * (1 - alphas[1]) * (1 - alphas[2])
    assert np.allclose(sum(shares), together, atol=1e-6)
    assert np.array_equal(shares[2], alphas[2])


def test_hashes_by_the_book() -> None:
    """Published test values of MurmurHash3_x86_32."""
    assert murmur3_32(b"") == 0
    assert murmur3_32(b"", 1) == 0x514E28B7
    assert murmur3_32(b"\xff\xff\xff\xff") == 0x76293B50
    assert murmur3_32(b"!Ce\x87") == 0xF55B516B
    assert murmur3_32(b"!Ce") == 0x7E4A8634
    assert murmur3_32(b"Hello, world!", 0x9747B28C) == 0x24884CBA
    for name in ("dog", "cup", "", "ü"):
        assert float_bits(name) >> 23 & 255 not in (0, 255)


@pytest.mark.parametrize("transfer", [1, 4, 6, 8, 13, 16, 18])
def test_light_and_codes_are_inverse(transfer: int) -> None:
    codes = np.linspace(0, 1, 1001, dtype=np.float32)
    light = to_linear(codes, transfer)
    assert light[0] == pytest.approx(0, abs=1e-6)
    assert (np.diff(light) >= 0).all()
    assert np.abs(from_linear(light, transfer) - codes).max() < 2e-3
    if transfer == 16:
        assert to_linear(np.array([0.508], np.float32), 16)[0] == pytest.approx(1.0, rel=0.01)
    if transfer == 13:
        assert to_linear(np.array([0.5], np.float32), 13)[0] == pytest.approx(0.2140, abs=1e-4)


def test_the_first_frame_is_numbered_as_in_the_clip(clip: VideoSource, tmp_path: Path) -> None:
    assert two_objects(clip, tmp_path, "exr-half")[0].name == f"{FrameIndex(0):05d}.exr"
