"""Valtimo's objection (bezwaar): two tasks in a row, with the state a reader sees set by listeners."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

from tests.foreign.bpmn import MODEL, Net, Node, read_net
from tests.foreign.flow import transitions_of
from tests.foreign.markings import graph_of
from tests.foreign.translation import Sections, Translation, Unsaid, Untranslatable, head, only, word, write

CAMUNDA = "{http://camunda.org/schema/1.0/bpmn}"
SETS = re.compile(r"\$\{documentDelegateService\.setInternalStatus\(execution,'([a-z-]+)'\)\}\Z")
STAGES = {"aanvraag_ontvangen": "received", "in_behandeling": "assigned"}
HOLDS = {"ROLE_USER": "officer"}


def translate(folder: Path) -> Translation:
    """The net as a chain of states, named and titled by what the listeners set on entering each node."""
    net = read_net(folder / "valtimo_bezwaar.bpmn")
    shown = json.loads((folder / "valtimo_bezwaar_statuses.json").read_text(encoding="utf-8"))
    only(shown, "changesetId", "internalCaseStatuses")
    titles = {}
    for one in shown["internalCaseStatuses"]:
        only(one, "key", "caseDefinitionName", "title", "visibleInCaseListByDefault", "color")
        titles[one["key"]] = one["title"]
    graph = graph_of(net)
    seen = {name: _shown(_entered(net, marking)) for name, marking in graph.states.items()}
    if set(seen.values()) != set(titles):
        raise Untranslatable("a title that no node sets, or one without a text")
    (group,) = {task.element.get(f"{CAMUNDA}candidateGroups", "") for task in net.of("task")}
    sections: Sections = head("bezwaar", "Bezwaar")
    sections["title"] = "Bezwaar"
    sections["roles"] = {word(group): {"holds": HOLDS[group], "title": group}}
    sections["fields"] = {"subject": {"type": "line", "required": True, "title": "Onderwerp"}}
    sections["states"] = {
        word(key): _state(word(key), titles[key], name in graph.endings) for name, key in seen.items()
    }
    sections["transitions"] = {
        name: {
            **entry, "from": [word(seen[source]) for source in entry["from"]], "to": word(seen[entry["to"]]),
            "title": entry["title"]["vi"],
        }
        for name, entry in transitions_of(graph, word(group)).items()
    }  # fmt: skip
    return Translation(
        write(sections), tuple(_unsaid(net, shown)), {"tasks": len(net.of("task")), "titles": len(titles)}
    )


def _state(name: str, title: str, ending: bool) -> dict[str, Any]:
    return {"ending": True, "title": title} if ending else {"stage": STAGES[name], "title": title}


def _entered(net: Net, marking: frozenset[str]) -> Node:
    """The node that holds the one token of a marking."""
    (token,) = marking
    return net.nodes[net.goals.get(token, token)]


def _shown(node: Node) -> str:
    """The key that a node's listener sets when it is entered. Raises Untranslatable for any other."""
    listeners = [one for one in node.element.iter() if one.tag.startswith(CAMUNDA)]
    found = [SETS.match(one.get("expression", "")) for one in listeners]
    if len(found) != 1 or found[0] is None or listeners[0].get("event") != "start":
        raise Untranslatable(f"listeners of {node.node_id}")
    return found[0][1]


def _unsaid(net: Net, shown: dict[str, Any]) -> list[Unsaid]:
    found = [
        Unsaid("the colour of a title, and whether lists show it", one["key"], "pages have one look")
        for one in shown["internalCaseStatuses"]
    ]
    found += [
        Unsaid(
            "a message that nothing sends or waits for", _label(one), "left out: nothing in the net uses it"
        )
        for one in net.root.iter(f"{{{MODEL}}}message")
    ]
    found += [
        Unsaid("a lane without a name", _label(one), "the tasks name their group")
        for one in _lanes(net)
        if not one.get("name")
    ]
    found.append(
        Unsaid("an English or Vietnamese text", "every name", "Dutch stands in its place; no-text warns")
    )
    found.append(Unsaid("any time limit", "every task", "none is added; no-clock warns of both states"))
    found.append(Unsaid("the drawing", "BPMNDiagram", "drawn anew from the states"))
    return found


def _lanes(net: Net) -> list[Element]:
    return list(net.root.iter(f"{{{MODEL}}}lane"))


def _label(one: Element) -> str:
    return f"{one.tag.rpartition('}')[2]} {one.get('name') or one.get('id')}"
