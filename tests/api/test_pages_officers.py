"""The officers' pages: what each shows to whom, lists, filters, and input of every kind."""

from __future__ import annotations

import html
import re

import pytest
from flask import Flask

from api.web import worklist
from models import cases, clocks
from tests.api.officers import (  # noqa: F401
    FIELDS,
    NAME,
    hidden,
    officers_app,
    officers_world,
    plain,
    received_case,
    sitting,
)
from tests.world import PEOPLE, World
from workflow.operations.clock.fire_rungs import fire_rungs


def _addresses(world: World, case: str) -> list[str]:
    timer = world.read(clocks.read_timers, world.read(cases.find_cases, case)[0]["case_id"])[0]
    return [
        "/", "/?view=overdue", "/?view=mine&stage=received&type=dispute", "/?due=31/02/2026", "/cases",
        "/search?q=ranh+gioi", "/search?q=x", "/notices", "/requests", "/cases/new", "/cases/new/dispute",
        "/cases/new/complaint_first", f"/cases/{case}", f"/cases/{case}/events", f"/cases/{case}/diagram",
        f"/cases/{case}/clocks/{timer['timer_id']}", f"/cases/{case}/requests", f"/cases/{case}/documents",
        f"/cases/{case}/assign", f"/cases/{case}/act/classify", f"/cases/{case}/act/close",
        f"/cases/{case}/act/no_such_act", "/cases/no-such-case",
    ]  # fmt: skip


@pytest.mark.parametrize("who", PEOPLE)
def test_every_page_answers_everybody(app: Flask, world: World, case: str, who: str) -> None:
    """No page fails, carries a script or a style of its own, or names a person in its title."""
    client = sitting(app, world, who)
    for address in _addresses(world, case):
        for language in ("vi", "en"):
            answer = client.get(address, headers={"Accept-Language": language})
            page = answer.get_data(as_text=True)
            # 409: what this person may not open is refused with its reason.
            assert answer.status_code in (200, 403, 404, 409), address
            assert "<script" not in page and "style=" not in page and 'lang="' in page
            title = re.search("<title>(.*?)</title>", page, re.S)
            assert title and NAME not in title[1] and "–" in title[1]


@pytest.mark.parametrize(
    "who", [name for name in PEOPLE if name not in ("stranger", "police", "admin", "upper", "mediator")]
)
def test_contents_are_for_those_who_see_the_case_whole(app: Flask, world: World, case: str, who: str) -> None:
    text = plain(sitting(app, world, who).get(f"/cases/{case}").get_data(as_text=True))
    assert ("Bí Mật" in text) is (who not in ("inspector", "supervisor"))


@pytest.mark.parametrize("who", ["stranger", "police", "admin", "upper", "mediator"])
def test_out_of_scope_is_not_found(app: Flask, world: World, case: str, who: str) -> None:
    client = sitting(app, world, who)
    for rest in ("", "/events", "/act/classify", "/documents", "/requests", "/diagram"):
        assert client.get(f"/cases/{case}{rest}").status_code == 404
    assert client.post(f"/cases/{case}/act/classify", data={"go": "record"}).status_code == 404


@pytest.mark.parametrize(
    "query",
    [
        "endpoint=x&_external=1&_scheme=y",
        "after=zzz",
        "from=x&view=none",
        "lang=xx",
        "holder=7",
        "due=01/01/0001",
        "due=31/12/9999",
    ],
)
def test_strange_addresses_fail_nowhere(app: Flask, world: World, query: str) -> None:
    client = sitting(app, world, "clerk")
    for path in ("/", "/cases", "/search", "/requests"):
        assert client.get(f"{path}?{query}").status_code in (200, 422)


def test_logging_in_leads_nowhere_outside(app: Flask) -> None:
    for onward in ("//else.example", "https://else.example/", "/\\else.example", "javascript:1"):
        page = app.test_client().get("/login", query_string={"next": onward}).get_data(as_text=True)
        assert hidden(page, "next") == ""
    page = app.test_client().get("/login?next=/cases?stage%3Dreceived").get_data(as_text=True)
    assert hidden(page, "next") == "/cases?stage=received"
    refused = app.test_client().post("/login", data={"username": "nobody-here", "password": "x"})
    assert refused.status_code == 401 and "nobody-here" in refused.get_data(as_text=True)


def test_lists_page_to_the_end_most_urgent_first(
    app: Flask, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    for place in range(5):
        world.open("reception", "dispute", {**FIELDS, "subject": f"Trang sách {place}"})
    monkeypatch.setattr(worklist, "SIZE", 2)
    client, address, seen, pages = sitting(app, world, "clerk"), "/?view=all&stage=received", [], 0
    while address:
        page = client.get(address).get_data(as_text=True)
        seen += re.findall(r'<a href="/cases/([0-9a-f-]+)">', page)
        onward = re.search(r'<a href="([^"]+)" rel="next">', page)
        address, pages = html.unescape(onward[1]) if onward else "", pages + 1
    rows = {str(one): world.read(cases.find_cases, one)[0] for one in seen}
    due = [rows[one]["due_at"] for one in seen]
    total = int(re.search(r"trong (\d+)", plain(page))[1])  # type: ignore[index]
    assert due == sorted(due) and len(set(seen)) == len(seen) == total and pages == -(-total // 2)


def test_a_filter_stands_in_the_address_and_can_be_taken_off(app: Flask, world: World, case: str) -> None:
    page = sitting(app, world, "clerk").get("/?view=all&stage=received&due=01/12/2030").get_data(as_text=True)
    off = [html.unescape(one) for one in re.findall(r'<a href="([^"]+)">\(bỏ', page)]
    assert off == ["/?due=01%2F12%2F2030&view=all", "/?stage=received&view=all"]


@pytest.mark.parametrize(
    "day", ["01/01/0001", "31/12/9999", "01/01/1900", "29/02/2027", "1" * 5000, "06/07/2026"]
)
@pytest.mark.parametrize("value", ["9" * 30, "-1", "<b>&\"'", "\u202e", "x" * 30_000])
def test_no_entry_makes_a_form_fail(app: Flask, world: World, case: str, day: str, value: str) -> None:
    client = sitting(app, world, "clerk")
    names = (
        "fields.matter",
        "fields.mediable",
        "late_reason",
        "version",
        "fields.people",
        "documents.request.dated",
    )
    typed = dict.fromkeys(names, value) | {"happened": day, "received_on": day, "go": "record"}
    more = {
        "fields.requesters.0.name": value,
        "fields.subject": value,
        "fields.content": value,
        "office": value,
    }
    for address in (f"/cases/{case}/act/classify", "/cases/new/dispute", f"/cases/{case}/documents"):
        for go in ("check", "record", "more:fields.requesters"):
            answer = client.post(address, data={**typed, **more, "go": go})
            assert answer.status_code in (200, 303, 400, 409, 422), address
            assert '<b>&"' not in answer.get_data(as_text=True)


def test_notices_are_counted_in_the_bar_until_they_are_read(app: Flask, world: World, case: str) -> None:
    world.later(days=3)
    due = world.read(clocks.due_rungs, world.at, 500)
    world.run(fire_rungs, world.act(), [(one["case_id"], one["timer_id"], one["rung"]) for one in due])
    desk = sitting(app, world, "chair")
    told = re.search(r"Thông báo \((\d+)\)", desk.get("/").get_data(as_text=True))
    assert told is not None and int(told[1]) > 0
    assert "Thông báo (" not in sitting(app, world, "admin").get("/").get_data(as_text=True)
    assert desk.post("/notices/read").status_code == 303
    assert "Thông báo (" not in desk.get("/").get_data(as_text=True)
