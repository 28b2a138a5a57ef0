"""Every step says what it undoes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from pathlib import Path

import pytest

from engine.project.edits import AddObject, Edit, SetHoldouts, SetLook, SetRefine, SetRefineKey, SetSettings
from engine.project.model import LookSettings, Project, ProjectSettings, RefineSettings
from engine.project.project_file import ProjectFile
from engine.types import ObjectId, Pts

DOG, BALL = ObjectId(1), ObjectId(2)


@pytest.fixture
def two(project: Project) -> Project:
    for name in ("Dog", "Ball"):
        project, _ = AddObject(name).apply(project)
    return project


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (SetLook("colour", LookSettings()), "Look: On a colour"),
        (SetLook("overlay", LookSettings(effect="blur")), "Effect: Blur on everything else"),
        (SetLook("overlay", LookSettings(effect="fill", on_object=True)), "Effect: Solid fill on the object"),
        (SetLook("overlay", LookSettings(blur_px=12)), "Blur: 12 px"),
        (SetLook("overlay", LookSettings(colour=(255, 0, 16))), "Colour: #ff0010"),
        (SetLook("overlay", LookSettings(background="/a/sky.png")), "Background: sky.png"),
        (SetSettings(ProjectSettings(model="sam2.1_hiera_base_plus")), "Model: SAM 2.1 base+"),
        (SetSettings(ProjectSettings(checkpoint="/w/mine.pt")), "Model: Nano from mine.pt"),
        (SetSettings(ProjectSettings(image_size=512)), "Model input: 512 px"),
        (SetSettings(ProjectSettings(in_pts=Pts(3), out_pts=Pts(9))), "Set in point · Set out point"),
        (SetRefine(DOG, RefineSettings(feather_px=3.0)), "Refine Dog: Feather 3 px"),
        (SetRefine(DOG, RefineSettings(garbage=BALL)), "Refine Dog: Garbage: Ball"),
        (SetRefine(DOG, RefineSettings(1, 2, 3, 4, 5)), "Refine Dog"),
        (SetRefineKey(DOG, Pts(0), RefineSettings()), "Refine key of Dog"),
        (SetHoldouts(DOG, (BALL,)), "Dog in front of Ball"),
    ],
)
def test_a_step_is_named_by_what_it_sets(two: Project, edit: Edit, said: str) -> None:
    assert edit.label(two) == said


def test_taking_back_is_named_as_well(two: Project) -> None:
    project = two
    project, _ = SetHoldouts(DOG, (BALL,)).apply(project)
    assert SetHoldouts(DOG, ()).label(project) == "Dog no longer in front of Ball"
    project, _ = SetLook("overlay", LookSettings(effect="blur")).apply(project)
    assert SetLook("overlay", LookSettings()).label(project) == "Look: Overlay"
    project, _ = SetRefine(DOG, RefineSettings(grow_px=2)).apply(project)
    assert SetRefine(DOG, RefineSettings()).label(project) == "Refine Dog: all as at the beginning"


OTHER: Mapping[type, object] = {str: "bt709", bool: True, int: 7, float: 0.25, tuple: (1, 2, 3), type(None): 5}


@pytest.mark.parametrize("name", [f.name for f in fields(RefineSettings)])
def test_every_number_of_an_edge_has_a_name(two: Project, name: str) -> None:
    before = getattr(RefineSettings(), name)
    after = {"edge": "matting", "despill": "green"}.get(name, not before if before is True else OTHER[type(before)])
    said = SetRefine(DOG, replace(RefineSettings(), **{name: after})).label(two)
    assert said.startswith("Refine Dog: ")


def test_a_step_that_is_completed_may_be_called_by_what_it_became(path: Path, project: Project) -> None:
    """Looks glanced at one after another are one step; it was called by the first of them."""
    with ProjectFile.create(path, project) as file:
        file.submit(SetLook("matte", LookSettings()))
        step = file.newest_step
        file.submit(SetLook("outline", LookSettings()), step)
        assert file.history().names == ("Look: Matte",)
        file.submit(SetLook("checker", LookSettings()), step, renames=True)
        assert file.history().names == ("Look: Cut-out",)
    with ProjectFile.open(path) as file:
        assert file.history().names == ("Look: Cut-out",)
