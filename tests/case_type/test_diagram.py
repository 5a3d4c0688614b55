"""The diagram names every state and transition, is sound XML, and carries no style or script."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest

from workflow.case_type.diagram import mermaid, svg
from workflow.case_type.library import Library
from workflow.case_type.model import CaseType
from workflow.case_type.schema import load_case_type
from workflow.source import read_source

FILES = Path(__file__).parents[2] / "definitions" / "case_types"
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(params=["dispute/2026.1", "complaint_first/2020.1", "complaint_first/2026.1"])
def case_type(request: pytest.FixtureRequest, library: Library) -> CaseType:
    path = FILES / f"{request.param}.yaml"
    return load_case_type(read_source(path.read_text(encoding="utf-8"), path.name), library)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_name_appears(case_type: CaseType, language: str) -> None:
    root = ElementTree.fromstring(svg(case_type, language))
    shown = " ".join("".join(each.itertext()) for each in root.iter(f"{SVG}text"))
    named = {each.text for each in root.iter(f"{SVG}title")}
    titles = {name: state.title for name, state in case_type.states.items()}
    titles |= {name: transition.title for name, transition in case_type.transitions.items()}
    assert set(titles) <= named
    assert all(word in shown for title in titles.values() for word in title.say(language).split())
    assert root.get("role") == "img"
    assert case_type.title.say(language) in (root.findtext(f"{SVG}title") or "")
    allowed = {"svg", "title", "defs", "marker", "path", "g", "rect", "text"}
    assert {each.tag.removeprefix(SVG) for each in root.iter()} == allowed
    assert not any(
        "style" in each.attrib or any(key.startswith("on") for key in each.attrib) for each in root.iter()
    )


def test_only_the_current_state_is_marked_by_class_and_word(case_type: CaseType) -> None:
    for name in case_type.states:
        root = ElementTree.fromstring(svg(case_type, "vi", current=name))
        marked = [each for each in root.iter(f"{SVG}g") if "current" in (each.get("class") or "").split()]
        assert [each.get("id") for each in marked] == [f"state-{name}"]
        assert "Hồ sơ đang ở đây" in "".join(marked[0].itertext())
    assert "Hồ sơ đang ở đây" not in svg(case_type, "vi")


def test_mermaid_has_every_edge(case_type: CaseType) -> None:
    text = mermaid(case_type)
    assert text.startswith("stateDiagram-v2\n")
    lines = text.splitlines()
    for transition in case_type.transitions.values():
        assert sum(f"({transition.name})" in line for line in lines) == len(transition.sources)
    assert all(f"  [*] --> {name}" in lines for name in case_type.starts)


def test_titles_cannot_break_out(library: Library) -> None:
    text = (Path(__file__).parent / "corpus" / "no-text" / "good.yaml").read_text(encoding="utf-8")
    text = text.replace("en: Closed", 'en: "<script>alert(1)</script> & \\"x\\""')
    drawn = svg(load_case_type(read_source(text, "c"), library), "en")
    assert "<script" not in drawn
    ElementTree.fromstring(drawn)


def test_the_start_says_how_a_case_begins(library: Library) -> None:
    text = (Path(__file__).parent / "corpus" / "no-text" / "good.yaml").read_text(encoding="utf-8")
    plain = svg(load_case_type(read_source(text, "c"), library), "en")
    assert "at the desk" not in plain
    head = "title: {vi: Việc nhỏ, en: Small matter}\n"
    text = text.replace(head, head + "opened: {by: clerk, from: [desk, case]}\n")
    drawn = svg(load_case_type(read_source(text, "c"), library), "en")
    shown = " ".join("".join(each.itertext()) for each in ElementTree.fromstring(drawn).iter(f"{SVG}text"))
    assert "+ at the desk (Clerk), from another case" in " ".join(shown.split())
    assert drawn.count("from another case") <= 1
