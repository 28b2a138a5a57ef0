"""Hold-outs: which object is cut out of which others. Pure data."""

from __future__ import annotations

from dataclasses import replace

from engine.errors import UsageError
from engine.project.edits import Batch, Edit, SetHoldouts
from engine.project.model import ObjectSpec, Project
from engine.types import ObjectId


def front_edit(project: Project, front: ObjectId, behind: ObjectId, on: bool) -> Edit:
    """`front` is cut out of `behind`, or no longer. Where it was the other way round, the two change places.

    Raises UsageError where they would be in front of one another by way of others: both would lose what they share.
    """
    one, other = project.object(front), project.object(behind)
    rest = tuple(i for i in one.in_front_of if i != behind)
    if not on:
        return SetHoldouts(front, rest)
    put = SetHoldouts(front, (*rest, behind))
    turned = tuple(i for i in other.in_front_of if i != front)
    by_way = _first_step(project, replace(other, in_front_of=turned), front)
    if by_way is not None:
        raise UsageError(
            f"{other.name} is in front of {one.name} already, by way of {by_way.name}.",
            f"Take {other.name} from in front of {by_way.name} first.",
        )
    if len(turned) == len(other.in_front_of):
        return put
    return Batch(f"{one.name} in front of {other.name}", (SetHoldouts(behind, turned), put))


def _first_step(project: Project, start: ObjectSpec, goal: ObjectId) -> ObjectSpec | None:
    """Of the objects that `start` is cut out of, the first from which a way leads on to `goal`."""
    for step in start.in_front_of:
        seen, ahead = {start.id}, [step]
        while ahead:
            here = ahead.pop()
            if here == goal:
                return project.object(step)
            if here not in seen:
                seen.add(here)
                ahead.extend(project.object(here).in_front_of)
    return None
