"""Which fields belong to which form."""

from __future__ import annotations

from workflow.case_type.model import CaseType


def opening_fields(case_type: CaseType) -> tuple[str, ...]:
    """The fields a case may be opened with: the required ones and those that no later act asks for and no
    request carries."""
    asked = {name for one in case_type.transitions.values() for name in (*one.asks, *one.may_ask)}
    asked.update(name for one in case_type.requests.values() for name in one.carries)
    return tuple(
        name for name, declared in case_type.fields.items() if declared.required or name not in asked
    )
