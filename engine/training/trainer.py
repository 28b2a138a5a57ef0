"""The training loop: resumable by the same command, pausable by a file, its weights written whole or not at all."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch

from engine.errors import CheckpointError
from engine.sam2.model import Sam2
from engine.training.batches import BatchPlan, stream_batches
from engine.training.network import parameter_groups
from engine.training.schedule import RunningMean, learning_factor
from engine.training.stages import Stage

PAUSE_FILE = "PAUSE"
CHECKPOINT = "state.pt"
PAUSE_POLL_S = 2.0
CLIP_NORM = 1.0


@dataclass(frozen=True, slots=True)
class TrainingPlan:
    """The numbers of one run; stored in its checkpoint, so that a run goes on only as it began."""

    stage: str
    steps: int
    photos: int
    rows: int
    seed: int = 0
    rate: float = 6e-4
    trunk_rate: float = 6e-5
    decay: float = 0.02
    licences: str = "free"
    start: str = ""
    """Name of the weights the run began with."""


@dataclass(frozen=True, slots=True)
class Progress:
    """One step's figures."""

    step: int
    loss: float
    figures: dict[str, float]
    seconds: float


class Trainer:
    """One run in one folder."""

    def __init__(
        self, model: Sam2, stage: Stage, plan: TrainingPlan, batches: BatchPlan, folder: Path, device: torch.device
    ) -> None:
        self.model, self.stage, self.plan, self.batches, self.folder = model, stage, plan, batches, folder
        self.device = device
        groups = parameter_groups(model, plan.rate, plan.trunk_rate, plan.decay)
        self._peaks = [float(str(g["lr"])) for g in groups]
        self.optimizer = torch.optim.AdamW(groups, betas=(0.9, 0.98))
        self.mean = RunningMean(model)
        self.step = 0
        folder.mkdir(parents=True, exist_ok=True)

    def resume(self) -> bool:
        """Go on from the folder's checkpoint, where there is one; only the number of steps may have changed.

        Raises CheckpointError where it is another run's.
        """
        path = self.folder / CHECKPOINT
        if not path.exists():
            return False
        stored = torch.load(path, map_location=self.device, weights_only=True)
        if stored["plan"] | {"steps": 0} != asdict(self.plan) | {"steps": 0}:
            raise CheckpointError(
                f"{self.folder} holds a run with other settings.", "Choose another --run folder, or the same settings."
            )
        self.model.load_state_dict(stored["model"])
        self.mean.load(stored["mean"])
        self.optimizer.load_state_dict(stored["optimizer"])
        self.step = int(stored["step"])
        return True

    def save(self) -> None:
        """Write the checkpoint beside, then replace."""
        state: dict[str, Any] = {
            "plan": asdict(self.plan),
            "step": self.step,
            "model": self.model.state_dict(),
            "mean": self.mean.state,
            "optimizer": self.optimizer.state_dict(),
        }
        path = self.folder / CHECKPOINT
        beside = path.with_suffix(".part")
        with beside.open("wb") as file:
            torch.save(state, file)
            file.flush()
            os.fsync(file.fileno())
        os.replace(beside, path)

    def run(self, save_every_s: float = 180.0) -> Iterator[Progress]:
        """Train to the plan's last step; one value a step. Saves now and then, when closed and at the end."""
        batches = stream_batches(self.batches, self.step, self.plan.steps)
        saved = time.monotonic()
        try:
            for batch in batches:
                self._wait_while_paused()
                began = time.monotonic()
                self._set_rate()
                loss, figures = self.stage.loss(self.model, batch, self.step, self.device)
                self.optimizer.zero_grad(set_to_none=True)
                loss.backward()  # type: ignore[no-untyped-call]
                torch.nn.utils.clip_grad_norm_([p for g in self.optimizer.param_groups for p in g["params"]], CLIP_NORM)
                self.optimizer.step()
                self.mean.update(self.model, self.step)
                self.step += 1
                yield Progress(self.step, float(loss.detach()), figures, time.monotonic() - began)
                if time.monotonic() - saved > save_every_s:
                    self.save()
                    saved = time.monotonic()
        finally:
            batches.close()
            self.save()

    def _set_rate(self) -> None:
        factor = learning_factor(self.step, self.plan.steps)
        for group, peak in zip(self.optimizer.param_groups, self._peaks, strict=True):
            group["lr"] = peak * factor

    def _wait_while_paused(self) -> None:
        while (self.folder / PAUSE_FILE).exists():
            time.sleep(PAUSE_POLL_S)


def log_progress(folder: Path, every: int, say: Callable[[str], None]) -> Callable[[Progress], None]:
    """A listener that writes the mean of every `every` steps to `log.jsonl` and says it."""
    window: list[Progress] = []

    def listen(progress: Progress) -> None:
        window.append(progress)
        if progress.step % every:
            return
        keys = window[0].figures
        line = {"step": progress.step, "loss": _mean([p.loss for p in window]), "s": _mean([p.seconds for p in window])}
        line |= {k: _mean([p.figures[k] for p in window if k in p.figures]) for k in keys}
        with (folder / "log.jsonl").open("a") as file:
            file.write(json.dumps(line) + "\n")
        say(" ".join(f"{k} {v}" for k, v in line.items()))
        window.clear()

    return listen


def _mean(values: list[float]) -> float:
    known = [v for v in values if v == v]
    return round(sum(known) / len(known), 4) if known else float("nan")
