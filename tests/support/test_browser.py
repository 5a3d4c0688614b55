"""The browser of this machine draws a page."""

from __future__ import annotations

from playwright.sync_api import Page


def test_a_page_is_drawn_in_vietnamese_settings(page: Page) -> None:
    page.set_content("<h1>Tiếp công dân</h1>")
    assert page.get_by_role("heading").inner_text() == "Tiếp công dân"
    assert page.evaluate("navigator.language") == "vi-VN"
