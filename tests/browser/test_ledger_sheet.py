"""The proof of a date on one sheet of paper, the longest there is too, in both languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from models import organisations
from tests.browser.desk import Person, living_desk
from tests.operations.journeys import complaint_to
from tests.operations.record import read
from tests.support.databases import copy_sqlite
from tests.world import World
from workflow.operations.definition.deploy_definition import deploy_definition
from workflow.source import read_source

LONG = """
case_type: long_matter
kind: internal
version: "1"
title: {vi: Việc kéo dài, en: Long matter}
roles: {clerk: {holds: clerk}}
fields:
  subject: {type: line, required: true}
documents:
  paper: {title: {vi: Quyết định, en: Decision}}
states:
  received: {stage: received}
  held: {stage: assigned}
  closed: {ending: true}
transitions:
  hold: {from: received, to: held, by: clerk, attaches: paper, title: {vi: Tạm dừng, en: Hold}}
  go_on: {from: held, to: received, by: clerk, attaches: paper, title: {vi: Tiếp tục, en: Go on}}
  extend: {from: received, to: same, by: clerk, attaches: paper, title: {vi: Gia hạn, en: Extend}}
  close: {from: any_open, to: closed, by: clerk}
clocks:
  whole:
    promise: 60 working days
    because: {vi: Chỉ tiêu nội bộ của đơn vị, en: The office's own target}
    starts: opened
    stops: close
    pauses: hold
    resumes: go_on
    extends: [{by: extend, days: 30}]
    rungs: [half, due-7wd, due-2wd, due, late, due+5wd]
    title: {vi: Toàn bộ thời gian giải quyết, en: The whole matter}
"""


@pytest.fixture(scope="module")
def served(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[World, str]]:
    folder = tmp_path_factory.mktemp("sheet")
    with living_desk(copy_sqlite(sqlite_template, folder / "cases.sqlite"), folder) as made:
        yield made


def long_matter(world: World) -> str:
    """Sixty working days from before Tết, held twice and extended by thirty."""
    world.run(deploy_definition, world.act("admin"), read_source(LONG, "long_matter.yaml"))
    world.at = datetime(2026, 12, 21, 2, 0, tzinfo=UTC)
    ref = world.open("clerk", "long_matter", {"subject": "Việc kéo dài"}).case_id
    for days, transition in ((9, "hold"), (6, "go_on"), (30, "hold"), (25, "go_on"), (1, "extend")):
        world.later(days=days)
        world.take("clerk", ref, transition, {}, ("paper",))
    timer = read(world, ref).timer("whole")
    assert len(timer["acts"]["pauses"]) == 2 and len(timer["acts"]["extensions"]) == 1
    return f"/cases/{ref}/clocks/{timer['timer_id']}"


def remote_complaint(world: World) -> str:
    """A complaint in a remote place, found complex, suspended over Tết."""
    row = {"org_id": world.orgs["commune"], "trait": "remote", "from_day": date(2020, 1, 1), "to_day": None}
    rows = [{**row, "value": True, "because": "Xã thử ở vùng sâu"}]
    world.run(organisations.insert_organisation_rows, "trait", rows)
    world.at = datetime(2026, 12, 21, 2, 0, tzinfo=UTC)
    opened = complaint_to(world, "accepted")
    ref = opened.case_id
    world.later(days=5)
    world.take("chair", ref, "find_complex", {"complexity": ["places"]}, ("complexity_finding",))
    world.take("chair", ref, "suspend", {"ground_suspended": "force_majeure"}, ("suspension",))
    world.later(days=60)
    world.take("chair", ref, "resume", {}, ("continuation",))
    return f"/cases/{ref}/clocks/{read(world, ref).timer('resolution')['timer_id']}"


def pages(page: Page) -> int:
    """On how many sheets of A4 a page prints."""
    sheet = page.pdf(format="A4", prefer_css_page_size=True, print_background=True)
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", sheet))


def test_the_longest_ledger_prints_on_one_sheet(page: Page, served: tuple[World, str]) -> None:
    world, address = served
    paths = (remote_complaint(world), long_matter(world))
    person = Person(page, address)
    person.enter("chair")
    for path in paths:
        for language in ("vi", "en"):
            page.goto(f"{address}{path}?lang={language}")
            expect(page.locator("time[data-ledger-end]")).to_have_count(1)
            end = page.locator("time[data-ledger-end]").get_attribute("datetime")
            assert page.locator("p a.due time").first.get_attribute("datetime") == end
            assert pages(page) == 1, (path, language)
    assert person.complaints == []


def test_the_sheet_says_why_in_english(page: Page, served: tuple[World, str]) -> None:
    world, address = served
    person = Person(page, address)
    person.enter("chair")
    opened = complaint_to(world, "accepted")
    timer = read(world, opened.case_id).timer("acceptance")
    page.goto(f"{address}/cases/{opened.case_id}/clocks/{timer['timer_id']}?lang=en")
    said = person.text()
    for words in (
        "Acceptance of a complaint",
        "Weekly rest",
        "The office's own target of early acceptance",
        "The last day is",
        "by an unofficial transcription",
        "The law itself says ten days",
    ):
        assert words in said, words
    assert "Nghỉ hằng tuần" not in said and "Thời hạn thụ lý" not in said
