"""Declared fields drawn as inputs, with what was typed and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from api.request.language import say as _
from api.web.faults import Faults, Told
from api.web.fields import PARTY_PARTS, Choice, Input, Lists, Typed, first, party_rows, path_of
from workflow.case_type.model import Field

FEW = 6
"""More options than this are a list to open, fewer are radio buttons."""


def inputs_of(
    fields: Iterable[Field], needed: Iterable[str], typed: Typed, faults: Faults, lists: Lists, language: str
) -> list[Input]:
    """The inputs of declared fields with what was typed and what is wrong with it."""
    names = set(needed)
    return [_input(one, one.name in names, typed, faults, lists, language) for one in fields]


def told_by_path(inputs: Iterable[Input]) -> dict[str, Told]:
    """Title, demand and id of inputs and their parts by the path that faults are named by."""
    found: dict[str, Told] = {}
    for one in inputs:
        for row in one.rows:
            found |= told_by_path(row)
        # The faults of a paper are told at its group, not at the input of its file.
        path = one.name.replace("paper.", "documents.", 1) if one.name.startswith("paper.") else one.name
        found[path] = Told(one.title, one.demand, one.id)
    return found


def _input(field: Field, needed: bool, typed: Typed, faults: Faults, lists: Lists, language: str) -> Input:
    path = path_of(field)
    made = Input(
        path,
        field.title.say(language),
        values=typed.get(path, ()),
        help=field.help.say(language) if field.help else "",
        error=faults.at(path),
        required=needed,
    )
    options = [Choice(one.code, one.title.say(language), one.cites or "") for one in field.options]
    match field.type:
        case "text":
            return replace(made, widget="area")
        case "date":
            return replace(
                made, widget="date", size="date", help=made.help or _("Ngày/tháng/năm, ví dụ 27/11/2026")
            )
        case "integer":
            return replace(made, widget="number", size="number")
        case "choice":
            return replace(made, widget="radios" if len(options) <= FEW else "select", options=options)
        case "choices":
            return replace(made, widget="checks", options=options)
        case "yes_no":
            return replace(made, widget="radios", options=[Choice("yes", _("Có")), Choice("no", _("Không"))])
        case "officer":
            return replace(made, widget="select", options=lists.officers)
        case "organisation":
            return replace(made, widget="select", options=lists.offices)
        case "units":
            return replace(made, widget="checks", options=lists.offices)
        case "recipients":
            return replace(made, widget="area", help=made.help or _("Mỗi nơi nhận một dòng"))
        case "instant":
            return _instant_group(made, typed)
        case "parties":
            return _party_group(made, field, typed, faults)
        case "respondent":
            return _respondent_group(made, typed, faults, lists)
    return made


def _part(path: str, title: str, typed: Typed, faults: Faults, **more: Any) -> Input:
    return Input(path, title, values=typed.get(path, ()), error=faults.at(path), **more)


def _instant_group(made: Input, typed: Typed) -> Input:
    day = Input(f"{made.name}.day", _("Ngày"), "date", typed.get(f"{made.name}.day", ()), size="date")
    hour = Input(
        f"{made.name}.time", _("Giờ, ví dụ 14:05"), "line", typed.get(f"{made.name}.time", ()), size="number"
    )
    return replace(made, widget="group", rows=[[day, hour]])


def _party_group(made: Input, field: Field, typed: Typed, faults: Faults) -> Input:
    rows = party_rows(made.name, typed)
    blank = not rows or first(typed, "go") == f"more:{made.name}"
    shown = [*rows, dict.fromkeys((*PARTY_PARTS, "representative"), "")] if blank else rows
    titles = {
        "name": _("Họ và tên hoặc tên tổ chức"),
        "address": _("Địa chỉ"),
        "identity": _("Số căn cước"),
        "contact": _("Điện thoại, thư điện tử"),
    }

    def person(number: int, row: Mapping[str, str]) -> list[Input]:
        path = f"{made.name}.{number}"
        parts = [
            Input(
                f"{path}.{part}",
                title,
                values=[row[part]],
                error=faults.at(f"{path}.{part}"),
                required=part == "name",
            )
            for part, title in titles.items()
        ]
        if len(shown) > 1:
            yes = [Choice("yes", _("Là người đại diện"))]
            parts.append(
                Input(
                    f"{path}.representative",
                    _("Đại diện"),
                    "checks",
                    [row["representative"]],
                    yes,
                    required=False,
                )
            )
        return parts

    more = _("Thêm người") if field.at_most is None or len(shown) < field.at_most else ""
    return replace(
        made, widget="group", rows=[person(number, row) for number, row in enumerate(shown)], more=more
    )


def _respondent_group(made: Input, typed: Typed, faults: Faults, lists: Lists) -> Input:
    kinds = [
        Choice("organisation", _("Cơ quan, tổ chức")),
        Choice("official", _("Cán bộ, công chức")),
        Choice("act", _("Quyết định hoặc hành vi hành chính")),
    ]
    path = made.name
    row = [
        _part(f"{path}.kind", _("Loại"), typed, faults, widget="radios", options=kinds),
        _part(
            f"{path}.organisation",
            _("Cơ quan"),
            typed,
            faults,
            widget="select",
            options=lists.offices,
            required=False,
        ),
        _part(
            f"{path}.user",
            _("Người có tài khoản"),
            typed,
            faults,
            widget="select",
            options=lists.officials,
            required=False,
        ),
        _part(
            f"{path}.name", _("Tên, chức vụ (nếu không có trong danh sách)"), typed, faults, required=False
        ),
        _part(f"{path}.act", _("Quyết định số, ngày hoặc hành vi"), typed, faults, required=False),
    ]
    return replace(made, widget="group", rows=[row])
