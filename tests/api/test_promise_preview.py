"""The office's own shorter length in a preview, and where a fault of it is told."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.conftest import Callers
from tests.api.sample import problem

BODY = {"procedure": "complaint_first", "clock": "acceptance", "from": "2026-07-06"}
NOTICE = {"procedure": "complaint_first", "clock": "dialogue_notice", "from": "2026-08-03"}


@pytest.mark.parametrize(
    ("promise", "promised"),
    [("5 working_days", "2026-07-13"), ("3 days", "2026-07-09"), ("60 days", "2026-07-15"), (None, None)],
)
def test_a_promise_is_shown_beside_the_legal_day(
    caller: Callers, promise: str | None, promised: str | None
) -> None:
    found = caller("police").make("/deadlines/preview", BODY | ({"promise": promise} if promise else {}))
    assert (found["due"], found["promised"]) == ("2026-07-15", promised)


@pytest.mark.parametrize(
    ("body", "place", "code"),
    [
        (BODY | {"promise": "soon"}, "promise", "bad-length"),
        (NOTICE | {"pauses": [{"from": "2026-07-20", "to": "2026-07-21"}]}, "pauses", "notice-fixed"),
    ],
)
def test_a_fault_is_told_where_it_lies(caller: Callers, body: dict[str, Any], place: str, code: str) -> None:
    found = problem(caller("police").post("/deadlines/preview", body), 422, "invalid-input")
    assert [(one["path"], one["code"]) for one in found["errors"]] == [(place, code)]
