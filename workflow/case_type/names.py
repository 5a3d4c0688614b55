"""Every name in a case type must exist: looks up each reference in the written value and says where it
fails."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from workflow.case_type.build import CODE_LIST
from workflow.case_type.grammar import read_rung
from workflow.case_type.library import Library, RuleNames
from workflow.case_type.lookup import Names, each
from workflow.case_type.model import ANY_OPEN, PREVIOUS, SAME
from workflow.case_type.plain import Misread, many
from workflow.case_type.problems import Path, Problem
from workflow.case_type.promise import every_length

TOLD = ("holder", "office.above", "office.inspected_by")
PARTY_PARTS = ("name", "address", "identity", "contact", "others")
"""What of people goes on by itself: of the first one named, or all the others in words."""

_OF_TRANSITION = {
    "needs": "sentries", "asks": "fields", "may_ask": "fields", "carries": "fields", "attaches": "documents",
    "may_attach": "documents", "issues": "documents", "second": "roles", "except": "states",
}  # fmt: skip


def name_findings(value: Mapping[str, Any], library: Library) -> list[Problem]:
    """Problems (unknown-name, wrong-type) of all references in a value whose shape is sound."""
    names = Names(value, library)
    names.all(("starts",), value.get("starts"), "states")
    _opened(names)
    _roles_and_fields(names)
    _states_and_sentries(names)
    for path, _, entry in names.entries("transitions"):
        _transition(names, path, entry)
    for path, _, entry in names.entries("clocks"):
        _clock(names, path, entry)
    _rungs_and_requests(names)
    return names.problems


def _opened(names: Names) -> None:
    """Who opens a case, and at which level. Levels are data; where none is loaded none can be looked up."""
    entry = names.value.get("opened") or {}
    names.all(("opened", "by"), entry.get("by"), "roles")
    for here, level in each(("opened", "at"), entry.get("at")):
        if names.library.levels:
            names.need(here, level, names.library.levels, "level of office")


def _roles_and_fields(names: Names) -> None:
    for path, _, entry in names.entries("roles"):
        names.need((*path, "holds"), entry["holds"], names.library.roles, "staff role")
        for here, name in each((*path, "never"), entry.get("never")):
            type_ = name.removesuffix("_person").removesuffix("_superior")
            respondents = [
                f"{field}_{who}"
                for field, of in names.value["fields"].items()
                for who in ("person", "superior")
                if of["type"] == "respondent"
            ]
            names.need(
                here, name, respondents if type_ != name else [*respondents, "lead"], "person of the case"
            )
    for path, _, entry in names.entries("fields"):
        of = entry.get("of")
        if isinstance(of, str):
            names.need((*path, "of"), of.removeprefix(CODE_LIST), names.library.code_lists, "code list")
        names.all((*path, "sealed", "reveal"), (entry.get("sealed") or {}).get("reveal"), "roles")
    for path, _, entry in names.entries("documents"):
        if "unless" in entry:
            names.condition((*path, "unless"), entry["unless"])


def _states_and_sentries(names: Names) -> None:
    for path, _, entry in names.entries("states"):
        names.all((*path, "ground"), entry.get("ground"), "fields")
    for path, _, entry in names.entries("sentries"):
        names.condition((*path, "if"), entry["if"])


def _transition(names: Names, path: Path, entry: Mapping[str, Any]) -> None:
    names.all((*path, "from"), entry["from"], "states", ANY_OPEN)
    names.all((*path, "to"), entry["to"], "states", SAME, PREVIOUS)
    names.all((*path, "by"), entry["by"], "roles", "system")
    for key, section in _OF_TRANSITION.items():
        names.all((*path, key), entry.get(key), section)
    for here, item in each((*path, "on"), entry.get("on")):
        clock, _, end = item.partition(".")
        if end == "reached":
            names.need(here, clock, names.declared["clocks"], "clock")
        else:
            names.wrong(here, "Write the clock whose end must be reached as CLOCK.reached.")
    for name in entry.get("carries_as") or {}:
        field, _, part = name.partition(".")
        names.need((*path, "carries_as", name), field, names.declared["fields"], "field")
        if part:
            names.need((*path, "carries_as", name), part, PARTY_PARTS, "part of a party")
    for name in entry.get("hands_on") or {}:
        names.need((*path, "hands_on", name), name, names.declared["documents"], "document")
    if "joins" in entry:
        names.field((*path, "joins"), entry["joins"], ("line",), "A case is named by its number in a line")
    for key in ("opens", "becomes"):
        if key in entry:
            names.need(
                (*path, key), entry[key], {*names.library.case_types, names.value["case_type"]}, "case type"
            )
    if "system" in many(entry["by"]) and entry["by"] != "system":
        names.wrong((*path, "by"), "Either the system takes a transition or people do; split it in two.")
    if "on" in entry and entry["by"] != "system":
        names.wrong(
            (*path, "on"), "Only a transition taken by the system waits for clocks; write by: system."
        )
    if entry.get("by") == "system" and (entry.get("asks") or entry.get("attaches") or entry.get("issues")):
        names.wrong((*path, "by"), "The system cannot fill in a form or write a paper; let a role take it.")


def _clock(names: Names, path: Path, entry: Mapping[str, Any]) -> None:
    for key in ("starts", "stops", "pauses", "resumes"):
        names.trigger((*path, key), entry.get(key))
    if "rule" in entry:
        names.need((*path, "rule"), entry["rule"], names.library.families, "rule")
        _of_rule(names, path, entry, names.library.rules.get(entry["rule"]))
    if "promise" in entry:
        _promise(names, path, entry)
    if "given" in entry:
        names.field((*path, "given"), entry["given"], ("date", "instant"), "A given end is a day")
    if "before" in entry:
        names.field(
            (*path, "before"), entry["before"], ("date", "instant"), "A notice counts back from a day"
        )
    for variant, condition in (entry.get("variant") or {}).items():
        names.condition((*path, "variant", variant), condition)
    if "judged_if" in entry:
        names.condition((*path, "judged_if"), entry["judged_if"])
    for index, extension in enumerate(entry.get("extends") or ()):
        here = (*path, "extends", index)
        names.all((*here, "by"), extension["by"], "transitions")
        if "decided" in extension:
            _decided(names, (*here, "decided"), extension)
        if "given" in entry:
            if {"step", "days", "decided"} & set(extension):
                names.wrong(here, "A given end is moved to the day that the act records; write only `by`.")
        elif ("step" in extension) == ("days" in extension) or ("step" in extension) != ("rule" in entry):
            names.wrong(
                here, "An extension adds a `step` of the clock's rule, or `days` to the office's own promise."
            )
    for here, name in each((*path, "rungs"), entry.get("rungs")):
        written = (names.value.get("rungs") or {}).get(name)
        if written is None:
            try:
                read_rung(str(name), {})
            except Misread as misread:
                names.problems.append(Problem(here, "unknown-name", f"There is no rung {name}. {misread}"))


def _decided(names: Names, path: Path, extension: Mapping[str, Any]) -> None:
    """The length that an act of extension decides is a number that this very act records."""
    field = extension["decided"]
    names.field(path, field, ("integer",), "A length that is decided is a number")
    act = (names.value.get("transitions") or {}).get(extension["by"]) or {}
    if field not in (*many(act.get("asks")), *many(act.get("may_ask"))):
        names.wrong(path, f"{extension['by']} does not record {field}; name it under asks or may_ask there.")


def _of_rule(names: Names, path: Path, entry: Mapping[str, Any], rule: RuleNames | None) -> None:
    """What a clock says of its rule must be in the rule: the variants, the steps of extension."""
    if rule is None:
        return
    for variant in entry.get("variant") or {}:
        names.need((*path, "variant", variant), variant, rule.variants, "variant of the rule", key=True)
    for index, extension in enumerate(entry.get("extends") or ()):
        if "step" in extension:
            here = (*path, "extends", index, "step")
            names.need(here, extension["step"], rule.steps, "extension of the rule")


def _promise(names: Names, path: Path, entry: Mapping[str, Any]) -> None:
    here, written = (*path, "promise"), entry["promise"]
    if isinstance(written, Mapping):
        by = written["by"]
        names.field((*here, "by"), by, ("choice",), "A length is chosen by a field of one value")
        codes = names.codes((names.value.get("fields") or {}).get(by, {}).get("of"))
        for code in written["of"] if codes else ():
            names.need((*here, "of", code), code, codes or (), "option", key=True)
    if not any(isinstance(length, timedelta) for length in every_length(written)):
        return
    for key in ("rule", "pauses", "extends"):
        if key in entry:
            names.wrong(
                (*path, key),
                f"Hours run day and night by the clock on the wall and go with no {key}; use days.",
            )
    for rung in many(entry.get("rungs")):
        at = ((names.value.get("rungs") or {}).get(rung) or {}).get("at", rung)
        if at not in ("reached", "late"):
            names.wrong((*path, "rungs"), f"A promise in hours has the rungs reached and late, not {rung}.")


def _rungs_and_requests(names: Names) -> None:
    known = (*TOLD, *names.declared["roles"], *names.library.roles)
    for path, name, entry in names.entries("rungs"):
        for here, told in each((*path, "tell"), entry.get("tell")):
            names.need(here, told, known, "one to tell")
        try:
            read_rung(name, dict(entry))
        except Misread as misread:
            names.wrong((*path, "at"), str(misread))
    for path, _, entry in names.entries("requests"):
        names.all((*path, "by"), entry["by"], "roles")
        names.all((*path, "states"), entry["states"], "states", ANY_OPEN)
        names.all((*path, "carries"), entry.get("carries"), "fields")
        names.all((*path, "clock"), entry.get("clock"), "clocks")
        for here, role in each((*path, "to"), entry.get("to")):
            names.need(here, role, names.library.roles, "staff role")
