"""Every rule of the house catches a planted violation and lets its lawful neighbour pass."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.architecture import rules

Check = Callable[[str, str], list[rules.Breach]]
LONG_FUNCTION = "def f():\n" + "    x = 1\n" * 50
SLASH = "/"

CAUGHT: list[tuple[Check, str, str]] = [
    (rules.too_long, "workflow/a.py", "x = 1\n" * 301),
    (rules.too_long, "workflow/a.py", LONG_FUNCTION),
    (rules.inner_imports, "workflow/a.py", "def f():\n    import os\n"),
    (rules.inner_imports, "workflow/a.py", "async def f():\n    if True:\n        from os import path\n"),
    (rules.commits, "api/a.py", "session.commit()"),
    (rules.commits, "api/a.py", "get_session().commit()"),
    (rules.unpure, "workflow/a.py", "datetime.now(UTC)"),
    (rules.unpure, "workflow/a.py", "datetime.datetime.utcnow()"),
    (rules.unpure, "workflow/a.py", "date.today()"),
    (rules.unpure, "workflow/a.py", "uuid4()"),
    (rules.unpure, "workflow/a.py", "uuid.uuid4()"),
    (rules.unpure, "workflow/a.py", "open('x')"),
    (rules.unpure, "workflow/a.py", "import random"),
    (rules.unpure, "workflow/a.py", "from random import choice"),
    (rules.untimely_tests, "tests/a.py", "time.sleep(1)"),
    (rules.untimely_tests, "tests/a.py", "from time import sleep\nsleep(1)"),
    (rules.untimely_tests, "tests/a.py", "datetime.date.today()"),
    (rules.bare_ignores, "models/a.py", "x = 1  # type: ignore\n"),
    (rules.banned_words, "workflow/case_manager.py", ""),
    (rules.banned_words, "workflow/a.py", "class TimerHelper: ..."),
    (rules.banned_words, "workflow/a.py", "def do_open(): ..."),
    (rules.banned_words, "workflow/a.py", "case_data = 1"),
    (rules.banned_words, "workflow/a.py", "def f(user_info): ..."),
    (rules.banned_words, "workflow/a.py", "self.mail_service = 1"),
    (rules.banned_words, "workflow/a.py", "review_process = 1"),
    (rules.banned_words, "workflow/a.py", "case_status = 1"),
    (rules.foreign_places, "README.md", f"see {SLASH}work/main"),
    (rules.foreign_places, "README.md", f"cd {SLASH}home/me"),
    (rules.foreign_places, "a.lock", "--index-url https://" + ".".join(("pypi", "org")) + "/simple"),
    (rules.without_docstring, "workflow/a/__init__.py", "x = 1"),
]

LAWFUL: list[tuple[Check, str, str]] = [
    (rules.too_long, "workflow/a.py", "x = 1\n" * 300),
    (rules.too_long, "workflow/a.py", "def f():\n" + "    x = 1\n" * 49),
    (rules.inner_imports, "workflow/a.py", "import os\nif TYPE_CHECKING:\n    import sys\n"),
    (rules.commits, "api/a.py", "session.rollback()"),
    (rules.unpure, "workflow/a.py", "at = clock.now\nreopen(case)\ndatetime.fromisoformat(text)"),
    (rules.untimely_tests, "tests/a.py", "date(2026, 7, 1)"),
    (rules.bare_ignores, "models/a.py", "x = 1  # type: ignore[assignment]\n"),
    (rules.banned_words, "workflow/a.py", "metadata = 1\ndef process_bind_param(value): ..."),
    (rules.banned_words, "api/a.py", "status = 404\ndata_dir = 'x'\nrequest.info()"),
    (rules.foreign_places, "README.md", "https://www.example.org/home/page and `service/work.py`"),
    (rules.without_docstring, "workflow/a/__init__.py", '"""A room."""'),
]


@pytest.mark.parametrize(("check", "path", "source"), CAUGHT)
def test_a_planted_violation_is_caught(check: Check, path: str, source: str) -> None:
    breaches = check(path, source)
    assert breaches
    assert str(breaches[0]).startswith(f"{path}:")


@pytest.mark.parametrize(("check", "path", "source"), LAWFUL)
def test_a_lawful_neighbour_passes(check: Check, path: str, source: str) -> None:
    assert check(path, source) == []


def test_a_folder_without_init_is_named() -> None:
    paths = ["api/__init__.py", "api/app.py", "api/web/pages.py"]
    assert rules.folders_without_init(paths) == ["api/web"]


@pytest.mark.parametrize(
    ("values", "share", "expected"),
    [([], 0.9, 0), ([7], 0.9, 7), (list(range(1, 11)), 0.9, 9), ([3, 1, 2], 0.5, 2), ([1, 2, 3, 4], 0.5, 2)],
)
def test_percentile_is_a_value_of_the_list(values: list[int], share: float, expected: int) -> None:
    assert rules.percentile(values, share) == expected
