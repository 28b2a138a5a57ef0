"""Speed beside the published implementation: its best mode counts, and nothing is guessed where it is not at hand."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path

import pytest
import torch

from engine.bench import published_speed, reference_rows
from engine.bench.published_speed import FULL_FROM, full_ms
from engine.bench.reference_rows import INSTALLED, Published, fastest_ms, make_count, reference_promises
from engine.bench.rows import NotHere, Promise
from engine.tracking.device import DeviceChoice
from tests.tiny_models import tiny_model

PRINTED = (
    "float32, 1 object(s): 6400.00 ms/frame\nsome warning\nfloat32, 8 object(s): 60000.00 ms/frame\n"
    "bfloat16, 1 object(s): 5200.50 ms/frame\nbfloat16, 8 object(s): 41604.00 ms/frame\n"
    "bfloat16, compiled: does not run here (RuntimeError: no compiler)\n"
)


def cpu_row(published: Published) -> Promise:
    return next(p for p in reference_promises(published) if p.name.startswith("CPU, tiny"))


def pretend(monkeypatch: pytest.MonkeyPatch, folder: Path, ours_ms: float) -> Published:
    """The published implementation as it printed; ours at the given speed."""
    (folder / INSTALLED).mkdir(exist_ok=True)

    def run(self: Published, *arguments: str) -> str:
        if "frames" in arguments:
            folder = Path(arguments[-1])
            folder.mkdir()
            (folder / "00000.jpg").touch()
        return PRINTED

    monkeypatch.setattr(Published, "_run", run)
    monkeypatch.setattr(reference_rows, "our_ms", lambda *arguments: ours_ms)
    return Published(folder)


def test_its_fastest_mode_counts() -> None:
    assert (fastest_ms(PRINTED, 1), fastest_ms(PRINTED, 8)) == (5200.5, 41604.0)
    with pytest.raises(NotHere, match="did not say"):
        fastest_ms("Traceback", 1)


def test_slower_frames_of_ours_fail_the_row(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    row = cpu_row(pretend(monkeypatch, tmp_path, 2600.25)).row()
    assert row.value == pytest.approx(2.0) and row.passed
    assert "compiled: does not run here" in capsys.readouterr().err
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


def test_rows_about_a_card_read_one_measurement_a_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As if a card were here: each number of objects gets its own ratio, and theirs is run once for both."""
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    published = pretend(monkeypatch, tmp_path, 2600.25)
    calls: list[tuple[str, ...]] = []
    answer = Published._run

    def counted(self: Published, *arguments: str) -> str:
        calls.append(arguments)
        return answer(self, *arguments)

    monkeypatch.setattr(Published, "_run", counted)
    rows = {row.name: row for row in (p.row() for p in reference_promises(published) if p.name.startswith("GPU"))}
    assert len(rows) == 6
    assert rows["GPU, large, one object: times the published speed"].value == pytest.approx(2)
    assert rows["GPU, large, 8 objects: times the published speed"].value == pytest.approx(16)
    asked = [arguments for arguments in calls if "--objects" in arguments]
    assert len(asked) == 3 and all(arguments[-2:] == ("1", "8") for arguments in asked)


def test_stills_are_counted_out_or_repeated(tmp_path: Path) -> None:
    for number in range(3):
        (tmp_path / f"{number:05d}.jpg").write_text(str(number))
    make_count(tmp_path, 8)
    assert [path.read_text() for path in sorted(tmp_path.iterdir())] == list("01201201")
    make_count(tmp_path, 2)
    assert [path.name for path in sorted(tmp_path.iterdir())] == ["00000.jpg", "00001.jpg"]


def test_bursts_do_not_hide_what_a_card_takes() -> None:
    """Four frames encoded together come out as three quick ones and a slow one."""
    bursts = [9.0] * (FULL_FROM["cuda"] - 1) + [0.001, 0.001, 0.001, 0.041] * 5
    assert full_ms(bursts, "cuda") == pytest.approx(11)
    assert full_ms([9.0] * (FULL_FROM["cpu"] - 1) + [1.0, 1.0, 7.0], "cpu") == pytest.approx(1000)


def test_a_mode_that_fails_leaves_the_others(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken() -> object:
        raise RuntimeError("no Triton")

    made = [("plain", lambda: "model", nullcontext), ("compiled", broken, nullcontext)]
    monkeypatch.setattr(published_speed, "modes", lambda *_: iter(made))
    monkeypatch.setattr(published_speed, "propagation_ms", lambda *asked: 2.5 * asked[3])
    monkeypatch.setattr("sys.argv", ["speed", "--size", "t", "--frames", "x", "--objects", "1", "8"])
    published_speed.main()
    printed = capsys.readouterr().out
    assert "no Triton" in printed and fastest_ms(printed, 8) == 20


def test_ours_is_the_quicker_of_its_modes_on_a_card(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The first compiled run is for the compiler."""
    times = {False: [4.0], True: [90.0, 3.0]}
    monkeypatch.setattr(reference_rows, "choose_device", lambda device: DeviceChoice("cpu", torch.float32, ""))
    monkeypatch.setattr(reference_rows, "load_model", lambda *_: tiny_model())
    monkeypatch.setattr(reference_rows, "stored_ms", lambda frames, loaded, objects: times[loaded.compiled].pop(0))
    assert reference_rows.our_ms(tmp_path, "tiny", tmp_path, "cuda", 1) == 3.0
    times[False] = [4.0]
    assert reference_rows.our_ms(tmp_path, "tiny", tmp_path, "cpu", 1) == 4.0
