"""Statements that leave together are answered as one by one, and what goes wrong leaves the connection usable
or gone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from uuid import UUID

import psycopg
import pytest
from psycopg import errors, pq

from models import line
from models.line import Line, Question

pytestmark = pytest.mark.postgres
ID = UUID(int=7)


@pytest.fixture
def driver(empty_pg_url: str) -> Iterator[psycopg.Connection]:
    url = empty_pg_url.replace("postgresql+psycopg://", "postgresql://")
    with psycopg.connect(url, prepare_threshold=None) as connection:
        connection.execute("CREATE TABLE box (id int PRIMARY KEY, word text)")
        connection.commit()
        yield connection


def one(text: str, *values: object) -> Question:
    return Question(text, values)


def names(driver: psycopg.Connection) -> set[str]:
    return {row[0] for row in driver.execute("SELECT name FROM pg_prepared_statements")}


def test_what_is_sent_together_is_answered_in_order(driver: psycopg.Connection) -> None:
    put = one("INSERT INTO box VALUES ($1, $2), ($3, $4)", 1, "một", 2, None)
    read = Question("SELECT id, word FROM box ORDER BY id", (), lambda raw: {"id": raw[0], "word": raw[1]})
    nothing = one("UPDATE box SET word = 'x' WHERE id = $1", 9)
    written, rows, none = Line(driver).ask([put, read, nothing])
    assert (written.count, written.rows) == (2, [])
    assert rows.rows == [{"id": 1, "word": "một"}, {"id": 2, "word": None}]
    assert (none.count, none.rows) == (0, [])
    driver.rollback()
    assert Line(driver).ask([read])[0].rows == []


def test_values_come_back_as_they_went(driver: psycopg.Connection) -> None:
    at = datetime(2026, 7, 6, 2, tzinfo=UTC)
    ((row,),) = [
        answer.rows
        for answer in Line(driver).ask(
            [one("SELECT $1::uuid, $2::timestamptz, $3::bytea, $4::uuid[]", ID, at, b"\0x", [ID])]
        )
    ]
    assert row == (ID, at, b"\0x", [ID])


def test_the_transaction_begins_as_it_was_asked_for(driver: psycopg.Connection) -> None:
    driver.isolation_level, driver.read_only = psycopg.IsolationLevel.REPEATABLE_READ, True
    kinds = one("SELECT current_setting('transaction_isolation'), current_setting('transaction_read_only')")
    talk = Line(driver)
    assert talk.ask([kinds])[0].rows == [("repeatable read", "on")]
    with pytest.raises(errors.ReadOnlySqlTransaction):
        talk.ask([one("INSERT INTO box VALUES (1, 'x')")])


def test_after_an_error_the_rest_is_not_done_and_the_connection_serves_on(driver: psycopg.Connection) -> None:
    talk = Line(driver)
    talk.ask([one("INSERT INTO box VALUES ($1, 'a')", 1)])
    with pytest.raises(errors.UniqueViolation):
        talk.ask([one("INSERT INTO box VALUES ($1, 'b')", 1), one("INSERT INTO box VALUES ($1, 'c')", 2)])
    assert driver.info.transaction_status == pq.TransactionStatus.INERROR
    with pytest.raises(errors.InFailedSqlTransaction):
        talk.ask([one("SELECT 1")])
    driver.rollback()
    assert talk.ask([one("SELECT count(*) FROM box")])[0].rows == [(0,)]


def test_what_is_asked_often_is_prepared_and_outlives_a_rollback(driver: psycopg.Connection) -> None:
    talk, asked = Line(driver), one("SELECT $1::int + 1", 41)
    for turn in range(line.OFTEN + 2):
        assert talk.ask([asked, asked])[0].rows == [(42,)], turn
        driver.rollback()
    assert names(driver) == {"tiepdan_1"}


def test_a_statement_that_fails_while_it_is_prepared_gets_its_name_later(driver: psycopg.Connection) -> None:
    talk, asked = Line(driver), one("SELECT id FROM shelf")
    for _ in range(line.OFTEN + 1):
        with pytest.raises(errors.UndefinedTable):
            talk.ask([asked])
        driver.rollback()
    driver.execute("CREATE TABLE shelf (id int)")
    driver.commit()
    for _ in range(line.OFTEN):
        assert talk.ask([asked])[0].rows == []
    assert len(names(driver)) == 1


@pytest.mark.parametrize("by_protocol", [True, False])
def test_names_are_bounded_and_the_oldest_is_given_up(
    driver: psycopg.Connection, monkeypatch: pytest.MonkeyPatch, by_protocol: bool
) -> None:
    monkeypatch.setattr(line, "MOST", 3)
    monkeypatch.setattr(psycopg.capabilities, "has_send_close_prepared", lambda: by_protocol)
    talk = Line(driver)
    for turn in range(5):
        for _ in range(line.OFTEN):
            assert talk.ask([one(f"SELECT {turn}")])[0].rows == [(turn,)]
    assert names(driver) == {"tiepdan_3", "tiepdan_4", "tiepdan_5"}
    assert talk.ask([one("SELECT 0")])[0].rows == [(0,)]


def test_names_that_the_server_forgot_are_made_anew(driver: psycopg.Connection) -> None:
    talk = Line(driver)
    for _ in range(line.OFTEN):
        talk.ask([one("SELECT 1")])
    driver.execute("DEALLOCATE ALL")
    with pytest.raises(errors.InvalidSqlStatementName):
        talk.ask([one("SELECT 1")])
    driver.rollback()
    for _ in range(line.OFTEN):
        assert talk.ask([one("SELECT 1")])[0].rows == [(1,)]


def test_a_lost_connection_is_said_to_be_lost(driver: psycopg.Connection, empty_pg_url: str) -> None:
    talk = Line(driver)
    talk.ask([one("SELECT 1")])
    with psycopg.connect(empty_pg_url.replace("+psycopg", "")) as other:
        other.execute("SELECT pg_terminate_backend(%s)", (driver.info.backend_pid,))
    with pytest.raises(psycopg.OperationalError):
        talk.ask([one("SELECT 1"), one("SELECT 2")])
    assert driver.closed


def test_who_is_interrupted_leaves_no_connection_with_unread_answers(driver: psycopg.Connection) -> None:
    def wants_to_go(raw: Sequence[object]) -> None:
        raise KeyboardInterrupt

    talk = Line(driver)
    with pytest.raises(KeyboardInterrupt):
        talk.ask([Question("SELECT 1", (), wants_to_go)])
    # The answers had all been read: only their making failed.
    assert talk.ask([one("SELECT 2")])[0].rows == [(2,)]
    with pytest.raises(psycopg.Error):
        talk.ask([one("SELECT $1", object())])
    assert driver.closed


def test_large_questions_and_answers_do_not_wait_for_each_other(driver: psycopg.Connection) -> None:
    big = "x" * 2_000_000
    answers = Line(driver).ask([one("SELECT $1::text || $2::text", big, str(turn)) for turn in range(8)])
    assert [len(answer.rows[0][0]) for answer in answers] == [2_000_001] * 8
