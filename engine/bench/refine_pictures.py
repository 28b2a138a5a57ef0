"""`python -m engine.bench.refine_pictures docs/images`: the before and after of docs/refine.md, from drawn truth."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.bench.alpha_truth import Truth, scenes
from engine.bench.edge_figures import ERROR_METHODS, STRANDS_PX, answer, disc_clip, with_strands
from engine.project.model import RefineSettings
from engine.refine.fringe import foreground_colours
from engine.refine.pipeline import refine
from engine.refine.temporal import Steadied, deflicker
from engine.types import Alpha, Rgb8

GAP_PX = 6
TITLE_PX = 26
QUALITY = 88

Tile = tuple[str, NDArray[np.uint8]]


def edges(truth: Truth, area: tuple[slice, slice], scale: int = 2) -> NDArray[np.uint8]:
    """One part of a picture and its alpha by every method."""
    tiles: list[Tile] = [("picture", truth.rgb[area])]
    for name in ("threshold", "guided", "matting"):
        tiles.append((name, _grey(answer(truth, refine, ERROR_METHODS[name])[area])))
    tiles.append((f"matting, strands {STRANDS_PX:g} px", _grey(with_strands(truth)[area])))
    tiles.append(("truth", _grey(truth.alpha[area])))
    return grid(tiles, columns=3, scale=scale)


def fringe(truth: Truth, area: tuple[slice, slice], scale: int = 2) -> NDArray[np.uint8]:
    """A cut-out on white with the colours of the frame, with its own, and as it should be."""
    colours = foreground_colours(truth.rgb, truth.alpha)
    tiles: list[Tile] = [
        ("the frame's colours", _on_white(truth.rgb, truth.alpha)[area]),
        ("fringe removed", _on_white(colours, truth.alpha)[area]),
        ("truth", _on_white(truth.foreground, truth.alpha)[area]),
    ]
    return grid(tiles, columns=3, scale=scale)


def flicker(strengths: tuple[float, ...] = (0.0, 0.5, 1.0), frames: int = 90) -> NDArray[np.uint8]:
    """One row of the matte, frame above frame: a still edge for the first half, then it moves to the right."""
    half = frames // 2
    centres = [150.0] * half + [150.0 + 3.0 * number for number in range(frames - half)]
    tiles: list[Tile] = []
    for strength in strengths:
        state: Steadied | None = None
        rows = []
        for rgb, logits in disc_clip(centres):
            state = deflicker(logits, rgb, state, strength)
            alpha = refine(state.logits, rgb, replace(RefineSettings(), edge="none"))
            rows.append(alpha[alpha.shape[0] // 2, 170:400])
        rows_grey = _grey(np.repeat(np.array(rows, np.float32), 2, axis=0))
        tiles.append(("off" if strength == 0 else f"strength {strength:g}", rows_grey))
    return grid(tiles, columns=len(tiles), scale=2)


def grid(tiles: list[Tile], columns: int, scale: int) -> NDArray[np.uint8]:
    """Titled pictures beside and below each other, pixels enlarged `scale` times."""
    height, width = (scale * side for side in tiles[0][1].shape[:2])
    rows = -(-len(tiles) // columns)
    out = np.full((rows * (height + TITLE_PX + GAP_PX), columns * (width + GAP_PX), 3), 255, np.uint8)
    for number, (title, picture) in enumerate(tiles):
        y = number // columns * (height + TITLE_PX + GAP_PX)
        x = number % columns * (width + GAP_PX)
        big = cv2.resize(picture, (width, height), interpolation=cv2.INTER_NEAREST)
        out[y + TITLE_PX : y + TITLE_PX + height, x : x + width] = big
        cv2.putText(out, title, (x + 4, y + 18), cv2.FONT_HERSHEY_SIMPLEX, 0.5, (40, 40, 40), 1, cv2.LINE_AA)
    return out


def _grey(alpha: Alpha) -> NDArray[np.uint8]:
    return np.repeat(np.rint(alpha * 255).astype(np.uint8)[..., None], 3, axis=2)


def _on_white(rgb: Rgb8, alpha: Alpha) -> NDArray[np.uint8]:
    share = alpha[..., None]
    return np.rint(rgb * share + 255.0 * (1 - share)).astype(np.uint8)


def write_pictures(folder: Path) -> list[Path]:
    """All pictures of the page."""
    folder.mkdir(parents=True, exist_ok=True)
    drawn = {truth.name: truth for truth in scenes()}
    parts = (slice(40, 190), slice(330, 550))
    made = {
        "refine-hair.jpg": edges(drawn["hair, calm"], parts),
        "refine-hair-busy.jpg": edges(drawn["hair, busy"], parts),
        "refine-fur.jpg": edges(drawn["fur, calm"], (slice(280, 380), slice(300, 450))),
        "refine-fringe.jpg": fringe(drawn["defocused, calm"], (slice(80, 200), slice(330, 510))),
        "refine-flicker.png": flicker(),
    }
    files = []
    for name, picture in made.items():
        files.append(folder / name)
        how = [cv2.IMWRITE_JPEG_QUALITY, QUALITY] if name.endswith(".jpg") else []
        cv2.imwrite(str(files[-1]), picture[..., ::-1], how)
    return files


if __name__ == "__main__":
    for file in write_pictures(Path(sys.argv[1] if len(sys.argv) > 1 else "docs/images")):
        print(file, file.stat().st_size)
