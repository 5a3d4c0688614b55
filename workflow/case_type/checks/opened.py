"""How cases of a type begin: somebody may open one, and what one type says of itself others do not belie."""

from __future__ import annotations

from collections.abc import Iterator

from workflow.case_type.beginning import CASE, DESK
from workflow.case_type.library import Library
from workflow.case_type.model import CaseType
from workflow.case_type.problems import Problem


def problems(case_type: CaseType, library: Library) -> Iterator[Problem]:
    """nobody-may (no opener at the desk), never-opened (no case opens it), not-opened-by-case (an act
    would)."""
    opened = case_type.opened
    if DESK in opened.doors and not _able(case_type, library):
        yield Problem(
            ("opened", "by"),
            "nobody-may",
            "Nobody can ever open a case of this type at the desk: none of these roles stands at the office "
            "and may open cases (roles.yaml). Name one that may, or leave `desk` out of `from`.",
        )
    if opened.by and DESK not in opened.doors:
        yield Problem(
            ("opened", "by"),
            "nobody-may",
            "These roles open nothing: no case of this type is opened at the desk. Add `desk` to `from`, or "
            "leave `by` out.",
        )
    yield from _beside_others(case_type, library)


def _able(case_type: CaseType, library: Library) -> bool:
    """Whether a staff role may open: one of those named, as seen from a case that is only beginning."""
    named = [case_type.roles[name] for name in case_type.opened.by]
    held = {role.holds for role in named if role.at == "office" and role.is_ is None}
    able = {name for name, staff in library.roles.items() if "open_case" in staff.may}
    return bool(able & held if named else able)


def _beside_others(case_type: CaseType, library: Library) -> Iterator[Problem]:
    name, known = case_type.name, library.openings
    targets = {act.name: act.opens or act.becomes for act in case_type.transitions.values()}
    if case_type.opened.doors == (CASE,) and name not in known.opened | set(targets.values()):
        # What opens it may come after it, so that a deployment in any order must stay possible.
        yield Problem(
            ("opened", "from"),
            "never-opened",
            f"A case of {name} is opened by another case only, and no known type opens one; write "
            f"`opens: {name}` or `becomes` in the type that does, or let it be opened at the desk.",
            "warning",
        )
    if CASE not in case_type.opened.doors and name in known.opened:
        yield Problem(
            ("opened", "from"),
            "not-opened-by-case",
            f"An act of another type opens a case of {name}, which says that no case opens it; add `case`.",
        )
    for act, target in targets.items():
        doors = case_type.opened.doors if target == name else known.doors.get(target or "")
        if target is not None and doors is not None and CASE not in doors:
            key = "opens" if case_type.transitions[act].opens else "becomes"
            yield Problem(
                ("transitions", act, key),
                "not-opened-by-case",
                f"{target} says that no case opens it (its `opened: from`); leave `{key}` out, or add "
                "`case` there.",
            )
