"""Loading: refusals with their place, damaged files, the stored canonical form."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from workflow.case_type.library import Library
from workflow.case_type.model import Condition, Trigger
from workflow.case_type.schema import build_case_type, load_case_type, load_code_list, load_roles
from workflow.errors import DefinitionInvalid
from workflow.source import canonical, read_source

GOOD = (Path(__file__).parent / "corpus" / "no-text" / "good.yaml").read_text(encoding="utf-8")
DISPUTE = Path(__file__).parents[2] / "definitions" / "case_types" / "dispute" / "2026.1.yaml"


@pytest.mark.parametrize(
    ("old", "new", "code", "at", "says"),
    [
        ("by: clerk,", "by: clark,", "unknown-name", "clark", "; perhaps clerk."),
        ("to: closed", "to: clsed", "unknown-name", "clsed", "; perhaps closed."),
        ("asks: outcome", "ask: outcome", "unknown-name", "ask: ", "; perhaps asks."),
        ("issues: answer", "issues: [answer, answr]", "unknown-name", "answr", "; perhaps answer."),
        ("stops: close", "stops: {date: outcome}", "wrong-type", "outcome}, title", "of type line"),
        ("rule: test.reply", "rule: test.replay", "unknown-name", "test.replay", "; perhaps test.reply."),
        ("rule: test.reply", "rule: test.reply, given: outcome", "wrong-type", "outcome, starts", "keep one"),
        ("stops: close", "stops: close, rungs: [hal]", "unknown-name", "hal]", "half, 25%"),
        ("holds: clerk", "holds: clerc", "unknown-name", "clerc", "; perhaps clerk."),
        ("ending: true", "ending: yes", "wrong-type", "yes", "true or false"),
        ("kind: statutory", "kind: statutary", "wrong-type", "statutary", "; perhaps statutory."),
        ('version: "1"', "version: 1", "wrong-type", "1\n", "quote it"),
        ("states:", "statess:", "unknown-name", "statess", "; perhaps states."),
        ("type: line", "type: choice", "wrong-type", "choice", "`of`"),
        ("type: line", "type: choice, of: code_list.nope", "unknown-name", "code_list.nope", "code list"),
        ("by: clerk", "by: system", "wrong-type", "system", "cannot fill in"),
    ],
)
def test_refusal_names_place_and_cure(
    old: str, new: str, code: str, at: str, says: str, library: Library
) -> None:
    text = GOOD.replace(old, new, 1)
    before = text[: text.index(at)]
    place = (before.count("\n") + 1, len(before) - before.rfind("\n"))
    with pytest.raises(DefinitionInvalid) as refused:
        load_case_type(read_source(text, "case.yaml"), library)
    found = [each for each in refused.value.findings if says in each.message]
    assert [(each.code, (each.line, each.column)) for each in found] == [(code, place)]


@pytest.mark.parametrize("text", ["", "- a", "just words", "case_type: x", "states: 3", "transitions: {a: }"])
def test_what_is_no_case_type_is_refused(text: str, library: Library) -> None:
    for load in (lambda source: load_case_type(source, library), load_roles, load_code_list):
        with pytest.raises(DefinitionInvalid):
            load(read_source(text, "case.yaml"))


def test_stored_form_builds_the_same_case_type(library: Library, case_type_files: list[Path]) -> None:
    for path in case_type_files:
        if path.parts[-2] in ("complaint_first", "dispute"):
            source = read_source(path.read_text(encoding="utf-8"), path.name)
            stored = json.loads(json.dumps(canonical(source.value)))
            assert build_case_type(stored, source.sha256, library.code_lists) == load_case_type(
                source, library
            )
            assert path.stem == source.value["version"]
            assert path.parts[-2] == source.value["case_type"]


def test_what_the_language_says_arrives_in_the_model(library: Library) -> None:
    dispute = load_case_type(read_source(DISPUTE.read_text(encoding="utf-8"), "dispute.yaml"), library)
    assert dispute.starts == ("received", "noticed")
    assert {state.stage for state in dispute.states.values() if not state.ending} == {
        "received", "classified", "assigned", "mediated", "escalated", "resolved", "follow_up",
    }  # fmt: skip
    assert dispute.transitions["close"].second == "team_leader"
    assert dispute.transitions["hand_over"].becomes == "complaint_first"
    assert dispute.transitions["hand_over"].carries == ("subject", "content", "respondent", "people")
    assert dispute.fields["informant"].sealed and dispute.fields["informant"].reveal == ("chair",)
    assert len(dispute.fields["matter"].options) == len(library.code_lists["hg_subject"])
    assert dispute.clocks["reply_to_citizen"].starts == (Trigger("opened", "received"),)
    assert [trigger.name for trigger in dispute.clocks["classification"].stops] == [
        "classify", "guide", "hand_over", "keep", "guide_after_failure", "close", "withdraw",
    ]  # fmt: skip
    assert dispute.clocks["mediation"].extends[0].days == 15
    assert dispute.clocks["performance"].given == "perform_by"
    assert dispute.requests["help"].clock == "help_reply"
    assert dispute.sentries["elsewhere"].condition == Condition(
        "all",
        parts=(
            Condition("field", "guidance_ground", "present"),
            Condition("not", parts=(Condition("field", "guidance_ground", "is", "complaint"),)),
        ),
    )


def test_complaints_received_before_july_2026_take_the_new_acts_from_then_on(library: Library) -> None:
    folder = DISPUTE.parents[1] / "complaint_first"
    old, new = (
        load_case_type(
            read_source((folder / f"{version}.yaml").read_text(encoding="utf-8"), version), library
        )
        for version in ("2020.1", "2026.1")
    )
    assert (old.received_to, new.received_from) == (date(2026, 6, 30), date(2026, 7, 1))
    for name in ("suspend", "resume", "hold_dialogue", "withdraw"):
        assert old.transitions[name].in_force_from == date(2026, 7, 1)
        assert new.transitions[name].in_force_from is None
    assert old.transitions["hold_dialogue_before"].in_force_to == date(2026, 6, 30)
    for case_type in (old, new):
        assert case_type.roles["verifier"].never == ("respondent_person",)
        assert case_type.clocks["filing_window"].starts == (
            Trigger("received_by_party"),
            Trigger("clock_end", "resolution"),
        )
        assert {name for name, state in case_type.states.items() if state.ending} == {
            "rejected", "returned", "kept", "split", "terminated", "closed",
        }  # fmt: skip


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_damaged_file_is_read_or_refused(library: Library, draws: st.DataObject) -> None:
    raw = bytearray(DISPUTE.read_bytes())
    for _ in range(draws.draw(st.integers(1, 4))):
        at = draws.draw(st.integers(0, len(raw) - 1))
        piece = draws.draw(st.binary(max_size=3))
        raw[at : at + draws.draw(st.integers(0, 6))] = piece
    try:
        load_case_type(read_source(raw.decode("utf-8", errors="replace"), "dispute.yaml"), library)
    except DefinitionInvalid as refused:
        assert all(each.line >= 1 and each.column >= 1 and each.message for each in refused.findings)


PIECES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.sampled_from(["close", "same", "any_open", "a.b", "50%", "x y"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["all", "any", "not", "clock", "is", "vi", "if", "by", "at"]), inner, max_size=3
        )
    ),
    max_leaves=5,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_any_value_anywhere_is_read_or_refused(library: Library, draws: st.DataObject) -> None:
    """Puts a value of the wrong shape at a random place of a sound file."""
    value = canonical(read_source(DISPUTE.read_text(encoding="utf-8"), "d").value)
    inside, key = value, draws.draw(st.sampled_from(sorted(value)))
    while isinstance(inside[key], (dict, list)) and inside[key] and draws.draw(st.integers(0, 4)):
        inside = inside[key]
        key = draws.draw(st.sampled_from(sorted(inside) if isinstance(inside, dict) else range(len(inside))))
    inside[key] = draws.draw(PIECES)
    try:
        load_case_type(read_source(json.dumps(value, ensure_ascii=False), "dispute.yaml"), library)
    except DefinitionInvalid as refused:
        assert refused.findings
