"""The second lesson: carry masks through short clips as the tracker will, besides the prompts of the first.

The readout's own masks are the decoder's hints, and the mean of both is what the next frame reads from, so the decoder
meets the mistakes it will meet. Keys learn from where the readout was wrong.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import Tensor

from engine.sam2.model import ImageFeatures, Sam2
from engine.sam2.prompt_encoder import Prompts
from engine.tracking.readout import Readout, Recollection, Remembered
from engine.tracking.readout_carrier import LOGIT_LIMIT, keys_of, logits_of
from engine.training import network, prompts
from engine.training.batches import Batch, PromptKind, Row, coverage_of
from engine.training.chains import run_chain
from engine.training.losses import StepLoss, step_loss
from engine.training.stages import CORRECTION_SEED, chain_figures
from engine.types import FrameIndex

TRACKED_OBJECTS = 3
"""Per scene at most."""
CORRUPTED_SHARE = 0.3
"""Of the starting masks: imperfect, as an answer to clicks would be."""
READOUT_WEIGHT = 0.5


@dataclass
class TrackedObject:
    """One object through a scene: what is remembered of it, and its truth on every frame."""

    scene: int
    coverages: NDArray[np.float32]
    """(t, h / 4, w / 4)."""
    memories: list[Remembered] = field(default_factory=list)


def frame_of(features: ImageFeatures, frames: int, t: int) -> ImageFeatures:
    """Frame t of every scene, of features of (scenes * frames) pictures."""
    assert features.keys is not None
    return ImageFeatures(
        features.stride16[t::frames],
        features.stride8[t::frames],
        features.stride4[t::frames],
        features.positions,
        keys=features.keys[t::frames],
    )


def picked(features: ImageFeatures, index: Sequence[int]) -> ImageFeatures:
    """One picture per object, by its scene."""
    at = torch.tensor(index, device=features.stride16.device)
    return ImageFeatures(
        features.stride16.index_select(0, at).contiguous(),
        features.stride8.index_select(0, at).contiguous(),
        features.stride4.index_select(0, at).contiguous(),
        features.positions,
    )


@dataclass(frozen=True)
class Clips:
    """Prompts on the first frame, then tracking through the others."""

    frames: int = 3
    corrections: tuple[int, ...] = (0, 1, 2, 3)
    readout: Readout = field(default_factory=Readout)

    def loss(self, model: Sam2, batch: Batch, step: int, device: torch.device) -> tuple[Tensor, dict[str, float]]:
        """Loss of the prompt chains, of the tracked frames' masks and of the readout itself."""
        rng = np.random.default_rng((CORRECTION_SEED, step))
        pictures = network.to_pictures(batch.frames.reshape(-1, *batch.frames.shape[2:]), model.config, device)
        features = model.encode_image(pictures)
        first = frame_of(features, self.frames, 0)
        rows_each = len(batch.rows) // len(batch.scenes)
        corrections = self.corrections[step % len(self.corrections)]
        chain = run_chain(model, network.repeated(first, rows_each), batch.rows, 1 + corrections, rng)
        objects = [o for i in range(len(batch.scenes)) for o in start_objects(rng, batch, i)]
        for thing in objects:
            start = first_mask(rng, thing, objects)
            thing.memories.append(self._remembered(first, thing, 0, torch.from_numpy(start).to(device)))
        tracked, readout = self._track(model, features, objects, device, rng)
        total = chain.total + torch.stack([s.total for s in tracked]).mean() + READOUT_WEIGHT * readout
        figures = chain_figures(batch, chain)
        figures |= {"TRACK": float(tracked[-2].iou_b.mean()), "TRACK+": float(tracked[-1].iou_b.mean())}
        return total, figures | {"readout": float(readout.detach()), "hidden": float(tracked[-2].presence.detach())}

    def _track(
        self,
        model: Sam2,
        features: ImageFeatures,
        objects: list[TrackedObject],
        device: torch.device,
        rng: np.random.Generator,
    ) -> tuple[list[StepLoss], Tensor]:
        """Every later frame in turn; on the last one a correction follows. Losses of the steps, and of the readout."""
        losses, readout_losses = [], []
        clear = torch.zeros(len(objects), dtype=torch.bool, device=device)
        for t in range(1, self.frames):
            now = frame_of(features, self.frames, t)
            own = picked(now, [o.scene for o in objects])
            truth = torch.from_numpy(np.stack([o.coverages[t] for o in objects])[:, None]).to(device)
            soft = self._read(now, objects)
            readout_losses.append(readout_loss(soft, truth))
            hint = logits_of(F.interpolate(soft.detach(), truth.shape[-2:], mode="bilinear", align_corners=False))
            embedded = model.encode_prompts(Prompts.none(len(objects), device, hint), own.input_size)
            output = model.decode(own, embedded)
            losses.append(step_loss(output, truth, clear))
            drawn = output.masks_bmhw[:, :1].detach().float().clamp(-LOGIT_LIMIT, LOGIT_LIMIT)
            mixed = torch.lerp(hint, drawn, self.readout.config.decoder_share)
            presence = torch.sigmoid(output.presence_b1[:, 0].detach())
            for i, thing in enumerate(objects):
                if self.readout.trusts(float(presence[i]), float(output.qualities_bm[i, 0].detach())):
                    thing.memories.append(self._remembered(now, thing, t, mixed[i, 0]))
        losses.append(self._corrected(model, own, objects, mixed, truth, rng))
        return losses, torch.stack(readout_losses).mean()

    def _corrected(
        self,
        model: Sam2,
        own: ImageFeatures,
        objects: list[TrackedObject],
        shown_b1hw: Tensor,
        truth_b1hw: Tensor,
        rng: np.random.Generator,
    ) -> StepLoss:
        """A person clicks where the tracked mask of the last frame is wrong."""
        rows = [Row(o.scene, PromptKind.HINT, o.coverages[-1]) for o in objects]
        for row, predicted in zip(rows, (shown_b1hw[:, 0] > 0).cpu().numpy(), strict=True):
            click = prompts.correction_click(rng, row.truth, predicted) if row.truth.any() else None
            row.points += [click] if click else []
        has_mask = torch.ones(len(rows), dtype=torch.bool, device=truth_b1hw.device)
        output = network.decode_rows(model, own, rows, shown_b1hw, has_mask)
        return step_loss(output, truth_b1hw, torch.zeros_like(has_mask))

    def _read(self, now: ImageFeatures, objects: Sequence[TrackedObject]) -> Tensor:
        """Soft masks (objects, 1, h / 16, w / 16); objects of a scene that remember the same share their affinities."""
        groups: dict[tuple[int, tuple[FrameIndex, ...]], list[int]] = {}
        for i, thing in enumerate(objects):
            groups.setdefault((thing.scene, tuple(m.frame for m in thing.memories)), []).append(i)
        masks: dict[int, Tensor] = {}
        keys = keys_of(now)
        for (scene, _), members in groups.items():
            recalls = [Recollection(tuple(objects[i].memories), 1) for i in members]
            masks |= zip(members, self.readout.read(keys[scene : scene + 1], recalls), strict=True)
        return torch.stack([masks[i] for i in range(len(objects))])[:, None]

    def _remembered(self, now: ImageFeatures, thing: TrackedObject, t: int, logits_hw: Tensor) -> Remembered:
        return self.readout.remembered(FrameIndex(t), keys_of(now)[thing.scene : thing.scene + 1], logits_hw)


def start_objects(rng: np.random.Generator, batch: Batch, index: int) -> list[TrackedObject]:
    """Up to TRACKED_OBJECTS objects of a scene; those that change most between the frames first."""
    masks = batch.scenes[index].masks
    changes = np.abs(np.diff(masks.astype(np.float32), axis=0)).mean((0, 2, 3)) / masks[0].mean((1, 2)).clip(1e-4)
    order = np.argsort(-changes * rng.uniform(0.5, 1.5, len(changes)))[:TRACKED_OBJECTS]
    return [TrackedObject(index, np.stack([coverage_of(frame[i]) for frame in masks])) for i in order]


def first_mask(rng: np.random.Generator, thing: TrackedObject, objects: Sequence[TrackedObject]) -> NDArray[np.float32]:
    """Logits (h / 4, w / 4) that tracking starts from: the true mask, or now and then an imperfect one."""
    truth = thing.coverages[0]
    if rng.random() >= CORRUPTED_SHARE:
        return prompts.logits_of(truth)
    others = [o.coverages[0] for o in objects if o.scene == thing.scene and o is not thing]
    rest = np.max(others, axis=0) if others else np.zeros_like(truth)
    return prompts.imperfect_hint(rng, truth, np.asarray(rest, np.float32))


def readout_loss(soft_b1hw: Tensor, truth_b1hw: Tensor) -> Tensor:
    """Cross-entropy of the readout's masks against the coverage of its cells; small objects count nearly as much."""
    p = soft_b1hw.clamp(1e-3, 1 - 1e-3)
    target = F.interpolate(truth_b1hw, p.shape[-2:], mode="area")
    pixel = F.binary_cross_entropy(p, target, reduction="none")
    size = target.mean((1, 2, 3)).clamp(min=0.02)
    return (pixel.mean((1, 2, 3)) / size.sqrt()).mean()
