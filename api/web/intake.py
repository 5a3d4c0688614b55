"""Open a case: choose the procedure, then one grouped page, then the case."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from flask import flash, make_response, url_for
from werkzeug.wrappers import Response as AnyResponse

from api.pages import Pages
from api.request.bodies import form_values
from api.request.calls import Call, in_call
from api.request.language import pick
from api.request.language import say as _
from api.web.case_page import back_to
from api.web.case_shown import CHANNELS, channel_title
from api.web.choices import lists_for, own_offices
from api.web.entries import Asked, Entry, day_input, draw, read_day, read_entry
from api.web.faults import Faults
from api.web.fields import Choice, Input, Lists, Typed, first
from api.web.frame import new_command_id, render
from workflow.case_type.model import CaseType
from workflow.errors import FieldError, InvalidInput, NotPermitted, TransitionRefused
from workflow.operations.case.open_case import Opened, Opening, open_case
from workflow.operations.case.open_form import OpeningForm, case_types_for, desk_reasons, opening_form
from workflow.text.fold import sort_key

pages = Pages()


@pages.get("/cases/new")
def choose_case_type(call: Call) -> str:
    """The procedures of today that this person may open at some office of theirs, by their titles, the common
    front first: from it classification opens the right one."""
    offices = own_offices(call, "open_case")
    found = case_types_for(call.session, call.held.today(call.act.at))
    types = [one for one in found if _offices_for(call, one, offices)]
    by_title = sorted(types, key=lambda one: (not _is_front(one), sort_key(one.title.say(call.language))))
    shown = [
        (
            one.title.say(call.language),
            url_for("web.show_intake", case_type=one.name),
            one.version,
            _is_front(one),
        )
        for one in by_title
    ]
    # Where nothing is offered, the page says why as the refusal would: most likely the office has ended.
    first_kind = sorted(found, key=lambda one: not _is_front(one))[:1] if offices and not types else []
    why = [
        pick(each.vi, each.en)
        for one in first_kind
        for each in desk_reasons(call.session, call.act, one, UUID(offices[0].code))
    ]
    title = _("Tiếp nhận đơn")
    return render(call, "choose.html", title, types=shown, may=bool(offices), why=" ".join(why))


def _offices_for(call: Call, case_type: CaseType, offices: list[Choice]) -> list[Choice]:
    """Those of the offices at which the caller may open a case of the type at the desk."""
    return [one for one in offices if not desk_reasons(call.session, call.act, case_type, UUID(one.code))]


def _demand_offices(call: Call, case_type: CaseType) -> list[Choice]:
    """The caller's offices where a case of the type may be opened. Raises NotPermitted, or TransitionRefused
    with the reasons of the first office where there is none."""
    own = own_offices(call, "open_case")
    if not own:
        raise NotPermitted(permission="open_case")
    offices = _offices_for(call, case_type, own)
    if not offices:
        raise TransitionRefused(desk_reasons(call.session, call.act, case_type, UUID(own[0].code)))
    return offices


def _is_front(case_type: CaseType) -> bool:
    """Whether filings of any kind come in here: it hands over to several other procedures."""
    return len({one.becomes for one in case_type.transitions.values() if one.becomes}) > 1


@pages.get("/cases/new/<case_type>")
def show_intake(call: Call, case_type: str) -> str:
    """The empty form of a procedure as it is in force today."""
    typed: Typed = {"command_id": [new_command_id()], "channel": ["in_person"]}
    return _form(call, opening_form(call.session, case_type, call.held.today(call.act.at)), typed)


@pages.post("/cases/new/<case_type>")
def open_new_case(case_type: str) -> AnyResponse:
    """Record the filing, or show the form again with everything typed."""
    typed = form_values()
    if first(typed, "go") != "record":
        return in_call(lambda call: make_response(_back(call, case_type, typed)), read_only=True)
    entry = in_call(lambda call: _read(call, case_type, typed), read_only=True)
    try:
        entry.check()
        opened: Opened = in_call(
            lambda call: open_case(call.session, call.act, _opening(call, case_type, entry))
        )
    except InvalidInput as error:
        errors = error.errors
        return in_call(
            lambda call: make_response(_back(call, case_type, typed, entry, errors), 422), read_only=True
        )
    if opened.repeated:
        flash(
            _(
                "Đơn này đã được tiếp nhận trước đó, số %(number)s; không ghi lại lần nữa.",
                number=opened.number,
            ),
            "note",
        )
    else:
        flash(_("Đã tiếp nhận, số %(number)s.", number=opened.number), "done")
    return back_to(str(opened.case_id))


def _read(call: Call, case_type: str, typed: Typed) -> Entry:
    form = _form_of(call, case_type, typed)
    _office(call, form.case_type, typed)  # before any file is held: whoever may open nothing stores nothing
    return read_entry(call, _asked(form), typed, "received_on")


def _opening(call: Call, case_type: str, entry: Entry) -> Opening:
    received, _errors = read_day(entry.typed, "received_on", call.held.today(call.act.at))
    return Opening(
        case_type,
        _office(call, _form_of(call, case_type, entry.typed).case_type, entry.typed),
        received,
        entry.values,
        entry.papers,
        first(entry.typed, "channel"),
        first(entry.typed, "state") or None,
        late_reason=entry.told.late_reason,
    )


def _office(call: Call, case_type: CaseType, typed: Typed) -> UUID:
    """The office chosen among the caller's own. Raises NotPermitted and TransitionRefused where there is
    none."""
    offices = [one.code for one in _demand_offices(call, case_type)]
    chosen = first(typed, "office")
    return UUID(chosen if chosen in offices else offices[0])


def _form_of(call: Call, case_type: str, typed: Typed) -> OpeningForm:
    """The form of the version that covers the day typed; today's where that day has none."""
    today = call.held.today(call.act.at)
    day, _errors = read_day(typed, "received_on", today)
    known = {one.name for one in case_types_for(call.session, day)}
    return opening_form(call.session, case_type, day if case_type in known else today)


def _asked(form: OpeningForm) -> Asked:
    return Asked(
        form.fields, form.documents, frozenset(one.name for one in form.fields if one.required), frozenset()
    )


def _back(
    call: Call, case_type: str, typed: Typed, entry: Entry | None = None, errors: Iterable[FieldError] = ()
) -> str:
    kept = entry or _read(call, case_type, typed)
    return _form(call, _form_of(call, case_type, typed), typed, kept, errors)


def _form(
    call: Call, form: OpeningForm, typed: Typed, entry: Entry | None = None, errors: Iterable[FieldError] = ()
) -> str:
    offices = _demand_offices(call, form.case_type)
    lists: Lists = lists_for(call, _office(call, form.case_type, typed))
    drawn = draw(
        call, _asked(form), lists, typed,
        errors=errors, held=entry.held if entry else None,
        day=day_input(call, typed, "received_on", _("Ngày nhận")),
        hidden={"command_id": first(typed, "command_id")},
    )  # fmt: skip
    return render(
        call,
        "intake.html",
        _("Tiếp nhận đơn: %(title)s", title=form.case_type.title.say(call.language)),
        failed=bool(drawn.faults.listed),
        drawn=drawn,
        source=_source_inputs(call, form, offices, typed, drawn.faults),
    )


def _source_inputs(
    call: Call, form: OpeningForm, offices: list[Choice], typed: Typed, faults: Faults
) -> list[Input]:
    """Where the filing came from, the office, and how the case begins where there are several beginnings."""
    channels = [Choice(one, channel_title(one)) for one in CHANNELS]
    made = [
        Input(
            "channel",
            _("Nguồn đơn"),
            "select",
            typed.get("channel", ()),
            channels,
            error=faults.at("channel"),
        )
    ]
    if len(offices) > 1:
        made.append(Input("office", _("Cơ quan tiếp nhận"), "select", typed.get("office", ()), offices))
    starts = form.case_type.starts
    if len(starts) > 1:
        options = [Choice(one, form.case_type.states[one].title.say(call.language)) for one in starts]
        values = typed.get("state") or [starts[0]]
        made.append(Input("state", _("Bắt đầu từ"), "radios", values, options, error=faults.at("state")))
    return made
