"""An old log goes through the real engine: what it allows is taken, the rest is listed; twice is once."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select

from models import audit, cases, clocks
from models.tables.people import users
from models.tables.queues import notices, outbox
from tests.importers.log_samples import MAPPING, WHOLE, bring_in, world, xes
from tests.operations.worlds import pg_made, pg_world, sqlite_made, sqlite_world
from tests.world import World
from workflow.audit.entry import Entry, parse
from workflow.operations.audit.verify_audit import verify_audit
from workflow.operations.case.replay_case import Deviation
from workflow.operations.steps.acting import derived_id

__all__ = ["pg_made", "pg_world", "sqlite_made", "sqlite_world", "world"]


def of_log(key: str) -> UUID:
    return derived_id("log", "errands", key)


def chain(world: World, case_id: UUID) -> list[Entry]:
    return [parse(row["text"]) for row in world.read(audit.read_events, case_id)]


def test_a_log_is_replayed_as_transitions_with_the_times_it_tells(world: World) -> None:
    result = bring_in(world, xes({"a": WHOLE}))
    assert result.counts() == {
        "cases": 1, "imported": 1, "known": 0, "events": 5, "taken": 5, "deviating": 0,
        "passed_over": 0, "outside": 0, "rejected": 0,
    }  # fmt: skip
    events = chain(world, of_log("a"))
    kinds = [str(one.kind) for one in events]
    assert kinds == ["case_opened", *["transition_taken"] * 5, "case_imported"]
    moves = [(one.body["transition"], one.body["from"], one.body["to"]) for one in events[1:-1]]
    assert moves == [
        ("count", "open", "open"),
        ("examine", "open", "examined"),
        ("decide", "examined", "decided"),
        ("take_effect", "decided", "effective"),
        ("close", "effective", "closed"),
    ]
    told = [datetime.fromisoformat(time) for _, time, _ in WHOLE]
    assert [one.happened for one in events if one.actor != "system"][:5] == told
    assert {one.recorded for one in events} == {world.at}
    actors = [one.actor for one in events[:-1]]
    anh, binh, chair = (str(derived_id("log actor", "errands", name)) for name in ("Anh", "Binh", "Chief"))
    assert actors == [anh, anh, binh, chair, "system", binh]
    assert [one.body["imported"]["line"] for one in events[:2]] == [7, 10]
    assert {one.body["imported"]["file"] for one in events[:-1]} == {"0" * 64}
    assert world.read(verify_audit).ok
    row = world.read(cases.read_case, of_log("a"))
    assert (row["number"], row["state"], row["stage"], row["register"]) == (
        "OLD-a", "closed", "closed", "errands",
    )  # fmt: skip
    assert not row["unconfirmed"]
    assert world.read(audit.read_late_entries, of_log("a")) == []


DEVIATING = [
    ("Count", "2026-01-04T09:00:00+07:00", "Anh"),
    ("Start", "2026-01-05T08:00:00+07:00", "Anh"),
    ("Look", "2026-01-05T08:30:00+07:00", "Anh"),
    ("Count", "2026-01-05T09:00:00+07:00", "Nobody"),
    ("Count", "2026-01-05T09:30:00+07:00", "Anh"),
    ("Close", "2026-01-05T09:40:00+07:00", "Anh"),
    ("Sing", "2026-01-05T10:00:00+07:00", "Anh"),
    ("Look", "2026-01-06T09:00:00+07:00", "Binh"),
    ("Decide", "2026-01-06T10:00:00+07:00", "Binh"),
    ("Agree", "2026-01-06T11:00:00+07:00", "Binh"),
    ("Decide now", "2026-01-07T09:00:00+07:00", "Chief"),
    ("Start", "2026-01-07T10:00:00+07:00", "Anh"),
]


def test_what_the_definition_does_not_allow_is_listed_with_its_reason_and_the_case_goes_on(
    world: World,
) -> None:
    heard: list[Deviation] = []
    result = bring_in(world, xes({"d": DEVIATING}), told=heard.append)
    assert [(one.position, one.activity, one.state, one.code, one.name) for one in heard] == [
        (1, "Count", "open", "before-opening", "Count"),
        (3, "Look", "open", "sentry", "counted"),
        (4, "Count", "open", "role-needed", "desk"),
        (6, "Close", "open", "wrong-state", "open"),
        (7, "Sing", "open", "unmapped-activity", "Sing"),
        (9, "Decide", "examined", "role-needed", "chair"),
        (10, "Agree", "examined", "second-person", "chair"),
        (12, "Start", "decided", "unmapped-activity", "Start"),
    ]
    assert heard[1].vi == "Chưa ghi số người."
    assert (result.events, result.taken, result.deviating) == (12, 4, 8)
    assert result.deviating == len(heard) == sum(result.reasons.values())
    assert result.share == pytest.approx(4 / 12)
    assert [one.line for one in heard][:2] == [7, 13]
    # The record itself lists them, and a second run tells them again from there.
    closing = [one for one in chain(world, of_log("d")) if one.kind == "case_imported"][0].body
    assert [Deviation(**one) for one in closing["deviations"]] == heard
    assert (closing["events"], closing["taken"], closing["deviating"]) == (12, 4, 8)
    repeated: list[Deviation] = []
    again = bring_in(world, xes({"d": DEVIATING}), told=repeated.append)
    assert (again.imported, again.known, again.taken, repeated) == (0, 1, 4, heard)


def test_a_case_goes_back_to_where_it_came_from(world: World) -> None:
    mapped = MAPPING.replace("  Agree: agree\n", "  Rest: rest\n  Wake: wake\n")
    rest = [
        ("Rest", "2026-01-06T10:00:00+07:00", "Binh"),
        ("Rest", "2026-01-06T11:00:00+07:00", "Binh"),
        ("Wake", "2026-01-06T12:00:00+07:00", "Binh"),
    ]
    result = bring_in(world, xes({"p": [*WHOLE[:3], *rest, *WHOLE[3:]]}), mapped)
    assert [(one.position, one.state, one.code) for one in result.deviations] == [
        (5, "resting", "wrong-state")
    ]
    moves = [one.body["to"] for one in chain(world, of_log("p")) if one.kind == "transition_taken"]
    assert moves == ["open", "examined", "resting", "examined", "decided", "effective", "closed"]


def test_an_opener_who_may_not_open_is_a_deviation_and_the_importer_opens(world: World) -> None:
    events = [("Start", "2026-01-05T08:00:00+07:00", "Nobody"), *WHOLE[1:]]
    result = bring_in(world, xes({"o": events}))
    assert [(one.position, one.code, one.name) for one in result.deviations] == [
        (1, "role-needed", "open_case")
    ]
    assert chain(world, of_log("o"))[0].actor == "import:errands"
    assert world.read(cases.read_case, of_log("o"))["state"] == "closed"


def test_rungs_of_the_past_are_passed_tell_nobody_and_leave_their_mark(world: World) -> None:
    bring_in(world, xes({"r": WHOLE[:2]}))
    (timer,) = [one for one in world.read(clocks.read_timers, of_log("r")) if one["clock"] == "reply"]
    assert timer["due_at"] == datetime.fromisoformat("2026-01-20T17:00:00+07:00")
    rungs = world.read(clocks.read_rungs, of_log("r"))
    assert {(one["rung"], one["standing"]) for one in rungs} == {("due", "passed"), ("late", "passed")}
    assert world.read(clocks.due_rungs, world.at + timedelta(days=999), 50) == []
    assert world.read(lambda session: session.scalar(select(func.count()).select_from(notices))) == 0
    assert world.read(cases.read_case, of_log("r"))["marked_late"]


def test_rungs_still_to_come_stay_armed(world: World) -> None:
    bring_in(world, xes({"r": WHOLE[:2]}, due="2026-12-20T17:00:00+07:00"))
    assert {one["standing"] for one in world.read(clocks.read_rungs, of_log("r"))} == {"armed"}
    assert not world.read(cases.read_case, of_log("r"))["marked_late"]


@pytest.mark.parametrize(
    ("decided", "verdict"), [("2026-01-20T17:00:00+07:00", "in_time"), ("2026-01-20T17:00:01+07:00", "late")]
)
def test_a_given_end_is_judged_to_the_second(world: World, decided: str, verdict: str) -> None:
    bring_in(world, xes({"v": [*WHOLE[:3], ("Decide", decided, "Chief")]}))
    found = {one["clock"]: one["verdict"] for one in world.read(clocks.read_timers, of_log("v"))}
    assert found["reply"] == verdict


class _Killed(BaseException):
    pass


def test_killed_and_run_again_nothing_is_lost_or_doubled(world: World) -> None:
    text = xes({f"k{number}": (WHOLE, DEVIATING)[number % 2] for number in range(10)})
    whole = {f"k{number}" for number in range(10)}
    for stop_after in (1, 2):
        heard: list[int] = []

        def progress(count: int, heard: list[int] = heard, last: int = stop_after) -> None:
            heard.append(count)
            if len(heard) == last:
                raise _Killed

        with pytest.raises(_Killed):
            bring_in(world, text, progress=progress)
    there = {key for key in whole if world.read(cases.read_case, of_log(key))}
    assert len(there) == 6
    result = bring_in(world, text)
    assert (result.cases, result.imported, result.known) == (10, 4, 6)
    assert (result.events, result.taken, result.deviating) == (85, 5 * 5 + 5 * 4, 5 * 8)
    before = world.read(lambda session: sum(1 for _ in audit.stream_events(session)))
    again = bring_in(world, text)
    assert (again.imported, again.known, again.taken) == (0, 10, result.taken)
    # The second run adds its own note to the register's chain and nothing else.
    assert world.read(lambda session: sum(1 for _ in audit.stream_events(session))) == before + 1
    assert world.read(verify_audit).ok


def test_a_dry_run_counts_and_keeps_nothing(world: World) -> None:
    before = world.read(lambda session: sum(1 for _ in audit.stream_events(session)))
    result = bring_in(world, xes({"a": WHOLE, "d": DEVIATING}), dry_run=True)
    assert (result.taken, result.deviating, len(result.deviations)) == (9, 8, 8)
    assert world.read(cases.read_case, of_log("a")) is None
    assert world.read(lambda session: sum(1 for _ in audit.stream_events(session))) == before
    imported = select(func.count()).select_from(users).where(users.c.imported)
    assert world.read(lambda session: session.scalar(imported)) == 0


def test_a_case_at_fault_stays_outside_wholly_and_its_neighbours_come_in(world: World) -> None:
    world.open("clerk", "errand", {"subject": "x"})
    taken_number = MAPPING.replace('"OLD-{key}"', '"{key}"')
    number = world.read(cases.find_cases, "E-CO-2026-0001")[0]["number"]
    result = bring_in(world, xes({"a": WHOLE, number: WHOLE, "c": WHOLE}), taken_number)
    assert (result.imported, result.outside) == (2, 5)
    (rejected,) = result.rejected
    assert (rejected.case, rejected.line, rejected.column) == (number, 23, 1)
    assert "another case with the number" in rejected.reason
    assert world.read(cases.read_case, of_log(number)) is None
    assert result.events == result.taken + result.outside


def test_values_that_do_not_fit(world: World) -> None:
    long = "x" * 301
    opening = bring_in(
        world, xes({long[:199]: WHOLE}), MAPPING.replace('"case:who"', '{fixed: "' + long + '"}')
    )
    assert [one.reason for one in opening.rejected] == ["fields.who: too-long"]
    counting = MAPPING.replace('{people: "count"}', "{people: {fixed: 0}}")
    result = bring_in(world, xes({"b": WHOLE[:2]}), counting)
    assert [(one.code, one.name) for one in result.deviations] == [("value-unfit", "fields.people")]
    empty = MAPPING.replace('{people: "count"}', "{}")
    result = bring_in(world, xes({"c": WHOLE[:2]}), empty)
    assert [(one.code, one.name) for one in result.deviations] == [("field-missing", "people")]


def test_an_old_log_opens_no_case_of_today(world: World) -> None:
    bring_in(world, xes({"a": WHOLE}))
    assert world.read(lambda session: session.scalar(select(func.count()).select_from(outbox))) == 0


def test_an_imported_case_is_worked_on_like_any_other(world: World) -> None:
    bring_in(world, xes({"w": WHOLE[:3]}))
    taken = world.take("chair", of_log("w"), "decide")
    assert taken.state == "decided"
    kinds = [str(one.kind) for one in chain(world, of_log("w"))]
    assert kinds[-2:] == ["case_imported", "transition_taken"]
    assert "imported" not in chain(world, of_log("w"))[-1].body
    again = bring_in(world, xes({"w": WHOLE[:3]}))
    assert (again.known, again.taken, again.events) == (1, 3, 3)
    assert world.read(verify_audit).ok
