"""Land mediation, land disputes, inspection items and duties have exactly the edges of the law's tables."""

from __future__ import annotations

import pytest

from tests.case_type.test_definitions import FILES
from workflow.case_type.checks.graph import edges
from workflow.case_type.library import Library
from workflow.case_type.model import SAME
from workflow.case_type.schema import load_case_type
from workflow.source import read_source

LAND_MEDIATION = {
    "requested": "accepted refused withdrawn",
    "accepted": "preparing withdrawn",
    "preparing": "hearing withdrawn",
    "hearing": "success failed absent_once withdrawn",
    "absent_once": "hearing failed withdrawn",
    "success": "closed hearing",
    "failed": "closed",
}
LAND_DISPUTE = {
    "requested": "accepted refused withdrawn",
    "accepted": "verifying withdrawn",
    "verifying": "decided withdrawn",
    "decided": "sent escalated",
    "sent": "awaiting_effect escalated",
    "awaiting_effect": "effective escalated",
    "effective": "executing",
    "escalated": "executing closed",
    "executing": "closed",
}
ITEM = {
    "received": "itemised",
    "itemised": "assigned",
    "assigned": "in_progress",
    "in_progress": "evidence_submitted not_feasible",
    "evidence_submitted": "verified in_progress",
    "verified": "closed",
}
CONCLUSION = {"received": "itemised not_ours", "itemised": "executing", "executing": "closed"}
DUTY = {
    "planned": "in_progress cancelled",
    "six_month_report": "in_progress cancelled",
    "annual_report": "in_progress cancelled",
    "in_progress": "submitted cancelled",
    "submitted": "in_progress closed",
}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("land_mediation/2014.1", LAND_MEDIATION),
        ("land_mediation/2024.1", LAND_MEDIATION),
        ("land_dispute/2025.1", LAND_DISPUTE),
        ("post_inspection/2025.1", CONCLUSION),
        ("post_inspection_item/2025.1", ITEM),
        ("obligation/2024.1", DUTY),
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


def test_a_side_that_goes_on_needs_nobodys_leave(library: Library) -> None:
    """Decision 6: what serves a complaint or a suit is a right, and never in the chair's hand."""
    text = (FILES / "land_dispute" / "2025.1.yaml").read_text(encoding="utf-8")
    case_type = load_case_type(read_source(text, "2025.1"), library)
    (onward,) = (each for each in case_type.transitions.values() if each.target == "escalated")
    assert onward.right and "chair" not in onward.by and onward.second is None
