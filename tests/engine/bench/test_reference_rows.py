"""Speed beside the published implementation: its best mode counts, and nothing is guessed where it is not at hand."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from engine.bench import reference_rows
from engine.bench.reference_rows import INSTALLED, Published, fastest_ms, reference_promises
from engine.bench.rows import NotHere, Promise

PRINTED = "float32: 6400.0 ms/frame\nsome warning\nbfloat16: 5200.5 ms/frame\n"


def cpu_row(published: Published) -> Promise:
    return next(p for p in reference_promises(published) if p.name.startswith("CPU, tiny"))


def pretend(monkeypatch: pytest.MonkeyPatch, folder: Path, ours_ms: float) -> Published:
    """The published implementation as it printed; ours at the given speed."""
    (folder / INSTALLED).mkdir(exist_ok=True)

    def run(self: Published, *arguments: str) -> str:
        if "frames" in arguments:
            Path(arguments[-1]).mkdir()
        return PRINTED

    monkeypatch.setattr(Published, "_run", run)
    monkeypatch.setattr(reference_rows, "our_ms", lambda *arguments: ours_ms)
    return Published(folder)


def test_its_fastest_mode_counts() -> None:
    assert fastest_ms(PRINTED) == 5200.5
    with pytest.raises(NotHere, match="did not say"):
        fastest_ms("Traceback")


def test_slower_frames_of_ours_fail_the_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    row = cpu_row(pretend(monkeypatch, tmp_path, 2600.25)).row()
    assert row.value == pytest.approx(2.0) and row.passed
    assert cpu_row(pretend(monkeypatch, tmp_path, 4000.0)).row().passed is False


def test_without_the_published_implementation_every_row_is_open(tmp_path: Path) -> None:
    for folder in (None, tmp_path):
        rows = [promise.row() for promise in reference_promises(Published(folder))]
        assert len(rows) == 7
        assert all(row.passed is None and row.note for row in rows)


@pytest.mark.skipif(torch.cuda.is_available(), reason="is measured here")
def test_rows_that_need_a_card_say_so() -> None:
    rows = {promise.name: promise.row() for promise in reference_promises(Published(None))}
    assert "NVIDIA" in rows["GPU, tiny, 8 objects: times the published speed"].note
