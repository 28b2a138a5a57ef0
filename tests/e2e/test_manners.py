"""Small things that a person notices."""

from __future__ import annotations

from pathlib import Path

import av
import cv2
import numpy as np

from app.views.models import ExportChoice, JobState
from tests import moving
from tests.e2e.conftest import FRAMES, Person
from tests.moving import place


def test_a_refused_file_is_forgotten_when_the_next_one_opens(person: Person, clip: Path, tmp_path: Path) -> None:
    """The message about it stayed over every clip opened later."""
    broken = tmp_path / "broken.mp4"
    broken.write_bytes(b"")
    person.app.window.paths_opened.emit([broken])
    person.wait(person.app.window.problems.isVisible)
    person.open(clip)
    shown = person.app.window.problems
    assert not shown.isVisible() or "broken.mp4" not in shown.accessibleDescription()


def test_an_export_is_seen_at_once(person: Person, clip: Path, tmp_path: Path) -> None:
    """Nothing on the screen changed when an export was queued while another panel was in front."""
    person.open(clip)
    person.click_and_see(*place(0))
    person.app.window.show_panel("history")
    person.app.export.enqueue(ExportChoice("matte", tmp_path / "out.mp4", (), 0, FRAMES))
    person.wait(lambda: not person.app.window.jobs.visibleRegion().isEmpty())
    person.wait(lambda: any(row.state is JobState.DONE for row in person.app.jobs.rows))


def test_a_still_is_exported_as_a_still(person: Person, tmp_path: Path) -> None:
    """The first offer for a picture was a ProRes film of one frame."""
    still = tmp_path / "one.png"
    cv2.imwrite(str(still), np.full((96, 128, 3), 90, np.uint8))
    person.open(still)
    person.click_and_see(60, 50)
    dialog = person.app.window.export_dialog
    person.app.export.deeds()["file.export"]()
    choice = dialog.choice()
    assert (choice.preset, choice.path.name) == ("png", "one-png.png")
    dialog.reject()
    person.app.export.enqueue(choice)
    person.wait(lambda: any(row.state in (JobState.DONE, JobState.FAILED) for row in person.app.jobs.rows))
    assert [row.state for row in person.app.jobs.rows] == [JobState.DONE]
    written = cv2.imread(str(tmp_path / "one-png.png"), cv2.IMREAD_UNCHANGED)
    assert written.shape == (96, 128, 4)


def test_only_the_tracked_frames_are_exported_when_asked_for(person: Person, clip: Path, tmp_path: Path) -> None:
    """The remedy of a warning said to export those only, and the window had no way to."""
    person.open(clip)
    person.go_to(5)
    person.click_and_see(*place(5))
    target = tmp_path / "pictures"
    person.app.export.enqueue(ExportChoice("png", target, (), 0, FRAMES, tracked_only=True))
    person.wait(lambda: any(row.state in (JobState.DONE, JobState.FAILED) for row in person.app.jobs.rows))
    assert [path.name for path in sorted(target.glob("*.png"))] == ["00005.png"]


def test_copying_a_cut_out_is_confirmed(person: Person, clip: Path) -> None:
    """Nothing said that Ctrl+C had done anything."""
    person.open(clip)
    person.click_and_see(*place(0))
    person.press("edit.copy_cutout")
    person.wait(lambda: "clipboard" in person.app.window.status.text())


def test_a_timeline_is_written_beside_a_smaller_cut_out(person: Person, clip: Path, tmp_path: Path) -> None:
    """What the command line could write beside a file, the window could not."""
    person.open(clip)
    person.app.window.canvas.stroke_painted.emit([(30.0, 40.0)], 8.0, False)
    person.wait(person.has_mask_here)
    target = tmp_path / "out.mov"
    choice = ExportChoice("png-mov", target, (), 0, 1, beside=("edl",), cropped=True, scale_percent=50)
    person.app.export.enqueue(choice)
    person.wait(lambda: any(row.state in (JobState.DONE, JobState.FAILED) for row in person.app.jobs.rows))
    assert [row.state for row in person.app.jobs.rows] == [JobState.DONE]
    assert (tmp_path / "out.edl").is_file()
    with av.open(str(target)) as written:
        size = written.streams.video[0].width, written.streams.video[0].height
    assert all(16 <= side <= 36 for side in size)  # a brush of 16 pixels with room for its edge, halved


def holes(path: Path) -> Path:
    """PNG pictures in a film, some of them spoilt."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream("png", rate=25)
        stream.width, stream.height, stream.pix_fmt = 128, 96, "rgb24"
        for picture in moving.pictures(FRAMES):
            container.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        container.mux(stream.encode())
    data, at = bytearray(path.read_bytes()), -1
    for number in range(FRAMES):
        at = data.index(b"\x89PNG", at + 1)
        if number in (3, 4, 5):
            data[at : at + 4] = b"oops"
    path.write_bytes(data)
    return path


def test_damage_that_is_met_on_the_way_is_told(person: Person, tmp_path: Path) -> None:
    """A damaged stretch was shown as if the picture were like that."""
    person.open(holes(tmp_path / "clip.mov"))
    shown = person.app.window.problems
    person.app.display.seek(8)
    person.app.display.seek(4)
    person.wait(lambda: shown.isVisible() and "cannot be decoded" in shown.accessibleDescription())


def test_choosing_a_language_says_when_it_is_spoken(person: Person) -> None:
    """Nothing at all happened in the window."""
    person.app.window.language_chosen.emit("de")
    assert "next start" in person.app.window.problems.accessibleDescription()
    assert person.app.store.settings.language == "de"


def test_one_of_many_stills_offers_all_of_them(person: Person, tmp_path: Path) -> None:
    """A folder of stills could only be dropped; picking one of it opened that one and said nothing."""
    for number, picture in enumerate(moving.pictures(4)):
        cv2.imwrite(str(tmp_path / f"shot.{number:04d}.png"), picture)
    person.open(tmp_path / "shot.0002.png")
    shown = person.app.window.problems
    person.wait(lambda: "one of 4 numbered stills" in shown.accessibleDescription())
    shown.action_triggered.emit("file.open_sequence")
    person.wait(lambda: len(person.app.stage.sessions) == 2 and person.session.times.count == 4)
    person.press("file.open_sequence")
    assert "no single still" in shown.accessibleDescription()


def slow_export(person: Person, target: Path) -> None:
    """One that is under way, and held there."""
    person.app.export.enqueue(ExportChoice("png-mov", target, (), 0, FRAMES))
    (number,) = [row.id for row in person.app.jobs.rows]
    person.app.window.jobs.pause_requested.emit(number)


def test_an_export_goes_on_when_its_clip_is_closed(person: Person, clip: Path, tmp_path: Path) -> None:
    """It was cancelled without a word."""
    person.open(clip)
    person.click_and_see(*place(0))
    slow_export(person, tmp_path / "out.mov")
    first = person.session
    person.press("file.close")
    assert person.app.stage.current is None
    person.app.window.paths_opened.emit([clip])  # back before it is done
    person.wait(lambda: person.app.stage.current is first)
    person.wait_for_picture()
    person.press("file.close")
    person.app.window.jobs.resume_requested.emit(person.app.jobs.rows[0].id)
    with person.qtbot.waitSignal(first.closed, timeout=60_000):
        pass
    assert [row.state for row in person.app.jobs.rows] == [JobState.DONE]
    assert (tmp_path / "out.mov").is_file()


def test_leaving_during_an_export_takes_a_second_word(person: Person, clip: Path, tmp_path: Path) -> None:
    person.open(clip)
    person.click_and_see(*place(0))
    slow_export(person, tmp_path / "out.mov")
    person.app.window.close()
    assert person.app.window.isVisible()
    assert "still running" in person.app.window.problems.accessibleDescription()
    person.leave()
    assert not (tmp_path / "out.mov").exists()
