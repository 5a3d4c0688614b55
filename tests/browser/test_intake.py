"""The common front in Chromium: a filing of mixed content becomes two cases, a repeat is kept with the
first."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from models import cases
from tests.browser.desk import MAIN, WORDS, Person, living_desk
from tests.support.databases import copy_sqlite
from tests.world import World
from workflow.workers.opener import deliver

NAME = "Lò Thị Mây"


@pytest.fixture(scope="module")
def desk(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[World, str]]:
    folder = tmp_path_factory.mktemp("front")
    with living_desk(copy_sqlite(sqlite_template, folder / "cases.sqlite"), folder) as living:
        yield living


@pytest.fixture
def person(browser: Browser, desk: tuple[World, str]) -> Iterator[Person]:
    context = browser.new_context(locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh", java_script_enabled=False)
    made = Person(context.new_page(), desk[1])
    yield made
    context.close()
    assert made.complaints == []


def received(person: Person, subject: str) -> str:
    """Reception takes a filing in at the front, the first of the procedures; gives its number."""
    person.enter("reception")
    person.page.click("main a:has-text('Tiếp nhận đơn mới')")
    person.page.click("main ul.next-acts li:first-child a")
    person.page.get_by_label("Nguồn đơn").select_option(label="Bưu chính")
    person.fill(
        fields__senders__0__name=NAME, fields__content=WORDS, fields__subject=subject, fields__people="1"
    )
    person.page.click("main button:has-text('Ghi nhận tiếp nhận')")
    person.sees("Đã tiếp nhận")
    return person.heading


def classified(person: Person, number: str, kind: str) -> None:
    person.see_case(number)
    person.act("Phân loại", kind, "Thuộc thẩm quyền")


def opened(world: World) -> list[str]:
    """The numbers of the cases that messages opened."""
    delivered = deliver(world.database, world.act)
    assert delivered.failed == ()
    return [world.read(cases.read_case, one)["number"] for one in delivered.opened]


def test_a_filing_of_mixed_content_becomes_two_cases(person: Person, desk: tuple[World, str]) -> None:
    number = received(person, "Thu hồi đất và rác thải")
    classified(person, number, "Nhiều nội dung khác nhau TCD Điều 25.3")
    person.enter("clerk")
    person.see_case(number)
    person.page.click("#acts a:text-is('Tách thành vụ việc khiếu nại')")
    person.page.get_by_label("Quyết định hoặc hành vi hành chính").check()
    person.fill(
        fields__part_subject="Thu hồi đất",
        fields__part_content=WORDS,
        fields__respondent__act="Quyết định 12",
    )
    person.page.click(MAIN)
    person.page.click("main button:has-text('Ghi nhận: ')")
    person.act(
        "Tách thành vụ việc kiến nghị, phản ánh", fields__part_subject="Rác thải", fields__part_content=WORDS
    )
    person.act(
        "Kết thúc tách nội dung",
        "Vừa khiếu nại, vừa kiến nghị hoặc yêu cầu khác TCD Điều 25.3",
        documents__split_note__words=WORDS,
    )
    made = opened(desk[0])
    assert sorted(one[:2] for one in made) == ["KN", "PA"]
    person.see_case(number)
    person.sees(*made)
    person.see_case(next(one for one in made if one.startswith("PA")))
    person.sees("Rác thải", NAME, number)
    person.sees("Bưu chính")
    person.page.goto(f"{desk[1]}/cases?channel=post")
    person.sees(*made)
    person.page.goto(f"{desk[1]}/cases?channel=from_above")
    assert not any(one in person.text() for one in made)


def test_a_repeat_is_kept_with_the_first_case(person: Person, desk: tuple[World, str]) -> None:
    first = received(person, "Đèn đường thôn 3")
    again = received(person, "Đèn đường thôn 3, lần nữa")
    classified(person, again, "Kiến nghị, phản ánh TT 05/2021 Điều 7")
    person.enter("clerk")
    person.see_case(again)
    person.page.click("#acts a:text-is('Lưu cùng vụ việc đầu')")
    person.fill(fields__duplicate_of="TN-KHONG-CO", documents__kept_note__words=WORDS)
    person.page.click(MAIN)
    person.page.click("main button:has-text('Ghi nhận: ')")
    person.sees("nhập số của một vụ việc đang do đơn vị giữ")
    person.fill(fields__duplicate_of=first)
    person.page.click(MAIN)
    person.page.click("main button:has-text('Ghi nhận: ')")
    assert opened(desk[0]) == [first]
    person.see_case(again)
    person.sees(f"Trùng với: {first}")
