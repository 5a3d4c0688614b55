"""The parsed case type: frozen values that engine, pages, API and diagram read; nothing decides here.

One file of `definitions/case_types/` becomes one `CaseType`; names follow `docs/glossary.md` (CMMN).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from workflow.calendar.period import Length
from workflow.case_type.beginning import Beginning as Beginning
from workflow.case_type.promise import ByField
from workflow.case_type.triggers import EVENTS as EVENTS
from workflow.case_type.triggers import Trigger as Trigger
from workflow.case_type.words import Text as Text

STAGES = ("received", "classified", "assigned", "mediated", "escalated", "resolved", "follow_up")
"""The seven stages fixed by the user, in order. An ending stands in no stage: it is `closed`."""
CLOSED, SAME, PREVIOUS, ANY_OPEN = "closed", "same", "previous", "any_open"


@dataclass(frozen=True, slots=True)
class Role:
    """A role seen from the case. `holds`: a role of `definitions/roles.yaml`; `at`: "office" | "office.above"
    | "office.inspected_by" | "lead" | "coordinating"; `is_`: None, or "lead" / "coordinating": the actor must
    be that assignee; `never`: names such as "respondent_person": the conflict of interest that bars the actor
    (and whoever the actor stands in for)."""

    name: str
    holds: str
    at: str = "office"
    is_: str | None = None
    never: tuple[str, ...] = ()
    title: Text | None = None


FIELD_TYPES = (
    "text", "line", "date", "instant", "integer", "choice", "choices", "yes_no",
    "officer", "organisation", "units", "parties", "respondent", "recipients",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Option:
    """One value of a closed list: `code` is stored, `title` shown, `cites` names its article."""

    code: str
    title: Text
    cites: str | None = None


@dataclass(frozen=True, slots=True)
class Field:
    """A declared field of the case. `type`: one of FIELD_TYPES; `options` are the finite values of
    choice(s), from the file or a code list.

    `personal`: the value lives encrypted apart. `sealed`: shown only to `reveal` roles, each reveal with a
    reason on the record. `at_least`/`at_most` bound an integer (or the number of parties, units, choices).
    `part`: what an officer named here has of the case."""

    name: str
    type: str
    title: Text
    required: bool = False
    personal: bool = False
    sealed: bool = False
    reveal: tuple[str, ...] = ()
    options: tuple[Option, ...] = ()
    code_list: str | None = None
    at_least: int | None = None
    at_most: int | None = None
    help: Text | None = None
    part: str = "lead"


@dataclass(frozen=True, slots=True)
class Document:
    """A kind of paper. `letter`: the office writes it; `form`: the statutory form's name; `unless`: a
    condition under which it is not needed."""

    name: str
    title: Text
    letter: str | None = None
    form: str | None = None
    unless: Condition | None = None


@dataclass(frozen=True, slots=True)
class State:
    """A state of the case. `stage` is one of STAGES, or "closed" for an ending. `ground`: the field that
    names why an ending was reached. `untimed`: the reason why no clock need run here. `start`: a case may
    open here. `reopens`: an ending that a transition may leave. `stub`: the case is sealed, and only number
    and dates are seen from here on: its contents lie elsewhere."""

    name: str
    stage: str
    title: Text
    ending: bool = False
    ground: str | None = None
    untimed: str | None = None
    start: bool = False
    reopens: bool = False
    stub: bool = False


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition over declared facts, as a small tree. `kind` and operands:

    "all" / "any": `parts`; "not": `parts[0]`; "office": `name` = a dated trait of the owning office, `value`
    True/False; "respondent": staff roles (`value`), one held there by who is named; "children": all have
    ended; "document": `name` (of the case or this act); "field": `name`, `test` in {"is", "in", "below",
    "at_least", "present", "absent"}, `value` (in: tuple); "clock": `name`, `value` = tuple of "unstarted",
    "running", "paused", "past_end", "stopped"."""

    kind: str
    name: str = ""
    test: str = ""
    value: Any = None
    parts: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class Sentry:
    """A named condition that guards transitions (CMMN), with the sentence a refused officer reads."""

    name: str
    condition: Condition
    say: Text


@dataclass(frozen=True, slots=True)
class Transition:
    """An edge. `sources`: state names, wildcards already expanded; `target`: a state name, or SAME, or
    PREVIOUS.

    `by`: role names of this case type; empty with `system=True` when the system takes it as soon as every
    clock end named in `on` is reached. `asks` / `may_ask`: fields required / optional in this act; `attaches`
    / `may_attach`: documents; `issues`: letters written by this act (required). `second`: the role whose
    confirmation this act needs (two persons). `right`: a citizen's right (left out of dead-end checks).
    `in_force_from/to`: judged on the day the act happened. `opens`: case type of a child case; `becomes`:
    case type this matter is handed to; `opens_at`: where it lies (office | office.above), `opens_in`: its
    start state; `carries`: fields copied there, `hands_on`: papers that go too. `joins`: the field that names
    the case (by its number) with which this filing is kept. `priority`: order among system transitions (lower
    first). `confirms`: True asks a check page."""

    name: str
    title: Text
    sources: tuple[str, ...]
    target: str
    by: tuple[str, ...] = ()
    system: bool = False
    on: tuple[str, ...] = ()  # clock names whose end must be reached (all of them)
    needs: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    may_ask: tuple[str, ...] = ()
    attaches: tuple[str, ...] = ()
    may_attach: tuple[str, ...] = ()
    issues: tuple[str, ...] = ()
    right: bool = False
    second: str | None = None
    in_force_from: date | None = None
    in_force_to: date | None = None
    opens: str | None = None
    becomes: str | None = None
    opens_at: str = "office"
    opens_in: str | None = None
    carries: tuple[str, ...] = ()
    carries_as: tuple[tuple[str, str], ...] = ()  # (field here, field there)
    hands_on: tuple[tuple[str, str], ...] = ()  # (document here, document there)
    joins: str | None = None
    priority: int = 0
    cites: str | None = None
    confirms: bool = False


@dataclass(frozen=True, slots=True)
class Extension:
    """An act that lengthens a clock: the `transition` adds the rule's extension `step` (its name in the
    rule), or for an `internal` clock the `days` given here (unit of the clock's promise). `field`: where the
    act itself says how many, up to that (the law often says "at most"); empty, it is all of it."""

    transition: str
    step: str | None = None
    days: int | None = None
    field: str | None = None


@dataclass(frozen=True, slots=True)
class Clock:
    """A time limit of the procedure. `kind`: duty (the office must act) | window (another's right) | effect
    (something becomes true) | notice (counted backwards) | internal (the office's own). `rule`: a rule family
    such as "complaint.acceptance"; `promise`: the office's own, shorter, length (the only one of an internal
    clock), with `because`; `hours`: the same by the clock on the wall; `by_field`: lengths that go before
    both for the values it lists; `given`: a field that holds the end (date or instant). `variants`: (name,
    condition) pairs, the rule's variant applies while the condition holds. `per`: case | party | request |
    hearing | item. `before`: for a notice, the date field it counts back from. `informative`: shown, never
    marked late. `outlives`: may run on in an ending. `judged_if`: only then late. `cites`: its article."""

    name: str
    kind: str
    title: Text
    starts: tuple[Trigger, ...]
    stops: tuple[Trigger, ...] = ()
    pauses: tuple[Trigger, ...] = ()
    resumes: tuple[Trigger, ...] = ()
    rule: str | None = None
    promise: Length | None = None
    because: Text | None = None
    given: str | None = None
    before: str | None = None
    variants: tuple[tuple[str, Condition], ...] = ()
    extends: tuple[Extension, ...] = ()
    rungs: tuple[str, ...] = ()
    per: str = "case"
    informative: bool = False
    outlives: bool = False
    cites: str | None = None
    hours: timedelta | None = None
    by_field: ByField | None = None
    judged_if: Condition | None = None


@dataclass(frozen=True, slots=True)
class Rung:
    """One warning or escalation point of a clock.

    `anchor`: "share" (of the raw period, `share` in 0..100), "due" (the last working day on or before the raw
    end, moved by `offset`), "promised" (the promised day, moved so, where there is one), "late" (opening time
    after the legal end plus the office's time to record), "reached" (00:00 of the first day after the end).
    `offset`/`unit`: signed count of "days" | "working_days". `tell`: "holder", "chair" (any role of this case
    type or of roles.yaml), "office.above", "office.inspected_by". `mark`: "late" marks the case."""

    name: str
    anchor: str
    share: int = 0
    offset: int = 0
    unit: str = "working_days"
    tell: tuple[str, ...] = ()
    mark: str | None = None


@dataclass(frozen=True, slots=True)
class RequestKind:
    """A coordination request that runs beside the state: who may send it (`by`: roles of this type), in which
    states, what fields it `carries`, its own clock, and who may answer (`to`: roles of roles.yaml at the unit
    asked)."""

    name: str
    title: Text
    by: tuple[str, ...]
    states: tuple[str, ...]
    carries: tuple[str, ...]
    clock: str | None = None
    to: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CaseType:
    """One version of a procedure, whole. `sealed`: only the named people see its cases; `opened`: who opens
    them, where and how. `sha256` is of the
    file's text; `received_from`/`received_to` (inclusive days) pick the version."""

    name: str
    version: str
    kind: str  # "statutory" | "internal"
    title: Text
    sha256: str
    number: str
    received_from: date | None
    received_to: date | None
    calendar: str
    roles: Mapping[str, Role]
    fields: Mapping[str, Field]
    documents: Mapping[str, Document]
    states: Mapping[str, State]
    sentries: Mapping[str, Sentry]
    transitions: Mapping[str, Transition]
    clocks: Mapping[str, Clock]
    rungs: Mapping[str, Rung]
    requests: Mapping[str, RequestKind] = field(default_factory=dict)
    stage_titles: Mapping[str, Text] = field(default_factory=dict)
    waived: tuple[tuple[str, str, str], ...] = ()  # (code, at, because)
    sealed: bool = False
    opened: Beginning = field(default_factory=Beginning)

    @property
    def starts(self) -> tuple[str, ...]:
        """The states in which a case may be opened."""
        return tuple(name for name, state in self.states.items() if state.start)
