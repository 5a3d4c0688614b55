"""Many cases from a few: a case made by the real verbs is copied row by row under new ids, and the hash chain
of each copy is made anew, so that it verifies."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from uuid import UUID

import psycopg

from workflow.audit.entry import GENESIS, digest

TABLES = ("timer", "rung", "assignment", "holding", "filing", "unsealed")
_EVENT_KEY = {"unsealed": "chain_id"}
_BATCH = 20_000
Renamed = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Copy:
    """What a copy differs in: its ids and its number; the office and the holder where they are given."""

    case_id: UUID
    number: str
    org_id: UUID | None = None
    holder_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Template:
    """A case as the lines that COPY writes. `events` are (line before the text, text); `whole` tells whether
    copies get timers, rungs and events, or the case row alone."""

    case_id: str
    number: str
    org_id: str
    holder_id: str | None
    head_hash: str
    case: str
    rows: tuple[tuple[str, str], ...]
    events: tuple[tuple[str, str], ...]
    whole: bool = True


@dataclass(slots=True)
class Lines:
    """Lines that wait to be copied into their tables."""

    of: dict[str, list[str]] = field(default_factory=dict)

    def add(self, table: str, line: str) -> None:
        """One more line of a table."""
        self.of.setdefault(table, []).append(line)

    def write(self, connection: psycopg.Connection, only: Sequence[str] = ()) -> None:
        """Copy everything in (of the tables named, where some are) and forget it."""
        with connection.cursor() as cursor:
            for table, lines in self.of.items():
                if only and table not in only:
                    continue
                with cursor.copy(f"COPY {table} FROM STDIN") as copy:
                    copy.write("".join(lines))
        connection.commit()
        self.of.clear()


def template(connection: psycopg.Connection, case_id: UUID, *, whole: bool = True) -> Template:
    """A case as a template; it stays where it is."""
    key = str(case_id)
    (case,) = _lines(connection, "cases", "case_id", key)
    row = connection.execute(
        "SELECT number, org_id, holder_id, head_hash FROM cases WHERE case_id = %s", (case_id,)
    ).fetchone()
    assert row is not None
    rows = [
        (table, line)
        for table in TABLES
        for line in _lines(connection, table, _EVENT_KEY.get(table, "case_id"), key)
    ]
    events = connection.execute(
        "SELECT seq, kind, org_id, recorded_at, text FROM audit_event WHERE chain_id = %s ORDER BY seq",
        (case_id,),
    ).fetchall()
    heads = [(f"{key}\t{seq}\t{kind}\t{org}\t{at}\t", text) for seq, kind, org, at, text in events]
    holder = str(row[2]) if row[2] else None
    return Template(key, row[0], str(row[1]), holder, row[3], case, tuple(rows), tuple(heads), whole)


def copy_cases(
    connection: psycopg.Connection, wanted: Iterable[tuple[Template, Copy]], only: Sequence[str] = ()
) -> int:
    """Store the copies, in batches of one transaction each; gives how many. `only`: the tables written."""
    count, source, lines = 0, iter(wanted), Lines()
    while batch := list(islice(source, _BATCH)):
        for model, one in batch:
            _copy(model, one, lines)
        lines.write(connection, only)
        count += len(batch)
    return count


def ascending_ids(stamp_ms: int) -> Iterator[UUID]:
    """UUIDs of version 7, one per millisecond from `stamp_ms` on."""
    while True:
        yield UUID(
            int=stamp_ms << 80 | 0x7 << 76 | 0b10 << 62 | (stamp_ms * 0x9E3779B97F4A7C15 & (1 << 62) - 1)
        )
        stamp_ms += 1


def _copy(model: Template, one: Copy, lines: Lines) -> None:
    changed = [(model.case_id, str(one.case_id)), (model.number, one.number)]
    if one.org_id is not None:
        changed.append((model.org_id, str(one.org_id)))
    if one.holder_id is not None and model.holder_id is not None:
        changed.append((model.holder_id, str(one.holder_id)))

    def renamed(text: str) -> str:
        for old, new in changed:
            text = text.replace(old, new)
        return text

    head = model.head_hash
    if model.whole:
        for table, line in model.rows:
            lines.add(table, renamed(line))
        head = _chain(model, renamed, lines)
    lines.add("cases", renamed(model.case).replace(model.head_hash, head))


def _chain(model: Template, renamed: Renamed, lines: Lines) -> str:
    """The events of a copy, each with the hash of the one before; gives the last hash."""
    old, new = GENESIS, GENESIS
    for start, text in model.events:
        own = renamed(text).replace(old, new) if old != new else renamed(text)
        old, new = digest(text), digest(own)
        escaped = own.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t")
        lines.add("audit_event", f"{renamed(start)}{escaped}\t{new}\n")
    return new


def _lines(connection: psycopg.Connection, table: str, key: str, value: str) -> list[str]:
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY (SELECT * FROM {table} WHERE {key} = '{value}') TO STDOUT") as copy,
    ):
        text = b"".join(bytes(part) for part in copy).decode()
    return text.splitlines(keepends=True)
