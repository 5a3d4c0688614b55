"""The case page: where is it, who has it, by when, what can be done; and what hangs on it."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, url_for
from werkzeug.wrappers import Response as AnyResponse

from api.pages import Pages
from api.request.bodies import form_values
from api.request.calls import Call, in_call
from api.request.language import say as _
from api.web.case_shown import (
    acts_of,
    document_rows,
    facts_of,
    identity_pairs,
    party_cards,
    reasons_shown,
    stage_marks,
)
from api.web.clocks_shown import shown_clock, shown_clocks
from api.web.due_days import DueDay, due_day
from api.web.fields import first, whole
from api.web.frame import new_command_id, permissions_of, render
from api.web.happenings import all_events, shown_events
from api.web.ledgers import sources
from workflow.access.policy import Depth
from workflow.case_type.diagram import svg
from workflow.errors import CaseNotFound, NotFound, StaleCase
from workflow.operations.case.confirm_proposal import confirm_proposal
from workflow.operations.case.offer_transitions import offer_transitions
from workflow.operations.case.read_case import read_case
from workflow.operations.clock.explain_clocks import explain_clock, explain_clocks
from workflow.operations.evidence.confirm_late_entry import confirm_late_entry
from workflow.operations.evidence.reveal_value import reveal_value
from workflow.operations.steps.loading import find_visible
from workflow.operations.steps.views import CaseView, ShownRequest

pages = Pages()
RECENT = 6


@pages.get("/cases/<ref>")
def show_case(call: Call, ref: str) -> str:
    """The case as deep as the caller sees it."""
    view = read_case(call.session, call.act, ref)
    ref = ref_of(view)
    case_type = call.held.case_type(view.definition_sha256)
    is_whole = view.depth is Depth.FULL
    events = all_events(call, ref) if is_whole else []
    marks, words = stage_marks(case_type, view, events, call.language)
    offered = offer_transitions(call.session, call.act, ref) if is_whole else None
    proposal = None
    if offered is not None and offered.confirm is not None:
        proposal = {"may": not offered.confirm, "against": reasons_shown(offered.confirm)}
    return render(
        call,
        "case.html",
        view.number,
        view=view,
        ref=ref,
        type_title=view.type_title.say(call.language),
        stages=marks,
        stage_words=words,
        acts=acts_of(call, view, offered, ref) if offered else None,
        proposal=proposal,
        command_id=new_command_id(),
        clocks=shown_clocks(call, case_type, explain_clocks(call.session, call.act, ref), view.case_id),
        identity=identity_pairs(call, view),
        facts=facts_of(call, view.fields),
        parties=party_cards(call, view.parties),
        documents=document_rows(call, view, ref) if is_whole else [],
        recent=shown_events(call, view, events[-RECENT:][::-1]) if is_whole else [],
        count=len(events),
        whole=is_whole,
        may=permissions_of(call),
        receipts=_takes_receipts(case_type),
        ends={one.request_id: request_due(view, one) for one in view.requests},
    )


@pages.get("/cases/<ref>/events")
def show_events(call: Call, ref: str) -> str:
    """The whole record of the case, newest first."""
    view = read_case(call.session, call.act, ref)
    if view.depth is not Depth.FULL:
        raise NotFound()
    events = shown_events(call, view, all_events(call, ref_of(view))[::-1])
    return render(
        call,
        "events.html",
        _("Diễn biến %(number)s", number=view.number),
        view=view,
        ref=ref_of(view),
        events=events,
    )


@pages.get("/cases/<ref>/clocks/<uuid:timer>")
def show_clock(call: Call, ref: str, timer: UUID) -> str:
    """One clock with its ledger, for print."""
    view = read_case(call.session, call.act, ref)
    case_type = call.held.case_type(view.definition_sha256)
    found = explain_clock(call.session, call.act, ref_of(view), timer)
    clock = shown_clock(call, case_type, found, view.case_id)
    title = _("Bảng tính thời hạn %(number)s", number=view.number)
    return render(
        call,
        "clock.html",
        title,
        view=view,
        ref=ref_of(view),
        clock=clock,
        sources=sources(clock.ledger),
        printed=call.act.at,
    )


@pages.get("/cases/<ref>/diagram")
def show_diagram(call: Call, ref: str) -> str:
    """The paths the procedure allows, with the state of the case marked; the table says it all."""
    view = read_case(call.session, call.act, ref)
    case_type = call.held.case_type(view.definition_sha256)
    say = call.language
    rows = [
        {
            "sources": ", ".join(case_type.states[name].title.say(say) for name in one.sources),
            "here": view.state in one.sources,
            "title": one.title.say(say),
            "target": case_type.states[one.target].title.say(say)
            if one.target in case_type.states
            else _("giữ nguyên trạng thái")
            if one.target == "same"
            else _("về trạng thái trước"),
            "by": _("Hệ thống")
            if one.system
            else ", ".join(role.title.say(say) for name in one.by if (role := case_type.roles[name]).title),
            "clocks": ", ".join(
                clock.title.say(say)
                for clock in case_type.clocks.values()
                if any(
                    (start.kind, start.name) in (("transition", one.name), ("entered", one.target))
                    for start in clock.starts
                )
            ),
            "cites": one.cites or "",
        }
        for one in case_type.transitions.values()
    ]
    title = _(
        "Quy trình %(title)s, phiên bản %(version)s",
        title=case_type.title.say(say),
        version=case_type.version,
    )
    return render(
        call,
        "diagram.html",
        title,
        view=view,
        ref=ref_of(view),
        drawing=svg(case_type, say, view.state),
        rows=rows,
    )


@pages.post("/cases/<ref>/proposal")
def settle_proposal(ref: str) -> AnyResponse:
    """The second person confirms what was proposed, or turns it down."""
    typed = form_values()
    accept = first(typed, "go") == "confirm"
    version = whole(typed, "version")
    here = redirect(url_for("web.show_case", ref=ref), 303)
    try:
        in_call(
            lambda call: confirm_proposal(
                call.session, call.act, ref, accept=accept, expected_version=version
            )
        )
    except StaleCase:
        flash(_("Vụ việc vừa thay đổi: xem lại rồi xác nhận lần nữa."), "note")
        return here
    done = _("Đã xác nhận; vụ việc đã chuyển bước.")
    flash(done if accept else _("Đã từ chối đề nghị; vụ việc giữ nguyên."), "done")
    return here


@pages.post("/cases/<ref>/late/<int:seq>")
def confirm_late(ref: str, seq: int) -> AnyResponse:
    """The chair, or the level above, confirms an act that was entered late."""
    in_call(lambda call: confirm_late_entry(call.session, call.act, ref, seq))
    flash(_("Đã xác nhận ghi nhận muộn."), "done")
    return redirect(url_for("web.show_case", ref=ref), 303)


@pages.post("/cases/<ref>/reveal/<uuid:value_id>")
def reveal(ref: str, value_id: UUID) -> str:
    """Show a sealed value once; who, which and why are on the record."""
    reason = first(form_values(), "reason")
    text = in_call(lambda call: reveal_value(call.session, call.act, ref, value_id, reason))

    def show(call: Call) -> str:
        view = read_case(call.session, call.act, ref)
        return render(call, "reveal.html", _("Nội dung giữ bí mật"), view=view, ref=ref_of(view), text=text)

    return in_call(show, read_only=True)


def back_to(ref: str) -> AnyResponse:
    """To the case after an act on it; to the person's own work where the act took it out of their sight."""

    def sees(call: Call) -> bool:
        try:
            find_visible(call.session, call.held, call.act, ref)
        except CaseNotFound:
            return False
        return True

    seen = in_call(sees, read_only=True)
    return redirect(url_for("web.show_case", ref=ref) if seen else "/", 303)


def ref_of(view: CaseView) -> str:
    """How addresses name the case: by its id, for a number is unique in its office only."""
    return str(view.case_id)


def request_due(view: CaseView, one: ShownRequest) -> DueDay | None:
    """By when a request is to be answered."""
    if one.timer_id is None or one.due_on is None:
        return None
    return due_day(view.case_id, one.timer_id, one.due_on, one.hour, named=True)


def _takes_receipts(case_type: object) -> bool:
    clocks = getattr(case_type, "clocks", {}).values()
    return any(one.kind == "received_by_party" for clock in clocks for one in (*clock.starts, *clock.stops))
