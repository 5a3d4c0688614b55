"""What a case type may refer to outside its own file: code lists, staff roles, rule families, other case
types."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from workflow.calendar.period import Length
from workflow.case_type.beginning import Openings
from workflow.case_type.model import Option, Text

PERMISSIONS = (
    "open_case", "take_transition", "attach_document", "assign_case", "send_request", "answer_request",
    "record_receipt", "confirm_late_entry", "reveal_value", "see_deadlines", "pull_audit", "verify_audit",
    "manage_users", "manage_organisations", "deploy_definitions", "issue_tokens", "import_register",
)  # fmt: skip
"""The closed list of what a staff role may be allowed to do."""

VIEWS = ("office", "assigned", "below", "inspected", "aggregates", "nothing")
"""How much of which cases a staff role sees; "below" is the office and everything under it."""


@dataclass(frozen=True, slots=True)
class StaffRole:
    """A role of roles.yaml. `sees` is one of VIEWS, `may` holds names of PERMISSIONS.

    `only` narrows what is seen in an office to cases of these types.
    `one_per_office`: only one person holds it in an office, so it can never be both halves of a two-person
    act."""

    name: str
    title: Text
    sees: str
    may: tuple[str, ...] = ()
    one_per_office: bool = False
    only: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RuleNames:
    """What a clock may say of its rule family: the kind of its rules, and the variants and extension steps
    that any of them has."""

    kind: str
    variants: frozenset[str]
    steps: frozenset[str]


@dataclass(frozen=True, slots=True)
class Library:
    """Everything known by name around a case type.

    `families`: rule family → its ordinary length, or None where it depends on a variant. `rules`: rule family
    → its names, where they are known. `rest_days`: the longest run of days off in a row that the loaded
    calendars hold (around Tết); it makes the worst case when limits are compared. `levels`: the levels and
    kinds of office that are known (none: they are not looked up). `openings`: which door the other types open
    by, and which of them acts open."""

    code_lists: Mapping[str, tuple[Option, ...]] = field(default_factory=dict)
    roles: Mapping[str, StaffRole] = field(default_factory=dict)
    families: Mapping[str, Length | None] = field(default_factory=dict)
    case_types: frozenset[str] = frozenset()
    rest_days: int = 0
    rules: Mapping[str, RuleNames] = field(default_factory=dict)
    levels: frozenset[str] = frozenset()
    openings: Openings = Openings({}, frozenset())
