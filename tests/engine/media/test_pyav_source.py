"""What a video file's reader promises beyond the contract: speed without exactness lost, bounds, deinterlacing."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

import engine.media.pyav_index
from engine.errors import MediaError, UsageError
from engine.media import ReadOptions, open_source
from engine.media.pyav_decoder import Decoder
from engine.media.pyav_source import PyavSource
from engine.media.source import DecodeThreads
from engine.types import FrameIndex
from tests.clips import Clip, Coding, read_number, write_clip


@pytest.fixture
def decoded(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Stamps of all frames any decoder delivered."""
    stamps: list[int] = []
    deliver = Decoder.next

    def counted(self: Decoder) -> object:
        delivered = deliver(self)
        if delivered is not None:
            stamps.append(delivered[0])
        return delivered

    monkeypatch.setattr(Decoder, "next", counted)
    return stamps


def test_the_first_frames_do_not_wait_for_the_index(
    clip_of: Callable[[str], Clip], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The index is held up after 20 packets; the clip opens, shows its first frames, and knows no count yet."""
    go_on = threading.Event()
    whole = engine.media.pyav_index.picture_packets

    def held_up(*arguments: object) -> Iterator[object]:
        for number, packet in enumerate(whole(*arguments)):  # type: ignore[arg-type]
            if number == 20:
                assert go_on.wait(30)
            yield packet

    monkeypatch.setattr(engine.media.pyav_index, "picture_packets", held_up)
    source = open_source(clip_of("cfr_b_frames").path)
    try:
        assert [read_number(source.read(FrameIndex(i)).rgb8()) for i in range(5)] == [0, 1, 2, 3, 4]
        assert source.info.frame_count is None
        go_on.set()
        assert source.frame_count() == 48
        assert source.info.frame_count == 48
    finally:
        go_on.set()
        source.close()


def test_closing_stops_an_unfinished_index(clip_of: Callable[[str], Clip], monkeypatch: pytest.MonkeyPatch) -> None:
    def endless(*_: object) -> Iterator[object]:
        while True:
            yield from _packets

    clip = clip_of("cfr_b_frames")
    import av

    with av.open(str(clip.path)) as container:
        _packets = [packet for packet in container.demux(video=0) if packet.size]
        monkeypatch.setattr(engine.media.pyav_index, "picture_packets", endless)
        source = open_source(clip.path)
        source.read(FrameIndex(0))
        source.close()
    with pytest.raises(UsageError, match="closed"):
        source.read(FrameIndex(0))


def test_stepping_back_in_a_long_group_decodes_it_once(clip_of: Callable[[str], Clip], decoded: list[int]) -> None:
    source = open_source(clip_of("one_long_group").path)
    assert read_number(source.read(FrameIndex(58)).rgb8()) == 58
    decoded.clear()
    for index in range(57, -1, -1):
        assert read_number(source.read(FrameIndex(index)).rgb8()) == index
    assert decoded == []
    source.close()


def test_going_forward_decodes_each_frame_once(clip_of: Callable[[str], Clip], decoded: list[int]) -> None:
    source = open_source(clip_of("cfr_b_frames").path)
    for index in range(48):
        source.read(FrameIndex(index))
    assert len(decoded) == 48
    source.close()


def test_a_jump_decodes_one_group_only(clip_of: Callable[[str], Clip], decoded: list[int]) -> None:
    source = open_source(clip_of("cfr_b_frames").path)
    source.frame_count()
    decoded.clear()
    assert read_number(source.read(FrameIndex(40)).rgb8()) == 40
    assert len(decoded) <= 12
    source.close()


@pytest.mark.parametrize("cache_bytes", [1, 50_000, 2**20])
def test_memory_bounds_change_nothing_but_speed(clip_of: Callable[[str], Clip], cache_bytes: int) -> None:
    source = open_source(clip_of("one_long_group").path, ReadOptions(cache_bytes=cache_bytes))
    assert isinstance(source, PyavSource)
    backward = []
    for frame in source.stream(FrameIndex(59), None, -1):
        backward.append(read_number(frame.rgb8()))
    assert backward == list(range(60))[::-1]
    for index in (30, 29, 28, 59, 3):
        assert read_number(source.read(FrameIndex(index)).rgb8()) == index
        assert source._cache.size_bytes <= max(cache_bytes, 20_000)
    source.close()


@pytest.mark.parametrize("threads", list(DecodeThreads))
def test_every_way_of_threading_gives_the_same(clip_of: Callable[[str], Clip], threads: DecodeThreads) -> None:
    source = open_source(clip_of("open_gop").path, ReadOptions(threads=threads))
    assert [read_number(frame.rgb8()) for frame in source.stream(FrameIndex(0), None)] == list(range(40))
    assert read_number(source.read(FrameIndex(21)).rgb8()) == 21
    source.close()


def test_a_stream_left_early_lets_go(clip_of: Callable[[str], Clip]) -> None:
    source = open_source(clip_of("cfr_b_frames").path)
    frames = source.stream(FrameIndex(0), None)
    next(frames)
    frames.close()  # type: ignore[attr-defined]
    assert read_number(source.read(FrameIndex(7)).rgb8()) == 7
    source.close()


def test_readers_work_side_by_side_in_threads(clip_of: Callable[[str], Clip]) -> None:
    source = open_source(clip_of("open_gop").path)
    found: dict[int, list[int]] = {}

    def work(worker: int) -> None:
        mine = source.reopen()
        order = np.random.default_rng(worker).permutation(40)
        found[worker] = [read_number(mine.read(FrameIndex(int(i))).rgb8()) - int(i) for i in order]
        mine.close()

    workers = [threading.Thread(target=work, args=(n,)) for n in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert found == {n: [0] * 40 for n in range(4)}
    source.close()


def test_one_frame_may_be_asked_from_several_threads(clip_of: Callable[[str], Clip]) -> None:
    source = open_source(clip_of("pq_hevc_10_bit").path)
    frame = source.read(FrameIndex(3))
    expected = frame.rgb8()
    results: list[bool] = []
    askers = [threading.Thread(target=lambda: results.append(np.array_equal(frame.rgb8(), expected))) for _ in range(4)]
    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join(60)
    assert results == [True] * 4
    source.close()


def _combed(path: Path, codec_options: dict[str, str]) -> None:
    """A bar that moves between the two fields of each frame: combs, until the fields are made whole."""

    def field(at: int) -> np.ndarray:
        made = np.full((64, 96, 3), 30, np.uint8)
        made[:, at : at + 16] = 220
        return made

    def woven(number: int) -> np.ndarray:
        made = field(number * 6)
        made[1::2] = field(number * 6 + 3)[1::2]
        return made

    coding = Coding(rate=Fraction(25), options=codec_options)
    write_clip(path, (woven(i) for i in range(10)), coding)


def _combing(rgb: np.ndarray) -> float:
    lines = rgb[:, :, 1].astype(float)
    return float(np.abs(lines[1:-1] - (lines[:-2] + lines[2:]) / 2).mean())


def test_deinterlacing_removes_combs_and_is_exact(tmp_path: Path) -> None:
    path = tmp_path / "combed.mp4"
    _combed(path, {"x264-params": "tff=1", "crf": "4", "g": "5", "bf": "2"})
    plain, whole = open_source(path), open_source(path, ReadOptions(deinterlace=True))
    assert plain.info.interlaced
    assert any("interlaced" in sentence for sentence in plain.info.warnings)
    assert not any("interlaced" in sentence for sentence in whole.info.warnings)
    assert whole.frame_count() == plain.frame_count() == 10
    combed = np.mean([_combing(frame.rgb8()) for frame in plain.stream(FrameIndex(0), None)])
    forward = [frame.rgb8() for frame in whole.stream(FrameIndex(0), None)]
    assert np.mean([_combing(rgb) for rgb in forward]) < 0.35 * combed
    for index in (7, 0, 9, 4):
        np.testing.assert_array_equal(whole.read(FrameIndex(index)).rgb8(), forward[index])
    backward = [frame.rgb8() for frame in whole.stream(FrameIndex(9), FrameIndex(2), -1)]
    assert len(backward) == 7
    for index, rgb in zip(range(9, 2, -1), backward, strict=True):
        np.testing.assert_array_equal(rgb, forward[index])
    part = [frame.index for frame in whole.stream(FrameIndex(3), FrameIndex(6))]
    assert part == [3, 4, 5]
    for i, frame in enumerate(whole.stream(FrameIndex(3), FrameIndex(6)), 3):
        np.testing.assert_array_equal(frame.rgb8(), forward[i])
    plain.close()
    whole.close()


def test_a_colour_guess_can_be_overruled(clip_of: Callable[[str], Clip]) -> None:
    clip = clip_of("untagged_sd")
    sources = {name: open_source(clip.path, ReadOptions(colour_guess=name)) for name in ("bt601", "bt709")}
    red = {name: source.read(FrameIndex(0)).rgb8()[48, 12].astype(int) for name, source in sources.items()}
    assert np.abs(red["bt601"] - (200, 40, 40)).max() <= 4
    assert np.abs(red["bt601"] - red["bt709"]).max() > 10
    assert sources["bt709"].info.colour.guessed == "bt709"
    for source in sources.values():
        source.close()
    with pytest.raises(UsageError, match="no colour guess"):
        open_source(clip.path, ReadOptions(colour_guess="magenta"))


def test_a_tagged_file_is_not_guessed_over(clip_of: Callable[[str], Clip]) -> None:
    source = open_source(clip_of("tagged_601").path, ReadOptions(colour_guess="bt709"))
    assert source.info.colour.guessed is None
    source.close()


def test_alpha_can_be_left_out(clip_of: Callable[[str], Clip]) -> None:
    for name in ("prores_4444", "vp9_alpha"):
        source = open_source(clip_of(name).path, ReadOptions(alpha=False))
        assert not source.info.has_alpha
        assert source.read(FrameIndex(2)).alpha16() is None
        assert read_number(source.read(FrameIndex(2)).rgb8()) == 2
        source.close()


def test_ten_bits_survive_in_rgb16(tmp_path: Path) -> None:
    """Neighbouring 10-bit codes, one after the other, come out as different 16-bit codes in the right places."""
    import av

    path = tmp_path / "ramp.mkv"
    frame = av.VideoFrame(96, 64, "yuv444p10le")
    codes = np.tile((64 + np.arange(96) * 9).astype("<u2"), (64, 1))
    for number, plane in enumerate(frame.planes):
        rows = np.frombuffer(memoryview(plane), "<u2").reshape(64, -1)
        rows[:, :96] = codes if number == 0 else 512
    with av.open(str(path), "w") as container:
        stream = container.add_stream("ffv1", rate=25)
        stream.width, stream.height, stream.pix_fmt = 96, 64, "yuv444p10le"
        stream.codec_context.colorspace, stream.codec_context.color_range = 1, 1
        frame.colorspace, frame.color_range = 1, 1
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    source = open_source(path)
    got = source.read(FrameIndex(0)).rgb16()[30, :, 1].astype(float)
    source.close()
    expected = np.clip((codes[0].astype(float) - 64) / 876, 0, 1) * 65535
    assert np.abs(got - expected).max() <= 8


def test_a_clip_that_changes_nothing_on_disk(clip_of: Callable[[str], Clip]) -> None:
    path = clip_of("cfr_b_frames").path
    before = path.read_bytes(), path.stat().st_mtime_ns
    source = open_source(path)
    list(source.stream(FrameIndex(0), None))
    source.close()
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before


def test_an_unreadable_index_says_so_instead_of_hanging(
    clip_of: Callable[[str], Clip], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> Iterator[object]:
        raise MediaError("The disk was pulled out.", "Put it back.")
        yield

    monkeypatch.setattr(engine.media.pyav_index, "picture_packets", broken)
    source = open_source(clip_of("cfr_b_frames").path)
    with pytest.raises(MediaError, match="pulled out"):
        source.read(FrameIndex(40))
    with pytest.raises(MediaError, match="pulled out"):
        source.frame_count()
    source.close()


@pytest.fixture
def seeks(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Where decoders were sent."""
    stamps: list[int] = []
    seek = Decoder.seek
    monkeypatch.setattr(Decoder, "seek", lambda self, stamp: (stamps.append(stamp), seek(self, stamp))[1])
    return stamps


def test_playing_a_clip_of_key_frames_alone_never_seeks(clip_of: Callable[[str], Clip], seeks: list[int]) -> None:
    """Each next frame is a key frame there, and seeking to it each time empties the decoder's threads."""
    source = open_source(clip_of("prores_4444").path)
    for index in range(12):
        assert read_number(source.read(FrameIndex(index)).rgb8()) == index
    assert seeks == []
    source.close()


def test_stepping_back_through_key_frames_seeks_seldom(clip_of: Callable[[str], Clip], seeks: list[int]) -> None:
    source = open_source(clip_of("prores_4444").path)
    for index in range(11, -1, -1):
        assert read_number(source.read(FrameIndex(index)).rgb8()) == index
    assert len(seeks) <= 3
    assert [read_number(f.rgb8()) for f in source.stream(FrameIndex(11), None, -1)] == list(range(12))[::-1]
    assert len(seeks) <= 5
    source.close()


def test_the_first_frame_is_decoded_once(clip_of: Callable[[str], Clip], seeks: list[int], decoded: list[int]) -> None:
    source = open_source(clip_of("cfr_b_frames").path)
    source.read(FrameIndex(0))
    assert (seeks, len(decoded)) == ([], 1)
    source.close()


def test_a_far_frame_is_reached_by_its_key_frame(clip_of: Callable[[str], Clip], decoded: list[int]) -> None:
    source = open_source(clip_of("cfr_b_frames").path)
    source.frame_count()
    source.read(FrameIndex(0))
    decoded.clear()
    source.read(FrameIndex(36))
    assert len(decoded) == 1
    source.close()
