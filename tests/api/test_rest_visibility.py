"""Who sees how much of a case over the API (decision 5); nothing personal or sealed leaves by a side door."""

from __future__ import annotations

import pytest

from tests.api.conftest import Callers
from tests.api.sample import problem
from tests.operations.journeys import DISPUTE, dispute_to, open_complaint, open_dispute
from tests.world import World
from workflow.operations.case.send_request import send_request

SECRETS = ("Nguyễn Thị Mùa", "Trần Văn Đông", "Thôn 3", str(DISPUTE["content"]), str(DISPUTE["subject"]))
BELOW = ("", "/transitions", "/clocks", "/events", "/events/1", "/documents", "/requests", "/assignments")
INSIDE = ("/transitions", "/events", "/events/1", "/documents", "/requests", "/assignments")


@pytest.mark.parametrize("who", ["reception", "clerk", "officer", "chair", "leader"])
def test_the_office_sees_its_cases_whole(sqlite_world: World, caller: Callers, who: str) -> None:
    ref = str(open_dispute(sqlite_world).case_id)
    shown = caller(who).read(f"/cases/{ref}")
    assert shown["depth"] == "full" and all(secret in str(shown) for secret in SECRETS)
    for path in BELOW:
        assert caller(who).get(f"/cases/{ref}{path}").status_code == 200


@pytest.mark.parametrize("who", ["stranger", "police", "mediator", "admin", "upper"])
def test_out_of_scope_is_not_found(sqlite_world: World, caller: Callers, who: str) -> None:
    opened = open_dispute(sqlite_world)
    outside = caller(who)
    for ref in (str(opened.case_id), opened.number):
        for path in BELOW:
            problem(outside.get(f"/cases/{ref}{path}"), 404, "case-not-found")
    assert outside.read("/cases", count=True) == {"items": [], "next": None, "total": 0}
    body = {"transition": "classify", "fields": {}}
    moved = outside.post(f"/cases/{opened.case_id}/transitions", body, etag='"1"')
    assert moved.status_code == (403 if who == "admin" else 404)


@pytest.mark.parametrize("who", ["supervisor", "inspector"])
def test_the_level_above_sees_numbers_and_clocks(sqlite_world: World, caller: Callers, who: str) -> None:
    opened = dispute_to(sqlite_world, "mediating")
    above = caller(who)
    shown = above.read(f"/cases/{opened.case_id}")
    row = above.read("/cases")["items"][0]
    assert (shown["depth"], shown["number"], shown["state"]) == ("outline", opened.number, "mediating")
    for closed in (
        "subject",
        "holder",
        "holder_name",
        "fields",
        "parties",
        "documents",
        "channel",
        "proposal",
    ):
        assert closed not in shown and closed not in row
    clocks = above.get(f"/cases/{opened.case_id}/clocks")
    assert clocks.status_code == 200
    told = f"{shown}{row}{clocks.get_data(as_text=True)}{above.read('/deadlines')}"
    assert not any(secret in told for secret in SECRETS)
    for path in INSIDE:
        problem(above.get(f"/cases/{opened.case_id}{path}"), 404, "case-not-found")
    assert above.read("/cases", q="lối đi")["items"] == []


def test_a_unit_asked_sees_what_the_request_carries(sqlite_world: World, caller: Callers) -> None:
    world = sqlite_world
    ref = str(dispute_to(world, "mediating").case_id)
    asked = (ref, "help", world.orgs["police"], "Xin cử người cùng xác minh.")
    world.run(send_request, world.act("clerk"), *asked)
    police = caller("police")
    shown = police.read(f"/cases/{ref}")
    assert (shown["depth"], [one["name"] for one in shown["fields"]]) == ("request", ["subject"])
    assert not {"parties", "documents", "assignments", "holder"} & set(shown)
    assert police.read(f"/cases/{ref}/requests")["items"][0]["question"] == asked[3]
    assert [one["clock"] for one in police.read(f"/cases/{ref}/clocks")["items"]] == ["help_reply"]
    assert not any(secret in str(shown) for secret in SECRETS[:4])
    for path in ("/transitions", "/events", "/documents", "/assignments"):
        problem(police.get(f"/cases/{ref}{path}"), 404, "case-not-found")
    request_id = shown["requests"][0]["id"]
    police.make(f"/cases/{ref}/requests/{request_id}/answer", {"answer": "Đã cử người."})
    assert caller("clerk").read(f"/cases/{ref}/requests")["items"][0]["answer"] == "Đã cử người."
    assert [one["verdict"] for one in police.read(f"/cases/{ref}/clocks")["items"]] == ["in_time"]


def test_a_sealed_value_leaves_only_by_a_reveal(sqlite_world: World, caller: Callers) -> None:
    world = sqlite_world
    ref = str(dispute_to(world, "mediating").case_id)
    secret = "Người báo tin ở thôn 2"
    fields = {"ground_escalated": "violence", "informant": secret}
    caller("leader").take(ref, "report_danger", fields, ("incident_report",))
    chair = caller("chair")
    shown = chair.read(f"/cases/{ref}")
    sealed = next(one for one in shown["fields"] if one["name"] == "informant")
    assert sealed["sealed"] and secret not in str(shown)
    path = f"/cases/{ref}/values/{sealed['value']}/reveal"
    problem(chair.post(path, {"reason": ""}), 422, "invalid-input")
    problem(caller("clerk", "reveal_value").post(path, {"reason": "Xem"}), 403, "not-permitted")
    before = chair.read(f"/cases/{ref}/events", size=200)["items"]
    assert chair.make(path, {"reason": "Bảo vệ người báo tin."}) == {"value": secret}
    after = chair.read(f"/cases/{ref}/events", size=200)["items"]
    assert [one["kind"] for one in after[len(before) :]] == ["value_revealed"]
    assert secret not in str(after)


def test_no_answer_to_a_stranger_tells_that_a_case_exists(sqlite_world: World, caller: Callers) -> None:
    stranger, known = caller("stranger"), str(open_complaint(sqlite_world).case_id)
    unknown = known[:-4] + "ffff"
    for path in BELOW:
        one, other = (stranger.get(f"/cases/{ref}{path}") for ref in (known, unknown))
        assert one.status_code == other.status_code == 404
        assert one.get_json()["detail"] == other.get_json()["detail"]
