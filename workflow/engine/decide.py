"""Decides one act. Sentries are asked first so that every reason is collected; the machine then confirms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from workflow.access.actor import Actor
from workflow.case_type.model import CaseType, Transition, Trigger
from workflow.engine.clocks import Reckoning, clock_effects
from workflow.engine.decision import Decision, Offer, ReasonCode, Refusal
from workflow.engine.facts import Attempt, CaseFacts, Happened
from workflow.engine.machine import move
from workflow.engine.roles import acting_grant, holds_role, lead_reasons, role_titles
from workflow.engine.sentences import reason
from workflow.engine.sentry import View, holds
from workflow.errors import Reason


def decide(
    case_type: CaseType, facts: CaseFacts, attempt: Attempt, reckoning: Reckoning
) -> Decision | Refusal:
    """What the attempted transition does to the case, or why it cannot be taken now."""
    transition = case_type.transitions.get(attempt.transition)
    if transition is None:
        return Refusal(attempt.transition, (reason(ReasonCode.UNKNOWN, attempt.transition),))
    reasons = list(_standing_reasons(case_type, facts, attempt, transition))
    reasons += _missing(case_type, facts, attempt, transition)
    reasons += lead_reasons(case_type, facts, _officers(case_type, attempt.fields))
    if reasons:
        return Refusal(transition.name, tuple(reasons))
    target = move(case_type, transition.name, facts.state, facts.previous_state)
    if target is None:
        return Refusal(transition.name, (_wrong_state(case_type, facts, transition),))
    grant = acting_grant(case_type, facts, attempt, transition)
    on_behalf = grant.on_behalf_of if grant else None
    if transition.second and not attempt.confirming:
        return Decision(
            transition.name,
            facts.state,
            facts.state,
            attempt.happened,
            dict(attempt.fields),
            on_behalf,
            proposes=True,
        )
    effects = clock_effects(
        case_type, facts, attempt, events_of(case_type, transition, attempt), target, reckoning
    )
    if effects.reasons:
        return Refusal(transition.name, effects.reasons)
    return Decision(
        transition.name,
        facts.state,
        target,
        attempt.happened,
        dict(attempt.fields),
        on_behalf,
        effects.effects,
        rules=effects.rules,
    )


def offers(
    case_type: CaseType, facts: CaseFacts, actor: Actor, happened: Happened, at: datetime
) -> tuple[Offer, ...]:
    """Every transition out of the present state that a person may take, with the reasons for those refused.

    Fields and papers that the form asks for are no reason against offering it.
    """
    return tuple(
        _offer(case_type, facts, Attempt(name, actor, happened, at), transition)
        for name, transition in case_type.transitions.items()
        if facts.state in transition.sources and not transition.system
    )


def confirm_reasons(
    case_type: CaseType, facts: CaseFacts, actor: Actor, happened: Happened, at: datetime
) -> tuple[Reason, ...]:
    """Why the actor may not be the second person of the open proposal; empty where nothing stands against
    it."""
    if facts.proposal is None:
        return (reason(ReasonCode.SECOND_PERSON, ""),)
    transition = case_type.transitions[facts.proposal.transition]
    attempt = Attempt(transition.name, actor, happened, at, confirming=True)
    return tuple(_second_person_reasons(case_type, facts, attempt, transition))


def _offer(case_type: CaseType, facts: CaseFacts, attempt: Attempt, transition: Transition) -> Offer:
    reasons = tuple(_standing_reasons(case_type, facts, attempt, transition, asked=_brought(transition)))
    return Offer(transition.name, not reasons, reasons)


def _brought(transition: Transition) -> frozenset[str]:
    """Names of fields and papers the act itself brings: a sentry over them can only be judged when they are
    entered."""
    return frozenset(
        (
            *transition.asks,
            *transition.may_ask,
            *transition.attaches,
            *transition.may_attach,
            *transition.issues,
        )
    )


def system_transition(case_type: CaseType, facts: CaseFacts, at: datetime) -> Transition | None:
    """The first system transition (lowest priority number) whose clock ends are all reached at `at` (decision
    14)."""
    due = [
        transition
        for transition in case_type.transitions.values()
        if transition.system
        and facts.state in transition.sources
        and all(ends_reached(facts, clock, at) for clock in transition.on)
        and all(
            holds(case_type.sentries[name].condition, _view(facts, None, at)) for name in transition.needs
        )
    ]
    return min(due, key=lambda transition: transition.priority, default=None)


def ends_reached(facts: CaseFacts, clock: str, at: datetime) -> bool:
    """Whether a clock's end has come for every subject it concerns: each party for a clock per party, else
    the case."""
    timers = [timer for timer in facts.timers if timer.clock == clock and timer.running != "stopped"]
    if not timers or not all(timer.reached(at) for timer in timers):
        return False
    if timers[0].subject_kind != "party":
        return True
    covered = {timer.subject_id for timer in timers}
    return all(party in covered for party in facts.parties)


def _standing_reasons(
    case_type: CaseType,
    facts: CaseFacts,
    attempt: Attempt,
    transition: Transition,
    asked: frozenset[str] = frozenset(),
) -> Iterable[Reason]:
    """Reasons that lie in the case, the actor or the day, not in what the form still has to bring."""
    if facts.state not in transition.sources:
        yield _wrong_state(case_type, facts, transition)
        return
    if transition.system:
        if attempt.actor.name != "system":
            yield reason(ReasonCode.SYSTEM_ONLY, transition.name)
        return
    yield from _role_reasons(case_type, facts, attempt, transition)
    yield from _day_reasons(facts, attempt, transition)
    if facts.proposal is not None and not attempt.confirming and transition.second:
        yield reason(ReasonCode.PROPOSED, transition.name)
    view = _view(facts, attempt, attempt.happened.at)
    for name in transition.needs:
        sentry = case_type.sentries[name]
        if not (asked & names_read(sentry.condition)) and not holds(sentry.condition, view):
            yield Reason(ReasonCode.SENTRY, name, sentry.say.vi, sentry.say.en or sentry.say.vi)


def names_read(condition: object) -> frozenset[str]:
    """The fields and documents a condition reads."""
    parts = getattr(condition, "parts", ())
    own = {condition.name} if getattr(condition, "kind", "") in ("field", "document") else set()  # type: ignore[attr-defined]
    return frozenset(own.union(*(names_read(part) for part in parts)))


def _view(facts: CaseFacts, attempt: Attempt | None, at: datetime) -> View:
    entered: Mapping[str, object] = attempt.fields if attempt else {}
    papers = attempt.documents if attempt else frozenset()
    return View(facts, {**facts.fields, **entered}, facts.documents | papers, at)


def _role_reasons(
    case_type: CaseType, facts: CaseFacts, attempt: Attempt, transition: Transition
) -> Iterable[Reason]:
    if attempt.confirming:
        yield from _second_person_reasons(case_type, facts, attempt, transition)
        return
    if acting_grant(case_type, facts, attempt, transition) is not None:
        return
    conflicted = any(
        holds_role(case_type.roles[name], facts, attempt.actor, ignore_conflict=True)
        for name in transition.by
    )
    code = ReasonCode.CONFLICT if conflicted else ReasonCode.ROLE
    yield reason(code, transition.by[0] if transition.by else "", role_titles(case_type, transition.by))


def _second_person_reasons(
    case_type: CaseType, facts: CaseFacts, attempt: Attempt, transition: Transition
) -> Iterable[Reason]:
    """Two persons: never the proposer, nor anybody who stands in for, or is stood in for by, the proposer
    (decision 17)."""
    second = transition.second or ""
    if (
        facts.proposal is None
        or facts.proposal.transition != transition.name
        or facts.proposal.proposer & attempt.actor.people
    ):
        yield reason(ReasonCode.SECOND_PERSON, second, role_titles(case_type, (second,)))
    elif holds_role(case_type.roles[second], facts, attempt.actor) is None:
        yield reason(ReasonCode.ROLE, second, role_titles(case_type, (second,)))


def _day_reasons(facts: CaseFacts, attempt: Attempt, transition: Transition) -> Iterable[Reason]:
    day = attempt.happened.day
    if (transition.in_force_from and day < transition.in_force_from) or (
        transition.in_force_to and day > transition.in_force_to
    ):
        yield reason(ReasonCode.NOT_IN_FORCE, transition.name)
    if precedes(attempt.happened, facts.moved):
        yield reason(ReasonCode.BEFORE_LAST, transition.name)


def precedes(happened: Happened, other: Happened) -> bool:
    """Whether one event lies before another, as far as their precision tells: on one day only two instants
    can."""
    if "day" in (happened.precision, other.precision):
        return happened.day < other.day
    return happened.at < other.at


def _missing(case_type: CaseType, facts: CaseFacts, attempt: Attempt, transition: Transition) -> list[Reason]:
    missing = [
        reason(ReasonCode.FIELD, name, case_type.fields[name].title)
        for name in transition.asks
        if attempt.fields.get(name) in (None, "", [], ())
    ]
    view = _view(facts, attempt, attempt.happened.at)
    for name in (*transition.attaches, *transition.issues):
        unless = case_type.documents[name].unless
        if name not in attempt.documents and not (unless and holds(unless, view)):
            missing.append(reason(ReasonCode.DOCUMENT, name, case_type.documents[name].title))
    return missing


def events_of(case_type: CaseType, transition: Transition, attempt: Attempt) -> tuple[Trigger, ...]:
    """The events an act is, for the clocks: the transition itself, an assignment, and each date field it
    sets."""
    events = [Trigger("transition", transition.name)]
    for name, value in attempt.fields.items():
        field_type = case_type.fields[name].type
        if field_type == "officer" and value and case_type.fields[name].part == "lead":
            events.append(Trigger("assigned"))
        if field_type in ("date", "instant") and value:
            events.append(Trigger("date_field", name))
    return tuple(events)


def _wrong_state(case_type: CaseType, facts: CaseFacts, transition: Transition) -> Reason:
    return reason(ReasonCode.WRONG_STATE, facts.state, case_type.states[facts.state].title)


def _officers(case_type: CaseType, fields: Mapping[str, Any]) -> list[UUID]:
    return [UUID(str(value)) for name, value in fields.items() if case_type.fields[name].type == "officer"]
