"""The example of a commune's paper registers, as text and as workbook: the same cases, clocks and people."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from models import audit, cases, clocks, evidence
from service.definition_files import read_file
from service.register_files import opened_table
from tests.importers.samples import EXAMPLE, bring_in_table
from tests.importers.workbooks import typed, workbook
from tests.operations.worlds import pg_made, pg_world, sqlite_made, sqlite_world, world
from tests.world import World
from workflow.importers.mapping import read_mapping
from workflow.importers.sheet import sheet_lines
from workflow.importers.table import check_names, read_table
from workflow.operations.audit.verify_audit import verify_audit
from workflow.operations.definition.find_version import newest_version
from workflow.workers.bulk import Imported

__all__ = ["pg_made", "pg_world", "sqlite_made", "sqlite_world", "world"]

FOLDER = EXAMPLE.parent / "commune_register"
NOW = datetime(2026, 11, 20, 3, tzinfo=UTC)
DATES = {
    "so_tiep_cong_dan": (
        *("Ngày tiếp", "Ngày thụ lý", "Ngày giao xác minh", "Ngày ra quyết định", "Ngày gửi quyết định"),
        *("Ngày trả đơn", "Ngày lưu đơn", "Ngày đình chỉ"),
    ),
    "so_hoa_giai": (
        *("Ngày nhận", "Ngày phân loại", "Ngày phân công", "Ngày bắt đầu hòa giải", "Ngày hòa giải thành"),
        *("Ngày hòa giải không thành", "Ngày phải thực hiện xong", "Ngày theo dõi", "Ngày kết thúc"),
    ),
}


def from_text(world: World, name: str) -> Imported:
    source = read_file(FOLDER / f"{name}.yaml")
    wanted = read_mapping(source)
    check_names(wanted, world.read(newest_version, wanted.case_type), source)
    with opened_table(FOLDER / f"{name}.csv", wanted, source) as found:
        return bring_in_table(world, wanted, found)


def from_workbook(world: World, name: str) -> Imported:
    source = read_file(FOLDER / f"{name}.yaml")
    wanted = read_mapping(source)
    made = workbook(typed(FOLDER / f"{name}.csv", DATES[name]), title="SỔ THEO DÕI NĂM 2026")
    lines = sheet_lines(io.BytesIO(made), "", "so.xlsx")
    return bring_in_table(world, wanted, read_table(lines, wanted, source, "so.xlsx", is_sheet=True))


@pytest.mark.parametrize("bring", [from_text, from_workbook])
def test_the_examples_come_in_whole(world: World, bring: Callable[[World, str], Imported]) -> None:
    world.at = NOW
    complaints = bring(world, "so_tiep_cong_dan")
    assert (complaints.rows, complaints.imported, complaints.left_out) == (11, 8, 3)
    assert complaints.rejected == []
    disputes = bring(world, "so_hoa_giai")
    assert (disputes.rows, disputes.imported, disputes.rejected) == (4, 4, [])
    assert standing(world) == {
        "KN-TD-0141": ("complaint_first", "2020.1", "verifying", date(2026, 6, 15), "resolution"),
        "KN-TD-0152": ("complaint_first", "2026.1", "sent", date(2026, 7, 2), "proof_of_receipt"),
        "KN-TD-0153": ("complaint_first", "2026.1", "verifying", date(2026, 7, 3), "resolution"),
        "KN-TD-0156": ("complaint_first", "2026.1", "returned", date(2026, 7, 7), None),
        "KN-TD-0158": ("complaint_first", "2026.1", "kept", date(2026, 7, 15), None),
        "KN-TD-0163": ("complaint_first", "2026.1", "terminated", date(2026, 8, 3), "send_suspension"),
        "KN-TD-0171": ("complaint_first", "2026.1", "accepted", date(2026, 10, 28), "unassigned"),
        "KN-TD-0174": ("complaint_first", "2026.1", "received", date(2026, 11, 16), "unassigned"),
        "HG-07": ("dispute", "2026.1", "closed", date(2026, 8, 5), None),
        "HG-08": ("dispute", "2026.1", "failed", date(2026, 9, 9), "after_failure"),
        "HG-09": ("dispute", "2026.1", "mediating", date(2026, 10, 26), "mediation"),
        "HG-10": ("dispute", "2026.1", "received", date(2026, 11, 17), "unassigned"),
    }
    assert world.read(verify_audit).ok
    again = bring(world, "so_tiep_cong_dan")
    assert (again.imported, again.skipped, again.left_out) == (0, 8, 3)


def test_clocks_hold_the_true_days_and_verdicts(world: World) -> None:
    world.at = NOW
    from_workbook(world, "so_tiep_cong_dan")
    # Seven working days from Thursday 2 July; thirty days from 10 July end on a Sunday, and so on Monday.
    expected = {
        "acceptance": ("stopped", "in_time", date(2026, 7, 13)),
        "reply_to_citizen": ("stopped", "in_time", date(2026, 7, 16)),
        "unassigned": ("stopped", "late", date(2026, 7, 6)),
        "assignment": ("stopped", "in_time", date(2026, 7, 14)),
        "resolution": ("stopped", "in_time", date(2026, 8, 10)),
        "send_decision": ("stopped", "in_time", date(2026, 8, 11)),
    }
    found = timers(world, "KN-TD-0152")
    assert {name: found[name] for name in expected} == expected
    assert found["legal_effect"][0] == "running"
    assert timers(world, "KN-TD-0153")["resolution"] == ("running", None, date(2026, 8, 12))


def test_people_come_in_as_people(world: World) -> None:
    world.at = NOW
    from_text(world, "so_tiep_cong_dan")
    (case,) = world.read(cases.find_cases, "KN-TD-0153")
    assert case["fields"]["people"] == 2 and case["subject"] == "Xử phạt vi phạm về xây dựng"
    people = [
        one for one in world.read(cases.read_parties, case["case_id"]) if one["field"] == "complainants"
    ]
    assert [opened(world, case, one) for one in people] == [
        ("Ngô Gia Phúc", "thôn Đông Hạ", "000000000153"),
        ("Ngô Thu Hậu", "thôn Đông Hạ", "000000000154"),
    ]
    (event,) = world.read(audit.read_events, case["case_id"])
    assert (
        "Phúc" not in event["text"]
        and "000000000153" not in event["text"]
        and "Hai anh em" not in event["text"]
    )


def test_nothing_of_a_denunciation_comes_in() -> None:
    text = (FOLDER / "so_tiep_cong_dan.csv").read_text(encoding="utf-8")
    assert sum(";Tố cáo;" in line for line in text.splitlines()) == 1


def standing(world: World) -> dict[str, tuple[Any, ...]]:
    found: dict[str, Any] = {}
    for number in ("0141", "0152", "0153", "0156", "0158", "0163", "0171", "0174"):
        found |= {row["number"]: row for row in world.read(cases.find_cases, f"KN-TD-{number}")}
    for number in ("07", "08", "09", "10"):
        found |= {row["number"]: row for row in world.read(cases.find_cases, f"HG-{number}")}
    columns = ("case_type", "version", "state", "received_on", "due_clock")
    return {number: tuple(row[name] for name in columns) for number, row in found.items()}


def timers(world: World, number: str) -> dict[str, tuple[Any, ...]]:
    (case,) = world.read(cases.find_cases, number)
    rows = world.read(clocks.read_timers, case["case_id"])
    return {row["clock"]: (row["running"], row["verdict"], row["legal_due"]) for row in rows}


def opened(world: World, case: Any, party: Any) -> tuple[str, str, str]:
    ids = [party["name_value"], party["address_value"], party["identity_value"]]
    values = world.read(evidence.open_values, case["case_id"], ids)
    name, address, identity = (values[one] for one in ids)
    return name, address, identity
