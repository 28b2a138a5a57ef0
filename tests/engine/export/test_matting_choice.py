"""Who solves hair and fur in an export: checked before work starts, and really asked."""

from __future__ import annotations

import warnings
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from engine.errors import CheckpointError
from engine.export.options import ExportOptions
from engine.export.plan import plan_export
from engine.export.region import object_region
from engine.export.run import run_export
from engine.media import open_source
from engine.media.source import VideoSource
from engine.project.model import RefineSettings
from engine.types import FrameIndex, FrameRange
from tests.engine.export.clips import DOG, disc_masks, project_of, write_clip

MATTING = RefineSettings(edge="matting", edge_band_px=8, hair_px=0)


class Half(nn.Module):
    """Half of everything that is unknown."""

    def forward(self, image: Tensor, trimap: Tensor) -> Tensor:
        return trimap


@pytest.fixture
def clip(tmp_path: Path):  # type: ignore[no-untyped-def]
    source = open_source(write_clip(tmp_path / "clip.mp4", frames=2))
    yield source
    source.close()


def test_a_file_that_does_not_fit_is_refused_before_work_starts(clip: VideoSource, tmp_path: Path) -> None:
    options = ExportOptions(tmp_path / "o", "prores4444", matting=str(tmp_path / "none.pt"))
    with pytest.raises(CheckpointError, match="no file"):
        plan_export(project_of(clip, MATTING), clip, disc_masks(clip), options)


def test_a_network_makes_the_edge_of_an_export(clip: VideoSource, tmp_path: Path) -> None:
    file = tmp_path / "half.pt"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        torch.jit.script(Half()).save(str(file))
    frames = FrameRange(FrameIndex(0), FrameIndex(1))
    halves = []
    for name in ("own", str(file)):
        options = ExportOptions(tmp_path / Path(name).stem, "prores4444", frames=frames, matting=name)
        plan = plan_export(project_of(clip, MATTING), clip, disc_masks(clip), options)
        target = list(run_export(plan))[-1].files[0]
        written = open_source(target)
        alpha = written.read(FrameIndex(0)).alpha16()
        written.close()
        assert alpha is not None
        halves.append(int((np.abs(alpha / 65535.0 - 0.5) < 0.02).sum()))
    assert halves[1] > 500
    assert halves[0] < 0.5 * halves[1]


def test_a_crop_has_room_for_hair(clip: VideoSource) -> None:
    stamps = [clip.pts_of(FrameIndex(0))]
    hw = (clip.info.height, clip.info.width)
    narrow, wide = (
        object_region(
            project_of(clip, RefineSettings(edge="matting", edge_band_px=4, hair_px=px)),
            disc_masks(clip),
            [DOG],
            stamps,
            hw,
            0,
        )
        for px in (0, 12)
    )
    assert wide.width >= narrow.width + 12
