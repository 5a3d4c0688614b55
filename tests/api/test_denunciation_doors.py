"""A denunciation at the doors, REST and pages, on both databases: who is not named finds nothing, nor who is
accused; what is read of it stands in the access log (decision 23); no title, list, log line, export or error
names the denouncer."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from structlog.testing import capture_logs

from models.tables.people import access_log
from tests.api.officers import all_hidden, make_pages, sitting
from tests.api.sample import bearer
from tests.operations.record import read
from tests.operations.worlds import pg_made, pg_world, sqlite_made, sqlite_world, world
from tests.world import World

__all__ = ["pg_made", "pg_world", "sqlite_made", "sqlite_world", "world"]

NAME, HOME, WORDS = "ẠXQZĐ Ưỡợ", "ẸXQZĐ Ịạọ", "ỤXQZĐ Ọwợ"
REST = ("", "/transitions", "/clocks", "/events", "/documents", "/requests", "/assignments")
PAGES = ("", "/events", "/diagram")
OUTSIDE = (
    "officer",
    "chair",
    "clerk",
    "leader",
    "mediator",
    "police",
    "inspector",
    "supervisor",
    "stranger",
    "admin",
)


@pytest.fixture
def app(world: World) -> Flask:  # noqa: F811
    return make_pages(world)


def denounced(world: World, accused: str) -> tuple[str, str]:  # noqa: F811
    """A denunciation that reception received: its id and number."""
    fields = {
        "denouncer_name": NAME,
        "denouncer_address": HOME,
        "content": WORDS,
        "respondent": {"kind": "official", "user": world.user(accused), "name": accused},
    }
    opened = world.open("reception", "denunciation", fields)
    return str(opened.case_id), opened.number


def reads(world: World) -> Counter[tuple[UUID, str]]:  # noqa: F811
    """Who read a sealed case through which door, and how often."""
    rows = world.read(lambda session: list(session.execute(access_log.select()).mappings()))
    found = [row for row in rows if row["kind"] == "sensitive_read"]
    assert all(row["case_id"] is not None and set(row["facts"]) == {"door"} for row in found)
    return Counter((row["user_id"], row["facts"]["door"]) for row in found)


def door(app: Flask, world: World, who: str) -> Callable[[str], Any]:  # noqa: F811
    """REST for one person."""
    heads, client = bearer(world, who), app.test_client()
    return lambda path: client.get(f"/api/v1{path}", headers=heads)


@pytest.mark.parametrize("accused", ["chair", "colleague"])
def test_who_is_not_named_finds_nothing(app: Flask, world: World, accused: str) -> None:  # noqa: F811
    ref, number = denounced(world, accused)
    for who in OUTSIDE:
        rest, page = door(app, world, who), sitting(app, world, who)
        answers = [rest(f"/cases/{one}{below}").status_code for one in (ref, number) for below in REST]
        answers += [page.get(f"/cases/{ref}{below}").status_code for below in PAGES]
        assert set(answers) <= {404}, who
        shown = [rest("/cases?count=true"), rest("/deadlines?count=true")]
        shown += [page.get(path) for path in ("/", "/cases", "/notices", f"/search?q={number}")]
        told = "".join(one.get_data(as_text=True) for one in shown)
        assert ref not in told and number not in told.replace(f"q={number}", "").replace(
            f'value="{number}"', ""
        ), who
    assert reads(world) == Counter(), "what was not found was not read"


def test_every_read_of_it_is_noted_with_its_door(app: Flask, world: World) -> None:  # noqa: F811
    ref, number = denounced(world, "colleague")
    rest, page = door(app, world, "reception"), sitting(app, world, "reception")
    assert rest(f"/cases/{ref}").status_code == rest(f"/cases/{number}").status_code == 200
    assert rest(f"/cases/{ref}/events").status_code == 200
    assert page.get(f"/cases/{ref}").status_code == 200
    assert page.get("/cases").status_code == 200
    me = world.users["reception"]
    assert reads(world) == Counter(
        {(me, "rest.read_one_case"): 2, (me, "rest.list_events"): 1, (me, "web.show_case"): 1}
    )
    seq = read(world, UUID(ref)).row["head_seq"]
    assert seq == 1, "a reading leaves the case's own record as it was"


def test_an_open_case_is_read_without_a_note(app: Flask, world: World) -> None:  # noqa: F811
    opened = world.open(
        "reception", "dispute", {"requesters": [{"name": "A"}], "content": "B", "subject": "C"}
    )
    assert door(app, world, "clerk")(f"/cases/{opened.case_id}").status_code == 200
    assert sitting(app, world, "clerk").get(f"/cases/{opened.case_id}").status_code == 200
    assert reads(world) == Counter()


def test_no_door_names_the_denouncer(app: Flask, world: World) -> None:  # noqa: F811
    with capture_logs() as logged:
        ref, number = denounced(world, "colleague")
        rest, page = door(app, world, "reception"), sitting(app, world, "reception")
        whole = page.get(f"/cases/{ref}").get_data(as_text=True)
        assert WORDS in whole and NAME not in whole and HOME not in whole
        seen = [found[1] for found in (re.search(r"<title>(.*?)</title>", whole, re.S),) if found]
        assert len(seen) == 1 and number in seen[0]
        seen += [
            page.get(path).get_data(as_text=True)
            for path in ("/", "/cases", "/notices", f"/search?q={number}")
        ]
        seen += [page.get(f"/cases/{ref}/events").get_data(as_text=True)]
        seen += [
            rest(f"/cases{one}").get_data(as_text=True) for one in ("", f"/{ref}/events", f"/{ref}/clocks")
        ]
        one = rest(f"/cases/{ref}").get_data(as_text=True)
        assert NAME not in one and HOME not in one
        refused = page.post(f"/cases/{ref}/act/keep", data={"fields.kept_ground": NAME})
        seen += [refused.headers.get("Location", "")]
        seen += _exported(app, world)
    seen += [str(line) for line in logged]
    assert logged
    assert [
        word for word in (NAME, HOME, WORDS) for text in seen if word in text or word.casefold() in text
    ] == []


def _exported(app: Flask, world: World) -> list[str]:  # noqa: F811
    inspector = sitting(app, world, "inspector")
    day = f"{world.today():%d/%m/%Y}"
    form = all_hidden(inspector.get("/inspection").get_data(as_text=True))
    form |= {"pull.office": str(world.orgs["commune"]), "pull.from": day, "pull.to": day}
    made = inspector.post("/inspection/pulls", data=form)
    assert made.status_code == 303, made.get_data(as_text=True)
    files = [inspector.get(f"{made.headers['Location']}/events.{kind}") for kind in ("jsonl", "csv")]
    assert all(file.status_code == 200 for file in files)
    return [file.get_data(as_text=True) for file in files]
