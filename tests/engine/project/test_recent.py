import pytest

from engine.errors import ProjectError
from engine.project.recent import MAX_RECENT, RecentProjects


@pytest.fixture
def recent(tmp_path):
    return RecentProjects(tmp_path / "state" / "recent.json")


def test_the_last_opened_comes_first_and_once(recent, tmp_path):
    one, two = tmp_path / "one.clickmatte", tmp_path / "two.clickmatte"
    recent.add(one, thumbnail=tmp_path / "one.png")
    recent.add(two)
    recent.add(one)
    again = RecentProjects(recent.path).entries()
    assert [entry.path for entry in again] == [one, two]
    assert again[0].thumbnail == tmp_path / "one.png", "the thumbnail is kept"


def test_what_is_gone_is_marked_not_dropped(recent, tmp_path):
    (tmp_path / "here.clickmatte").touch()
    recent.add(tmp_path / "here.clickmatte")
    recent.add(tmp_path / "gone.clickmatte")
    assert [entry.missing for entry in recent.entries()] == [True, False]
    recent.remove(tmp_path / "gone.clickmatte")
    assert [entry.path.name for entry in recent.entries()] == ["here.clickmatte"]


def test_the_list_is_bounded(recent, tmp_path):
    for number in range(MAX_RECENT + 5):
        recent.add(tmp_path / f"{number}.clickmatte")
    assert len(recent.entries()) == MAX_RECENT


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[{}]", b'[{"path": 3, "opened_at": ""}]', b"\xff\xfe", b"[" * 100_000]
)
def test_a_damaged_list_is_an_empty_one(recent, tmp_path, content):
    recent.path.parent.mkdir()
    recent.path.write_bytes(content)
    assert recent.entries() == ()
    recent.add(tmp_path / "one.clickmatte")
    assert len(recent.entries()) == 1


def test_a_list_that_cannot_be_written_says_so(tmp_path):
    (tmp_path / "state").write_text("a file where the folder should be")
    with pytest.raises(ProjectError):
        RecentProjects(tmp_path / "state" / "recent.json").add(tmp_path / "one.clickmatte")
