"""The reasons in a ledger, said in English: law, calendar and case type give them in Vietnamese."""

from __future__ import annotations

import re
from collections.abc import Mapping

_DATED = re.compile(r"(.+) (\d\d/\d\d/\d{4})\Z", re.S)
_IN_BRACKETS = re.compile(r"(.+?) \((.+)\)\Z", re.S)


def in_english(text: str, known: Mapping[str, str]) -> str:
    """A reason part by part: "A; B", "A (B)", "A: B" and "A 31/12/2026" are made of reasons of their own.
    What is not `known` stays as the law has it."""
    if not text or text in known:
        return known.get(text, text)
    if dated := _DATED.match(text):
        return f"{in_english(dated[1], known)} {dated[2]}"
    if bracketed := _IN_BRACKETS.match(text):
        return f"{in_english(bracketed[1], known)} ({in_english(bracketed[2], known)})"
    for between in ("; ", ": "):
        first, found, rest = text.partition(between)
        if found:
            return f"{in_english(first, known)}{between}{in_english(rest, known)}"
    return text


def source_in_english(text: str, known: Mapping[str, str]) -> str:
    """A citation: the law keeps its title, only the doubt behind it is said in English."""
    return re.sub(r"\(([^()]+)\)", lambda found: f"({known.get(found[1], found[1])})", text)
