"""The escalation self-test: a rung of a dummy case is fired by the sweeper itself, and how late it was is
recorded (decision 33)."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from models import clocks, organisations, queues
from models.errors import Busy, Duplicate
from models.session import Database, Session
from workflow.case_type.beginning import SYSTEM
from workflow.operations.case.open_case import Opening, open_case
from workflow.operations.clock.record_selftest import Probed, record_selftest
from workflow.operations.people.record_organisation import OrganisationEntry, record_organisation
from workflow.operations.steps.acting import Act, derived_id
from workflow.operations.steps.library import library
from workflow.workers.sweeper import MakeAct, sweep

CASE_TYPE = "selftest"
OFFICE = derived_id("organisation", "selftest")
"""The office of the dummy cases; it is flagged, so that no list, number, report or export includes it."""

SLOT = timedelta(hours=1)
SLOWEST = timedelta(minutes=1)
"""A rung that fires later than this after it could is a failure: somebody may have waited for it."""


def run_selftest(database: Database, make_act: MakeAct, *, again: bool = False) -> Probed | None:
    """Run the test of this hour, or None where this or another process ran it already; `again` runs one
    more at this instant.

    Whatever goes wrong on the way is a failed test, recorded with its kind. Raises Busy when the database
    is away.
    """
    act = make_act()
    slot = act.at if again else act.at.replace(minute=0, second=0, microsecond=0)
    if not again and not _claim(database, act, slot):
        return None
    probed = _probe(database, make_act, slot)
    try:
        with database.transaction() as session:
            record_selftest(session, make_act(), probed)
    except Duplicate:
        return None
    return probed


def last_selftest(session: Session) -> Probed | None:
    """The newest outcome, or None."""
    row = queues.last_selftest(session)
    return None if row is None else Probed(**{name: row[name] for name in Probed.__slots__})


def _claim(database: Database, act: Act, slot: datetime) -> bool:
    """One process has the hour: whoever writes the lease first."""
    try:
        with database.transaction() as session:
            last = queues.last_selftest(session)
            if last is not None and last["slot"] >= slot:
                return False
            return queues.take_lease(session, "selftest", str(act.new_id()), act.at, slot + SLOT)
    except Duplicate:
        return False


def _probe(database: Database, make_act: MakeAct, slot: datetime) -> Probed:
    try:
        case_id, opened_at = _open_dummy(database, make_act())
        swept = sweep(database, make_act)
        at = make_act().at
        with database.transaction(read_only=True) as session:
            rungs = [row for row in clocks.read_rungs(session, case_id) if row["rung"] == "due"]
    except Busy:
        raise
    except Exception as error:
        # The test is there to find what nobody thought of.
        return Probed(slot, False, None, type(error).__name__, make_act().at)
    fired_at = rungs[0]["fired_at"] if rungs else None
    if fired_at is None:
        fault = next((one.error for one in swept.failed if one.key[0] == case_id), "not-fired")
        return Probed(slot, False, None, fault, at)
    lateness = fired_at - max(rungs[0]["fires_at"], opened_at)
    failure = "too-late" if lateness > SLOWEST else None
    return Probed(slot, failure is None, round(lateness / timedelta(milliseconds=1)), failure, at)


def _open_dummy(database: Database, act: Act) -> tuple[UUID, datetime]:
    with database.transaction() as session:
        today = library(session).today(act.at)
        if organisations.read_organisation(session, OFFICE) is None:
            entry = OrganisationEntry("selftest", "Tự kiểm tra", "TEST", today, selftest=True)
            record_organisation(session, act, entry, OFFICE)
        fields = {"subject": "Tự kiểm tra", "probe_day": (today - timedelta(days=1)).isoformat()}
        opening = Opening(CASE_TYPE, OFFICE, today, fields, channel="system", door=SYSTEM)
        opened = open_case(session, act, opening)
    return opened.case_id, act.at
