"""Looks up the names that a case type's file declares, and gathers the problems met on the way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from workflow.case_type.build import CODE_LIST
from workflow.case_type.grammar import read_trigger
from workflow.case_type.library import Library
from workflow.case_type.plain import ANY_ENDING, many
from workflow.case_type.problems import Path, Problem, nearest

SECTIONS = {
    "roles": "role", "fields": "field", "documents": "document", "states": "state", "sentries": "sentry",
    "transitions": "transition", "clocks": "clock", "requests": "request",
}  # fmt: skip


class Names:
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
        if "children" in written:
            return
        if "respondent" in written:
            for here, role in each((*path, "respondent"), written["respondent"]):
                self.need(here, role, self.library.roles, "staff role")
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
