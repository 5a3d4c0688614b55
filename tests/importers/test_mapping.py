"""A mapping is refused where it is wrong, with its place and what to do."""

from __future__ import annotations

import pytest

from service.definition_files import HERE, read_file
from tests.importers.samples import EXAMPLE, HEADER, mapping
from workflow.case_type.library import Library, StaffRole
from workflow.case_type.schema import load_case_type, load_roles
from workflow.errors import DefinitionInvalid
from workflow.importers.mapping import check_against, read_mapping
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


def test_names_that_the_file_or_the_case_type_has_not_are_refused() -> None:
    roles = load_case_type(
        read_file(EXAMPLE / "service_request.yaml"), Library(roles=_roles(), case_types=frozenset())
    )
    header = HEADER.replace("open_dt", "opened").split(",")
    source = read_file(EXAMPLE / "register.yaml")
    with pytest.raises(DefinitionInvalid) as caught:
        check_against(mapping(), roles, header, source)
    (finding,) = caught.value.findings
    assert finding.code == "missing-column"
    assert "open_dt" in finding.message and "opened" in finding.message
    assert source.text.splitlines()[finding.line - 1].startswith("received:")
    wrong = read_source(source.text.replace("transition: close", "transition: shut"), "m.yaml")
    with pytest.raises(DefinitionInvalid, match="shut"):
        check_against(read_mapping(wrong), roles, HEADER.split(","), wrong)


def _roles() -> dict[str, StaffRole]:
    return load_roles(read_file(HERE / "roles.yaml"))
