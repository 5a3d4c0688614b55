"""The five originals in our language: whole, drawn, and judged by the checks."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.foreign.bpmn import Net, parse, read_net
from tests.foreign.broken import BROKEN, UNGROUNDED, UNTIMED
from tests.foreign.translating import TRANSLATORS
from tests.foreign.translation import Translation, Untranslatable, only, word
from workflow.case_type.checks import check
from workflow.case_type.diagram import mermaid, svg
from workflow.case_type.library import Library
from workflow.case_type.model import SAME, CaseType
from workflow.case_type.schema import load_case_type
from workflow.engine.machine import move
from workflow.errors import Finding

NAMES = tuple(TRANSLATORS)


@pytest.fixture(params=NAMES)
def name(request: pytest.FixtureRequest) -> str:
    """Each of the five in turn."""
    return str(request.param)


@pytest.fixture
def translation(name: str, translations: dict[str, Translation]) -> Translation:
    """One of the five."""
    return translations[name]


@pytest.fixture
def case_type(translation: Translation, foreign_library: Library) -> CaseType:
    """The same, loaded."""
    return load_case_type(translation.source, foreign_library)


def found(translation: Translation, library: Library) -> list[Finding]:
    source = translation.source
    return check(load_case_type(source, library), source, library)


def test_the_checks_name_what_is_broken_and_nothing_else(
    name: str, translation: Translation, foreign_library: Library
) -> None:
    findings = found(translation, foreign_library)
    errors = {(one.code, one.line, one.column) for one in findings if one.severity == "error"}
    source = translation.source
    places = {(code, *source.position(tuple(at.split(".")))) for code, at in BROKEN[name]}
    assert errors == places
    counts = Counter(one.code for one in findings if one.severity == "warning")
    assert (counts["no-clock"], counts["ending-without-ground"]) == (UNTIMED[name], UNGROUNDED[name])
    assert set(counts) <= {"no-clock", "ending-without-ground", "no-text"}
    dutch = name in ("signals", "bezwaar")
    assert bool(counts["no-text"]) == dutch


def test_waived_nothing_is_left_that_refuses_it(
    name: str, translation: Translation, foreign_library: Library
) -> None:
    source = translation.waived(BROKEN[name])
    severities = {
        one.severity for one in check(load_case_type(source, foreign_library), source, foreign_library)
    }
    assert "error" not in severities
    assert ("waived" in severities) == bool(BROKEN[name])


def test_every_state_and_change_came_over(name: str, translation: Translation, case_type: CaseType) -> None:
    """A change of the original is an edge of ours; a task of a net has transitions that bear its name."""
    edges = [(one.name, source) for one in case_type.transitions.values() for source in one.sources]
    if "changes" in translation.original:
        assert len(case_type.states) == translation.original["states"]
        assert len(edges) == translation.original["changes"]
    else:
        assert len({one.title.vi for one in case_type.transitions.values()}) == translation.original["tasks"]
    for each, source in edges:
        target = case_type.transitions[each].target
        assert move(case_type, each, source, None) == (source if target == SAME else target)


def test_it_is_drawn(case_type: CaseType) -> None:
    for language in ("vi", "en"):
        root = ElementTree.fromstring(svg(case_type, language))
        named = {each.text for each in root.iter("{http://www.w3.org/2000/svg}title")}
        assert {*case_type.states, *case_type.transitions} <= named
    lines = mermaid(case_type).splitlines()
    assert all(f"  [*] --> {start}" in lines for start in case_type.starts)
    assert sum(" --> " in line and "[*]" not in line for line in lines) == sum(
        len(one.sources) for one in case_type.transitions.values()
    )


def test_what_was_left_out_is_told_with_its_place(translation: Translation) -> None:
    assert translation.unsaid
    assert all(one.what and one.where and one.how for one in translation.unsaid)
    assert len(set(translation.unsaid)) == len(translation.unsaid)


@pytest.mark.parametrize(
    ("name", "file", "said", "instead"),
    [
        ("egov_pgr", "egov_pgr.json", '"active": true', '"active": false'),
        ("egov_pgr", "egov_pgr.json", '"docUploadRequired": false', '"docUploadRequired": true'),
        ("egov_pgr", "egov_pgr.json", '"sla": 300000', '"sla": 300001'),
        ("egov_pgr", "egov_pgr_escalation.json", '"maxDepth": 3', '"maxDepth": 4'),
        ("signals", "signals_workflow.json", '"label": "On hold"', '"label": "On hold", "colour": "red"'),
        (
            "rt_ticket",
            "rt_lifecycle_default.json",
            '"label": "Open It"',
            '"label": "Open It", "mood": "glad"',
        ),
        ("rt_ticket", "rt_lifecycle_default.json", '"on": "new -> open"', '"on": "new -> new"'),
        ("compensation_request", "compensation_request.bpmn", "parallelGateway", "inclusiveGateway"),
        ("bezwaar", "valtimo_bezwaar.bpmn", "bpmn:endEvent", "bpmn:subProcess"),
        ("bezwaar", "valtimo_bezwaar.bpmn", "in-behandeling&#39;", "in-behandelingen&#39;"),
    ],
)
def test_a_translator_refuses_what_it_does_not_know(
    name: str, file: str, said: str, instead: str, originals: Path, tmp_path: Path
) -> None:
    for path in originals.iterdir():
        text = path.read_text(encoding="utf-8")
        assert path.name != file or said in text
        (tmp_path / path.name).write_text(text.replace(said, instead) if path.name == file else text, "utf-8")
    with pytest.raises(Untranslatable):
        TRANSLATORS[name](tmp_path)


def test_xml_with_entities_is_not_read() -> None:
    bomb = b'<!DOCTYPE d [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><d>&b;</d>'
    with pytest.raises(Untranslatable):
        parse(bomb)
    with pytest.raises(Untranslatable):
        parse(b"<d><e></d>")
    with pytest.raises(Untranslatable):
        word("123")
    with pytest.raises(Untranslatable):
        only({"a": 1, "b": 2}, "a")


@pytest.mark.parametrize(
    ("name", "file"),
    [("compensation_request", "compensation_request.bpmn"), ("bezwaar", "valtimo_bezwaar.bpmn")],
)
def test_every_run_of_the_net_is_a_path_of_ours(
    name: str, file: str, originals: Path, translations: dict[str, Translation], foreign_library: Library
) -> None:
    """Tokens are played node by node, without the markings the translator works with."""
    case_type = load_case_type(translations[name].source, foreign_library)
    net, rng = read_net(originals / file), random.Random(name)
    lengths = set()
    for _ in range(100):
        tasks = played(net, rng)
        lengths.add(len(tasks))
        states = {case_type.starts[0]}
        for task in tasks:
            states = {
                target
                for one in case_type.transitions.values()
                if one.title.vi == task
                for state in states
                if (target := move(case_type, one.name, state, None))
            }
        assert states and all(case_type.states[state].ending for state in states)
    assert (len(lengths) > 1) == (name == "compensation_request")


def played(net: Net, rng: random.Random) -> list[str]:
    """The tasks of one run, in order."""
    tokens = Counter(net.of("start")[0].outgoing)
    done: list[str] = []
    while tokens:
        able = [
            node
            for node in net.nodes.values()
            if node.incoming
            and (all if node.kind == "parallel" else any)(tokens[flow] > 0 for flow in node.incoming)
        ]
        node = rng.choice(able)
        used = node.incoming if node.kind == "parallel" else [next(f for f in node.incoming if tokens[f] > 0)]
        made = [rng.choice(node.outgoing)] if node.kind == "choice" else node.outgoing
        tokens = +(tokens - Counter(used)) + Counter(made)
        done += [node.name] if node.kind == "task" else []
    return done
