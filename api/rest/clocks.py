"""Clocks of a case with the proof of their dates, and the record of the case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any
from uuid import UUID

from api.request.calls import Call
from api.request.cursors import read_cursor, write_cursor
from api.resources import Given, Resources
from api.rest.scoping import demand_whole
from api.rest.showing import clock_view, paged
from api.schemas.clocks import ClockPage, ClockShown, EventPage, EventQuery, EventShown
from workflow.access.policy import Depth
from workflow.errors import NotFound
from workflow.operations.case.read_case import read_case
from workflow.operations.case.read_events import EventView, read_events
from workflow.operations.clock.explain_clocks import explain_clock, explain_clocks

resources = Resources("clocks and events")
PAGE = 100


@resources.get("/cases/{ref}/clocks", "List the clocks of a case", answers={200: ClockPage()})
def list_clocks(call: Call, given: Given, ref: str) -> Mapping[str, Any]:
    """With the ledger from the event to the due day, which adds up by itself. A unit that was only asked sees
    the clocks of what it was asked."""
    view = read_case(call.session, call.act, ref)
    found = explain_clocks(call.session, call.act, ref)
    if view.depth is Depth.REQUEST:
        asked = {one.request_id for one in view.requests}
        found = tuple(one for one in found if one.subject_kind == "request" and one.subject_id in asked)
    return {"items": [clock_view(one, call.language, view.case_id) for one in found]}


@resources.get("/cases/{ref}/clocks/{timer:uuid}", "Read one clock", answers={200: ClockShown()})
def read_one_clock(call: Call, given: Given, ref: str, timer: UUID) -> Mapping[str, Any]:
    """Why its days are these: the ledger, for everybody who is shown one of them."""
    view = read_case(call.session, call.act, ref)
    found = explain_clock(call.session, call.act, str(view.case_id), timer)
    return clock_view(found, call.language, view.case_id)


@resources.get(
    "/cases/{ref}/events", "Read the record of a case", query=EventQuery(), answers={200: EventPage()}
)
def list_events(call: Call, given: Given, ref: str) -> Mapping[str, Any]:
    """Events in the order they were recorded, for those who see the case whole."""
    demand_whole(call, ref)
    size = given.query.get("size", PAGE)
    key = read_cursor(given.query.get("cursor"), (int,))
    after = key[0] if key else given.query.get("after", 0)
    # Sequence numbers are 32 bits wide; nothing comes after the last.
    found = read_events(call.session, call.act, ref, max(0, min(after, 2**31 - 1)), size + 1)
    rows, more = paged(found, size)
    return {
        "items": [_event(one, call.language) for one in rows],
        "next": write_cursor((rows[-1].seq,)) if more else None,
    }


@resources.get("/cases/{ref}/events/{seq:int}", "Read one event", answers={200: EventShown()})
def read_one_event(call: Call, given: Given, ref: str, seq: int) -> Mapping[str, Any]:
    """One event of a case that the caller sees whole."""
    demand_whole(call, ref)
    found = read_events(call.session, call.act, ref, seq - 1, 1)
    if not found or found[0].seq != seq:
        raise NotFound()
    return _event(found[0], call.language)


def _event(one: EventView, language: str) -> dict[str, Any]:
    return asdict(one) | {
        "title": one.kind_title.say(language),
        "act": one.act_title and one.act_title.say(language),
        "state_after": one.state_after and one.state_after.say(language),
    }
