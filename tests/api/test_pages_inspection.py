"""The inspector's pages: the pull is on the record before its files leave, nobody else gets the
files, and they hold up alone."""

from __future__ import annotations

import csv
import io
import re
from typing import Any

import pytest
from flask.testing import FlaskClient

from models import audit
from tests.api.oversight import Seat, desk, page, seat, shown, some_cases
from tests.operations.journeys import PARTIES
from tests.world import World
from workflow.audit.breaks import Verdict
from workflow.audit.formats import jsonl
from workflow.audit.kinds import EventKind
from workflow.operations.people.end_role import end_role

__all__ = ["desk", "seat"]


@pytest.fixture
def busy(sqlite_world: World) -> World:
    some_cases(sqlite_world)
    return sqlite_world


def asked(
    world: World, first: str = "01/07/2026", last: str = "31/07/2026", org: str = "commune"
) -> dict[str, str]:
    return {"pull.office": str(world.orgs[org]), "pull.from": first, "pull.to": last}


def pulled(client: FlaskClient, world: World, **more: str) -> str:
    """The address of a fresh pull's page."""
    answer = client.post("/inspection/pulls", data=asked(world, **more))
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return str(answer.headers["Location"])


def recorded(world: World) -> int:
    """How many pulls stand on the chains."""
    rows = world.read(lambda session: list(audit.stream_events(session)))
    return sum(f'"kind":"{EventKind.AUDIT_PULLED}"' in text for _chain, _seq, text, _hash in rows)


def test_a_pull_its_verdict_and_both_files(seat: Seat, busy: World) -> None:
    client = seat("inspector")
    place = pulled(client, busy)
    assert recorded(busy) == 1
    text = page(client, place)
    assert "Chuỗi toàn vẹn" in text and "commune" in text
    said = int(re.search(r"<dt>Số sự kiện</dt><dd>(\d+)</dd>", text)[1])  # type: ignore[index]
    evidence = client.get(f"{place}/events.jsonl")
    verdict = jsonl.verify_lines(io.StringIO(evidence.get_data(as_text=True)))
    assert verdict == Verdict(True, said, verdict.chains)
    assert (
        "attachment" in evidence.headers["Content-Disposition"]
        and evidence.mimetype == "application/x-ndjson"
    )
    table = client.get(f"{place}/events.csv").get_data(as_text=True)
    rows = list(csv.reader(io.StringIO(table.removeprefix("\ufeff"))))
    assert len(rows) == said + 1
    assert place.rsplit("/", 1)[1] in page(client, "/inspection")


def test_the_files_hold_no_personal_value_and_no_formula(seat: Seat, busy: World) -> None:
    client = seat("inspector")
    place = pulled(client, busy)
    files = [client.get(f"{place}/events.{ending}").get_data(as_text=True) for ending in ("jsonl", "csv")]
    for text in (*files, page(client, place)):
        assert not any(part in text for party in PARTIES for part in party.values())
    cells = [cell for row in csv.reader(io.StringIO(files[1].removeprefix("\ufeff"))) for cell in row]
    assert not [cell for cell in cells if cell[:1] in "=+-@\t" and cell]


def test_a_cut_file_is_seen(seat: Seat, busy: World) -> None:
    client = seat("inspector")
    lines = (
        client.get(f"{pulled(client, busy)}/events.jsonl").get_data(as_text=True).splitlines(keepends=True)
    )
    assert not jsonl.verify_lines(lines[:-2] + lines[-1:]).ok
    assert not jsonl.verify_lines([lines[0], lines[1].replace('"seq\\":1', '"seq\\":2'), *lines[2:]]).ok


def test_what_is_typed_stays(seat: Seat, busy: World) -> None:
    client = seat("inspector")
    text = shown(client.post("/inspection/pulls", data=asked(busy, "31/02/2026")), 422)
    assert "31/02/2026" in text and "không có ngày này" in text and "<title>Lỗi:" in text
    assert f'value="{busy.orgs["commune"]}" selected' in text
    turned = shown(client.post("/inspection/pulls", data=asked(busy, "31/07/2026", "01/07/2026")), 422)
    assert "ngày cuối phải từ ngày đầu trở đi" in turned
    empty = shown(client.post("/inspection/pulls", data={}), 422)
    assert empty.count('class="wrong"') == 3
    assert recorded(busy) == 0


def test_a_repeated_look_does_not_pull_again(seat: Seat, busy: World) -> None:
    client = seat("inspector")
    place = pulled(client, busy)
    for ending in ("", "/events.jsonl", "/events.csv"):
        assert client.get(place + ending).status_code == 200
    assert recorded(busy) == 1


def test_others_do_not_find_it(seat: Seat, busy: World) -> None:
    place = pulled(seat("inspector"), busy)
    for who in ("chair", "supervisor", "admin", "stranger"):
        for ending in ("", "/events.jsonl", "/events.csv"):
            page(seat(who), place + ending, 404)


def test_whoever_lost_the_office_loses_the_record(seat: Seat, busy: World) -> None:
    client = seat("inspector")
    place = pulled(client, busy)
    today = busy.today()
    busy.run(end_role, busy.act(), busy.users["inspector"], "inspector", busy.orgs["inspectorate"], today)
    busy.later(days=1)
    page(client, f"{place}/events.jsonl", 404)


def test_only_offices_in_reach_are_taken(seat: Seat, busy: World) -> None:
    client = seat("inspector")
    text = shown(client.post("/inspection/pulls", data=asked(busy, org="neighbour")), 422)
    assert "neighbour" not in text
    for who in ("chair", "clerk", "mediator"):
        page(seat(who), "/inspection", 404)
        shown(seat(who).post("/inspection/pulls", data=asked(busy)), 404)
        shown(seat(who).post("/inspection/verification"), 404)
    shown(seat("supervisor").post("/inspection/pulls", data=asked(busy)), 404)


def test_verification_of_the_reach_names_a_break(seat: Seat, busy: World, monkeypatch: Any) -> None:
    client = seat("supervisor")
    assert "Chuỗi toàn vẹn" in shown(client.post("/inspection/verification"))
    place = pulled(seat("inspector"), busy)
    whole = audit.stream_events

    def forged(session: Any, chains: Any = None, up_to: Any = None) -> Any:
        for chain, seq, text, digest in whole(session, chains, up_to):
            yield chain, seq, text.replace("case_opened", "case_linked"), digest

    # The database refuses to change an event: whoever could has done it below the product.
    monkeypatch.setattr(audit, "stream_events", forged)
    text = shown(client.post("/inspection/verification"))
    assert re.search(r"Chuỗi bị gãy tại sự kiện 1 của (KN|HG)-CO-2026-\d{4}: nội dung bị sửa", text)
    broken = pulled(seat("inspector"), busy)
    assert "Chuỗi bị gãy tại sự kiện 1 của" in page(seat("inspector"), broken)
    monkeypatch.undo()
    assert "Chuỗi bị gãy vào lúc trích xuất" in page(seat("inspector"), broken)
    assert "Chuỗi toàn vẹn" in page(seat("inspector"), place)


def test_a_period_in_which_nothing_happened(seat: Seat, busy: World) -> None:
    client = seat("inspector")
    text = page(client, pulled(client, busy, first="01/01/2020", last="31/01/2020"))
    assert "Không có sự kiện nào trong phạm vi này." in text and "/events.csv" not in text


def test_the_pages_in_english(seat: Seat, busy: World) -> None:
    client = seat("inspector", "en")
    text = page(client, pulled(client, busy))
    assert "The chains are whole" in text and "Chuỗi" not in text
