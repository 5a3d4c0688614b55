"""Roles: for each act there must be an office in which somebody may take it."""

from __future__ import annotations

from collections.abc import Iterator

from workflow.case_type.library import Library
from workflow.case_type.model import CaseType, Role
from workflow.case_type.problems import Problem


def problems(case_type: CaseType, library: Library) -> Iterator[Problem]:
    """nobody-may: kinds of people are compared, not today's people, since roles are dated."""
    for name, transition in case_type.transitions.items():
        path = ("transitions", name)
        if transition.system:
            continue
        able = [role for role in transition.by if _may_act(case_type.roles[role], case_type, library)]
        if not able:
            yield Problem(
                (*path, "by"),
                "nobody-may",
                f"Nobody can ever take {name}: {_why(case_type, transition.by, library)}",
            )
        elif transition.second is not None and not _two_persons(case_type, able, transition.second, library):
            yield Problem(
                (*path, "second"),
                "nobody-may",
                f"No second person can ever confirm {name}; name a role that somebody else holds.",
            )


def _may_act(role: Role, case_type: CaseType, library: Library) -> bool:
    staff = library.roles.get(role.holds)
    return staff is not None and "take_transition" in staff.may and not _never_assigned(role, case_type)


def _never_assigned(role: Role, case_type: CaseType) -> bool:
    """A role that is an assignee needs an act that names one."""
    seat = role.is_ or (role.at if role.at in ("lead", "coordinating") else None)
    if seat is None:
        return False
    types = ("officer",) if seat == "lead" else ("officer", "units", "organisation")
    asked = {name for each in case_type.transitions.values() for name in (*each.asks, *each.may_ask)}
    return not any(case_type.fields[name].type in types for name in asked)


def _two_persons(case_type: CaseType, able: list[str], second: str, library: Library) -> bool:
    confirming = case_type.roles[second]
    if not _may_act(confirming, case_type, library):
        return False
    staff = library.roles[confirming.holds]
    return not staff.one_per_office or any(
        (case_type.roles[role].holds, case_type.roles[role].at) != (confirming.holds, confirming.at)
        for role in able
    )


def _why(case_type: CaseType, names: tuple[str, ...], library: Library) -> str:
    if not names:
        return "no role is named."
    unassigned = [name for name in names if _never_assigned(case_type.roles[name], case_type)]
    if unassigned:
        return f"{unassigned[0]} is an assignee, and no act asks for one."
    held = sorted({case_type.roles[name].holds for name in names})
    return f"{', '.join(held)} may not take transitions (roles.yaml)."
