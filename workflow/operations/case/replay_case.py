"""Replay cases of an old log: each opened at its first event, every later event taken as a transition
through the engine, or listed with the reason why not (decision 11)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from models import audit, cases
from models.session import Session
from workflow.access.actor import Actor, Place
from workflow.access.policy import may
from workflow.audit.entry import parse
from workflow.audit.kinds import EventKind
from workflow.case_type.model import CaseType, Transition
from workflow.engine.decide import decide
from workflow.engine.decision import Decision, ReasonCode, Refusal
from workflow.engine.entry import read_fields
from workflow.engine.facts import Happened
from workflow.engine.roles import role_titles
from workflow.engine.sentences import reason
from workflow.errors import FieldError, InvalidInput, Reason
from workflow.importers.log_case import OldEvent, OldTrace
from workflow.operations.steps.acting import Act, derived_id
from workflow.operations.steps.forming import opening_fields
from workflow.operations.steps.library import Library, library
from workflow.operations.steps.places import demand_at
from workflow.operations.steps.recording import Brought, attempt_of, record_decision, store
from workflow.operations.steps.replaying import Course, begin, finish, follow_system_until

MOST_KEPT = 200
"""How many deviations of one case its own record lists; the count is whole in any case."""


@dataclass(frozen=True, slots=True)
class Log:
    """Where the cases come from and go to: the log's name, the file's sha256, the office, its resources as
    actors (who is not among them acts without a role), and the sha256 of the mapping."""

    name: str
    file_sha256: str
    org_id: UUID
    actors: Mapping[str, Actor] = field(default_factory=dict)
    mapping_sha256: str = ""


@dataclass(frozen=True, slots=True)
class Deviation:
    """An event that the definition does not allow: where it stands, in which state the case was, why."""

    case: str
    position: int
    line: int
    column: int
    activity: str
    happened: str
    state: str
    code: str
    name: str
    vi: str
    en: str

    def as_json(self) -> dict[str, Any]:
        """As the record keeps it and the command line prints it."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(slots=True)
class Replay:
    """What became of one case: its events, those taken, those that deviate. `known`: an earlier run brought
    it in, and this is what that run recorded."""

    case: str
    line: int
    events: int
    taken: int = 0
    deviating: int = 0
    deviations: list[Deviation] = field(default_factory=list)
    known: bool = False


def replay_cases(session: Session, act: Act, log: Log, traces: Sequence[OldTrace]) -> list[Replay]:
    """Replay a batch of cases in the order given.

    A case's id is made of the log's name and the trace's key: what an earlier run brought in is not touched.
    Guards, roles and sentries are asked as of the day each event happened; the limit for late entries is
    not. Raises NotPermitted, NotFound, InvalidInput (values the opening cannot take), DeadlineRefused,
    Duplicate (a number that the office has already).
    """
    held = library(session)
    place = demand_at(session, held, act.actor, "import_register", log.org_id, act.at)
    ids = [derived_id("log", log.name, one.key) for one in traces]
    known = cases.existing_cases(session, ids)
    return [
        _recalled(session, case_id, one)
        if case_id in known
        else _replay(session, held, act, log, place, case_id, one)
        for case_id, one in zip(ids, traces, strict=True)
    ]


def _replay(
    session: Session, held: Library, act: Act, log: Log, place: Place, case_id: UUID, trace: OldTrace
) -> Replay:
    case_type = held.case_type(trace.definition_sha256)
    mark = {"log": log.name, "file": log.file_sha256}
    opened = trace.events[trace.opening]
    by = _actor(log, opened)
    may_open = may(by, "open_case", place, held.roles())
    brought = Brought(_opening_values(case_type, trace))
    opener = replace(act, actor=by) if may_open else act
    course = begin(session, held, opener, case_type, case_id, place, trace, brought, mark)
    result = Replay(trace.key, trace.line, len(trace.events))
    for event in trace.events:
        if event.position < opened.position:
            _deviate(result, course, event, _too_early(event))
        elif event is opened:
            if may_open:
                result.taken += 1
            else:
                _deviate(result, course, event, reason(ReasonCode.ROLE, "open_case", _opener()))
        else:
            refused = _take(course, replace(act, actor=_actor(log, event)), event, mark)
            if refused is None:
                result.taken += 1
            else:
                _deviate(result, course, event, refused)
    finish(course, act, trace.line, mark, _summary(result))
    return result


def _actor(log: Log, event: OldEvent) -> Actor:
    return log.actors.get(event.resource, Actor(f"import:{log.name}"[:60]))


def _opening_values(case_type: CaseType, trace: OldTrace) -> dict[str, Any]:
    names = opening_fields(case_type)
    typed = read_fields(case_type, names, trace.fields)
    missing = [name for name in names if case_type.fields[name].required and name not in typed]
    if missing:
        raise InvalidInput([FieldError(f"fields.{name}", "missing") for name in missing])
    return typed


def _take(course: Course, act: Act, event: OldEvent, mark: Mapping[str, str]) -> Reason | None:
    """Take the first of the event's transitions that is allowed; else the first reason against it."""
    happened = course.told(event.happened)
    follow_system_until(course, act, happened.at)
    if not event.transitions:
        return _unmapped(event)
    against: Reason | None = None
    for transition in _fitting(course, event):
        found = _decide(course, act, transition, event, happened)
        if not isinstance(found, Reason):
            decision, brought = found
            stored = store(course.session, act, course.work, brought)
            source = {**mark, "line": event.line}
            record_decision(course.session, act, course.work, decision, stored, imported=source)
            course.moved(act, decision)
            return None
        against = against or found
    return against


def _fitting(course: Course, event: OldEvent) -> list[Transition]:
    """Those of the event's transitions that leave the present state; the first one where none does."""
    known = [course.case_type.transitions[name] for name in event.transitions]
    return [one for one in known if course.facts.state in one.sources] or known[:1]


def _decide(
    course: Course, act: Act, transition: Transition, event: OldEvent, happened: Happened
) -> tuple[Decision, Brought] | Reason:
    raw = event.entered.get(transition.name, {})
    try:
        typed = read_fields(course.case_type, (*transition.asks, *transition.may_ask), raw)
    except InvalidInput as error:
        return _unfit(error.errors[0])
    brought = Brought(typed)
    attempt = attempt_of(course.case_type, act, transition.name, happened, brought)
    decision = decide(course.case_type, course.facts, attempt, course.reckoning)
    if isinstance(decision, Refusal):
        return decision.reasons[0]
    if decision.proposes:
        second = transition.second or ""
        return reason(ReasonCode.SECOND_PERSON, second, role_titles(course.case_type, (second,)))
    return decision, brought


def _deviate(result: Replay, course: Course, event: OldEvent, why: Reason) -> None:
    result.deviating += 1
    happened = event.happened.at.isoformat() if event.happened.precision == "instant" else ""
    result.deviations.append(
        Deviation(
            result.case,
            event.position,
            event.line,
            event.column,
            event.activity,
            happened or event.happened.day.isoformat(),
            course.facts.state,
            str(why.code),
            why.name,
            why.vi,
            why.en,
        )
    )


def _summary(result: Replay) -> dict[str, Any]:
    told = [one.as_json() for one in result.deviations[:MOST_KEPT]]
    counts = {"events": result.events, "taken": result.taken, "deviating": result.deviating}
    return {**counts, "deviations": told}


def _recalled(session: Session, case_id: UUID, trace: OldTrace) -> Replay:
    """What the run that brought the case in recorded of it."""
    after = 0
    while rows := audit.read_events(session, case_id, after):
        for row in rows:
            if row["kind"] == EventKind.CASE_IMPORTED:
                body = parse(row["text"]).body
                told = [Deviation(**one) for one in body["deviations"]]
                counts = (body["events"], body["taken"], body["deviating"])
                return Replay(trace.key, trace.line, *counts, told, known=True)
        after = rows[-1]["seq"]
    return Replay(trace.key, trace.line, 0, known=True)


def _unmapped(event: OldEvent) -> Reason:
    vi = f"Bảng ánh xạ không có hoạt động “{event.activity}”."
    return Reason("unmapped-activity", event.activity, vi, f"The mapping has no activity “{event.activity}”.")


def _too_early(event: OldEvent) -> Reason:
    vi, en = "Xảy ra trước khi vụ việc được mở.", "It lies before the event that opens the case."
    return Reason("before-opening", event.activity, vi, en)


def _unfit(error: FieldError) -> Reason:
    vi = f"Giá trị không nhập được: {error.path} ({error.code})."
    return Reason("value-unfit", error.path, vi, f"A value cannot be entered: {error.path} ({error.code}).")


def _opener() -> tuple[str, str]:
    return "người được mở hồ sơ", "who may open cases"
