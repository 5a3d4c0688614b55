"""A dispute travels from received to closed over the API alone, on both databases."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.client import Caller, make_app
from tests.operations.journeys import DISPUTE, PARTIES
from tests.world import World

BOTH = ["sqlite_world", pytest.param("pg_world", marks=pytest.mark.postgres)]


@pytest.mark.parametrize("fixture", BOTH)
def test_four_people_take_a_dispute_from_received_to_closed(
    fixture: str, request: pytest.FixtureRequest, monkeypatch: Any
) -> None:
    world: World = request.getfixturevalue(fixture)
    app = make_app(world, monkeypatch)
    reception, leader, mediator = (Caller(app, world, who) for who in ("reception", "leader", "mediator"))

    body = {"case_type": "dispute", "office": str(world.orgs["commune"]), "received_on": "2026-07-06"}
    made = reception.post("/cases", body | {"fields": DISPUTE})
    case = made.get_json()
    ref = case["id"]
    assert (made.status_code, made.headers["ETag"], case["number"]) == (201, '"1"', "HG-CO-2026-0001")
    assert reception.get(made.headers["Location"].removeprefix("/api/v1")).status_code == 200
    assert reception.read(f"/cases/{case['number']}")["id"] == ref

    _is_shown_whole(reception, ref)

    world.later(hours=1)
    first = reception.take(ref, "classify", {"matter": "land_use", "mediable": True})
    assert (first["state"], first["row_version"], first["proposed"]) == ("classified", 2, False)
    leader.take(ref, "assign", {"lead": world.user("mediator")}, ("assignment",))
    mediator.take(ref, "start_mediation", {}, ("log_entry",))
    mediator.take(ref, "hold_session", {}, ("log_entry",), happened="2026-07-06")
    agreed = {"agreement": "Mở lối đi rộng hai mét.", "perform_by": "2026-08-31"}
    mediator.take(ref, "agree", agreed, ("log_entry", "minutes"))
    mediator.take(ref, "monitor")
    proposed = mediator.take(ref, "close", {"outcome": "kept"}, ("performance",))
    assert (proposed["state"], proposed["proposed"]) == ("monitored", True)
    assert mediator.read(f"/cases/{ref}")["proposal"]["second"] == "team_leader"

    own = mediator.post(f"/cases/{ref}/proposal/confirmation", etag=mediator.etag(ref))
    assert (own.status_code, own.get_json()["code"]) == (409, "transition-refused")
    assert leader.read(f"/cases/{ref}/transitions")["confirmation"] == []
    closed = leader.make(f"/cases/{ref}/proposal/confirmation", etag=leader.etag(ref))
    assert closed["state"] == "closed"

    events = leader.read(f"/cases/{ref}/events", size=4)
    assert [one["seq"] for one in events["items"]] == [1, 2, 3, 4]
    rest = leader.read(f"/cases/{ref}/events", cursor=events["next"])
    assert rest["next"] is None and rest["items"][-1]["act"] == "Close"
    assert rest["items"][-1]["seq"] == closed["seq"]
    assert leader.read(f"/cases/{ref}/events/{closed['seq']}")["state_after"] == "Closed"
    told = str(leader.read(f"/cases/{ref}/events", size=200))
    assert "Nguyễn Thị Mùa" not in told and agreed["agreement"] not in told
    verdicts = {one["clock"]: one["verdict"] for one in leader.read(f"/cases/{ref}/clocks")["items"]}
    assert verdicts["classification"] == verdicts["mediation"] == "in_time"


def _is_shown_whole(reception: Caller, ref: str) -> None:
    shown = reception.read(f"/cases/{ref}")
    assert (shown["depth"], shown["state_title"], shown["stage_title"]) == ("full", "Received", "Received")
    assert [one["name"] for one in shown["parties"]] == [one["name"] for one in PARTIES]
    clocks = {one["clock"]: one for one in reception.read(f"/cases/{ref}/clocks")["items"]}
    assert set(clocks) == {"reply_to_citizen", "classification", "unassigned"}
    for clock in clocks.values():
        days = [clock["started_on"], *(span["to"] for span in clock["ledger"])]
        assert [span["from"] for span in clock["ledger"]] == days[:-1] and days[-1] == clock["legal_due"]
        assert reception.read(clock["ledger_url"].removeprefix("/api/v1")) == clock
