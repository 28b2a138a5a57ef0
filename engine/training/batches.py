"""Batches for the trainer, made ahead on a thread: pictures, the rows of prompts asked about them, and the truth.

A batch depends on (seed, step) alone, so that a resumed run sees exactly what an uninterrupted one would have seen.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Generator
from dataclasses import dataclass, field
from enum import Enum

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.training import prompts
from engine.training.pack import Pack
from engine.training.prompts import CELL_PX, FloatPlane, Point
from engine.training.scenes import CANVASES, Scene, draw_scene

QUEUE_BATCHES = 3
"""Made ahead; a few hide the jitter of a slow photo, more would only hold memory."""


class PromptKind(Enum):
    """How a row begins."""

    CLICK = "one click"
    CLICKS = "several clicks"
    BOX = "box"
    HINT = "mask hint"


KIND_SHARES = {PromptKind.CLICK: 0.36, PromptKind.CLICKS: 0.1, PromptKind.BOX: 0.22, PromptKind.HINT: 0.32}
ABSENT_SHARE = 0.2
"""Of the hints: the object is not there, and the truth is empty."""
UNION_SHARE = 0.12
"""Rows that mean two touching objects as one, as in "the rider with the bike"."""


@dataclass
class Row:
    """One object asked for on one picture; `points` grows as the chain of corrections goes on."""

    scene: int
    kind: PromptKind
    coverage: FloatPlane
    """(h / 4, w / 4) share of each cell that the object covers."""
    points: list[Point] = field(default_factory=list)
    hint: FloatPlane | None = None

    @property
    def truth(self) -> NDArray[np.bool_]:
        """(h / 4, w / 4)."""
        return np.asarray(self.coverage > 0.5)


@dataclass(frozen=True)
class Batch:
    """One step's worth. `frames` (b, t, h, w, 3) uint8; rows ask about frame 0."""

    frames: NDArray[np.uint8]
    scenes: tuple[Scene, ...]
    rows: tuple[Row, ...]


def coverage_of(mask: NDArray[np.uint8]) -> FloatPlane:
    """(h, w) 0/1 → (h / 4, w / 4) share 0..1."""
    size = (mask.shape[1] // CELL_PX, mask.shape[0] // CELL_PX)
    return np.asarray(cv2.resize(mask.astype(np.float32), size, interpolation=cv2.INTER_AREA))


def _touching(rng: np.random.Generator, mask: NDArray[np.uint8], masks: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The union with one object that touches this one; the mask itself where none does."""
    near = cv2.dilate(mask, np.ones((7, 7), np.uint8))
    friends = [m for m in masks if m is not mask and (m & near).any() and not (m & mask).sum() > 0.5 * mask.sum()]
    return mask | friends[int(rng.integers(len(friends)))] if friends else mask


def draw_row(rng: np.random.Generator, index: int, masks: NDArray[np.uint8], target: int) -> Row:
    """A row about object `target` of `masks` (n, h, w)."""
    mask = masks[target]
    if len(masks) > 1 and rng.random() < UNION_SHARE:
        mask = _touching(rng, mask, masks)
    coverage = coverage_of(mask)
    kinds = list(KIND_SHARES)
    kind = kinds[int(rng.choice(len(kinds), p=list(KIND_SHARES.values())))]
    row = Row(index, kind, coverage)
    if kind is PromptKind.HINT:
        others = coverage_of((masks.any(0) & (mask == 0)).astype(np.uint8))
        if rng.random() < ABSENT_SHARE:
            everything = np.maximum(coverage, others)
            return Row(index, kind, np.zeros_like(coverage), hint=prompts.leftover_hint(rng, everything))
        row.hint = prompts.imperfect_hint(rng, coverage, others)
    elif not row.truth.any():
        row.kind, row.hint = PromptKind.HINT, prompts.imperfect_hint(rng, coverage, np.zeros_like(coverage))
    elif kind is PromptKind.BOX:
        row.points = list(prompts.loose_box(rng, row.truth))
    else:
        row.points = [prompts.first_click(rng, row.truth)]
        if kind is PromptKind.CLICKS:
            row.points += _more_clicks(rng, row)
    return row


def _more_clicks(rng: np.random.Generator, row: Row) -> list[Point]:
    """One to four further clicks against a rough guess, without asking the network."""
    points = []
    for _ in range(int(rng.integers(1, 5))):
        guess = prompts.imperfect_hint(rng, row.coverage, np.zeros_like(row.coverage)) > 0
        click = prompts.correction_click(rng, row.truth, guess)
        points += [click] if click else []
    return points


def draw_batch(pack: Pack, seed: int, step: int, photos: int, rows: int, frames: int = 1) -> Batch:
    """The batch of a step: `photos` scenes of one size with `rows` rows each."""
    rng = np.random.default_rng((seed, step))
    size = CANVASES[int(rng.integers(len(CANVASES)))]
    scenes = tuple(draw_scene(rng, pack, frames, size) for _ in range(photos))
    asked = []
    for i, scene in enumerate(scenes):
        masks = scene.masks[0]
        targets = rng.permutation(len(masks))[: max(1, rows // 2)]
        asked += [draw_row(rng, i, masks, int(targets[j % len(targets)])) for j in range(rows)]
    return Batch(np.stack([s.frames for s in scenes]), scenes, tuple(asked))


@dataclass(frozen=True)
class BatchPlan:
    """What `stream_batches` needs to know."""

    pack: Pack
    seed: int
    photos: int
    rows: int
    frames: int = 1


def stream_batches(plan: BatchPlan, start: int, stop: int) -> Generator[Batch, None, None]:
    """Batches `start` to `stop - 1`, made ahead on one thread that ends with the iterator."""
    ready: queue.Queue[Batch | BaseException] = queue.Queue(QUEUE_BATCHES)
    done = threading.Event()

    def put(item: Batch | BaseException) -> None:
        while not done.is_set():
            try:
                ready.put(item, timeout=0.2)
            except queue.Full:
                continue
            return

    def make() -> None:
        cv2.setNumThreads(1)
        try:
            for step in range(start, stop):
                if done.is_set():
                    return
                put(draw_batch(plan.pack, plan.seed, step, plan.photos, plan.rows, plan.frames))
        except BaseException as error:  # noqa: BLE001 - handed to the consumer, which raises it
            put(error)

    thread = threading.Thread(target=make, name="training-batches", daemon=True)
    thread.start()
    try:
        for _ in range(start, stop):
            item = ready.get()
            if isinstance(item, BaseException):
                raise item
            yield item
    finally:
        done.set()
        thread.join()
