"""The figures of an evaluation for people and for machines."""

from __future__ import annotations

import json
from collections.abc import Sequence

from engine.evaluation.published import PUBLISHED
from engine.evaluation.runner import SequenceScore


def frames_per_second(scores: Sequence[SequenceScore]) -> float:
    """Tracked frames over the time it took, decode to mask."""
    seconds = sum(s.seconds for s in scores)
    return sum(s.frames for s in scores) / seconds if seconds else 0.0


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0


def as_json(scores: Sequence[SequenceScore]) -> str:
    """One line: sequences, mean, fps; all but fps in percent. `prompted_iou` is the prompted frame's own IoU."""
    return json.dumps(
        {
            "sequences": {
                s.name: {
                    "J": round(100 * s.j, 2),
                    "F": round(100 * s.f, 2),
                    "J&F": round(100 * s.j_and_f, 2),
                    "prompted_iou": round(100 * s.prompted_iou, 2),
                }
                for s in scores
            },
            "mean": {
                "J": round(100 * _mean([s.j for s in scores]), 2),
                "F": round(100 * _mean([s.f for s in scores]), 2),
                "J&F": round(100 * _mean([s.j_and_f for s in scores]), 2),
                "prompted_iou": round(100 * _mean([s.prompted_iou for s in scores]), 2),
            },
            "fps": round(frames_per_second(scores), 2),
        }
    )


HEADER = f"{'sequence':24s} {'J&F':>6s} {'J':>6s} {'F':>6s} {'prompted IoU':>13s} {'fps':>6s}"


def row(score: SequenceScore) -> str:
    """One sequence as a line of the table under HEADER."""
    fps = score.frames / score.seconds if score.seconds else 0.0
    return (
        f"{score.name:24s} {100 * score.j_and_f:6.1f} {100 * score.j:6.1f} {100 * score.f:6.1f}"
        f" {100 * score.prompted_iou:13.1f} {fps:6.1f}"
    )


def summary(scores: Sequence[SequenceScore]) -> str:
    """The mean row, and published figures to hold it against."""
    mean = SequenceScore(
        "mean",
        _mean([s.j for s in scores]),
        _mean([s.f for s in scores]),
        _mean([s.prompted_iou for s in scores]),
        sum(s.frames for s in scores),
        sum(s.seconds for s in scores),
    )
    lines = [row(mean), "", "Published, J&F from a first-frame mask on DAVIS 2017 val (other data: a rough guide):"]
    lines += [f"  {p.method:14s} {p.davis17_val:5.1f}   {p.source}" for p in PUBLISHED]
    return "\n".join(lines)
