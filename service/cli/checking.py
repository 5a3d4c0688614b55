"""Checks definition files beside the folder they will live in, without a database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from service.cli.texts import read_folder, read_text
from workflow.calendar.period import Length
from workflow.calendar.schema import build_calendar
from workflow.calendar.working_calendar import WorkingCalendar
from workflow.case_type.beginning import brief, openings_of
from workflow.case_type.checks import check, letters
from workflow.case_type.forms import Form, load_forms
from workflow.case_type.library import Library, RuleNames
from workflow.case_type.model import CaseType
from workflow.case_type.problems import place
from workflow.case_type.schema import load_case_type, load_code_list, load_roles
from workflow.errors import DefinitionInvalid, Finding
from workflow.law.rules import LawBook
from workflow.law.schema import build_law
from workflow.obligation.schema import read_plan
from workflow.operations.steps.library import longest_rest
from workflow.organisation.schema import read_regime
from workflow.source import Source

KEYS = (
    "case_type", "code_list", "roles", "subject", "calendar", "organisations", "forms_of", "letters_of",
    "obligations",
)  # fmt: skip
"""The key that tells what a file defines."""
SHEETS = ("forms_of", "letters_of")


def check_files(files: Sequence[Path], folder: Path) -> list[Finding]:
    """Every finding of the files, in their order. They are checked beside each other and beside those of the
    folder."""
    findings: list[Finding] = []
    read: list[Source] = []
    for path in files:
        try:
            read.append(read_text(path))
        except DefinitionInvalid as error:
            findings += error.findings
    around = [one for one in _folder(folder) if _name(one) not in {_name(other) for other in read}]
    sound: list[Source] = []
    for source in (one for one in read if kind_of(one) != "case_type"):
        faults = _alone(source, [*around, *sound])
        findings += faults
        sound += [] if faults else [source]
    case_types = [one for one in read if kind_of(one) == "case_type"]
    sheets = [one for one in sound if kind_of(one) in SHEETS]
    types = _types(folder, case_types) if case_types or sheets else ()
    library = library_of([*around, *sound], types)
    forms = read_forms([*around, *sound])
    for source in case_types:
        findings += _case_type(source, library, forms)
    if sheets:
        findings += _unused(sheets, _case_types(read, folder, library))
    return findings


def read_library(folder: Path) -> Library:
    """What a case type may refer to, from a folder; how other types are opened is not read. Raises
    DefinitionInvalid."""
    paths = folder.glob("case_types/*/*.yaml")
    return library_of(_folder(folder), [brief({"case_type": path.parent.name}) for path in paths])


def library_of(sources: Sequence[Source], types: Sequence[Mapping[str, Any]]) -> Library:
    """What a case type may refer to, from sound files and the case types beside it. Raises
    DefinitionInvalid."""
    roles = next((load_roles(one) for one in sources if kind_of(one) == "roles"), {})
    lists = dict(load_code_list(one) for one in sources if kind_of(one) == "code_list")
    law = build_law([one for one in sources if kind_of(one) == "subject"])
    calendars = [_calendar(sources, name) for name in sorted(_families(sources))]
    rest = max((longest_rest(calendar) for calendar in calendars), default=0)
    families = {family: _longest(law, family) for family in law.families}
    rules = {family: RuleNames(*law.names_of(family)) for family in law.families}
    regimes = [read_regime(one) for one in sources if kind_of(one) == "organisations"]
    levels = frozenset(kind for regime in regimes for kind in regime.kinds)
    openings = openings_of(types)
    return Library(lists, roles, families, frozenset(openings.doors), rest, rules, levels, openings)


def kind_of(source: Source) -> str:
    """The key of KEYS that the text begins with, or nothing."""
    value = source.value if isinstance(source.value, dict) else {}
    return next((key for key in KEYS if key in value), "")


def _folder(folder: Path) -> list[Source]:
    kinds = ("code_lists", "rules", "calendars", "forms", "letters", "organisations")
    patterns = ("roles.yaml", *(f"{kind}/*.yaml" for kind in kinds))
    return [source for pattern in patterns for source in read_folder(folder, pattern)]


def _types(folder: Path, read: Sequence[Source]) -> list[dict[str, Any]]:
    """What the case types around say of openings: those read, and those of the folder that they do not take
    the place of. One that cannot be read is there all the same: its own check says what is wrong with it."""
    own = {_version(one): brief(one.value) for one in read}
    around: list[dict[str, Any]] = []
    for path in sorted(folder.glob("case_types/*/*.yaml")):
        try:
            source = read_text(path)
        except DefinitionInvalid:
            around.append(brief({"case_type": path.parent.name}))
        else:
            if kind_of(source) == "case_type" and _version(source) not in own:
                around.append(brief(source.value))
    return [*own.values(), *around]


def _version(source: Source) -> tuple[str, str]:
    return str(source.value["case_type"]), str(source.value.get("version"))


def _name(source: Source) -> tuple[object, ...]:
    """What a file defines: a file of the same name takes its place."""
    kind = kind_of(source)
    if kind in ("", "case_type"):
        return (source.file,)
    if kind == "roles":
        return (kind,)
    return kind, source.value[kind], source.value.get("year")


def _alone(source: Source, around: Sequence[Source]) -> list[Finding]:
    """What is wrong with a file that is no case type."""
    kind = kind_of(source)
    try:
        if kind == "code_list":
            load_code_list(source)
        elif kind == "roles":
            load_roles(source)
        elif kind == "subject":
            build_law([*(one for one in around if kind_of(one) == kind), source])
        elif kind == "calendar":
            _calendar([*around, source], source.value[kind])
        elif kind == "organisations":
            read_regime(source)
        elif kind in SHEETS:
            load_forms(source)
        elif kind == "obligations":
            read_plan(source)
        else:
            said = (
                f"The text has none of the keys {', '.join(KEYS)}; begin with the one that says what it is."
            )
            return [Finding(source.file, 1, 1, "wrong-type", "error", said)]
    except DefinitionInvalid as error:
        return list(error.findings)
    return []


def _case_type(source: Source, library: Library, forms: dict[str, Form]) -> list[Finding]:
    try:
        case_type = load_case_type(source, library)
    except DefinitionInvalid as error:
        return list(error.findings)
    return [*check(case_type, source, library), *place(letters.problems(case_type, forms), source)]


def _unused(sheets: Sequence[Source], case_types: Sequence[CaseType]) -> list[Finding]:
    return [one for source in sheets for one in place(letters.unused(load_forms(source), case_types), source)]


def _case_types(read: Sequence[Source], folder: Path, library: Library) -> list[CaseType]:
    """The sound case types among the files and in the folder; a file read takes the place of the folder's."""
    own = {
        (one.value.get("case_type"), one.value.get("version")): one
        for one in read
        if kind_of(one) == "case_type"
    }
    around = {
        (one.value.get("case_type"), one.value.get("version")): one
        for one in read_folder(folder, "case_types/*/*.yaml")
    }
    found = []
    for source in (around | own).values():
        with suppress(DefinitionInvalid):
            found.append(load_case_type(source, library))
    return found


def read_forms(sources: Sequence[Source]) -> dict[str, Form]:
    """Every form and letter by name. Raises DefinitionInvalid, also where a name is given twice."""
    found: dict[str, Form] = {}
    for source in (one for one in sources if kind_of(one) in SHEETS):
        for name, form in load_forms(source).items():
            if name in found:
                told = f"There is another form or letter {name}; choose another name."
                raise DefinitionInvalid([source.finding(("forms", name), "duplicate-key", told, key=True)])
            found[name] = form
    return found


def _families(sources: Sequence[Source]) -> set[str]:
    return {str(one.value["calendar"]) for one in sources if kind_of(one) == "calendar"}


def _calendar(sources: Sequence[Source], family: object) -> WorkingCalendar:
    own = [one for one in sources if kind_of(one) == "calendar" and one.value["calendar"] == family]
    base = next((one for one in own if "year" not in one.value), None)
    if base is None:
        said = f"There is no base file of the calendar {family}; it comes first."
        raise DefinitionInvalid([Finding(own[0].file, 1, 1, "wrong-type", "error", said)])
    return build_calendar(base, [one for one in own if one is not base])


def _longest(law: LawBook, family: str) -> Length | None:
    """The longest ordinary length a family ever had: the worst case when limits are compared."""
    lengths = [rule.length for rule in law.rules if rule.family == family and rule.before is None]
    return max(lengths, key=lambda length: length.count, default=None)
