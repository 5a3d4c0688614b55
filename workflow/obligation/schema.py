"""A file of `definitions/obligations` to a plan. Codes: wrong-type, unknown-name, each with its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from marshmallow import Schema, ValidationError, fields, validate

from workflow.case_type.build import read_text
from workflow.case_type.model import Text
from workflow.case_type.problems import nearest
from workflow.errors import DefinitionInvalid, Finding
from workflow.obligation.plan import RECURS, Plan, Task
from workflow.source import Path, Source


class _TextSchema(Schema):
    vi = fields.String(required=True, validate=validate.Length(min=1, max=300))
    en = fields.String(required=True, validate=validate.Length(min=1, max=300))


class _DayField(fields.Field[date]):
    """A day, as the YAML reader gives it."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> date:
        if type(value) is not date:
            raise ValidationError("A day is written as 2025-12-31.")
        return value


class _DayOfYear(fields.Field[tuple[int, int]]):
    """A day of every year, written DD-MM."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> tuple[int, int]:
        try:
            day, month = str(value).split("-")
            # A year without a leap day: a duty falls due in every year.
            found = date(2023, int(month), int(day))
        except ValueError:
            raise ValidationError("A day of every year is written as DD-MM, for example 30-09.") from None
        return found.month, found.day


class _TaskSchema(Schema):
    subject = fields.Nested(_TextSchema, required=True)
    source = fields.String(required=True, validate=validate.Length(min=1, max=200))
    recurs = fields.String(required=True, validate=validate.OneOf(RECURS))
    lead = fields.String(required=True)
    coordinating = fields.List(fields.String(), data_key="with", load_default=list)
    opens_in = fields.String(load_default="planned")
    due = _DayOfYear(load_default=None)
    until = _DayField(load_default=None)
    when = fields.Nested(_TextSchema, load_default=None)


_SpanSchema = Schema.from_dict({"from": _DayField(required=True), "to": _DayField(load_default=None)})


class _PlanSchema(Schema):
    obligations = fields.String(required=True, validate=validate.Regexp(r"[a-z][a-z0-9_]{0,59}\Z"))
    title = fields.Nested(_TextSchema, required=True)
    source = fields.String(required=True, validate=validate.Length(min=1, max=300))
    in_force = fields.Nested(_SpanSchema, required=True)
    reported_to = fields.Nested(_TextSchema, required=True)
    note = fields.String(load_default="")
    units = fields.Dict(keys=fields.String(), values=fields.Nested(_TextSchema), required=True)
    tasks = fields.Dict(keys=fields.String(), values=fields.Nested(_TaskSchema), required=True)


def read_plan(source: Source) -> Plan:
    """The plan of a file. Raises DefinitionInvalid with every finding: wrong-type, unknown-name, each with
    its place."""
    if not isinstance(source.value, Mapping):
        raise DefinitionInvalid([source.finding((), "wrong-type", "The file must hold names and values.")])
    try:
        values: dict[str, Any] = _PlanSchema().load(source.value)
    except ValidationError as error:
        raise DefinitionInvalid(list(_wrong(source, error.messages, ()))) from None
    if findings := list(_unsaid(source, values)):
        raise DefinitionInvalid(findings)
    units = {name: read_text(words, name) for name, words in values["units"].items()}
    return Plan(
        values["obligations"],
        read_text(values["title"], values["obligations"]),
        values["source"],
        values["in_force"]["from"],
        values["in_force"]["to"],
        read_text(values["reported_to"], ""),
        tuple(_task(code, task, units) for code, task in values["tasks"].items()),
    )


def _task(code: str, task: Mapping[str, Any], units: Mapping[str, Text]) -> Task:
    return Task(
        code,
        read_text(task["subject"], code),
        task["source"],
        task["recurs"],
        units[task["lead"]],
        tuple(units[name] for name in task["coordinating"]),
        task["opens_in"],
        task["due"],
        task["until"],
        read_text(task["when"], code) if task["when"] else None,
    )


def _unsaid(source: Source, values: Mapping[str, Any]) -> Iterator[Finding]:
    """Units that are not listed, and duties that do not say when they fall due."""
    for code, task in values["tasks"].items():
        at: Path = ("tasks", code)
        for key, names in (("lead", [task["lead"]]), ("with", task["coordinating"])):
            for name in names:
                if name not in values["units"]:
                    said = f"There is no unit {name}{nearest(name, values['units'])}."
                    yield source.finding((*at, key), "unknown-name", said)
        for recurs, key in (("yearly", "due"), ("once", "until"), ("on_event", "when")):
            if (task["recurs"] == recurs) != (task[key] is not None):
                said = f"A duty with recurs: {recurs} says `{key}`, and no other does."
                yield source.finding(at, "wrong-type", said)


def _wrong(source: Source, messages: Any, at: Path) -> Iterator[Finding]:
    if isinstance(messages, Mapping):
        for step, inner in messages.items():
            yield from _wrong(source, inner, at if step in ("key", "value", "_schema") else (*at, step))
    else:
        for said in messages:
            yield source.finding(at, "wrong-type", str(said))
