"""The compensation request of the process-mining literature: a parallel block, choices, and a loop back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.foreign.bpmn import read_net
from tests.foreign.flow import tasks_with_goals, transitions_of
from tests.foreign.markings import graph_of
from tests.foreign.translation import Sections, Translation, Unsaid, both, head, write

STAGES = {
    "register_request": "received",
    "decide": "resolved",
    "pay_compensation_or_reinitiate_request_or_reject_request": "follow_up",
}


def translate(folder: Path) -> Translation:
    """The net's markings as states, its tasks as transitions; the parallel block interleaves."""
    net = read_net(folder / "compensation_request.bpmn")
    graph = graph_of(net)
    sections: Sections = head("compensation_request", "Compensation request")
    sections["roles"] = {"anybody": {"holds": "officer", "title": both("Anybody")}}
    sections["fields"] = {"subject": {"type": "line", "required": True, "title": both("Subject")}}
    sections["states"] = {name: _state(name, name in graph.endings) for name in graph.states}
    sections["transitions"] = transitions_of(graph, "anybody")
    unsaid = [
        Unsaid("two branches open at once", f"parallelGateway {one.node_id}", "every order of their tasks")
        for one in net.of("parallel")
        if len(one.outgoing) > 1
    ]
    unsaid += [
        Unsaid(
            "on what a choice depends (the original does not say)",
            f"exclusiveGateway {one.node_id}",
            "people choose",
        )
        for one in net.of("choice")
        if len(one.outgoing) > 1
    ]
    unsaid += [
        Unsaid("one act with a goal for each source", name, "a transition for each goal, same title")
        for name in tasks_with_goals(graph)
    ]
    unsaid.append(Unsaid("who does a task, and until when", "every task", "one role; no-clock warns"))
    unsaid.append(Unsaid("the drawing", "BPMNDiagram", "drawn anew from the states"))
    counts = {"tasks": len(net.of("task")), "gateways": len(net.of("choice")) + len(net.of("parallel"))}
    return Translation(write(sections), tuple(unsaid), counts)


def _state(name: str, ending: bool) -> dict[str, Any]:
    title = both(name.replace("_or_", " / ").replace("_", " "))
    return (
        {"ending": True, "title": title}
        if ending
        else {"stage": STAGES.get(name, "assigned"), "title": title}
    )
