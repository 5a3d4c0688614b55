"""The officers' pages over a world, a case on it, and a browser of a person who is logged in."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from api.app import create_app
from api.request.identity import COOKIE, SECRET_BYTES, new_secret
from api.request.wiring import DoorSettings, Wiring
from tests.support.databases import copy_sqlite
from tests.world import World, make_world
from workflow.operations.people.open_session import open_session

NAME = "Lò Thị Bí Mật"
FIELDS: dict[str, Any] = {
    "requesters": [{"name": NAME, "address": "Thôn 7"}],
    "content": "Nội dung riêng của công dân",
    "subject": "Ranh giới đất",
}


@pytest.fixture(scope="module", name="world")
def officers_world(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("pages")
    made = make_world(copy_sqlite(sqlite_template, folder / "cases.sqlite"), folder)
    yield made
    made.database.engine.dispose()


@pytest.fixture(scope="module", name="app")
def officers_app(world: World) -> Flask:
    return make_pages(world)


@pytest.fixture(name="case")
def received_case(world: World) -> str:
    """A dispute just received, by its id."""
    return str(world.open("reception", "dispute", FIELDS).case_id)


def make_pages(world: World) -> Flask:
    """The application, without the tokens against forged forms, which have a test of their own."""
    doors = DoorSettings(secret_key="k" * 64)
    app = create_app(Wiring(world.database, lambda: world.at, world.new_id, world.fresh_bytes, doors))
    app.config["WTF_CSRF_ENABLED"] = False
    return app


def sitting(app: Flask, world: World, who: str) -> FlaskClient:
    """A browser in which somebody is logged in."""
    secret, sha256 = new_secret(world.fresh_bytes(SECRET_BYTES))
    world.run(open_session, world.act(who), sha256, world.at + timedelta(days=400))
    client = app.test_client()
    client.set_cookie(COOKIE, secret)
    return client


def hidden(page: str, name: str) -> str:
    """The value of a hidden input."""
    found = re.search(rf'<input type="hidden" name="{re.escape(name)}" value="([^"]*)"', page)
    assert found, name
    return html.unescape(found[1])


def all_hidden(page: str) -> dict[str, str]:
    """Every hidden input of a page."""
    return {
        html.unescape(name): html.unescape(value)
        for name, value in re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)"', page)
    }


def plain(page: str) -> str:
    """The words of a page's main part."""
    main = page.partition("<main")[2].partition("</main>")[0]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", main)).split())
