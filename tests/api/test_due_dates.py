"""Every due day on any page or in any answer opens the ledger of exactly that clock, for whoever is shown it,
and the ledger ends on that day."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from html.parser import HTMLParser
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from models.tables.clocks import timers as stored
from tests.api.conftest import Callers
from tests.api.officers import all_hidden
from tests.api.oversight import Seat, desk, links, page, seat, shown, some_cases
from tests.operations.journeys import accept, complaint_to, dispute_to, open_complaint
from tests.operations.record import until
from tests.world import World
from workflow.operations.case.send_request import send_request
from workflow.operations.definition.deploy_definition import deploy_definition
from workflow.source import read_source

__all__ = ["desk", "seat"]

WHO = ("chair", "officer", "reception", "leader", "mediator", "police", "supervisor", "inspector", "upper")
DATE = re.compile(r"\d\d/\d\d/\d{4}")
HAPPENED = re.compile(r"(Xảy ra|ghi nhận) \d\d/\d\d/\d{4}")


CARE = """
case_type: care
kind: internal
version: "1"
title: {vi: Việc gấp, en: Urgent matter}
roles: {clerk: {holds: clerk}}
fields:
  subject: {type: line, required: true}
states:
  received: {stage: received}
  closed: {ending: true}
transitions:
  close: {from: any_open, to: closed, by: clerk}
clocks:
  care: {promise: 4 hours, because: {vi: Chỉ tiêu, en: Target}, starts: opened, stops: close}
"""


@dataclass(frozen=True)
class Mark:
    """A due day as a page marks it."""

    href: str
    timer: str
    iso: str
    text: str


@dataclass
class Read(HTMLParser):
    """The due days of a page, the ends of its ledgers, and the words outside of both."""

    marks: list[Mark] = field(default_factory=list)
    ends: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    _link: str = ""
    _mark: dict[str, Any] | None = None
    _tables: list[bool] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "a":
            self._link = given.get("href", "") if "due" in given.get("class", "").split() else ""
        if tag == "table":
            self._tables.append("ledger" in given.get("class", "").split())
        if tag == "time" and "data-ledger" in given:
            assert self._link, f"a due day stands outside a link: {given}"
            self._mark = given | {"text": ""}
        if tag == "time" and "data-ledger-end" in given:
            self.ends.append(given["datetime"])

    def handle_endtag(self, tag: str) -> None:
        if tag == "table":
            self._tables.pop()
        if tag == "time" and self._mark is not None:
            one = self._mark
            self.marks.append(Mark(self._link, one["data-ledger"], one["datetime"], one["text"]))
            self._mark = None

    def handle_data(self, text: str) -> None:
        if self._mark is not None:
            self._mark["text"] += text
        elif not any(self._tables):
            self.words.append(text)


def read(text: str) -> Read:
    """A page's main part."""
    found = Read()
    found.feed(text.partition("<main")[2].partition("</main>")[0])
    return found


@pytest.fixture
def busy(sqlite_world: World) -> World:
    """Cases with promises, requests, suspensions and findings, some late; days that are due are no days on
    which anything happened."""
    world = sqlite_world
    some_cases(world)
    asked = complaint_to(world, "verifying")
    ask = partial(send_request, kind="information", org_id=world.orgs["police"], question="Xin cho biết.")
    world.run(lambda session: ask(session, world.act("officer"), str(asked.case_id)))
    paused = complaint_to(world, "accepted")
    world.later(days=1)
    ground = {"ground_suspended": "force_majeure"}
    world.take("chair", paused.case_id, "suspend", ground, ("suspension",))
    until(world, world.today() + timedelta(days=4))
    found = {"complexity": ["places"]}
    world.take("chair", asked.case_id, "find_complex", found, ("complexity_finding",))
    dispute_to(world, "agreed")
    return world


def timers(world: World) -> list[dict[str, Any]]:
    """Every timer of every case."""
    with world.database.transaction(read_only=True) as session:
        return [dict(row) for row in session.execute(select(stored)).mappings()]


def addresses(world: World, client: FlaskClient, rows: Sequence[dict[str, Any]]) -> Iterator[str]:
    """Where days may be due."""
    yield from ("/", "/cases", "/search?q=Khieu", "/search?q=tranh", "/notices", "/requests")
    yield from (f"/?view={view}" for view in ("mine", "overdue", "today", "soon", "paused", "all"))
    views = ("overdue", "own", "today", "soon", "all", "paused")
    yield from ("/supervision", *(f"/supervision/deadlines?view={view}" for view in views))
    for case_id in dict.fromkeys(row["case_id"] for row in rows):
        yield from (f"/cases/{case_id}", f"/cases/{case_id}/events", f"/cases/{case_id}/requests")


@pytest.mark.parametrize("who", WHO)
def test_every_due_day_on_a_page_opens_its_ledger(who: str, seat: Seat, busy: World) -> None:
    client, rows = seat(who), timers(busy)
    by_id = {str(row["timer_id"]): row for row in rows}
    proofs: dict[str, Read] = {}
    seen = set()
    happened = {busy.today(), *(row["started_on"] for row in rows), *(row["stopped_on"] for row in rows)}
    due = {row[name] for row in rows for name in ("legal_due", "promised_due")} - happened
    for address in addresses(busy, client, rows):
        answer = client.get(address)
        if answer.status_code in (403, 404):
            continue
        found = read(shown(answer))
        for one in found.marks:
            row = by_id[one.timer]
            assert urlsplit(one.href).path == f"/cases/{row['case_id']}/clocks/{one.timer}"
            if one.href not in proofs:
                proofs[one.href] = read(page(client, one.href))
            proof = proofs[one.href]
            assert proof.ends == [row["legal_due"].isoformat()], one
            assert one.iso[:10] in {mark.iso[:10] for mark in proof.marks}, one
            assert f"{date.fromisoformat(one.iso[:10]):%d/%m/%Y}" in one.text
            seen.add(one.timer)
        said = {f"{day:%d/%m/%Y}" for day in due if day}
        words = HAPPENED.sub("", " ".join(" ".join(found.words).split()))
        unmarked = [words[max(0, at.start() - 60) : at.end()] for at in DATE.finditer(words) if at[0] in said]
        assert not unmarked, address
    assert seen or who == "upper"


def test_the_people_see_many_clocks_between_them(seat: Seat, busy: World) -> None:
    """The walk above is no walk through empty rooms."""
    found = read(page(seat("chair"), "/supervision/deadlines?view=all"))
    assert len({one.timer for one in found.marks}) > 8
    promised = {row["promised_due"].isoformat() for row in timers(busy) if row["promised_due"]}
    assert promised & {one.iso for one in found.marks}
    assert read(page(seat("police"), "/requests")).marks and read(page(seat("chair"), "/notices")).marks


def test_what_an_act_would_make_due_is_proved_on_its_own_page(seat: Seat, busy: World) -> None:
    client = seat("chair")
    opened = complaint_to(busy, "accepted")
    address = f"/cases/{opened.case_id}/act/assign"
    form = all_hidden(page(client, f"/cases/{opened.case_id}/act/find_complex"))
    typed = {
        "fields.complexity": "places",
        "documents.complexity_finding.words": "Văn bản xác định.",
        "go": "check",
    }
    address = f"/cases/{opened.case_id}/act/find_complex"
    text = shown(client.post(address, data={**form, **typed}))
    found = read(text)
    assert len(found.marks) == 1
    (one,) = found.marks
    assert f'id="{one.href.removeprefix("#")}"' in text and found.ends == [one.iso]
    form = all_hidden(text)
    client.post(address, data={**form, "go": "record"})
    legal = [row for row in timers(busy) if row["case_id"] == opened.case_id and row["clock"] == "resolution"]
    assert [row["legal_due"].isoformat() for row in legal] == [one.iso]


@pytest.mark.parametrize("who", WHO)
def test_every_due_day_in_an_answer_names_its_ledger(who: str, caller: Callers, busy: World) -> None:
    them, rows = caller(who), timers(busy)
    by_id = {str(row["timer_id"]): row for row in rows}
    told: list[tuple[dict[str, Any], set[str]]] = []
    for one in them.read("/cases", size=200)["items"]:
        told.append((one, {"due_at"}))
        whole = them.read(f"/cases/{one['id']}")
        told.append((whole, {"due_at"}))
        told += [(each, {"due_on"}) for each in whole.get("requests", ())]
        told += [(each, {"legal_due"}) for each in them.read(f"/cases/{one['id']}/clocks")["items"]]
    if them.get("/deadlines").status_code == 200:
        found = them.read("/deadlines", size=200)["items"]
        told += [(one, {"legal_due"}) for one in found] + [(one["case"], {"due_at"}) for one in found]
    proofs: dict[str, Any] = {}
    for one, names in told:
        for name in names:
            if one[name] is None:
                assert one["ledger_url"] is None
                continue
            address = one["ledger_url"].removeprefix("/api/v1")
            if address not in proofs:
                proofs[address] = them.read(address)
            proof = proofs[address]
            row = by_id[proof["id"]]
            assert proof["ledger"][-1]["to"] == proof["legal_due"] == row["legal_due"].isoformat()
            expected = {
                "due_at": proof["due_at"],
                "due_on": proof["legal_due"],
                "legal_due": proof["legal_due"],
            }
            assert one[name] == expected[name]
    assert proofs or who in ("upper",)


def test_marks_of_the_record_name_their_timers(caller: Callers, busy: World) -> None:
    chair, ids = caller("chair"), {str(row["timer_id"]) for row in timers(busy)}
    for one in chair.read("/cases", size=200)["items"]:
        for event in chair.read(f"/cases/{one['id']}/events")["items"]:
            marks = event["body"].get("clocks", [])
            assert {mark["timer"] for mark in marks if "legal_due" in mark} <= ids


def test_the_office_and_the_law_are_counted_apart(seat: Seat, caller: Callers, sqlite_world: World) -> None:
    """Accepted too late for the office's own promise, and in time by law."""
    world = sqlite_world
    opened = open_complaint(world)
    until(world, date(2026, 7, 14))
    chair = caller("chair")
    (one,) = chair.read("/deadlines", clock="acceptance")["items"]
    assert (one["promised_due"], one["legal_due"]) == ("2026-07-13", "2026-07-15")
    assert (one["overdue"], one["past_promise"]) == (False, True)
    counts = {when: chair.read("/deadlines", when=when, clock="acceptance", count=True)["total"] for when in (
        "overdue", "past_promise", "all",
    )}  # fmt: skip
    assert counts == {"overdue": 0, "past_promise": 1, "all": 1}
    board = page(seat("chair"), "/supervision?clock=acceptance")
    own = {parse_qs(urlsplit(href).query)["view"][0]: href for href in links(board, "/supervision/deadlines")}
    assert "Con số này đang bằng 0." in page(seat("chair"), own["overdue"])
    listed = page(seat("chair"), own["own"])
    assert opened.number in listed and "13/07/2026" in listed and "đã quá" in listed
    accept(world, opened.case_id)
    case = page(seat("chair"), f"/cases/{opened.case_id}")
    assert "Đúng hạn luật định nhưng trễ hạn nội bộ." in case


def test_the_hour_of_an_end_is_shown(seat: Seat, sqlite_world: World) -> None:
    world = sqlite_world
    world.run(deploy_definition, world.act("admin"), read_source(CARE, "care.yaml"))
    opened = world.open("clerk", "care", {"subject": "Việc gấp"})
    client = seat("chair")
    for address in ("/cases", "/supervision/deadlines?view=all", f"/cases/{opened.case_id}"):
        found = read(page(client, address))
        assert [one.iso for one in found.marks if "T" in one.iso][:1] == ["2026-07-06T13:00+07:00"], address
        assert any(one.text.endswith("13:00") for one in found.marks)
    assert "đến hạn lúc 13:00 hôm nay" in page(client, "/cases")
    world.later(hours=5)
    assert "quá hạn nội bộ từ 13:00 hôm nay" in page(client, "/cases")
