"""Confirm an act that was entered late: the chair, or the level above where the chair entered it (decision
11)."""

from __future__ import annotations

from uuid import UUID

from models import audit, clocks
from models.session import Session
from workflow.access.actor import Grant, Place
from workflow.access.policy import permitting_grant
from workflow.audit.kinds import EventKind
from workflow.engine.facts import Happened
from workflow.errors import NotFound, NotPermitted
from workflow.operations.steps.acting import Act
from workflow.operations.steps.library import Library, library
from workflow.operations.steps.loading import find_visible, lock_work
from workflow.operations.steps.places import actor_of, place_on
from workflow.operations.steps.results import Taken, repeated


def confirm_late_entry(session: Session, act: Act, ref: str, seq: int) -> Taken:
    """Confirm the late entry that event `seq` was; verdicts that rest on it are confirmed with it.

    Never by whoever entered it, nor somebody standing in for them. Raises CaseNotFound, NotFound (no such
    entry), NotPermitted.
    """
    held = library(session)
    row, _ = find_visible(session, held, act, ref)
    work = lock_work(session, held, act, row["case_id"])
    request = {"confirm_late": seq}
    if (earlier := repeated(session, act, work, request)) is not None:
        return earlier
    entries = {one["seq"]: one for one in audit.read_late_entries(session, work.case_id)}
    if seq not in entries or entries[seq]["confirmed_by"] is not None:
        raise NotFound("There is no late entry to confirm.")
    place = place_on(session, work.row["org_id"], held.today(act.at))
    grant = permitting_grant(act.actor, "confirm_late_entry", place, held.roles())
    if grant is None or not _may_confirm(session, held, act, place, grant, entries[seq]["entered_by"]):
        raise NotPermitted(permission="confirm_late_entry")
    now = Happened(held.calendar(work.case_type.calendar).local_day(act.at), act.at)
    body = {"entry": seq, "to": work.row["state"], "version": work.next_version}
    own = work.append(EventKind.LATE_ENTRY_CONFIRMED, act, now, body, on_behalf_of=grant.on_behalf_of)
    audit.confirm_late_entry(
        session,
        work.case_id,
        seq,
        {"confirmed_by": act.actor.user_id, "confirmed_at": act.at, "confirmed_seq": own},
    )
    rows = [one for one in clocks.read_timers(session, work.case_id) if one["stop_seq"] == seq]
    clocks.update_timers(session, [(one, {"unconfirmed": False}) for one in rows])
    left = [one for number, one in entries.items() if number != seq and one["confirmed_by"] is None]
    work.changes["unconfirmed"] = bool(left)
    work.flush()
    return Taken(work.case_id, work.row["number"], own, work.row["state"], work.row["row_version"])


def _may_confirm(
    session: Session, held: Library, act: Act, place: Place, grant: Grant, entered_by: UUID
) -> bool:
    """The office's chair confirms what others entered; what the chair entered goes to the level above."""
    if entered_by in act.actor.people:
        return False
    if grant.office_id == place.org_id:
        return True
    who = actor_of(session, entered_by, held.today(act.at))
    own = permitting_grant(who, "confirm_late_entry", place, held.roles()) if who else None
    return own is not None and own.office_id == place.org_id
