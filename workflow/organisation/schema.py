"""`definitions/organisations/<country>.yaml` to a regime. Codes: unknown-name, wrong-type, no-citation,
overlapping-validity; each with its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import combinations
from typing import Any

from marshmallow import Schema, ValidationError, fields, validate

from workflow.errors import DefinitionInvalid, Finding
from workflow.organisation.regime import Body, Cite, Inspection, Regime, Span, Standing
from workflow.source import Path, Source

CONFIDENCE = ("H", "H*", "M", "L")


class _DayField(fields.Field[date]):
    """A day, as the YAML reader gives it."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> date:
        if not isinstance(value, date):
            raise ValidationError("A day is written as 2025-07-01.")
        return value


class _CiteSchema(Schema):
    law = fields.String(required=True)
    article = fields.Integer(load_default=None)
    confidence = fields.String(required=True, validate=validate.OneOf(CONFIDENCE))


_SpanSchema = Schema.from_dict(
    {"from": _DayField(load_default=None), "to": _DayField(load_default=None)}, name="_SpanSchema"
)


class _TextSchema(Schema):
    vi = fields.String(required=True)
    en = fields.String(required=True)


class _DatedSchema(Schema):
    in_force = fields.Nested(_SpanSchema, required=True)
    cites = fields.List(fields.Nested(_CiteSchema), required=True, validate=validate.Length(min=1))


class _StandingSchema(_DatedSchema):
    level = fields.String(required=True)
    above = fields.String(load_default=None, allow_none=True)


class _BodySchema(Schema):
    kind = fields.String(required=True)
    of = fields.String(load_default=None, allow_none=True)
    title = fields.String(required=True)
    short = fields.String(required=True)
    code = fields.String(required=True)


class _InspectionSchema(_DatedSchema):
    body = fields.String(required=True)
    levels = fields.List(fields.String(), required=True, validate=validate.Length(min=1))


class _FileSchema(Schema):
    organisations = fields.String(required=True)
    laws = fields.Dict(keys=fields.String(), values=fields.String(), required=True)
    short = fields.String(required=True)
    levels = fields.Dict(keys=fields.String(), values=fields.Nested(_TextSchema), required=True)
    above = fields.List(fields.Nested(_StandingSchema), required=True)
    bodies = fields.Dict(keys=fields.String(), values=fields.Nested(_BodySchema), load_default=dict)
    inspects = fields.List(fields.Nested(_InspectionSchema), load_default=list)


def read_regime(source: Source) -> Regime:
    """The regime of a file. Raises DefinitionInvalid with every finding."""
    if not isinstance(source.value, Mapping):
        raise DefinitionInvalid([source.finding((), "wrong-type", "The file must hold names and values.")])
    try:
        values: dict[str, Any] = _FileSchema().load(source.value)
    except ValidationError as error:
        raise DefinitionInvalid([_finding(source, *leaf) for leaf in _leaves(error.messages, ())]) from None
    if findings := [*_unknown(source, values), *_overlaps(source, values)]:
        raise DefinitionInvalid(findings)
    laws = values["laws"]
    return Regime(
        values["organisations"],
        {level: title["vi"] for level, title in values["levels"].items()},
        values["short"],
        tuple(Standing(one["level"], one["above"], _span(one), _cites(one, laws)) for one in values["above"]),
        {name: Body(name, **body) for name, body in values["bodies"].items()},
        tuple(
            Inspection(one["body"], tuple(one["levels"]), _span(one), _cites(one, laws))
            for one in values["inspects"]
        ),
        source.sha256,
    )


def _span(one: Mapping[str, Any]) -> Span:
    return Span(one["in_force"]["from"], one["in_force"]["to"])


def _cites(one: Mapping[str, Any], laws: Mapping[str, str]) -> tuple[Cite, ...]:
    return tuple(
        Cite(laws[cite["law"]], str(cite["article"]) if cite["article"] else None, cite["confidence"])
        for cite in one["cites"]
    )


def _unknown(source: Source, values: Mapping[str, Any]) -> Iterator[Finding]:
    levels, bodies, laws = values["levels"], values["bodies"], values["laws"]
    named: list[tuple[Path, str | None, Mapping[str, Any]]] = []
    for at, one in enumerate(values["above"]):
        named += [
            (("above", at, "level"), one["level"], levels),
            (("above", at, "above"), one["above"], levels),
        ]
    named += [(("bodies", name, "of"), body["of"], levels) for name, body in bodies.items()]
    for at, one in enumerate(values["inspects"]):
        named.append((("inspects", at, "body"), one["body"], bodies))
        named += [(("inspects", at, "levels"), level, levels) for level in one["levels"]]
    for part in ("above", "inspects"):
        for at, one in enumerate(values[part]):
            named += [
                ((part, at, "cites", place, "law"), cite["law"], laws)
                for place, cite in enumerate(one["cites"])
            ]
    for path, name, known in named:
        if name is not None and name not in known:
            yield source.finding(path, "unknown-name", f'"{name}" is not known in this file.')


def _overlaps(source: Source, values: Mapping[str, Any]) -> Iterator[Finding]:
    for (_, one), (at, other) in combinations(enumerate(values["above"]), 2):
        if one["level"] == other["level"] and _span(one).meets(_span(other)):
            said = f'"{one["level"]}" would stand in two ways on the same day.'
            yield source.finding(("above", at), "overlapping-validity", said)


def _leaves(errors: Any, path: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(errors, Mapping):
        for key, below in errors.items():
            yield from _leaves(below, path if key in ("_schema", "value", "key") else (*path, key))
    elif isinstance(errors, list):
        for message in errors:
            yield from _leaves(message, path)
    else:
        yield path, str(errors)


def _finding(source: Source, path: Path, message: str) -> Finding:
    name = str(path[-1]) if path else source.file
    if message == "Unknown field.":
        return source.finding(path, "unknown-name", f'"{name}" is not known here.', key=True)
    code = "no-citation" if "cites" in path else "wrong-type"
    return source.finding(path, code, f"{name}: {message}")
