"""Chromium of this machine under Playwright; no browser is ever downloaded."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

SHELL = "chromium-headless-shell"
"""Chromium without windows to draw: a page costs it less than half. The name of program and package."""

_NAMES = (SHELL, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# Sandboxing is refused to root, and everything Chromium asks the network for by itself is noise or an error.
# A process per site guards against other sites; here there is one, and they cost a fifth of a page.
_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-site-isolation-trials",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-default-apps",
    "--disable-dev-shm-usage",
    "--metrics-recording-only",
)


class ChromiumMissing(Exception):
    """No Chromium on this machine."""


def find_chromium() -> str:
    """TIEPDAN_TEST_CHROMIUM, else the first known name on the search path. Raises ChromiumMissing."""
    named = os.environ.get("TIEPDAN_TEST_CHROMIUM")
    for name in (named,) if named else _NAMES:
        path = shutil.which(name)
        if path:
            return path
    raise ChromiumMissing(f"looked for {named or ', '.join(_NAMES)}")


@contextmanager
def running_browser() -> Iterator[Browser]:
    """A headless browser for the length of the block. Raises ChromiumMissing."""
    executable = find_chromium()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=list(_FLAGS))
        try:
            yield browser
        finally:
            browser.close()
