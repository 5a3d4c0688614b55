"""A town was split: its administrator chooses in the browser where each open case goes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from api.request.passwords import hash_password
from models import people
from tests.api.test_pages_succession import administrator
from tests.browser.desk import PASSWORD, Person, living_desk
from tests.operations.journeys import DISPUTE
from tests.operations.merged import HA_TRUNG, before_the_merger, merged
from tests.operations.record import chains_hold, read
from tests.support.databases import copy_sqlite
from tests.world import World


@pytest.fixture
def desk(sqlite_template: Path, tmp_path: Path) -> Iterator[tuple[World, str]]:
    with living_desk(copy_sqlite(sqlite_template, tmp_path / "cases.sqlite"), tmp_path) as living:
        world = living[0]
        merged(world, ("ht", HA_TRUNG))
        administrator(world)
        world.run(people.set_password, world.users["upper_admin"], hash_password(PASSWORD))
        yield living


def test_a_person_chooses_where_a_case_goes(browser: Browser, desk: tuple[World, str]) -> None:
    world, address = desk
    with before_the_merger(world):
        ids = [world.open("ht_reception", "dispute", DISPUTE, org="ht").case_id for _ in range(2)]
    number = read(world, ids[0]).row["number"]
    context = browser.new_context(locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh")
    person = Person(context.new_page(), address)
    person.enter("upper_admin")
    page = person.page
    page.goto(f"{address}/administration/organisations")
    page.get_by_role("link", name="Đơn vị đã sáp nhập, chia tách còn hồ sơ").click()
    page.get_by_role("link", name="Thị trấn Hà Trung").click()
    page.get_by_label(number).select_option(label="Xã Hoạt Giang")
    page.get_by_label("Lý do").fill("Chia tách thị trấn")
    page.get_by_role("button", name="Chuyển các vụ việc đã chọn").click()
    page.get_by_text("Đã chuyển 1 vụ việc.").wait_for()
    assert page.get_by_label(number).count() == 0
    assert read(world, ids[0]).row["org_id"] == world.orgs["hoat_giang"]
    assert read(world, ids[1]).row["org_id"] == world.orgs["ht"]
    assert chains_hold(world) and person.complaints == []
    context.close()
