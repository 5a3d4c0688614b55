"""Who may open what, over HTTP and on the page: REST refuses in the definition's words, and the page offers
what is not refused."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from tests.api.client import Caller
from tests.api.conftest import Callers
from tests.api.officers import all_hidden, make_pages, plain, sitting
from tests.api.sample import problem
from tests.operations.journeys import DISPUTE, complaint
from tests.operations.merged import BINH_LUONG, merged
from tests.operations.record import read
from tests.world import World

SAID = "Nội dung phải thực hiện được mở từ kết luận thanh tra."


def opening(world: World, case_type: str, office: str = "commune", **fields: object) -> dict[str, object]:
    """The body that opens a case received today."""
    org = str(world.orgs[office])
    return {"case_type": case_type, "office": org, "received_on": world.today().isoformat(), "fields": fields}


def reasons(answer: object) -> list[tuple[str, str, str]]:
    found = problem(answer, 409, "transition-refused")  # type: ignore[arg-type]
    return [(one["code"], one["name"], one["detail"]) for one in found["reasons"]]


@pytest.mark.parametrize(
    ("who", "case_type", "wanted"),
    [
        (
            "clerk",
            "post_inspection_item",
            ("opened-elsewhere", "desk", "An item is opened from the conclusion"),
        ),
        ("clerk", "complaint_second_resolution", ("other-level", "commune", "the chair of the province")),
        (
            "mediator",
            "intake",
            ("role-needed", "reception,clerk,chair", "Only Reception, Office clerk, Chair"),
        ),
    ],
)
def test_a_case_that_may_not_be_opened_is_refused_with_its_reason(
    sqlite_world: World, caller: Callers, who: str, case_type: str, wanted: tuple[str, str, str]
) -> None:
    ((code, name, said),) = reasons(caller(who).post("/cases", opening(sqlite_world, case_type), key="k"))
    assert (code, name) == wanted[:2] and wanted[2] in said


def test_an_ended_office_names_its_successor(sqlite_world: World, rest_app: Flask) -> None:
    merged(sqlite_world, ("bl", BINH_LUONG))
    clerk = Caller(rest_app, sqlite_world, "bl_clerk", "open_case")
    body = opening(sqlite_world, "dispute", "bl", **DISPUTE)
    ((code, _, said),) = reasons(clerk.post("/cases", body, key="k"))
    assert code == "office-ended" and "Hóa Quỳ" in said


def test_a_pause_without_its_decision_is_refused(sqlite_world: World, caller: Callers) -> None:
    """A limit of the law stands still on paper, or not at all."""
    world = sqlite_world
    ref = world.open("reception", "complaint_first", complaint()).case_id
    fields = {"competence": "own", "eligibility": "eligible", "people": 1}
    world.take("reception", ref, "classify", fields)
    world.take("chair", ref, "accept", {}, ("acceptance_notice",))
    before = read(world, ref)
    body = {"transition": "suspend", "fields": {"ground_suspended": "force_majeure"}}
    etag = f'"{before.row["row_version"]}"'
    found = reasons(caller("chair").post(f"/cases/{ref}/transitions", body, etag=etag))
    assert [one[:2] for one in found] == [("document-missing", "suspension")]
    assert "A document is missing: Suspension" in found[0][2] and read(world, ref) == before


def offered(app: Flask, world: World, who: str) -> set[str]:
    page = sitting(app, world, who).get("/cases/new").get_data(as_text=True)
    return set(re.findall(r'href="/cases/new/([a-z_]+)"', page))


def test_the_page_offers_what_this_person_may_open_here(sqlite_world: World) -> None:
    world, app = sqlite_world, make_pages(sqlite_world)
    assert offered(app, world, "mediator") == {"dispute"}
    reception = offered(app, world, "reception")
    assert reception == {
        "intake", "complaint_first", "denunciation", "petition", "dispute", "land_mediation", "land_dispute",
    }  # fmt: skip
    assert offered(app, world, "clerk") == {
        *reception, "complaint_second", "post_inspection", "gate_checklist",
    }  # fmt: skip
    assert offered(app, world, "upper") == {
        "intake", "complaint_first", "complaint_second_resolution", "denunciation", "petition",
        "post_inspection", "gate_checklist",
    }  # fmt: skip


def test_what_is_not_offered_is_refused_on_the_page_too(sqlite_world: World) -> None:
    app = make_pages(sqlite_world)
    clerk, mediator = sitting(app, sqlite_world, "clerk"), sitting(app, sqlite_world, "mediator")
    shown = clerk.get("/cases/new/post_inspection_item")
    assert shown.status_code == 409 and SAID in plain(shown.get_data(as_text=True))
    form = all_hidden(mediator.get("/cases/new/dispute").get_data(as_text=True))
    sent = mediator.post("/cases/new/complaint_first", data=form | {"go": "record"})
    assert sent.status_code == 409 and "Chỉ Người tiếp công dân" in plain(sent.get_data(as_text=True))


def test_people_of_an_ended_office_are_told_on_the_page_who_takes_filings(sqlite_world: World) -> None:
    merged(sqlite_world, ("bl", BINH_LUONG))
    app = make_pages(sqlite_world)
    assert offered(app, sqlite_world, "bl_reception") == set()
    page = plain(sitting(app, sqlite_world, "bl_reception").get("/cases/new").get_data(as_text=True))
    assert "đã kết thúc hoạt động" in page and "Hóa Quỳ" in page
    assert "intake" in offered(app, sqlite_world, "hoa_quy_reception")
