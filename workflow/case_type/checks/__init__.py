"""The formal checks of a case type: what no guard, no data and no person could rescue (decision 29).

Structure is always an error. Policy (clock, citation, ground, text, stage) is an error for a statutory case
type and a warning for an internal one. A finding that the file waives with a reason becomes "waived"; a
waiver that meets no finding is a warning of its own.
"""

from __future__ import annotations

from dataclasses import replace

from workflow.case_type.checks import clocks, endings, limits, opened, pauses, people, reach, texts, values
from workflow.case_type.library import Library
from workflow.case_type.model import CaseType
from workflow.case_type.problems import Problem, place
from workflow.errors import Finding
from workflow.source import Source

__all__ = ["CODES", "check"]

CODES = (
    "unknown-name", "duplicate-key", "wrong-type", "unreachable-state", "dead-end", "trap", "stuck-data",
    "two-answers", "no-clock", "clock-never-stopped", "stop-without-start", "nobody-may",
    "ending-without-ground",
    "no-citation", "limits-exceed", "ending-reopens", "no-ending", "pause-without-resume",
    "no-text", "no-stage", "never-opened", "not-opened-by-case", "pause-without-document",
)  # fmt: skip
"""The stable codes of decision 29 and ADR 0021; the first three are found while loading."""

POLICY = frozenset(
    ("no-clock", "no-citation", "ending-without-ground", "no-text", "no-stage", "pause-without-document")
)


def check(case_type: CaseType, source: Source, library: Library) -> list[Finding]:
    """All findings in the order of the text: severity "error", "warning", or "waived"."""
    problems = [
        *reach.problems(case_type),
        *values.problems(case_type),
        *clocks.problems(case_type, source),
        *pauses.problems(case_type),
        *people.problems(case_type, library),
        *opened.problems(case_type, library),
        *endings.problems(case_type),
        *texts.problems(case_type, source),
        *limits.problems(case_type, library),
    ]
    if case_type.kind != "statutory":
        problems = [replace(p, severity="warning") if p.code in POLICY else p for p in problems]
    return place(_waived(problems, case_type), source)


def _waived(problems: list[Problem], case_type: CaseType) -> list[Problem]:
    used: set[int] = set()
    judged = []
    for problem in problems:
        dotted = ".".join(str(step) for step in problem.path)
        for index, (code, at, because) in enumerate(case_type.waived):
            if code == problem.code and f"{dotted}.".startswith(f"{at}."):
                used.add(index)
                problem = replace(
                    problem, severity="waived", message=f"{problem.message} (Waived: {because})"
                )
                break
        judged.append(problem)
    unused = [
        Problem(
            ("waive", index),
            "waiver-unused",
            f"There is no finding {code} at {at}; remove the waiver.",
            "warning",
        )
        for index, (code, at, _) in enumerate(case_type.waived)
        if index not in used
    ]
    return [*judged, *unused]
