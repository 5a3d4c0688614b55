"""The officers' pages: what each shows to whom, and what is refused."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from api.request.identity import COOKIE
from api.web import worklist
from models import audit, cases, clocks, evidence
from tests.api.officers import all_hidden, hidden, make_pages, plain, sitting
from tests.operations.journeys import dispute_to
from tests.support.databases import copy_sqlite
from tests.world import PEOPLE, World, make_world, paper
from workflow.operations.evidence.attach_document import attach_document

NAME = "Lò Thị Bí Mật"
FIELDS: dict[str, Any] = {
    "requesters": [{"name": NAME, "address": "Thôn 7"}],
    "content": "Nội dung riêng của công dân",
    "subject": "Ranh giới đất",
}
PDF = b"%PDF-1.7 a paper"


@pytest.fixture(scope="module")
def world(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("pages")
    made = make_world(copy_sqlite(sqlite_template, folder / "cases.sqlite"), folder)
    yield made
    made.database.engine.dispose()


@pytest.fixture(scope="module")
def app(world: World) -> Flask:
    return make_pages(world)


@pytest.fixture
def case(world: World) -> str:
    """A dispute just received, by its id."""
    return str(world.open("reception", "dispute", FIELDS).case_id)


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
            assert answer.status_code in (200, 403, 404), address
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
    "query", ["endpoint=x&_external=1&_scheme=y", "after=zzz", "from=x&view=none", "lang=xx", "holder=7"]
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


def test_a_file_is_held_until_the_act_is_recorded(app: Flask, world: World, case: str) -> None:
    """Chosen once: it survives a fault, the check page and the way back."""
    client, address = sitting(app, world, "clerk"), f"/cases/{case}/act/supplement"
    form = all_hidden(client.get(address).get_data(as_text=True))
    sent = {**form, "go": "check", "happened": "7/2026", "documents.request": (io.BytesIO(PDF), "Lò Thị.pdf")}
    back = client.post(address, data=sent)
    page = back.get_data(as_text=True)
    assert back.status_code == 422 and "không cần chọn lại" in page and "Lò Thị" not in page
    checked = client.post(address, data={**all_hidden(page), "go": "check", "happened": "06/07/2026"})
    assert checked.status_code == 200 and "Sau khi ghi nhận" in plain(checked.get_data(as_text=True))
    done = client.post(address, data={**all_hidden(checked.get_data(as_text=True)), "go": "record"})
    assert done.status_code == 303
    case_id = world.read(cases.find_cases, case)[0]["case_id"]
    (paper,) = world.read(evidence.read_documents, case_id)
    kept = client.get(f"/cases/{case}/documents/{paper['document_id']}")
    assert (kept.data, kept.mimetype) == (PDF, "application/pdf")
    assert kept.headers["Content-Disposition"] == 'attachment; filename="request-1.pdf"'


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"MZ program", "PDF, DOCX, JPG hoặc PNG"), (b"", "tệp rỗng")],
)
def test_a_file_that_cannot_be_taken_is_said(
    app: Flask, world: World, case: str, content: bytes, words: str
) -> None:
    client, address = sitting(app, world, "clerk"), f"/cases/{case}/act/supplement"
    form = all_hidden(client.get(address).get_data(as_text=True))
    sent = {**form, "go": "check", "documents.request": (io.BytesIO(content), "a.pdf")}
    back = client.post(address, data=sent)
    assert back.status_code == 422 and words in plain(back.get_data(as_text=True))


def test_a_mark_of_a_held_file_opens_nothing_for_others(app: Flask, world: World, case: str) -> None:
    address = f"/cases/{case}/act/supplement"
    clerk, leader = sitting(app, world, "clerk"), sitting(app, world, "leader")
    form = all_hidden(clerk.get(address).get_data(as_text=True))
    sent = {**form, "go": "check", "documents.request": (io.BytesIO(PDF), "a.pdf")}
    mark = all_hidden(clerk.post(address, data=sent).get_data(as_text=True))["documents.request.held"]
    for stolen in (mark, mark[:-2], "x"):
        back = leader.post(address, data={**form, "go": "check", "documents.request.held": stolen})
        assert back.status_code == 422 and "chọn lại tệp" in plain(back.get_data(as_text=True))


def test_a_late_entry_is_confirmed_by_the_chair(app: Flask, world: World) -> None:
    opened = world.open(
        "reception", "dispute", FIELDS, received_on=world.today() - timedelta(days=30), late_reason="Mất điện"
    )
    chair = sitting(app, world, "chair")
    page = plain(chair.get(f"/cases/{opened.case_id}").get_data(as_text=True))
    assert "Mất điện" in page and "Chưa xác nhận." in page
    assert chair.post(f"/cases/{opened.case_id}/late/1").status_code == 303
    assert "Đã xác nhận." in plain(chair.get(f"/cases/{opened.case_id}").get_data(as_text=True))
    assert sitting(app, world, "clerk").post(f"/cases/{opened.case_id}/late/1").status_code in (403, 404)


def test_a_late_act_asks_for_its_reason_and_keeps_the_day(app: Flask, world: World) -> None:
    world.at -= timedelta(days=40)
    opened = world.open("reception", "dispute", FIELDS)
    world.at += timedelta(days=40)
    client, address = sitting(app, world, "clerk"), f"/cases/{opened.case_id}/act/classify"
    form = all_hidden(client.get(address).get_data(as_text=True))
    day = f"{world.today() - timedelta(days=20):%d/%m/%Y}"
    sent = {**form, "fields.matter": "land_use", "fields.mediable": "yes", "happened": day, "go": "check"}
    back = client.post(address, data=sent)
    page = back.get_data(as_text=True)
    assert (
        back.status_code == 422 and "ghi nhận muộn phải nêu lý do" in plain(page) and f'value="{day}"' in page
    )
    done = client.post(address, data={**sent, "late_reason": "Mất điện", "go": "record"})
    assert done.status_code == 303


def test_police_are_asked_and_answer(app: Flask, world: World) -> None:
    opened = world.open("reception", "dispute", FIELDS)
    world.take("clerk", opened.case_id, "classify", {"matter": "land_use", "mediable": True})
    clerk, address = sitting(app, world, "clerk"), f"/cases/{opened.case_id}/requests"
    form = all_hidden(clerk.get(address).get_data(as_text=True))
    empty = clerk.post(address, data={**form, "kind": "help", "organisation": str(world.orgs["police"])})
    assert empty.status_code == 422 and "Nhập mục: Nội dung đề nghị" in plain(empty.get_data(as_text=True))
    sent = {
        **form,
        "kind": "help",
        "organisation": str(world.orgs["police"]),
        "question": "Có gây rối không?",
    }
    assert clerk.post(address, data=sent).status_code == 303
    police = sitting(app, world, "police")
    assert "Đề nghị công an" in plain(police.get("/requests").get_data(as_text=True))
    page = police.get(address).get_data(as_text=True)
    assert "Có gây rối không?" in plain(page) and "Bí Mật" not in page
    action = re.search(rf'action="({address}/[0-9a-f-]+)"', page)
    assert action
    assert police.post(action[1], data={"answer": ""}).status_code == 422
    assert police.post(action[1], data={"answer": "Không."}).status_code == 303
    assert "Không." in plain(clerk.get(address).get_data(as_text=True))


def test_the_lead_is_assigned_from_a_page(app: Flask, world: World, case: str) -> None:
    clerk, address = sitting(app, world, "clerk"), f"/cases/{case}/assign"
    form = all_hidden(clerk.get(address).get_data(as_text=True))
    wrong = clerk.post(address, data={**form, "lead": world.user("stranger")})
    assert wrong.status_code == 422 and "đang làm việc tại đơn vị" in plain(wrong.get_data(as_text=True))
    assert clerk.post(address, data={**form, "lead": world.user("mediator")}).status_code == 303
    assert world.read(cases.find_cases, case)[0]["holder_id"] == world.users["mediator"]
    refused = sitting(app, world, "officer").post(address, data={"lead": world.user("officer")})
    assert refused.status_code == 403


def test_a_repeated_opening_makes_one_case(app: Flask, world: World) -> None:
    client = sitting(app, world, "reception")
    form = all_hidden(client.get("/cases/new/dispute").get_data(as_text=True))
    sent = {
        **form, "go": "record", "channel": "post", "state": "received", "received_on": "06/07/2026",
        "fields.requesters.0.name": NAME, "fields.content": "Nội dung", "fields.subject": "Lối đi",
    }  # fmt: skip
    first, again = (client.post("/cases/new/dispute", data=sent) for _ in range(2))
    assert first.status_code == again.status_code == 303
    assert first.headers["Location"] == again.headers["Location"]
    assert "không ghi lại lần nữa" in client.get(first.headers["Location"]).get_data(as_text=True)


def test_a_refused_act_says_why_and_records_nothing(app: Flask, world: World, case: str) -> None:
    """An act the state does not know is refused with its reason, and nothing is recorded."""
    client, address = sitting(app, world, "clerk"), f"/cases/{case}/act/guide"
    before = world.read(cases.find_cases, case)[0]["head_seq"]
    form = all_hidden(sitting(app, world, "clerk").get(f"/cases/{case}/act/classify").get_data(as_text=True))
    sent = {
        **form,
        "go": "record",
        "fields.guidance_ground": "public_interest",
        "documents.guidance.words": "Văn bản",
    }
    answer = client.post(address, data=sent)
    assert answer.status_code == 409 and "Chưa thực hiện được" in plain(answer.get_data(as_text=True))
    row = world.read(cases.find_cases, case)[0]
    assert row["head_seq"] == before == len(world.read(audit.read_events, row["case_id"]))


def test_a_session_that_ended_keeps_what_was_typed(app: Flask, world: World, case: str) -> None:
    client, address = sitting(app, world, "clerk"), f"/cases/{case}/act/classify"
    form = all_hidden(client.get(address).get_data(as_text=True))
    sent = {**form, "fields.matter": "land_use", "fields.mediable": "yes", "go": "record"}
    client.delete_cookie(COOKIE)
    kept = client.post(address, data=sent)
    page = kept.get_data(as_text=True)
    assert kept.status_code == 401 and all_hidden(page).items() >= sent.items()
    again = sitting(app, world, "clerk").post(address, data=all_hidden(page))
    assert again.status_code == 303
    assert world.read(cases.find_cases, case)[0]["state"] == "classified"


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


def test_the_second_person_confirms_what_stands_now(app: Flask, world: World) -> None:
    """The proposer is offered no confirmation; an old page confirms nothing; a repeated click does no harm."""
    ref = dispute_to(world, "monitored").case_id
    world.take("mediator", ref, "close", {"outcome": "kept"}, papers=("performance",))
    own = sitting(app, world, "mediator").get(f"/cases/{ref}").get_data(as_text=True)
    assert "Từ chối đề nghị" not in own and "Chờ người thứ hai" in own
    leader, address = sitting(app, world, "leader"), f"/cases/{ref}/proposal"
    form = {**all_hidden(leader.get(f"/cases/{ref}").get_data(as_text=True)), "go": "confirm"}
    world.run(attach_document, world.act("mediator"), str(ref), (paper("minutes"),))
    assert leader.post(address, data=form).status_code == 303
    assert world.read(cases.read_case, ref)["state"] == "monitored"
    page = leader.get(f"/cases/{ref}").get_data(as_text=True)
    assert "vừa thay đổi" in plain(page)
    form = {**all_hidden(page), "go": "confirm"}
    assert [leader.post(address, data=form).status_code for _ in range(2)] == [303, 303]
    assert world.read(cases.read_case, ref)["state"] == "closed"


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
    typed = {name: value for name in names} | {"happened": day, "received_on": day, "go": "record"}
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
