"""Lengths chosen by a field, hours by the wall clock, and time in a state, as the engine reckons them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.cli.checking import read_library
from service.definition_files import HERE
from tests.calendar.calendars import vn
from tests.law.books import law
from workflow.access.actor import SYSTEM, Place
from workflow.case_type.model import CaseType, Trigger
from workflow.case_type.schema import load_case_type
from workflow.engine.clocks import Reckoning, clock_effects
from workflow.engine.decision import Arm, Rearm, Stop
from workflow.engine.facts import Attempt, CaseFacts, Happened
from workflow.engine.replay import Replayed, replay
from workflow.source import read_source

TEXT = """
case_type: care
kind: internal
version: "1"
roles: {clerk: {holds: clerk}}
fields:
  urgency: {type: choice, of: [danger, plain, slow]}
states:
  received: {stage: received}
  examined: {stage: assigned}
  closed: {ending: true}
transitions:
  weigh: {from: any_open, to: same, by: clerk, asks: urgency}
  examine: {from: received, to: examined, by: clerk}
  put_back: {from: examined, to: received, by: clerk}
  close: {from: any_open, to: closed, by: clerk}
  reopen: {from: closed, to: received, by: clerk}
clocks:
  care:
    promise: {by: urgency, of: {danger: 4 hours, slow: 20 days}, otherwise: 5 working days}
    because: Chỉ tiêu
    starts: opened
    stops: close
  reception:
    {promise: 90 minutes, because: Chỉ tiêu, starts: entered.received, stops: left.received, rungs: [reached]}
"""
RECKONING = Reckoning(law(), vn())
MONDAY = datetime(2026, 7, 6, 2, 0, tzinfo=UTC)
CASE = UUID(int=7)


def load() -> CaseType:
    return load_case_type(read_source(TEXT, "care.yaml"), read_library(HERE))


CARE = load()


class Case:
    """A case as the engine alone keeps it."""

    def __init__(self, at: datetime, *, day_only: bool = False, **fields: Any) -> None:
        self.at, self.state, self.fields = at, "received", dict(fields)
        self.timers: tuple[Replayed, ...] = ()
        self.ids = count(1)
        local = vn().local_day(at)
        happened = Happened(local, vn().midnight(local), "day") if day_only else Happened(local, at)
        self._touch("", happened, [Trigger("opened"), Trigger("opened", "received")], "received")

    def take(self, transition: str, after: timedelta = timedelta(0), **fields: Any) -> list[Any]:
        """Take a transition some time later; gives the effects on the clocks."""
        self.at += after
        self.fields |= fields
        declared = CARE.transitions[transition]
        target = self.state if declared.target == "same" else declared.target
        happened = Happened(vn().local_day(self.at), self.at)
        return self._touch(transition, happened, [Trigger("transition", transition)], target)

    def _touch(self, name: str, happened: Happened, events: list[Trigger], target: str) -> list[Any]:
        timers = tuple(one.fact for one in self.timers)
        facts = CaseFacts(
            CASE, self.state, None, Place(CASE), happened.day, happened, dict(self.fields), timers=timers
        )
        attempt = Attempt(name, SYSTEM, happened, self.at, dict(self.fields))
        effects = clock_effects(CARE, facts, attempt, events, target, RECKONING)
        assert effects.reasons == ()
        self.timers = replay(self.timers, effects.effects, lambda: UUID(int=next(self.ids)))
        self.state = target
        return list(effects.effects)

    def timer(self, clock: str) -> Replayed:
        """The newest timer of a clock."""
        return [one for one in self.timers if one.fact.clock == clock][-1]


@pytest.mark.parametrize(
    ("urgency", "legal", "precision"),
    [
        (None, date(2026, 7, 13), "day"),
        ("plain", date(2026, 7, 13), "day"),
        ("slow", date(2026, 7, 27), "day"),  # the twentieth day is a Sunday
        ("danger", date(2026, 7, 6), "instant"),
    ],
)
def test_the_recorded_value_chooses(urgency: str | None, legal: date, precision: str) -> None:
    fact = Case(MONDAY, urgency=urgency).timer("care").plan
    assert (fact.legal_due, fact.precision) == (legal, precision)
    if precision == "instant":
        assert fact.due_at == MONDAY + timedelta(hours=4)


def test_another_value_counts_anew_from_the_start() -> None:
    case = Case(MONDAY)
    (effect,) = case.take("weigh", timedelta(hours=1), urgency="danger")
    assert isinstance(effect, Rearm)
    assert (effect.why, effect.plan.due_at) == ("variant", MONDAY + timedelta(hours=4))
    (effect,) = case.take("weigh", timedelta(hours=1), urgency="slow")
    assert effect.plan.legal_due == date(2026, 7, 27)
    (effect,) = case.take("weigh", urgency="plain")
    assert effect.plan.legal_due == date(2026, 7, 13)
    assert case.take("weigh", urgency="plain") == []


def test_nothing_is_chosen_anew_once_the_end_has_come() -> None:
    case = Case(MONDAY, urgency="danger")
    assert case.take("weigh", timedelta(hours=5), urgency="slow") == []
    stops = [one for one in case.take("close") if isinstance(one, Stop)]
    assert ("care", "late") in {(one.clock, one.verdict) for one in stops}


@given(
    st.datetimes(datetime(2026, 1, 2), datetime(2026, 12, 20)).map(lambda at: at.replace(tzinfo=UTC)),
    st.booleans(),
)
def test_hours_run_from_the_instant_or_from_when_it_was_recorded(at: datetime, day_only: bool) -> None:
    case = Case(at, day_only=day_only, urgency="danger")
    plan = case.timer("care").plan
    assert plan.due_at == at + timedelta(hours=4)
    assert plan.legal_due == vn().local_day(plan.due_at)
    reached = case.timer("reception").plan.rungs
    assert [(one.rung, one.fires_at) for one in reached] == [("reached", at + timedelta(minutes=90))]


def test_time_in_a_state_runs_from_entering_to_leaving_by_whatever_act() -> None:
    case = Case(MONDAY)
    first = case.timer("reception").fact
    assert case.take("weigh", urgency="plain") == []
    effects = case.take("examine", timedelta(minutes=30))
    assert [(type(one), one.clock) for one in effects] == [(Stop, "reception")]
    effects = case.take("put_back", timedelta(hours=3))
    assert [(type(one), one.clock) for one in effects] == [(Arm, "reception")]
    second = case.timer("reception")
    assert second.fact.timer_id != first.timer_id
    assert second.plan.due_at == MONDAY + timedelta(hours=5)
    case.take("close")
    assert case.timer("reception").fact.running == "stopped"
    case.take("reopen")
    assert case.timer("reception").fact.running == "running"


def test_an_end_that_is_declared_and_waited_for_is_one_rung() -> None:
    waited = replace(CARE.transitions["put_back"], system=True, by=(), on=("reception",))
    both = replace(CARE, transitions={**CARE.transitions, "put_back": waited})
    facts = CaseFacts(CASE, "received", None, Place(CASE), MONDAY.date(), Happened(MONDAY.date(), MONDAY))
    attempt = Attempt("", SYSTEM, facts.moved, MONDAY)
    effects = clock_effects(both, facts, attempt, [Trigger("opened")], "received", RECKONING).effects
    plans = [one.plan for one in effects if isinstance(one, Arm) and one.clock == "reception"]
    assert [one.rung for one in plans[0].rungs] == ["reached"]
