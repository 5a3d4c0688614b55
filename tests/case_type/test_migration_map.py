"""The map of a migration: what is wrong with it is said with its place, code and a sentence."""

from __future__ import annotations

import pytest

from tests.operations.matters import FIRST, version
from workflow.case_type.library import Library, StaffRole
from workflow.case_type.migration import digest, read_map
from workflow.case_type.model import CaseType, Text
from workflow.case_type.schema import load_case_type
from workflow.errors import DefinitionInvalid
from workflow.source import read_source

ROLES = {name: StaffRole(name, Text(name), "office", ("take_transition",)) for name in ("clerk", "chair")}
LIBRARY = Library(roles=ROLES, families={"complaint.acceptance": None, "complaint.resolution_first": None})


def both() -> tuple[CaseType, CaseType]:
    a = load_case_type(read_source(FIRST, "a.yaml"), LIBRARY)
    return a, load_case_type(version("2", ("examining", "inquiring")), LIBRARY)


WRONG = [
    ("- states", [(1, 1, "wrong-type")]),
    ("state: {}", [(1, 1, "unknown-name")]),
    ("states: examining", [(1, 1, "wrong-type")]),
    ("states:\n  examine: inquiring", [(2, 3, "unknown-name")]),
    ("states:\n  examining: inquire", [(2, 14, "unknown-name")]),
    ("states:\n  examining: closed", [(2, 14, "into-ending")]),
    ("states:\n  closed: inquiring", [(2, 3, "ending-stays")]),
    ("states:\n  examining: [inquiring]", [(2, 3, "wrong-type")]),
    ("states:\n  examining: inquiring\n  examining: resting", [(3, 3, "duplicate-key")]),
    ("reasons:\n  resolve: {because: Luật mới, cites: KN}", [(2, 3, "unknown-name")]),
    ("reasons:\n  resolution: KN Điều 37", [(2, 3, "wrong-type")]),
    ("reasons:\n  resolution: {because: Luật mới}", [(2, 3, "no-citation")]),
    ('reasons:\n  resolution: {because: Luật mới, cites: " "}', [(2, 42, "no-citation")]),
    ("reasons:\n  resolution: {cites: KN Điều 37}", [(2, 3, "no-text")]),
    ("reasons:\n  resolution: {because: {en: New law}, cites: KN}", [(2, 16, "no-text")]),
    ("reasons:\n  resolution: {because: Luật mới, cites: KN, when: 2026}", [(2, 46, "unknown-name")]),
]


@pytest.mark.parametrize("text, faults", WRONG, ids=[text.replace("\n", " ") for text, _ in WRONG])
def test_what_is_wrong_has_its_place_and_its_code(text: str, faults: list[tuple[int, int, str]]) -> None:
    a, b = both()
    with pytest.raises(DefinitionInvalid) as caught:
        read_map(read_source(text, "map.yaml"), a, b)
    assert [(one.line, one.column, one.code) for one in caught.value.findings] == faults
    assert all(one.file == "map.yaml" and one.message.endswith(".") for one in caught.value.findings)


def test_the_nearest_name_is_offered_and_every_fault_is_told() -> None:
    a, b = both()
    text = "states:\n  examining: inquirin\n  recieved: received\nreasons:\n  resolution: {}\n"
    with pytest.raises(DefinitionInvalid) as caught:
        read_map(read_source(text, "map.yaml"), a, b)
    said = [one.message for one in caught.value.findings]
    assert "perhaps inquiring" in said[0] and "perhaps received" in said[1]
    assert [one.code for one in caught.value.findings[2:]] == ["no-text", "no-citation"]


def test_a_sound_map_says_where_each_state_goes() -> None:
    a, b = both()
    source = read_source(
        "states: {examining: inquiring}\nreasons:\n  resolution: {because: Luật mới, cites: KN Điều 37}\n",
        "m",
    )
    found = read_map(source, a, b)
    assert [found.target(state, b) for state in a.states] == ["received", "inquiring", "resting", "closed"]
    assert (found.reasons["resolution"].because.say("en"), found.sha256) == ("Luật mới", source.sha256)
    nothing = read_map(None, a, b)
    assert [nothing.target(state, b) for state in a.states] == ["received", None, "resting", "closed"]
    assert read_map(read_source("", "empty"), a, b) == nothing


def test_what_is_agreed_on_changes_with_the_map_and_with_either_version() -> None:
    a, b = both()
    hashes = {digest("0" * 64, a, b), digest("1" * 64, a, b), digest("0" * 64, b, a), digest("0" * 64, a, a)}
    assert len(hashes) == 4 and digest("0" * 64, a, b) in hashes
