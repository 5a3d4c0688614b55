"""Opens the child cases and handed-over cases that transitions asked for: one message, one transaction,
exactly once (decision 17)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from models import cases, definitions, queues
from models.errors import Busy, Conflict, StorageError
from models.session import Database, Session
from workflow.audit.kinds import EventKind
from workflow.case_type.beginning import CASE
from workflow.case_type.model import CaseType
from workflow.engine.facts import Happened
from workflow.errors import InvalidInput, TransitionRefused, WorkflowError
from workflow.operations.case.open_case import Opening, open_case
from workflow.operations.steps.acting import Act
from workflow.operations.steps.forming import opening_fields
from workflow.operations.steps.library import Library, library
from workflow.operations.steps.loading import lock_work
from workflow.operations.steps.places import place_on
from workflow.operations.steps.sealing import empties, empty
from workflow.operations.steps.successors import office_for_new
from workflow.operations.steps.work import CaseWork
from workflow.workers.carrying import entered_anew
from workflow.workers.handing import filing_of, handed_papers, join
from workflow.workers.naming import people_named
from workflow.workers.sweeper import backoff

KINDS = ("open_child", "hand_over", "join_case")


@dataclass(frozen=True, slots=True)
class Undelivered:
    """A message that could not be delivered: of which case, why (codes and field names), and when it is
    tried again."""

    case_id: UUID
    message_id: UUID
    failure: str
    next_try_at: datetime


@dataclass(frozen=True, slots=True)
class Delivered:
    """The ids of the cases opened, and the messages that wait for another try."""

    opened: tuple[UUID, ...] = ()
    failed: tuple[Undelivered, ...] = ()


def deliver(database: Database, make_act: Callable[[], Act]) -> Delivered:
    """Deliver every waiting message. One that fails is put off with its reason and stays visible; nothing
    is lost. Raises Busy."""
    opened: list[UUID] = []
    failed: list[Undelivered] = []
    while True:
        act = make_act()
        message: Mapping[str, Any] | None = None
        try:
            with database.transaction() as session:
                waiting = queues.waiting_messages(session, act.at, 1)
                if not waiting:
                    return Delivered(tuple(opened), tuple(failed))
                message = dict(waiting[0])
                case_id = _deliver(session, act, message)
            opened.append(case_id)
        except Busy:
            raise
        except Conflict:
            # Somebody else was faster with the parent's row: the message waits where it is for the next look.
            return Delivered(tuple(opened), tuple(failed))
        except Exception as error:
            # One message that cannot be delivered must not hold up the others.
            if message is None:
                raise
            failed.append(_put_off(database, act, message, error))


def _deliver(session: Session, act: Act, message: Mapping[str, Any]) -> UUID:
    """Open the case, link both, and settle the message: all or nothing. Gives the new case's id."""
    if message["kind"] not in KINDS:
        raise WorkflowError(f"unknown message kind {message['kind']}")
    if message["kind"] == "join_case":
        return join(session, act, message)
    held = library(session)
    parent = lock_work(session, held, act, message["case_id"])
    is_child, name = message["kind"] == "open_child", str(message["body"]["case_type"])
    above = message["body"].get("at") == "office.above"
    # A period of the level above begins on the day the matter reaches it.
    received_on = held.today(act.at) if is_child or above else parent.row["received_on"]
    org_id = _office(session, held, act, parent, above, is_child)
    target = _target(session, held, name, received_on)
    then = message["body"].get("then", {})
    taken, seq = opening_fields(target), message["body"]["seq"]
    fields = entered_anew(session, parent, message["body"]["carries"], target, taken, then, seq)
    opening = Opening(
        name,
        org_id,
        received_on,
        fields,
        # A matter that goes on under another procedure is the same filing, from the same source.
        channel="system" if is_child else parent.row["channel"],
        papers=handed_papers(session, parent, message["body"].get("papers", ())),
        filing_id=None if is_child else filing_of(session, parent),
        state=message["body"].get("in"),
        parent_id=parent.case_id if is_child else None,
        named=people_named(session, held, act, parent, target, org_id, message["body"]["seq"]),
        door=CASE,
    )
    # The command id comes of the message alone, so that a repeat derives the same case id (decision 18).
    command = replace(act.by_system(), command_id=f"message:{message['message_id']}")
    opened = open_case(session, command, opening)
    # The record of an open case must not tell that a sealed one came of it.
    number = opened.number if parent.row["sealed"] or not target.sealed else None
    _link(session, held, act, parent, opened.case_id, number, is_child)
    queues.settle_message(session, parent.case_id, message["message_id"], act.at)
    return opened.case_id


def _office(session: Session, held: Library, act: Act, parent: CaseWork, above: bool, is_child: bool) -> UUID:
    """Where the new case lies: with the parent's office, or the level above it today. What is no child goes
    to the office that succeeds one that has ended."""
    org_id, today = UUID(str(parent.row["org_id"])), held.today(act.at)
    if above:
        upper = place_on(session, org_id, today).above
        if not upper:
            raise WorkflowError("no level stands above the office")
        org_id = upper[0]
    return org_id if is_child and not above else office_for_new(session, org_id, today)


def _target(session: Session, held: Library, name: str, received_on: date) -> CaseType:
    sha256 = definitions.newest_for(session, name, received_on)
    if sha256 is None:
        raise WorkflowError(f"no version of {name} for {received_on.isoformat()}")
    return held.case_type(sha256)


def _link(
    session: Session,
    held: Library,
    act: Act,
    parent: CaseWork,
    other_id: UUID,
    number: str | None,
    is_child: bool,
) -> None:
    if any(
        other_id in (row["case_id"], row["other_id"]) for row in cases.read_links(session, parent.case_id)
    ):
        return
    now = Happened(held.calendar(parent.case_type.calendar).local_day(act.at), act.at)
    kind = "child" if is_child else "became"
    body = {
        "link": kind,
        **({} if number is None else {"other": str(other_id), "number": number}),
        "to": parent.row["state"],
        "version": parent.next_version,
    }
    event = EventKind.CHILD_OPENED if is_child else EventKind.CASE_LINKED
    seq = parent.append(event, act.by_system(), now, body)
    row = {"case_id": parent.case_id, "other_id": other_id, "kind": kind, "seq": seq}
    cases.insert_rows(session, "link", [row])
    if empties(parent):
        empty(session, parent)
    parent.flush()


def _put_off(database: Database, act: Act, message: Mapping[str, Any], error: Exception) -> Undelivered:
    failure, next_try_at = _said(error), act.at + backoff(message["attempts"])
    with database.transaction() as session:
        queues.put_off_message(session, message["case_id"], message["message_id"], next_try_at, failure)
    return Undelivered(message["case_id"], message["message_id"], failure, next_try_at)


def _said(error: Exception) -> str:
    """Why, in codes: names of fields and rules, never a value."""
    if isinstance(error, InvalidInput):
        return "; ".join(f"{one.path}: {one.code}" for one in error.errors)[:200]
    if isinstance(error, TransitionRefused):
        return "; ".join(f"{one.code}: {one.name}" for one in error.reasons)[:200]
    if isinstance(error, WorkflowError | StorageError):
        return f"{error.code}: {error}"[:200]
    return type(error).__name__
