"""Papers and times as they come in with an act."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from api.schemas.base import Choice, Day, DayOrInstant, Schema, Text, is_clean
from workflow.operations.steps.papers import SOURCES

NAME = "[A-Za-z0-9_.-]{1,80}"
"""The form of a name in a definition."""


def formed(form: str, longest: int, **more: Any) -> Text:
    """A text of a form. The description tells it in the words of ECMA-262, which do not know Python's end."""
    return Text(longest, form=form, metadata={"pattern": f"^(?:{form})$"}, **more)


def name(**more: Any) -> Text:
    """A name of a definition: case type, transition, clock, kind of paper."""
    return formed(NAME, 80, **more)


class Base64(fields.Field[bytes]):
    """Bytes as RFC 4648 base64."""

    default_error_messages = {"required": "required", "null": "null-not-allowed", "invalid": "bad-form"}

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **more: Any
    ) -> bytes:
        try:
            return base64.b64decode(value.encode("ascii"), validate=True)
        except (AttributeError, UnicodeEncodeError, binascii.Error, ValueError):
            raise self.make_error("invalid") from None


class Verbatim(fields.String):
    """Text taken exactly as it came, for what is known by its hash."""

    default_error_messages = {"required": "required", "null": "null-not-allowed", "invalid": "not-text"}

    def __init__(self, longest: int, **more: Any) -> None:
        super().__init__(validate=validate.Length(1, longest, error=f"too-long:longest={longest}"), **more)

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **more: Any) -> str:
        if not isinstance(value, str):
            raise self.make_error("invalid")
        if not is_clean(value):
            raise ValidationError("bad-characters")
        return value


class PaperFields(Schema):
    """What is said about a paper beside its bytes."""

    kind = name(required=True)
    title = Text(200, load_default="")
    official_number = Text(60)
    dated = Day()
    source = Choice(SOURCES)


class PaperIn(PaperFields):
    """A paper: words written here (`text`), or a file (`content_base64` with its `media_type`)."""

    text = Text(200_000, lines=True)
    content_base64 = Base64(metadata={"type": "string", "contentEncoding": "base64"})
    media_type = Text(100)

    @validates_schema
    def _one_content(self, values: dict[str, Any], **more: Any) -> None:
        if ("text" in values) == ("content_base64" in values):
            raise ValidationError("invalid" if "text" in values else "required", "content_base64")
        if "content_base64" in values and "media_type" not in values:
            raise ValidationError("required", "media_type")


class ToldIn(Schema):
    """When an act happened (a day or an instant; now where nothing is said), and why it is entered late."""

    happened = DayOrInstant()
    late_reason = Text(1000, lines=True, load_default="")
