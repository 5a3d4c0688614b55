"""Give a case, or a part in it, to somebody."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from models.session import Session
from workflow.access.actor import Place
from workflow.audit.kinds import EventKind
from workflow.case_type.model import Trigger
from workflow.engine.facts import Happened
from workflow.engine.roles import lead_reasons
from workflow.errors import FieldError, InvalidInput, StaleCase, TransitionRefused
from workflow.operations.steps.acting import Act
from workflow.operations.steps.events import touch_clocks
from workflow.operations.steps.library import Library, library
from workflow.operations.steps.loading import lock_visible, work_facts
from workflow.operations.steps.naming import absent_users, unknown_offices
from workflow.operations.steps.places import demand, place_on
from workflow.operations.steps.recording import assign
from workflow.operations.steps.results import Taken, repeated
from workflow.operations.steps.work import CaseWork

PARTS = ("lead", "coordinating")


def assign_case(
    session: Session,
    act: Act,
    ref: str,
    part: str,
    users: Sequence[UUID] = (),
    offices: Sequence[UUID] = (),
    *,
    expected_version: int | None = None,
) -> Taken:
    """Make `users` or `offices` the lead (one) or the coordinating units of a case; whoever was is no longer.
    Nobody named: unassign.

    Raises CaseNotFound, NotPermitted, StaleCase, InvalidInput (nobody of that id works at the office),
    TransitionRefused (a conflict of interest).
    """
    held = library(session)
    work = lock_visible(session, held, act, ref)
    request = {"assign": part, "users": [str(one) for one in users], "offices": [str(one) for one in offices]}
    if (earlier := repeated(session, act, work, request)) is not None:
        return earlier
    place = place_on(session, work.row["org_id"], held.today(act.at))
    demand(act.actor, "assign_case", place, held)
    if expected_version is not None and expected_version != work.row["row_version"]:
        raise StaleCase(version=work.row["row_version"])
    _check(session, held, act, place, part, users, offices)
    if part == "lead" or work.case_type.sealed:
        facts = work_facts(held, work, act)
        if reasons := lead_reasons(work.case_type, facts, users):
            raise TransitionRefused(reasons)
    seq = _record(session, held, act, work, part, users, offices)
    work.flush()
    return Taken(work.case_id, work.row["number"], seq, work.row["state"], work.row["row_version"])


def _check(
    session: Session,
    held: Library,
    act: Act,
    place: Place,
    part: str,
    users: Sequence[UUID],
    offices: Sequence[UUID],
) -> None:
    errors: list[FieldError] = []
    today = held.today(act.at)
    if part not in PARTS or (part == "lead" and len(users) + len(offices) > 1):
        errors.append(FieldError("part", "not-a-choice"))
    errors += absent_users(session, place, users, today, "users")
    errors += unknown_offices(session, offices, "organisations")
    if errors:
        raise InvalidInput(errors)


def _record(
    session: Session,
    held: Library,
    act: Act,
    work: CaseWork,
    part: str,
    users: Sequence[UUID],
    offices: Sequence[UUID],
) -> int:
    now = Happened(held.calendar(work.case_type.calendar).local_day(act.at), act.at)
    named = bool(users or offices)
    body: dict[str, Any] = {
        "part": part,
        "assigned": assign(session, act, work, part, users, offices),
        "to": work.row["state"],
        "version": work.next_version,
    }
    rules: tuple[str, ...] = ()
    if part == "lead":
        event = Trigger("assigned" if named else "unassigned")
        body["clocks"], rules = touch_clocks(session, held, act, work, [event], now)
    kind = EventKind.ASSIGNED if named else EventKind.UNASSIGNED
    return work.append(kind, act, now, body, rules=rules)
