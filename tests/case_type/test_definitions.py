"""The committed case types have exactly the edges of the law's tables; lists and roles are whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from workflow.case_type.checks.graph import edges
from workflow.case_type.library import Library
from workflow.case_type.model import PREVIOUS, SAME
from workflow.case_type.schema import load_case_type
from workflow.source import read_source

FILES = Path(__file__).parents[2] / "definitions" / "case_types"
BEFORE_DECISION = "accepted assigned verifying dialogue deciding"

COMPLAINT = {
    "received": "classified terminated",
    "classified": "accepted rejected returned kept split terminated",
    "accepted": "assigned suspended terminated escalated",
    "assigned": "verifying suspended terminated escalated",
    "verifying": "dialogue deciding suspended terminated escalated",
    "dialogue": "deciding suspended terminated escalated",
    "deciding": "decided suspended terminated escalated",
    "suspended": f"{BEFORE_DECISION} terminated escalated",
    "decided": "sent escalated",
    "sent": "awaiting_effect escalated",
    "awaiting_effect": "effective escalated",
    "effective": "executing",
    "executing": "closed",
    "escalated": "executing closed",
    "closed": "verifying",
}
DISPUTE = {
    "received": "classified withdrawn",
    "noticed": "classified",
    "classified": "assigned guided kept withdrawn",
    "assigned": "mediating escalated withdrawn",
    "mediating": "agreed failed escalated withdrawn",
    "failed": "mediating escalated guided withdrawn",
    "escalated": "decided mediating",
    "agreed": "monitored",
    "decided": "monitored",
    "monitored": "closed mediating escalated",
}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("complaint_first/2020.1", COMPLAINT),
        ("complaint_first/2026.1", COMPLAINT),
        ("dispute/2026.1", DISPUTE),
    ],
)
def test_edges_are_those_of_the_law(name: str, expected: dict[str, str], library: Library) -> None:
    text = (FILES / f"{name}.yaml").read_text(encoding="utf-8")
    case_type = load_case_type(read_source(text, name), library)
    found: dict[str, set[str]] = {}
    for edge in edges(case_type):
        if edge.transition.target != SAME:
            found.setdefault(edge.source, set()).add(edge.target)
    assert found == {source: set(targets.split()) for source, targets in expected.items()}
    returning = [each.name for each in case_type.transitions.values() if each.target == PREVIOUS]
    assert returning == (["resume"] if expected is COMPLAINT else [])


def test_nobody_but_the_system_needs_the_chair_for_a_second_complaint(library: Library) -> None:
    """Decision 6: what serves a second complaint or a suit is never in the chair's hand."""
    for version in ("2020.1", "2026.1"):
        text = (FILES / "complaint_first" / f"{version}.yaml").read_text(encoding="utf-8")
        case_type = load_case_type(read_source(text, version), library)
        serving = [each for each in case_type.transitions.values() if each.target == "escalated"]
        assert len(serving) == 3
        assert all(each.right and "chair" not in each.by and each.second is None for each in serving)


OWN_WORDS = (
    "hg_subject", "gate_item", "gate_outcome", "gate_withdrawal",
    "xld_area", "xld_referral", "xld_withdrawal",
)  # fmt: skip
"""Lists of the office's own words, which no law prescribes."""


def test_lists_are_whole_and_cited(library: Library) -> None:
    assert len(library.code_lists["kn_article_11"]) == 9
    assert len(library.code_lists["complexity_grounds"]) == 7
    for name, options in library.code_lists.items():
        assert all(option.title.en for option in options), name
        assert name in OWN_WORDS or all(option.cites for option in options), name


def test_the_twelve_roles(library: Library) -> None:
    assert sorted(library.roles) == sorted(
        [
            "receptionist",
            "clerk",
            "officer",
            "chair",
            "vice_chair",
            "mediator",
            "team_leader",
            "police",
            "front",
            "inspector",
            "supervisor",
            "administrator",
        ]
    )
    assert all(role.title.en for role in library.roles.values())
    assert library.roles["administrator"].sees == "nothing"
    content = {"take_transition", "open_case", "attach_document", "reveal_value", "answer_request"}
    assert not content & set(library.roles["administrator"].may)
    assert not content & set(library.roles["inspector"].may)
    assert {name for name, role in library.roles.items() if "pull_audit" in role.may} == {"inspector"}
