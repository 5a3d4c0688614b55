"""Quản trị: working calendars: the years and their sources, deploying one, and what moved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import Response, make_response

from api.pages import Pages
from api.request.bodies import form_values
from api.request.calls import Call, in_call
from api.request.language import say as _
from api.web.administration_frame import render_admin
from api.web.administration_reach import demand_page
from api.web.administration_texts import Pasted, errors_first, read_pasted, source_of, text_faults, typed_text
from api.web.due_days import DueDay, due_day
from api.web.faults import Faults
from api.web.fields import first
from api.web.frame import new_command_id
from api.web.words import day
from models import definitions
from models.lists import CaseFilter, list_cases
from workflow.errors import DefinitionInvalid, Finding, InvalidInput, NotFound
from workflow.operations.clock.rearm_timers import Moved, rearm_timers
from workflow.operations.definition.deploy_calendar import CalendarDeployed, deploy_calendar
from workflow.operations.steps.library import HOME_CALENDAR
from workflow.operations.steps.scopes import scope_of

pages = Pages()
DEPLOY = "deploy_definitions"
BATCH, MOST_BATCHES = 100, 20
"""Cases in one transaction, and transactions in one request: a browser does not wait for ever."""


@dataclass(frozen=True, slots=True)
class ShownMove:
    """A clock that was moved by some `days`; where from and where to is for those who see the case."""

    number: str
    clock: str
    days: int
    before: str
    due: DueDay | None


@pages.get("/administration/calendars")
def show_calendars(call: Call) -> str:
    """The years of the calendar that rules now, and the form for the next."""
    return _page(call)


@pages.post("/administration/calendars")
def deploy_year() -> Response:
    """Deploy a calendar text, then reckon the open clocks anew and tell what moved."""
    pasted, typed = Pasted("", ""), form_values()

    def work(call: Call) -> CalendarDeployed:
        demand_page(call, DEPLOY)
        return deploy_calendar(call.session, call.act, source_of(pasted))

    try:
        pasted = read_pasted(typed)
        done: CalendarDeployed = in_call(work)
    except DefinitionInvalid as error:
        findings = errors_first(error.findings)
        return make_response(in_call(lambda call: _page(call, pasted.text, findings), read_only=True), 422)
    except InvalidInput as error:
        faults = text_faults(error.errors)
        return make_response(
            in_call(lambda call: _page(call, typed_text(typed), faults=faults), read_only=True), 422
        )
    return _moved_page(done.calendar, done.fresh, None)


@pages.post("/administration/calendars/<name>/rearm")
def go_on_rearming(name: str) -> Response:
    """Go on with the cases that were left."""
    text = first(form_values(), "after")
    try:
        after = UUID(text) if text else None
    except ValueError:
        raise NotFound() from None
    return _moved_page(name[:80], True, after)


def _moved_page(name: str, fresh: bool, after: UUID | None) -> Response:
    moved: list[Moved] = []
    left: UUID | None = after
    for _batch in range(MOST_BATCHES):

        def rearm(call: Call, begin: UUID | None = left) -> tuple[list[Moved], UUID | None]:
            demand_page(call, DEPLOY)
            return rearm_timers(call.session, call.act, name, begin, BATCH)

        # Each batch is an act of its own: the command of the form belongs to the deployment.
        some, left = in_call(rearm)
        moved += some
        if left is None:
            break
    shown = in_call(lambda call: _result(call, name, fresh, moved, left), read_only=True)
    return make_response(shown)


def _result(call: Call, name: str, fresh: bool, moved: Sequence[Moved], left: UUID | None) -> str:
    return render_admin(
        call,
        "administration/moved.html",
        _("Kết quả triển khai lịch"),
        name=name,
        fresh=fresh,
        moved=_shown(call, moved),
        left=left,
    )


def _shown(call: Call, moved: Sequence[Moved]) -> list[ShownMove]:
    """The days with their proof for those who see the case; others are told how far a clock was moved."""
    scope = scope_of(call.session, call.held, call.actor, call.act.at)
    ids = frozenset(one.case_id for one in moved)
    rows = list_cases(call.session, scope, CaseFilter(among=ids), size=len(ids)) if ids else []
    seen = {row["case_id"] for row in rows}
    return [
        ShownMove(
            one.number,
            one.clock,
            (one.after - one.before).days,
            day(one.before) if one.case_id in seen else "",
            due_day(one.case_id, one.timer_id, one.after) if one.case_id in seen else None,
        )
        for one in moved
    ]


def _page(
    call: Call, text: str = "", findings: list[Finding] | None = None, faults: Faults | None = None
) -> str:
    demand_page(call, DEPLOY)
    edition = definitions.newest_edition(call.session, HOME_CALENDAR)
    texts = definitions.texts_of(call.session, edition["members"]) if edition else []
    years = [_year(dict(row)) for row in texts if row["kind"] == "calendar_year"]
    return render_admin(
        call,
        "administration/calendars.html",
        _("Lịch làm việc"),
        edition=dict(edition) if edition else None,
        base=next((dict(row) for row in texts if row["kind"] == "calendar_base"), None),
        years=sorted(years, key=lambda year: -year["year"]),
        present=call.held.today(call.act.at).year,
        text=text,
        findings=findings or [],
        faults=faults,
        errors=faults.listed if faults else [],
        failed=bool(findings or faults),
        command_id=new_command_id(),
    )


def _year(row: Mapping[str, Any]) -> dict[str, Any]:
    held = row["canonical"]
    days = [*held.get("off", ()), *held.get("work", ())]
    return {
        "year": held["year"],
        "official": held.get("status") == "official",
        "off": len(held.get("off", ())),
        "work": len(held.get("work", ())),
        "sources": list(dict.fromkeys(one["source"] for one in days)),
        "note": held.get("note", ""),
        "sha256": row["sha256"],
        "deployed_at": row["deployed_at"],
    }
