"""A transition's declared fields as a form, and what is typed into it as JSON values.

Days are typed dd/MM/yyyy, numbers as Vietnamese offices write them. A value that cannot be read becomes a
FieldError at `fields.<name>`, and what was typed stays as it was typed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from api.request.language import say as _
from api.web.faults import id_of
from api.web.words import ZONE
from workflow.case_type.model import Field
from workflow.errors import FieldError
from workflow.text.dates import format_date, parse_date
from workflow.text.numbers import parse_integer
from workflow.text.unreadable import Unreadable

Typed = Mapping[str, Sequence[str]]
"""The text fields of a form: name → what was typed."""

PARTY_PARTS = ("name", "address", "identity", "contact")


@dataclass(frozen=True, slots=True)
class Choice:
    """One option: `code` is sent, `title` shown, `cites` names its article."""

    code: str
    title: str
    cites: str = ""


@dataclass(frozen=True, slots=True)
class Lists:
    """What fields that name people and offices are chosen from. `officials`: whom a matter may be about."""

    officers: Sequence[Choice] = ()
    offices: Sequence[Choice] = ()
    officials: Sequence[Choice] = ()


@dataclass(frozen=True, slots=True)
class Input:
    """One input as a template draws it: `widget` line | area | date | number | password | select | radios |
    checks | file | group; `rows` are the parts of a group."""

    name: str
    title: str
    widget: str = "line"
    values: Sequence[str] = ()
    options: Sequence[Choice] = ()
    help: str = ""
    error: str = ""
    required: bool = True
    size: str = ""
    rows: Sequence[Sequence[Input]] = ()
    more: str = ""
    held: str = ""

    @property
    def id(self) -> str:
        """The input's id, which the error summary leads to."""
        return id_of(self.name)

    @property
    def is_touched(self) -> bool:
        """Whether anything was typed, held or found wrong in it or its parts."""
        own = bool(self.error or self.held or any(one.strip() for one in self.values))
        return own or any(part.is_touched for row in self.rows for part in row)

    @property
    def demand(self) -> str:
        """What to do where it is needed and empty."""
        if self.name.startswith("paper."):
            return _("Thêm tài liệu: %(title)s", title=self.title)
        if [one.code for one in self.options] == ["yes", "no"]:
            return _("Chọn Có hoặc Không: %(title)s", title=self.title)
        if self.widget in ("select", "radios", "checks"):
            return _("Chọn mục: %(title)s", title=self.title)
        return _("Nhập mục: %(title)s", title=self.title)


def path_of(field: Field) -> str:
    """Where a field stands in the form, and in the errors of the rules."""
    return f"fields.{field.name}"


def read_values(fields: Iterable[Field], typed: Typed) -> tuple[dict[str, Any], list[FieldError]]:
    """The JSON values of what was typed, and what could not be read."""
    values: dict[str, Any] = {}
    errors: list[FieldError] = []
    for one in fields:
        try:
            value = _READERS.get(one.type, _first)(path_of(one), typed)
        except Unreadable as error:
            errors.append(FieldError(path_of(one), error.code))
            continue
        if value not in (None, "", [], {}):
            values[one.name] = value
    return values, errors


def typed_again(field: Field, value: Any) -> list[str]:
    """A stored value as it would be typed; nothing for kinds that are typed in parts."""
    match field.type:
        case "date":
            return [format_date(date.fromisoformat(value))]
        case "yes_no":
            return ["yes" if value else "no"]
        case "choices" | "units":
            return [str(one) for one in value]
        case "text" | "line" | "choice" | "officer" | "organisation" | "integer":
            return [str(value)]
    return []


def first(typed: Typed, name: str) -> str:
    """What was typed into a plain input."""
    return next(iter(typed.get(name, ())), "").strip()


def whole(typed: Typed, name: str) -> int:
    """A number that the form itself carries; 0 where it was tampered with."""
    text = first(typed, name)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def party_rows(path: str, typed: Typed) -> list[dict[str, str]]:
    """The people typed so far, without the rows left blank."""
    prefix = f"{path}."
    numbers = sorted(
        {
            int(rest[0])
            for name in typed
            if name.startswith(prefix) and (rest := name[len(prefix) :].split("."))[0].isdigit()
        }
    )
    rows = [
        {part: first(typed, f"{path}.{number}.{part}") for part in (*PARTY_PARTS, "representative")}
        for number in numbers[:1000]
    ]
    return [row for row in rows if any(row[part] for part in PARTY_PARTS)]


def _first(path: str, typed: Typed) -> Any:
    return first(typed, path)


def _date(path: str, typed: Typed) -> Any:
    text = first(typed, path)
    return parse_date(text).isoformat() if text else None


def _integer(path: str, typed: Typed) -> Any:
    text = first(typed, path)
    return parse_integer(text) if text else None


def _many(path: str, typed: Typed) -> Any:
    return [one for one in typed.get(path, ()) if one]


def _yes_no(path: str, typed: Typed) -> Any:
    return {"yes": True, "no": False}.get(first(typed, path))


def _lines(path: str, typed: Typed) -> Any:
    return [line.strip() for line in first(typed, path).splitlines() if line.strip()]


def _instant(path: str, typed: Typed) -> Any:
    day, hour = first(typed, f"{path}.day"), first(typed, f"{path}.time")
    if not day and not hour:
        return None
    try:
        moment = datetime.combine(parse_date(day), time.fromisoformat(hour.replace("h", ":")), ZONE)
    except Unreadable:
        raise
    except ValueError:
        raise Unreadable("date-form") from None
    return moment.isoformat()


def _parties(path: str, typed: Typed) -> Any:
    return [
        {part: row[part] for part in PARTY_PARTS if row[part]}
        | ({"representative": True} if row["representative"] else {})
        for row in party_rows(path, typed)
    ]


def _respondent(path: str, typed: Typed) -> Any:
    found = {part: first(typed, f"{path}.{part}") for part in ("kind", "user", "organisation", "name", "act")}
    return {part: text for part, text in found.items() if text}


_READERS: Mapping[str, Callable[[str, Typed], Any]] = {
    "date": _date,
    "integer": _integer,
    "choices": _many,
    "units": _many,
    "yes_no": _yes_no,
    "recipients": _lines,
    "instant": _instant,
    "parties": _parties,
    "respondent": _respondent,
}
