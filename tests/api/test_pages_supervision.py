"""The supervisor's board: every figure is the number of the rows behind it, and nobody sees more than
they may."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask.testing import FlaskClient

from api.web import supervision_lists
from tests.api.oversight import Seat, desk, links, page, seat, shown, some_cases
from tests.operations.journeys import complaint_to
from tests.world import World
from workflow.operations.case.assign_case import assign_case

__all__ = ["desk", "seat"]

LISTS = "/supervision/deadlines"
WHO = ("chair", "officer", "supervisor", "inspector")


@pytest.fixture
def busy(sqlite_world: World) -> World:
    some_cases(sqlite_world)
    return sqlite_world


def total(client: FlaskClient, address: str) -> int:
    """The rows of a list, counted page by page to its end, which is what it says they are."""
    said, rows = None, 0
    following: list[str] = [address]
    while following:
        text = page(client, following[0])
        rows += len(re.findall(r'class="case-number"', text))
        found = re.search(r"trong ([0-9.]+)</span>", text)
        said = int(found[1].replace(".", "")) if found else 0
        following = re.findall(r'href="([^"]+)" rel="next"', text)
        following = [one.replace("&amp;", "&") for one in following]
    assert rows == said
    return rows


def figures(text: str) -> list[tuple[str, int]]:
    """(address, number) of every figure on the board, those of the table too."""
    big = re.findall(r'href="([^"]+)"><span class="figure-count">([0-9.]+)<', text)
    small = re.findall(r'class="number"[^>]*><a href="([^"]+)"[^>]*>([0-9.]+)</a>', text)
    return [(one.replace("&amp;", "&"), int(count.replace(".", ""))) for one, count in (*big, *small)]


@pytest.mark.parametrize("who", WHO)
def test_every_figure_is_the_number_of_its_rows(who: str, seat: Seat, busy: World, monkeypatch: Any) -> None:
    monkeypatch.setattr(supervision_lists, "SIZE", 2)
    client = seat(who)
    found = figures(page(client, "/supervision"))
    assert len(found) > 6 and any(count for _address, count in found)
    assert [total(client, address) for address, _count in found] == [count for _address, count in found]


def test_the_columns_add_up(seat: Seat, busy: World) -> None:
    text = page(seat("chair"), "/supervision")
    by_address = dict(figures(text))
    overdue = by_address[f"{LISTS}?view=overdue"]
    units = [
        count
        for address, count in by_address.items()
        if "unit=" in address and "holder=" not in address and "view=overdue" in address
    ]
    holders = [
        count
        for address, count in by_address.items()
        if "holder=" in address and "unit=" in address and "view=overdue" in address
    ]
    assert overdue > 0 and sum(units) == sum(holders) == overdue


def test_the_most_urgent_stands_first_and_opens_its_case(seat: Seat, busy: World) -> None:
    client = seat("chair")
    text = page(client, f"{LISTS}?view=all")
    kinds = re.findall(r'class="badge-clock badge-(\w+)', text)
    order = {"overdue": 0, "own": 0, "today": 1, "soon": 2, "running": 3}
    assert kinds == sorted(kinds, key=order.__getitem__) and order[kinds[0]] == 0
    assert "quá hạn" in text
    page(client, links(text, "/cases/0")[0])


def test_the_level_above_sees_outlines_and_who_holds_them(seat: Seat, busy: World) -> None:
    own, above = page(seat("chair"), f"{LISTS}?view=all"), page(seat("supervisor"), f"{LISTS}?view=all")
    assert "Khiếu nại thu hồi đất" in own and "Tranh chấp lối đi" in own
    assert "thu hồi đất" not in above and "lối đi" not in above
    for place in ("/supervision", f"{LISTS}?view=all", f"{LISTS}?holder={busy.user('officer')}"):
        assert "Officer" in page(seat("supervisor"), place)
        assert "Officer" in page(seat("chair"), place)
    wanted = f"{LISTS}?holder={busy.user('officer')}"
    assert total(seat("supervisor"), wanted) == total(seat("chair"), wanted) > 0
    assert re.findall(r'case-number"[^>]*>([^<]+)<', own) == re.findall(r'case-number"[^>]*>([^<]+)<', above)


def test_filters_narrow_and_are_taken_away(seat: Seat, busy: World) -> None:
    client = seat("chair")
    officer = busy.user("officer")
    text = page(client, f"/supervision?holder={officer}&type=complaint_first")
    assert "Đang lọc" in text and "Officer" in text
    assert f"/supervision?holder={officer}" in links(text, "/supervision?")
    assert "/supervision?type=complaint_first" in links(text, "/supervision?")
    only = page(client, f"{LISTS}?view=all&clock=acceptance")
    assert len(set(re.findall(r'</span><span class="sub">([^<]+)</span>', only))) == 1


def test_an_assigned_case_leaves_the_unassigned(seat: Seat, busy: World) -> None:
    client = seat("chair")
    before = dict(figures(page(client, "/supervision")))[f"{LISTS}?holder=none&view=all"]
    first = links(page(client, f"{LISTS}?holder=none&view=all&type=complaint_first"), "/cases/0")[0]
    busy.run(assign_case, busy.act("clerk"), first.split("/")[2], "lead", [busy.users["officer"]])
    after = dict(figures(page(client, "/supervision")))[f"{LISTS}?holder=none&view=all"]
    assert after < before


def test_a_paused_clock_is_listed_by_its_case(seat: Seat, busy: World) -> None:
    client = seat("chair")
    assert "Con số này đang bằng 0." in page(client, f"{LISTS}?view=paused")
    opened = complaint_to(busy, "verifying")
    ground = {"ground_suspended": "related_result"}
    busy.take("chair", opened.case_id, "suspend", ground, ("suspension",))
    text = page(client, f"{LISTS}?view=paused")
    assert f">{opened.number}<" in text and "badge-paused" in text and "tạm dừng từ 20/07/2026" in text
    assert dict(figures(page(client, "/supervision")))[f"{LISTS}?view=paused"] == 1
    assert total(client, f"{LISTS}?view=paused") == 1


def test_out_of_scope_is_not_found(seat: Seat, busy: World) -> None:
    client, other = seat("chair"), busy.orgs["neighbour"]
    for query in (f"?unit={other}", "?unit=x", "?holder=y"):
        page(client, "/supervision" + query, 404)
        page(client, LISTS + query, 404)
    page(client, f"{LISTS}?view=nothing", 404)


def test_a_made_up_place_in_a_list_is_refused(seat: Seat, busy: World) -> None:
    client = seat("chair")
    for address in (f"{LISTS}?cursor=x", f"{LISTS}?cursor=W10", f"{LISTS}?view=paused&cursor=AAAA"):
        shown(client.get(address), 422)


def test_without_the_permission_the_board_is_not_there(seat: Seat, busy: World) -> None:
    for who in ("reception", "admin", "mediator"):
        client = seat(who)
        assert not links(page(client, "/"), "/supervision")
        for address in ("/supervision", LISTS):
            page(client, address, 404)


def test_the_board_in_english(seat: Seat, busy: World) -> None:
    text = page(seat("chair", "en"), "/supervision")
    assert "Overdue" in text and "Quá hạn" not in text
