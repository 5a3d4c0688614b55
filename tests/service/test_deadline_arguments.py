"""How the command is asked: names as people write them, instants, pauses that stop nothing, and a sentence
for whatever cannot be answered."""

from __future__ import annotations

import json
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from service.cli import main
from tests.law.books import law

COMPLAINT, DENUNCIATION = "complaint_first", "denunciation"


def ask(*arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(main, ["deadline", *arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.stdout, result.stderr


def told(*arguments: str) -> dict[str, Any]:
    code, shown, said = ask(*arguments, "--json")
    assert (code, said) == (0, "")
    found: dict[str, Any] = json.loads(shown)
    return found


@pytest.mark.parametrize(
    ("procedure", "clock"),
    [
        ("Complaint-First", "Resolution"),
        ("complaint first", "resolution"),
        (" COMPLAINT_FIRST ", "resolution"),
    ],
)
def test_names_are_taken_however_they_are_written(procedure: str, clock: str) -> None:
    assert told(procedure, clock, "--from", "2026-10-12")["due"] == "2026-11-11"


@pytest.mark.parametrize(
    "variants",
    [["--with", "remote", "--with", "complex"], ["--with", "remote,complex"], ["--with", "Complex + Remote"],
     ["--with", "complex; remote", "--with", ""], ["--with", "complex", "--with", "complex,remote"]],
)  # fmt: skip
def test_several_variants_may_be_given_together(variants: list[str]) -> None:
    assert told(COMPLAINT, "resolution", "--from", "2026-10-12", *variants)["due"] == "2026-12-11"


@pytest.mark.parametrize("name", ["difficult_area", "difficult-area", "difficult area"])
def test_a_variant_of_two_words_is_one(name: str) -> None:
    assert told("land_dispute", "resolution", "--from", "2026-07-09", "--with", name)["due"] == "2026-09-03"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("complaint_frst", "acceptance"), "Did you mean complaint_first?"),
        ((COMPLAINT, "acceptence"), "Did you mean acceptance?"),
        ((DENUNCIATION, "resolution", "--with", "especialy_complex"), "Did you mean especially_complex?"),
        ((COMPLAINT, "acceptance", "--with", "complex"), "it knows: none."),
        ((COMPLAINT, "acceptance", "--calendar", "vm"), "There is no calendar vm; there are: vn."),
        ((COMPLAINT, "acceptance", "--calendar", "../vn"), "There is no calendar ../vn; there are: vn."),
        (("khiếu_nại", "thụ_lý"), "There is no procedure khiếu_nại"),
        ((COMPLAINT, "resolution", "--extend", "2"), "it can be extended once, not 2 times"),
        ((DENUNCIATION, "resolution", "--extend", "3"), "it can be extended 2 times, not 3"),
        ((COMPLAINT, "acceptance", "--extend", "1"), "it cannot be extended"),
        (
            (COMPLAINT, "dialogue_notice", "--pause", "2026-07-01", "2026-07-02"),
            "neither paused nor extended",
        ),
        ((COMPLAINT, "resolution", "--pause", "2026-07-20", "2026-07-10"), "ends before it begins"),
        ((COMPLAINT, "resolution", "--promise", "0 days"), "0 days is not a length"),
        ((COMPLAINT, "resolution", "--promise", "99999 days"), "2026-07-06 and 99999 days: only the years"),
    ],
)
def test_what_is_wrong_is_said_with_the_nearest_name(arguments: tuple[str, ...], said: str) -> None:
    code, shown, heard = ask(*arguments, "--from", "2026-07-06")
    assert code in (1, 2) and shown == "" and said in heard


@pytest.mark.parametrize(
    "start",
    ["0001-01-01", "9999-12-31", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", "2200-12-30",
     "1899-12-31", "2012-06-30"],
)  # fmt: skip
def test_a_year_that_cannot_be_counted_is_said(start: str) -> None:
    code, shown, said = ask(COMPLAINT, "acceptance", "--from", start)
    assert (code, shown) == (1, "") and said.startswith("tiepdan: ") and said.count("\n") == 1


@pytest.mark.parametrize(
    "start",
    ["", "2026-02-30", "2026-02-30T10:00+07:00", "05/01/2026", "20260105", "2026-01-05T10:00",
     "2026-01-05T10:00+25:00", "２０２６-01-05", "Tết"],
)  # fmt: skip
def test_a_start_that_is_no_day_is_a_wrong_call(start: str) -> None:
    code, shown, said = ask(COMPLAINT, "acceptance", "--from", start)
    assert (code, shown) == (2, "") and "--from" in said and "2026-01-05" in said


@pytest.mark.parametrize(
    ("first", "last"),
    [("2026-07-20", "2026-08-17"), ("2026-07-20T08:00+07:00", "2026-08-17"),
     ("2026-07-19T17:00:00Z", "2026-08-17T16:59:00+00:00")],
)  # fmt: skip
def test_a_pause_is_given_by_days_or_by_instants(first: str, last: str) -> None:
    found = told(COMPLAINT, "resolution", "--from", "2026-07-06T09:00:00+07:00", "--pause", first, last)
    assert found["due"] == "2026-09-03"


@pytest.mark.parametrize(("first", "last"), [("2026-07-01", "2026-07-06"), ("2026-08-07", "2026-09-01"),
                         ("2026-07-20", "2026-07-20")])  # fmt: skip
def test_a_pause_that_stops_nothing_is_counted_as_nothing_and_said(first: str, last: str) -> None:
    asked = (COMPLAINT, "resolution", "--from", "2026-07-06", "--json")
    code, shown, said = ask(*asked, "--pause", first, last, "--pause", "2026-07-25", "2026-07-26")
    assert (code, json.loads(shown)["due"]) == (0, "2026-08-06")
    assert said.splitlines() == [
        f"tiepdan: the pause from {first} to {last} changes nothing: it covers no day on which the clock ran."
    ]


def test_a_pause_from_before_the_law_allowed_one_is_not_counted_and_said() -> None:
    asked = (COMPLAINT, "resolution", "--from", "2026-06-08", "--json")
    code, shown, said = ask(*asked, "--pause", "2026-06-15", "2026-06-20")
    assert (code, json.loads(shown)["due"]) == (0, "2026-07-08")
    assert said == (
        "tiepdan: the pause from 2026-06-15 to 2026-06-20 changes nothing: "
        "the law let this clock stand still from 2026-07-01 on.\n"
    )


CLOCKS = st.sampled_from(sorted(law().procedures))
SOME = st.text(max_size=12) | st.sampled_from(
    ["2026-07-06", "complex", "remote", "1", "2026-12-31T23:59:59Z"]
)


@settings(max_examples=20)
@given(CLOCKS, SOME, st.lists(SOME, max_size=2), SOME, st.tuples(SOME, SOME))
def test_nothing_that_is_typed_ends_in_a_traceback(
    clock: tuple[str, str], start: str, variants: list[str], extend: str, pause: tuple[str, str]
) -> None:
    more = [part for one in variants for part in ("--with", one)]
    code, shown, said = ask(*clock, "--from", start, *more, "--extend", extend, "--pause", *pause)
    assert code in (0, 1, 2) and (shown if code == 0 else said.strip())
