"""Export as JSON Lines that a receiver verifies alone: a first line with the scope, one line per event, a
last line that counts them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from json.encoder import encode_basestring
from typing import Any

from workflow.audit.breaks import Break, Verdict, What
from workflow.audit.chain import Head, Row, verify
from workflow.audit.entry import header
from workflow.errors import ChainBroken

SCHEMA = "tiepdan/export/1"

_encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")).encode
_string = encode_basestring


def lines(rows: Iterable[Row], scope: Mapping[str, Any]) -> Iterator[str]:
    """The export line by line, each ending in a line feed. `scope` says in JSON values what was asked, by
    whom and up to when.

    Rows come by chain and seq, whole chains from their first event. The last line holds the number of
    events and the SHA-256 over their hashes, each as 64 characters, in the order of the lines: an export
    cut off on its way shows.
    """
    yield _encode({"schema": SCHEMA, "scope": dict(scope)}) + "\n"
    events, seal = 0, sha256()
    for _, _, text, stored in rows:
        yield f'{{"hash":{_string(stored)},"text":{_string(text)}}}\n'
        seal.update(stored.encode())
        events += 1
    yield _encode({"end": {"digest": seal.hexdigest(), "events": events}}) + "\n"


def scope_of(first_line: str) -> dict[str, Any]:
    """What the export says it holds. Raises ChainBroken when the line is not the first line of an export."""
    members = _members(first_line)
    if members.get("schema") != SCHEMA or not isinstance(members.get("scope"), dict):
        raise ChainBroken(f"not an export of schema {SCHEMA}")
    scope: dict[str, Any] = members["scope"]
    return scope


def rows_of(export: Iterable[str]) -> Iterator[Row]:
    """The rows of an export, first and last line checked. Raises ChainBroken(line=n, what=...) for a line
    that cannot be read, a number or digest that does not agree, or a missing end; the chains themselves are
    for `verify`."""
    events, seal, ended, number = 0, sha256(), False, 0
    place = ("", 0)
    for number, line in enumerate(export, start=1):
        if number == 1:
            scope_of(line)
            continue
        members = _members(line, number)
        if ended:
            raise ChainBroken("lines after the end", line=number, what=What.INSERTED)
        if "end" in members:
            if members["end"] != {"digest": seal.hexdigest(), "events": events}:
                raise ChainBroken("the last line counts other events", line=number, what=What.ALTERED)
            ended = True
            continue
        text, stored = members.get("text"), members.get("hash")
        if not isinstance(text, str) or not isinstance(stored, str):
            raise ChainBroken("not an event line", line=number, what=What.ALTERED)
        found = header(text)
        seal.update(stored.encode("utf-8", "surrogatepass"))
        events += 1
        # A text that is no event any more stands for the one that belongs after the line before it.
        place = (found[0], found[2]) if found else (place[0], place[1] + 1)
        yield *place, text, stored
    if not ended:
        raise ChainBroken("the end is missing", line=number + 1, what=What.TRUNCATED)


def verify_lines(
    export: Iterable[str], heads: Mapping[str, Head] | None = None, *, exact: bool = True
) -> Verdict:
    """The verdict over an export, as `verify` gives it over a database. A file that is broken as a file (a
    line that cannot be read, a missing end) is a break of chain "" whose `seq` is the number of the
    line."""
    try:
        return verify(rows_of(export), heads, exact=exact)
    except ChainBroken as broken:
        what, line = broken.facts.get("what", What.ALTERED), broken.facts.get("line", 1)
        return Verdict(False, 0, 0, Break("", line, what))


def _members(line: str, number: int = 1) -> dict[str, Any]:
    try:
        members = json.loads(line)
    except (ValueError, RecursionError):
        members = None
    if not isinstance(members, dict):
        raise ChainBroken("not a line of an export", line=number, what=What.ALTERED)
    return members
