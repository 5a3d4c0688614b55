"""`tiepdan import register`: an old register comes in as cases in their true state, with their true dates."""

from __future__ import annotations

import gzip
import hashlib
import io
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from functools import lru_cache
from pathlib import Path
from uuid import UUID

import click
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from models.session import Database
from service.acting import act_source
from service.cli.speaking import json_option, print_json
from service.definition_files import read_file
from service.opening import environment_settings, opened
from workflow.access.actor import Actor
from workflow.case_type.model import CaseType
from workflow.errors import DefinitionInvalid, Finding
from workflow.importers.mapping import RegisterMapping, check_against, read_mapping
from workflow.importers.register import read_rows
from workflow.operations.case.import_case import Register
from workflow.operations.definition.find_version import newest_version, version_for
from workflow.operations.people.find_named import office_named
from workflow.operations.steps.acting import Act
from workflow.source import Source
from workflow.workers.bulk import Imported, import_register

MOST_SHOWN = 20


@click.group()
def importing() -> None:
    """Old registers."""


@importing.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--mapping",
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="What the columns are: docs/how-to/import-a-register.md.",
)
@click.option("--office", help="Code or id of the office the cases belong to, instead of the mapping's.")
@click.option("--dry-run", is_flag=True, help="Do everything except keep it.")
@json_option
def register(file: Path, mapping: Path, office: str | None, dry_run: bool, as_json: bool) -> None:
    """Bring FILE (CSV, also gzipped) in. Every row is accounted for; run again, it doubles nothing.

    The whole file is read once before anything is written, so that a file that breaks off brings nothing in
    by halves.
    """
    source = read_file(mapping)
    wanted = read_mapping(source)
    make_act = act_source(Actor(f"import:{wanted.register}"[:60]))
    with opened(environment_settings()) as database:
        newest = _newest(database, wanted, source)
        total = _read_through(file, wanted, newest, source)
        target = Register(
            wanted.register, _sha256(file), _office(database, make_act(), office or wanted.office)
        )
        with _bar(total, quiet=as_json) as progress:
            result = import_register(
                database,
                make_act,
                target,
                wanted,
                _versions(database, wanted),
                _rows_below(file, wanted),
                dry_run=dry_run,
                progress=progress,
            )
    if as_json:
        print_json(result.as_json())
    else:
        _say(result, dry_run)


def _newest(database: Database, wanted: RegisterMapping, source: Source) -> CaseType:
    with database.transaction(read_only=True) as session:
        found = newest_version(session, wanted.case_type)
    if found is None:
        line, column = source.position(("case_type",))
        said = f"No case type {wanted.case_type!r} is deployed; deploy it first."
        raise DefinitionInvalid([Finding(source.file, line, column, "unknown-name", "error", said)])
    return found


def _versions(database: Database, wanted: RegisterMapping) -> Callable[[date], CaseType | None]:
    @lru_cache(maxsize=4096)
    def covering(day: date) -> CaseType | None:
        with database.transaction(read_only=True) as session:
            return version_for(session, wanted.case_type, day)

    return covering


def _office(database: Database, act: Act, named: str) -> UUID:
    with database.transaction(read_only=True) as session:
        return office_named(session, named, act.at)


def _read_through(file: Path, wanted: RegisterMapping, case_type: CaseType, source: Source) -> int:
    """How many rows the file has. Raises DefinitionInvalid for a column that is missing or a file that breaks
    off."""
    rows = _rows(file, wanted)
    header = next(rows)[1]
    check_against(wanted, case_type, list(header), source)
    return sum(1 for _ in rows)


def _rows_below(file: Path, wanted: RegisterMapping) -> Iterator[tuple[int, Mapping[str, str]]]:
    rows = _rows(file, wanted)
    next(rows)
    yield from rows


def _rows(file: Path, wanted: RegisterMapping) -> Iterator[tuple[int, dict[str, str]]]:
    zipped = file.suffix == ".gz"
    with gzip.open(file) if zipped else file.open("rb") as raw:
        try:
            yield from read_rows(
                io.TextIOWrapper(raw, encoding=wanted.encoding, newline=""), wanted, str(file)
            )
        except (EOFError, gzip.BadGzipFile, LookupError) as error:
            said = f"The file breaks off or is not what its name says: {error}."
            raise DefinitionInvalid([Finding(str(file), 1, 1, "unreadable", "error", said)]) from error


def _sha256(file: Path) -> str:
    with file.open("rb") as raw:
        return hashlib.file_digest(raw, "sha256").hexdigest()


@contextmanager
def _bar(total: int, *, quiet: bool) -> Iterator[Callable[[int], None]]:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, disable=quiet, transient=True) as progress:
        task = progress.add_task("Nhập sổ", total=total)
        yield lambda count: progress.advance(task, count)


def _say(result: Imported, dry_run: bool) -> None:
    click.echo(
        f"{'Chạy thử: ' if dry_run else ''}{result.rows} dòng; nhập {result.imported}, "
        f"đã có {result.skipped}, từ chối {len(result.rejected)}."
    )
    for one in result.rejected[:MOST_SHOWN]:
        click.echo(f"  dòng {one.line}: {one.reason}")
    if len(result.rejected) > MOST_SHOWN:
        click.echo(f"  và {len(result.rejected) - MOST_SHOWN} dòng nữa; --json liệt kê tất cả.")
