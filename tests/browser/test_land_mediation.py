"""A land dispute in the browser: mediated at the commune, failed, and opened for the chair to resolve."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from models import cases
from tests.browser.desk import WORDS, Person, living_desk
from tests.support.databases import copy_sqlite
from tests.world import World
from workflow.workers.opener import deliver


@pytest.fixture
def desk(sqlite_template: Path, tmp_path: Path) -> Iterator[tuple[World, str]]:
    with living_desk(copy_sqlite(sqlite_template, tmp_path / "cases.sqlite"), tmp_path) as living:
        yield living


def request(person: Person) -> str:
    """Reception takes a request in; gives its number."""
    person.enter("reception")
    person.page.click("main a:has-text('Tiếp nhận đơn mới')")
    person.page.click("main a:has-text('Hòa giải tranh chấp đất đai')")
    person.fill(
        fields__requesters__0__name="Lò Thị Mây",
        fields__other_side__0__name="Hà Văn Nghĩa",
        fields__content=WORDS,
        fields__subject="Ranh giới đất ở",
        fields__parcel="Thửa 12, tờ bản đồ số 5",
    )
    person.page.click("main button:has-text('Ghi nhận tiếp nhận')")
    person.sees("Đã tiếp nhận")
    return person.heading


def mediated(person: Person, number: str) -> None:
    """Accepted, prepared by the land officer, heard in vain."""
    person.enter("chair")
    person.see_case(number)
    person.act("Thụ lý", fields__recipients="Hai bên", documents__acceptance_notice__words=WORDS)
    person.act(
        "Lập hội đồng, giao thẩm tra",
        fields__lead="Officer",
        fields__council="Chủ tịch, Mặt trận, địa chính",
        documents__council_decision__words=WORDS,
    )
    person.enter("officer")
    person.see_case(number)
    person.act("Báo cáo nguồn gốc, hiện trạng đất", "Không", documents__origin_report__words=WORDS)
    hearing = {"fields__hearing_on__day": "10/07/2026", "fields__hearing_on__time": "08:30"}
    person.act("Mời họp hòa giải", documents__invitation__words=WORDS, **hearing)
    person.enter("chair")
    person.see_case(number)
    person.act(
        "Hòa giải không thành",
        "Có",
        "Các bên không thỏa thuận được LĐĐ Điều 235",
        documents__minutes__words=WORDS,
    )


def test_a_land_dispute_is_mediated_in_vain_and_goes_to_the_chair(
    browser: Browser, desk: tuple[World, str]
) -> None:
    world, address = desk
    context = browser.new_context(locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh")
    person = Person(context.new_page(), address)
    number = request(person)
    # Received on 6 July 2026: three working days for the notice, thirty days for the mediation.
    person.sees("09/07/2026", "05/08/2026")
    assert "Lò Thị Mây" not in person.page.title()
    mediated(person, number)
    person.enter("clerk")
    person.see_case(number)
    person.act(
        "Chuyển Chủ tịch UBND xã giải quyết",
        "Hòa giải không thành, Chủ tịch Ủy ban nhân dân xã giải quyết LĐĐ Điều 236.3",
        documents__resolution_request__words=WORDS,
    )
    person.stands("Kết thúc")
    done = deliver(world.database, world.act)
    assert done.failed == () and len(done.opened) == 1
    person.see_case(f"{number}.1")
    text = person.text()
    assert "Giải quyết tranh chấp đất đai không có giấy tờ" in text and "Hà Văn Nghĩa" in text
    # Five working days for the notice of acceptance.
    assert "13/07/2026" in text
    row = world.read(cases.find_cases, f"{number}.1")[0]
    assert (row["state"], row["case_type"]) == ("requested", "land_dispute")
    assert person.complaints == []
    context.close()
