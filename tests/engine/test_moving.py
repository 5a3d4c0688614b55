"""What a case comes to in another version, clock by clock: dates, new clocks, and what stands against it."""

from __future__ import annotations

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
from workflow.case_type.migration import MigrationMap, read_map
from workflow.case_type.model import CaseType, Trigger
from workflow.case_type.schema import load_case_type
from workflow.engine.carrying import Past
from workflow.engine.clocks import Reckoning, clock_effects
from workflow.engine.decision import Arm
from workflow.engine.facts import Attempt, CaseFacts, Happened
from workflow.engine.moves import Holding, Move
from workflow.engine.moving import move_of
from workflow.engine.replay import Replayed, replay
from workflow.source import read_source

TEXT = """
case_type: care
kind: internal
version: "1"
roles: {clerk: {holds: clerk}}
fields:
  urgency: {type: choice, of: [danger, plain, slow]}
  count: {type: integer}
  end_on: {type: date}
states:
  received: {stage: received}
  examined: {stage: assigned}
  resting: {stage: assigned, untimed: Không có thời hạn}
  closed: {ending: true}
transitions:
  examine: {from: received, to: examined, by: clerk}
  rest: {from: examined, to: resting, by: clerk}
  resume: {from: resting, to: examined, by: clerk}
  close: {from: [received, examined], to: closed, by: clerk}
clocks:
  answer: {rule: complaint.acceptance, starts: opened, stops: close}
  care: {promise: 5 working days, because: Chỉ tiêu, starts: examine, stops: close, pauses: rest, resumes: resume}
"""  # noqa: E501 - one line for each clock
LIBRARY = read_library(HERE)
RECKONING = Reckoning(law(), vn())
CASE = UUID(int=7)
MONDAY = date(2026, 7, 6)
EXAMINED = MONDAY + timedelta(days=1)
NOW = datetime(2026, 7, 9, 2, 0, tzinfo=UTC)


def load(text: str = TEXT) -> CaseType:
    return load_case_type(read_source(text, "care.yaml"), LIBRARY)


FIRST = load()


def changed(*changes: tuple[str, str]) -> CaseType:
    """The second version: some words replaced."""
    text = TEXT.replace('version: "1"', 'version: "2"')
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    return load(text)


def on(day: date) -> Happened:
    return Happened(day, vn().midnight(day), "day")


PAST = (
    Past((Trigger("opened"), Trigger("opened", "received")), on(MONDAY), NOW, "received"),
    Past((Trigger("transition", "examine"),), on(EXAMINED), NOW, "examined", "examine"),
)


def facts(rested: bool = False, **fields: Any) -> CaseFacts:
    """A case that was examined on the second day, and rests since the third if told."""
    numbers = count(1)
    known = CaseFacts(CASE, "received", None, Place(UUID(int=1)), MONDAY, on(MONDAY), fields)
    timers: tuple[Replayed, ...] = ()
    rest = Past((Trigger("transition", "rest"),), on(EXAMINED + timedelta(days=1)), NOW, "resting", "rest")
    for past in (*PAST, *((rest,) if rested else ())):
        attempt = Attempt(past.transition, SYSTEM, past.happened, NOW, fields)
        effects = clock_effects(FIRST, known, attempt, past.events, past.state, RECKONING)
        timers = replay(timers, effects.effects, lambda: UUID(int=next(numbers)))
        known = CaseFacts(
            CASE, past.state, None, Place(UUID(int=1)), MONDAY, past.happened, fields,
            timers=tuple(one.fact for one in timers),
        )  # fmt: skip
    return known


def moved(b: CaseType, map_: str = "", case: CaseFacts | None = None, **holding: frozenset[str]) -> Move:
    by = read_map(read_source(map_, "map.yaml"), FIRST, b) if map_ else MigrationMap()
    now = Happened(vn().local_day(NOW), NOW)
    return move_of(FIRST, b, by, case or facts(), Holding(**holding), PAST, RECKONING, now)


def told(move: Move) -> list[tuple[str, str]]:
    return [(str(one.code), one.name) for one in move.refusals]


def reasons(*clocks: str) -> str:
    return "reasons:\n" + "".join(f"  {one}: {{because: Quy chế, cites: Quyết định 5}}\n" for one in clocks)


CARE = next(line for line in TEXT.splitlines() if line.startswith("  care:"))
ANSWER = next(line for line in TEXT.splitlines() if line.startswith("  answer:"))
GIVEN = ("promise: 5 working days", "given: end_on")
FEWER = ("of: [danger, plain, slow]", "of: [danger, plain]")
LINE = ("{type: integer}", "{type: line}")
ENDING = (
    ("  examined: {stage: assigned}", "  examined: {ending: true}"),
    ("from: [received, examined]", "from: received"),
    ("  rest: {from: examined", "  rest: {from: received"),
)
NO_PAUSE = (", pauses: rest, resumes: resume", "")
CASES: list[tuple[tuple[tuple[str, str], ...], dict[str, Any], str]] = [
    ((), {}, ""),
    ((("5 working days", "6 working days"),), {}, "date-without-reason care"),
    ((("5 working days", "7 days"),), {}, ""),  # another unit, and the same day
    ((("complaint.acceptance", "complaint.limitation"),), {}, "date-without-reason answer"),
    (((ANSWER, ANSWER.replace("stops", "per: party, stops")),), {}, "subject-altered answer"),
    ((GIVEN,), {}, "end-not-given care"),
    ((GIVEN,), {"end_on": "2026-07-14"}, ""),
    ((GIVEN,), {"end_on": "2026-07-15"}, "date-without-reason care"),
    ((FEWER,), {"urgency": "slow"}, "field-altered urgency"),
    ((FEWER,), {"urgency": "plain"}, ""),
    ((LINE,), {"count": 3}, "field-altered count"),
    ((LINE,), {"count": None}, ""),
    (((CARE + "\n", ""),), {}, "date-without-reason care"),
    (ENDING, {}, "into-ending examined"),
]


@pytest.mark.parametrize("changes, fields, refused", CASES)
def test_what_stands_against_a_move(
    changes: tuple[tuple[str, str], ...], fields: dict[str, Any], refused: str
) -> None:
    move = moved(changed(*changes), case=facts(**fields))
    assert told(move) == ([tuple(refused.split())] if refused else [])
    assert all(one.vi.endswith((".", "”.")) and one.en for one in move.refusals)


def test_a_family_that_was_not_in_force_then_refuses() -> None:
    """The rule is asked for on the day the clock began, whatever day the case is moved on."""
    family = "complaint.acceptance"
    old = [rule.first_day for rule in law().rules if rule.family == family and rule.first_day]
    day = min(old) - timedelta(days=1)
    case = facts()
    began = [timer for timer in case.timers if timer.clock == "answer"]
    late = CaseFacts(
        CASE, "examined", None, case.place, day, on(day),
        timers=tuple(replaced(timer, day) for timer in began),
    )  # fmt: skip
    assert [code for code, _ in told(moved(changed(), case=late))] == ["no-rule"]


def replaced(timer: Any, day: date) -> Any:
    values = {name: getattr(timer, name) for name in timer.__slots__}
    return type(timer)(**{**values, "started_on": day})


def test_a_promise_chosen_by_a_field_takes_the_value_that_stands() -> None:
    chosen = "promise: {by: urgency, of: {danger: 4 hours, slow: 20 days}, otherwise: 5 working days}"
    b = changed(("promise: 5 working days", chosen), NO_PAUSE)
    assert told(moved(b)) == []
    slow = moved(b, reasons("care"), facts(urgency="slow"))
    (care,) = (one for one in slow.timers if one.clock == "care")
    assert care.after is not None and care.after.legal == vn().add_days(EXAMINED, 20)
    danger = moved(b, reasons("care"), facts(urgency="danger"))
    (care,) = (one for one in danger.timers if one.clock == "care")
    assert care.after is not None and care.after.due_at == vn().midnight(
        EXAMINED + timedelta(days=1)
    ) + timedelta(hours=4)


def test_a_new_clock_begins_where_it_would_have_begun() -> None:
    when = "starts: entered.examined, stops: left.examined"
    line = f"  check: {{promise: 3 working days, because: Chỉ tiêu, {when}}}"
    b = changed((CARE, f"{CARE}\n{line}"))
    assert told(moved(b)) == [("date-without-reason", "check")]
    move = moved(b, reasons("check"))
    (new,) = (one for one in move.timers if one.clock == "check")
    assert isinstance(new.effect, Arm) and new.effect.started.day == EXAMINED
    assert new.before is None and new.after is not None and new.after.legal == date(2026, 7, 10)
    never = changed((CARE, f"{CARE}\n{line.replace('entered.examined', 'rest')}"))
    assert [one.clock for one in moved(never).timers] == ["answer", "care"]


def test_a_paused_clock_stays_paused_and_keeps_its_pauses() -> None:
    case = facts(rested=True)
    move = moved(changed(("5 working days", "9 working days")), reasons("care"), case)
    (care,) = (one for one in move.timers if one.clock == "care")
    assert care.paused and told(move) == []
    gone = changed(NO_PAUSE)
    assert told(moved(gone, case=case)) == [("never-resumes", "care")]


def test_nobody_is_left_without_a_clock() -> None:
    later = CARE.replace("care:", "later:").replace("starts: examine", "starts: rest").replace(*NO_PAUSE)
    b = changed((ANSWER + "\n", ""), (CARE, later))
    assert told(moved(b, reasons("answer", "care"))) == [("no-clock", "examined")]


def test_what_is_asked_and_not_answered_must_be_known() -> None:
    move = moved(changed(), unanswered=frozenset({"information"}), requests=frozenset({"information", "old"}))
    assert told(move) == [("open-request", "information")]
    assert move.lost == {"requests": ("information", "old")}


@given(st.integers(1, 400), st.integers(1, 60))
def test_the_same_length_moves_no_date_and_a_longer_one_moves_it_later(days: int, more: int) -> None:
    """Whatever day a clock began, its dates come out as they were, or later where the promise grew."""
    started = date(2026, 1, 1) + timedelta(days=days)
    case = facts()
    care = next(timer for timer in case.timers if timer.clock == "care")
    acts: dict[str, Any] = {}
    same = armed(FIRST, started, acts)
    known = type(care)(
        care.timer_id, "care", "case", CASE, "running", started, same.raw_due, same.legal_due,
        same.promised_due, same.due_at, same.precision, same.rule_id,
    )  # fmt: skip
    alone = CaseFacts(CASE, "examined", None, case.place, started, on(started), timers=(known,))
    kept = moved(changed(), case=alone)
    assert not any(one.is_altered for one in kept.timers if one.before) and not kept.refusals
    longer = moved(changed(("5 working days", f"{5 + more} working days")), reasons("care"), alone)
    (after,) = (one for one in longer.timers if one.clock == "care")
    assert after.before and after.after and after.before.legal < after.after.legal


def armed(case_type: CaseType, day: date, acts: dict[str, Any]) -> Any:
    """The plan of the clock `care` begun on a day."""
    opening = CaseFacts(CASE, "received", None, Place(UUID(int=1)), day, on(day))
    effects = clock_effects(
        case_type, opening, Attempt("examine", SYSTEM, on(day), NOW), [Trigger("transition", "examine")],
        "examined", RECKONING,
    ).effects  # fmt: skip
    (arm,) = (one for one in effects if isinstance(one, Arm) and one.clock == "care")
    return arm.plan
