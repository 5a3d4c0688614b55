"""`tiepdan import log`: an event log comes in as transitions taken by the real engine; what the definition
does not allow is listed."""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import click

from models.session import Database
from service.acting import act_source
from service.cli.bringing_in import bar, newest, sha256_of, versions
from service.cli.bringing_in import office as office_of
from service.cli.speaking import json_option, print_json
from service.definition_files import read_file
from service.opening import environment_settings, opened
from workflow.access.actor import Actor
from workflow.audit.formats.csv_rows import guarded
from workflow.case_type.model import CaseType
from workflow.importers.log import LogTrace, unreadable
from workflow.importers.log_csv import read_log_csv
from workflow.importers.log_mapping import LogMapping, read_log_mapping
from workflow.importers.log_survey import Survey, check_log_mapping, survey
from workflow.importers.xes import read_xes
from workflow.operations.case.replay_case import Deviation, Log
from workflow.operations.steps.acting import Act
from workflow.operations.steps.library import library
from workflow.source import Source
from workflow.workers.replay import Replayed, replay_log

PIECE = 65_536
MOST_SHOWN = 20


@click.command("log")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--case-type", help="The case type whose transitions the events are, instead of the mapping's.")
@click.option(
    "--mapping",
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Which activity is which transition: docs/how-to/import-a-log.md.",
)
@click.option("--office", help="Code or id of the office the cases belong to, instead of the mapping's.")
@click.option(
    "--deviations",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write every deviation to this file: JSON Lines where its name ends in .jsonl, else CSV.",
)
@click.option("--dry-run", is_flag=True, help="Do everything except keep it.")
@json_option
def log(
    file: Path,
    case_type: str | None,
    mapping: Path,
    office: str | None,
    deviations: Path | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Replay FILE (XES or CSV, also gzipped) through the engine. Run again, it doubles nothing.

    The whole file is read once before anything is written. What the definition does not allow is a
    deviation: listed with its place and reason, and the case goes on.
    """
    source = read_file(mapping)
    wanted = read_log_mapping(source, case_type)
    make_act = act_source(Actor(f"import:{wanted.log}"[:60]))
    with opened(environment_settings()) as database, ExitStack() as closing:
        present = newest(database, wanted.case_type, source)
        found = _surveyed(database, file, wanted, present, source, make_act())
        org_id = office_of(database, make_act(), office or wanted.office)
        target = Log(wanted.log, sha256_of(file), org_id, mapping_sha256=source.sha256)
        told = closing.enter_context(_listing(deviations)) if deviations else _unlisted
        progress = closing.enter_context(bar("Nhập nhật ký", found.traces, quiet=as_json))
        result = replay_log(
            database,
            make_act,
            target,
            wanted,
            found,
            versions(database, wanted.case_type),
            read_log(file, wanted),
            dry_run=dry_run,
            told=told,
            progress=progress,
        )
    if as_json:
        print_json(result.as_json())
    else:
        _say(result, dry_run)


def read_log(file: Path, wanted: LogMapping) -> Iterator[LogTrace]:
    """The traces of a file, by its name: .xes or .csv, either with .gz after it. Raises DefinitionInvalid."""
    zipped = file.suffix == ".gz"
    kind = Path(file.stem).suffix if zipped else file.suffix
    if kind not in (".xes", ".csv"):
        raise unreadable(str(file), 1, 1, "A log's name ends in .xes, .xes.gz, .csv or .csv.gz.")
    with gzip.open(file) if zipped else file.open("rb") as raw:
        if kind == ".xes":
            yield from read_xes(iter(lambda: raw.read(PIECE), b""), str(file))
            return
        try:
            lines = io.TextIOWrapper(raw, encoding=wanted.encoding, newline="")
        except LookupError:
            said = f"There is no encoding {wanted.encoding!r}; say the right `encoding:` in the mapping."
            raise unreadable(str(file), 1, 1, said) from None
        yield from read_log_csv(lines, wanted.case, str(file), wanted.delimiter)


def _surveyed(
    database: Database, file: Path, wanted: LogMapping, newest: CaseType, source: Source, act: Act
) -> Survey:
    """What the file holds. Raises DefinitionInvalid for a file that breaks off or a mapping that does not
    fit."""
    found = survey(wanted, read_log(file, wanted), str(file), act.at)
    with database.transaction(read_only=True) as session:
        staff = list(library(session).roles())
    check_log_mapping(wanted, newest, found, staff, source)
    return found


def _unlisted(deviation: Deviation) -> None:
    return


@contextmanager
def _listing(file: Path) -> Iterator[Callable[[Deviation], None]]:
    """Writes each deviation as it is told; a spreadsheet never takes a text of the log for a formula."""
    with file.open("w", encoding="utf-8", newline="") as target:
        if file.suffix == ".jsonl":
            yield lambda one: print(json.dumps(one.as_json(), ensure_ascii=False), file=target)
            return
        writer = csv.writer(target)
        writer.writerow(Deviation.__slots__)
        yield lambda one: writer.writerow([guarded(value) for value in one.as_json().values()])


def _say(result: Replayed, dry_run: bool) -> None:
    click.echo(
        f"{'Chạy thử: ' if dry_run else ''}{result.cases} vụ việc; nhập {result.imported}, "
        f"đã có {result.known}, từ chối {len(result.rejected)}."
    )
    click.echo(
        f"{result.events} sự kiện; đúng quy trình {result.taken} ({100 * result.share:.2f} %), "
        f"sai lệch {result.deviating}, bỏ qua {result.passed_over}, ngoài {result.outside}."
    )
    for code, count in result.reasons.most_common():
        click.echo(f"  {count:>6}  {code}")
    for one in result.deviations[:MOST_SHOWN]:
        where = f"dòng {one.line}, {one.case}, sự kiện {one.position}"
        click.echo(f"  {where} “{one.activity}” ({one.state}): {one.vi}")
    if result.deviating > MOST_SHOWN:
        click.echo(f"  và {result.deviating - MOST_SHOWN} sai lệch nữa; --deviations FILE liệt kê tất cả.")
    for case in result.rejected[:MOST_SHOWN]:
        click.echo(f"  dòng {case.line}, cột {case.column}: {case.reason}")
    if len(result.rejected) > MOST_SHOWN:
        click.echo(f"  và {len(result.rejected) - MOST_SHOWN} vụ việc nữa; --json liệt kê tất cả.")
