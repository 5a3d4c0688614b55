"""The acting person, as the rules see them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Grant:
    """A dated role as it stands today: `role` of `definitions/roles.yaml`, held at `org_id`.

    `office_id` is the office the unit belongs to (the unit itself where it is an office). `on_behalf_of` is
    set when the grant comes from standing in for somebody.
    """

    role: str
    org_id: UUID
    office_id: UUID
    on_behalf_of: UUID | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a user, the system (`name` "system"), or an importer (`name` "import:<register>").

    `scopes` limits a token to some permissions (None: no limit). `stands_in_for` are the people the actor
    substitutes today.
    """

    name: str
    user_id: UUID | None = None
    display_name: str = ""
    grants: tuple[Grant, ...] = ()
    scopes: frozenset[str] | None = None

    @property
    def stands_in_for(self) -> frozenset[UUID]:
        """The people the actor substitutes today."""
        return frozenset(grant.on_behalf_of for grant in self.grants if grant.on_behalf_of is not None)

    @property
    def people(self) -> frozenset[UUID]:
        """The actor and everybody the actor stands in for: what conflicts of interest are compared on
        (decision 4)."""
        own = frozenset() if self.user_id is None else frozenset({self.user_id})
        return own | self.stands_in_for


SYSTEM = Actor("system")
"""The actor of system transitions and rungs."""


@dataclass(frozen=True, slots=True)
class Place:
    """An office on a day: who stands above it (nearest first), who inspects it, and its dated traits."""

    org_id: UUID
    above: tuple[UUID, ...] = ()
    inspected_by: frozenset[UUID] = frozenset()
    traits: Mapping[str, bool] = field(default_factory=dict)
    short_name: str = ""
