"""The administrator's page of a split office: what goes where is chosen case by case, and recorded."""

from __future__ import annotations

from uuid import UUID

import pytest
from flask.testing import FlaskClient

from models import people
from tests.api.oversight import Seat, desk, page, seat, shown
from tests.operations.journeys import DISPUTE
from tests.operations.merged import FIRST, HA_TRUNG, MERGED, bearer, before_the_merger, merged
from tests.operations.record import chains_hold, read
from tests.world import World

__all__ = ["desk", "seat"]


def administrator(world: World) -> None:
    """`upper_admin`, who administers the province of the example."""
    world.users["upper_admin"] = world.new_id()
    user = {"user_id": world.users["upper_admin"], "username": "upper_admin", "display_name": "Quản trị tỉnh"}
    rest = {"password_hash": None, "active_from": FIRST, "active_to": None, "imported": False}
    role = {"user_id": user["user_id"], "role": "administrator", "org_id": bearer(world, "38", MERGED)}
    with world.database.transaction() as session:
        people.insert_people_row(session, "user", {**user, **rest, "recorded_at": world.at})
        people.insert_people_row(session, "role", {**role, "from_day": FIRST, "to_day": None})


@pytest.fixture
def town(sqlite_world: World) -> World:
    """The town of Hà Trung, split, and who administers the province."""
    merged(sqlite_world, ("ht", HA_TRUNG))
    administrator(sqlite_world)
    return sqlite_world


@pytest.fixture
def cases(town: World) -> list[UUID]:
    with before_the_merger(town):
        return [town.open("ht_reception", "dispute", DISPUTE, org="ht").case_id for _ in range(2)]


@pytest.fixture
def admin(town: World, seat: Seat) -> FlaskClient:  # noqa: F811
    return seat("upper_admin")


def place(world: World) -> str:
    return f"/administration/organisations/{world.orgs['ht']}/succession"


def test_a_person_chooses_for_each_case(town: World, cases: list[UUID], admin: FlaskClient) -> None:
    first, second = cases
    listed = page(admin, "/administration/successions")
    assert place(town) in listed and "Xã Hà Trung, Xã Hoạt Giang" in listed and ">2<" in listed
    text = page(admin, place(town))
    assert all(read(town, one).row["number"] in text for one in cases)
    assert "Xã Hoạt Giang (một phần)" in text and "Nghị quyết sắp xếp 2025" in text
    before = read(town, first)
    chosen = {f"succession.{first}": str(town.orgs["hoat_giang"]), f"succession.{second}": ""}
    told = {"succession.because": "Chia tách thị trấn", "succession.cites": "Nghị quyết"}
    done = admin.post(place(town), data={**chosen, **told}, follow_redirects=True)
    assert "Đã chuyển 1 vụ việc." in shown(done)
    now = read(town, first)
    assert now.row["org_id"] == town.orgs["hoat_giang"] and now.row["due_at"] == before.row["due_at"]
    body = now.body("case_succeeded")
    assert (body["why"], body["because"], body["cites"]) == ("chosen", "Chia tách thị trấn", "Nghị quyết")
    assert now.events[-1].actor == town.user("upper_admin")
    assert read(town, second).row["org_id"] == town.orgs["ht"]
    # Sent again, it passes nothing twice.
    again = admin.post(place(town), data={**chosen, **told}, follow_redirects=True)
    assert "Đã chuyển 0 vụ việc." in shown(again) and read(town, first) == now
    assert chains_hold(town)


def test_the_timeline_tells_it(town: World, cases: list[UUID], admin: FlaskClient, seat: Seat) -> None:  # noqa: F811
    sent = {
        f"succession.{cases[0]}": str(town.orgs["hoat_giang"]),
        "succession.because": "Chia tách thị trấn",
    }
    assert admin.post(place(town), data=sent).status_code == 303
    town.later(minutes=1)
    text = page(seat("hoat_giang_clerk"), f"/cases/{cases[0]}")
    assert "Chuyển sang cơ quan kế thừa" in text and "Từ Thị trấn Hà Trung sang Xã Hoạt Giang" in text
    assert "Chia tách thị trấn" in text


def test_what_cannot_be_taken_comes_back_as_typed(town: World, cases: list[UUID], admin: FlaskClient) -> None:
    nothing = admin.post(place(town), data={"succession.because": "Chia tách"})
    assert "Chọn ít nhất một mục" in shown(nothing, 422)
    wrong = {f"succession.{cases[0]}": str(town.orgs["hoa_quy"]), "succession.because": "Chia tách"}
    assert "Chia tách" in shown(admin.post(place(town), data=wrong), 422)
    silent = {f"succession.{cases[0]}": str(town.orgs["hoat_giang"])}
    assert admin.post(place(town), data=silent).status_code == 422
    assert all(read(town, one).row["org_id"] == town.orgs["ht"] for one in cases)


def test_only_who_administers_both_offices(town: World, cases: list[UUID], seat: Seat) -> None:  # noqa: F811
    for who in ("ht_chair", "hoat_giang_chair", "admin", "supervisor"):
        page(seat(who), place(town), 404)
    page(seat("ht_chair"), "/administration/successions", 404)
    assert town.orgs and place(town) not in page(seat("admin"), "/administration/successions")


def test_an_office_with_nothing_left(town: World, admin: FlaskClient) -> None:
    assert "Không còn hồ sơ nào chờ chuyển." in page(admin, "/administration/successions")
    assert "Không còn hồ sơ nào chờ chuyển." in page(admin, place(town))
    page(admin, f"/administration/organisations/{town.orgs['hoa_quy']}/succession", 404)
