"""A supervisor in Chromium: from a figure to the overdue case behind it, above without its contents."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.api.oversight import some_cases
from tests.browser.desk import Person, living_desk
from tests.support.databases import copy_sqlite


@pytest.fixture(scope="module")
def address(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The pages over a world of cases, some of them late."""
    folder = tmp_path_factory.mktemp("board")
    with living_desk(copy_sqlite(sqlite_template, folder / "cases.sqlite"), folder) as (world, served):
        some_cases(world)
        yield served


def test_a_chair_goes_from_a_figure_to_an_overdue_case(page: Page, address: str) -> None:
    chair = Person(page, address)
    chair.enter("chair")
    page.get_by_role("link", name="Theo dõi, đôn đốc").click()
    figure = page.locator(".figures a.figure-overdue")
    count = int(figure.locator(".figure-count").inner_text())
    assert count > 0
    figure.click()
    expect(page.get_by_role("heading", name="Quá hạn", level=1)).to_be_visible()
    expect(page.get_by_text(f"Hiển thị 1–{count} trong {count}")).to_be_visible()
    first = page.locator("a.case-number").first
    number = first.inner_text()
    first.click()
    expect(page.locator("main")).to_contain_text(number)
    expect(page.locator("main .badge-overdue").first).to_be_visible()
    assert chair.complaints == []


def test_a_supervisor_above_sees_the_outline(page: Page, address: str) -> None:
    supervisor = Person(page, address)
    supervisor.enter("supervisor")
    page.get_by_role("link", name="Theo dõi, đôn đốc").click()
    page.get_by_role("link", name="commune: quá hạn").first.click()
    expect(page.locator("main")).not_to_contain_text("Tranh chấp lối đi")
    page.locator("a.case-number").first.click()
    expect(page.locator("main .badge-overdue").first).to_be_visible()
    expect(page.locator("main")).not_to_contain_text("Tranh chấp lối đi")
    assert supervisor.complaints == []


def test_the_pages_fit_a_phone(page: Page, address: str) -> None:
    Person(page, address).enter("chair")
    page.set_viewport_size({"width": 360, "height": 800})
    for place in ("/supervision", "/supervision/deadlines?view=all", "/account"):
        page.goto(address + place)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
