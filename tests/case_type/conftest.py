"""A library of names for the tests of the definition language: the real lists, roles and rules, some
lengths of our own."""

from __future__ import annotations

from pathlib import Path

import pytest

from service.cli.checking import read_library
from workflow.calendar.period import Length
from workflow.case_type.beginning import brief, openings_of
from workflow.case_type.library import Library
from workflow.case_type.schema import load_code_list, load_roles
from workflow.source import Source, read_source

DEFINITIONS = Path(__file__).parents[2] / "definitions"
FAMILIES = {
    "complaint.acceptance": Length(7, "working_days"),
    "complaint.resolution_first": Length(30, "days"),
    "complaint.resolution_second": Length(45, "days"),
    "complaint.send_first": Length(3, "working_days"),
    "complaint.effect_first": Length(30, "days"),
    "complaint.second_filing_window": Length(30, "days"),
    "complaint.limitation": Length(90, "days"),
    "complaint.information_request": Length(7, "days"),
    "complaint.dialogue_notice": Length(5, "days"),
    "complaint.send_suspension": Length(3, "working_days"),
    "complaint.archive": Length(30, "days"),
    "reception.reply": Length(10, "working_days"),
    "mediation.start": Length(3, "days"),
    "test.reply": Length(10, "working_days"),
    "test.open_ended": None,
}


def read_file(path: Path) -> Source:
    return read_source(path.read_text(encoding="utf-8"), str(path.relative_to(path.parents[2])))


@pytest.fixture(scope="session")
def library() -> Library:
    lists = dict(load_code_list(read_file(path)) for path in sorted(DEFINITIONS.glob("code_lists/*.yaml")))
    names = frozenset(path.name for path in DEFINITIONS.glob("case_types/*"))
    families = {**read_library(DEFINITIONS).families, **FAMILIES}
    types = [read_file(path).value for path in DEFINITIONS.glob("case_types/*/*.yaml")]
    openings = openings_of(brief(value) for value in types)
    roles = load_roles(read_file(DEFINITIONS / "roles.yaml"))
    levels = frozenset(("province", "district", "commune"))
    return Library(lists, roles, families, names, rest_days=9, levels=levels, openings=openings)


@pytest.fixture(scope="session")
def case_type_files() -> list[Path]:
    return sorted(DEFINITIONS.glob("case_types/*/*.yaml"))
