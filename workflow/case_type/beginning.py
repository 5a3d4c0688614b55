"""Who opens a case of a type, at offices of which level, and through which door."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from workflow.case_type.plain import many
from workflow.case_type.words import Text

DESK, CASE, SYSTEM = "desk", "case", "system"
DOORS = (DESK, CASE, SYSTEM)
"""A person receives a filing; an act of another case opens it; the product does by itself (a plan's duty, the
self-test). What an old register brings in was opened long ago and passes none of them."""


@dataclass(frozen=True, slots=True)
class Beginning:
    """How a case begins; what is left out is open. `by`: role names of the case type, of whom one is needed
    at the desk; `at`: kinds of office (levels are data); `doors`: of DOORS; `say`: the sentence read by
    whoever is refused because of door or office."""

    by: tuple[str, ...] = ()
    at: tuple[str, ...] = ()
    doors: tuple[str, ...] = DOORS
    say: Text | None = None


@dataclass(frozen=True, slots=True)
class Openings:
    """What the texts of the known case types say of one another. `doors`: type → the doors of any of its
    versions; `opened`: the types that some act opens or becomes."""

    doors: Mapping[str, frozenset[str]]
    opened: frozenset[str]


def brief(value: Mapping[str, Any]) -> dict[str, Any]:
    """Of a written case type, sound or not, only what others need to know of how its cases begin."""
    said, acts = value.get("opened"), value.get("transitions")
    doors = many(said["from"]) if isinstance(said, Mapping) and "from" in said else DOORS
    written = [act for act in acts.values() if isinstance(act, Mapping)] if isinstance(acts, Mapping) else []
    opens = [str(act[key]) for act in written for key in ("opens", "becomes") if key in act]
    return {"case_type": str(value["case_type"]), "doors": doors, "opens": opens}


def openings_of(briefs: Iterable[Mapping[str, Any]]) -> Openings:
    """What case types say of one another, from the `brief` of each version."""
    doors: dict[str, frozenset[str]] = {}
    opened: set[str] = set()
    for one in briefs:
        name = one["case_type"]
        doors[name] = doors.get(name, frozenset()) | frozenset(one["doors"])
        opened.update(one["opens"])
    return Openings(doors, frozenset(opened))
