"""Files that are damaged, cut off, foreign or simply not there: a sentence, never a crash, a hang or noise."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from engine.errors import MediaError
from engine.media import open_source
from engine.types import FrameIndex
from tests.clips import Clip, Coding, picture, read_number, write_clip, write_stills

ROOT = Path(__file__).parents[3]


def refused(path: Path) -> MediaError:
    with pytest.raises(MediaError) as caught:
        open_source(path).close()
    error = caught.value
    assert error.sentence.endswith(".")
    assert error.remedy.endswith(".")
    assert "Errno" not in str(error)
    return error


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    assert "There is no file" in refused(tmp_path / "gone.mp4").sentence
    assert "There is no file" in refused(tmp_path / "gone.png").sentence


def test_an_empty_file(tmp_path: Path) -> None:
    path = tmp_path / "empty.mp4"
    path.touch()
    assert "is empty" in refused(path).sentence


@pytest.mark.parametrize("name", ["notes.mp4", "notes.txt", "notes.mov", "notes.m3u8", "notes.ffconcat"])
def test_text_is_no_video(tmp_path: Path, name: str, clip_of: Callable[[str], Clip]) -> None:
    """Also where FFmpeg would draw the letters or follow the addresses in the file."""
    path = tmp_path / name
    other = clip_of("cfr_b_frames").path
    texts = {
        "notes.m3u8": f"#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\n{other}\n#EXT-X-ENDLIST\n",
        "notes.ffconcat": f"ffconcat version 1.0\nfile '{other}'\n",
    }
    path.write_text(texts.get(name, "Dear diary, today I saw a dog.\n" * 200))
    assert "not a video" in refused(path).sentence


def test_a_recording_cut_off_before_its_index(tmp_path: Path, clip_of: Callable[[str], Clip]) -> None:
    data = clip_of("cfr_b_frames").path.read_bytes()
    path = tmp_path / "cut.mp4"
    path.write_bytes(data[: data.index(b"moov") - 4 - 200])
    assert "moov" in refused(path).sentence


def test_a_copy_cut_off_in_its_pictures_shows_what_is_there(tmp_path: Path) -> None:
    whole = tmp_path / "whole.mp4"
    coding = Coding(options={"g": "8", "bf": "0"}, container_options={"movflags": "+faststart"})
    write_clip(whole, (picture(i) for i in range(40)), coding)
    path = tmp_path / "cut.mp4"
    data = whole.read_bytes()
    path.write_bytes(data[: len(data) * 2 // 3])
    with open_source(path) as source:  # type: ignore[attr-defined]
        count = source.frame_count()
        assert 5 < count < 40
        numbers = [read_number(frame.rgb8()) for frame in source.stream(FrameIndex(0), None)]
        assert numbers[: count - 2] == list(range(count - 2))
        assert any("ends earlier" in sentence for sentence in source.info.warnings)


def test_sound_alone_is_no_clip(tmp_path: Path) -> None:
    from tests.engine.media.test_audio import tone, write_sound

    path = write_sound(tmp_path / "song.m4a", tone(0.2), "aac", video=False)
    assert "sound only" in refused(path).sentence


def test_a_folder_without_stills(tmp_path: Path) -> None:
    assert "holds no stills" in refused(tmp_path).sentence
    (tmp_path / "notes.txt").write_text("no")
    assert "holds no stills" in refused(tmp_path).sentence


@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may read everything")
def test_what_may_not_be_read(tmp_path: Path, clip_of: Callable[[str], Clip]) -> None:
    path = tmp_path / "mine.mp4"
    path.write_bytes(clip_of("cfr_b_frames").path.read_bytes())
    path.chmod(0)
    assert "may not be read" in refused(path).sentence


def test_what_may_not_be_read_is_said_whoever_runs_this(
    tmp_path: Path, clip_of: Callable[[str], Clip], monkeypatch: pytest.MonkeyPatch
) -> None:
    def forbidden(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    path = clip_of("cfr_b_frames").path
    folder = write_stills(tmp_path / "stills", ".png", range(2))
    monkeypatch.setattr(Path, "open", forbidden)
    assert "may not be read" in refused(path).sentence
    monkeypatch.setattr(Path, "iterdir", forbidden)
    assert "may not be read" in refused(folder).sentence


def corrupted(clip: Clip, path: Path, places: int = 40) -> Path:
    """Bytes flipped in the pictures' data, headers left alone."""
    data = bytearray(clip.path.read_bytes())
    start = data.index(b"mdat") + 1200
    stop = data.index(b"moov") - 100
    for place in np.random.default_rng(4).integers(start, stop, places):
        data[place] ^= 0x5A
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("name", ["cfr_b_frames", "prores_4444", "pq_hevc_10_bit", "png_in_mov"])
def test_damaged_packets_are_counted_and_passed_over(tmp_path: Path, clip_of: Callable[[str], Clip], name: str) -> None:
    clip = clip_of(name)
    path = corrupted(clip, tmp_path / clip.path.name)
    with open_source(path) as source:  # type: ignore[attr-defined]
        frames = list(source.stream(FrameIndex(0), None))
        assert [frame.index for frame in frames] == list(range(len(clip.numbers)))
        assert [frame.pts for frame in frames] == [source.pts_of(FrameIndex(i)) for i in range(len(frames))]
        assert all(frame.rgb8().shape == (clip.height, clip.width, 3) for frame in frames)
        backward = list(source.stream(FrameIndex(len(frames) - 1), None, -1))
        assert [frame.index for frame in backward] == list(range(len(frames)))[::-1]
        for index in (len(frames) - 1, 0, len(frames) // 2):
            assert source.read(FrameIndex(index)).index == index
        if name in ("png_in_mov", "prores_4444"):
            assert any("damaged" in s or "cannot be decoded" in s for s in source.info.warnings)


@pytest.mark.parametrize("seed", range(40))
def test_random_damage_ends_in_pictures_or_a_sentence(
    tmp_path: Path, clip_of: Callable[[str], Clip], seed: int
) -> None:
    """Bytes flipped, blanked or cut anywhere, headers included: every promised frame comes, or a MediaError."""
    chance = random.Random(seed)
    clip = clip_of(chance.choice(["cfr_b_frames", "open_gop_ts", "matroska", "prores_4444", "vp9_alpha", "png_in_mov"]))
    data = bytearray(clip.path.read_bytes())
    damage = chance.choice(["flip", "blank", "cut"])
    if damage == "cut":
        del data[chance.randrange(1, len(data)) :]
    elif damage == "blank":
        start = chance.randrange(len(data))
        data[start : start + 900] = bytes(len(data[start : start + 900]))
    else:
        for _ in range(chance.choice([1, 5, 50])):
            data[chance.randrange(len(data))] ^= chance.randrange(1, 256)
    path = tmp_path / f"damaged{clip.path.suffix}"
    path.write_bytes(data)
    refusals: list[MediaError] = []
    try:
        with open_source(path) as source:  # type: ignore[attr-defined]
            count = source.frame_count()
            assert [frame.index for frame in source.stream(FrameIndex(0), None)] == list(range(count))
            for _ in range(3):
                frame = source.read(FrameIndex(chance.randrange(count)))
                assert frame.rgb8().shape == (source.info.height, source.info.width, 3)
    except MediaError as error:
        refusals.append(error)
    assert all(error.sentence.endswith(".") and error.remedy for error in refusals)


def test_metadata_in_another_alphabet_is_no_obstacle(tmp_path: Path, clip_of: Callable[[str], Clip]) -> None:
    """Old cameras and editors write Latin-1 where UTF-8 is expected; the clip must open all the same."""
    data = clip_of("cfr_b_frames").path.read_bytes()
    path = tmp_path / "latin.mp4"
    assert b"isomiso2avc1mp41" in data
    path.write_bytes(data.replace(b"isomiso2avc1mp41", b"isomi\xe8o2avc1mp41"))
    with open_source(path) as source:  # type: ignore[attr-defined]
        assert read_number(source.read(FrameIndex(3)).rgb8()) == 3


def test_a_hole_in_the_file_holds_the_picture_before(tmp_path: Path, clip_of: Callable[[str], Clip]) -> None:
    """Every other picture of an all-intra clip made undecodable: order and times stay, neighbours stand in."""
    clip = clip_of("png_in_mov")
    data = bytearray(clip.path.read_bytes())
    at = -1
    for number in range(len(clip.numbers)):
        at = data.index(b"\x89PNG", at + 1)
        if number % 2:
            data[at : at + 4] = b"oops"
    path = tmp_path / "holes.mov"
    path.write_bytes(data)
    with open_source(path) as source:  # type: ignore[attr-defined]
        expected = [number - number % 2 for number in clip.numbers]
        assert [read_number(f.rgb8()) for f in source.stream(FrameIndex(0), None)] == expected
        jumps = [5, 1, 7, 0, 3, 6, 2, 4]
        assert [read_number(source.read(FrameIndex(i)).rgb8()) for i in jumps] == [i - i % 2 for i in jumps]
        backward = [read_number(f.rgb8()) for f in source.stream(FrameIndex(len(expected) - 1), None, -1)]
        assert backward == expected[::-1]
        assert any("4 frames cannot be decoded" in sentence for sentence in source.info.warnings)


def test_nothing_of_ffmpeg_reaches_the_terminal(tmp_path: Path, clip_of: Callable[[str], Clip]) -> None:
    clip = clip_of("cfr_b_frames")
    path = corrupted(clip, tmp_path / "damaged.mp4")
    text = tmp_path / "text.mp4"
    text.write_text("no video")
    program = (
        "import sys\nfrom pathlib import Path\nfrom engine.errors import MediaError\n"
        "from engine.media import open_source\n"
        "source = open_source(Path(sys.argv[1]))\nn = len(list(source.stream(0, None)))\nsource.close()\n"
        "try:\n    open_source(Path(sys.argv[2]))\nexcept MediaError:\n    print(n)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(path), str(text)], cwd=ROOT, capture_output=True, text=True, timeout=60
    )
    assert (done.returncode, done.stdout.strip(), done.stderr) == (0, str(len(clip.numbers)), "")


def test_the_logging_call_that_dead_locks_is_nowhere() -> None:
    """PyAV 18: setting its log level while frame threads run can hang at close (PyAV #751, #909)."""
    forbidden = "logging." + "set_level"
    sources = [p for room in ("engine", "app", "tests", "resources") for p in (ROOT / room).rglob("*.py")]
    assert sources
    guilty = [str(p.relative_to(ROOT)) for p in sources if forbidden in p.read_text(encoding="utf-8")]
    assert guilty == []


def test_av_is_imported_only_where_files_are_read_or_written() -> None:
    allowed = ("pyav_", "audio.py", "deinterlace.py")
    readers = [p for p in (ROOT / "engine").rglob("*.py") if "\nimport av" in p.read_text(encoding="utf-8")]
    strangers = [
        str(p.relative_to(ROOT))
        for p in readers
        if p.parent.name not in ("export", "bench") and not p.name.startswith(allowed)
    ]
    assert strangers == []
