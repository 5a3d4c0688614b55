"""The recorded past of a case as clocks see it: events back to what they started, stopped and paused."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from models import audit
from models.session import Session
from workflow.audit.entry import Entry, parse
from workflow.audit.kinds import EventKind
from workflow.calendar.working_calendar import WorkingCalendar
from workflow.case_type.model import CaseType, Trigger
from workflow.engine.carrying import Past
from workflow.engine.facts import Happened

BATCH = 500


def read_past(session: Session, case_id: UUID, case_type: CaseType, calendar: WorkingCalendar) -> list[Past]:
    """What has happened to a case, oldest first. `case_type` says which fields are dates.

    Of a case from an old register only the acts that the register knew are told."""
    return [past for entry in _entries(session, case_id) for past in _of(entry, case_type, calendar)]


def _entries(session: Session, case_id: UUID) -> Iterator[Entry]:
    after = 0
    while rows := audit.read_events(session, case_id, after, BATCH):
        for row in rows:
            yield parse(row["text"])
        after = rows[-1]["seq"]


def _of(entry: Entry, case_type: CaseType, calendar: WorkingCalendar) -> Iterator[Past]:
    body, state = entry.body, str(entry.body.get("to", ""))
    happened = _told(entry.happened, calendar)
    named = body.get("transition", "")
    match entry.kind:
        case EventKind.CASE_OPENED:
            lead = "assigned" if body.get("assigned") else "unassigned"
            opened = (Trigger("opened"), Trigger("opened", state), Trigger(lead), *_dates(body, case_type))
            yield Past((*opened, *_yearly(case_type)), happened, entry.recorded, state)
        case EventKind.CASE_IMPORTED if entry.seq == 1:
            yield from _imported(entry, case_type, state, happened, calendar)
        case EventKind.TRANSITION_TAKEN:
            events = [Trigger("transition", named), *_dates(body, case_type)]
            if any(one.get("part") == "lead" for one in body.get("assigned", ())):
                events.append(Trigger("assigned"))
            yield Past(tuple(events), happened, entry.recorded, state, named)
        case EventKind.ASSIGNED | EventKind.UNASSIGNED if body.get("part") == "lead":
            yield Past((Trigger(str(entry.kind)),), happened, entry.recorded, state)
        case EventKind.REQUEST_SENT | EventKind.REQUEST_ANSWERED:
            event = Trigger(str(entry.kind), str(body.get("request_kind", "")))
            subject = ("request", UUID(body["request"]))
            yield Past((event, Trigger(str(entry.kind))), happened, entry.recorded, state, "", subject)
        case EventKind.RECEIPT_RECORDED:
            subject = ("party", UUID(body["party"]))
            yield Past((Trigger("received_by_party"),), happened, entry.recorded, state, "", subject)
        case EventKind.RUNG_FIRED if body.get("rung") == "reached":
            end = date.fromisoformat(body["legal_due"])
            event = Trigger("clock_end", str(body["clock"]))
            yield Past((event,), _told(end, calendar), entry.recorded, state, ended={str(body["clock"]): end})
        case EventKind.CASE_MIGRATED:
            yield Past((), happened, entry.recorded, state)


def _imported(
    entry: Entry, case_type: CaseType, state: str, happened: Happened, calendar: WorkingCalendar
) -> Iterator[Past]:
    """The opening and the acts that the old register knew, as the import replayed them. Where the case stood
    between them follows from their edges."""
    body, here = entry.body, next(iter(case_type.starts), state)
    opened = (Trigger("opened"), Trigger("opened", here), Trigger("unassigned"), *_dates(body, case_type))
    events = [("", happened, opened)]
    for act in body.get("acts", ()):
        name = str(act["transition"])
        events.append((name, _told(_moment(str(act["happened"])), calendar), (Trigger("transition", name),)))
    for number, (name, when, triggers) in enumerate(events, 1):
        edge = case_type.transitions.get(name)
        target = edge.target if edge is not None and edge.target in case_type.states else here
        here = state if number == len(events) else target
        yield Past(triggers, when, entry.recorded, here, name)


def _dates(body: Mapping[str, Any], case_type: CaseType) -> list[Trigger]:
    return [
        Trigger("date_field", name)
        for name, change in body.get("fields", {}).items()
        if name in case_type.fields
        and case_type.fields[name].type in ("date", "instant")
        and change.get("new")
    ]


def _yearly(case_type: CaseType) -> list[Trigger]:
    starts = [trigger for clock in case_type.clocks.values() for trigger in clock.starts]
    return [trigger for trigger in starts if trigger.kind == "calendar_date"]


def _moment(text: str) -> datetime | date:
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)


def _told(moment: datetime | date, calendar: WorkingCalendar) -> Happened:
    if isinstance(moment, datetime):
        return Happened(calendar.local_day(moment), moment)
    return Happened(moment, calendar.midnight(moment), "day")
