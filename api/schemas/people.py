"""Offices, users, roles and tokens."""

from __future__ import annotations

from marshmallow import fields

from api.schemas.base import Day, Id, InstantField, Many, QueryBool, Schema, Shown, Text
from api.schemas.shown import LEFT_OUT, MAYBE, a_day, an_id, an_instant, named, parts, said, words
from api.schemas.taking import formed, name


class OfficeQuery(Schema):
    """`all`: every office, also those outside one's reach (to be asked, to be handed over to)."""

    all = QueryBool()


class OfficeShown(Shown):
    """An office or unit with the name it bears today."""

    id = an_id()
    kind = said()
    name = said()
    short_name = said()
    code = said(**MAYBE)
    register = said(**MAYBE)


class OfficeList(Shown):
    """Offices by name."""

    items = parts(OfficeShown)


class OfficeIn(Schema):
    """An office or unit to be recorded. All rows hold from `from`."""

    kind = Text(40, shortest=1, required=True)
    name = Text(200, shortest=1, required=True)
    short_name = Text(60, shortest=1, required=True)
    from_ = Day(required=True, data_key="from")
    code = Text(20)
    register = Text(200)
    above = Id()
    inspected_by = Many(Id(), most=20, load_default=list)
    part_of = Id()


class UserQuery(Schema):
    """Users of one office in reach, or with one role."""

    office = Id()
    role = name()


class RoleShown(Shown):
    """A role held today."""

    role = said()
    office = an_id()


class UserShown(Shown):
    """Somebody who works in reach."""

    id = an_id()
    username = said()
    display_name = said()
    roles = parts(RoleShown)


class UserList(Shown):
    """Users by name."""

    items = parts(UserShown)


class UserIn(Schema):
    """A user to be recorded on behalf of an office; may act once a role is given."""

    username = formed("[a-z0-9][a-z0-9._-]{1,38}[a-z0-9]", 40, required=True)
    display_name = Text(120, shortest=1, required=True)
    office = Id(required=True)
    active_from = Day(required=True)


class RoleIn(Schema):
    """A role at an office or unit from a day on."""

    role = name(required=True)
    office = Id(required=True)
    from_ = Day(required=True, data_key="from")
    to = Day(allow_none=True)


class RoleGiven(Shown):
    """A role as it was given."""

    user = an_id()
    role = said()
    office = an_id()
    from_ = named("from", fields.Date)
    to = a_day(**MAYBE)


class RoleEndIn(Schema):
    """The last day on which a role is held."""

    role = name(required=True)
    office = Id(required=True)
    last_day = Day(required=True)


class TokenQuery(Schema):
    """Whose tokens: one's own, or with `issue_tokens` those of a user."""

    user = Id()


class TokenRow(Shown):
    """A token; its secret was told once."""

    id = an_id()
    user = an_id()
    label = said()
    scopes = words()
    created_at = an_instant()
    expires_at = an_instant()
    revoked_at = an_instant(**MAYBE)


class TokenList(Shown):
    """Tokens, newest first."""

    items = parts(TokenRow)


class TokenIn(Schema):
    """A token to be issued for a user: permissions it covers, and when it ends."""

    user = Id(required=True)
    label = Text(80, shortest=1, required=True)
    scopes = Many(name(), most=60, load_default=list)
    expires_at = InstantField(required=True)


class TokenMade(Shown):
    """A new token. The secret is told this once; a repeat of the command cannot tell it again."""

    id = an_id()
    secret = said(**LEFT_OUT)
