"""The shape of the files that describe case types, code lists and staff roles, and the doors they come in by.

marshmallow says which keys there are and what each may hold; names that must exist elsewhere are looked up in
names.py. Every message carries its code in front (`wrong-type|...`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from marshmallow import INCLUDE, Schema, ValidationError, fields, validates_schema

from workflow.case_type.build import build_case_type, read_option, read_text
from workflow.case_type.grammar import read_condition, read_trigger
from workflow.case_type.library import PERMISSIONS, VIEWS, Library, StaffRole
from workflow.case_type.model import FIELD_TYPES, STAGES, CaseType, Option
from workflow.case_type.names import name_findings
from workflow.case_type.plain import (
    Misread,
    each_of,
    length_from_somewhere,
    many,
    one_of,
    options_where_wanted,
    read_day,
    read_dotted,
    read_flag,
    read_line,
    read_name_in,
    read_options,
    read_scalar,
    read_whole,
    read_word,
    read_words,
)
from workflow.case_type.problems import Path, Problem, nearest, place
from workflow.case_type.promise import read_promise
from workflow.errors import DefinitionInvalid
from workflow.source import Source

__all__ = ["Library", "StaffRole", "build_case_type", "load_case_type", "load_code_list", "load_roles"]

Read = Callable[[Any], object]
WRONG = "wrong-type|"
MESSAGES: dict[str, Any] = {
    "required": WRONG + "This is missing; write it.",
    "null": WRONG + "Nothing is written here; write a value or remove the key.",
    "invalid": WRONG + "Write a list or a mapping here.",
    "type": WRONG + "Write a mapping of names to values here.",
}


class Shape(Schema):
    """A mapping with closed keys; an unknown key is answered with the nearest known one.

    `whole` looks at the mapping as a whole and answers with key and sentence where two entries do not go
    together."""

    error_messages = MESSAGES
    whole: Callable[[Mapping[str, Any]], Iterator[tuple[str, str]]] | None = None

    class Meta:
        unknown = INCLUDE

    @validates_schema(pass_original=True, skip_on_field_errors=False)
    def only_known_keys(self, _: Any, original: Any, **__: Any) -> None:
        """Refuse keys that the language does not have."""
        if isinstance(original, Mapping):
            wrong = {
                key: [f"unknown-name|There is no key {key}{nearest(key, self.fields)}."]
                for key in original
                if key not in self.fields
            }
            if wrong:
                raise ValidationError(wrong)

    @validates_schema
    def go_together(self, value: Mapping[str, Any], **_: Any) -> None:
        """Refuse entries that contradict one another."""
        wrong = dict(self.whole(value)) if self.whole else {}
        if wrong:
            raise ValidationError({key: [WRONG + sentence] for key, sentence in wrong.items()})


class Kept(fields.Field[Any]):
    """A field that checks the written value with `read` and keeps it as written."""

    default_error_messages = MESSAGES

    def __init__(self, read: Read, **options: Any) -> None:
        self.read = read
        super().__init__(**options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **_: Any) -> Any:
        try:
            self.read(value)
        except Misread as misread:
            error: Any = [WRONG + str(misread)]
            for step in reversed(misread.path):
                error = {step: error}
            raise ValidationError(error) from None
        return value


def _field(read: Any, *, required: bool = False) -> fields.Field[Any]:
    if isinstance(read, fields.Field):
        return read
    if isinstance(read, type):
        return fields.Nested(read, required=required, error_messages=MESSAGES)
    return Kept(read, required=required)


def _shape(
    name: str,
    required: Mapping[str, Any],
    optional: Mapping[str, Any],
    whole: Callable[[Mapping[str, Any]], Iterator[tuple[str, str]]] | None = None,
) -> type[Shape]:
    declared: dict[str, Any] = {key: _field(read, required=True) for key, read in required.items()}
    declared |= {key: _field(read) for key, read in optional.items()}
    declared["whole"] = staticmethod(whole) if whole else None
    return type(name, (Shape,), declared)


def _map(inner: Any, key: Read = read_word, *, required: bool = False) -> fields.Field[Any]:
    return fields.Dict(keys=Kept(key), values=_field(inner), required=required, error_messages=MESSAGES)


def _list(inner: Any) -> fields.Field[Any]:
    return fields.List(_field(inner), error_messages=MESSAGES)


words = each_of(read_word)
reference = each_of(read_dotted)
triggers = each_of(read_trigger)
PLACES = ("office", "office.above", "office.inspected_by", "lead", "coordinating")

Span = _shape("Span", {}, {"received_from": read_day, "received_to": read_day})
Force = _shape("Force", {}, {"from": read_day, "to": read_day})
Role = _shape(
    "Role",
    {"holds": read_word},
    {"at": one_of(*PLACES), "is": one_of("lead", "coordinating"), "never": words, "title": read_words},
)
Sealed = _shape("Sealed", {"reveal": words}, {})
FieldShape = _shape(
    "Field",
    {"type": one_of(*FIELD_TYPES)},
    {
        "title": read_words, "required": read_flag, "personal": read_flag, "sealed": Sealed,
        "of": read_options, "at_least": read_whole, "at_most": read_whole, "help": read_words,
        "part": read_word,
    },
    options_where_wanted,
)  # fmt: skip
Document = _shape(
    "Document", {}, {"title": read_words, "letter": read_line, "form": read_line, "unless": read_condition}
)
State = _shape(
    "State",
    {},
    {
        "stage": one_of(*STAGES), "title": read_words, "ending": read_flag, "ground": read_word,
        "untimed": read_line, "reopens": read_flag, "stub": read_flag,
    },
)  # fmt: skip
Sentry = _shape("Sentry", {"if": read_condition}, {"say": read_words})
Transition = _shape(
    "Transition",
    {"from": words, "to": read_word, "by": words},
    {
        "except": words, "on": reference, "needs": words, "asks": words, "may_ask": words, "attaches": words,
        "may_attach": words, "issues": words, "carries": words, "title": read_words, "right": read_flag,
        "confirms": read_flag, "second": read_word, "opens": read_word, "becomes": read_word,
        "in_force": Force, "priority": read_whole, "cites": read_line,
        "carries_as": _map(read_word, read_dotted), "hands_on": _map(read_word), "joins": read_word,
        "opens_at": one_of("office", "office.above"), "opens_in": read_word,
    },
)  # fmt: skip
Extension = _shape("Extension", {"by": read_word}, {"step": read_word, "days": read_whole})
Clock = _shape(
    "Clock",
    {"starts": triggers},
    {
        "rule": read_dotted, "promise": read_promise, "given": read_word, "before": read_word,
        "kind": one_of("duty", "window", "effect", "notice", "internal"), "title": read_words,
        "because": read_words, "stops": triggers, "pauses": triggers, "resumes": triggers,
        "variant": _map(read_condition, read_word), "extends": _list(Extension),
        "rungs": each_of(read_scalar), "per": one_of("case", "party", "request", "hearing", "item"),
        "informative": read_flag,
        "outlives": read_flag, "cites": read_line, "judged_if": read_condition,
    },
    length_from_somewhere,
)  # fmt: skip
Rung = _shape("Rung", {}, {"at": read_line, "tell": reference, "mark": one_of("late")})
Request = _shape(
    "Request",
    {"by": words, "states": words},
    {"title": read_words, "to": words, "carries": words, "clock": read_word},
)
Waiver = _shape("Waiver", {"code": read_line, "at": read_line, "because": read_line}, {})
CaseTypeShape = _shape(
    "CaseType",
    {
        "case_type": read_word, "kind": one_of("statutory", "internal"), "version": read_line,
        "states": _map(State, read_name_in("states"), required=True),
        "transitions": _map(Transition, read_name_in("transitions"), required=True),
    },
    {
        "title": read_words, "valid": Span, "number": read_line, "calendar": read_word, "starts": words,
        "stage_titles": _map(read_words, one_of(*STAGES)), "roles": _map(Role, read_name_in("roles")),
        "fields": _map(FieldShape, read_name_in("fields")),
        "documents": _map(Document), "sentries": _map(Sentry), "clocks": _map(Clock),
        "rungs": _map(Rung, read_line), "requests": _map(Request), "waive": _list(Waiver),
        "sealed": read_flag,
    },
)  # fmt: skip
StaffRoleShape = _shape(
    "StaffRole",
    {"title": read_words, "sees": one_of(*VIEWS), "may": each_of(one_of(*PERMISSIONS))},
    {"one_per_office": read_flag, "only": each_of(read_word)},
)
RolesShape = _shape("Roles", {"roles": _map(StaffRoleShape, required=True)}, {})
CodeListShape = _shape(
    "CodeList",
    {"code_list": read_word, "title": read_words, "options": _map(read_words, read_word, required=True)},
    {"source": read_line},
)

_CASE_TYPE, _ROLES, _CODE_LIST = CaseTypeShape(), RolesShape(), CodeListShape()


def load_case_type(source: Source, library: Library) -> CaseType:
    """The case type that a file writes.

    Raises DefinitionInvalid with every structural finding (unknown-name, wrong-type), each at its line and
    column."""
    _refuse_misshapen(source, _CASE_TYPE)
    problems = name_findings(source.value, library)
    if problems:
        raise DefinitionInvalid(place(problems, source))
    return build_case_type(source.value, source.sha256, library.code_lists)


def load_roles(source: Source) -> dict[str, StaffRole]:
    """The staff roles of roles.yaml by name. Raises DefinitionInvalid."""
    _refuse_misshapen(source, _ROLES)
    return {
        name: StaffRole(
            name,
            read_text(entry["title"], name),
            entry["sees"],
            many(entry["may"]),
            entry.get("one_per_office", False),
            many(entry.get("only")),
        )
        for name, entry in source.value["roles"].items()
    }


def load_code_list(source: Source) -> tuple[str, tuple[Option, ...]]:
    """The name and the options of a code list. Raises DefinitionInvalid."""
    _refuse_misshapen(source, _CODE_LIST)
    options = tuple(read_option(code, written) for code, written in source.value["options"].items())
    return source.value["code_list"], options


def _refuse_misshapen(source: Source, schema: Schema) -> None:
    if not isinstance(source.value, dict):
        raise DefinitionInvalid(
            [source.finding((), "wrong-type", "The file holds no mapping; write its keys.")]
        )
    errors = schema.validate(source.value)
    if errors:
        raise DefinitionInvalid(place(_flatten(errors, source.value, ()), source))


def _flatten(errors: Any, value: Any, path: Path) -> Iterator[Problem]:
    if isinstance(errors, Mapping):
        for step, inner in errors.items():
            if step in ("key", "value", "_schema") and not (isinstance(value, Mapping) and step in value):
                # marshmallow's own layers: a mapping's key and value, and the whole of a schema.
                yield from _flatten(inner, value, path)
            else:
                yield from _flatten(inner, _inside(value, step), (*path, step))
    else:
        for message in errors:
            code, _, sentence = message.rpartition("|")
            yield Problem(path, code or "wrong-type", sentence, key=code == "unknown-name")


def _inside(value: Any, step: Any) -> Any:
    try:
        return value[step]
    except (KeyError, IndexError, TypeError):
        return None
