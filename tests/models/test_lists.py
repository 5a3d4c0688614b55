"""Lists and figures show exactly what the policy lets somebody see, in order, to the end (decision 5), on
both databases; for every person of the world and for scopes nobody has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psycopg import RawCursor
from sqlalchemy import event

from models import cases as stored
from models import deadlines, lists
from models.deadlines import DeadlineFilter
from models.lists import CaseFilter
from models.session import Session
from models.visibility import Scope
from tests.models.crowded import NOW, Crowd, crowded
from tests.world import PEOPLE, World
from workflow.access.policy import Depth
from workflow.operations.steps.library import library
from workflow.operations.steps.loading import depth_of
from workflow.operations.steps.scopes import scope_of

TOMORROW, WEEK = NOW + timedelta(days=1), NOW + timedelta(days=8)


@pytest.fixture(name="crowd")
def crowd_of(world: World) -> Crowd:
    return crowded(world)


def walked(session: Session, scope: Scope, wanted: CaseFilter, size: int = 19) -> list[Any]:
    """A list page by page to its end."""
    found: list[Any] = []
    after = None
    while rows := lists.list_cases(session, scope, wanted, after, size):
        found += rows
        after = (rows[-1]["due_at"], rows[-1]["case_id"])
    return found


def walked_deadlines(session: Session, scope: Scope, wanted: DeadlineFilter, size: int = 19) -> list[Any]:
    found: list[Any] = []
    after = None
    while rows := deadlines.list_deadlines(session, scope, wanted, after, size):
        found += rows
        after = (rows[-1]["clock_due_at"], rows[-1]["case_id"], rows[-1]["timer_id"])
    return found


def check(session: Session, crowd: Crowd, scope: Scope, seen: dict[UUID, bool]) -> None:
    """Every list and figure of a scope, against what is `seen`: case id to whether its contents are."""
    mine = sorted((crowd.cases[one] for one in seen), key=lambda row: (row["due_at"], row["case_id"]))
    rows = walked(session, scope, CaseFilter())
    assert [row["case_id"] for row in rows] == [row["case_id"] for row in mine]
    assert {row["case_id"]: bool(row["subject"]) for row in rows} == seen
    assert lists.count_cases(session, scope, CaseFilter()) == len(mine)
    for wanted, kept in FILTERS:
        expected = [row["case_id"] for row in mine if kept(row, seen)]
        assert [row["case_id"] for row in walked(session, scope, wanted)] == expected, wanted
        assert lists.count_cases(session, scope, wanted) == len(expected), wanted
    is_open = [row for row in mine if row["stage"] != "closed"]
    held = {row["holder_id"] for row in is_open if row["holder_id"]}
    assert sorted(lists.holders_of(session, scope)) == sorted(held)
    assert sorted(lists.case_types_of(session, scope)) == sorted({row["case_type"] for row in mine})
    counts = lists.count_views(session, scope, NOW, TOMORROW, WEEK, CaseFilter())
    ends = Counter(_end_of(row["due_at"]) for row in is_open)
    assert (counts.overdue, counts.today, counts.soon) == (ends["overdue"], ends["today"], ends["soon"])
    assert counts.paused == sum(row["paused"] for row in is_open)
    assert counts.unassigned == sum(not row["holder_id"] and not row["unit_id"] for row in is_open)
    assert counts.all == len(is_open)
    check_clocks(session, crowd, scope, seen)


def check_clocks(session: Session, crowd: Crowd, scope: Scope, seen: dict[UUID, bool]) -> None:
    running = [one for one in crowd.running if one["case_id"] in seen]
    key = lambda one: (one["due_at"], one["case_id"], one["timer_id"])  # noqa: E731
    own = DeadlineFilter(own_at=NOW, own_day=NOW.date())
    late = DeadlineFilter(due_before=NOW, by_law=True)
    for wanted in (
        DeadlineFilter(),
        DeadlineFilter(due_before=NOW),
        DeadlineFilter(due_after=NOW),
        own,
        late,
    ):
        kept = [one for one in sorted(running, key=key) if _within(one, wanted)]
        rows = walked_deadlines(session, scope, wanted)
        assert [row["timer_id"] for row in rows] == [one["timer_id"] for one in kept]
        assert {row["case_id"]: bool(row["subject"]) for row in rows}.items() <= seen.items()
        assert deadlines.count_deadlines(session, scope, wanted) == len(kept)
    moments = (NOW, TOMORROW, WEEK, NOW.date())
    groups = deadlines.deadlines_by_holder(session, scope, *moments, DeadlineFilter())
    assert len({(row["org_id"], row["holder_id"]) for row in groups}) == len(groups)
    expected = Counter(
        (*whose, end)
        for one in running
        for whose in [(one["org_id"], crowd.cases[one["case_id"]]["holder_id"])]
        for end in _figures_of(one)
    )
    told = {(row["org_id"], row["holder_id"], end): row[end] for row in groups for end in ENDS}
    wanted_figures = {key: count for key, count in expected.items() if key[2] in ENDS}
    assert {key: count for key, count in told.items() if count} == wanted_figures


ENDS = ("overdue", "own", "today", "soon", "all")


def _figures_of(one: dict[str, Any]) -> set[str]:
    """The figures that count a clock: what is late by law, and what is past the office's own end, apart."""
    end = _end_of(one["due_at"])
    found = {"all", *({end} if end != "overdue" or one["kind"] != "internal" else ())}
    return found | ({"own"} if _past_own(one) else set())


def _past_own(one: dict[str, Any]) -> bool:
    if one["promised_due"] and one["promised_due"] < NOW.date():
        return True
    return bool(one["kind"] == "internal" and one["due_at"] <= NOW)


def _end_of(due: datetime) -> str:
    if due <= NOW:
        return "overdue"
    return "today" if due <= TOMORROW else "soon" if due <= WEEK else "later"


def _within(one: dict[str, Any], wanted: DeadlineFilter) -> bool:
    due: datetime = one["due_at"]
    if wanted.by_law and one["kind"] == "internal" or wanted.own_at and not _past_own(one):
        return False
    return (wanted.due_before is None or due <= wanted.due_before) and (
        wanted.due_after is None or due > wanted.due_after
    )


FILTERS: list[tuple[CaseFilter, Any]] = [
    (CaseFilter(open=True), lambda row, seen: row["stage"] != "closed"),
    (CaseFilter(open=False), lambda row, seen: row["stage"] == "closed"),
    (
        CaseFilter(open=True, overdue_at=NOW),
        lambda row, seen: row["stage"] != "closed" and row["due_at"] <= NOW,
    ),
    (
        CaseFilter(due_from=NOW, due_before=WEEK),
        lambda row, seen: NOW < row["due_at"] <= WEEK,
    ),
    (CaseFilter(unassigned=True), lambda row, seen: not row["holder_id"] and not row["unit_id"]),
    (CaseFilter(paused=False, case_type="dispute"), lambda row, seen: (
        not row["paused"] and row["case_type"] == "dispute"
    )),
    (CaseFilter(words="lối_đi/100%"), lambda row, seen: (
        seen[row["case_id"]] and "lối_đi/100%" in row["subject_key"]
    )),
    (CaseFilter(words="lốixđi"), lambda row, seen: False),
    (CaseFilter(number=""), lambda row, seen: False),
    (CaseFilter(received_from=date(2026, 6, 3), received_to=date(2026, 6, 5)), lambda row, seen: (
        date(2026, 6, 3) <= row["received_on"] <= date(2026, 6, 5)
    )),
]  # fmt: skip


@pytest.mark.parametrize("who", PEOPLE)
def test_everybody_sees_what_the_policy_says(crowd: Crowd, who: str) -> None:
    world = crowd.world
    act = world.act(who)
    with world.database.transaction(read_only=True) as session:
        held = library(session)
        seen = {}
        for case_id in crowd.cases:
            row = stored.read_case(session, case_id)
            assert row is not None
            depth = depth_of(session, held, act, row)
            if depth is not None:
                seen[case_id] = depth is Depth.FULL
        check(session, crowd, scope_of(session, held, act.actor, NOW), seen)
    assert seen or who in ("admin", "police")


@st.composite
def scopes(draw: st.DrawFn, crowd: Crowd) -> Scope:
    offices = st.frozensets(st.sampled_from(crowd.offices))
    units = st.frozensets(st.sampled_from([*crowd.units, *crowd.offices]), max_size=3)
    people = st.frozensets(st.sampled_from(crowd.people), max_size=2)
    by_type = st.frozensets(
        st.tuples(st.sampled_from(crowd.offices), st.sampled_from(("dispute", "complaint_first")))
    )
    return Scope(draw(offices), draw(offices), draw(offices), draw(people), draw(units), draw(by_type))


@given(drawn=st.data())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=15)
def test_any_scope_is_parted_without_a_loss_or_a_double(crowd: Crowd, drawn: st.DataObject) -> None:
    scope = drawn.draw(scopes(crowd))
    with crowd.world.database.transaction(read_only=True) as session:
        check(session, crowd, scope, plainly_seen(crowd, scope))


def plainly_seen(crowd: Crowd, scope: Scope) -> dict[UUID, bool]:
    """The rule of `Scope`, case by case."""
    seen = {}
    for case_id, row in crowd.cases.items():
        to_people = bool(crowd.assigned_users.get(case_id, set()) & scope.people)
        if row["sealed"] and crowd.accused.get(case_id) in scope.people:
            continue
        whole = (
            row["org_id"] in scope.offices
            or (row["org_id"] in scope.once_escalated and row["escalated_at"] is not None)
            or (row["org_id"], row["case_type"]) in scope.by_type
            or crowd.assigned_orgs.get(case_id, set()) & scope.units
        )
        asked = crowd.requested.get(case_id, set()) & scope.units
        if to_people or (not row["sealed"] and (whole or row["org_id"] in scope.outline or asked)):
            # A sealed case that was handed up leaves its handlers a stub.
            seen[case_id] = row["escalated_at"] is None if row["sealed"] else to_people or bool(whole)
    return seen


def test_a_clock_lies_where_its_case_does(crowd: Crowd) -> None:
    """Lists ask a clock for the office of its case: no act may part the two."""
    assert all(one["org_id"] == crowd.cases[one["case_id"]]["org_id"] for one in crowd.running)
    assert "org_id" not in stored.CHANGEABLE


def test_a_scope_of_nothing_sees_nothing(crowd: Crowd) -> None:
    with crowd.world.database.transaction(read_only=True) as session:
        check(session, crowd, Scope(), {})


WALKS: dict[str, tuple[tuple[str, ...], Callable[[Session, Scope], Any]]] = {
    "clocks": (
        ("ix_timer_running_due", "ix_timer_all_due"),
        lambda session, scope: deadlines.list_deadlines(session, scope, DeadlineFilter(due_before=NOW)),
    ),
    "clocks of the law": (
        ("ix_timer_law_due", "ix_timer_all_law_due"),
        lambda session, scope: deadlines.list_deadlines(
            session, scope, DeadlineFilter(due_before=NOW, by_law=True)
        ),
    ),
    "open cases of one office": (
        ("ix_cases_open_due", "ix_cases_office_due"),
        lambda session, scope: lists.list_cases(session, scope, CaseFilter(open=True, overdue_at=NOW)),
    ),
    "all cases of many": (
        ("ix_cases_every_due",),
        lambda session, scope: lists.list_cases(
            session, replace(scope, outline=frozenset(scope.units)), CaseFilter()
        ),
    ),
    "what came up": (
        ("ix_cases_escalated", "ix_cases_office_due"),
        lambda session, scope: lists.list_cases(session, Scope(once_escalated=scope.offices), CaseFilter()),
    ),
}
"""List by the indexes that give its order: with every other way made dear, PostgreSQL finds one of them."""


@pytest.mark.postgres
@pytest.mark.parametrize("name", WALKS)
def test_a_page_is_read_along_an_index(pg_world: World, name: str) -> None:
    crowd, (indexes, read) = crowded(pg_world), WALKS[name]
    with pg_world.database.engine.connect() as connection, connection.begin():
        # How much less a narrower index holds is known of a table that was counted.
        connection.exec_driver_sql("RESET ROLE")
        connection.exec_driver_sql("ANALYZE")
    noted: list[tuple[str, Any]] = []

    def note(_connection: object, _cursor: object, statement: str, parameters: Any, *_: object) -> None:
        noted.append((statement, parameters))

    event.listen(pg_world.database.engine, "before_cursor_execute", note)
    with pg_world.database.transaction(read_only=True) as session:
        read(session, Scope(frozenset(crowd.offices[:1]), units=frozenset(crowd.units[:1])))
        statement, values = noted[-1]
        for way in ("seqscan", "bitmapscan", "sort", "incremental_sort", "hashjoin", "mergejoin"):
            session.connection.exec_driver_sql(f"SET LOCAL enable_{way} = off")
        raw: Any = session.connection.connection.driver_connection
        text = "\n".join(line[0] for line in RawCursor(raw).execute(f"EXPLAIN {statement}", values))
    walked_along = text.partition(" Scan using ")
    assert walked_along[2].startswith(indexes), text
    assert "Sort  (" not in walked_along[0], text
