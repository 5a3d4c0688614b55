"""Take a transition: form → check page → record. Nothing typed is lost: not by a fault, not by a colleague
who was faster, not by a second press of the button."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Response, flash, make_response, url_for
from werkzeug.wrappers import Response as AnyResponse

from api.pages import Pages
from api.request.bodies import form_values
from api.request.calls import Call, in_call
from api.request.language import say as _
from api.request.refusals import note_refusal_of
from api.web.case_page import back_to
from api.web.choices import lists_for
from api.web.entries import Asked, Entry, carried, day_input, draw, read_entry, shown_pairs
from api.web.faults import curable, reason_text
from api.web.fields import Typed, first, path_of, typed_again, whole
from api.web.frame import new_command_id, render
from api.web.happenings import events_since, shown_events
from api.web.outcomes import outcome_lines
from workflow.access.policy import Depth
from workflow.case_type.model import Transition
from workflow.errors import (
    CaseNotFound,
    FieldError,
    InvalidInput,
    NotFound,
    Reason,
    StaleCase,
    TransitionRefused,
)
from workflow.operations.case.offer_transitions import offer_transitions
from workflow.operations.case.open_form import act_form
from workflow.operations.case.preview_transition import preview_transition
from workflow.operations.case.read_case import read_case
from workflow.operations.case.take_transition import take_transition
from workflow.operations.steps.results import Taken
from workflow.operations.steps.views import CaseView

pages = Pages()


@dataclass(frozen=True, slots=True)
class ActPage:
    """A case and one act of it, as every turn of the form needs them."""

    view: CaseView
    transition: Transition
    asked: Asked
    ref: str

    @property
    def version(self) -> int:
        """The row version that stands now."""
        return self.view.row_version


@pages.get("/cases/<ref>/act/<transition>")
def show_act(call: Call, ref: str, transition: str) -> str:
    """The empty form, or why the act is not possible now."""
    page = _page(call, ref, transition)
    typed: Typed = {
        **_known(page),
        "command_id": [new_command_id()],
        "version": [str(page.version)],
    }
    return _form(call, page, typed, reasons=_against(call, page))


@pages.post("/cases/<ref>/act/<transition>")
def take_act(ref: str, transition: str) -> AnyResponse:
    """A turn of the form: check, record, or back to it."""
    typed = form_values()
    go = first(typed, "go")
    if go == "record":
        return _record(ref, transition, typed)
    return in_call(lambda call: _turn(call, ref, transition, typed, go), read_only=True)


def _turn(call: Call, ref: str, transition: str, typed: Typed, go: str) -> Response:
    page = _page(call, ref, transition)
    entry = read_entry(call, page.asked, typed)
    if go != "check":
        return make_response(_form(call, page, typed, entry))
    if _version(typed) != page.version:
        return _stale(call, page, entry)
    try:
        entry.check()
        foreseen = preview_transition(
            call.session, call.act, ref, transition, entry.values, entry.papers, entry.told
        )
    except InvalidInput as error:
        return make_response(_form(call, page, typed, entry, error.errors), 422)
    except TransitionRefused as error:
        return _refused(call, page, entry, error.reasons)
    drawn = draw(
        call, page.asked, lists_for(call, page.view.org_id), typed,
        held=entry.held, day=_day(call, typed), hidden=_hidden(typed),
    )  # fmt: skip
    return make_response(
        render(
            call,
            "check.html",
            _("Kiểm tra trước khi ghi nhận"),
            page=page,
            act=page.transition.title.say(call.language),
            back=url_for("web.show_case", ref=page.ref),
            entered=shown_pairs(drawn.inputs),
            lines=outcome_lines(call, page.view, foreseen),
            proposes=foreseen.proposes,
            hidden=[*drawn.hidden.items(), *carried(typed, drawn.hidden)],
        )
    )


def _record(ref: str, transition: str, typed: Typed) -> AnyResponse:
    """Read the form, then take the act in a transaction of its own."""

    def read(call: Call) -> Entry:
        return read_entry(call, _page(call, ref, transition).asked, typed)

    entry = in_call(read, read_only=True)
    try:
        entry.check()
        taken: Taken = in_call(
            lambda call: take_transition(
                call.session, call.act, ref, transition, entry.values, entry.papers, entry.told,
                expected_version=_version(typed),
            )
        )  # fmt: skip
    except (InvalidInput, TransitionRefused, StaleCase) as error:
        if isinstance(error, TransitionRefused):
            note_refusal_of(error)
        failed = error
        return in_call(lambda call: _again(call, ref, transition, entry, failed), read_only=True)
    if taken.repeated:
        flash(_("Việc này đã được ghi nhận trước đó; không ghi lại lần nữa."), "note")
    elif taken.proposed:
        flash(_("Đã đề nghị; việc này chờ người thứ hai xác nhận."), "done")
    else:
        flash(_("Vụ việc %(number)s đã chuyển bước.", number=taken.number), "done")
    return back_to(ref)


def _again(call: Call, ref: str, transition: str, entry: Entry, error: Exception) -> Response:
    page = _page(call, ref, transition)
    if isinstance(error, InvalidInput):
        return make_response(_form(call, page, entry.typed, entry, error.errors), 422)
    if isinstance(error, TransitionRefused) and _version(entry.typed) == page.version:
        return _refused(call, page, entry, error.reasons)
    return _stale(call, page, entry)


def _refused(call: Call, page: ActPage, entry: Entry, reasons: Iterable[Reason]) -> Response:
    errors, rest = curable(reasons)
    status = 409 if rest else 422
    return make_response(_form(call, page, entry.typed, entry, errors, rest), status)


def _stale(call: Call, page: ActPage, entry: Entry) -> Response:
    """What happened meanwhile, and the form with everything typed, on the case as it stands now."""
    typed = {**entry.typed, "version": [str(page.version)]}
    since = shown_events(call, page.view, events_since(call, page.ref, _version(entry.typed)))
    html = _form(call, page, typed, entry, reasons=_against(call, page), since=since)
    return make_response(html, 409)


def _form(
    call: Call,
    page: ActPage,
    typed: Typed,
    entry: Entry | None = None,
    errors: Iterable[FieldError] = (),
    reasons: Iterable[Reason] = (),
    since: Any = None,
) -> str:
    drawn = draw(
        call, page.asked, lists_for(call, page.view.org_id), typed,
        errors=errors, held=entry.held if entry else None, day=_day(call, typed), hidden=_hidden(typed),
    )  # fmt: skip
    act = page.transition.title.say(call.language)
    return render(
        call,
        "act.html",
        _("Vụ việc đã thay đổi trong lúc nhập") if since is not None else act,
        failed=bool(drawn.faults.listed),
        page=page,
        act=act,
        back=url_for("web.show_case", ref=page.ref),
        drawn=drawn,
        reasons=[reason_text(one) for one in reasons],
        since=since,
        again=entry is not None,
    )


def _page(call: Call, ref: str, name: str) -> ActPage:
    view = read_case(call.session, call.act, ref)
    if view.depth is not Depth.FULL:
        raise CaseNotFound()
    form = act_form(call.held.case_type(view.definition_sha256), name)
    if form.transition.system:
        raise NotFound()
    asked = Asked(
        (*form.asks, *form.may_ask),
        (*form.needs_papers, *form.may_papers),
        frozenset(one.name for one in form.asks),
        frozenset(one.name for one in form.needs_papers if one.unless is None),
    )
    return ActPage(view, form.transition, asked, ref)


def _known(page: ActPage) -> dict[str, list[str]]:
    """What the case says already, to be kept or corrected; personal values are typed anew."""
    known = {one.name: one for one in page.view.fields if not one.personal}
    found: dict[str, list[str]] = {}
    for field in page.asked.fields:
        if field.name in known and (texts := typed_again(field, known[field.name].value)):
            found[path_of(field)] = texts
    return found


def _against(call: Call, page: ActPage) -> list[Reason]:
    """Why the act is not offered now; nothing where it is."""
    offered = offer_transitions(call.session, call.act, page.ref)
    offer = next((one for one in offered.offers if one.transition == page.transition.name), None)
    if offer is None:
        state = page.view.state_title
        words = f"Không thực hiện được khi vụ việc đang ở trạng thái “{state.vi}”."
        return [
            Reason("wrong-state", page.view.state, words, f"Not possible in the state “{state.say('en')}”.")
        ]
    return [] if offer.possible else list(offer.reasons)


def _day(call: Call, typed: Typed) -> Any:
    return day_input(call, typed, "happened", _("Xảy ra ngày"))


def _hidden(typed: Typed) -> Mapping[str, str]:
    return {name: first(typed, name) for name in ("command_id", "version")}


def _version(typed: Typed) -> int:
    return whole(typed, "version")
