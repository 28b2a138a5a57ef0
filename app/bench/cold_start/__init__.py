"""A cold start in a process of its own.

    python -m app.bench.cold_start FOLDER [CLIP] [--weights FILE]

prints one line of JSON: `window_s` from the start of the program to a painted window that answers, `heavy` modules
loaded by then; with a clip also `first_mask_s`, to the mask of a click made as soon as the picture was there, and
`load_block_ms`, the longest the window's thread was blocked while torch and the model were loaded. Settings and
projects go into FOLDER.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path

import numpy as np
import psutil

from app.bench.disc import disc_at
from app.bench.hand import Hand
from app.bench.heartbeat import Heartbeat
from app.bench.qt import make_application, make_qt
from app.bench.screen import Paintings

HEAVY = ("torch", "av")


def since_start_s() -> float:
    """Seconds since this process was made."""
    return time.time() - psutil.Process().create_time()


def measure(hand: Hand, clip: Path | None) -> dict[str, object]:
    """From an application that was not shown yet."""
    start_page = Paintings(hand.application.window.start_page)
    heart = Heartbeat(hand.clock)
    hand.application.begin([] if clip is None else [clip])
    heart.start()
    if clip is None:
        hand.wait(lambda: start_page.count > 0)
        return {"window_s": since_start_s(), "heavy": [name for name in HEAVY if name in sys.modules]}
    return _first_mask(hand, heart)


def _first_mask(hand: Hand, heart: Heartbeat) -> dict[str, object]:
    """A person who clicks as soon as there is a picture."""
    hand.wait(lambda: hand.application.stage.current is not None and hand.shows_playhead())
    began_s, before = hand.clock(), hand.screen.last.picture
    assert before is not None
    hand.click(*disc_at(0, *before.size))
    hand.wait_for_model()
    ready_s = hand.clock()

    def shows_mask() -> bool:
        shown = hand.screen.last.picture
        return shown is not None and not np.array_equal(shown.bgra, before.bgra)

    hand.wait(shows_mask)
    first_mask_s = since_start_s()
    return {"first_mask_s": first_mask_s, "load_block_ms": heart.stop().between(began_s, ready_s).longest_ms}


def main() -> None:
    """See the module's text."""
    parser = argparse.ArgumentParser(prog="python -m app.bench.cold_start")
    parser.add_argument("folder", type=Path)
    parser.add_argument("clip", type=Path, nargs="?")
    parser.add_argument("--weights", type=Path)
    chosen = parser.parse_args()
    qt = make_qt()
    hand = Hand(make_application(chosen.folder, chosen.weights))
    found = measure(hand, chosen.clip)
    hand.leave()
    qt.quit()
    print(json.dumps(found))
