"""Reads what was entered for an act into typed values, the same for form, API and importer, with every fault
named by its place.

What comes in is JSON: dates as ISO texts, ids as UUID texts. What goes out is JSON too, normalised (NFC,
trimmed).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from workflow.case_type.model import CaseType, Field
from workflow.errors import FieldError, InvalidInput

LONGEST_TEXT = 20_000
LONGEST_LINE = 300
LARGEST_INTEGER = 1_000_000_000
MOST_PARTIES = 1_000

PARTY_KEYS = ("name", "address", "identity", "contact")
"""What a party entry may say of a person: each is a personal value."""


class _Fault(Exception):
    def __init__(self, code: str, path: str = "", **facts: object) -> None:
        self.code, self.path = code, path
        self.facts = tuple((name, str(fact)) for name, fact in facts.items())


def read_fields(case_type: CaseType, names: Iterable[str], raw: Mapping[str, Any]) -> dict[str, Any]:
    """Typed values of the named fields; those left empty are left out. Raises InvalidInput with a FieldError
    per fault.

    A field that the act does not ask for is a fault too (`unknown-field`): nothing entered is dropped
    silently.
    """
    wanted = list(names)
    errors = [FieldError(f"fields.{name}", "unknown-field") for name in raw if name not in wanted]
    values: dict[str, Any] = {}
    for name in wanted:
        given = raw.get(name)
        if given is None or given == "" or given == []:
            continue
        try:
            values[name] = _READERS[case_type.fields[name].type](case_type.fields[name], given)
        except _Fault as fault:
            path = f"fields.{name}" + (f".{fault.path}" if fault.path else "")
            errors.append(FieldError(path, fault.code, fault.facts))
    if errors:
        raise InvalidInput(errors)
    return {name: value for name, value in values.items() if value not in (None, "", [])}


def clean_text(given: Any, longest: int, *, lines: bool) -> str:
    """A text as it is kept: NFC, trimmed, no control characters. Raises a fault for anything else."""
    if not isinstance(given, str):
        raise _Fault("not-a-text")
    text = unicodedata.normalize("NFC", given.replace("\r\n", "\n").replace("\r", "\n")).strip()
    if len(text) > longest:
        raise _Fault("too-long", longest=longest)
    allowed = "\n\t" if lines else ""
    if any((unicodedata.category(one) in ("Cc", "Cs", "Co", "Cn") and one not in allowed) for one in text):
        raise _Fault("control-character")
    return text


def read_text_value(path: str, given: Any, longest: int) -> str:
    """A text that belongs to no declared field, needed and clean. Raises InvalidInput at `path`."""
    try:
        text = clean_text(given, longest, lines=True)
    except _Fault as fault:
        raise InvalidInput([FieldError(path, fault.code, fault.facts)]) from None
    if not text:
        raise InvalidInput([FieldError(path, "missing")])
    return text


def _text(field: Field, given: Any) -> str:
    return clean_text(given, LONGEST_TEXT, lines=True)


def _line(field: Field, given: Any) -> str:
    return clean_text(given, LONGEST_LINE, lines=False)


def _date(field: Field, given: Any) -> str:
    text = _line(field, given)
    try:
        found = date.fromisoformat(text)
    except ValueError:
        raise _Fault("not-a-date") from None
    if len(text) != 10 or not 1900 <= found.year <= 2200:
        raise _Fault("not-a-date")
    return found.isoformat()


def _instant(field: Field, given: Any) -> str:
    try:
        found = datetime.fromisoformat(_line(field, given))
    except ValueError:
        raise _Fault("not-an-instant") from None
    if found.tzinfo is None or not 1900 <= found.year <= 2200:
        raise _Fault("not-an-instant")
    return found.isoformat()


def _integer(field: Field, given: Any) -> int:
    if isinstance(given, bool) or not isinstance(given, int):
        raise _Fault("not-a-number")
    if field.at_least is not None and given < field.at_least:
        raise _Fault("too-small", least=field.at_least)
    most = LARGEST_INTEGER if field.at_most is None else field.at_most
    if given > most:
        raise _Fault("too-large", most=most)
    return given


def _choice(field: Field, given: Any) -> str:
    if not isinstance(given, str) or given not in {option.code for option in field.options}:
        raise _Fault("not-a-choice")
    return given


def _choices(field: Field, given: Any) -> list[str]:
    if not isinstance(given, list):
        raise _Fault("not-a-list")
    chosen = [_choice(field, one) for one in given]
    if field.at_least and len(set(chosen)) < field.at_least:
        raise _Fault("too-small", least=field.at_least)
    return sorted(set(chosen), key=[option.code for option in field.options].index)


def _yes_no(field: Field, given: Any) -> bool:
    if not isinstance(given, bool):
        raise _Fault("not-yes-or-no")
    return given


def _id(field: Field, given: Any) -> str:
    try:
        return str(UUID(_line(field, given)))
    except ValueError:
        raise _Fault("not-an-id") from None


def _ids(field: Field, given: Any) -> list[str]:
    if not isinstance(given, list):
        raise _Fault("not-a-list")
    return list(dict.fromkeys(_id(field, one) for one in given))


def _parties(field: Field, given: Any) -> list[dict[str, Any]]:
    """People or organisations: name needed; address, identity, contact; `representative` in a group."""
    if not isinstance(given, list):
        raise _Fault("not-a-list")
    most = field.at_most or MOST_PARTIES
    if len(given) > most:
        raise _Fault("too-large", most=most)
    if field.at_least and len(given) < field.at_least:
        raise _Fault("too-small", least=field.at_least)
    return [_party(one, str(place)) for place, one in enumerate(given)]


def _party(given: Any, path: str) -> dict[str, Any]:
    if not isinstance(given, Mapping):
        raise _Fault("not-a-party", path)
    for key in given:
        if key not in (*PARTY_KEYS, "kind", "representative"):
            raise _Fault("unknown-field", f"{path}.{key}")
    party: dict[str, Any] = {}
    for key in PARTY_KEYS:
        if given.get(key) not in (None, ""):
            party[key] = _inside(f"{path}.{key}", clean_text, given[key], LONGEST_LINE, lines=False)
    if not party.get("name"):
        raise _Fault("missing", f"{path}.name")
    kind = given.get("kind") or "person"
    if kind not in ("person", "organisation"):
        raise _Fault("not-a-choice", f"{path}.kind")
    representative = given.get("representative") or False
    if not isinstance(representative, bool):
        raise _Fault("not-yes-or-no", f"{path}.representative")
    return {**party, "kind": kind, "representative": representative}


def _respondent(field: Field, given: Any) -> dict[str, Any]:
    """What is complained about: an office, an official (by user id where one is known), or an act in
    words."""
    if not isinstance(given, Mapping):
        raise _Fault("not-a-party")
    for key in given:
        if key not in ("kind", "user", "organisation", "name", "act"):
            raise _Fault("unknown-field", key)
    kind = given.get("kind")
    if kind not in ("official", "organisation", "act"):
        raise _Fault("not-a-choice", "kind")
    found: dict[str, Any] = {"kind": kind}
    for key in ("user", "organisation"):
        if given.get(key):
            found[key] = _inside(key, _id, field, given[key])
    for key in ("name", "act"):
        if given.get(key):
            found[key] = _inside(key, clean_text, given[key], LONGEST_LINE, lines=False)
    if len(found) == 1:
        raise _Fault("missing", "name")
    return found


def _recipients(field: Field, given: Any) -> list[str]:
    if not isinstance(given, list):
        raise _Fault("not-a-list")
    if len(given) > MOST_PARTIES:
        raise _Fault("too-large", most=MOST_PARTIES)
    texts = [
        _inside(str(place), clean_text, one, LONGEST_LINE, lines=False) for place, one in enumerate(given)
    ]
    return [text for text in texts if text]


def _inside(path: str, read: Callable[..., Any], *arguments: Any, **named: Any) -> Any:
    try:
        return read(*arguments, **named)
    except _Fault as fault:
        raise _Fault(
            fault.code, f"{path}.{fault.path}" if fault.path else path, **dict(fault.facts)
        ) from None


_READERS: Mapping[str, Callable[[Field, Any], Any]] = {
    "text": _text,
    "line": _line,
    "date": _date,
    "instant": _instant,
    "integer": _integer,
    "choice": _choice,
    "choices": _choices,
    "yes_no": _yes_no,
    "officer": _id,
    "organisation": _id,
    "units": _ids,
    "parties": _parties,
    "respondent": _respondent,
    "recipients": _recipients,
}
