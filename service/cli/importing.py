"""`tiepdan import register`: an old register comes in as cases in their true state, with their true dates."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from service.acting import act_source
from service.cli.bringing_in import bar, newest, sha256_of, versions
from service.cli.bringing_in import office as office_of
from service.cli.speaking import json_option, print_json
from service.definition_files import read_file
from service.opening import environment_settings, opened
from service.register_files import opened_table
from workflow.access.actor import Actor
from workflow.audit.formats.csv_rows import guarded
from workflow.importers.mapping import check_channels, read_mapping
from workflow.importers.register import Rejected
from workflow.importers.table import check_names
from workflow.operations.case.import_case import Register
from workflow.operations.case.open_case import CHANNELS
from workflow.workers.bulk import Imported, import_register

MOST_SHOWN = 20


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--mapping",
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="What the columns are: docs/how-to/import-a-register.md.",
)
@click.option("--office", help="Code or id of the office the cases belong to, instead of the mapping's.")
@click.option("--dry-run", is_flag=True, help="Do everything except keep it.")
@click.option(
    "--rejects",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write every rejected row's place and reason to this CSV file.",
)
@json_option
def register(
    file: Path, mapping: Path, office: str | None, dry_run: bool, rejects: Path | None, as_json: bool
) -> None:
    """Bring FILE (CSV, also gzipped, or XLSX) in. Every row is accounted for; run again, it doubles nothing.

    The whole file is read once before anything is written: one that cannot be read to its end brings nothing
    in. A row that cannot be a case is rejected with its place and reason, and the others come in.
    """
    source = read_file(mapping)
    wanted = read_mapping(source)
    check_channels(wanted, CHANNELS, source)
    make_act = act_source(Actor(f"import:{wanted.register}"))
    with opened(environment_settings()) as database, _rejects(rejects) as on_rejected:
        check_names(wanted, newest(database, wanted.case_type, source), source)
        with opened_table(file, wanted, source) as table:
            total = sum(1 for _ in table.rows)
        target = Register(
            wanted.register, sha256_of(file), office_of(database, make_act(), office or wanted.office)
        )
        with opened_table(file, wanted, source) as table, bar("Nhập sổ", total, quiet=as_json) as progress:
            result = import_register(
                database,
                make_act,
                target,
                wanted,
                versions(database, wanted.case_type),
                table,
                dry_run=dry_run,
                progress=progress,
                on_rejected=on_rejected,
            )
    if as_json:
        print_json(result.as_json())
    else:
        _say(result, dry_run, rejects)


@contextmanager
def _rejects(path: Path | None) -> Iterator[Callable[[Rejected], None]]:
    """Takes rejected rows, and writes each at once where a file is wanted."""
    if path is None:
        yield lambda rejected: None
        return
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["line", "place", "column", "reason"])
        yield lambda one: writer.writerow([one.line, one.place, guarded(one.column), guarded(one.reason)])


def _say(result: Imported, dry_run: bool, rejects: Path | None) -> None:
    left_out = f", để ngoài {result.left_out}" if result.left_out else ""
    click.echo(
        f"{'Chạy thử: ' if dry_run else ''}{result.rows} dòng; nhập {result.imported}, "
        f"đã có {result.skipped}{left_out}, từ chối {result.rejections}."
    )
    for one in result.rejected[:MOST_SHOWN]:
        click.echo(f"  {one.place}: {one.reason}")
    if result.rejections > MOST_SHOWN:
        where = str(rejects) if rejects else "--rejects TỆP ghi lại tất cả"
        click.echo(f"  và {result.rejections - MOST_SHOWN} dòng nữa: {where}.")
