"""The shape of the files that describe case types, code lists and staff roles, and the doors they come in by.

marshmallow says which keys there are and what each may hold; names that must exist elsewhere are looked up in
names.py, and shape.py holds what every shape has in common.
"""

from __future__ import annotations

from workflow.case_type.beginning import DOORS
from workflow.case_type.build import build_case_type, read_option, read_text
from workflow.case_type.grammar import read_condition, read_trigger
from workflow.case_type.library import PERMISSIONS, VIEWS, Library, StaffRole
from workflow.case_type.model import FIELD_TYPES, STAGES, CaseType, Option
from workflow.case_type.names import name_findings
from workflow.case_type.plain import (
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
from workflow.case_type.problems import place
from workflow.case_type.promise import read_promise
from workflow.case_type.shape import Shape, flatten, list_of, map_of, shape
from workflow.errors import DefinitionInvalid
from workflow.source import Source

__all__ = ["Library", "StaffRole", "build_case_type", "load_case_type", "load_code_list", "load_roles"]

words = each_of(read_word)
reference = each_of(read_dotted)
triggers = each_of(read_trigger)
PLACES = ("office", "office.above", "office.inspected_by", "lead", "coordinating")

Span = shape("Span", {}, {"received_from": read_day, "received_to": read_day})
Force = shape("Force", {}, {"from": read_day, "to": read_day})
Role = shape(
    "Role",
    {"holds": read_word},
    {"at": one_of(*PLACES), "is": one_of("lead", "coordinating"), "never": words, "title": read_words},
)
Sealed = shape("Sealed", {"reveal": words}, {})
FieldShape = shape(
    "Field",
    {"type": one_of(*FIELD_TYPES)},
    {
        "title": read_words, "required": read_flag, "personal": read_flag, "sealed": Sealed,
        "of": read_options, "at_least": read_whole, "at_most": read_whole, "help": read_words,
        "part": read_word,
    },
    options_where_wanted,
)  # fmt: skip
Document = shape(
    "Document", {}, {"title": read_words, "letter": read_line, "form": read_line, "unless": read_condition}
)
State = shape(
    "State",
    {},
    {
        "stage": one_of(*STAGES), "title": read_words, "ending": read_flag, "ground": read_word,
        "untimed": read_line, "reopens": read_flag, "stub": read_flag,
    },
)  # fmt: skip
Sentry = shape("Sentry", {"if": read_condition}, {"say": read_words})
Transition = shape(
    "Transition",
    {"from": words, "to": read_word, "by": words},
    {
        "except": words, "on": reference, "needs": words, "asks": words, "may_ask": words, "attaches": words,
        "may_attach": words, "issues": words, "carries": words, "title": read_words, "right": read_flag,
        "confirms": read_flag, "second": read_word, "opens": read_word, "becomes": read_word,
        "in_force": Force, "priority": read_whole, "cites": read_line,
        "carries_as": map_of(read_word, read_dotted), "hands_on": map_of(read_word), "joins": read_word,
        "opens_at": one_of("office", "office.above"), "opens_in": read_word,
    },
)  # fmt: skip
Extension = shape(
    "Extension", {"by": read_word}, {"step": read_word, "days": read_whole, "decided": read_word}
)
Clock = shape(
    "Clock",
    {"starts": triggers},
    {
        "rule": read_dotted, "promise": read_promise, "given": read_word, "before": read_word,
        "kind": one_of("duty", "window", "effect", "notice", "internal"), "title": read_words,
        "because": read_words, "stops": triggers, "pauses": triggers, "resumes": triggers,
        "variant": map_of(read_condition, read_word), "extends": list_of(Extension),
        "rungs": each_of(read_scalar), "per": one_of("case", "party", "request", "hearing", "item"),
        "informative": read_flag,
        "outlives": read_flag, "cites": read_line, "judged_if": read_condition,
    },
    length_from_somewhere,
)  # fmt: skip
Rung = shape("Rung", {}, {"at": read_line, "tell": reference, "mark": one_of("late")})
Request = shape(
    "Request",
    {"by": words, "states": words},
    {"title": read_words, "to": words, "carries": words, "clock": read_word},
)
Beginning = shape(
    "Beginning", {}, {"by": words, "at": words, "from": each_of(one_of(*DOORS)), "say": read_words}
)
Waiver = shape("Waiver", {"code": read_line, "at": read_line, "because": read_line}, {})
CaseTypeShape = shape(
    "CaseType",
    {
        "case_type": read_word, "kind": one_of("statutory", "internal"), "version": read_line,
        "states": map_of(State, read_name_in("states"), required=True),
        "transitions": map_of(Transition, read_name_in("transitions"), required=True),
    },
    {
        "title": read_words, "valid": Span, "number": read_line, "calendar": read_word, "starts": words,
        "stage_titles": map_of(read_words, one_of(*STAGES)), "roles": map_of(Role, read_name_in("roles")),
        "fields": map_of(FieldShape, read_name_in("fields")),
        "documents": map_of(Document), "sentries": map_of(Sentry), "clocks": map_of(Clock),
        "rungs": map_of(Rung, read_line), "requests": map_of(Request), "waive": list_of(Waiver),
        "sealed": read_flag, "opened": Beginning,
    },
)  # fmt: skip
StaffRoleShape = shape(
    "StaffRole",
    {"title": read_words, "sees": one_of(*VIEWS), "may": each_of(one_of(*PERMISSIONS))},
    {"one_per_office": read_flag, "only": each_of(read_word)},
)
RolesShape = shape("Roles", {"roles": map_of(StaffRoleShape, required=True)}, {})
CodeListShape = shape(
    "CodeList",
    {"code_list": read_word, "title": read_words, "options": map_of(read_words, read_word, required=True)},
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


def _refuse_misshapen(source: Source, schema: Shape) -> None:
    if not isinstance(source.value, dict):
        raise DefinitionInvalid(
            [source.finding((), "wrong-type", "The file holds no mapping; write its keys.")]
        )
    errors = schema.validate(source.value)
    if errors:
        raise DefinitionInvalid(place(flatten(errors, source.value, ()), source))
