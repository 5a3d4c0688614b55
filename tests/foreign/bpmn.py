"""A BPMN file as a net of nodes and flows. Whatever the reader does not know is refused, never skipped."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree.ElementTree import XML, Element, ParseError, TreeBuilder, XMLParser

from tests.foreign.translation import Untranslatable

MODEL = "http://www.omg.org/spec/BPMN/20100524/MODEL"
KINDS = {
    "startEvent": "start", "endEvent": "end", "task": "task", "userTask": "task",
    "exclusiveGateway": "choice", "parallelGateway": "parallel",
}  # fmt: skip
DRAWN = {"laneSet", "extensionElements"}


@dataclass(frozen=True)
class Node:
    """A task, a gateway or an event, with its flows by id. `element` is the XML as it stands."""

    node_id: str
    kind: str
    name: str
    incoming: tuple[str, ...]
    outgoing: tuple[str, ...]
    element: Element = field(compare=False, repr=False)


@dataclass(frozen=True)
class Net:
    """A procedure in BPMN: nodes by id, and each flow's goal."""

    nodes: Mapping[str, Node]
    goals: Mapping[str, str]
    root: Element = field(compare=False, repr=False)

    def of(self, kind: str) -> list[Node]:
        """The nodes of a kind, in the order of the file."""
        return [node for node in self.nodes.values() if node.kind == kind]


def read_net(path: Path) -> Net:
    """The one executable part of the file. Raises Untranslatable."""
    root = parse(path.read_bytes())
    flows = {one.get("id", ""): one for one in _all(root, "sequenceFlow")}
    (part,) = _all(root, "process")
    nodes = {}
    for one in part:
        name = one.tag.removeprefix(f"{{{MODEL}}}")
        if name in DRAWN or name == "sequenceFlow":
            continue
        if name not in KINDS:
            raise Untranslatable(f"nobody reads {name}")
        key = one.get("id", "")
        into = tuple(flow for flow, each in flows.items() if each.get("targetRef") == key)
        out = tuple(flow for flow, each in flows.items() if each.get("sourceRef") == key)
        nodes[key] = Node(key, KINDS[name], one.get("name") or "", into, out, one)
    if any(list(flow) for flow in flows.values()):
        raise Untranslatable("a flow with a condition")
    return Net(nodes, {key: flow.get("targetRef", "") for key, flow in flows.items()}, root)


class _Sound(TreeBuilder):
    """Builds the tree of a text that declares nothing."""

    def doctype(self, *_: object) -> None:
        """Refuse a document type, before anything in it is read."""
        raise Untranslatable("a document type is not read")


def parse(text: bytes) -> Element:
    """XML without a document type: no entity is declared, so none can be expanded. Raises Untranslatable."""
    try:
        return XML(text, XMLParser(target=_Sound()))
    except ParseError as error:
        raise Untranslatable(f"no sound XML: {error}") from error


def _all(root: Element, name: str) -> list[Element]:
    return list(root.iter(f"{{{MODEL}}}{name}"))
