"""Registers of any length to be brought in, with and without people in them; and the floor: the same rows
written by hand."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
from psycopg import sql
from psycopg.types.json import Jsonb

from models.session import Database
from service.acting import act_source
from service.settings import read_settings
from service.wiring import make_database
from workflow.access.actor import Actor
from workflow.importers.mapping import read_mapping
from workflow.importers.table import Table, read_text
from workflow.operations.case.import_case import Register
from workflow.operations.definition.find_version import version_for
from workflow.source import Source, read_source
from workflow.workers.bulk import import_register

EXAMPLES = Path(__file__).resolve().parent.parent / "docs" / "examples"
BATCH = 500
TABLES = (
    *("cases", "audit_event", "unsealed", "holding", "filing", "timer", "rung"),
    *("personal_value", "blind_token", "party"),
)
Rows = Mapping[str, Sequence[tuple[Any, ...]]]

_CITY = (
    "case_enquiry_id,open_dt,target_dt,closed_dt,case_status,outcome,reason,type,department,"
    "neighborhood,source"
)
_TEAM = (
    "Số,Ngày nhận,Các bên,Địa chỉ các bên,Nội dung tranh chấp,Trích yếu,Loại việc,Ngày phân loại,"
    "Ngày phân công,Ngày bắt đầu hòa giải,Ngày hòa giải thành,Ngày hòa giải không thành,"
    "Ngày phải thực hiện xong,Ngày theo dõi,Ngày kết thúc,Kết quả"
)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of register: its mapping, its header, and how a row of it is written."""

    mapping: Path
    header: str
    row: str

    def source(self, name: str) -> Source:
        """The mapping, under a register's name of its own, so that every round brings in other cases."""
        text = self.mapping.read_text(encoding="utf-8").replace("register: ", f"register: {name}_", 1)
        return read_source(text.replace('number: "', f'number: "{name}-'), str(self.mapping))

    def lines(self, name: str, count: int) -> Iterator[str]:
        """A header and so many rows, made as they are read."""
        yield f"{self.header}\n"
        for number in range(count):
            yield f"{self.row.format(key=f'{name}.{number}', day=number % 27 + 1)}\n"

    def table(self, name: str, count: int) -> Table:
        """The register as the importer takes it."""
        source = self.source(name)
        return read_text(self.lines(name, count), read_mapping(source), source, f"{name}.csv")


KINDS = {
    "a city's requests": Kind(
        EXAMPLES / "boston_311" / "register.yaml",
        _CITY,
        "{key},2011-08-{day:02d} 08:30:00,2011-09-{day:02d} 08:30:00,2011-09-02 10:00:00,Closed,Resolved,"
        "Street Lights,Street Light Outages,PWDx,Dorchester,Self Service",
    ),
    "disputes with people": Kind(
        EXAMPLES / "commune_register" / "so_hoa_giai.yaml",
        _TEAM,
        "{key},{day:02d}/08/2026,Cao Hồng Diễm {day}; Đặng Đức Bình {day},thôn Bến; thôn Đông,"
        "Hàng rào lấn sang vườn nhà bên từ mùa mưa năm trước,Ranh giới vườn,Ranh giới lối đi,"
        "29/08/2026,29/08/2026,31/08/2026,,,,,,Đang hòa giải",
    ),
}  # fmt: skip


def bring_in(database: Database, org_id: UUID, kind: Kind, name: str, count: int) -> int:
    """Import a register of so many rows into an office; gives how many cases came in."""
    wanted = read_mapping(kind.source(name))
    result = import_register(
        database,
        act_source(Actor(f"import:{wanted.register}")),
        Register(wanted.register, "0" * 64, org_id),
        wanted,
        lru_cache(partial(_version, database, wanted.case_type)),
        kind.table(name, count),
        size=BATCH,
    )
    if result.rejections:
        raise RuntimeError(f"a row of the bench is rejected: {result.rejected[0]}")
    return result.imported


def _version(database: Database, case_type: str, day: Any) -> Any:
    with database.transaction(read_only=True) as session:
        return version_for(session, case_type, day)


def make_floor(connection: psycopg.Connection[Any]) -> None:
    """Empty copies of the tables that an import writes, of the same widths and indices."""
    connection.execute("CREATE SCHEMA IF NOT EXISTS import_floor")
    for table in TABLES:
        names = sql.Identifier("import_floor", table), sql.Identifier("public", table)
        connection.execute(sql.SQL("CREATE TABLE IF NOT EXISTS {} (LIKE {} INCLUDING ALL)").format(*names))
    connection.commit()


def rows_of(connection: psycopg.Connection[Any], name: str) -> Rows:
    """Every row that one import wrote, by table."""
    chosen = sql.SQL("SELECT case_id FROM cases WHERE register LIKE {}").format(sql.Literal(f"{name}_%"))
    found: dict[str, list[tuple[Any, ...]]] = {}
    for table in TABLES:
        key = sql.Identifier("chain_id" if table in ("audit_event", "unsealed") else "case_id")
        query = sql.SQL("SELECT * FROM {} WHERE {} IN ({}) ORDER BY {}").format(
            sql.Identifier(table), key, chosen, key
        )
        cells = connection.execute(query).fetchall()
        found[table] = [
            tuple(Jsonb(one) if isinstance(one, dict | list) else one for one in row) for row in cells
        ]
    connection.rollback()
    return found


def write_by_hand(connection: psycopg.Connection[Any], rows: Rows) -> int:
    """Insert the rows anew, one statement per table and batch, a commit per batch; gives how many cases."""
    for table in TABLES:
        connection.execute(sql.SQL("TRUNCATE {}").format(sql.Identifier("import_floor", table)))
    connection.commit()
    cases = len(rows["cases"])
    batches = -(-cases // BATCH)
    for number in range(batches):
        with connection.transaction(), connection.cursor() as cursor:
            for table in TABLES:
                share = _share(rows[table], number, batches)
                if share:
                    cursor.executemany(_insert(table, len(share[0])), share)
    return cases


def _share(rows: Sequence[tuple[Any, ...]], number: int, batches: int) -> list[tuple[Any, ...]]:
    each = -(-len(rows) // batches)
    return list(itertools.islice(rows, number * each, (number + 1) * each))


def _insert(table: str, width: int) -> sql.Composed:
    cells = sql.SQL(", ").join([sql.Placeholder()] * width)
    return sql.SQL("INSERT INTO {} VALUES ({})").format(sql.Identifier("import_floor", table), cells)


def peak_of(environment: Mapping[str, str], org_id: UUID, kind: str, name: str, count: int) -> float:
    """The most memory (MB of 10^6 bytes) that a fresh process has while it imports so many rows."""
    with get_context("spawn").Pool(1) as pool:
        return pool.apply(_peak, (dict(environment), org_id, kind, name, count))


def _peak(environment: Mapping[str, str], org_id: UUID, kind: str, name: str, count: int) -> float:
    database = make_database(read_settings(environment))
    bring_in(database, org_id, KINDS[kind], name, count)
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) * 1024 / 1e6
