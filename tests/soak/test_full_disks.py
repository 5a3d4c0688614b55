"""No room left, in the database or in the document store: the act is refused and says so, nothing of it
stays, and the same command goes through once there is room."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import event, text

from models.blobs import BlobStore
from tests.api.client import PREFIX
from tests.operations.journeys import dispute_to
from tests.operations.record import chains_hold, read
from tests.operations.worlds import Made, clone, copy_of
from tests.soak.conftest import Noting
from tests.soak.disks import Disk, small_disk
from tests.soak.doors import client_of, tokens
from tests.soak.sizes import sizes
from tests.support.postgres import Cluster
from tests.world import World

KIB = 1024
MOST = 200
"""Acts that fit on what is left, at most."""
PAPER = "Biên bản buổi hòa giải. " * 2000
"""Some sixty KiB, so that it needs room of its own in the store."""


class Desk:
    """A mediator who writes down one session after the other on one case."""

    def __init__(self, world: World) -> None:
        self.world, self.client, self.heads = world, client_of(world), tokens(world)
        self.ref: UUID = dispute_to(world, "mediating").case_id
        self.turn = 0

    def send(self, transition: str = "hold_session", **fields: Any) -> Any:
        """Send the command of this turn, with a paper that no other turn has."""
        version = read(self.world, self.ref).row["row_version"]
        paper = {"kind": "log_entry", "text": f"{self.turn}. {PAPER}"}
        body = {"transition": transition, "fields": fields, "documents": [paper]}
        heads = {**self.heads["mediator"], "Idempotency-Key": f"turn-{self.turn}"}
        heads |= {"If-Match": f'"{version}"', "Accept-Language": "en"}
        return self.client.post(f"{PREFIX}/cases/{self.ref}/transitions", json=body, headers=heads)

    def next(self) -> None:
        """The next command."""
        self.turn += 1


def is_refused(answer: Any, status: int, code: str) -> bool:
    """Whether an answer is this problem, with a sentence that says what became of the act."""
    told = answer.get_json(force=True)
    found = (answer.status_code, told.get("code"))
    assert found == (status, code), found
    return bool(told["detail"].startswith("Nothing was written.")) and "Retry-After" in answer.headers


def documents(world: World) -> int:
    return int(world.read(lambda session: session.scalar(text("SELECT count(*) FROM document"))))


def files(folder: Path) -> int:
    """How many files the store holds, half-written ones among them."""
    return sum(path.is_file() for path in folder.rglob("*"))


def refused_then_taken(desk: Desk, store: Path, room: Callable[[], None], status: int, code: str) -> None:
    """The act of this turn is refused as long as there is no room, twice, and leaves nothing; then it is
    taken once."""
    before, papers, kept = read(desk.world, desk.ref), documents(desk.world), files(store)
    for _ in range(2):
        assert is_refused(desk.send(), status, code)
        assert read(desk.world, desk.ref) == before
        assert documents(desk.world) == papers and files(store) == kept
    room()
    answer = desk.send()
    assert answer.status_code == 201, answer.get_data(as_text=True)
    assert len(read(desk.world, desk.ref).events) == len(before.events) + 1
    assert documents(desk.world) == papers + 1
    desk.next()


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    with small_disk(tmp_path / "disk", 512) as made:
        yield made


@pytest.fixture
def desk(sqlite_world: World, disk: Disk) -> Desk:
    """A desk whose papers go to a small disk."""
    world = sqlite_world
    world.database.blobs = BlobStore(disk.folder / "documents")
    made = Desk(world)
    made.next()
    assert made.send().status_code == 201
    made.next()
    return made


@pytest.mark.parametrize("times", sizes(2, 20))
def test_the_store_has_no_room(desk: Desk, disk: Disk, times: int, figures: Noting) -> None:
    for place in range(times):
        for kept in (disk.folder / "documents").rglob("??????*"):
            if place % 3 == 2:
                kept.unlink()  # so that the small disk lasts for all turns
        disk.fill(leave=(place % 4) * 15 * KIB)  # the paper does not fit, or only its beginning does
        refused_then_taken(desk, disk.folder / "documents", disk.free, 507, "storage-full")
    figures(refused=2 * times, taken=times, events=chains_hold(desk.world))


def test_the_store_cannot_be_written(desk: Desk, disk: Disk) -> None:
    disk.make(readable_only=True)
    room = lambda: disk.make(readable_only=False)  # noqa: E731 - one word shorter than a function
    refused_then_taken(desk, disk.folder / "documents", room, 503, "database-busy")


@pytest.mark.parametrize(
    ("fault", "status", "code"), [(errno.ENOSPC, 507, "storage-full"), (errno.EIO, 503, "database-busy")]
)
def test_the_disk_refuses_when_the_paper_is_written_through(
    desk: Desk, disk: Disk, monkeypatch: pytest.MonkeyPatch, fault: int, status: int, code: str
) -> None:
    def refuse(_: int) -> None:
        raise OSError(fault, os.strerror(fault))

    monkeypatch.setattr("os.fsync", refuse)
    refused_then_taken(desk, disk.folder / "documents", monkeypatch.undo, status, code)


@pytest.mark.parametrize("times", sizes(4, 30))
def test_sqlite_has_no_page_left(sqlite_made: Made, tmp_path: Path, times: int, figures: Noting) -> None:
    """The limit is met at another place of an act each time, for it lies a page further."""
    world = copy_of(sqlite_made, tmp_path / "limited")
    desk, taken = Desk(world), 0
    for turn in range(times):
        limit(world, spare=turn % 7)
        taken += until_refused(desk, lambda: limit(world, None))
    figures(acts=taken, refused=times, events=chains_hold(world))
    world.database.engine.dispose()


def until_refused(desk: Desk, room: Callable[[], None]) -> int:
    """Act until an act is refused, and take that one once there is room; gives how many were taken."""
    for turn in range(1, MOST):
        before, papers = read(desk.world, desk.ref), documents(desk.world)
        answer = desk.send()
        is_over = answer.status_code != 201
        if is_over:
            assert is_refused(answer, 507, "storage-full")
            assert read(desk.world, desk.ref) == before and documents(desk.world) == papers
            room()
            assert desk.send().status_code == 201
        assert len(read(desk.world, desk.ref).events) == len(before.events) + 1
        assert documents(desk.world) == papers + 1
        desk.next()
        if is_over:
            return turn
    raise AssertionError("there is room without end")


def limit(world: World, spare: int | None) -> None:
    """Let the database grow by so many pages and no more; None: as it likes."""
    engine = world.database.engine
    with engine.connect() as connection:
        pages = int(connection.scalar(text("PRAGMA page_count")) or 0)
    most = 2**30 if spare is None else pages + spare
    # The bound is each connection's own, so all are made anew, the one that listened last having its way.
    engine.dispose()
    event.listen(engine, "connect", lambda raw, _: raw.execute(f"PRAGMA max_page_count={most}"))


@pytest.mark.postgres
@pytest.mark.parametrize("times", sizes(1, 10))
def test_postgresql_has_no_room(
    pg_cluster: Cluster, pg_made: Made, tmp_path: Path, worker_name: str, times: int, figures: Noting
) -> None:
    """The database lies in a tablespace on a disk that is full, and then is not."""
    name = f"cramped_{worker_name}_{times}"
    with (
        small_disk(Path(pg_cluster.folder) / name, 64 * KIB, pg_cluster.account) as disk,
        on_disk(pg_cluster, pg_made, disk, name) as url,
    ):
        world = clone(pg_made, url, tmp_path)
        desk, taken = Desk(world), 0
        for _ in range(times):
            disk.fill()
            taken += until_refused(desk, disk.free)
        figures(acts=taken, refused=times, events=chains_hold(world))
        world.database.engine.dispose()


@contextmanager
def on_disk(cluster: Cluster, made: Made, disk: Disk, name: str) -> Iterator[str]:
    """The address of a copy of a world in a tablespace on the disk."""
    with psycopg.connect(cluster.url().replace("+psycopg", ""), autocommit=True) as admin:
        place = sql.Identifier(name)
        admin.execute(
            sql.SQL("CREATE TABLESPACE {} LOCATION {}").format(place, sql.Literal(str(disk.folder)))
        )
        copied = "CREATE DATABASE {} TEMPLATE {} TABLESPACE {}"
        admin.execute(sql.SQL(copied).format(place, sql.Identifier(made.source), place))
        try:
            yield cluster.url(name)
        finally:
            disk.free()
            admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(place))
            admin.execute(sql.SQL("DROP TABLESPACE {}").format(place))
