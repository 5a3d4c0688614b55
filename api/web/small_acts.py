"""The small acts on a case: add a paper, read one, assign, record a receipt."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from flask import Response, flash, make_response, redirect, url_for
from werkzeug.wrappers import Response as AnyResponse

from api.pages import Pages
from api.request.bodies import form_values
from api.request.calls import Call, in_call
from api.request.language import say as _
from api.web.choices import lists_for
from api.web.entries import Asked, day_input, draw, read_entry
from api.web.faults import Fault, faults_of, reason_text
from api.web.fields import Input, Typed, first, whole
from api.web.frame import new_command_id, render
from api.web.papers import Held
from workflow.access.policy import Depth
from workflow.errors import CaseNotFound, FieldError, InvalidInput, NotFound, StaleCase, TransitionRefused
from workflow.operations.case.assign_case import assign_case
from workflow.operations.case.read_case import read_case
from workflow.operations.evidence.attach_document import attach_document
from workflow.operations.evidence.record_receipt import record_receipt
from workflow.operations.steps.views import CaseView

pages = Pages()
_ENDINGS = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png", "text/plain": "txt"}


def whole_case(call: Call, ref: str) -> CaseView:
    """The case, for those who see all of it. Raises CaseNotFound."""
    view = read_case(call.session, call.act, ref)
    if view.depth is not Depth.FULL:
        raise CaseNotFound()
    return view


@pages.get("/cases/<ref>/documents/<uuid:document_id>")
def read_paper(call: Call, ref: str, document_id: UUID) -> Response:
    """The bytes of a paper, to be kept; named by its kind, for titles may name people."""
    view = whole_case(call, ref)
    found = next((one for one in view.documents if one.document_id == document_id), None)
    if found is None or found.quarantine == "held":
        raise NotFound()
    answer = make_response(call.session.blobs.get(found.sha256))
    answer.mimetype = found.media_type
    name = f"{found.kind}-{found.revision}.{_ENDINGS.get(found.media_type, 'docx')}"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@pages.get("/cases/<ref>/documents")
def show_attaching(call: Call, ref: str) -> str:
    """The form that adds papers to a case."""
    return _paper_form(call, ref, {"command_id": [new_command_id()]})


@pages.post("/cases/<ref>/documents")
def attach(ref: str) -> AnyResponse:
    """Put papers on the case by an act of their own."""
    typed = form_values()
    entry = in_call(lambda call: read_entry(call, _all_papers(call, ref), typed), read_only=True)
    try:
        entry.check()
        in_call(lambda call: attach_document(call.session, call.act, ref, entry.papers))
    except InvalidInput as error:
        errors = error.errors
        return in_call(
            lambda call: make_response(_paper_form(call, ref, typed, entry.held, errors), 422), read_only=True
        )
    flash(_("Đã thêm tài liệu."), "done")
    return redirect(url_for("web.show_case", ref=ref), 303)


@pages.get("/cases/<ref>/assign")
def show_assignment(call: Call, ref: str) -> str:
    """Who leads and who coordinates, to be changed."""
    view = whole_case(call, ref)
    lead = [str(one.user_id) for one in view.assignments if one.part == "lead" and one.user_id]
    return _assign_form(call, ref, {"lead": lead, "command_id": [new_command_id()]})


@pages.post("/cases/<ref>/assign")
def assign(ref: str) -> AnyResponse:
    """Give the case to somebody, or take it from whoever has it."""
    typed = form_values()
    users = [one for one in typed.get("lead", ()) if one]
    try:
        ids = [UUID(one) for one in users]
        in_call(
            lambda call: assign_case(
                call.session, call.act, ref, "lead", ids, expected_version=whole(typed, "version")
            )
        )
    except (InvalidInput, TransitionRefused, StaleCase, ValueError) as error:
        said = _assign_faults(error)
        status = 409 if isinstance(error, (TransitionRefused, StaleCase)) else 422
        return in_call(
            lambda call: make_response(_assign_form(call, ref, typed, said), status), read_only=True
        )
    flash(_("Đã phân công.") if users else _("Vụ việc không còn người chủ trì."), "done")
    return redirect(url_for("web.show_case", ref=ref), 303)


@pages.get("/cases/<ref>/receipts/<uuid:party>")
def show_receipt(call: Call, ref: str, party: UUID) -> str:
    """The form for the day a party received the decision."""
    return _receipt_form(call, ref, party, {"command_id": [new_command_id()]})


@pages.post("/cases/<ref>/receipts/<uuid:party>")
def receive(ref: str, party: UUID) -> AnyResponse:
    """Record that day."""
    typed = form_values()
    entry = in_call(lambda call: read_entry(call, _NOTHING, typed), read_only=True)
    try:
        entry.check()
        in_call(lambda call: record_receipt(call.session, call.act, ref, party, entry.told))
    except InvalidInput as error:
        errors = error.errors
        return in_call(
            lambda call: make_response(_receipt_form(call, ref, party, typed, errors), 422), read_only=True
        )
    flash(_("Đã ghi ngày nhận quyết định."), "done")
    return redirect(url_for("web.show_case", ref=ref), 303)


_NOTHING = Asked((), (), frozenset(), frozenset())


def _all_papers(call: Call, ref: str) -> Asked:
    case_type = call.held.case_type(whole_case(call, ref).definition_sha256)
    return Asked((), tuple(case_type.documents.values()), frozenset(), frozenset())


def _paper_form(
    call: Call, ref: str, typed: Typed, held: dict[str, Held] | None = None, errors: Iterable[FieldError] = ()
) -> str:
    view = whole_case(call, ref)
    drawn = draw(
        call, _all_papers(call, ref), lists_for(call, view.org_id), typed,
        errors=errors, held=held, day=day_input(call, typed, "happened", _("Xảy ra ngày")),
        hidden={"command_id": first(typed, "command_id")},
    )  # fmt: skip
    return _plain(
        call,
        view,
        ref,
        _("Thêm tài liệu"),
        drawn.papers,
        drawn.faults.listed,
        drawn.hidden,
        _("Thêm vào vụ việc"),
        folded=True,
    )


def _assign_faults(error: Exception) -> list[Fault]:
    if isinstance(error, TransitionRefused):
        return [Fault("lead", reason_text(one)) for one in error.reasons]
    if isinstance(error, StaleCase):
        return [Fault("lead", _("Vụ việc đã thay đổi trong lúc nhập: xem lại rồi gửi lần nữa"))]
    if isinstance(error, InvalidInput):
        return [replace_href(one) for one in faults_of(error.errors, {"users": _("Người chủ trì")}).listed]
    return [Fault("lead", _("Chọn một người trong danh sách"))]


def replace_href(fault: Fault) -> Fault:
    """The fault at the one field that the form has."""
    return Fault("lead", fault.text)


def _assign_form(call: Call, ref: str, typed: Typed, faults: Iterable[Fault] = ()) -> str:
    view = whole_case(call, ref)
    listed = list(faults)
    one = Input(
        "lead",
        _("Người chủ trì"),
        "select",
        typed.get("lead", ()),
        lists_for(call, view.org_id).officers,
        help=_("Để trống: vụ việc không còn người chủ trì"),
        error=listed[0].text if listed else "",
        required=False,
    )
    hidden = {"command_id": first(typed, "command_id"), "version": str(view.row_version)}
    return _plain(call, view, ref, _("Phân công, thay người chủ trì"), [one], listed, hidden, _("Phân công"))


def _receipt_form(call: Call, ref: str, party: UUID, typed: Typed, errors: Iterable[FieldError] = ()) -> str:
    view = whole_case(call, ref)
    if party not in {one.party_id for one in view.parties}:
        raise NotFound()
    drawn = draw(
        call, _NOTHING, lists_for(call, view.org_id), typed,
        errors=errors, day=day_input(call, typed, "happened", _("Ngày nhận quyết định")),
        hidden={"command_id": first(typed, "command_id")},
    )  # fmt: skip
    return _plain(
        call,
        view,
        ref,
        _("Ghi ngày nhận quyết định"),
        drawn.days,
        drawn.faults.listed,
        drawn.hidden,
        _("Ghi nhận"),
    )


def _plain(
    call: Call,
    view: CaseView,
    ref: str,
    title: str,
    inputs: Sequence[Input],
    faults: Sequence[Fault],
    hidden: Mapping[str, str],
    button: str,
    folded: bool = False,
) -> str:
    return render(
        call,
        "plain_form.html",
        title,
        view=view,
        ref=ref,
        inputs=inputs,
        faults=faults,
        hidden=hidden,
        button=button,
        failed=bool(faults),
        folded=folded,
    )
