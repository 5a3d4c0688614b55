"""Theo dõi, đôn đốc: what is late, what will be, and whose. Each figure leads to its list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import request

from api.pages import Pages
from api.request.calls import Call
from api.request.language import say as _
from api.web.administration_reach import demand_page
from api.web.frame import render
from api.web.supervision_figures import (
    NOBODY,
    Wanted,
    choices_of,
    deadlines_wanted,
    filter_titles,
    moments_of,
    paused_wanted,
    read_wanted,
    scope_here,
    views,
)
from api.web.supervision_lists import list_page
from models import people
from models.deadlines import deadlines_by_holder
from models.lists import count_cases
from models.session import Row
from models.visibility import Scope
from workflow.errors import NotFound

pages = Pages()
COLUMNS = ("overdue", "own", "today", "soon", "all")


@dataclass(frozen=True, slots=True)
class Figure:
    """A number and the list behind it; `about` says in words what it counts."""

    count: int
    href: str
    about: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the table: an office (no holder) or a holder of it."""

    unit: str
    holder: str
    figures: Sequence[Figure]


@pages.get("/supervision")
def show_supervision(call: Call) -> str:
    """The board: figures, then a table by unit and holder."""
    demand_page(call, "see_deadlines")
    scope, at = scope_here(call), moments_of(call)
    wanted = read_wanted(call, scope)

    rows = deadlines_by_holder(
        call.session, scope, at.now, at.tomorrow, at.week, at.today, deadlines_wanted(wanted, "all", at)
    )
    choices = choices_of(call, scope)
    return render(
        call,
        "supervision/board.html",
        _("Theo dõi, đôn đốc"),
        figures=_figures(call, scope, wanted, rows),
        lines=_lines(call, scope, wanted, rows, choices["unit"]),
        columns=[views()[name] for name in COLUMNS],
        at=at.now,
        filters=_filters(wanted, choices),
        active=active_filters(wanted, choices, "web.show_supervision"),
        every=Wanted().address("web.show_supervision"),
    )


@pages.get("/supervision/deadlines")
def list_supervised(call: Call) -> str:
    """The list behind a figure: earliest end first."""
    demand_page(call, "see_deadlines")
    view = request.args.get("view", "all")
    if view not in views():
        raise NotFound()
    scope = scope_here(call)
    wanted, choices = read_wanted(call, scope), choices_of(call, scope)
    return render(
        call,
        "supervision/deadlines.html",
        views()[view],
        view=view,
        at=call.act.at,
        listed=list_page(call, scope, wanted, view),
        filters=_filters(wanted, choices),
        active=active_filters(wanted, choices, "web.list_supervised", view=view),
        every=Wanted().address("web.list_supervised", view=view),
        back=wanted.address("web.show_supervision"),
        views=[
            (title, wanted.address("web.list_supervised", view=name), name == view)
            for name, title in views().items()
        ],
    )


def active_filters(
    wanted: Wanted, choices: Mapping[str, Mapping[str, str]], endpoint: str, **more: str
) -> list[tuple[str, str, str]]:
    """(filter, value, address without it) of each filter that is set."""
    found = []
    for name, title in filter_titles().items():
        value = str(getattr(wanted, name) or "")
        if value:
            found.append(
                (
                    title,
                    choices[name].get(value, _("không có trong phạm vi")),
                    wanted.address(endpoint, **{**more, name: ""}),
                )
            )
    return found


def _filters(
    wanted: Wanted, choices: Mapping[str, Mapping[str, str]]
) -> list[tuple[str, str, str, Mapping[str, str]]]:
    """(name, title, value, options) of each filter."""
    return [
        (name, title, str(getattr(wanted, name) or ""), choices[name])
        for name, title in filter_titles().items()
    ]


def _figures(call: Call, scope: Scope, wanted: Wanted, rows: Sequence[Row]) -> list[Figure]:
    def figure(count: int, title: str, kind: str, **more: str) -> Figure:
        return Figure(count, wanted.address("web.list_supervised", **more), title, kind)

    titles = views()
    found = [figure(_sum(rows, name), titles[name], name, view=name) for name in COLUMNS if name != "all"]
    nobody = _sum((row for row in rows if row["holder_id"] is None), "all")
    found.append(figure(nobody, _("Chưa phân công"), "nobody", view="all", holder=NOBODY))
    if not wanted.clock:
        paused = count_cases(call.session, scope, paused_wanted(wanted))
        found.append(figure(paused, titles["paused"], "paused", view="paused"))
    found.append(figure(_sum(rows, "all"), titles["all"], "all", view="all"))
    return found


def _lines(
    call: Call, scope: Scope, wanted: Wanted, rows: Sequence[Row], units: Mapping[str, str]
) -> list[Line]:
    names = people.names_of(call.session, [row["holder_id"] for row in rows if row["holder_id"]])
    by_unit: dict[UUID, list[Row]] = {}
    for row in rows:
        by_unit.setdefault(row["org_id"], []).append(row)
    lines: list[Line] = []
    for org_id, own in sorted(by_unit.items(), key=lambda pair: units.get(str(pair[0]), "")):
        unit = units.get(str(org_id), _("Đơn vị khác"))
        # A unit outside the scope is there through a case assigned or asked: it has no list of its own.
        within = {"unit": str(org_id)} if str(org_id) in units else None
        lines.append(Line(unit, "", _linked(wanted, own, unit, within)))
        for row in sorted(own, key=lambda row: names.get(row["holder_id"], "")):
            if within is None:
                continue
            name = names.get(row["holder_id"], _("Chưa phân công"))
            linked = within | {"holder": str(row["holder_id"] or NOBODY)}
            lines.append(Line(unit, name, _linked(wanted, [row], f"{unit}, {name}", linked)))
    return lines


def _linked(
    wanted: Wanted, rows: Sequence[Row], about: str, within: Mapping[str, str] | None
) -> list[Figure]:
    titles = views()
    return [
        Figure(
            _sum(rows, name),
            "" if within is None else wanted.address("web.list_supervised", view=name, **within),
            f"{about}: {titles[name].lower()}",
            name,
        )
        for name in COLUMNS
    ]


def _sum(rows: Iterable[Row], name: str) -> int:
    return sum(int(row[name] or 0) for row in rows)
