"""Reachability: states that nothing leads to, states that nothing leads out of, rings without an ending."""

from __future__ import annotations

from collections.abc import Iterator

from workflow.case_type.checks.graph import edges, forward, reached
from workflow.case_type.model import CaseType
from workflow.case_type.problems import Problem


def problems(case_type: CaseType) -> Iterator[Problem]:
    """unreachable-state, dead-end, trap, no-ending, ending-reopens. Guards are ignored: what is found here
    no guard could rescue. Rights of citizens count for reaching a state and not for getting out of one."""
    all_edges = edges(case_type)
    live = reached(case_type.starts, forward(all_edges, rights=True))
    for name in case_type.states:
        if name not in live:
            yield Problem(
                ("states", name),
                "unreachable-state",
                f"No transition leads to {name}; add one, or remove the state.",
            )
    for edge in all_edges:
        state = case_type.states[edge.source]
        if state.ending and not state.reopens and edge.target != edge.source:
            yield Problem(
                ("transitions", edge.transition.name, "from"),
                "ending-reopens",
                f"{edge.source} is an ending; write reopens: true there "
                f"if {edge.transition.name} may leave it.",
            )
    endings = [name for name, state in case_type.states.items() if state.ending]
    if not endings:
        yield Problem(("states",), "no-ending", "No state is an ending; mark one with ending: true.")
    else:
        yield from _closed_in(case_type, forward(all_edges, rights=False), live)


def _closed_in(case_type: CaseType, steps: dict[str, set[str]], live: set[str]) -> Iterator[Problem]:
    told: set[str] = set()
    for name, state in case_type.states.items():
        if state.ending or name not in live or name in told:
            continue
        ahead = reached([name], steps)
        if any(case_type.states[each].ending for each in ahead):
            continue
        if ahead == {name}:
            yield Problem(
                ("states", name),
                "dead-end",
                f"Nothing leads out of {name}; add a transition towards an ending.",
            )
        elif all(name in reached([each], steps) for each in ahead):
            # Only the innermost ring is told; what merely leads into it is cured with it.
            told |= ahead
            ring = ", ".join(each for each in case_type.states if each in ahead)
            yield Problem(
                ("states", name),
                "trap",
                f"From {ring} no ending can be reached; add a transition that leads out.",
            )
