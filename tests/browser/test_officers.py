"""Officers' journeys in Chromium: a dispute to its end by four people, a complaint about the chair's own
decision, and what happens when something goes wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from models import cases
from tests.browser.desk import MAIN, WORDS, Person, living_desk
from tests.support.databases import copy_sqlite
from tests.world import World


@pytest.fixture(scope="module")
def desk(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[World, str]]:
    folder = tmp_path_factory.mktemp("desk")
    with living_desk(copy_sqlite(sqlite_template, folder / "cases.sqlite"), folder) as living:
        yield living


@pytest.fixture
def person(browser: Browser, desk: tuple[World, str]) -> Iterator[Person]:
    """Somebody at a Vietnamese browser; whatever the console complains of fails the test."""
    yield from _sitting(browser, desk[1], scripted=True)


@pytest.fixture
def plain_person(browser: Browser, desk: tuple[World, str]) -> Iterator[Person]:
    """The same with JavaScript off."""
    yield from _sitting(browser, desk[1], scripted=False)


def _sitting(browser: Browser, address: str, scripted: bool) -> Iterator[Person]:
    context = browser.new_context(
        locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh", java_script_enabled=scripted
    )
    made = Person(context.new_page(), address)
    yield made
    context.close()
    assert made.complaints == []


def open_dispute(person: Person, subject: str) -> str:
    """Reception takes a dispute in; gives its number."""
    person.enter("reception")
    person.page.click("main a:has-text('Tiếp nhận đơn mới')")
    person.page.click("main a:has-text('Giải quyết tranh chấp ở cơ sở')")
    person.fill(fields__requesters__0__name="Lò Thị Mây", fields__requesters__0__address="Thôn 3")
    person.page.click("button:has-text('Thêm người')")
    person.fill(fields__requesters__1__name="Hà Văn Nghĩa", fields__content=WORDS, fields__subject=subject)
    person.page.click("main button:has-text('Ghi nhận tiếp nhận')")
    person.sees("Đã tiếp nhận")
    return person.heading


def test_four_people_take_a_dispute_to_its_end(plain_person: Person, desk: tuple[World, str]) -> None:
    """Without any script."""
    person = plain_person
    number = open_dispute(person, "Lối đi chung")
    person.sees("Hà Văn Nghĩa")
    assert "Lò Thị Mây" not in person.page.title()
    person.enter("clerk")
    person.see_case(number)
    person.act("Phân loại", "Ranh giới và lối đi", "Có")
    person.stands("Phân loại")
    person.enter("leader")
    person.see_case(number)
    person.act("Phân công hòa giải viên", fields__lead="Mediator", documents__assignment__words=WORDS)
    person.enter("mediator")
    person.sees(number)
    person.see_case(number)
    person.act("Bắt đầu hòa giải", documents__log_entry__words=WORDS)
    person.act("Hòa giải thành", fields__agreement=WORDS, documents__log_entry__words=WORDS)
    person.act("Theo dõi thỏa thuận")
    person.act(
        "Kết thúc theo dõi", "Thỏa thuận đã được thực hiện HG Điều 25", documents__performance__words=WORDS
    )
    person.sees("chờ người thứ hai")
    assert person.page.locator("button:has-text('Xác nhận: ')").count() == 0
    person.enter("leader")
    person.see_case(number)
    person.page.click("button:has-text('Xác nhận: Kết thúc theo dõi')")
    person.stands("Kết thúc")
    person.sees("Đã xác nhận")
    row = desk[0].read(cases.find_cases, number)[0]
    assert (row["state"], row["stage"]) == ("closed", "closed")


def test_a_chair_resolves_a_complaint_about_the_chair(person: Person, desk: tuple[World, str]) -> None:
    person.enter("reception")
    person.page.goto(f"{person.address}/cases/new/complaint_first")
    person.page.get_by_label("Cán bộ, công chức").check()
    person.fill(
        fields__complainants__0__name="Vi Văn Tâm",
        fields__respondent__user="Chair",
        fields__respondent__act="Quyết định 15",
        fields__content=WORDS,
        fields__subject="Thu hồi đất",
        fields__people="1",
    )
    person.page.click("main button:has-text('Ghi nhận tiếp nhận')")
    person.sees("Đã tiếp nhận")
    number = person.heading
    person.enter("clerk")
    person.see_case(number)
    person.act("Phân loại", "Thuộc thẩm quyền", "Đủ điều kiện")
    person.enter("chair")
    person.see_case(number)
    person.act("Thụ lý", documents__acceptance_notice__words=WORDS)
    person.page.click("#acts a:text-is('Giao xác minh')")
    person.fill(fields__lead="Chair", documents__assignment__words=WORDS)
    person.page.click(MAIN)
    person.sees("Chưa thực hiện được")
    person.fill(fields__lead="Officer")
    assert person.page.locator("[name='documents.assignment.words']").input_value() == WORDS
    person.page.click(MAIN)
    person.page.click("main button:has-text('Ghi nhận: ')")
    person.enter("officer")
    person.see_case(number)
    person.act("Bắt đầu xác minh")
    person.act("Báo cáo xác minh", "Không", documents__verification_report__words=WORDS)
    person.enter("chair")
    person.see_case(number)
    person.act("Ban hành quyết định", "Khiếu nại sai KN Điều 31", documents__decision__words=WORDS)
    row = desk[0].read(cases.find_cases, number)[0]
    assert row["state"] == "decided" and row["holder_id"] == desk[0].users["officer"]


def test_wrong_input_comes_back_with_everything_typed(person: Person) -> None:
    person.enter("reception")
    person.page.goto(f"{person.address}/cases/new/dispute")
    person.fill(received_on="31/02/2026", fields__content=WORDS, fields__requesters__0__address="Thôn 9")
    person.page.click("main button:has-text('Ghi nhận tiếp nhận')")
    person.sees("lỗi cần sửa")
    text = person.text()
    assert person.page.title().startswith("Lỗi: ")
    assert "không có ngày này trong lịch" in text.lower()
    assert person.page.locator("[name='fields.content']").input_value() == WORDS
    assert person.page.locator("[name='fields.requesters.0.address']").input_value() == "Thôn 9"
    assert person.page.locator("[name='received_on']").input_value() == "31/02/2026"
    person.page.click(".summary a >> nth=0")
    assert "#" in person.page.url


def test_a_page_that_grew_old_keeps_what_was_typed(person: Person, desk: tuple[World, str]) -> None:
    number = open_dispute(person, "Nước thải")
    person.enter("clerk")
    person.see_case(number)
    person.page.click("#acts a:text-is('Phân loại')")
    person.page.get_by_label("Việc khác").check()
    person.page.get_by_label("Không", exact=True).check()
    world = desk[0]
    world.take("leader", number, "supplement", {}, papers=("request",))
    person.page.click(MAIN)
    person.sees("Vụ việc đã thay đổi trong lúc nhập")
    person.sees("Bổ sung", "Leader")
    assert person.page.get_by_label("Việc khác").is_checked()
    person.page.click("button:has-text('Ghi nhận trên bản mới')")
    person.stands("Phân loại")
    row = world.read(cases.find_cases, number)[0]
    assert row["state"] == "classified" and row["fields"]["mediable"] is False


def test_the_same_form_posted_twice_is_recorded_once(person: Person, desk: tuple[World, str]) -> None:
    number = open_dispute(person, "Tiếng ồn")
    person.enter("clerk")
    person.see_case(number)
    person.page.click("#acts a:text-is('Phân loại')")
    person.page.get_by_label("Việc khác").check()
    person.page.get_by_label("Không", exact=True).check()
    person.page.click(MAIN)
    sent: dict[str, str | float | bool] = {"go": "record"}
    for one in person.page.locator("main form input").all():
        sent[one.get_attribute("name") or ""] = one.get_attribute("value") or ""
    address = person.page.url
    person.page.click("main button:has-text('Ghi nhận: ')")
    before = desk[0].read(cases.find_cases, number)[0]["head_seq"]
    again = person.page.request.post(address, form=sent, headers={"Referer": address})
    assert again.ok and "không ghi lại lần nữa" in again.text()
    assert desk[0].read(cases.find_cases, number)[0]["head_seq"] == before


def test_marks_show_under_the_strict_policy(person: Person) -> None:
    """A ticked box shows its tick, a chosen radio its dot, a list its arrow: all from files of our own."""
    answers: list[tuple[str, int]] = []
    person.page.on("response", lambda one: answers.append((one.url, one.status)))
    person.enter("reception")
    person.page.goto(f"{person.address}/cases/new/complaint_first")
    person.page.get_by_label("Cán bộ, công chức").check()
    person.page.screenshot()
    pictures = {re.sub(r".*/", "", url): status for url, status in answers if url.endswith(".svg")}
    # 304: the browser has it already and asked whether it is still the same.
    assert {pictures["dot.svg"], pictures["arrow.svg"]} <= {200, 304}
    assert not [url for url, status in answers if status >= 400]
