"""Quản trị: the texts that rule the offices: each version, its diagram, and deploying the next."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, flash, make_response, redirect, url_for
from markupsafe import Markup

from api.pages import Pages
from api.request.bodies import form_values
from api.request.calls import Call, in_call
from api.request.language import say as _
from api.web.administration_frame import render_admin
from api.web.administration_reach import demand_page
from api.web.administration_texts import Pasted, errors_first, read_pasted, source_of, text_faults, typed_text
from api.web.faults import Faults
from api.web.frame import new_command_id
from models import definitions, people
from workflow.case_type.diagram import svg
from workflow.errors import DefinitionInvalid, Finding, InvalidInput, NotFound
from workflow.operations.definition.deploy_definition import Deployed, deploy_definition

pages = Pages()
DEPLOY = "deploy_definitions"
KINDS = ("case_type", "rules", "code_list", "roles")


@pages.get("/administration/definitions")
def show_definitions(call: Call) -> str:
    """Every version that was deployed, newest first, and the form for the next."""
    return _page(call)


@pages.post("/administration/definitions")
def deploy_text() -> Response:
    """Deploy a pasted or uploaded text; with an error nothing changes and the findings are shown."""
    pasted, typed = Pasted("", ""), form_values()

    def work(call: Call) -> Deployed:
        demand_page(call, DEPLOY)
        return deploy_definition(call.session, call.act, source_of(pasted))

    try:
        pasted = read_pasted(typed)
        done = in_call(work)
    except DefinitionInvalid as error:
        findings = errors_first(error.findings)
        return make_response(in_call(lambda call: _page(call, pasted.text, findings), read_only=True), 422)
    except InvalidInput as error:
        faults = text_faults(error.errors)
        return make_response(
            in_call(lambda call: _page(call, typed_text(typed), faults=faults), read_only=True), 422
        )
    _tell(done)
    return make_response(redirect(url_for("web.show_definition", kind=done.kind, sha256=done.sha256), 303))


@pages.get("/administration/definitions/<kind>/<sha256>")
def show_definition(call: Call, kind: str, sha256: str) -> str:
    """One version: its text, and the diagram of a case type."""
    demand_page(call, DEPLOY)
    row = (
        definitions.read_definition(call.session, kind, sha256)
        if len(sha256) == 64 and len(kind) <= 20
        else None
    )
    if row is None:
        raise NotFound()
    case_type = call.held.case_type(sha256) if kind == "case_type" else None
    return render_admin(
        call,
        "administration/definition.html",
        f"{row['name']} {row['version']}" if kind == "case_type" else str(row["name"]),
        row=dict(row),
        kind=kind_titles().get(kind, kind),
        by=_deployers(call, [dict(row)])[0]["by"],
        title_said=case_type.title.say(call.language) if case_type else "",
        # Drawn by the product itself, every text in it escaped there.
        diagram=Markup(svg(case_type, call.language)) if case_type else None,
    )


def kind_titles() -> dict[str, str]:
    """What kinds of text there are."""
    return {
        "case_type": _("Loại vụ việc"),
        "rules": _("Bộ quy tắc thời hạn"),
        "code_list": _("Danh mục"),
        "roles": _("Vai trò"),
        "calendar_base": _("Lịch làm việc"),
        "calendar_year": _("Lịch của năm"),
    }


def _tell(done: Deployed) -> None:
    if not done.fresh:
        flash(_("Văn bản này đã được triển khai từ trước; không có gì thay đổi."), "note")
        return
    changes = "; ".join(done.changes)
    words = _("Đã triển khai %(name)s %(version)s.", name=done.name, version=done.version)
    told = _("Thay đổi so với phiên bản trước: %(changes)s", changes=changes)
    flash(f"{words} {told}" if changes else words, "done")


def _page(
    call: Call, text: str = "", findings: list[Finding] | None = None, faults: Faults | None = None
) -> str:
    demand_page(call, DEPLOY)
    groups = []
    for kind in KINDS:
        rows = [dict(row) for row in definitions.versions(call.session, kind)]
        rows.sort(key=lambda row: (row["name"], -row["deployed_no"]))
        groups.append((kind_titles()[kind], kind, _deployers(call, rows)))
    return render_admin(
        call,
        "administration/definitions.html",
        _("Quy trình, quy tắc"),
        groups=groups,
        text=text,
        findings=findings or [],
        faults=faults,
        errors=faults.listed if faults else [],
        failed=bool(findings or faults),
        command_id=new_command_id(),
    )


def _deployers(call: Call, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    ids = {}
    for row in rows:
        try:
            ids[row["deployed_by"]] = UUID(row["deployed_by"])
        except ValueError:
            continue
    names = people.names_of(call.session, ids.values())
    return [
        row | {"by": names.get(ids[row["deployed_by"]], "") if row["deployed_by"] in ids else _("Hệ thống")}
        for row in rows
    ]
