"""How long a person waits for the first mask: one cold start in a process of its own.

python -m engine.bench.first_mask CLIP      prints seconds from the start of the program to a mask on frame 0
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import psutil


def main() -> None:
    """Open the clip, load the shipped model, click the picture's middle."""
    from engine.media import open_source
    from engine.models.loader import load_model
    from engine.project.model import Click, FramePrompts
    from engine.tracking.device import choose_device
    from engine.tracking.tracker import Tracker
    from engine.types import FrameIndex, ObjectId

    source = open_source(Path(sys.argv[1]))
    try:
        choice = choose_device("cpu")
        with Tracker(load_model("nano", device=choice.device, dtype=choice.dtype), source) as tracker:
            middle = Click(source.info.width / 2, source.info.height / 2)
            answer = tracker.prompt(ObjectId(1), FrameIndex(0), FramePrompts((middle,)))
            assert answer is not None
            tracker.to_source_size(answer.logits)
            print(time.time() - psutil.Process().create_time())
    finally:
        source.close()


if __name__ == "__main__":
    main()
