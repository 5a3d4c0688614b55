"""Endings: each way into one records the ground and rests on a document."""

from __future__ import annotations

from collections.abc import Iterator

from workflow.case_type.checks.graph import Edge, edges
from workflow.case_type.model import CaseType
from workflow.case_type.problems import Problem


def problems(case_type: CaseType) -> Iterator[Problem]:
    """ending-without-ground. What was required on every path before satisfies as well as what is recorded
    here."""
    all_edges = edges(case_type)
    before = recorded(case_type, all_edges)
    for name, state in case_type.states.items():
        if state.ending and state.ground is None:
            yield Problem(
                ("states", name),
                "ending-without-ground",
                f"{name} names no ground; write ground: FIELD, the field that says why the case ended here.",
            )
    for edge in all_edges:
        target = case_type.states[edge.target]
        if not target.ending or edge.source == edge.target or edge.source not in before:
            continue
        known = before[edge.source] | records(case_type, edge)
        path = ("transitions", edge.transition.name)
        if target.ground and f"field.{target.ground}" not in known:
            yield Problem(
                path,
                "ending-without-ground",
                f"The ground {target.ground} may be empty here; add it under asks.",
            )
        if not any(each.startswith("document.") for each in known):
            yield Problem(
                path,
                "ending-without-ground",
                "No document supports this ending; add one under attaches or issues.",
            )


def recorded(case_type: CaseType, all_edges: tuple[Edge, ...]) -> dict[str, frozenset[str]]:
    """Reachable state → the fields and documents recorded and the clocks begun on every path to it
    (`field.NAME`, `document.NAME`, `clock.NAME`)."""
    required = frozenset(f"field.{name}" for name, field in case_type.fields.items() if field.required)
    required |= _begun(case_type, {("opened", "")})
    known = dict.fromkeys(case_type.starts, required)
    waiting = list(case_type.starts)
    while waiting:
        state = waiting.pop()
        for edge in all_edges:
            if edge.source != state or edge.target == state:
                continue
            after = known[state] | records(case_type, edge)
            merged = known[edge.target] & after if edge.target in known else after
            if known.get(edge.target) != merged:
                known[edge.target] = merged
                waiting.append(edge.target)
    return known


def records(case_type: CaseType, edge: Edge) -> frozenset[str]:
    """What taking an edge surely leaves behind, in the names of `recorded`."""
    transition = edge.transition
    documents = (*transition.attaches, *transition.issues)
    happens = {("transition", transition.name)}
    if edge.source != edge.target:
        happens |= {("left", edge.source), ("entered", edge.target)}
    return frozenset(
        [f"field.{name}" for name in transition.asks] + [f"document.{name}" for name in documents]
    ) | _begun(case_type, happens)


def _begun(case_type: CaseType, happens: set[tuple[str, str]]) -> frozenset[str]:
    """The clocks of the whole case that one of these events starts."""
    return frozenset(
        f"clock.{clock.name}"
        for clock in case_type.clocks.values()
        if clock.per == "case" and any((one.kind, one.name) in happens for one in clock.starts)
    )
