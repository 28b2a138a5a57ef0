"""A TIFF with layers: read again by Adobe's description, with a reader of its own."""

from __future__ import annotations

import struct
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
import tifffile
from numpy.typing import NDArray

from engine.errors import ExportError
from engine.export import layered_tiff as written
from engine.export.composing import picture_for
from engine.export.layered_tiff import layered_tiff
from engine.export.masks import MemoryMasks
from engine.export.options import ExportOptions
from engine.export.plan import plan_export
from engine.export.proof import prove
from engine.media.source import VideoSource
from engine.render.compositor import NamedLayer
from engine.types import FrameIndex, FrameRange
from tests.engine.export.clips import CUP, DOG, disc_masks, project_of
from tests.engine.export.test_run import exported


class Reader:
    """Takes bytes from the front."""

    def __init__(self, data: bytes) -> None:
        self.data = data

    def bytes(self, count: int) -> bytes:
        assert count <= len(self.data)
        taken, self.data = self.data[:count], self.data[count:]
        return taken

    def numbers(self, form: str) -> tuple[int, ...]:
        return struct.unpack(form, self.bytes(struct.calcsize(form)))


def layers_in(path: Path, bits: int) -> dict[str, tuple[tuple[int, ...], NDArray[np.uint16]]]:
    """Box (top, left, bottom, right) and (h, w, 4) R G B A by name."""
    with tifffile.TiffFile(path) as file:
        assert file.byteorder == ">"
        whole = Reader(file.pages[0].tags[37724].value)  # type: ignore[union-attr]
    assert whole.bytes(36) == b"Adobe Photoshop Document Data Block\0"
    assert whole.bytes(8) == {8: b"8BIMLayr", 16: b"8BIMLr16"}[bits]
    (length,) = whole.numbers(">I")
    assert len(whole.data) == length + -length % 4
    body = Reader(whole.bytes(length))
    (count,) = body.numbers(">h")
    records = [_record(body) for _ in range(-count)]
    found = {}
    for name, box, sizes in records:
        height, width = box[2] - box[0], box[3] - box[1]
        planes = {}
        for identity, size in sizes:
            channel = Reader(body.bytes(size))
            assert channel.numbers(">H") == (0,)
            planes[identity] = np.frombuffer(channel.data, f">u{bits // 8}").reshape(height, width)
        found[name] = box, np.dstack([planes[i] for i in (0, 1, 2, -1)])
    assert body.data == b""
    return found


def _record(body: Reader) -> tuple[str, tuple[int, ...], list[tuple[int, int]]]:
    *box, channels = body.numbers(">4iH")
    sizes = [(i, size) for i, size in (body.numbers(">hI") for _ in range(channels))]
    assert body.bytes(8) == b"8BIMnorm"
    opacity, clipping, flags, _ = body.numbers(">4B")
    assert (opacity, clipping, flags & 2) == (255, 0, 0)
    extra = Reader(body.bytes(body.numbers(">I")[0]))
    assert extra.numbers(">II") == (0, 0)
    letters = extra.numbers(">B")[0]
    extra.bytes(letters + -(letters + 1) % 4)
    assert extra.bytes(8) == b"8BIMluni"
    name = Reader(extra.bytes(extra.numbers(">I")[0]))
    return name.bytes(2 * name.numbers(">I")[0]).decode("utf-16-be"), tuple(box), sizes


@pytest.mark.parametrize("depth", [np.uint8, np.uint16])
def test_layers_by_name_and_place(tmp_path: Path, depth: type[np.uint8] | type[np.uint16]) -> None:
    rng = np.random.default_rng(1)
    top = np.iinfo(depth).max
    rgb = rng.integers(0, top, (40, 60, 3), depth, endpoint=True)
    alpha = np.zeros((40, 60), depth)
    alpha[5:20, 30:51] = rng.integers(1, top, (15, 21), depth, endpoint=True)
    layers = [NamedLayer("Hündin 狗", rgb, alpha), NamedLayer("gone", rgb, np.zeros_like(alpha))]
    path = tmp_path / "l.tif"
    flat = np.dstack([rgb, alpha])
    path.write_bytes(layered_tiff(flat, layers, False))
    assert np.array_equal(tifffile.imread(path), flat)
    found = layers_in(path, 8 * alpha.itemsize)
    assert list(found) == ["Hündin 狗", "gone"]
    box, pixels = found["Hündin 狗"]
    assert box == (5, 30, 20, 51)
    assert np.array_equal(pixels, flat[5:20, 30:51])
    assert found["gone"][0] == (0, 0, 0, 0)


def test_an_export_keeps_its_objects_apart(clip: VideoSource, tmp_path: Path) -> None:
    project = project_of(clip, names=("dog", "cup"))
    one = FrameRange(FrameIndex(3), FrameIndex(4))
    wish = ExportOptions(tmp_path / "still.tif", "tiff-layers", frames=one, scale=Fraction(1, 2))
    plan = plan_export(project, clip, disc_masks(clip, (DOG, CUP)), wish)
    (file,) = exported(plan)
    report = prove(plan)
    assert report.passed, report.sentence()
    painted = picture_for(plan, plan.outputs[0], clip.read(FrameIndex(3)))
    found = layers_in(file, 8)
    assert list(found) == ["dog", "cup"]
    for layer in painted.layers:
        box, pixels = found[layer.name]
        whole = np.zeros((48, 64), np.uint8)
        whole[box[0] : box[2], box[1] : box[3]] = pixels[..., 3]
        assert np.array_equal(whole, layer.alpha)
        assert np.array_equal(pixels[..., :3], layer.rgb[box[0] : box[2], box[1] : box[3]])
    dog, cup = (found[name][0] for name in ("dog", "cup"))
    assert dog[1] < cup[1]


def test_an_object_that_is_away_has_an_empty_layer(clip: VideoSource, tmp_path: Path) -> None:
    masks = disc_masks(clip, (DOG,))
    plan = plan_export(
        project_of(clip, names=("dog", "cup")),
        clip,
        MemoryMasks(masks.logits),
        ExportOptions(tmp_path / "out", "tiff-layers", frames=FrameRange(FrameIndex(0), FrameIndex(2)), sound=False),
    )
    for file in exported(plan)[:2]:
        assert layers_in(file, 8)["cup"][0] == (0, 0, 0, 0)


def test_too_much_for_a_tiff(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(written, "MOST_BYTES", 1000)
    picture = np.full((40, 40, 4), 255, np.uint8)
    with pytest.raises(ExportError, match="too large"):
        layered_tiff(picture, [NamedLayer("a", picture[..., :3], picture[..., 3])], False)
