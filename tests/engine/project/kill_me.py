"""Works on a project until it is killed, saying on standard output what was acknowledged. Run by test_kill."""

from __future__ import annotations

import sys
import threading
from pathlib import Path

import numpy as np

from engine.project.edits import RenameObject
from engine.project.project_file import ProjectFile


def say(lock: threading.Lock, line: str) -> None:
    """A whole line or none: the reader must not see half of one as an acknowledgement."""
    with lock:
        sys.stdout.write(line + "\n")
        sys.stdout.flush()


def main(path: Path, seed: int) -> None:
    generator = np.random.default_rng(seed)
    lock = threading.Lock()
    with ProjectFile.open(path) as file:
        first = len(file.frames_with_masks(file.project.objects[0].id))
        take = file.begin_take(file.project.objects[0].id)
        say(lock, "ready")
        for number in range(100_000):
            pts = first + number
            logits = generator.normal(size=(32, 32)).astype(np.float32)
            done = take.put(pts, logits, 0.9, 0.9)
            done.add_done_callback(lambda _, p=pts: say(lock, f"mask {p}"))
            if number % 3 == 0:
                name = f"name {seed} {number}"
                file.do(RenameObject(file.project.objects[0].id, name))
                say(lock, f"name {name}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
