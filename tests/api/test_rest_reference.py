"""Definitions, deadline previews, offices, users, roles, tokens and pulls over the API."""

from __future__ import annotations

import csv
import io
import json
from datetime import timedelta
from typing import Any

from tests.api.client import PREFIX, Caller
from tests.api.conftest import Callers
from tests.api.sample import problem
from tests.operations.journeys import dispute_to, open_dispute
from tests.world import World
from workflow.audit.formats.jsonl import verify_lines
from workflow.law.preview import preview
from workflow.operations.steps.library import library

DAY = "2026-08-01"


def test_a_deadline_is_counted_as_the_command_line_counts_it(sqlite_world: World, caller: Callers) -> None:
    police = caller("police")
    body = {"procedure": "complaint_first", "clock": "resolution", "from": "2026-07-06T09:00:00+07:00"}
    pauses = [{"from": "2026-07-20", "to": "2026-08-17"}]
    found = police.make("/deadlines/preview", body | {"pauses": pauses})
    assert found["due"] == "2026-09-03" and found["ledger"][-1]["to"] == "2026-09-03"
    assert set(found) == {"due", "raw", "promised", "provisional", "soft", "ledger"}
    with_day = police.make("/deadlines/preview", body | {"from": "2026-07-06", "with": ["complex"]})
    with sqlite_world.database.transaction(read_only=True) as session:
        held = library(session)
        calendar = held.calendar("vn")
        start = calendar.midnight(sqlite_world.today())
        same = preview(held.law(), calendar, "complaint_first", "resolution", start, ["complex"])
    assert with_day == same.as_json()
    for change, path, code in (
        ({"procedure": "none"}, "procedure", "unknown-procedure"),
        ({"clock": "none"}, "clock", "unknown-clock"),
        ({"with": ["none"]}, "with", "unknown-variant"),
        ({"extend": 9}, "extend", "past-cap"),
        ({"from": "2190-01-01", "strict": True}, "strict", "provisional-year"),
        ({"from": "yesterday"}, "from", "not-an-instant"),
        ({"pauses": [{"from": "2026-08-17", "to": "2026-07-20"}]}, "pauses", "pause-backwards"),
    ):  # fmt: skip
        refused = problem(police.post("/deadlines/preview", body | change), 422, "invalid-input")
        assert [(one["path"], one["code"]) for one in refused["errors"]] == [(path, code)]


def test_definitions_are_read_whole_and_drawn(caller: Callers) -> None:
    officer = caller("officer")
    listed = officer.read("/definitions", kind="case_type", live=True)["items"]
    assert {one["name"] for one in listed} >= {"dispute", "complaint_first"}
    whole = officer.read("/definitions/case_type/dispute/2026.1")
    assert whole["text"].startswith("# Dispute") and len(whole["sha256"]) == 64
    assert officer.read(f"/definitions/case_type/dispute/{whole['sha256']}") == whole
    problem(officer.get(f"/definitions/case_type/complaint_first/{whole['sha256']}"), 404, "not-found")
    drawn = officer.get("/definitions/dispute/2026.1/diagram")
    assert drawn.mimetype == "image/svg+xml" and b"Grassroots dispute" in drawn.data
    assert "sandbox" in drawn.headers["Content-Security-Policy"]


def test_a_definition_is_deployed_or_refused_with_every_finding(caller: Callers) -> None:
    admin = caller("admin")
    whole = admin.read("/definitions/case_type/dispute/2026.1")
    text = whole["text"].replace('version: "2026.1"', 'version: "2026.2"')
    bad = problem(
        admin.post("/definitions", {"text": text.replace("to: classified", "to: nowhere"), "file": "d.yaml"}),
        422,
        "definition-invalid",
    )
    first = bad["findings"][0]
    assert (
        (first["file"], first["code"]) == ("d.yaml", "unknown-name")
        and first["line"] > 1
        and first["column"] > 0
    )
    problem(admin.post("/definitions", {"text": "a: [", "file": "d.yaml"}), 422, "definition-invalid")
    known = {one["name"] for one in admin.read("/definitions", kind="case_type")["items"]}
    assert {"complaint_first", "dispute", "intake", "selftest"} <= known
    made = admin.post("/definitions", {"text": text})
    place = made.headers["Location"].removeprefix(PREFIX)
    assert made.get_json()["fresh"] and admin.read(place)["text"] == text
    assert not admin.make("/definitions", {"text": text})["fresh"]
    problem(caller("chair", "deploy_definitions").post("/definitions", {"text": text}), 403, "not-permitted")


def test_offices_in_reach_and_new_ones(sqlite_world: World, caller: Callers) -> None:
    def names(who: str, **query: Any) -> set[str]:
        return {one["name"] for one in caller(who).read("/organisations", **query)["items"]}

    assert names("officer") == {"commune", "team"}
    assert names("supervisor") == {"province", "commune", "neighbour", "team"}
    assert names("inspector") == {"inspectorate", "commune", "team"}
    assert names("officer", all=True) == set(sqlite_world.orgs)
    admin, commune = caller("admin"), str(sqlite_world.orgs["commune"])
    body = {
        "kind": "mediation_team",
        "name": "Tổ hòa giải thôn 9",
        "short_name": "T9",
        "from": "2026-07-01",
        "part_of": commune,
    }
    made = admin.post("/organisations", body, key="o")
    assert admin.post("/organisations", body, key="o").get_json() == made.get_json()
    assert admin.read(made.headers["Location"].removeprefix(PREFIX))["name"] == "Tổ hòa giải thôn 9"
    above = body | {"part_of": str(sqlite_world.orgs["province"])}
    problem(admin.post("/organisations", above), 403, "not-permitted")
    problem(admin.get("/organisations/00000000-0000-4000-8000-000000000000"), 404, "not-found")


def test_a_user_gets_a_role_a_token_and_loses_both(sqlite_world: World, caller: Callers) -> None:
    admin, commune = caller("admin"), str(sqlite_world.orgs["commune"])
    person = {
        "username": "moi.den",
        "display_name": "Người mới",
        "office": commune,
        "active_from": "2026-07-01",
    }
    made = admin.post("/users", person, key="u")
    assert admin.post("/users", person, key="u").get_json() == made.get_json()
    user = made.get_json()["id"]
    taken = problem(admin.post("/users", person), 422, "invalid-input")
    assert [(one["path"], one["code"]) for one in taken["errors"]] == [("username", "taken")]
    role = {"role": "officer", "office": commune, "from": "2026-07-01"}
    assert admin.make(f"/users/{user}/roles", role)["from"] == "2026-07-01"
    found = caller("officer").read("/users", role="officer")["items"]
    assert [one["roles"] for one in found if one["id"] == user] == [[{"role": "officer", "office": commune}]]

    ends = (sqlite_world.at + timedelta(days=30)).isoformat()
    token = {"user": user, "label": "thử", "scopes": ["take_transition"], "expires_at": ends}
    issued = admin.post("/tokens", token, key="t").get_json()
    again = admin.post("/tokens", token, key="t").get_json()
    assert again == {"id": issued["id"]} and len(issued["secret"]) > 40
    head = {"Authorization": f"Bearer {issued['secret']}"}
    client = admin.client
    own = client.get(f"{PREFIX}/tokens", headers=head).get_json()["items"]
    assert [(one["id"], one["scopes"]) for one in own] == [(issued["id"], ["take_transition"])]
    assert issued["secret"] not in str(own)
    problem(caller("officer").get("/tokens", user=user), 403, "not-permitted")
    assert admin.read("/tokens", user=user)["items"] == own
    problem(caller("officer").delete(f"/tokens/{issued['id']}"), 404, "not-found")
    assert admin.delete(f"/tokens/{issued['id']}", user=user).status_code == 204
    problem(client.get(f"{PREFIX}/tokens", headers=head), 401, "not-logged-in")

    end = {"role": "officer", "office": commune, "last_day": "2026-07-05"}
    assert admin.post(f"/users/{user}/roles/end", end).status_code == 204
    assert user not in str(caller("officer").read("/users"))
    problem(caller("supervisor", "manage_users").post("/users", person), 403, "not-permitted")


def test_a_pull_is_on_the_record_and_streams_what_verifies_alone(
    sqlite_world: World, caller: Callers
) -> None:
    world, inspector = sqlite_world, caller("inspector")
    dispute_to(world, "monitored")
    body = {"office": str(world.orgs["commune"]), "from": "2026-07-01", "to": "2026-07-31"}
    pulled = inspector.make("/audit/pulls", body)
    assert pulled["verdict"]["ok"] and pulled["events"] > 5
    world.later(hours=1)
    open_dispute(world)
    lines = inspector.get(pulled["events_jsonl"].removeprefix(PREFIX)).get_data(as_text=True).splitlines(True)
    streamed = len(lines) - 2
    # The event of the pull itself, recorded at the same instant, goes along.
    assert streamed - pulled["events"] in (0, 1)
    assert json.loads(lines[0])["scope"]["pull_id"] == pulled["id"]
    assert verify_lines(lines).ok
    sheet = inspector.get(pulled["events_csv"].removeprefix(PREFIX)).get_data(as_text=True)
    rows = list(csv.reader(io.StringIO(sheet)))
    assert len(rows) == streamed + 1 and not any(cell.startswith("=") for row in rows for cell in row)
    assert "Nguyễn Thị Mùa" not in sheet + "".join(lines)
    other = Caller(inspector.app, world, "colleague", "pull_audit")
    problem(other.get(pulled["events_csv"].removeprefix(PREFIX)), 404, "not-found")
    problem(inspector.post("/audit/pulls", body | {"to": "2026-06-01"}), 422, "invalid-input")
    outside = body | {"office": str(world.orgs["neighbour"])}
    problem(inspector.post("/audit/pulls", outside), 403, "not-permitted")


def test_the_whole_record_is_verified_and_a_break_is_named(sqlite_world: World, caller: Callers) -> None:
    world = sqlite_world
    case_id = open_dispute(world).case_id
    verdict = caller("admin").read("/audit/verification")
    assert verdict["ok"] and verdict["first_break"] is None
    with world.database.transaction() as session:
        session.connection.exec_driver_sql("UPDATE cases SET head_hash = 'x'")
    broken = caller("inspector").read("/audit/verification")
    assert not broken["ok"] and broken["first_break"]["chain"] == str(case_id)
    assert "was" in broken["first_break"]["detail"]
    problem(caller("officer", "verify_audit").get("/audit/verification"), 403, "not-permitted")
