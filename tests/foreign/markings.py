"""A net as states and transitions: a state is a marking (where the tokens lie), a transition the end of a
task.

Branches of a parallel gateway interleave: every order of their tasks is a path, and the join is the marking
that all of them lead to. A choice stays open until one of its tasks is done."""

from __future__ import annotations

from dataclasses import dataclass

from tests.foreign.bpmn import Net, Node
from tests.foreign.translation import Untranslatable, word

Marking = frozenset[str]
"""The flows that hold a token; an end event that was reached stands for itself."""

LONGEST_NAME = 60


@dataclass(frozen=True)
class Graph:
    """Names of the states in the order in which they are met, the endings, and (task, from, to) of each
    change."""

    states: dict[str, Marking]
    endings: frozenset[str]
    changes: tuple[tuple[Node, str, str], ...]


def graph_of(net: Net) -> Graph:
    """Every marking that can be reached from the start event. Raises Untranslatable where a name would not
    fit."""
    (start,) = net.of("start")
    first = _settled(net, frozenset(start.outgoing))
    names, waiting, changes = {first: _named(net, first)}, [first], []
    while waiting:
        here = waiting.pop(0)
        for task, after in _tasks(net, here):
            if after not in names:
                names[after] = _named(net, after)
                waiting.append(after)
            changes.append((task, names[here], names[after]))
    endings = frozenset(name for marking, name in names.items() if all(one in net.nodes for one in marking))
    if len(set(names.values())) != len(names):
        raise Untranslatable("two markings with the same tasks")
    return Graph({name: marking for marking, name in names.items()}, endings, tuple(changes))


def _settled(net: Net, marking: Marking) -> Marking:
    """The marking once every parallel gateway, merge and end has let its tokens through."""
    for flow in sorted(marking):
        node = net.nodes.get(net.goals.get(flow, ""))
        if node is None or node.kind == "task":
            continue
        if node.kind == "end":
            return _settled(net, marking - {flow} | {node.node_id})
        if node.kind == "choice" and len(node.outgoing) == 1:
            return _settled(net, marking - {flow} | set(node.outgoing))
        if node.kind == "parallel" and marking.issuperset(node.incoming):
            return _settled(net, marking - set(node.incoming) | set(node.outgoing))
    return marking


def _tasks(net: Net, marking: Marking) -> list[tuple[Node, Marking]]:
    """The tasks that can be done now, each with the marking after it."""
    found = []
    for flow in sorted(marking):
        for task, left in _ahead(net, marking, flow):
            found.append((task, _settled(net, left | set(task.outgoing))))
    return sorted(found, key=lambda each: list(net.nodes).index(each[0].node_id))


def _ahead(net: Net, marking: Marking, flow: str) -> list[tuple[Node, Marking]]:
    """The tasks behind one token, through any choices, with the tokens that are left."""
    node = net.nodes.get(net.goals.get(flow, ""))
    if node is None or node.kind == "parallel":
        return []
    if node.kind == "task":
        return [(node, marking - {flow})]
    if node.kind == "end":
        raise Untranslatable(f"a choice that ends without a task: {node.node_id}")
    rest = marking - {flow}
    return [each for way in node.outgoing for each in _ahead(net, rest | {way}, way)]


def _named(net: Net, marking: Marking) -> str:
    """A state is called by the tasks that are open in it."""
    open_tasks = list(
        dict.fromkeys(task.name for flow in sorted(marking) for task, _ in _ahead(net, marking, flow))
    )
    ends = [net.nodes[one].name or "end" for one in sorted(marking) if one in net.nodes]
    name = word("_or_".join(sorted(open_tasks)) or "_".join(ends))
    if len(name) <= LONGEST_NAME:
        return name
    return word("_or_".join(sorted(task.split()[0] for task in open_tasks)))
