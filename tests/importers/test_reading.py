"""Rows become old cases, or are rejected with a reason a clerk can act on."""

from __future__ import annotations

import unicodedata
from datetime import UTC, date, datetime
from typing import Literal

import pytest

from service.definition_files import HERE, read_file
from tests.importers.samples import EXAMPLE, HEADER, mapping, row, table
from workflow.case_type.library import Library
from workflow.case_type.schema import load_case_type, load_roles
from workflow.errors import DefinitionInvalid
from workflow.importers.mapping import read_mapping
from workflow.importers.old_case import OldCase
from workflow.importers.register import Rejected, read_case
from workflow.source import read_source

NOW = datetime(2026, 11, 20, 3, tzinfo=UTC)
CASE_TYPE = load_case_type(
    read_file(EXAMPLE / "service_request.yaml"),
    Library(roles=load_roles(read_file(HERE / "roles.yaml"))),
)


def read(line: str, covers: date = date.max) -> OldCase | Rejected:
    (found,) = table([HEADER, line]).rows
    case = read_case(mapping(), lambda day: CASE_TYPE if day <= covers else None, found, NOW)
    assert case is not None
    return case


def test_a_closed_row_has_its_true_times_in_its_own_zone() -> None:
    case = read(row("7", closed="2011-07-11 09:30:00"))
    assert isinstance(case, OldCase)
    assert case.number == "B311-7" and case.state == "closed" and case.channel == "online"
    assert case.received.at == datetime(2011, 7, 5, 14, tzinfo=UTC)
    assert [(name, happened.at) for name, happened in case.acts] == [
        ("close", datetime(2011, 7, 11, 13, 30, tzinfo=UTC))
    ]
    assert case.fields["target"] == "2011-07-12T10:00:00-04:00"
    assert case.fields["subject"] == "Lights – Outage 7"
    assert case.definition_sha256 == CASE_TYPE.sha256


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (row("1", opened=""), "open_dt is empty"),
        (row(""), "needs a key"),
        (row("1", opened="5 tháng 7"), "is no date"),
        (row("1", opened="2031-07-05 10:00:00"), "lies in the future"),
        (row("1", closed="2011-07-04 10:00:00"), "lies before open_dt"),
        (row("1", state="Closed"), "no act says when"),
        (row("1", closed="2011-07-11 10:00:00", state="Open"), "is said to have ended it"),
        (row("1", state="Reopened"), "is not in the mapping"),
        (row("1", opened="2011-03-13 02:30:00"), "skipped"),
        (row("1", target="2011-13-01 00:00:00"), "is no date"),
        (row("1") + ",more", "cells"),
    ],
)
def test_what_cannot_be_is_rejected_with_its_line(line: str, reason: str) -> None:
    found = read(line)
    assert isinstance(found, Rejected)
    assert found.line == 2 and reason in found.reason


def test_a_day_that_no_version_covers_is_rejected() -> None:
    found = read(row("1"), covers=date(2010, 1, 1))
    assert isinstance(found, Rejected) and "no version" in found.reason


def test_a_target_before_the_receipt_is_taken_as_the_register_gives_it() -> None:
    case = read(row("1", target="2011-07-05 00:00:00", closed="2011-07-05 12:00:00"))
    assert isinstance(case, OldCase) and case.fields["target"].startswith("2011-07-05T00:00:00")


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ([], "empty"),
        ([HEADER, '1,"never closed'], "not readable from here on"),
    ],
)
def test_a_file_that_is_no_register_is_refused(lines: list[str], said: str) -> None:
    with pytest.raises(DefinitionInvalid, match=said):
        list(table(lines).rows)


CLERKS = """\
register: so
case_type: service_request
office: B311
zone: Asia/Ho_Chi_Minh
dates: ["%d/%m/%Y", "%d/%m/%Y %H:%M"]
key: Số
received: Ngày nhận
state: {column: Kết quả, values: {Đang hòa giải: open, xong: closed}}
acts: [{transition: close, column: Ngày xong}]
fields: {subject: Trích yếu, target: Hạn}
"""
CLERKS_HEADER = "Số;Ngày nhận;Kết quả;Ngày xong;Trích yếu;Hạn"


def read_clerks(line: str) -> OldCase | Rejected:
    source = read_source(CLERKS, "m.yaml")
    (found,) = table([CLERKS_HEADER, line], source).rows
    case = read_case(read_mapping(source), lambda day: CASE_TYPE, found, NOW)
    assert case is not None
    return case


@pytest.mark.parametrize(
    ("line", "column", "reason"),
    [
        ("1;31/02/2025;Đang hòa giải;;x;", "Ngày nhận", "(31/02/2025) is no date that there is"),
        ("1;29/02/2025;Đang hòa giải;;x;", "Ngày nhận", "(29/02/2025) is no date that there is"),
        ("1;29/2;Đang hòa giải;;x;", "Ngày nhận", "(29/2) is no date that there is"),
        ("1;01/07/25;Đang hòa giải;;x;", "Ngày nhận", "(01/07/25) is no date that there is"),
        ("1;05/07/0205;Đang hòa giải;;x;", "Ngày nhận", "(05/07/0205) lies outside 1900 to 2200"),
        ("1;0001-01-01;Đang hòa giải;;x;", "Ngày nhận", "lies outside 1900 to 2200"),
        ("1;01/07/2025;xong;30/06/2025;x;", "Ngày xong", "(30/06/2025) lies before Ngày nhận (01/07/2025)"),
        ("1;01/07/2025;Đang hòa giải;;x;31/06/2025", "Hạn", "(31/06/2025) is no date that there is"),
        ("1;Lò Thị Mận;Đang hòa giải;;x;", "Ngày nhận", "Ngày nhận is no date that there is"),
        (f"{'9' * 61};01/07/2025;Đang hòa giải;;x;", "Số", "is too long"),
        ("1\x07;01/07/2025;Đang hòa giải;;x;", "Số", "cannot be shown"),
        (f"1;01/07/2025;Đang hòa giải;;{'x' * 301};", "Trích yếu", "fields.subject: too-long"),
        ("1;01/07/2025;#REF!;;x;", "Kết quả", "the formula has no value (#REF!)"),
        ("1;01/07/2025;Đang hòa giải;;x", "", "the row has 5 cells, the header 6"),
        ("1;01/07/2025;Đang hòa giải;;x;;", "", "the row has 7 cells, the header 6"),
    ],
)
def test_an_impossible_row_is_rejected_at_its_cell(line: str, column: str, reason: str) -> None:
    found = read_clerks(line)
    assert isinstance(found, Rejected)
    assert reason in found.reason and found.column == column
    assert "Mận" not in found.reason


@pytest.mark.parametrize("word", ["Đang hòa giải", "đang hoà giải", "ĐANG HÒA  GIẢI"])
@pytest.mark.parametrize("composed", ["NFC", "NFD"])
def test_words_are_understood_however_they_are_typed(word: str, composed: Literal["NFC", "NFD"]) -> None:
    found = read_clerks(unicodedata.normalize(composed, f"1;01/07/2025;{word};;x;"))
    assert isinstance(found, OldCase) and found.state == "open"
    assert (found.received.day, found.received.precision) == (date(2025, 7, 1), "day")


def test_two_columns_in_the_row_of_names_are_not_one() -> None:
    with pytest.raises(DefinitionInvalid, match="stands at 1:1 too; name each column once"):
        table(["case_enquiry_id,case_enquiry_id"])
