"""The plain values of the language: names, texts, days, flags. Each reader accepts a written value or
raises Misread."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from workflow.case_type.problems import Path, nearest

OCCURRENCES = (
    "opened", "assigned", "unassigned", "leave_started", "leave_ended", "received_by_party", "hearing_set",
    "request_sent", "request_answered",
)  # fmt: skip
"""Events of the closed list that need no name beside them."""

ANY_ENDING = "any_ending"
RESERVED = {
    "states": frozenset(("any_open", "same", "previous")),
    "roles": frozenset(("system",)),
    "fields": frozenset(("all", "any", "not", "document", "clock", "office", "children", "is")),
    "transitions": frozenset((*OCCURRENCES, ANY_ENDING)),
}
"""Words of the language that a thing of that section may not take as its name."""

_WORD = re.compile(r"[a-z][a-z0-9_]*\Z")


class Misread(Exception):
    """A value that the grammar does not know; `path` is its place inside the value that was read."""

    def __init__(self, message: str, path: Path = ()) -> None:
        self.path = path
        super().__init__(message)


def is_word(value: object) -> bool:
    """True for a name as the language wants it: small ASCII letters, digits and underscores."""
    return isinstance(value, str) and len(value) <= 60 and _WORD.match(value) is not None


def many(value: Any) -> tuple[Any, ...]:
    """One value or a list of values, as a tuple; nothing written is an empty tuple."""
    if value is None:
        return ()
    return tuple(value) if isinstance(value, (list, tuple)) else (value,)


def read_day(value: Any) -> date:
    """A day, as YAML gave it or as the ISO text of the stored form."""
    if type(value) is date:
        return value
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        raise Misread("Write a day as YYYY-MM-DD.") from None


def read_word(value: Any) -> None:
    """A name: small ASCII letters, digits, underscores."""
    if not is_word(value):
        raise Misread("Write a name: small letters a-z, digits and underscores, beginning with a letter.")


def read_name_in(section: str) -> Callable[[Any], None]:
    """A reader for the name that a file gives to a thing of its own in `section`."""

    def read(value: Any) -> None:
        read_word(value)
        if value in RESERVED.get(section, ()):
            raise Misread(f"{value} is a word of the language; choose another name.")

    return read


def read_line(value: Any) -> None:
    """A text that is not empty."""
    if not isinstance(value, str) or not value.strip() or len(value) > 2000:
        raise Misread("Write a text here (quote it if it looks like a number or a date).")


def read_words(value: Any) -> None:
    """A text of the office: `{vi, en}`, with `cites` beside it, or bare Vietnamese."""
    languages = value if isinstance(value, Mapping) else {"vi": value}
    if "vi" not in languages or not set(languages) <= {"vi", "en", "cites"}:
        raise Misread("Write a text as {vi: ..., en: ...}.")
    for language, words in languages.items():
        if not isinstance(words, str) or not words.strip() or len(words) > 2000:
            raise Misread(
                "Write a text here (quote it if it looks like a number or a date).",
                (language,) if languages is value else (),
            )


def read_flag(value: Any) -> None:
    """True or false."""
    if not isinstance(value, bool):
        raise Misread("Write true or false.")


def read_whole(value: Any) -> None:
    """A whole number."""
    if type(value) is not int or abs(value) > 1_000_000:
        raise Misread("Write a whole number.")


def read_dotted(value: Any) -> None:
    """A name with parts, such as a rule family."""
    if not isinstance(value, str) or not all(is_word(part) for part in value.split(".")):
        raise Misread("Write a name, with dots between its parts.")


def each_of(read: Callable[[Any], object]) -> Callable[[Any], None]:
    """A reader for one value or a list of them."""

    def read_all(value: Any) -> None:
        for index, item in enumerate(many(value)):
            try:
                read(item)
            except Misread as misread:
                place = (index,) if isinstance(value, list) else ()
                raise Misread(str(misread), place + misread.path) from None

    return read_all


def one_of(*words: str) -> Callable[[Any], None]:
    """A reader for one of the words of a closed list."""

    def read(value: Any) -> None:
        if value not in words:
            raise Misread(f"Write one of {', '.join(words)}{nearest(value, words)}.")

    return read


def read_options(value: Any) -> None:
    """The closed values of a choice: a list, a mapping to texts, or a code list."""
    if isinstance(value, str):
        if not value.startswith("code_list.") or not is_word(value.removeprefix("code_list.")):
            raise Misread("Write a list of values, a mapping of values to texts, or code_list.NAME.")
        return
    if not isinstance(value, (list, Mapping)) or not value:
        raise Misread("Write a list of values, a mapping of values to texts, or code_list.NAME.")
    for code in value:
        read_word(code)
    for text in value.values() if isinstance(value, Mapping) else ():
        read_words(text)


def read_scalar(value: Any) -> None:
    """A word or a share such as 50%."""
    if not isinstance(value, str):
        raise Misread("Write a name here.")


def options_where_wanted(value: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Key and sentence where a field has options and is no choice, or is one and has none."""
    if ("of" in value) != (value.get("type") in ("choice", "choices")):
        yield "type", "A choice names its options under `of`; other types have none."


def length_from_somewhere(value: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Key and sentence where a clock does not say how long, or says it twice."""
    if "given" in value and ("rule" in value or "promise" in value):
        yield "given", "The end is either given by a field or counted; keep one."
    if not {"rule", "promise", "given"} & set(value):
        yield "starts", "Say how long: rule, promise, or given: FIELD."
    if value.get("kind") == "notice" and "before" not in value:
        yield "kind", "A notice counts back from a day: add before: FIELD."
