"""The words of the command line as data."""

from __future__ import annotations

import argparse
from pathlib import Path

import pytest

from engine.cli.arguments import (
    BoxWord,
    ClickWord,
    MaskWord,
    ObjectWord,
    add_object_arguments,
    objects_of,
    parse_box,
    parse_click,
    parse_mask,
)
from engine.errors import UsageError


def read(*words: str) -> tuple[ObjectWord, ...]:
    parser = argparse.ArgumentParser()
    add_object_arguments(parser)
    return objects_of(parser.parse_args(words))


def test_clicks() -> None:
    assert parse_click("0:412,230") == ClickWord(0, 412, 230, True)  # type: ignore[arg-type]
    assert parse_click("12:30.5,40:-") == ClickWord(12, 30.5, 40, False)  # type: ignore[arg-type]
    assert parse_click("3:1,2:+").positive


def test_boxes_and_masks() -> None:
    assert parse_box("7:1,2,30,40") == BoxWord(7, (1, 2, 30, 40))  # type: ignore[arg-type]
    assert parse_mask("5:a:b.png") == MaskWord(5, Path("a:b.png"))  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["", "5", "1,2", "0:1", "0:1,2,3", "0:a,b", "-1:2,3", "x:1,2", "0:1,nan", "0:1e9,1"])
def test_unreadable_clicks_are_refused_with_their_form(text: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse_click(text)
    assert "F:X,Y" in caught.value.remedy


@pytest.mark.parametrize("text", ["0:1,2,3", "1,2,3,4", "0:1,2,3,4,5"])
def test_unreadable_boxes_are_refused(text: str) -> None:
    with pytest.raises(UsageError):
        parse_box(text)


def test_prompts_belong_to_the_object_before_them() -> None:
    objects = read("--object", "dog", "--click", "0:1,2", "--box", "4:1,2,3,4", "--object", "cat", "--mask", "0:m.png")
    assert [o.name for o in objects] == ["dog", "cat"]
    assert [type(p) for p in objects[0].prompts] == [ClickWord, BoxWord]
    assert objects[1].prompts == (MaskWord(0, Path("m.png")),)  # type: ignore[arg-type]


def test_prompts_without_a_name_make_one_object() -> None:
    objects = read("--click", "0:1,2", "--click", "0:3,4:-")
    assert [(o.name, len(o.prompts)) for o in objects] == [("", 2)]
    assert read() == ()
