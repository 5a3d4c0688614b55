"""Writes that go out as one statement do what they would do one by one; those that could meet in a row stay
apart."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import Column, Integer, MetaData, String, Table, bindparam, insert, select, update

from models.errors import Conflict, Duplicate
from models.joining import MOST, Write, join
from models.prepared import Prepared
from models.session import Session
from tests.world import World

made = MetaData()
shelves = Table("shelf", made, Column("id", Integer, primary_key=True), Column("word", String(20)))
boxes = Table("box", made, Column("id", Integer, primary_key=True), Column("word", String(20)))

SHELVE = Prepared(insert(shelves))
BOX = Prepared(insert(boxes))
RENAME = Prepared(update(shelves).where(shelves.c.id == bindparam("key")).values(word=bindparam("word")))
OTHERWISE = Prepared(
    update(shelves).where(shelves.c.id == bindparam("key"), shelves.c.word.is_not(None)).values(word="100%")
)
BY_WORD = Prepared(
    update(shelves)
    .where(shelves.c.id == bindparam("key"), shelves.c.word == bindparam("timer_key"))
    .values(word="x")
)
ALL = Prepared(select(shelves.c.id, shelves.c.word).order_by(shelves.c.id))
BOXES = Prepared(select(boxes.c.id, boxes.c.word).order_by(boxes.c.id))


@pytest.fixture
def shelved(world: World) -> World:
    """A world with two tables of its own, the first with two rows."""
    with world.database.engine.connect() as connection, connection.begin():
        if not world.database.engine.url.get_backend_name().startswith("sqlite"):
            connection.exec_driver_sql("RESET ROLE")
        made.create_all(connection)
        connection.execute(insert(shelves), [{"id": 1, "word": "một"}, {"id": 2, "word": "hai"}])
        if not world.database.engine.url.get_backend_name().startswith("sqlite"):
            connection.exec_driver_sql("GRANT ALL ON shelf, box TO tiepdan_service")
    world.database.engine.dispose()
    return world


def rows(session: Session, prepared: Prepared) -> list[tuple[Any, ...]]:
    (found,) = session.fetch((prepared, {}))
    return [tuple(row.values()) for row in found]


def test_what_waits_is_seen_by_the_next_read(shelved: World) -> None:
    with shelved.database.transaction() as session:
        session.put(SHELVE, [{"id": 3, "word": "ba"}, {"id": 4}])
        session.put(RENAME, [{"key": 1, "word": "mốt"}], touches=1)
        session.put(BOX, [{"id": 7, "word": "%(key)s $1"}])
        assert rows(session, ALL) == [(1, "mốt"), (2, "hai"), (3, "ba"), (4, None)]
    assert shelved.read(rows, BOXES) == [(7, "%(key)s $1")]


def test_a_row_may_be_written_twice_and_the_later_wins(shelved: World) -> None:
    with shelved.database.transaction() as session:
        session.put(RENAME, [{"key": 1, "word": "a"}])
        session.put(RENAME, [{"key": 1, "word": "b"}])
    assert shelved.read(rows, ALL)[0] == (1, "b")
    with shelved.database.transaction() as session:
        session.put(RENAME, [{"key": 1, "word": "c"}])
        session.put(OTHERWISE, [{"key": 1}])
    assert shelved.read(rows, ALL)[0] == (1, "100%")


@pytest.mark.parametrize("key", [1, 99])
def test_a_row_that_is_not_there_ends_in_conflict_and_nothing_stays(shelved: World, key: int) -> None:
    def write(session: Session) -> None:
        session.put(RENAME, [{"key": key, "word": "x"}], touches=1)
        session.put(BOX, [{"id": 1, "word": "x"}])

    if key == 1:
        shelved.run(write)
        assert shelved.read(rows, BOXES) == [(1, "x")]
        return
    with pytest.raises(Conflict):
        shelved.run(write)
    assert shelved.read(rows, BOXES) == []


def test_a_key_that_is_taken_is_a_duplicate_at_the_commit(shelved: World) -> None:
    with pytest.raises(Duplicate):
        shelved.run(lambda session: session.put(SHELVE, [{"id": 1, "word": "x"}, {"id": 9, "word": "y"}]))
    assert [one[0] for one in shelved.read(rows, ALL)] == [1, 2]


def test_what_is_joined_and_what_is_not(pg_world: World) -> None:
    def write(prepared: Prepared, *given: dict[str, Any], touches: int | None = None) -> Write:
        form = prepared.form(pg_world.database.engine.dialect)
        return Write(form, [form.values(one) for one in given], touches)

    checked = write(RENAME, {"key": 1, "word": "a"}, touches=1)
    both = join([checked, write(BOX, {"id": 1}, {"id": 2})])
    assert both is not None
    assert both.touches == 1
    assert both.text.startswith("WITH w0 AS (INSERT INTO box") and "UPDATE shelf" in both.text
    assert both.values == (1, None, 2, None, "a", 1)
    assert join([checked, checked]) is None
    assert join([checked, write(OTHERWISE, {"key": 2})]) is not None
    assert join([checked, write(OTHERWISE, {"key": 1})]) is None
    # Another key may name the same row by other parts.
    assert join([checked, write(BY_WORD, {"key": 2, "timer_key": "b"})]) is None
    assert join([checked, write(RENAME, {"key": 2, "word": "b"})]) is not None
    assert join([checked, write(RENAME, {"key": 1, "word": "b"})]) is None
    assert join([write(BOX, *({"id": one} for one in range(MOST + 1)))]) is None
