"""Every name in a case type must exist: looks up each reference in the written value and says where it
fails."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from typing import Any

from workflow.case_type.build import CODE_LIST
from workflow.case_type.grammar import read_rung, read_trigger
from workflow.case_type.library import Library, RuleNames
from workflow.case_type.model import ANY_OPEN, PREVIOUS, SAME
from workflow.case_type.plain import ANY_ENDING, Misread, many
from workflow.case_type.problems import Path, Problem, nearest
from workflow.case_type.promise import every_length

TOLD = ("holder", "office.above", "office.inspected_by")
SECTIONS = {
    "roles": "role", "fields": "field", "documents": "document", "states": "state", "sentries": "sentry",
    "transitions": "transition", "clocks": "clock", "requests": "request",
}  # fmt: skip

_OF_TRANSITION = {
    "needs": "sentries", "asks": "fields", "may_ask": "fields", "carries": "fields", "attaches": "documents",
    "may_attach": "documents", "issues": "documents", "second": "roles", "except": "states",
}  # fmt: skip


class _Names:
    """The names that one file declares, and the problems met while looking references up."""

    def __init__(self, value: Mapping[str, Any], library: Library) -> None:
        self.value = value
        self.library = library
        self.declared = {section: list(value.get(section) or {}) for section in SECTIONS}
        self.problems: list[Problem] = []

    def entries(self, section: str) -> Iterator[tuple[Path, str, Mapping[str, Any]]]:
        for name, entry in (self.value.get(section) or {}).items():
            yield (section, name), name, entry or {}

    def need(self, path: Path, name: object, known: Iterable[str], kind: str, *, key: bool = False) -> bool:
        known = list(known)
        if name in known:
            return True
        self.problems.append(
            Problem(path, "unknown-name", f"There is no {kind} {name}{nearest(name, known)}.", key=key)
        )
        return False

    def wrong(self, path: Path, message: str) -> None:
        self.problems.append(Problem(path, "wrong-type", message))

    def all(self, path: Path, written: Any, section: str, *extra: str) -> None:
        """Every name in one value or list of values must be declared in `section`."""
        for here, name in each(path, written):
            self.need(here, name, [*self.declared[section], *extra], SECTIONS[section])

    def field(self, path: Path, name: Any, types: tuple[str, ...], why: str) -> None:
        if self.need(path, name, self.declared["fields"], "field"):
            type_ = self.value["fields"][name].get("type")
            if type_ not in types:
                self.wrong(path, f"{why}; {name} is of type {type_}.")

    def trigger(self, path: Path, written: Any) -> None:
        for here, item in each(path, written):
            if item == ANY_ENDING:
                continue
            trigger = read_trigger(item)
            if trigger.kind == "transition":
                self.need(here, trigger.name, self.declared["transitions"], "transition or event")
            elif trigger.kind in ("opened", "entered", "left") and trigger.name:
                self.need(here, trigger.name, self.declared["states"], "state")
            elif trigger.kind == "clock_end":
                self.need(here, trigger.name, self.declared["clocks"], "clock")
            elif trigger.kind.startswith("request_") and trigger.name:
                self.need(here, trigger.name, self.declared["requests"], "request")
            elif trigger.kind == "date_field":
                self.field((*here, "date"), trigger.name, ("date", "instant"), "A clock starts on a day")

    def condition(self, path: Path, written: Mapping[str, Any]) -> None:
        if "clock" in written:
            self.need((*path, "clock"), written["clock"], self.declared["clocks"], "clock")
            return
        if "office" in written:
            return
        for name, operand in written.items():
            here = (*path, name)
            if name in ("all", "any"):
                for index, part in enumerate(operand):
                    self.condition((*here, index), part)
            elif name == "not":
                self.condition(here, operand)
            elif name == "document":
                self.need(here, operand, self.declared["documents"], "document")
            elif self.need(here, name, self.declared["fields"], "field", key=True):
                self.operand(here, self.value["fields"][name], operand)

    def operand(self, path: Path, field: Mapping[str, Any], operand: Any) -> None:
        """What a field is compared with must be something that the field can hold."""
        type_, of = field.get("type"), field.get("of")
        if operand in ("present", "absent"):
            return
        if isinstance(operand, Mapping):
            if type_ not in ("integer", "parties", "units", "recipients", "choices"):
                self.wrong(
                    path, f"Only numbers and lists can be below or at least something; this field is {type_}."
                )
        elif type_ in ("choice", "choices"):
            codes = self.codes(of)
            for here, code in each(path, operand):
                if codes is not None:
                    self.need(here, code, codes, "option")
        elif type_ == "yes_no":
            if not isinstance(operand, bool):
                self.wrong(path, "Compare a yes_no field with true or false.")
        elif type_ != "integer" or not all(type(item) is int for item in many(operand)):
            self.wrong(
                path,
                f"A field of type {type_} can only be present or absent, a number only "
                "compared with numbers.",
            )

    def codes(self, of: Any) -> list[str] | None:
        if isinstance(of, str):
            options = self.library.code_lists.get(of.removeprefix(CODE_LIST))
            return None if options is None else [option.code for option in options]
        return list(of or ())


def each(path: Path, written: Any) -> Iterator[tuple[Path, Any]]:
    """Every item of one value or a list of values, with its path."""
    if isinstance(written, list):
        yield from (((*path, index), item) for index, item in enumerate(written))
    elif written is not None:
        yield path, written


def name_findings(value: Mapping[str, Any], library: Library) -> list[Problem]:
    """Problems (unknown-name, wrong-type) of all references in a value whose shape is sound."""
    names = _Names(value, library)
    names.all(("starts",), value.get("starts"), "states")
    _roles_and_fields(names)
    _states_and_sentries(names)
    for path, _, entry in names.entries("transitions"):
        _transition(names, path, entry)
    for path, _, entry in names.entries("clocks"):
        _clock(names, path, entry)
    _rungs_and_requests(names)
    return names.problems


def _roles_and_fields(names: _Names) -> None:
    for path, _, entry in names.entries("roles"):
        names.need((*path, "holds"), entry["holds"], names.library.roles, "staff role")
        for here, name in each((*path, "never"), entry.get("never")):
            type_ = name.removesuffix("_person")
            respondents = [
                f"{field}_person" for field, of in names.value["fields"].items() if of["type"] == "respondent"
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


def _states_and_sentries(names: _Names) -> None:
    for path, _, entry in names.entries("states"):
        names.all((*path, "ground"), entry.get("ground"), "fields")
    for path, _, entry in names.entries("sentries"):
        names.condition((*path, "if"), entry["if"])


def _transition(names: _Names, path: Path, entry: Mapping[str, Any]) -> None:
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
        names.need((*path, "carries_as", name), name, names.declared["fields"], "field")
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


def _clock(names: _Names, path: Path, entry: Mapping[str, Any]) -> None:
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
    for index, extension in enumerate(entry.get("extends") or ()):
        here = (*path, "extends", index)
        names.all((*here, "by"), extension["by"], "transitions")
        if ("step" in extension) == ("days" in extension) or ("step" in extension) != ("rule" in entry):
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


def _of_rule(names: _Names, path: Path, entry: Mapping[str, Any], rule: RuleNames | None) -> None:
    """What a clock says of its rule must be in the rule: the variants, the steps of extension."""
    if rule is None:
        return
    for variant in entry.get("variant") or {}:
        names.need((*path, "variant", variant), variant, rule.variants, "variant of the rule", key=True)
    for index, extension in enumerate(entry.get("extends") or ()):
        if "step" in extension:
            here = (*path, "extends", index, "step")
            names.need(here, extension["step"], rule.steps, "extension of the rule")


def _promise(names: _Names, path: Path, entry: Mapping[str, Any]) -> None:
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


def _rungs_and_requests(names: _Names) -> None:
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
