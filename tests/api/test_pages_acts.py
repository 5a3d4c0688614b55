"""Acts through the officers' forms: files, late entries, second persons, requests, repeats, lost sessions."""

from __future__ import annotations

import io
import re
from datetime import timedelta

import pytest
from flask import Flask

from api.request.identity import COOKIE
from models import audit, cases, evidence
from tests.api.officers import (  # noqa: F401
    FIELDS,
    NAME,
    all_hidden,
    officers_app,
    officers_world,
    plain,
    received_case,
    sitting,
)
from tests.operations.journeys import dispute_to
from tests.world import World, paper
from workflow.operations.evidence.attach_document import attach_document

PDF = b"%PDF-1.7 a paper"


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


def test_the_second_person_confirms_what_stands_now(app: Flask, world: World) -> None:
    """The proposer may not confirm; an old page confirms nothing; a repeated click does no harm."""
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
