import contextlib

import numpy as np
import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from engine.errors import ProjectError, UsageError
from engine.masks.codec import (
    decode_cells,
    decode_logits,
    dequantise,
    encode_cells,
    encode_logits,
    quantise,
)

grids = hnp.arrays(np.int8, st.tuples(st.integers(1, 24), st.integers(1, 24)))


def disc(side: int = 256) -> np.ndarray:
    yy, xx = np.mgrid[:side, :side].astype(np.float32)
    return (side / 4 - np.hypot(yy - side / 2, xx - side / 2)).astype(np.float32) * 0.7


@given(grids)
def test_cells_come_back_exactly(cells):
    assert np.array_equal(decode_cells(encode_cells(cells), *cells.shape), cells)


@given(hnp.arrays(np.float32, (7, 9), elements=st.floats(-1e6, 1e6, width=32)))
def test_quantising_keeps_the_yes_or_no_mask_and_the_value(logits):
    back = decode_logits(encode_logits(logits), 7, 9)
    assert np.array_equal(back > 0, logits > 0)
    inside = np.abs(logits) <= 7.9375
    assert np.abs(back - logits)[inside].max(initial=0) <= 1 / 16
    assert back.min() >= -8
    assert back.max() <= 7.9375


def test_a_second_round_changes_nothing():
    once = decode_logits(encode_logits(disc()), 256, 256)
    assert np.array_equal(decode_logits(encode_logits(once), 256, 256), once)


def test_infinite_logits_are_clamped():
    back = decode_logits(encode_logits(np.array([[np.inf, -np.inf]], np.float32)), 1, 2)
    assert back.tolist() == [[7.9375, -8.0]]


def test_a_mask_with_nothing_in_it_is_tiny():
    assert len(encode_logits(np.full((256, 256), -20.0, np.float32))) < 64


def test_a_smooth_mask_is_smaller_than_the_bare_cells_compressed():
    cells = quantise(disc())
    assert len(encode_cells(cells)) < 0.7 * len(zstandard.ZstdCompressor(level=3).compress(cells.tobytes()))


@settings(max_examples=300)
@given(st.data())
def test_a_damaged_blob_is_refused_or_right(data):
    cells = quantise(disc(48))
    blob = bytearray(encode_cells(cells))
    for _ in range(data.draw(st.integers(1, 4))):
        blob[data.draw(st.integers(0, len(blob) - 1))] = data.draw(st.integers(0, 255))
    damaged = bytes(blob[: data.draw(st.integers(0, len(blob)))])
    with contextlib.suppress(ProjectError):
        assert np.array_equal(decode_cells(damaged, 48, 48), cells)


@given(st.binary(max_size=200), st.integers(-1, 5000), st.integers(-1, 5000))
def test_any_bytes_are_refused_without_a_crash(blob, height, width):
    with pytest.raises(ProjectError):
        decode_cells(blob, height, width)


def test_a_blob_that_unpacks_to_more_than_its_grid_is_refused_before_unpacking():
    """A frame of a few kilobytes can declare gigabytes: only its declaration may be read."""
    bomb = b"\x01" + zstandard.ZstdCompressor(write_checksum=True).compress(bytes(64 << 20))
    assert len(bomb) < 16_384
    with pytest.raises(ProjectError):
        decode_cells(bomb, 256, 256)


def test_another_grid_than_the_blob_s_is_refused():
    with pytest.raises(ProjectError):
        decode_cells(encode_cells(np.zeros((8, 8), np.int8)), 8, 9)


@pytest.mark.parametrize(
    "logits",
    [
        np.full((4, 4), np.nan, np.float32),
        np.zeros((0, 4), np.float32),
        np.zeros((1, 4097), np.float32),
        np.zeros((2, 2, 2), np.float32),
    ],
)
def test_what_is_no_mask_is_refused(logits):
    with pytest.raises(UsageError):
        encode_logits(logits)


def test_sixteenths():
    assert dequantise(np.array([[1, -16]], np.int8)).tolist() == [[0.0625, -1.0]]
