"""The case with which a filing is kept: named by its number, of the same office, open to who names it
(Circular 05/2021, Art. 6 and 8: a repeated filing makes no new case)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from models import cases
from models.session import Row, Session
from workflow.access.policy import Depth
from workflow.errors import FieldError, InvalidInput
from workflow.operations.steps.acting import Act
from workflow.operations.steps.library import Library
from workflow.operations.steps.loading import depth_of
from workflow.operations.steps.work import CaseWork


def first_case(session: Session, row: Row, number: str) -> Row | None:
    """The case with this number that lies with the same office and is no sealed one, or None."""
    for found in cases.find_cases(session, number):
        same = found["case_id"] == row["case_id"]
        if not same and not found["sealed"] and found["org_id"] == row["org_id"]:
            return found
    return None


def check_joined(
    session: Session, held: Library, act: Act, work: CaseWork, transition: str, fields: Mapping[str, Any]
) -> None:
    """Raise InvalidInput where the act keeps the filing with a case that the actor does not see whole."""
    declared = work.case_type.transitions.get(transition)
    if declared is None or declared.joins is None or declared.joins not in fields:
        return
    found = first_case(session, work.row, str(fields[declared.joins]))
    if found is None or depth_of(session, held, act, found) is not Depth.FULL:
        raise InvalidInput([FieldError(f"fields.{declared.joins}", "unknown-case")])
