"""Other ways to solve hair and fur: PyMatting where it is installed, networks that a person brings."""

from __future__ import annotations

import pickle
import warnings
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from engine.bench.alpha_truth import Truth, scenes
from engine.errors import CheckpointError, ClickMatteError, ModelError, UsageError
from engine.project.model import RefineSettings
from engine.refine.matting_methods import OWN, has_pymatting, matting_method
from engine.refine.pipeline import refine

MATTING = replace(RefineSettings(), edge="matting", hair_px=0)


class RedIsInside(nn.Module):
    """Alpha is the red channel where the trimap leaves it open."""

    def forward(self, image: Tensor, trimap: Tensor) -> Tensor:
        red = image[:, 0:1]
        return torch.where(trimap == 0.5, red, trimap)


class Recurrent(nn.Module):
    """The interface of Robust Video Matting: green is inside, and the ratio is looked at."""

    def forward(
        self,
        src: Tensor,
        r1: Tensor | None = None,
        r2: Tensor | None = None,
        r3: Tensor | None = None,
        r4: Tensor | None = None,
        downsample_ratio: float = 1.0,
    ) -> list[Tensor]:
        assert downsample_ratio > 0.0
        alpha = src[:, 1:2]
        return [src, alpha, alpha, alpha, alpha, alpha]


class TooSmall(nn.Module):
    def forward(self, image: Tensor, trimap: Tensor) -> Tensor:
        return trimap[:, :, ::2, ::2]


class Logits(nn.Module):
    def forward(self, image: Tensor, trimap: Tensor) -> Tensor:
        return trimap * 20.0 - 10.0


class Raises(nn.Module):
    def forward(self, image: Tensor, trimap: Tensor) -> Tensor:
        return torch.cat([image, trimap], dim=0)


class OneInput(nn.Module):
    def forward(self, image: Tensor) -> Tensor:
        return image[:, 0:1]


class ReadsFiles(nn.Module):
    def forward(self, image: Tensor, trimap: Tensor) -> Tensor:
        return trimap + torch.from_file("/etc/hostname", False, 1, dtype=torch.uint8).sum() * 0


@pytest.fixture
def scripted(tmp_path: Path) -> Callable[[nn.Module], str]:
    def save(module: nn.Module) -> str:
        path = tmp_path / f"{type(module).__name__}.pt"
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            torch.jit.script(module).save(str(path))
        return str(path)

    return save


def picture() -> tuple[np.ndarray, np.ndarray, np.ndarray]:  # type: ignore[type-arg]
    rgb = np.random.default_rng(5).integers(0, 255, (150, 221, 3)).astype(np.uint8)
    alpha = np.zeros((150, 221), np.float32)
    alpha[:, 120:] = 1
    known = np.ones(alpha.shape, np.bool_)
    known[20:130, 100:140] = False
    return rgb, alpha, known


@pytest.mark.parametrize(("module", "channel"), [(RedIsInside(), 0), (Recurrent(), 1)])
def test_a_network_answers_in_the_band(scripted: Callable[[nn.Module], str], module: nn.Module, channel: int) -> None:
    rgb, alpha, known = picture()
    found = matting_method(scripted(module)).alpha(rgb, alpha, known, None)
    assert np.array_equal(found[known], alpha[known])
    assert np.allclose(found[~known], rgb[..., channel][~known] / 255.0, atol=1e-6)


def test_a_network_takes_part_in_refining(scripted: Callable[[nn.Module], str]) -> None:
    truth = next(iter(scenes(216, 384)))
    own = refine(truth.logits, truth.rgb, MATTING)
    theirs = refine(truth.logits, truth.rgb, MATTING, matting_method(scripted(RedIsInside())))
    assert np.abs(own - theirs).max() > 0.2
    assert np.array_equal(own[0], theirs[0])


@pytest.mark.parametrize(
    ("module", "kind", "said"),
    [
        (TooSmall(), ModelError, "(1, 1, 32, 48)"),
        (Logits(), ModelError, "between 0 and 1"),
        (Raises(), ModelError, "failed"),
        (OneInput(), CheckpointError, "takes (image)"),
        (ReadsFiles(), CheckpointError, "read or write files"),
    ],
)
def test_what_does_not_fit_is_refused_with_a_sentence(
    scripted: Callable[[nn.Module], str], module: nn.Module, kind: type[ClickMatteError], said: str
) -> None:
    with pytest.raises(kind) as caught:
        matting_method(scripted(module))
    assert said in caught.value.sentence
    assert caught.value.remedy


class Trap:
    """What a file must not get to do."""

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return exec, ("import pathlib; pathlib.Path('trapped').touch()",)


def test_nothing_is_unpickled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pickle.pt").write_bytes(pickle.dumps(Trap()))
    torch.save({"weight": torch.zeros(2), "trap": Trap()}, tmp_path / "weights.pt")
    (tmp_path / "text.pt").write_text("hello")
    for name in ("pickle.pt", "weights.pt", "text.pt", "missing.pt"):
        with pytest.raises(CheckpointError):
            matting_method(str(tmp_path / name))
    assert not (tmp_path / "trapped").exists()


def test_a_broken_archive_is_refused(scripted: Callable[[nn.Module], str]) -> None:
    path = Path(scripted(RedIsInside()))
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with pytest.raises(CheckpointError):
        matting_method(str(path))


def test_names() -> None:
    assert matting_method("own") is OWN
    if not has_pymatting():
        with pytest.raises(UsageError, match="not installed"):
            matting_method("pymatting")


@pytest.mark.skipif(not has_pymatting(), reason="PyMatting is not installed; it is the optional extra 'matting'")
def test_pymatting_solves_fur() -> None:
    truth: Truth = next(t for t in scenes(216, 384) if t.name == "fur, calm")
    plain = refine(truth.logits, truth.rgb, replace(MATTING, edge="none"))
    found = refine(truth.logits, truth.rgb, MATTING, matting_method("pymatting"))
    assert np.abs(found - truth.alpha).sum() < 0.6 * np.abs(plain - truth.alpha).sum()
