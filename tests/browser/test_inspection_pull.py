"""An inspector in Chromium: pulls a unit and a period, takes both files home, and checks them there."""

from __future__ import annotations

import csv
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.desk import Person
from tests.browser.test_supervision_board import address
from workflow.audit.formats.jsonl import verify_lines

__all__ = ["address"]


def downloaded(page: Page, link: str, folder: Path) -> Path:
    """The file behind a link, saved."""
    with page.expect_download() as coming:
        page.get_by_role("link", name=link).click()
    path = folder / coming.value.suggested_filename
    coming.value.save_as(path)
    return path


def test_an_inspector_pulls_and_checks_at_home(page: Page, address: str, tmp_path: Path) -> None:  # noqa: F811
    inspector = Person(page, address)
    inspector.enter("inspector")
    page.get_by_role("link", name="Thanh tra", exact=True).click()
    page.get_by_label("Đơn vị").select_option("commune")
    page.get_by_label("Từ ngày").fill("1/7/2026")
    page.get_by_label("Đến ngày").fill("31072026")
    page.get_by_role("button", name="Trích xuất", exact=True).click()
    expect(page.get_by_text("Chuỗi toàn vẹn")).to_be_visible()
    evidence = downloaded(page, "Tải JSONL", tmp_path)
    table = downloaded(page, "Tải CSV", tmp_path)
    with evidence.open(encoding="utf-8") as lines:
        verdict = verify_lines(lines)
    assert verdict.ok and verdict.events > 10
    with table.open(encoding="utf-8-sig", newline="") as rows:
        assert len(list(csv.reader(rows))) == verdict.events + 1
    page.get_by_role("link", name="Thanh tra", exact=True).click()
    page.get_by_role("button", name="Kiểm chứng ngay").click()
    expect(page.get_by_role("status")).to_contain_text("Chuỗi toàn vẹn")
    assert inspector.complaints == []
