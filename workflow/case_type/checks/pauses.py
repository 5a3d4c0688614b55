"""A limit of the law stands still only on paper: whoever disputes a day asks for the decision that stopped
it."""

from __future__ import annotations

from collections.abc import Iterator

from workflow.case_type.model import CaseType
from workflow.case_type.problems import Problem


def problems(case_type: CaseType) -> Iterator[Problem]:
    """pause-without-document: an act pauses a clock of the law and need neither attach nor issue anything."""
    for clock in case_type.clocks.values():
        for name in (each.name for each in clock.pauses if each.kind == "transition"):
            act = case_type.transitions[name]
            if clock.rule is not None and not (act.attaches or act.issues):
                yield Problem(
                    ("clocks", clock.name, "pauses"),
                    "pause-without-document",
                    f"{name} stops the time of {clock.name}, a limit of the law ({clock.rule}), without any "
                    f"paper; name the decision under attaches or issues of {name}.",
                )
