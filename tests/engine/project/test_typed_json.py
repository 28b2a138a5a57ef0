from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.project.typed_json import NotThatType, attachment_names, from_text, to_text


class Fruit(StrEnum):
    APPLE = "apple"
    PEAR = "pear"


@dataclass(frozen=True)
class Leaf:
    size: float
    name: str = "leaf"


@dataclass(frozen=True)
class Tree:
    age: int
    rate: Fraction
    path: Path
    fruit: Fruit
    leaves: tuple[Leaf, ...] = ()
    pair: tuple[int, str] | None = None
    by_number: Mapping[int, Leaf] = field(default_factory=dict)
    blob: bytes = b""
    alive: bool = True


leaves = st.builds(Leaf, st.floats(allow_nan=False, allow_infinity=False, min_value=-1e9, max_value=1e9), st.text())
trees = st.builds(
    Tree,
    st.integers(-(2**62), 2**62),
    st.fractions(),
    st.text("abc/", min_size=1).map(Path),
    st.sampled_from(Fruit),
    st.lists(leaves, max_size=3).map(tuple),
    st.none() | st.tuples(st.integers(0, 9), st.text()),
    st.dictionaries(st.integers(-99, 99), leaves, max_size=3),
    st.binary(),
    st.booleans(),
)


@given(trees)
def test_what_is_written_is_read(tree):
    attachments = {}
    text = to_text(tree, attachments)
    assert from_text(text, Tree, attachments.__getitem__) == tree
    assert attachment_names(text) >= set(attachments)


WHOLE = '{"age":1,"rate":"1/2","path":"a","fruit":"pear"}'


def none_there(digest):
    raise KeyError(digest)


def test_missing_fields_take_their_defaults():
    assert from_text(WHOLE, Tree, none_there) == Tree(1, Fraction(1, 2), Path("a"), Fruit.PEAR)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "null",
        "[" * 100_000,
        WHOLE.replace('"age":1', '"age":1.5'),
        WHOLE.replace('"age":1', '"age":true'),
        WHOLE.replace('"age":1', '"age":"1"'),
        WHOLE.replace('"age":1', '"age":' + "9" * 30),
        WHOLE.replace('"age":1,', ""),
        WHOLE.replace("1/2", "1/0"),
        WHOLE.replace("1/2", "half"),
        WHOLE.replace("pear", "plum"),
        WHOLE.replace('"age"', '"unknown":1,"age"'),
        WHOLE.replace('"age"', '"alive":1,"age"'),
        WHOLE.replace('"age"', '"blob":"bytes","age"'),
        WHOLE.replace('"age"', '"pair":[1],"age"'),
        WHOLE.replace('"age"', '"by_number":{"x":{"size":1}},"age"'),
        WHOLE.replace('"age"', '"leaves":[{"size":NaN}],"age"'),
        WHOLE.replace('"age"', '"leaves":[{"size":1e999}],"age"'),
        WHOLE.replace('"age"', '"leaves":[{"size":' + "9" * 400 + '}],"age"'),
    ],
)
def test_what_is_not_of_the_type_is_refused(text):
    with pytest.raises(NotThatType):
        from_text(text, Tree, none_there)


def test_equal_values_have_equal_texts():
    """A click given in whole or numpy numbers digests as the same click read from disk."""
    expected = to_text(Leaf(3.0), {})
    assert to_text(Leaf(3), {}) == to_text(Leaf(np.float32(3)), {}) == to_text(Leaf(np.int64(3)), {}) == expected


def test_numbers_that_are_none_cannot_be_written():
    with pytest.raises(ValueError):
        to_text(Leaf(float("nan")), {})
