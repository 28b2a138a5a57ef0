"""Tracking a long clip keeps no more than tracking a short one."""

from __future__ import annotations

import gc
from dataclasses import replace
from pathlib import Path

import psutil
import torch

from engine.media import open_source
from engine.project.model import Box, FramePrompts, PolicyName
from engine.tracking.plan import TrackRun
from engine.tracking.steps import FrameTracked
from engine.tracking.tracker import Tracker, whole_clip
from engine.types import FrameIndex, ObjectId
from tests import moving
from tests.tiny_models import TINY, tiny_model

FEW, MANY = 150, 600


def live_tensor_bytes() -> int:
    """Bytes of all tensors alive, shared storage counted once."""
    gc.collect()
    found = {}
    for thing in gc.get_objects():
        if type(thing) in (torch.Tensor, torch.nn.Parameter):
            storage = thing.untyped_storage()
            found[storage.data_ptr()] = storage.nbytes()
    return sum(found.values())


def test_memory_does_not_grow_with_the_clip(tmp_path: Path) -> None:
    clip = moving.write(tmp_path / "long.mp4", moving.pictures(MANY), rate=60)
    source = open_source(clip)
    model = tiny_model(config=replace(TINY, input_size=(32, 64)))
    tensors, resident = {}, {}
    with Tracker(model, source, policy=PolicyName.EDITOR) as tracker:
        for thing in (1,):
            tracker.prompt(ObjectId(thing), FrameIndex(0), FramePrompts(box=Box(8, 24, 40, 56)))
        for event in tracker.track(TrackRun(whole_clip(source))):
            if isinstance(event, FrameTracked) and event.frame in (FEW - 1, MANY - 1):
                tensors[event.frame] = live_tensor_bytes()
                resident[event.frame] = psutil.Process().memory_info().rss
    source.close()
    assert tensors[MANY - 1] <= 1.02 * tensors[FEW - 1]
    assert resident[MANY - 1] - resident[FEW - 1] < 50e6
