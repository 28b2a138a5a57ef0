"""What a project shows, read by somebody else beside the one that writes."""

import pickle

import numpy as np
import pytest

from engine.errors import ProjectError
from engine.project.edits import AddObject
from engine.project.shown_masks import MaskReader


def record(file, pts, masks, shift=0):
    take = file.begin_take(1)
    for p in pts:
        take.put(p, masks(p + shift), 0.9, 0.8)
    return take


def test_another_reader_sees_what_was_shown_then(file, masks):
    file.do(AddObject("dog"))
    file.do(record(file, range(10), masks).finish())
    growing = record(file, range(10, 15), masks)
    shown = pickle.loads(pickle.dumps(file.shown_masks()))
    reader = MaskReader(shown)
    assert reader.mask_pts(1) == list(range(15)), "what is being recorded shows as well"
    for pts in (0, 9, 14):
        np.testing.assert_array_equal(reader.alpha_logits(1, pts), file.mask(1, pts).logits())
    assert reader.alpha_logits(1, 40) is None
    assert reader.alpha_logits(2, 0) is None

    before = reader.alpha_logits(1, 3)
    file.do(growing.finish())
    file.do(record(file, range(10), masks, shift=30).finish())
    assert not np.array_equal(file.mask(1, 3).logits(), before), "the project shows a newer take"
    np.testing.assert_array_equal(reader.alpha_logits(1, 3), before)
    reader.close()
    reader.close()


def test_a_reader_takes_no_lock_and_cannot_write(file, path, masks):
    file.do(AddObject("dog"))
    reader = MaskReader(file.shown_masks())
    file.do(record(file, range(3), masks).finish())
    with pytest.raises(ProjectError):
        reader._reader.read(lambda connection: connection.execute("DELETE FROM masks"))
    reader.close()


def test_a_file_that_is_gone_is_said(file, tmp_path):
    from engine.project.shown_masks import ShownMasks

    with pytest.raises(ProjectError):
        MaskReader(ShownMasks(tmp_path / "gone.clickmatte"))
