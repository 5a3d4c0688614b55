"""A net in BPMN as sections of a case type: what the two BPMN translators share."""

from __future__ import annotations

from typing import Any

from tests.foreign.markings import Graph
from tests.foreign.translation import both, word


def transitions_of(graph: Graph, role: str) -> dict[str, Any]:
    """One transition for each task and goal, from every state in which the task can be done."""
    groups: dict[tuple[str, str], list[str]] = {}
    for task, source, goal in graph.changes:
        groups.setdefault((task.name, goal), []).append(source)
    found: dict[str, Any] = {}
    for (title, goal), sources in groups.items():
        several = sum(other == title for other, _ in groups) > 1
        name = f"{word(title)}_to_{goal}"[:60] if several else word(title)
        found[name] = {"from": list(dict.fromkeys(sources)), "to": goal, "by": role, "title": both(title)}
    return found


def tasks_with_goals(graph: Graph) -> list[str]:
    """The tasks that lead to different states, depending on what else is done."""
    goals: dict[str, set[str]] = {}
    for task, _, goal in graph.changes:
        goals.setdefault(task.name, set()).add(goal)
    return [name for name, found in goals.items() if len(found) > 1]
