"""A mapping is refused where it is wrong, with its place and what to do."""

from __future__ import annotations

import pytest

from service.definition_files import HERE, read_file
from tests.importers.samples import EXAMPLE, HEADER, mapping, table
from workflow.case_type.library import Library, StaffRole
from workflow.case_type.schema import load_case_type, load_roles
from workflow.errors import DefinitionInvalid
from workflow.importers.mapping import read_mapping
from workflow.importers.table import check_names
from workflow.source import read_source

GOOD = (EXAMPLE / "register.yaml").read_text(encoding="utf-8")


def found(text: str) -> list[tuple[int, str]]:
    with pytest.raises(DefinitionInvalid) as caught:
        read_mapping(read_source(text, "m.yaml"))
    return [(finding.line, finding.code) for finding in caught.value.findings]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("zone: America/New_York", "zone: America/Nowhere", (5, "unknown-name")),
        ("key: case_enquiry_id", "kee: case_enquiry_id", (6, "unknown-name")),
        ("received: open_dt", "", (2, "missing")),
        ("- {transition: close, column: closed_dt}", "- {transition: close}", (11, "wrong-type")),
        ("department: department", "department: {colum: department}", (18, "wrong-type")),
    ],
)
def test_a_wrong_mapping_is_refused_at_its_line(old: str, new: str, expected: tuple[int, str]) -> None:
    assert old in GOOD
    assert expected in found(GOOD.replace(old, new, 1))


def test_a_column_the_file_has_not_is_refused_with_the_nearest_name() -> None:
    source = read_file(EXAMPLE / "register.yaml")
    with pytest.raises(DefinitionInvalid) as caught:
        table([HEADER.replace("open_dt", "opened")])
    (finding,) = caught.value.findings
    assert finding.code == "missing-column"
    assert "open_dt" in finding.message and "Did you mean 'opened'" in finding.message
    assert source.text.splitlines()[finding.line - 1].startswith("received:")


def test_names_that_the_case_type_has_not_are_refused() -> None:
    case_type = load_case_type(
        read_file(EXAMPLE / "service_request.yaml"), Library(roles=_roles(), case_types=frozenset())
    )
    check_names(mapping(), case_type, read_source(GOOD, "m.yaml"))
    for old, new in (
        ("transition: close", "transition: shut"),
        ("Open: open", "Open: ajar"),
        ("ward", "wart"),
    ):
        text = GOOD.replace(old, new, 1) if old in GOOD else GOOD.replace("  target:", "  wart:")
        wrong = read_source(text, "m.yaml")
        with pytest.raises(DefinitionInvalid, match=new.split(": ")[-1]):
            check_names(read_mapping(wrong), case_type, wrong)


def _roles() -> dict[str, StaffRole]:
    return load_roles(read_file(HERE / "roles.yaml"))
