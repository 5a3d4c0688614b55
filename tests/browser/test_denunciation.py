"""A denunciation in Chromium: five people take it from receipt to closure without anybody else meeting it,
and one of the chair leaves the office under seal."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from models import cases
from tests.browser.desk import MAIN, WORDS, Person, living_desk
from tests.support.databases import copy_sqlite
from tests.world import World

NAME = "Người Tố Cáo Kín"


@pytest.fixture(scope="module")
def desk(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[World, str]]:
    folder = tmp_path_factory.mktemp("denounced")
    with living_desk(copy_sqlite(sqlite_template, folder / "cases.sqlite"), folder) as living:
        yield living


@pytest.fixture
def person(browser: Browser, desk: tuple[World, str]) -> Iterator[Person]:
    """Somebody at a Vietnamese browser; whatever the console complains of fails the test."""
    context = browser.new_context(locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh")
    made = Person(context.new_page(), desk[1])
    yield made
    context.close()
    assert made.complaints == []


def denounce(person: Person, accused: str) -> str:
    """Reception takes a denunciation in; gives its number."""
    person.enter("reception")
    person.page.goto(f"{person.address}/cases/new/denunciation")
    person.page.get_by_label("Cán bộ, công chức").check()
    person.fill(
        fields__denouncer_name=NAME,
        fields__denouncer_address="Xóm Kín",
        fields__respondent__user=accused,
        fields__content=WORDS,
    )
    person.page.click("main button:has-text('Ghi nhận tiếp nhận')")
    person.sees("giữ bí mật")
    assert NAME not in person.page.content()
    return person.heading


def meets_nothing(person: Person, who: str, number: str) -> None:
    """Somebody who is not named searches for the number in vain."""
    person.enter(who)
    assert number not in person.text()
    person.page.fill("#find", number)
    person.page.press("#find", "Enter")
    assert person.page.locator(f"main a:text-is('{number}')").count() == 0


def test_five_people_take_a_denunciation_to_its_end(person: Person, desk: tuple[World, str]) -> None:
    world = desk[0]
    number = denounce(person, "Colleague")
    for who in ("colleague", "chair", "clerk", "inspector"):
        meets_nothing(person, who, number)
    person.enter("reception")
    person.see_case(number)
    own = ("Cán bộ, công chức do chủ tịch trực tiếp quản lý", "Thuộc thẩm quyền", "Đủ điều kiện")
    person.act("Xử lý ban đầu", *own, "Đã kiểm tra được")
    person.act("Trình người giải quyết", fields__resolver="Chair")
    person.enter("chair")
    person.see_case(number)
    name = person.page.locator("dl.facts div:has(dt:text-is('Họ tên người tố cáo'))")
    name.locator("summary").click()
    name.locator("input[name=reason]").fill("Lập thông báo thụ lý.")
    name.locator("button:has-text('Xem nội dung')").click()
    person.sees(NAME)
    assert NAME not in person.page.title()
    person.enter("chair")
    person.see_case(number)
    person.act("Thụ lý", documents__acceptance__words=WORDS)
    named = {"fields__lead": "Officer", "fields__secretary": "Clerk"}
    person.act("Giao xác minh", **named, documents__team_decision__words=WORDS)
    meets_nothing(person, "reception", number)
    person.enter("officer")
    person.see_case(number)
    person.page.click("#acts a:text-is('Báo cáo kết quả xác minh')")
    person.page.click("details.folded summary:has-text('của tổ xác minh')")
    person.fill(documents__verification_report__words=WORDS)
    person.page.click(MAIN)
    person.page.click("main button:has-text('Ghi nhận: ')")
    person.enter("chair")
    person.see_case(number)
    person.act("Kết luận nội dung tố cáo", "Tố cáo đúng TC Điều 35.2", documents__conclusion__words=WORDS)
    person.act("Xử lý theo kết luận", documents__handling_decision__words=WORDS)
    person.enter("clerk")
    person.see_case(number)
    person.act("Gửi kết luận, báo người tố cáo", fields__recipients="Người tố cáo")
    person.act("Công khai kết luận", "Niêm yết", documents__published_text__words=WORDS)
    world.at += timedelta(days=17)
    person.enter("clerk")
    person.see_case(number)
    person.act("Kết thúc công khai", documents__posting_proof__words=WORDS)
    carried_out = "Kết luận và quyết định xử lý đã được thực hiện TC Điều 44"
    person.act("Kết thúc", carried_out, documents__execution_evidence__words=WORDS)
    row = world.read(cases.find_cases, number)[0]
    assert (row["state"], row["subject"], row["sealed"]) == ("closed", "Giải quyết tố cáo", True)


def test_a_denunciation_of_the_chair_leaves_under_seal(person: Person, desk: tuple[World, str]) -> None:
    number = denounce(person, "Chair")
    person.sees("chỉ được chuyển niêm phong lên cấp trên")
    person.act(
        "Chuyển niêm phong lên cấp trên",
        "Chủ tịch Ủy ban nhân dân",
        documents__sealed_dispatch__words=WORDS,
    )
    person.see_case(number)
    person.stands("đã chuyển")
    assert WORDS not in person.text()
    assert person.page.locator("#acts a").count() == 0
    meets_nothing(person, "chair", number)
    assert desk[0].read(cases.find_cases, number)[0]["state"] == "forwarded"
