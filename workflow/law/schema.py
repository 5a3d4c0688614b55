"""Rule files to a law book: one file per subject (`definitions/rules/<subject>.yaml`).

Codes: unknown-name, wrong-type, no-citation, no-text, duplicate-key, overlapping-validity, limits-exceed;
each with its place.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from marshmallow import Schema, ValidationError, fields, pre_load, validate

from workflow.calendar.findings import coded, refuse
from workflow.calendar.period import KINDS, READINGS, SoftLimit
from workflow.calendar.schema import DayField, LengthField, loaded, words
from workflow.law.checks import book_findings, file_findings
from workflow.law.rule import CONFIDENCE, VARIANT_KINDS, Citation, Rule, Standstill, Step, Variant, cited
from workflow.law.rules import LawBook
from workflow.source import Source


class _PlaceField(fields.Field[str]):
    """An article or clause: 28, "28b" or "12–15"."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        if isinstance(value, bool) or not isinstance(value, (int, str)) or not str(value).strip():
            raise ValidationError("An article is a number or a short text.")
        return str(value)


class _TextField(fields.Field[Mapping[str, str]]):
    """A text: Vietnamese alone, or {vi, en}."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Mapping[str, str]:
        texts = {"vi": value} if isinstance(value, str) else value
        if not isinstance(texts, Mapping) or not set(texts) <= {"vi", "en"}:
            raise ValidationError("A text is a sentence, or {vi, en}.")
        if not all(isinstance(text, str) and text.strip() for text in texts.values()) or "vi" not in texts:
            raise ValidationError(coded("no-text", "The Vietnamese text is missing."))
        return dict(texts)


class _DayMonthField(fields.Field[tuple[int, int]]):
    """A day of every year, written DD-MM as in case types: "10-06" is the tenth of June. Gives month, day."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> tuple[int, int]:
        found = re.fullmatch(r"(\d\d)-(\d\d)", value) if isinstance(value, str) else None
        try:
            # A year without 29 February: the day must exist in every year.
            day = date(2001, int(found[2]), int(found[1])) if found else None
        except ValueError:
            day = None
        if day is None:
            raise ValidationError("A day of every year is written as DD-MM: 10-06 is the tenth of June.")
        return day.month, day.day


class _CitationSchema(Schema):
    law = words("no-citation")
    article = _PlaceField(load_default=None)
    clause = _PlaceField(load_default=None)
    part = fields.String(load_default=None)
    confidence = fields.String(required=True, validate=validate.OneOf(tuple(CONFIDENCE)))


def _citations(required: bool) -> fields.List[Any]:
    nested = fields.Nested(_CitationSchema)
    if not required:
        return fields.List(nested, load_default=list)
    least = validate.Length(
        min=1, error=coded("no-citation", "A clock stands on a law: name the law and its article.")
    )
    return fields.List(nested, required=True, validate=least)


class _VariantSchema(Schema):
    kind = fields.String(required=True, validate=validate.OneOf(VARIANT_KINDS))
    length = LengthField(required=True)
    because = _TextField(required=True)
    cites = _citations(required=False)
    cap = LengthField(load_default=None)


class _CellSchema(Schema):
    of = fields.List(fields.String(), required=True, validate=validate.Length(min=2))
    length = LengthField(required=True)


class _StepSchema(Schema):
    because = _TextField(required=True)
    length = LengthField(load_default=None)
    finding = fields.String(load_default=None)
    after = fields.String(load_default=None)
    times = fields.Integer(strict=True, load_default=1, validate=validate.Range(1, 20))
    cites = _citations(required=False)


class _SoftSchema(Schema):
    id = fields.String()
    length = LengthField(load_default=None)
    reading = fields.String(load_default="length", validate=validate.OneOf(READINGS))
    because = _TextField(required=True)
    cites = _citations(required=True)


_InForceSchema = Schema.from_dict(
    {
        "from": DayField(load_default=None),
        "to": DayField(load_default=None),
        "confidence": fields.String(load_default="H", validate=validate.OneOf(tuple(CONFIDENCE))),
    },
    name="_InForceSchema",
)
_StandstillSchema = Schema.from_dict(
    {
        "from": DayField(load_default=None),
        "because": _TextField(required=True),
        "cites": _citations(required=True),
    },
    name="_StandstillSchema",
)


class _TransitionSchema(Schema):
    """What holds for matters begun before the rule: a text as elsewhere, and where that stands."""

    vi = words("no-text")
    en = fields.String(load_default=None, validate=validate.Length(min=1))
    cites = _citations(required=False)

    @pre_load
    def _text(self, value: Any, **kwargs: Any) -> Any:
        return {"vi": value} if isinstance(value, str) else value


class _RuleSchema(Schema):
    family = words("wrong-type")
    kind = fields.String(required=True, validate=validate.OneOf(KINDS))
    length = LengthField(required=True)
    before = _DayMonthField(load_default=None)
    because = _TextField(required=True)
    cites = _citations(required=True)
    in_force = fields.Nested(_InForceSchema, required=True)
    transition = fields.Nested(_TransitionSchema, load_default=None)
    variants = fields.Dict(keys=fields.String(), values=fields.Nested(_VariantSchema), load_default=dict)
    combined = fields.List(fields.Nested(_CellSchema), load_default=list)
    extensions = fields.Dict(keys=fields.String(), values=fields.Nested(_StepSchema), load_default=dict)
    cap = LengthField(load_default=None)
    soft = fields.List(fields.Nested(_SoftSchema), load_default=list)
    pauses = fields.Nested(_StandstillSchema, load_default=None)
    note = fields.String(load_default=None)


class _FileSchema(Schema):
    subject = words("wrong-type")
    title = _TextField()
    laws = fields.Dict(keys=fields.String(), values=words("no-citation"), required=True)
    rules = fields.Dict(keys=fields.String(), values=fields.Nested(_RuleSchema), required=True)
    procedures = fields.Dict(
        keys=fields.String(),
        values=fields.Dict(keys=fields.String(), values=fields.String()),
        load_default=dict,
    )


def build_law(sources: Sequence[Source]) -> LawBook:
    """The law book of all rule files; its hash is over their sorted hashes. Raises DefinitionInvalid with
    every finding."""
    members = sorted(source.sha256 for source in sources)
    return _build(sources, hashlib.sha256("\n".join(members).encode()).hexdigest())


def law_from_values(subjects: Sequence[tuple[Mapping[str, Any], str]], sha256: str) -> LawBook:
    """The same from deployed values (dates as ISO strings), each with the hash it was deployed under.
    Raises DefinitionInvalid."""
    stored = [Source(f"deployed rules {each[:12]}", "", each, value) for value, each in subjects]
    return _build(stored, sha256)


def _build(sources: Sequence[Source], sha256: str) -> LawBook:
    files = [(source, loaded(_FileSchema, source)) for source in sources]
    refuse([finding for source, values in files for finding in file_findings(source, values)])
    refuse(book_findings(files))
    rules = tuple(
        _rule(name, values, source.sha256, whole["laws"])
        for source, whole in files
        for name, values in whole["rules"].items()
    )
    procedures = {
        (procedure, clock): family
        for _, whole in files
        for procedure, clocks in whole["procedures"].items()
        for clock, family in clocks.items()
    }
    return LawBook(rules, procedures, sha256)


def _rule(name: str, values: Mapping[str, Any], sha256: str, laws: Mapping[str, str]) -> Rule:
    def cites(given: Mapping[str, Any]) -> tuple[Citation, ...]:
        return tuple(
            Citation(laws[one["law"]], one["article"], one["clause"], one["confidence"], one["part"])
            for one in given["cites"]
        )

    pauses, transition = values["pauses"], values["transition"]
    return Rule(
        id=name,
        family=values["family"],
        kind=values["kind"],
        length=values["length"],
        because=values["because"]["vi"],
        because_en=values["because"].get("en"),
        citations=cites(values),
        first_day=values["in_force"]["from"],
        last_day=values["in_force"]["to"],
        variants={
            key: Variant(key, one["kind"], one["length"], one["because"]["vi"], cites(one), one["cap"])
            for key, one in values["variants"].items()
        },
        cells={frozenset(one["of"]): one["length"] for one in values["combined"]},
        steps={key: _step(key, one, cites(one)) for key, one in values["extensions"].items()},
        cap=values["cap"],
        soft=tuple(
            SoftLimit(
                one["length"] or values["length"], one["because"]["vi"], cited(cites(one)), one["reading"]
            )
            for one in values["soft"]
        ),
        transition=transition["vi"] if transition else None,
        transition_cites=cites(transition) if transition else (),
        standstill=Standstill(pauses["from"], pauses["because"]["vi"], cites(pauses)) if pauses else None,
        before=values["before"],
        soft_cites=tuple(cites(one) for one in values["soft"]),
        days_confidence=values["in_force"]["confidence"],
        note=values["note"],
        sha256=sha256,
        english=_english(values),
    )


def _step(name: str, one: Mapping[str, Any], cites: tuple[Citation, ...]) -> Step:
    return Step(name, one["because"]["vi"], one["length"], one["finding"], one["times"], cites, one["after"])


def _english(values: Mapping[str, Any]) -> dict[str, str]:
    """Every reason that the file gives in both languages."""
    told = [values["because"], *(one["because"] for one in values["variants"].values())]
    told += [one["because"] for one in (*values["extensions"].values(), *values["soft"])]
    told += [values["pauses"]["because"]] if values["pauses"] else []
    return {one["vi"]: one["en"] for one in told if "en" in one}
