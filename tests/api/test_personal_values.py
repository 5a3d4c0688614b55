"""What a citizen wrote stands on the pages of those who see the case whole, and nowhere else at the doors: no
title, address, list, log line, export, error page or answer for anybody else."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from structlog.testing import capture_logs

from tests.api.officers import all_hidden, officers_app, officers_world, sitting  # noqa: F401
from tests.world import World

LETTERS = st.text(alphabet="ăđêơưạẹịọụzqxj", min_size=8, max_size=12)
"""Stems of canaries: letters in an order that no definition, name or sentence holds."""

OTHERS = ("inspector", "supervisor", "police", "mediator", "stranger", "admin")


# No shrinking: a canary that got out says enough by itself.
@settings(max_examples=4, phases=[Phase.generate])
@given(words=st.lists(LETTERS, min_size=3, max_size=3, unique=True))
def test_a_personal_value_leaves_by_no_door(app: Flask, world: World, words: list[str]) -> None:
    name, place, content = words
    with capture_logs() as logged:
        clerk = sitting(app, world, "clerk")
        form = all_hidden(clerk.get("/cases/new/dispute").get_data(as_text=True))
        form |= {
            "fields.requesters.0.name": name,
            "fields.requesters.0.address": place,
            "fields.content": content,
            "fields.subject": "Ranh giới",
            "channel": "in_person",
            "state": "received",
            "received_on": f"{world.today():%d/%m/%Y}",
            "go": "record",
        }
        refused = clerk.post("/cases/new/dispute", data=form | {"fields.subject": ""})
        taken = clerk.post("/cases/new/dispute", data=form)
        assert (refused.status_code, taken.status_code) == (422, 303)
        address = taken.headers["Location"]
        whole = clerk.get(address).get_data(as_text=True)
        assert all(word in whole for word in words)
        seen = [_title(refused.get_data(as_text=True)), _title(whole), address]
        lists = ("/", "/cases", "/notices", "/supervision", f"/search?q={name[:2]}zz")
        for path in (*lists, f"{address}/events", f"{address}/act/nothing"):
            seen.append(clerk.get(path).get_data(as_text=True))
        for who in OTHERS:
            other = sitting(app, world, who)
            for path in (address, f"{address}/events", f"{address}/documents", "/", "/cases"):
                seen.append(other.get(path).get_data(as_text=True))
        seen += _exports(app, world)
    seen += [str(line) for line in logged]
    assert logged
    assert [word for word in words for text in seen if word in text or word.casefold() in text] == []


def _title(page: str) -> str:
    found = re.search(r"<title>(.*?)</title>", page, re.S)
    assert found is not None
    return found[1]


def _exports(app: Flask, world: World) -> list[str]:
    inspector = sitting(app, world, "inspector")
    day = f"{world.today():%d/%m/%Y}"
    form = all_hidden(inspector.get("/inspection").get_data(as_text=True))
    form |= {"pull.office": str(world.orgs["commune"]), "pull.from": day, "pull.to": day}
    made = inspector.post("/inspection/pulls", data=form)
    assert made.status_code == 303, made.get_data(as_text=True)
    page = made.headers["Location"]
    files = [inspector.get(f"{page}/events.{kind}") for kind in ("jsonl", "csv")]
    assert all(file.status_code == 200 and len(file.data) > 500 for file in files)
    return [file.get_data(as_text=True) for file in files]


@pytest.fixture(autouse=True)
def _later(world: World) -> None:
    """Sessions of several examples live beside each other."""
    world.later(minutes=1)
