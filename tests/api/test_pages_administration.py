"""The administrator's pages: who may do what, where, until when, and what rules the offices."""

from __future__ import annotations

import re
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from models import definitions, people, queues
from service.definition_files import HERE
from tests.api.oversight import Seat, desk, page, seat, shown
from tests.operations.journeys import open_complaint
from tests.world import World
from workflow.operations.steps.places import actor_of

__all__ = ["desk", "seat"]

PLACES = (
    "/administration",
    "/administration/organisations",
    "/administration/definitions",
    "/administration/calendars",
    "/administration/selftest",
)


@pytest.fixture
def admin(seat: Seat) -> FlaskClient:
    return seat("admin")


def entered(client: FlaskClient, path: str, prefix: str, **values: str) -> Any:
    """The answer to a form whose inputs begin with `prefix`."""
    return client.post(path, data={f"{prefix}.{name}": value for name, value in values.items()})


def log_in(desk: Flask, name: str, password: str) -> int:  # noqa: F811
    sent = {"username": name, "password": password}
    return desk.test_client().post("/login", data=sent).status_code


def newcomer(world: World, **more: str) -> dict[str, str]:
    values = {"username": "moi.den", "display_name": "Phạm Văn Mới", "office": str(world.orgs["commune"])}
    return {**values, "role": "officer", "from_day": "06/07/2026", **more}


def test_every_page_is_for_administrators_alone(seat: Seat, admin: FlaskClient, sqlite_world: World) -> None:
    person, office = sqlite_world.user("officer"), sqlite_world.orgs["commune"]
    places = (*PLACES, f"/administration/people/{person}", f"/administration/organisations/{office}")
    for place in places:
        page(admin, place)
        for who in ("chair", "supervisor", "inspector"):
            page(seat(who), place, 404)
    for who in ("chair", "inspector"):
        for place in (
            "/people",
            f"/people/{person}/password",
            "/organisations",
            "/definitions",
            "/calendars",
        ):
            sent = {"text": "roles: {}"}
            assert seat(who).post("/administration" + place, data=sent).status_code in (404, 422)
    assert sqlite_world.read(lambda session: len(definitions.versions(session, "roles"))) == 1


def test_a_new_person_logs_in_with_the_password_shown_once(
    admin: FlaskClient,
    desk: Flask,  # noqa: F811
    sqlite_world: World,
) -> None:
    text = shown(entered(admin, "/administration/people", "person", **newcomer(sqlite_world)))
    password = re.search(r'<code class="secret">([^<]+)<', text)
    assert password and log_in(desk, "moi.den", password[1]) == 303
    listed = page(admin, "/administration")
    assert "Phạm Văn Mới" in listed and password[1] not in listed
    row = sqlite_world.read(people.find_user, "moi.den")
    actor = sqlite_world.read(actor_of, row["user_id"], sqlite_world.today())
    assert [(one.role, one.org_id) for one in actor.grants] == [("officer", sqlite_world.orgs["commune"])]


def test_what_is_typed_stays_and_nothing_is_half_written(admin: FlaskClient, sqlite_world: World) -> None:
    for more, word in (
        ({"username": "officer"}, "đã có người dùng"),
        ({"username": "Đỏ"}, "Tên đăng nhập"),
        ({"from_day": "07/07/2026"}, "không được sau hôm nay"),
        ({"role": "chair"}, "Vai trò"),
        ({"office": str(sqlite_world.orgs["neighbour"])}, "Đơn vị"),
        ({"display_name": ""}, "Họ và tên"),
    ):
        text = shown(
            entered(admin, "/administration/people", "person", **newcomer(sqlite_world, **more)), 422
        )
        assert word in text and 'class="summary"' in text
        assert sqlite_world.read(people.find_user, "moi.den") is None
        for value in newcomer(sqlite_world, **more).values():
            assert f'value="{value}"' in text or not value or value == str(sqlite_world.orgs["neighbour"])


def test_roles_are_given_and_ended_with_dates(admin: FlaskClient, sqlite_world: World) -> None:
    world, place = sqlite_world, f"/administration/people/{sqlite_world.user('officer')}"
    office = str(world.orgs["commune"])
    given = entered(admin, f"{place}/roles", "role", role="clerk", office=office, from_day="6/7/2026")
    assert given.status_code == 303 and "Văn phòng" in page(admin, place)
    again = entered(admin, f"{place}/roles", "role", role="clerk", office=office, from_day="06072026")
    assert "đã giữ vai trò này" in shown(again, 422)
    ended = entered(admin, f"{place}/roles/end", "end", held=f"clerk:{office}", last_day="06/07/2026")
    assert ended.status_code == 303
    world.later(days=1)
    assert "Văn phòng" not in re.sub("<option.*?</option>", "", page(admin, place))


def test_leave_substitutes_and_a_new_password(
    admin: FlaskClient,
    seat: Seat,  # noqa: F811
    sqlite_world: World,
) -> None:
    world, place = sqlite_world, f"/administration/people/{sqlite_world.user('officer')}"
    dates = {"from_day": "06/07/2026", "to_day": "10/07/2026"}
    assert entered(admin, f"{place}/leave", "leave", **dates).status_code == 303
    stand_in = {"user_id": world.user("colleague"), **dates}
    assert entered(admin, f"{place}/substitutes", "substitute", **stand_in).status_code == 303
    text = page(admin, place)
    assert "<dt>Đang nghỉ</dt><dd>Có</dd>" in text and "<dd>Colleague</dd>" in text
    assert "đang nghỉ" in page(admin, "/administration")
    backwards = {"from_day": "20/07/2026", "to_day": "10/07/2026"}
    assert "ngày cuối phải từ" in shown(entered(admin, f"{place}/leave", "leave", **backwards), 422)
    officer = seat("officer")
    assert officer.get("/account").status_code == 200
    assert 'class="secret"' in shown(admin.post(f"{place}/password"))
    assert officer.get("/account").status_code == 303


def test_an_ended_person_is_out(admin: FlaskClient, seat: Seat, sqlite_world: World) -> None:  # noqa: F811
    world, officer = sqlite_world, seat("officer")
    place = f"/administration/people/{world.user('officer')}"
    assert entered(admin, f"{place}/end", "close", last_day="06/07/2026").status_code == 303
    assert officer.get("/").status_code == 303
    for away in ("stranger", "inspector"):
        page(admin, f"/administration/people/{world.user(away)}", 404)


def test_offices_are_added_renamed_and_related(admin: FlaskClient, sqlite_world: World) -> None:
    world = sqlite_world
    values = {
        "name": "Trạm y tế",
        "short_name": "YT",
        "kind": "unit",
        "relation": "part_of",
        "from_day": "01/07/2026",
    }
    place = "/administration/organisations"
    assert "Cơ quan" in shown(entered(admin, place, "org", **values), 422)
    assert entered(admin, place, "org", other=str(world.orgs["commune"]), **values).status_code == 303
    text = page(admin, place)
    assert "Trạm y tế" in text and "Thuộc đơn vị: commune" in text
    one = re.search(r'href="(/administration/organisations/[^"]+)">Trạm y tế<', text)
    assert one is not None
    renamed = {"name": "Trạm y tế xã", "short_name": "YTX", "from_day": "06/07/2026"}
    assert entered(admin, f"{one[1]}/names", "name", **renamed).status_code == 303
    assert "Trạm y tế xã" in page(admin, one[1])
    team = {"relation": "successor", "other_id": str(world.orgs["team"]), "from_day": "06/07/2026"}
    assert entered(admin, f"{one[1]}/relations", "link", **team).status_code == 303
    assert "Đơn vị kế thừa: team" in page(admin, one[1])
    ended = {"held": f"successor:{world.orgs['team']}", "last_day": "06/07/2026"}
    assert entered(admin, f"{one[1]}/relations/end", "unlink", **ended).status_code == 303
    page(admin, f"{place}/{world.orgs['province']}", 404)


def test_a_definition_is_deployed_or_its_findings_are_shown(admin: FlaskClient, sqlite_world: World) -> None:
    text = sorted((HERE / "case_types/dispute").glob("*.yaml"))[-1].read_text(encoding="utf-8")
    version = re.search(r'version: "([^"]+)"', text)
    assert version is not None
    fresh = text.replace(version[0], 'version: "2099.1"', 1)
    wrong = fresh.replace("stage: received", "stage: nowhere", 1)
    place = "/administration/definitions"
    found = shown(admin.post(place, data={"text": wrong.replace("\n", "\r\n")}), 422)
    line = 1 + wrong[: wrong.index("stage: nowhere")].count("\n")
    assert f">{line}</td>" in found and "wrong-type" in found and "stage: nowhere" in found
    assert "Lỗi: " in found and "2099.1" not in page(admin, place)
    done = admin.post(place, data={"file": (BytesIO(fresh.encode()), "dispute.yaml")})
    assert done.status_code == 303
    shown_page = page(admin, done.headers["Location"])
    assert "dispute 2099.1" in shown_page and "<svg" in shown_page and "Hòa giải" in shown_page
    again = admin.post(place, data={"text": fresh.replace("\n", "\r\n")}, follow_redirects=True)
    assert "đã được triển khai từ trước" in shown(again)
    for sent in ({}, {"text": "  "}, {"file": (BytesIO(b"\xff\xfe"), "x.yaml")}):
        assert 'class="wrong"' in shown(admin.post(place, data=sent), 422)
    page(admin, f"{place}/case_type/{'0' * 64}", 404)
    page(admin, f"{place}/nothing/x", 404)


def test_a_calendar_moves_what_runs_and_tells_it(admin: FlaskClient, sqlite_world: World) -> None:
    open_complaint(sqlite_world)
    text = (HERE / "calendars/vn_2026.yaml").read_text(encoding="utf-8")
    day = "  - {day: 2026-07-08, because: Nghỉ thử, source: Thông báo thử}\n"
    longer = text.replace("work:\n", day + "work:\n", 1)
    place = "/administration/calendars"
    before = page(admin, place)
    assert "chính thức" in before and "dự kiến" in before and "BLLĐ 45/2019/QH14" in before
    found = shown(admin.post(place, data={"text": longer}))
    # An administrator sees nothing of cases: not a day that they could not open the ledger of.
    assert "KN-CO-2026-0001" in found and "muộn hơn 1 ngày" in found and "16/07/2026" not in found
    same = shown(admin.post(place, data={"text": longer}))
    assert "đã được triển khai từ trước" in same and "Không có ngày nào dời." in same
    wrong = shown(admin.post(place, data={"text": longer.replace("2026-07-08", "2027-07-08")}), 422)
    assert "2027-07-08" in wrong


def test_the_alarm_of_the_selftest(admin: FlaskClient, seat: Seat, sqlite_world: World) -> None:  # noqa: F811
    world = sqlite_world
    assert "Chưa có lần tự kiểm tra nào" in page(admin, "/administration/selftest")
    row = {
        "slot": world.at,
        "passed": False,
        "lateness_ms": None,
        "failure": "not fired",
        "recorded_at": world.at,
    }
    world.run(queues.insert_selftest, row)
    for place in PLACES:
        assert "Lần tự kiểm tra gần nhất không đạt." in page(admin, place)
    assert "Lần tự kiểm tra" not in page(seat("officer"), "/account")
    later = {
        **row,
        "slot": world.at + timedelta(hours=1),
        "passed": True,
        "lateness_ms": 1234,
        "failure": None,
    }
    world.run(queues.insert_selftest, later)
    text = page(admin, "/administration/selftest")
    assert "không đạt" not in text and "1.234" in text


def test_forged_forms_are_refused(desk: Flask, admin: FlaskClient, sqlite_world: World) -> None:  # noqa: F811
    desk.config["WTF_CSRF_ENABLED"] = True
    for place in (
        "/administration/people",
        "/administration/definitions",
        "/account/leave",
        "/inspection/verification",
    ):
        assert admin.post(place, data={}).status_code == 400


def test_the_pages_in_english(seat: Seat, sqlite_world: World) -> None:  # noqa: F811
    client = seat("admin", "en")
    for place in (*PLACES, "/account"):
        heading = re.search("<h1>([^<]+)</h1>", page(client, place))
        assert heading is not None and heading[1].isascii()
