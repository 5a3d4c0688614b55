"""Calendar files to a working calendar: one base file of a family and one file per year.

Codes: unknown-name, wrong-type, no-citation, no-text, duplicate-key, day-both-off-and-worked,
day-outside-year; each with its place.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from marshmallow import Schema, ValidationError, fields, validate

from workflow.calendar.findings import coded, refuse, schema_findings
from workflow.calendar.period import Length
from workflow.calendar.working_calendar import (
    FIRST_YEAR,
    LAST_YEAR,
    DayNote,
    FixedHoliday,
    WorkingCalendar,
)
from workflow.errors import Finding
from workflow.source import Path, Source

MARKS = ("H", "H*", "M", "L")
"""How sure a fact is: read in the law; in an unofficial transcription; from memory; unsure."""

WAYS_OF_COUNTING = ("roll", "effect", "notice", "pause", "extension", "following", "swapped", "receipt")
"""Readings on which every count rests; the first three are named in ledgers."""

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class DayField(fields.Field[date]):
    """A day: a date of the YAML text, or its ISO string in stored JSON."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> date:
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value):
            try:
                return date.fromisoformat(value)
            except ValueError:
                pass
        raise ValidationError("A day is written as 2026-01-31.")


class LengthField(fields.Field[Length]):
    """A length of time: "15 days", "10 working_days" or "6 months"."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Length:
        try:
            return Length.parse(value)
        except (TypeError, ValueError):
            raise ValidationError(
                'A length is written as "15 days", "10 working_days" or "6 months".'
            ) from None


def words(code: str) -> fields.String:
    """A required, non-empty text whose absence is the finding `code`."""
    return fields.String(
        required=True, validate=validate.Length(min=1, error=coded(code, "This may not be empty."))
    )


class _NoteSchema(Schema):
    because = words("no-text")
    source = words("no-citation")


class _WeeklyRestSchema(_NoteSchema):
    days = fields.List(fields.String(validate=validate.OneOf(WEEKDAYS)), required=True)


class _FixedSchema(_NoteSchema):
    day = fields.String(required=True, validate=validate.Regexp(r"\A\d\d-\d\d\Z"))
    first_year = fields.Integer(strict=True, load_default=None)


class _ReadingSchema(_NoteSchema):
    confidence = fields.String(load_default="H", validate=validate.OneOf(MARKS))


_CountingSchema = Schema.from_dict(
    {name: fields.Nested(_ReadingSchema) for name in WAYS_OF_COUNTING}, name="_CountingSchema"
)


class _BaseSchema(Schema):
    calendar = words("wrong-type")
    title = fields.Raw()
    zone = words("wrong-type")
    opens = fields.Time(format="%H:%M", required=True)
    record_by = LengthField(required=True)
    late_entry = LengthField(required=True)
    years = fields.String(validate=validate.OneOf(("by_file", "regular")), load_default="by_file")
    weekly_rest = fields.Nested(_WeeklyRestSchema, required=True)
    fixed = fields.List(fields.Nested(_FixedSchema), load_default=list)
    counting = fields.Nested(_CountingSchema, load_default=dict)
    note = fields.String()


class _DaySchema(_NoteSchema):
    day = DayField(required=True)


class _YearSchema(Schema):
    calendar = words("wrong-type")
    year = fields.Integer(strict=True, required=True, validate=validate.Range(FIRST_YEAR, LAST_YEAR))
    standing = fields.String(
        data_key="status", required=True, validate=validate.OneOf(("official", "provisional"))
    )
    note = fields.String()
    off = fields.List(fields.Nested(_DaySchema), load_default=list)
    work = fields.List(fields.Nested(_DaySchema), load_default=list)


def build_calendar(base: Source, years: Sequence[Source]) -> WorkingCalendar:
    """The working calendar of a family. Its hash is over the sorted hashes of its files.

    Raises DefinitionInvalid with every finding of every file."""
    members = sorted(source.sha256 for source in (base, *years))
    return _build(base, years, hashlib.sha256("\n".join(members).encode()).hexdigest())


def calendar_from_values(
    base: Mapping[str, Any], years: Sequence[Mapping[str, Any]], sha256: str
) -> WorkingCalendar:
    """The same from deployed values (dates as ISO strings), with the hash they were deployed under. Raises
    DefinitionInvalid."""
    stored = [Source(f"deployed calendar {sha256[:12]}", "", sha256, value) for value in (base, *years)]
    return _build(stored[0], stored[1:], sha256)


def loaded(schema: Callable[[], Schema], source: Source) -> dict[str, Any]:
    """The file's values by `schema`. Raises DefinitionInvalid."""
    if not isinstance(source.value, Mapping):
        refuse([source.finding((), "wrong-type", "The file must hold names and values.")])
    reader = schema()
    try:
        values: dict[str, Any] = reader.load(source.value)
    except ValidationError as error:
        refuse(schema_findings(error.messages, source, lambda path: _names_at(reader, path)))
        raise
    return values


def _names_at(schema: Schema, path: Path) -> list[str]:
    """The names that the schema knows where `path` stands."""
    at: Any = schema
    for key in path[:-1]:
        if isinstance(at, fields.List):
            at = at.inner
        elif isinstance(at, fields.Dict):
            at = at.value_field
        else:
            at = getattr(at, "fields", {}).get(key)
        at = at.schema if isinstance(at, fields.Nested) else at
    return [field.data_key or name for name, field in at.fields.items()] if isinstance(at, Schema) else []


def _build(base: Source, years: Sequence[Source], sha256: str) -> WorkingCalendar:
    values = loaded(_BaseSchema, base)
    sheets = [(source, loaded(_YearSchema, source)) for source in years]
    findings = _base_findings(base, values)
    for place, (source, sheet) in enumerate(sheets):
        findings += _sheet_findings(source, sheet, values["calendar"])
        if sheet["year"] in {earlier["year"] for _, earlier in sheets[:place]}:
            findings.append(source.finding(("year",), "duplicate-key", f"{sheet['year']} has another file."))
    refuse(findings)
    rest = values["weekly_rest"]
    return WorkingCalendar(
        name=values["calendar"],
        zone=values["zone"],
        sha256=sha256,
        record_by=values["record_by"],
        late_entry=values["late_entry"],
        opens_at=values["opens"],
        weekly_rest=frozenset(WEEKDAYS.index(day) for day in rest["days"]),
        rest=_note(rest),
        fixed=tuple(
            FixedHoliday(int(one["day"][:2]), int(one["day"][3:]), _note(one), one["first_year"])
            for one in values["fixed"]
        ),
        off={one["day"]: _note(one) for _, sheet in sheets for one in sheet["off"]},
        work={one["day"]: _note(one) for _, sheet in sheets for one in sheet["work"]},
        filed=frozenset(sheet["year"] for _, sheet in sheets),
        official=frozenset(sheet["year"] for _, sheet in sheets if sheet["standing"] == "official"),
        regular=values["years"] == "regular",
        counting={name: _note(one) for name, one in values["counting"].items()},
    )


def _base_findings(source: Source, values: Mapping[str, Any]) -> list[Finding]:
    findings = []
    try:
        ZoneInfo(values["zone"])
    except (OSError, ValueError, KeyError):
        findings.append(source.finding(("zone",), "unknown-name", f'No time zone "{values["zone"]}".'))
    if len(set(values["weekly_rest"]["days"])) == len(WEEKDAYS):
        findings.append(source.finding(("weekly_rest", "days"), "wrong-type", "No day is left to work on."))
    for place, one in enumerate(values["fixed"]):
        try:
            # A year without 29 February: a fixed holiday must exist in every year.
            date(2001, int(one["day"][:2]), int(one["day"][3:]))
        except ValueError:
            path = ("fixed", place, "day")
            findings.append(source.finding(path, "wrong-type", f"{one['day']} is not a day of every year."))
    return findings


def _sheet_findings(source: Source, sheet: Mapping[str, Any], family: str) -> list[Finding]:
    findings = []
    if sheet["calendar"] != family:
        findings.append(
            source.finding(("calendar",), "unknown-name", f'"{sheet["calendar"]}" is not "{family}".')
        )
    listed: dict[date, str] = {}
    for kind in ("off", "work"):
        for place, one in enumerate(sheet[kind]):
            day, path = one["day"], (kind, place, "day")
            if day.year != sheet["year"]:
                findings.append(source.finding(path, "day-outside-year", f"{day} is not in {sheet['year']}."))
            if day in listed:
                twice = listed[day] == kind
                code = "duplicate-key" if twice else "day-both-off-and-worked"
                said = (
                    "is listed already."
                    if twice
                    else "is a day off and a worked day at once; keep one of them."
                )
                findings.append(source.finding(path, code, f"{day} {said}"))
            listed.setdefault(day, kind)
    return findings


def _note(values: Mapping[str, Any]) -> DayNote:
    return DayNote(values["because"], values["source"])
