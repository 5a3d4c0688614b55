"""A second complaint followed in the browser, from the request for the file to its execution and archive."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from models import cases, clocks
from tests.browser.desk import WORDS, Person, living_desk
from tests.operations.journeys import at_nine
from tests.operations.record import sweep
from tests.support.databases import copy_sqlite
from tests.world import World
from workflow.operations.audit.verify_audit import verify_audit


@pytest.fixture(scope="module")
def desk(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[World, str]]:
    folder = tmp_path_factory.mktemp("second")
    with living_desk(copy_sqlite(sqlite_template, folder / "cases.sqlite"), folder) as living:
        yield living


def _open(person: Person) -> str:
    person.page.goto(f"{person.address}/cases/new/complaint_second")
    person.page.get_by_label("Quyết định hoặc hành vi hành chính").check()
    person.fill(
        fields__complainants__0__name="Vi Văn Tâm",
        fields__respondent__act="Quyết định 15",
        fields__subject="Thu hồi đất, lần hai",
        fields__people="1",
        fields__file_due_on="15/07/2026",
    )
    person.page.click("main button:has-text('Ghi nhận tiếp nhận')")
    person.sees("Đã tiếp nhận")
    return person.heading


def _to_the_result(person: Person, number: str) -> None:
    person.act("Cung cấp hồ sơ", documents__handed_file__words=WORDS)
    # Once the file has gone up, the clerk of the level above acts on the case.
    person.enter("upper")
    person.see_case(number)
    person.act(
        "Cấp trên đã thụ lý",
        fields__accepted_above_on="06/07/2026",
        documents__acceptance_above__words=WORDS,
    )
    person.stands("Khiếu nại lần hai")
    person.act("Ghi ngày ban hành quyết định lần hai", fields__second_decided_on="06/07/2026")
    person.act("Nhận quyết định lần hai", "Khiếu nại đúng KN Điều 40", documents__upper_decision__words=WORDS)


def test_a_second_complaint_is_followed_to_its_end(browser: Browser, desk: tuple[World, str]) -> None:
    world, address = desk
    context = browser.new_context(locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh")
    person = Person(context.new_page(), address)
    person.enter("clerk")
    number = _open(person)
    person.sees("15/07/2026")
    _to_the_result(person, number)
    (case,) = world.read(cases.find_cases, number)
    due = {one["clock"]: one["legal_due"] for one in world.read(clocks.read_timers, case["case_id"])}
    # Forty-five days above; in force after day 30.
    assert due["answer_from_above"] == date(2026, 8, 20) and due["legal_effect"] == date(2026, 8, 6)
    at_nine(world, date(2026, 8, 6))
    sweep(world)
    person.enter("chair")
    person.see_case(number)
    person.sees("Có hiệu lực")
    person.act("Tổ chức thi hành", fields__execution_tasks=WORDS, documents__execution_plan__words=WORDS)
    person.enter("clerk")
    person.see_case(number)
    person.act("Kết thúc", documents__execution_evidence__words=WORDS)
    person.act("Nộp lưu hồ sơ", documents__archive_record__words=WORDS)
    (case,) = world.read(cases.find_cases, number)
    assert (case["state"], case["stage"]) == ("closed", "closed")
    running = [one for one in world.read(clocks.read_timers, case["case_id"]) if one["running"] != "stopped"]
    assert running == [] and world.read(verify_audit).ok
    context.close()
    assert person.complaints == []
