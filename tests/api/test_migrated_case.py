"""The pages, the API and the export of a case that was moved to another version of its type."""

from __future__ import annotations

from uuid import UUID

import pytest
from flask import Flask

from models import audit, cases, clocks
from tests.api.officers import officers_app, officers_world, plain, sitting  # noqa: F401
from tests.operations.matters import FIRST, administrators, agreed, applied, deploy, mapped, opened, version
from tests.world import World
from workflow.audit.formats import csv_rows

INQUIRY = (
    "  inquiry: {promise: 9 working days, because: Chỉ tiêu, starts: accept, stops: close, rungs: [due], "
    "title: {vi: Xét, en: Inquiry}}"
)
GONE = [
    next(one for one in FIRST.splitlines() if one.startswith(name))
    for name in ("  acceptance:", "  resolution:")
]
MAP = """
states: {examining: inquiring}
reasons:
  resolution: {because: {vi: Quy chế mới, en: New rules}, cites: Quyết định 5}
  inquiry: {because: {vi: Quy chế mới, en: New rules}, cites: Quyết định 5}
"""


@pytest.fixture(scope="module")
def moved(world: World) -> UUID:
    """A matter whose two clocks are gone in the version it was moved to, and whose state has another name."""
    deploy(world, version("1"))
    administrators(world)
    ref = opened(world, subject="Việc đã chuyển", accepted=True).case_id
    changes = (GONE[0] + "\n", ""), (GONE[1], INQUIRY), ("examining", "inquiring")
    deploy(
        world,
        version(
            "2",
            *changes,
            ("  half: {at: 50%, tell: holder}\n", ""),
            ("  late: {mark: late, tell: chair}\n", ""),
        ),
    )
    run = applied(world, agreed(world, "2", mapped(MAP)))
    assert (run.moved, run.is_sound) == (1, True)
    return ref


def test_its_pages_tell_the_old_clocks_and_the_move(app: Flask, world: World, moved: UUID) -> None:
    client = sitting(app, world, "clerk")
    page = plain(client.get(f"/cases/{moved}").get_data(as_text=True))
    assert "Việc đã chuyển" in page and "Xét" in page and "Thụ lý" in page
    events = client.get(f"/cases/{moved}/events")
    told = plain(events.get_data(as_text=True))
    assert events.status_code == 200
    assert "Chuyển sang phiên bản quy trình khác" in told and "Phiên bản 1 → 2" in told
    assert "Quy chế mới (Quyết định 5)" in told
    for timer in world.read(clocks.read_timers, moved):
        answer = client.get(f"/cases/{moved}/clocks/{timer['timer_id']}")
        assert answer.status_code == 200, timer["clock"]
        english = client.get(f"/cases/{moved}/clocks/{timer['timer_id']}", headers={"Accept-Language": "en"})
        assert english.status_code == 200
    assert client.get("/cases").status_code == client.get("/").status_code == 200


def test_its_export_shows_the_move_between_two_versions(world: World, moved: UUID) -> None:
    row = world.read(cases.read_case, moved)
    assert row is not None
    with world.database.transaction(read_only=True) as session:
        lines = list(csv_rows.lines(audit.stream_events(session, [moved]), language="vi"))
    told = "".join(lines)
    assert told.count("matter@1") == 2 and told.count("matter@2") == 1
    assert "Chuyển sang phiên bản quy trình khác" in told and "from_definition" in told
