"""Reads a whole log once before anything is written: what it holds, and whether a mapping fits it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from workflow.case_type.model import CaseType
from workflow.importers.log import CASE, LogTrace, unreadable
from workflow.importers.log_case import NakedTime, moment_of, resource_of
from workflow.importers.log_mapping import Faults, LogMapping
from workflow.source import Source

MAPPED = frozenset(
    ("text", "line", "date", "instant", "integer", "choice", "choices", "yes_no", "parties", "recipients")
)
"""The types of fields whose values an attribute can give: people and offices of ours it cannot name."""


@dataclass(slots=True)
class Survey:
    """What a log holds: traces, events, the days of its first and last event, its attributes and its
    resources."""

    traces: int = 0
    events: int = 0
    first: date | None = None
    last: date | None = None
    attributes: set[str] = field(default_factory=set)
    resources: set[str] = field(default_factory=set)


def survey(mapping: LogMapping, traces: Iterable[LogTrace], file: str, now: datetime) -> Survey:
    """Read through. Raises DefinitionInvalid with line and column where the file cannot be read, holds no
    trace, or writes a time without its offset while the mapping names no zone. `now` bounds the span."""
    found = Survey()
    for trace in traces:
        found.traces += 1
        found.attributes.update(CASE + name for name in trace.values)
        for event in trace.events:
            found.events += 1
            found.attributes.update(event.values)
            if resource := resource_of(mapping, trace, event):
                found.resources.add(resource)
            try:
                happened = moment_of(mapping, trace.value(event, mapping.time))
            except NakedTime as error:
                raise unreadable(file, event.line, event.column, f"{error}; say `zone:`.") from None
            except ValueError:
                continue  # that case alone is rejected, with its line, when its turn comes
            if happened is not None and happened.at <= now:
                found.first = min(found.first or happened.day, happened.day)
                found.last = max(found.last or happened.day, happened.day)
    if not found.traces:
        raise unreadable(file, 1, 1, "The log ends before its first trace: there is nothing to import.")
    return found


def check_log_mapping(
    mapping: LogMapping, case_type: CaseType, found: Survey, staff: Collection[str], source: Source
) -> None:
    """Refuse a mapping that names attributes the log has not, or names our definitions have not.

    `staff` are the roles of definitions/roles.yaml. Raises DefinitionInvalid with every fault.
    """
    faults = Faults(source)
    for path, name in mapping.attributes():
        if name not in found.attributes:
            said = f"The log has no attribute {name!r} that holds a value."
            faults.add(path, "missing-attribute", said, near=found.attributes, word=name)
    for path, state in mapping.states():
        if state not in case_type.starts:
            said = f"{state!r} is no start state of {case_type.name}."
            faults.add(path, "unknown-name", said, near=case_type.starts, word=state)
    for path, transition in mapping.named_transitions():
        _check_transition(path, transition, case_type, faults)
    for name in mapping.fields:
        _check_field(("fields", name), name, case_type, faults)
    for transition, entered in mapping.entered.items():
        for name in entered:
            _check_field(("entered", transition, name), name, case_type, faults)
    for path, role in mapping.named_roles():
        if role not in staff:
            faults.add(path, "unknown-name", f"There is no role {role!r}.", near=staff, word=role)
    faults.done()


def _check_transition(path: tuple[str | int, ...], name: str, case_type: CaseType, faults: Faults) -> None:
    transition = case_type.transitions.get(name)
    if transition is None:
        said = f"{case_type.name} has no transition {name!r}."
        faults.add(path, "unknown-name", said, near=case_type.transitions, word=name)
    elif transition.system:
        faults.add(path, "wrong-type", f"{name!r} is taken by the system itself, by no event of a log.")
    elif transition.opens or transition.becomes:
        said = f"{name!r} opens another case; a log of the past must not open one today."
        faults.add(path, "wrong-type", said)


def _check_field(path: tuple[str | int, ...], name: str, case_type: CaseType, faults: Faults) -> None:
    declared = case_type.fields.get(name)
    if declared is None:
        said = f"{case_type.name} has no field {name!r}."
        faults.add(path, "unknown-name", said, near=case_type.fields, word=name)
    elif declared.type not in MAPPED:
        faults.add(path, "wrong-type", f"{name!r} names people or offices of ours; a log cannot.")
