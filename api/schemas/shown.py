"""Fields of what is given out. All are required in the description; `maybe` ones may be null, and a schema
leaves out what it marks with `left_out`."""

from __future__ import annotations

from typing import Any

from marshmallow import fields

from api.schemas.base import DayOrInstant, Shown

Field = fields.Field[Any]


def said(**more: Any) -> Field:
    """A text."""
    return fields.String(**{"required": True, **more})


def whole_number(**more: Any) -> Field:
    """A whole number."""
    return fields.Integer(**{"required": True, **more})


def yes(**more: Any) -> Field:
    """A yes or no."""
    return fields.Boolean(**{"required": True, **more})


def an_id(**more: Any) -> Field:
    """A UUID."""
    return fields.UUID(**{"required": True, **more})


def a_day(**more: Any) -> Field:
    """A local day."""
    return fields.Date(**{"required": True, **more})


def an_instant(**more: Any) -> Field:
    """An instant in UTC."""
    return fields.AwareDateTime(**{"required": True, **more})


def day_or_instant(**more: Any) -> Field:
    """A day or an instant, as exactly as it is known."""
    return DayOrInstant(**{"required": True, **more})


def anything(**more: Any) -> Field:
    """A JSON value of whatever type the definition says."""
    return fields.Raw(**{"required": True, "allow_none": True, **more})


def facts(**more: Any) -> Field:
    """A JSON object."""
    return fields.Dict(**{"required": True, **more})


def part(schema: type[Shown], **more: Any) -> Field:
    """An object of this schema."""
    return fields.Nested(schema, **{"required": True, **more})


def parts(schema: type[Shown], **more: Any) -> Field:
    """A list of objects of this schema."""
    return fields.List(fields.Nested(schema), **{"required": True, **more})


def words(**more: Any) -> Field:
    """A list of texts."""
    return fields.List(fields.String(), **{"required": True, **more})


def named(name: str, kind: type[Field] = fields.String, **more: Any) -> Field:
    """A field whose public name is a word that Python keeps for itself."""
    return kind(**{"required": True, "data_key": name, "attribute": name, **more})


MAYBE: dict[str, Any] = {"allow_none": True}
"""There, and null where nothing is known."""

LEFT_OUT: dict[str, Any] = {"required": False}
"""Left out where the caller does not see that deep."""


class PageShown(Shown):
    """One page of a list: `next` is the cursor of the following page, null on the last."""

    next = said(**MAYBE)
    total = whole_number(**LEFT_OUT)


class Made(Shown):
    """The id of what was made."""

    id = an_id()
