"""Which object is cut out of which others: never round in a circle."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from app.controllers.fronts import front_edit
from engine.errors import UsageError
from engine.project.edits import AddObject
from engine.project.model import Project, SourceReference
from engine.types import ObjectId

A, B, C, D = (ObjectId(i) for i in (1, 2, 3, 4))


@pytest.fixture
def project() -> Project:
    made = Project(SourceReference(Path("/a.mp4"), "f" * 64, 64, 36, Fraction(1, 1000), Fraction(25), 10))
    for name in "ABCD":
        made, _ = AddObject(name).apply(made)
    return made


def put(project: Project, *pairs: tuple[ObjectId, ObjectId]) -> Project:
    for front, behind in pairs:
        project, _ = front_edit(project, front, behind, True).apply(project)
    return project


def fronts(project: Project) -> dict[str, tuple[int, ...]]:
    return {spec.name: spec.in_front_of for spec in project.objects if spec.in_front_of}


def test_one_is_put_in_front_of_others_and_taken_away(project: Project) -> None:
    project = put(project, (A, B), (A, C))
    assert fronts(project) == {"A": (B, C)}
    project, opposite = front_edit(project, A, B, False).apply(project)
    assert fronts(project) == {"A": (C,)}
    assert fronts(opposite.apply(project)[0]) == {"A": (B, C)}


def test_two_change_places_in_one_step(project: Project) -> None:
    project = put(project, (A, B))
    edit = front_edit(project, B, A, True)
    assert edit.label(project) == "B in front of A"
    turned, opposite = edit.apply(project)
    assert fronts(turned) == {"B": (A,)}
    assert fronts(opposite.apply(turned)[0]) == {"A": (B,)}


@pytest.mark.parametrize("also_direct", [False, True])
def test_a_circle_is_refused_and_named(project: Project, also_direct: bool) -> None:
    project = put(project, (A, B), (B, C), (C, D), *([(A, D)] if also_direct else []))
    with pytest.raises(UsageError) as caught:
        front_edit(project, D, A, True)
    assert caught.value.sentence == "A is in front of D already, by way of B."
    assert "Take A from in front of B" in caught.value.remedy
