"""The cluster starts, clones, dies and comes back."""

from __future__ import annotations

import psycopg
import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError

from tests.support import skips
from tests.support.postgres import Cluster
from tests.support.postgres_binaries import PostgresMissing, find_binaries


@pytest.mark.postgres
def test_a_killed_cluster_keeps_what_was_committed() -> None:
    try:
        cluster = Cluster.start(fsync=True)
    except PostgresMissing:
        skips.skip_for_lack_of(skips.POSTGRES)
    try:
        _execute(
            cluster.create_database("one"), "CREATE TABLE kept (word text)", "INSERT INTO kept VALUES ('x')"
        )
        cluster.kill()
        with pytest.raises(OperationalError):
            _execute(cluster.url("one"), "SELECT 1")
        cluster.restart()
        assert _execute(cluster.url("one"), "SELECT word FROM kept") == "x"
        assert _execute(cluster.url("one"), "SHOW fsync") == "on"
    finally:
        cluster.stop()


def test_a_clone_has_the_template_s_rows_and_is_its_own(pg_cluster: Cluster) -> None:
    _execute(pg_cluster.create_database("mould"), "CREATE TABLE t (n int)", "INSERT INTO t VALUES (7)")
    clone = pg_cluster.create_database("cast", template="mould")
    _execute(clone, "UPDATE t SET n = 8")
    assert _execute(clone, "SELECT n FROM t") == 8
    assert _execute(pg_cluster.url("mould"), "SELECT n FROM t") == 7
    pg_cluster.drop_database("cast")
    pg_cluster.drop_database("mould")


def test_tcp_asks_for_the_password(pg_cluster: Cluster) -> None:
    assert _execute(pg_cluster.url(tcp=True), "SELECT 1") == 1
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(host="127.0.0.1", port=pg_cluster.port, user="postgres", password="wrong")


def test_another_process_joins_by_the_description(pg_cluster: Cluster) -> None:
    assert Cluster.join(pg_cluster.describe()) == pg_cluster


def test_a_migrated_database_is_empty_and_new_for_each_test(database_url: str) -> None:
    tables = _execute(database_url, "SELECT count(*) FROM alembic_version")
    assert tables == 1


def test_binaries_named_by_the_environment_and_absent_are_said_to_be_missing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TIEPDAN_TEST_PG_BIN", "/nowhere/bin")
    with pytest.raises(PostgresMissing, match="/nowhere/bin"):
        find_binaries()


def _execute(url: str, *statements: str) -> object:
    """Run statements in one transaction and give the first column of the last one's first row."""
    engine = create_engine(url)
    try:
        with engine.begin() as connection:
            for statement in statements:
                outcome = connection.execute(text(statement))
            return outcome.scalar() if outcome.returns_rows else None
    finally:
        engine.dispose()
