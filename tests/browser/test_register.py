"""What came in from an old register is worked on like any other case: found and closed in the browser."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from models import cases, clocks
from tests.browser.desk import WORDS, Person, living_desk
from tests.importers.samples import bring_in, deployed, row
from tests.support.databases import copy_sqlite
from tests.world import World
from workflow.operations.audit.verify_audit import verify_audit
from workflow.operations.clock.fire_rungs import fire_rungs


@pytest.fixture
def desk(sqlite_template: Path, tmp_path: Path) -> Iterator[tuple[World, str]]:
    with living_desk(copy_sqlite(sqlite_template, tmp_path / "cases.sqlite"), tmp_path) as living:
        world = living[0]
        world.at = datetime(2026, 11, 20, 3, tzinfo=UTC)
        deployed(world)
        bring_in(world, [row("1", closed="2011-07-11 09:30:00"), row("2"), row("3")])
        due = world.read(clocks.due_rungs, world.at, 10)
        keys = [(one["case_id"], one["timer_id"], one["rung"]) for one in due]
        assert len(world.run(fire_rungs, world.act(), keys)) == 2
        yield living


def test_an_overdue_case_of_the_register_is_closed_in_the_browser(
    browser: Browser, desk: tuple[World, str]
) -> None:
    world, address = desk
    context = browser.new_context(locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh")
    person = Person(context.new_page(), address)
    person.enter("clerk")
    person.sees("B311-2")
    assert "B311-1" not in person.text()
    person.sees("quá hạn")
    for number in ("B311-2", "B311-3"):
        person.page.goto(address)
        person.page.click(f"main a:text-is('{number}')")
        person.act("Kết thúc", "Đã xử lý", documents__closing_note__words=WORDS)
        person.stands("Kết thúc")
        (case,) = world.read(cases.find_cases, number)
        (timer,) = world.read(clocks.read_timers, case["case_id"])
        assert (case["state"], case["marked_late"], timer["verdict"]) == ("closed", True, "late")
    assert world.read(verify_audit).ok
    context.close()
    assert person.complaints == []
