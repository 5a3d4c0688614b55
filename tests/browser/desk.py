"""A living desk: the pages over a small world, and a person who clicks through them."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from pathlib import Path

from playwright.sync_api import Page, expect
from werkzeug.serving import WSGIRequestHandler, make_server

from api.app import create_app
from api.request.passwords import hash_password
from api.request.wiring import DoorSettings, Wiring
from models import people
from tests.world import World, make_world

PASSWORD = "một mật khẩu dài"
WORDS = "Nội dung văn bản ghi tại đây."
MAIN = "main form.entry button.btn-primary"
WAIT = 8000
"""Milliseconds that a person waits for a page."""


class _Quiet(WSGIRequestHandler):
    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Say nothing: requests are in the application's own log."""


@contextmanager
def living_desk(
    url: str, folder: Path, session_length: timedelta = timedelta(hours=12)
) -> Iterator[tuple[World, str]]:
    """The world and the address of its pages, served by a thread for the length of the block."""
    world = make_world(url, folder)
    give_passwords(world)
    doors = DoorSettings(secret_key="k" * 64, session_length=session_length)
    app = create_app(Wiring(world.database, lambda: world.at, world.new_id, world.fresh_bytes, doors))
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = timedelta(hours=1)  # a style sheet is asked for once per person
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=_Quiet)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield world, f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
        world.database.engine.dispose()


@cache
def _stored() -> str:
    return hash_password(PASSWORD)


def give_passwords(world: World) -> None:
    """Everybody of the world may log in."""
    for user_id in world.users.values():
        world.run(people.set_password, user_id, _stored())


@dataclass
class Person:
    """Somebody at a browser. `complaints`: what the console said, but for answers that a test asks for."""

    page: Page
    address: str
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.set_default_timeout(WAIT)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", lambda message: self._heard(message.type, message.text))

    def _heard(self, kind: str, text: str) -> None:
        # Chromium reports every answer above 399 as an error; forms that come back are answered so.
        if kind in ("error", "warning") and not any(f"status of {code}" in text for code in (409, 422)):
            self.complaints.append(text)

    def enter(self, name: str) -> None:
        """Log in as somebody of the world."""
        self.page.context.clear_cookies()
        self.page.goto(f"{self.address}/login")
        self.page.fill("#username", name)
        self.page.fill("#password", PASSWORD)
        self.page.click("main button[type=submit]")
        self.page.wait_for_url(f"{self.address}/")

    def see_case(self, number: str) -> None:
        """Go to a case by searching for its number."""
        self.page.fill("#find", number)
        self.page.press("#find", "Enter")
        self.page.click(f"main a:text-is('{number}')")

    def act(self, title: str, *choices: str, **texts: str) -> None:
        """Take an act from the case page: options by their labels, texts by field name, papers in words."""
        self.page.click(f"#acts a:text-is('{title}')")
        self.page.wait_for_url("**/act/*")
        for label in choices:
            self.page.get_by_label(label, exact=True).check()
        self.fill(**texts)
        self.page.click(MAIN)
        # Whoever comes next logs in anew: that must not overtake what was sent.
        with self.page.expect_navigation():
            self.page.click("main button:has-text('Ghi nhận: '), main button:has-text('Gửi đề nghị: ')")

    def fill(self, **texts: str) -> None:
        """Type into inputs by their paths, two underscores for a dot; lists are chosen by the beginning of
        the label."""
        for name, text in texts.items():
            place = self.page.locator(f"[name='{name.replace('__', '.')}']")
            if place.evaluate("one => one.tagName") == "SELECT":
                options = place.locator("option").all_inner_texts()
                place.select_option(label=next(one for one in options if one.startswith(text)))
            else:
                place.fill(text)

    @property
    def heading(self) -> str:
        """The heading of the page."""
        return self.page.inner_text("h1")

    def sees(self, *words: str) -> None:
        """The page says all of this, or the one that is on its way does."""
        for one in words:
            expect(self.page.locator("main")).to_contain_text(one, use_inner_text=True, timeout=WAIT)

    def stands(self, words: str) -> None:
        """The stage line says so, soon."""
        expect(self.page.locator(".stages-words")).to_contain_text(words, timeout=WAIT)

    def text(self) -> str:
        """What the page says this moment: first see what tells that it has come."""
        return self.page.inner_text("main")
