"""`tiepdan definition diff`: what changed between two versions, and which open cases that touches."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from models.session import Session
from service.cli.checking import read_library
from service.cli.definition_words import CHANGES, SECTIONS, shown, title_of
from service.cli.group import Refused
from service.cli.speaking import json_option, print_json
from service.cli.texts import folder_option, read_text
from service.opening import environment_settings, opened
from workflow.case_type.difference import Difference, differences, touched_states
from workflow.case_type.model import CaseType
from workflow.case_type.schema import load_case_type
from workflow.operations.definition.count_open_cases import OpenCases, count_open_cases
from workflow.operations.definition.find_version import named_version

language_option = click.option(
    "--lang", type=click.Choice(["vi", "en"]), default="vi", show_default=True, help="Language of the text."
)


@dataclass(frozen=True, slots=True)
class Compared:
    """Two versions, what changed, the states it touches, and the open cases where a database was asked."""

    a: CaseType
    b: CaseType
    changes: list[Difference]
    touched: dict[str, tuple[str, ...]]
    cases: OpenCases | None = None

    def as_values(self) -> dict[str, Any]:
        """The same as JSON values."""
        return {
            "from": {"case_type": self.a.name, "version": self.a.version, "sha256": self.a.sha256},
            "to": {"case_type": self.b.name, "version": self.b.version, "sha256": self.b.sha256},
            "changes": [one.as_values() for one in self.changes],
            "touched": [
                {"state": state, "by": list(by), **self._standing(state)}
                for state, by in self.touched.items()
            ],
            "open_cases": self.cases.counts if self.cases else None,
        }

    def _standing(self, state: str) -> dict[str, Any]:
        if self.cases is None:
            return {}
        return {"cases": self.cases.counts.get(state, 0), "numbers": self.cases.numbers.get(state, ())}


@click.command()
@click.argument("a", metavar="A")
@click.argument("b", metavar="B")
@click.option("--cases", "with_cases", is_flag=True, help="Say which open cases stand in each touched state.")
@folder_option
@language_option
@json_option
def diff(a: str, b: str, with_cases: bool, folder: Path, lang: str, as_json: bool) -> None:
    """Compare two versions: states, transitions, roles, clocks, fields, documents.

    A and B are files, or TYPE@VERSION: of the folder of definitions, with --cases the deployed ones of the
    database. The effect on the dates of running cases is told by `definition migrate`.
    """
    if with_cases:
        with opened(environment_settings()) as database, database.transaction(read_only=True) as session:
            found = _compared(_read(a, folder, session), _read(b, folder, session), session)
    else:
        found = _compared(_read(a, folder, None), _read(b, folder, None), None)
    if as_json:
        print_json(found.as_values())
    else:
        _print(found, lang)


def _read(named: str, folder: Path, session: Session | None) -> CaseType:
    name, at, version = named.partition("@")
    if not at or Path(named).exists():
        return load_case_type(read_text(Path(named)), read_library(folder))
    if session is not None:
        return named_version(session, name, version)
    return load_case_type(read_text(folder / "case_types" / name / f"{version}.yaml"), read_library(folder))


def _compared(a: CaseType, b: CaseType, session: Session | None) -> Compared:
    if a.name != b.name:
        raise Refused(f"two-types: {a.name} and {b.name} are two procedures; compare versions of one.")
    changes = differences(a, b)
    touched = touched_states(a, changes)
    cases = count_open_cases(session, a.name, a.sha256, list(touched)) if session is not None else None
    return Compared(a, b, changes, touched, cases)


def _print(found: Compared, language: str) -> None:
    a, b = found.a, found.b
    click.echo(f"{a.name} {a.version} → {b.version}: {a.title.say(language)}")
    if not found.changes:
        click.echo("  " + ("Không có thay đổi." if language == "vi" else "Nothing changed."))
    section = ""
    for one in found.changes:
        if one.name and one.section != section:
            click.echo(SECTIONS[language].get(one.section, one.section))
        section = one.section
        _print_change(found, one, language)
    if found.touched:
        click.echo("Trạng thái bị ảnh hưởng" if language == "vi" else "States touched")
        for state in found.touched:
            _print_touched(found, state, language)


def _print_change(found: Compared, one: Difference, language: str) -> None:
    sign, word = CHANGES[language][one.change]
    title = title_of(found.b, one, language) or title_of(found.a, one, language)
    click.echo(f"  {sign} {one.name or one.section}{f' ({title})' if title else ''}: {word}")
    for part, old, new in one.values:
        named = f"{part}: " if part else ""
        click.echo(f"      {named}{shown(old, language)} → {shown(new, language)}")


def _print_touched(found: Compared, state: str, language: str) -> None:
    title = found.a.states[state].title.say(language)
    click.echo(f"  {state} ({title}): {', '.join(found.touched[state])}")
    if found.cases is None:
        return
    count, numbers = found.cases.counts.get(state, 0), found.cases.numbers.get(state, ())
    words = "vụ việc đang mở" if language == "vi" else "open cases"
    more = f", … (+{count - len(numbers)})" if count > len(numbers) else ""
    click.echo(f"      {count} {words}{': ' if numbers else ''}{', '.join(numbers)}{more}")
