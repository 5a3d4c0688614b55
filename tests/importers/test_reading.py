"""Rows become old cases, or are rejected with a reason a clerk can act on."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from service.definition_files import HERE, read_file
from tests.importers.samples import EXAMPLE, HEADER, mapping, row
from workflow.case_type.library import Library
from workflow.case_type.schema import load_case_type, load_roles
from workflow.errors import DefinitionInvalid
from workflow.importers.old_case import OldCase
from workflow.importers.register import Rejected, read_case, read_rows

NOW = datetime(2026, 11, 20, 3, tzinfo=UTC)
CASE_TYPE = load_case_type(
    read_file(EXAMPLE / "service_request.yaml"),
    Library(roles=load_roles(read_file(HERE / "roles.yaml"))),
)


def read(line: str, covers: date = date.max) -> OldCase | Rejected:
    _, found = list(read_rows([HEADER, line], mapping(), "r.csv"))
    return read_case(mapping(), lambda day: CASE_TYPE if day <= covers else None, *found, NOW)


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
        (["a,a"], "each once"),
        ([HEADER, '1,"never closed'], "not a readable CSV"),
    ],
)
def test_a_file_that_is_no_register_is_refused(lines: list[str], said: str) -> None:
    with pytest.raises(DefinitionInvalid, match=said):
        list(read_rows(lines, mapping(), "r.csv"))
