"""`tiepdan organisation load` and `succession`: registers of offices and tables of who succeeds whom."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, TextIO

import click

from service.acting import OPERATOR, act_source
from service.cli.bringing_in import sha256_of
from service.cli.speaking import json_option, print_json
from service.definition_files import HERE, read_file
from service.opening import environment_settings, opened
from workflow.errors import DefinitionInvalid, Finding
from workflow.importers.unit_register import read_successions, read_units
from workflow.operations.people.load_register import LoadedRegister, UnitRegister, load_register
from workflow.operations.people.record_succession import (
    RecordedSuccession,
    SuccessionTable,
    record_succession,
)
from workflow.organisation.regime import Regime
from workflow.organisation.schema import read_regime
from workflow.workers.batches import done_or_tried

MOST_SHOWN = 20
READABLE = click.Path(exists=True, dir_okay=False, path_type=Path)
REJECTED = {
    "old-no-code": "bảng không có mã của đơn vị cũ",
    "old-unknown": "không có đơn vị mang mã cũ vào ngày trước đó",
    "old-other-name": "đơn vị mang mã cũ có tên khác",
    "old-several": "nhiều đơn vị cùng mang mã cũ",
    "new-no-code": "bảng không có mã của đơn vị mới",
    "new-unknown": "không có đơn vị mang mã mới vào ngày đó",
    "new-other-name": "đơn vị mang mã mới có tên khác",
    "new-several": "nhiều đơn vị cùng mang mã mới",
}


class Day(click.ParamType[date]):
    """A day, written 2025-07-01."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day. Fails with what to write instead."""
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(value)
        except ValueError:
            return self.fail(f"{value} is not a day; write 2025-07-01.", param, ctx)


@click.command("load")
@click.argument("file", type=READABLE)
@click.option("--register", required=True, help="The register's name, kept with every row taken from it.")
@click.option("--as-of", "day", required=True, type=Day(), help="The day whose state the register is.")
@click.option("--part", is_flag=True, help="FILE has some provinces only; offices of others stay.")
@click.option("--dry-run", is_flag=True, help="Do everything except keep it.")
@json_option
def load(file: Path, register: str, day: date, part: bool, dry_run: bool, as_json: bool) -> None:
    """Bring a register of administrative units in: CSV with code, full_name, level, parent_code.

    An office goes on where code and name are the same; else the old one ends the day before and another
    begins. Who inspects whom on that day is taken from definitions/organisations. The same file again
    changes nothing."""
    if not 0 < len(register) <= 60:
        raise click.BadParameter("The name has 1 to 60 letters.", param_hint="--register")
    regime = packaged_regime()
    with opened_text(file) as lines:
        units = read_units(lines, str(file), regime, day)
    wanted = UnitRegister(register, day, str(file), sha256_of(file), units, part)
    act = act_source(OPERATOR)()
    with opened(environment_settings()) as database:
        work = partial(load_register, act=act, regime=regime, register=wanted)
        result: LoadedRegister = done_or_tried(database, work, dry_run=dry_run)
    if as_json:
        print_json({"register": register, "as_of": day.isoformat(), "rows": len(units), **asdict(result)})
        return
    click.echo(
        f"{'Chạy thử: ' if dry_run else ''}{len(units)} đơn vị; thành lập {result.begun}, tiếp tục "
        f"{result.going_on}, kết thúc {result.ended}; quan hệ mới {result.links_begun}, "
        f"kết thúc {result.links_ended}." + ("" if result.fresh else " Không có gì thay đổi.")
    )


@click.command("succession")
@click.argument("file", type=READABLE)
@click.option("--as-of", "day", required=True, type=Day(), help="The first day of the successors.")
@click.option("--source", help="Where the succession is written, for the record; FILE's name otherwise.")
@click.option("--dry-run", is_flag=True, help="Do everything except keep it.")
@json_option
def succession(file: Path, day: date, source: str | None, dry_run: bool, as_json: bool) -> None:
    """Record who succeeds whom: CSV with old_code, new_code, extent (whole or part).

    Old codes are those of the day before, new ones those of the day. Names are compared where the table gives
    them. A row whose offices are not found is listed, the others come in.
    """
    with opened_text(file) as lines:
        rows = read_successions(lines, str(file))
    table = SuccessionTable((source or file.name)[:120], day, sha256_of(file), rows)
    act = act_source(OPERATOR)()
    with opened(environment_settings()) as database:
        work = partial(record_succession, act=act, table=table)
        result: RecordedSuccession = done_or_tried(database, work, dry_run=dry_run)
    if as_json:
        rejected = [{"line": line, "reason": code, "old": old} for line, code, old in result.rejected]
        print_json({"rows": len(rows), **asdict(result), "rejected": rejected})
        return
    click.echo(
        f"{'Chạy thử: ' if dry_run else ''}{len(rows)} dòng; ghi {result.recorded}, đã có {result.known}, "
        f"tiếp tục như cũ {result.unchanged}, để lại {len(result.rejected)}."
    )
    for line, code, old in result.rejected[:MOST_SHOWN]:
        click.echo(f"  {file.name}:{line}: {old}: {REJECTED[code]}")
    if len(result.rejected) > MOST_SHOWN:
        click.echo(f"  và {len(result.rejected) - MOST_SHOWN} dòng nữa; --json ghi tất cả.")


def packaged_regime() -> Regime:
    """Who stands above whom and who inspects whom, of the definitions that come with the product."""
    return read_regime(read_file(HERE / "organisations" / "vn.yaml"))


@contextmanager
def opened_text(file: Path) -> Iterator[TextIO]:
    """A CSV file as UTF-8 text. Raises DefinitionInvalid where it is not."""
    try:
        with file.open(encoding="utf-8-sig", newline="") as text:
            yield text
    except UnicodeDecodeError as error:
        said = "The file is not UTF-8 text."
        raise DefinitionInvalid([Finding(str(file), 1, 1, "unreadable", "error", said)]) from error
