"""One audit event and its canonical bytes: RFC 8785 (JSON Canonicalization Scheme) over a restricted JSON.

The restriction (ASCII names, no fractions, integers within 2**53 - 1) makes the standard encoder's output
equal to RFC 8785, many times faster than a general canonicaliser; `rfc8785` is the oracle in the tests.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any

from workflow.audit.kinds import EventKind
from workflow.errors import WorkflowError

SCHEMA = "tiepdan/event/1"
GENESIS = "0" * 64
LARGEST_INTEGER = 2**53 - 1
DEEPEST = 20

_WORD = r'"[^"\\\x00-\x1f]++"'
_MAYBE = rf"(?:null|{_WORD})"
_DIGEST = r'(?:null|"[0-9a-f]{64}")'
_HEADER = re.compile(
    rf'"calendar":{_DIGEST},"case_type":{_MAYBE},"chain_id":"([^"\\\x00-\x1f]++)","command_id":{_MAYBE},'
    rf'"definition":{_DIGEST},"happened":{_WORD},"kind":{_WORD},"on_behalf_of":{_MAYBE},'
    rf'"organisation":{_MAYBE},"precision":"(?:day|instant)","previous":"([0-9a-f]{{64}})",'
    rf'"recorded":{_WORD},"rules":\[(?:{_WORD}(?:,{_WORD})*+)?\],'
    rf'"schema":"{re.escape(SCHEMA)}","seq":([1-9][0-9]{{0,15}})\}}'
)
_ACTOR = re.compile(rf'\{{"actor":{_WORD},"body":\{{')
_encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")).encode


class EntryInvalid(WorkflowError):
    """The event cannot be written in its canonical form."""

    code = "event-invalid"


@dataclass(frozen=True, slots=True)
class Entry:
    """One act on one chain.

    `seq` counts from 1; `actor` is a user id, "system" or "import:<name>"; `happened` is a date (precision
    "day") or an aware datetime (precision "instant"); `recorded` an aware datetime, stored in UTC with
    microseconds; `case_type` like "dispute@2026.1"; `definition` and `calendar` SHA-256 of the versions in
    use; `rules` the ids of the time rules touched; `organisation` the office whose scope it belongs to;
    `body` JSON of str, int, bool, None, list and dict with ASCII names; `previous` the hash before it,
    GENESIS for the first. Words other than the body hold no quote, backslash or control character.
    """

    chain_id: str
    seq: int
    kind: EventKind
    actor: str
    happened: datetime | date
    recorded: datetime
    body: Mapping[str, Any]
    previous: str = GENESIS
    on_behalf_of: str | None = None
    organisation: str | None = None
    case_type: str | None = None
    definition: str | None = None
    rules: tuple[str, ...] = ()
    calendar: str | None = None
    command_id: str | None = None

    @property
    def precision(self) -> str:
        """How exactly the act's own time is known: "instant" or "day"."""
        return "instant" if isinstance(self.happened, datetime) else "day"


_MEMBERS = frozenset(item.name for item in fields(Entry)) | {"precision", "schema"}


def canonical_text(entry: Entry) -> str:
    """The event as RFC 8785 JSON. Raises EntryInvalid naming the member that cannot be written."""
    if type(entry.kind) is not EventKind:
        raise EntryInvalid(f"kind: {entry.kind!r} is not of the closed list", member="kind")
    happened, precision = entry.happened, "day"
    if isinstance(happened, datetime):
        moment, precision = _instant("happened", happened), "instant"
    else:
        moment = happened.isoformat()
    _check_body(entry.body)
    text = _encode(
        {
            "actor": entry.actor,
            "body": entry.body if type(entry.body) is dict else dict(entry.body),
            "calendar": entry.calendar,
            "case_type": entry.case_type,
            "chain_id": entry.chain_id,
            "command_id": entry.command_id,
            "definition": entry.definition,
            "happened": moment,
            "kind": entry.kind,
            "on_behalf_of": entry.on_behalf_of,
            "organisation": entry.organisation,
            "precision": precision,
            "previous": entry.previous,
            "recorded": _instant("recorded", entry.recorded),
            "rules": entry.rules,
            "schema": SCHEMA,
            "seq": entry.seq,
        }
    )
    found = header(text)
    if (
        found is None
        or not _ACTOR.match(text)
        or found[2] > LARGEST_INTEGER
        or type(entry.rules) is not tuple
    ):
        raise _header_fault(entry)
    if (entry.seq == 1) is not (entry.previous == GENESIS):
        raise EntryInvalid("previous: only the first event of a chain follows nothing", member="previous")
    try:
        text.encode()
    except UnicodeEncodeError:
        raise EntryInvalid("a text holds half of a surrogate pair") from None
    return text


def digest(text: str) -> str:
    """SHA-256 of the canonical text's UTF-8 bytes, in lower-case hexadecimal."""
    return sha256(text.encode()).hexdigest()


def header(text: str) -> tuple[str, str, int] | None:
    """(chain_id, previous hash, seq) as the canonical text itself says, without reading its body; None if
    it is no event.

    Names are sorted, so what follows the last `"calendar":` is the event's own tail: a quote inside a value
    is always escaped.
    """
    start = text.rfind('"calendar":')
    found = _HEADER.fullmatch(text, start) if start > 0 else None
    return (found[1], found[2], int(found[3])) if found else None


def parse(text: str) -> Entry:
    """The event of a canonical text. Raises EntryInvalid for anything that `canonical_text` would not have
    written so."""
    try:
        members = json.loads(text)
        if type(members) is not dict or members.keys() != _MEMBERS or members.pop("schema") != SCHEMA:
            raise EntryInvalid(f"not an event of schema {SCHEMA}", member="schema")
        whole_day = members.pop("precision") == "day"
        members["happened"] = (date if whole_day else datetime).fromisoformat(members["happened"])
        members["recorded"] = datetime.fromisoformat(members["recorded"])
        members["kind"] = EventKind(members["kind"])
        members["rules"] = tuple(members["rules"])
        entry = Entry(**members)
        same = canonical_text(entry) == text
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        raise EntryInvalid(f"not an event: {type(error).__name__}") from None
    if not same:
        raise EntryInvalid("not in canonical form (RFC 8785)")
    return entry


def _instant(member: str, moment: datetime) -> str:
    if not isinstance(moment, datetime) or moment.tzinfo is None:
        raise EntryInvalid(f"{member}: an instant needs its time zone", member=member)
    try:
        utc = moment if moment.tzinfo is UTC else moment.astimezone(UTC)
    except OverflowError:
        raise EntryInvalid(f"{member}: outside the years 1 to 9999", member=member) from None
    return utc.isoformat(timespec="microseconds")[:-6] + "Z"


def _check_body(body: Mapping[str, Any]) -> None:
    # Level by level, so that a body that holds itself ends at the depth limit and not in a recursion error.
    level: list[Any] = [dict(body)]
    for _ in range(DEEPEST):
        deeper: list[Any] = []
        for node in level:
            if type(node) is dict:
                _check_names(node)
                node = node.values()
            for value in node:
                kind = type(value)
                if kind is str or value is None or kind is bool:
                    continue
                if kind is dict or kind is list:
                    deeper.append(value)
                elif kind is int:
                    if not -LARGEST_INTEGER <= value <= LARGEST_INTEGER:
                        raise EntryInvalid(
                            "body: an integer beyond 2**53 - 1; write it as text", member="body"
                        )
                elif not isinstance(value, str):
                    raise EntryInvalid(
                        f"body: {kind.__name__} is not a JSON value of an event", member="body"
                    )
        if not deeper:
            return
        level = deeper
    raise EntryInvalid(f"body: more than {DEEPEST} levels deep", member="body")


def _check_names(node: dict[Any, Any]) -> None:
    try:
        if "".join(node).isascii():
            return
    except TypeError:
        pass
    names = [name for name in node if not (isinstance(name, str) and name.isascii())]
    raise EntryInvalid(f"body: names must be ASCII text: {names[0]!r}", member="body")


def _header_fault(entry: Entry) -> EntryInvalid:
    word, sha = re.compile(_WORD[1:-1]), re.compile(r"[0-9a-f]{64}")
    optional = ("on_behalf_of", "organisation", "case_type", "definition", "calendar", "command_id")
    for name in ("chain_id", "actor", "previous", *optional):
        value = getattr(entry, name)
        form = sha if name in ("previous", "definition", "calendar") else word
        if not (value is None and name in optional) and not (
            isinstance(value, str) and form.fullmatch(value)
        ):
            return EntryInvalid(f"{name}: {value!r} is not a plain word or digest", member=name)
    if type(entry.seq) is not int or not 1 <= entry.seq <= LARGEST_INTEGER:
        return EntryInvalid(f"seq: {entry.seq!r} is not a whole number from 1", member="seq")
    return EntryInvalid(f"rules: {entry.rules!r} is not a tuple of plain words", member="rules")
