"""What changed between two versions of a case type. The effect on dates belongs to the migration's dry
run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from workflow.case_type.model import CaseType

SECTIONS = (
    "states",
    "transitions",
    "roles",
    "fields",
    "documents",
    "sentries",
    "clocks",
    "rungs",
    "requests",
)
HEAD = ("kind", "title", "number", "received_from", "received_to", "calendar", "stage_titles")


@dataclass(frozen=True, slots=True)
class Difference:
    """One change. `change` is "added" | "removed" | "altered"; `parts` names the altered attributes."""

    section: str
    name: str
    change: str
    parts: tuple[str, ...] = ()

    def __str__(self) -> str:
        within = f" ({', '.join(self.parts)})" if self.parts else ""
        return (
            f"{self.section}.{self.name} {self.change}{within}"
            if self.name
            else f"{self.section} {self.change}"
        )


def differences(a: CaseType, b: CaseType) -> list[Difference]:
    """What `b` adds, removes and alters against `a`: first the head, then section by section in the order
    of `b`."""
    found = [Difference(name, "", "altered") for name in HEAD if getattr(a, name) != getattr(b, name)]
    for section in SECTIONS:
        found += _compared(section, getattr(a, section), getattr(b, section))
    return found


def _compared(section: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Difference]:
    found = [Difference(section, name, "added") for name in new if name not in old]
    found += [Difference(section, name, "removed") for name in old if name not in new]
    for name in new:
        if name in old and old[name] != new[name]:
            parts = (each.name for each in fields(new[name]))
            altered = tuple(part for part in parts if getattr(old[name], part) != getattr(new[name], part))
            found.append(Difference(section, name, "altered", altered))
    return found
