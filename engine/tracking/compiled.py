"""The image encoder's trunk, compiled by torch while it is already in use.

Nobody waits for it: pictures go through the plain trunk until the compiled one is ready, and for good where compiling
fails. What was compiled is kept on disk, so that the next session has it sooner.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from pathlib import Path

import platformdirs
import torch
from torch import Tensor

from engine.sam2.hiera import HieraTrunk
from engine.sam2.model import ImageFeatures, Sam2
from engine.tracking.compute import Compute
from engine.tracking.predictor import FramePredictor

CACHE_VARIABLE = "TORCHINDUCTOR_CACHE_DIR"
"""Where torch's compiler keeps its results; set to a folder of our own where it is not set."""

SHAPES = 2
"""Kinds of batches compiled for: a single picture, and the several that are encoded together."""

_Shape = tuple[torch.Size, torch.device]
_Compiler = Callable[[HieraTrunk], Callable[[Tensor], list[Tensor]]]


def compile_trunk(trunk: HieraTrunk) -> Callable[[Tensor], list[Tensor]]:
    """The trunk's forward pass through torch's compiler, which works when it is first called with a shape.

    Only its blocks: what keeps tables would be compiled anew, by whoever is waiting for it, when another table is kept.
    """
    os.environ.setdefault(CACHE_VARIABLE, str(_cache_dir()))
    levels_of = torch.compile(trunk.levels_of, dynamic=False)
    return lambda image_bchw: levels_of(trunk.embedded(image_bchw))


def can_compile(model: Sam2) -> bool:
    """Whether there is something to win: the compact trunk is laid out by hand already."""
    return isinstance(model.image_encoder.trunk, HieraTrunk)


class CompiledEncoder:
    """A predictor's `encode` that becomes quicker in time. `tell` hears one sentence where it never will."""

    def __init__(
        self,
        predictor: FramePredictor,
        compute: Compute,
        tell: Callable[[str], None],
        compiler: _Compiler = compile_trunk,
    ) -> None:
        """The model's trunk is a Hiera: see `can_compile`."""
        trunk = predictor.model.image_encoder.trunk
        assert isinstance(trunk, HieraTrunk)
        self._predictor, self._compute, self._tell = predictor, compute, tell
        self._trunk, self._compiler = trunk, compiler
        self._ready: dict[_Shape, Callable[[Tensor], list[Tensor]]] = {}
        self._begun: set[_Shape] = set()
        self._thread: threading.Thread | None = None
        self._failed = False

    @property
    def is_waiting(self) -> bool:
        """Whether something is being compiled."""
        return self._thread is not None and self._thread.is_alive()

    def encode(self, image_bchw: Tensor) -> ImageFeatures:
        """See `FramePredictor.encode`."""
        key = (image_bchw.shape, image_bchw.device)
        ready = self._ready.get(key)
        if ready is not None:
            return self._predictor.model.features_of(ready(image_bchw))
        features = self._predictor.encode(image_bchw)
        self._begin(key)  # after the first picture: a first click is answered before any of this starts
        return features

    def is_settled(self, image_bchw: Tensor) -> bool:
        """Compiled, or never to be; see `recorded.SettlingEncoder`."""
        key = (image_bchw.shape, image_bchw.device)
        return key in self._ready or self._failed or (key not in self._begun and len(self._begun) >= SHAPES)

    def close(self) -> None:
        """Wait for what is being compiled: it cannot be broken off."""
        if self._thread is not None:
            self._thread.join()

    def _begin(self, key: _Shape) -> None:
        if self._failed or self.is_waiting or key in self._begun or len(self._begun) >= SHAPES:
            return
        self._begun.add(key)
        self._thread = threading.Thread(target=self._compile, args=(key,), name="compiler")
        self._thread.start()

    def _compile(self, key: _Shape) -> None:
        shape, device = key
        try:
            compiled = self._compiler(self._trunk)
            with self._compute.arithmetic():
                compiled(torch.zeros(shape, device=device))
        except (RuntimeError, OSError, ImportError, MemoryError) as error:
            self._failed = True
            self._tell(f"The model could not be compiled for this machine and goes on as it is ({_first_line(error)}).")
            return
        self._ready[key] = compiled


def _first_line(error: BaseException) -> str:
    lines = str(error).strip().splitlines()
    return lines[0] if lines else type(error).__name__


def _cache_dir() -> Path:
    return Path(platformdirs.user_cache_dir("ClickMatte", appauthor=False)) / "compiled"
