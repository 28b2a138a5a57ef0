"""Every look, in both depths, against arithmetic done by hand."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from engine.errors import UsageError
from engine.render import looks
from engine.render.compositor import Layer, compose
from engine.render.looks import LOOKS, CutOut, Matte, Plate, SideBySide, Solid, Transparent, Treated, Wipe

H, W = 48, 64
RNG = np.random.default_rng(7)


def frame(depth: type = np.uint8) -> np.ndarray:  # type: ignore[type-arg]
    return RNG.integers(0, np.iinfo(depth).max, (H, W, 3), endpoint=True).astype(depth)


def ramp() -> np.ndarray:  # type: ignore[type-arg]
    alpha = np.clip((np.arange(W, dtype=np.float32) - 20) / 20, 0, 1)
    return np.repeat(alpha[None], H, axis=0)


@pytest.mark.parametrize("name", list(LOOKS))
@pytest.mark.parametrize("depth", [np.uint8, np.uint16])
def test_every_look_paints_both_depths(name: str, depth: type) -> None:
    out = compose(frame(depth), [Layer(ramp()), Layer(ramp()[:, ::-1].copy(), (0, 0, 255))], LOOKS[name])
    width = 2 * W if isinstance(LOOKS[name], SideBySide) else W
    assert out.shape == (H, width, 4)
    assert out.dtype == depth
    if not looks.has_alpha(LOOKS[name]):
        assert (out[..., 3] == np.iinfo(depth).max).all()


@pytest.mark.parametrize("name", list(LOOKS))
def test_depths_agree(name: str) -> None:
    """The preview in 8 bit and the export in 16 bit show the same picture."""
    shallow = frame()
    deep = shallow.astype(np.uint16) * 257
    layers = [Layer(ramp(), (200, 30, 60))]
    a, b = compose(shallow, layers, LOOKS[name]), compose(deep, layers, LOOKS[name])
    assert np.abs(a.astype(float) * 257 - b).max() <= 257 * 2


def test_a_cut_out_on_a_colour_is_a_weighted_mean() -> None:
    picture, alpha = frame(), ramp()
    out = compose(picture, [Layer(alpha)], CutOut(Solid((10, 200, 30))))
    wanted = picture * alpha[..., None] + np.array([10, 200, 30]) * (1 - alpha[..., None])
    assert np.abs(out[..., :3] - wanted).max() <= 0.51


def test_transparent_keeps_alpha_to_the_last_bit() -> None:
    alpha = ramp()
    straight = compose(frame(np.uint16), [Layer(alpha)], CutOut(Transparent()))
    assert np.abs(straight[..., 3] / 65535 - alpha).max() <= 0.5 / 65535 + 1e-7
    picture = frame()
    over_black = compose(picture, [Layer(alpha)], CutOut(Transparent(premultiplied=True)))
    assert np.abs(over_black[..., :3] - picture * alpha[..., None]).max() <= 0.51


def test_the_cut_away_background_does_not_travel_hidden() -> None:
    picture = np.full((H, W, 3), 200, np.uint8)
    alpha = np.zeros((H, W), np.float32)
    alpha[:, 60:] = 1
    out = compose(picture, [Layer(alpha)], CutOut(Transparent()))
    assert (out[:, :40, :3] == 0).all()
    assert (out[:, 50:, :3] == 200).all()


def test_own_colours_stand_in_for_the_frame() -> None:
    own = np.full((H, W, 3), 77, np.uint8)
    out = compose(frame(), [Layer(ramp(), foreground=own)], CutOut(Transparent()))
    assert (out[:, 22:, :3] == 77).all()


def test_inverted_matte() -> None:
    plain = compose(frame(), [Layer(ramp())], Matte())
    turned = compose(frame(), [Layer(ramp())], Matte(inverted=True))
    assert np.abs(plain[..., :3].astype(int) + turned[..., :3] - 255).max() <= 1


def test_an_effect_keeps_to_its_side() -> None:
    picture = frame()
    alpha = (ramp() > 0.5).astype(np.float32)
    on = compose(picture, [Layer(alpha)], Treated(looks.Fill((1, 2, 3)), on_object=True))
    off = compose(picture, [Layer(alpha)], Treated(looks.Fill((1, 2, 3))))
    assert np.array_equal(on[alpha == 0][:, :3], picture[alpha == 0])
    assert (on[alpha == 1][:, :3] == (1, 2, 3)).all()
    assert np.array_equal(off[alpha == 1][:, :3], picture[alpha == 1])


def test_no_object_changes_nothing() -> None:
    picture = frame()
    for name in ("overlay", "outline", "blur-object"):
        assert np.array_equal(compose(picture, [], LOOKS[name])[..., :3], picture)


def test_wipe_parts_at_its_position() -> None:
    picture = frame()
    out = compose(picture, [Layer(ramp())], Wipe(looks.Original(), Matte(), 0.25))
    assert np.array_equal(out[:, :16, :3], picture[:, :16])
    assert (out[:, 16:, 0] == out[:, 16:, 1]).all()


def test_outline_follows_the_edge() -> None:
    alpha = np.zeros((H, W), np.float32)
    alpha[10:40, 20:50] = 1
    out = compose(np.zeros((H, W, 3), np.uint8), [Layer(alpha, (255, 0, 0))], looks.Outline(2.0))
    assert out[10, 30, 0] > 100
    assert out[25, 35, 0] == 0
    assert out[2, 2, 0] == 0


def test_a_plate_fills_the_frame() -> None:
    plate = np.full((30, 90, 3), 50, np.uint8)
    empty = np.zeros((H, W), np.float32)
    out = compose(frame(np.uint16), [Layer(empty)], CutOut(Plate(Path("p.png"))), plate)
    assert (out[..., :3] == 50 * 257).all()
    with pytest.raises(UsageError):
        compose(frame(), [Layer(empty)], CutOut(Plate(Path("p.png"))))


def test_a_matte_of_another_size_is_refused() -> None:
    with pytest.raises(UsageError):
        compose(frame(), [Layer(np.zeros((H, W + 1), np.float32))], LOOKS["overlay"])


def test_what_is_laid_over_a_frame_stays_within_its_matte() -> None:
    """Overlay and outline work in the box of the matte only; the picture is the one that working everywhere gives."""
    frame = np.random.default_rng(3).integers(0, 256, (90, 120, 3), np.uint8)
    alpha = np.zeros((90, 120), np.float32)
    alpha[0:40, 70:120] = np.linspace(0, 1, 50, dtype=np.float32)
    over = compose(frame, [Layer(alpha, (255, 0, 0))], looks.Overlay(0.5))[..., :3]
    share = alpha[..., None] * 0.5
    assert np.abs(over - (frame * (1 - share) + np.array([255, 0, 0]) * share)).max() <= 1.0
    line = compose(frame, [Layer(alpha, (255, 0, 0))], looks.Outline(4.0))[..., :3]
    wide = np.pad(alpha, 30, mode="edge")
    around = np.pad(frame, ((30, 30), (30, 30), (0, 0)))
    assert np.array_equal(line, compose(around, [Layer(wide, (255, 0, 0))], looks.Outline(4.0))[30:-30, 30:-30, :3])


def test_looks_are_light() -> None:
    """The window imports looks before anything heavy is loaded."""
    code = "import sys, engine.render.looks; print([m for m in ('torch', 'av', 'cv2', 'numpy') if m in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=Path(__file__).parents[3]
    )
    assert done.stdout.strip() == "[]"
