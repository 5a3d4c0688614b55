"""Settings, ids, cursors, and the page that browses the API in a real browser."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Page
from werkzeug.serving import make_server

from api.request.cursors import read_cursor, write_cursor
from api.request.transaction import in_transaction
from models.errors import Busy, Conflict, Duplicate
from models.session import Session
from service.settings import SettingInvalid, read_settings, table
from service.wiring import IdSource, make_database, make_wiring
from tests.api.foundation import module_world, sample_app, world  # noqa: F401
from workflow.errors import InvalidInput

SETTINGS_PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "settings.md"


def test_the_settings_page_is_what_the_code_reads() -> None:
    assert table() in SETTINGS_PAGE.read_text(encoding="utf-8")


def test_defaults_and_values(tmp_path: Path) -> None:
    plain = read_settings({"PATH": "/bin", "TIEPDAN_PORT": " "})
    assert (plain.host, plain.port, plain.cookie_secure) == ("127.0.0.1", 8080, False)
    assert plain.database_url == f"sqlite:///{plain.data_dir / 'tiepdan.sqlite'}"
    assert (plain.definitions / "roles.yaml").is_file()
    given = {
        "PORT": "81",
        "DATA_DIR": str(tmp_path),
        "COOKIE_SECURE": "TRUE",
        "DATABASE_URL": "postgresql:///x",
    }
    read = read_settings({f"TIEPDAN_{name}": value for name, value in given.items()})
    assert (read.port, read.data_dir, read.cookie_secure) == (81, tmp_path, True)
    assert read.database_url == "postgresql:///x"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "0"),
        ("PORT", "٣"),
        ("PORT", "http"),
        ("COOKIE_SECURE", "maybe"),
        ("DATABASE_URL", "mysql://user:secret@host"),
        ("DEFINITIONS", "/no/such/folder"),
        ("BASE_ADDRESS", "example"),
        ("HOST", "a b"),
        ("LOG_LEVEL", "loud"),
        ("WORKERS", "-1"),
        ("PORTT", "80"),
    ],
)
def test_a_wrong_setting_is_named_and_its_value_is_not_told(name: str, value: str) -> None:
    with pytest.raises(SettingInvalid) as caught:
        read_settings({f"TIEPDAN_{name}": value})
    assert f"TIEPDAN_{name} " in str(caught.value) and "secret" not in str(caught.value)


def test_the_wiring_keeps_its_keys(tmp_path: Path) -> None:
    settings = read_settings({"TIEPDAN_DATA_DIR": str(tmp_path / "fresh"), "TIEPDAN_SESSION_HOURS": "3"})
    database = make_database(settings)
    first, second = make_wiring(settings, database), make_wiring(settings)
    assert first.settings.secret_key == second.settings.secret_key != ""
    assert first.settings.session_length == timedelta(hours=3)
    assert first.settings.secret_key not in repr(first)
    assert (tmp_path / "fresh" / "keys.json").stat().st_mode & 0o77 == 0
    for one in (first, second):
        one.database.engine.dispose()


def test_ids_ascend_even_when_the_clock_goes_back_and_threads_share_the_source() -> None:
    moments = [datetime(2026, 7, 6, tzinfo=UTC) - timedelta(milliseconds=n) for n in range(50)]
    clock = iter(moments)
    source = IdSource(lambda: next(clock))
    made = [source() for _ in moments]
    assert made == sorted(made) and len(set(made)) == 50
    assert {one.version for one in made} == {7} and {one.variant for one in made} == {made[0].variant}
    shared = IdSource()
    ids: set[UUID] = set()
    threads = [threading.Thread(target=lambda: ids.update(shared() for _ in range(500))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(ids) == 2000


@pytest.mark.parametrize(
    ("lost", "kind"), [(0, None), (2, Conflict), (3, Conflict), (2, Duplicate), (1, Busy)]
)
def test_a_lost_race_is_run_again_and_busy_is_not(
    sample_app: Flask,  # noqa: F811
    lost: int,
    kind: type[Exception] | None,
) -> None:
    tries: list[int] = []

    def work(_session: Session) -> str:
        tries.append(1)
        if kind is not None and len(tries) <= lost:
            raise kind()
        return "done"

    with sample_app.app_context():
        if kind is Busy or lost == 3:
            with pytest.raises(kind or Exception):
                in_transaction(work)
        else:
            assert in_transaction(work) == "done"
    assert len(tries) == (1 if kind is Busy else min(lost + 1, 3))


KINDS = (str, int, date, datetime, UUID)
_KEYS = st.tuples(
    st.text(st.characters(categories=["L", "N", "P"]), max_size=20),
    st.integers(-(2**53) + 1, 2**53 - 1),
    st.dates(),
    st.datetimes(timezones=st.just(UTC)),
    st.uuids(),
)


@given(_KEYS)
def test_a_cursor_comes_back_as_it_was(key: tuple[object, ...]) -> None:
    assert read_cursor(write_cursor(key), KINDS) == key


@given(st.text(max_size=60) | st.binary(max_size=40).map(lambda raw: write_cursor([raw.hex()])))
def test_a_cursor_that_is_none_is_refused(text: str) -> None:
    if not text:
        assert read_cursor(text, KINDS) is None
        return
    with pytest.raises(InvalidInput) as caught:
        read_cursor(text, KINDS)
    assert [(one.path, one.code) for one in caught.value.errors] == [("cursor", "bad-cursor")]


def test_the_api_can_be_browsed_under_our_policy(sample_app: Flask, page: Page) -> None:  # noqa: F811
    server = make_server("127.0.0.1", 0, sample_app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    complaints: list[str] = []
    page.on(
        "console", lambda line: complaints.append(line.text) if line.type in ("error", "warning") else None
    )
    page.on("requestfailed", lambda sent: complaints.append(sent.url))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("response", lambda got: complaints.append(got.url) if got.status >= 400 else None)
    try:
        page.goto(f"http://127.0.0.1:{server.server_port}/api/docs/")
        page.locator(".opblock").nth(5).wait_for()
        page.locator(".opblock-post .opblock-summary").first.click()
        page.locator(".opblock-body").first.wait_for()
        assert "/things" in page.locator("#swagger-ui").inner_text()
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
    assert complaints == []
