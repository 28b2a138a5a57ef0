"""`python -m engine.bench.edge_table`: errors of threshold, soft alpha, guided and matting as a Markdown table.

`--set DIR` measures pictures of one's own instead of the drawn ones: DIR holds NAME.png (or .jpg) and NAME_alpha.png
(grey), for instance a copy of a public matting benchmark. The tracker's view of them is made as for the drawn ones.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import cv2
import numpy as np

from engine.bench.alpha_truth import Truth, scenes, seen_by_a_tracker
from engine.bench.edge_figures import ERROR_METHODS, STRANDS_PX, answer, errors, with_strands
from engine.errors import UsageError
from engine.project.model import RefineSettings
from engine.refine.matting_methods import has_pymatting, matting_method
from engine.refine.pipeline import refine
from engine.types import Alpha

SIZE = (540, 960)

Method = Callable[[Truth], Alpha]


def methods() -> dict[str, Method]:
    """What the table compares, in its order."""
    found: dict[str, Method] = {
        name: partial(answer, refiner=refine, edge=edge) for name, edge in ERROR_METHODS.items()
    }
    found[f"matting, strands {STRANDS_PX:g} px"] = with_strands
    if has_pymatting():
        found["PyMatting (closed form)"] = _pymatting
    return found


def _pymatting(truth: Truth) -> Alpha:
    settings = replace(RefineSettings(), edge="matting")
    return refine(truth.logits, truth.rgb, settings, matting_method("pymatting"))


def table(truths: Iterable[Truth]) -> list[str]:
    """Lines of Markdown: SAD / MSE / gradient error of each method, by picture and as the mean."""
    compared = methods()
    lines = ["| | " + " | ".join(compared) + " |", "|---" * (len(compared) + 1) + "|"]
    rows = []
    for truth in truths:
        row = [errors(method(truth), truth.alpha) for method in compared.values()]
        lines.append(_line(truth.name, row))
        rows.append(row)
    if not rows:
        raise UsageError("There are no pictures to measure.", "Put NAME.png and NAME_alpha.png into the folder.")
    means = np.mean(np.array(rows), axis=0)
    return [*lines, _line("**mean**", [(float(s), float(m), float(g)) for s, m, g in means])]


def _line(name: str, row: list[tuple[float, float, float]]) -> str:
    return f"| {name} | " + " | ".join(f"{s:.2f} / {m:.2f} / {g:.3f}" for s, m, g in row) + " |"


def folder_truths(folder: Path) -> Iterator[Truth]:
    """Pictures with known alpha from files. Raises UsageError for one that cannot be read."""
    for path in sorted(folder.glob("*_alpha.png")):
        name = path.name.removesuffix("_alpha.png")
        picture = next((p for p in (folder / f"{name}.png", folder / f"{name}.jpg") if p.exists()), None)
        rgb = None if picture is None else cv2.imread(str(picture), cv2.IMREAD_COLOR)
        grey = cv2.imread(str(path), cv2.IMREAD_GRAYSCALE)
        if rgb is None or grey is None or rgb.shape[:2] != grey.shape:
            raise UsageError(f"'{name}' in '{folder}' is not a picture and its alpha of the same size.", "Remove it.")
        alpha = (grey / np.float32(255)).astype(np.float32)
        rgb8 = np.asarray(cv2.cvtColor(rgb, cv2.COLOR_BGR2RGB), np.uint8)
        yield Truth(name, rgb8, alpha, rgb8, seen_by_a_tracker(np.random.default_rng(1), alpha))


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--set", metavar="DIR", type=Path, help="a folder with NAME.png and NAME_alpha.png")
    chosen = parser.parse_args(arguments).set
    print("SAD in thousands of pixels / MSE in 1e-3 / gradient error in thousands")
    print()
    for line in table(scenes(*SIZE) if chosen is None else folder_truths(chosen)):
        print(line)


if __name__ == "__main__":
    main()
