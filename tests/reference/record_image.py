"""Record what the published image predictor answers, for `test_image_predictor.py`.

Run where `sam2_reference.py setup` was run: `python -m tests.reference.record_image`.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent

STRIDE = 8


def main() -> None:
    import numpy as np
    import torch
    from PIL import Image

    from tests.reference import sam2_reference as reference

    model, _ = reference.build("t", "2.1", seed=1, video=False)
    torch.jit.script = lambda module: module  # the stand-in transforms are no TorchScript
    from sam2.sam2_image_predictor import SAM2ImagePredictor

    with tempfile.TemporaryDirectory() as folder:
        reference.make_frames(folder)
        image = np.asarray(Image.open(Path(folder) / "00000.jpg").convert("RGB"))
    height, width, _ = image.shape
    predictor = SAM2ImagePredictor(model)
    predictor.set_image(image)
    out = {}

    def ask(name: str, points: list, labels: list, three: bool, box: tuple | None = None, mask=None):
        masks, qualities, low = predictor.predict(
            np.array(points, np.float32) * [width, height],
            np.array(labels),
            None if box is None else np.array(box, np.float32) * [width, height, width, height],
            mask,
            three,
            return_logits=True,
        )
        out[name], out[f"{name}_quality"] = masks[:, ::STRIDE, ::STRIDE], qualities
        return low[int(qualities.argmax())][None]

    best = ask("click", [(0.5, 0.5)], [1], three=True)
    best = ask("refined", [(0.5, 0.5), (0.3, 0.4)], [1, 0], three=False, mask=best)
    ask("box_clicks", [(0.7, 0.4), (0.2, 0.8)], [1, 0], three=False, box=(0.5, 0.2, 0.9, 0.7))
    ask("box_refined", [(0.7, 0.4)], [1], three=True, box=(0.5, 0.2, 0.9, 0.7), mask=best)
    np.savez_compressed(HERE / "golden" / "sam2.1_t_image.npz", **out)
    for name, value in out.items():
        print(name, value.shape, float(value.min()), float(value.max()))


if __name__ == "__main__":
    main()
