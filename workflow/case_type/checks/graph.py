"""The graph of states that the checks walk: one edge per transition and source, `same` and `previous`
resolved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from workflow.case_type.model import PREVIOUS, SAME, CaseType, Transition


@dataclass(frozen=True, slots=True)
class Edge:
    """A transition taken from `source` to `target`; `origin` is set where it only returns to that state."""

    transition: Transition
    source: str
    target: str
    origin: str | None = None


def edges(case_type: CaseType) -> tuple[Edge, ...]:
    """Every edge; `previous` becomes one edge for each state from which its source can be entered."""
    found: list[Edge] = []
    for transition in case_type.transitions.values():
        for source in transition.sources:
            if transition.target == SAME:
                found.append(Edge(transition, source, source))
            elif transition.target == PREVIOUS:
                found += [Edge(transition, source, origin, origin) for origin in _origins(case_type, source)]
            else:
                found.append(Edge(transition, source, transition.target))
    return tuple(found)


def _origins(case_type: CaseType, state: str) -> list[str]:
    origins: dict[str, None] = {}
    for transition in case_type.transitions.values():
        if transition.target == state:
            origins.update((source, None) for source in transition.sources if source != state)
    return list(origins)


def remembering(case_type: CaseType) -> frozenset[str]:
    """The states that some transition leaves to `previous`, where the origin matters."""
    return frozenset(
        source
        for each in case_type.transitions.values()
        if each.target == PREVIOUS
        for source in each.sources
    )


def reached(starts: Iterable[str], forward: Mapping[str, Iterable[str]]) -> set[str]:
    """Everything that can be reached from `starts` along `forward`, the starts included."""
    seen, waiting = set(starts), list(starts)
    while waiting:
        for target in forward.get(waiting.pop(), ()):
            if target not in seen:
                seen.add(target)
                waiting.append(target)
    return seen


def forward(all_edges: Iterable[Edge], *, rights: bool) -> dict[str, set[str]]:
    """State → states one edge away; without `rights` a citizen's rights are left out. Acts `to: same` are
    no edges."""
    steps: dict[str, set[str]] = {}
    for edge in all_edges:
        if edge.source != edge.target and (rights or not edge.transition.right):
            steps.setdefault(edge.source, set()).add(edge.target)
    return steps
