"""The product with its pages over a world of cases, and browsers of those who oversee, logged in."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from api import app as application
from api.request.identity import COOKIE, new_secret
from api.request.wiring import DoorSettings, Wiring
from tests.operations.journeys import accept, complaint_to, dispute_to, open_complaint
from tests.world import World
from workflow.operations.people.open_session import open_session

Seat = Callable[..., FlaskClient]


def make_desk(world: World) -> Flask:
    """The application as it is served, with forms that need no token."""
    doors = DoorSettings(secret_key="k" * 64)
    made = application.create_app(
        Wiring(world.database, lambda: world.at, world.new_id, world.fresh_bytes, doors)
    )
    made.config["WTF_CSRF_ENABLED"] = False
    return made


def some_cases(world: World) -> None:
    """Complaints and disputes in several states, then two weeks later: some late, some soon due."""
    open_complaint(world)
    accept(world, open_complaint(world).case_id)
    complaint_to(world, "verifying")
    dispute_to(world, "received")
    dispute_to(world, "mediating")
    world.later(days=14)
    open_complaint(world)


@pytest.fixture
def desk(sqlite_world: World) -> Flask:
    """The application over the world."""
    return make_desk(sqlite_world)


@pytest.fixture
def seat(desk: Flask, sqlite_world: World) -> Seat:
    """`seat("chair")`: the browser of that person; `language="en"` where wanted."""

    def sit(who: str, language: str = "vi") -> FlaskClient:
        world = sqlite_world
        secret, sha256 = new_secret(world.fresh_bytes(32))
        world.run(open_session, world.act(who), sha256, world.at + timedelta(days=400))
        client = desk.test_client()
        client.set_cookie(COOKIE, secret)
        client.set_cookie("tiepdan_lang", language)
        return client

    return sit


def page(client: FlaskClient, path: str, status: int = 200) -> str:
    """The HTML at an address, which answers as told."""
    return shown(client.get(path), status)


def shown(answer: Any, status: int = 200) -> str:
    """The HTML of an answer; nothing in it runs or styles inline."""
    text = str(answer.get_data(as_text=True))
    assert answer.status_code == status, text
    assert not re.search(r"<[^>]+ (style|on[a-z]+)=|<script(?![^>]+src=)|<style", text)
    return text


def links(text: str, starting: str) -> list[str]:
    """The addresses of a page that start so, as a browser reads them."""
    found = re.findall(r'href="([^"]+)"', text)
    return [one.replace("&amp;", "&") for one in found if one.startswith(starting)]
