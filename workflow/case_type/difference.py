"""What changed between two versions of a case type. The effect on dates belongs to the migration's dry
run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, timedelta
from typing import Any

from workflow.calendar.period import Length
from workflow.case_type.model import CaseType, Condition, Text, Trigger

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
HEAD = (
    "kind",
    "title",
    "number",
    "received_from",
    "received_to",
    "calendar",
    "stage_titles",
    "sealed",
    "opened",
)


@dataclass(frozen=True, slots=True)
class Difference:
    """One change. `change` is "added" | "removed" | "altered"; `parts` names the altered attributes, `values`
    gives each before and after as plain JSON values."""

    section: str
    name: str
    change: str
    parts: tuple[str, ...] = ()
    values: tuple[tuple[str, Any, Any], ...] = ()

    def as_values(self) -> dict[str, Any]:
        """The same as JSON values."""
        altered = {part: {"before": old, "after": new} for part, old, new in self.values}
        return {"section": self.section, "name": self.name, "change": self.change, "altered": altered}

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
    found = [
        Difference(name, "", "altered", values=(("", plain(getattr(a, name)), plain(getattr(b, name))),))
        for name in HEAD
        if getattr(a, name) != getattr(b, name)
    ]
    for section in SECTIONS:
        found += _compared(section, getattr(a, section), getattr(b, section))
    return found


def _compared(section: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Difference]:
    found = [Difference(section, name, "added") for name in new if name not in old]
    found += [Difference(section, name, "removed") for name in old if name not in new]
    for name in new:
        if name in old and old[name] != new[name]:
            parts = [each.name for each in fields(new[name])]
            values = tuple(
                (part, plain(getattr(old[name], part)), plain(getattr(new[name], part)))
                for part in parts
                if getattr(old[name], part) != getattr(new[name], part)
            )
            found.append(Difference(section, name, "altered", tuple(part for part, *_ in values), values))
    return found


def touched_states(a: CaseType, found: list[Difference]) -> dict[str, tuple[str, ...]]:
    """The open states of `a` in which something changes for a case that stands there, each with what: the
    state itself, or an act that may be taken in it."""
    touched: dict[str, list[str]] = {}
    for each in found:
        for state in _states_of(a, each):
            if state in a.states and not a.states[state].ending:
                touched.setdefault(state, []).append(f"{each.section}.{each.name}")
    return {state: tuple(touched[state]) for state in a.states if state in touched}


def _states_of(a: CaseType, each: Difference) -> Iterator[str]:
    if each.section == "states" and each.change != "added":
        yield each.name
    elif each.section == "transitions" and each.name in a.transitions:
        yield from a.transitions[each.name].sources
    elif each.section == "sentries" and each.change == "altered":
        for transition in a.transitions.values():
            if each.name in transition.needs:
                yield from transition.sources


def plain(value: Any) -> Any:
    """A value of the model as plain JSON values, short where it has a short form."""
    if isinstance(value, Text):
        return {"vi": value.vi, "en": value.en}
    if isinstance(value, Trigger):
        return ".".join(filter(None, (value.kind, value.name)))
    if isinstance(value, Condition):
        given = {
            "name": value.name,
            "test": value.test,
            "value": plain(value.value),
            "parts": plain(value.parts),
        }
        return {"kind": value.kind} | {name: one for name, one in given.items() if one not in ("", None, [])}
    if isinstance(value, (Length, date, timedelta)):
        return str(value)
    if is_dataclass(value) and not isinstance(value, type):
        return {each.name: plain(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, Mapping):
        return {str(name): plain(one) for name, one in value.items()}
    return [plain(one) for one in value] if isinstance(value, (tuple, list, frozenset)) else value
