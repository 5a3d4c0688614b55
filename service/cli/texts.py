"""The definition files of a folder as parsed sources, without a database and without what needs one."""

from __future__ import annotations

from pathlib import Path

import click

from workflow.calendar.schema import build_calendar
from workflow.calendar.working_calendar import WorkingCalendar
from workflow.errors import DefinitionInvalid, Finding
from workflow.law.rules import LawBook
from workflow.law.schema import build_law
from workflow.source import Source, read_source

SHIPPED = Path(__file__).resolve().parent.parent.parent / "definitions"

folder_option = click.option(
    "--definitions",
    "folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=SHIPPED,
    show_default="those of the product",
    help="The folder of roles, code lists, rules, calendars and case types.",
)


def read_text(path: Path) -> Source:
    """One file. Raises DefinitionInvalid, also for a file that is not there or not UTF-8."""
    try:
        return read_source(path.read_text(encoding="utf-8"), str(path))
    except (OSError, UnicodeDecodeError) as error:
        said = f"The file cannot be read as UTF-8 text: {type(error).__name__}."
        raise DefinitionInvalid([Finding(str(path), 1, 1, "unreadable", "error", said)]) from error


def read_folder(folder: Path, pattern: str) -> list[Source]:
    """The files of a folder that match, by name."""
    return [read_text(path) for path in sorted(folder.glob(pattern))]


def read_law(folder: Path) -> LawBook:
    """The rules of all subjects."""
    return build_law(read_folder(folder, "rules/*.yaml"))


def read_calendar(folder: Path, name: str) -> WorkingCalendar:
    """A calendar with all its years."""
    return build_calendar(
        read_text(folder / "calendars" / f"{name}.yaml"), read_folder(folder, f"calendars/{name}_*.yaml")
    )
