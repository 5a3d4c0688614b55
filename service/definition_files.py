"""The definition files of a folder, in the order in which they can be deployed: what others name comes
first."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from models.session import Database
from workflow.errors import DefinitionInvalid, Finding, NotFound, WorkflowError
from workflow.obligation.plan import Plan
from workflow.obligation.schema import read_plan
from workflow.operations.definition.deploy_calendar import deploy_calendar
from workflow.operations.definition.deploy_definition import deploy_definition
from workflow.operations.steps.acting import Act
from workflow.source import Source, read_source

HERE = Path(__file__).resolve().parent.parent / "definitions"
"""The definitions that come with the product, in a checkout and in an installed package alike."""


def read_file(path: Path) -> Source:
    """One definition file. Raises DefinitionInvalid, also for a file that is not there or not UTF-8."""
    try:
        return read_source(path.read_text(encoding="utf-8"), str(path))
    except (OSError, UnicodeDecodeError) as error:
        said = f"The file cannot be read as UTF-8 text: {type(error).__name__}."
        raise DefinitionInvalid([Finding(str(path), 1, 1, "unreadable", "error", said)]) from error


def in_order(folder: Path) -> Iterator[tuple[str, Path]]:
    """(kind of deployment, file): roles, code lists, calendars (base before years), rules, then case types by
    version."""
    if (folder / "roles.yaml").exists():
        yield "definition", folder / "roles.yaml"
    for path in sorted((folder / "code_lists").glob("*.yaml")):
        yield "definition", path
    calendars = sorted((folder / "calendars").glob("*.yaml"))
    for path in sorted(calendars, key=lambda path: (path.stem[-4:].isdigit(), path.stem)):
        yield "calendar", path
    for path in sorted((folder / "rules").glob("*.yaml")):
        yield "definition", path
    for path in sorted((folder / "case_types").glob("*/*.yaml")):
        yield "definition", path


def read_plans(folder: Path = HERE) -> list[Plan]:
    """The plans whose duties can be opened, by file name. Raises DefinitionInvalid."""
    return [read_plan(read_file(path)) for path in sorted((folder / "obligations").glob("*.yaml"))]


def deploy_folder(database: Database, act: Act, folder: Path) -> int:
    """Deploy every file of a folder, one transaction each; what is there already is left alone. Gives how
    many were new.

    Case types may name each other: they are tried again until no more can be taken. Raises DefinitionInvalid.
    """
    fresh, waiting = 0, list(in_order(folder))
    while waiting:
        left: list[tuple[str, Path]] = []
        failure: WorkflowError | None = None
        for kind, path in waiting:
            source = read_file(path)
            try:
                with database.transaction() as session:
                    deploy = deploy_calendar if kind == "calendar" else deploy_definition
                    fresh += deploy(session, act, source).fresh
            except (DefinitionInvalid, NotFound) as error:
                # What names something that is not there yet is tried again once the rest has come in.
                left.append((kind, path))
                failure = failure or error
        if failure is not None and len(left) == len(waiting):
            raise failure
        waiting = left
    return fresh
