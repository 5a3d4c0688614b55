"""Strict fields for bodies and queries. `reading.py` loads with them and turns their faults into
InvalidInput.

Error messages are stable codes, with facts after a colon (`too-long:longest=200`);
`api/request/sentences.py` says them in
both languages. Unknown fields are refused. Make one instance of a schema and keep it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from marshmallow import EXCLUDE, RAISE, fields, validate
from marshmallow import Schema as MarshmallowSchema
from marshmallow.exceptions import ValidationError

AnySchema = MarshmallowSchema
"""Any schema, for those who may not import the library."""

MOST = 2**53 - 1
_DEEPEST = 8
# All control and surrogate characters but tab, line feed and carriage return; and the two non-characters of
# the base plane.
_BAD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_LINE_BREAKS = re.compile("[\t\n\r\u2028\u2029]")
_COMMON = {"required": "required", "null": "null-not-allowed", "validator_failed": "invalid"}
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Schema(MarshmallowSchema):
    """A body or query. Unknown fields are refused."""

    class Meta:
        unknown = RAISE

    error_messages = {"unknown": "unknown-field", "type": "not-an-object"}


class Shown(MarshmallowSchema):
    """What is given out; members that the schema does not name stay inside."""

    class Meta:
        unknown = EXCLUDE

    def dump(self, obj: Any, *, many: bool | None = None) -> Any:
        """What is given out of a mapping, or of `many`. A list asks for two thousand members: each is looked
        up by its name and goes through its field, and nothing else is asked of it."""
        if self.many if many is None else many:
            return [self._given_out(one) for one in obj]
        return self._given_out(obj)

    def _given_out(self, values: Mapping[str, Any]) -> dict[str, Any]:
        return {
            field.data_key or name: field._serialize(values[held], held, values)
            for name, field in self.dump_fields.items()
            if (held := field.attribute or name) in values
        }


class Text(fields.String):
    """Text in NFC without control characters, outer blanks removed; of one line unless `lines=True`; at most
    `longest` long."""

    default_error_messages = {**_COMMON, "invalid": "not-text", "invalid_utf8": "not-text"}

    def __init__(
        self,
        longest: int = 200,
        *,
        shortest: int = 0,
        lines: bool = False,
        form: str | None = None,
        **more: Any,
    ) -> None:
        checks: list[Any] = [validate.Length(max=longest, error=f"too-long:longest={longest}")]
        if shortest:
            checks.append(
                validate.Length(
                    min=shortest, error="blank" if shortest == 1 else f"too-short:shortest={shortest}"
                )
            )
        if form:
            checks.append(validate.Regexp(f"^(?:{form})\\Z", error="bad-form"))
        self.lines = lines
        super().__init__(validate=checks, **more)

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **more: Any) -> str:
        if not isinstance(value, str):
            raise self.make_error("invalid")
        if _BAD.search(value) or (not self.lines and _LINE_BREAKS.search(value.strip())):
            raise ValidationError("bad-characters")
        return unicodedata.normalize("NFC", value).strip()


class Secret(fields.String):
    """A password as it was typed: neither trimmed nor changed, at most 1000 characters, no half
    characters."""

    default_error_messages = {**_COMMON, "invalid": "not-text", "invalid_utf8": "not-text"}

    def __init__(self, **more: Any) -> None:
        super().__init__(validate=validate.Length(min=1, max=1000, error="bad-form"), load_only=True, **more)

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **more: Any) -> str:
        if not isinstance(value, str) or _BAD.search(value):
            raise self.make_error("invalid")
        return value


class Int(fields.Integer):
    """A whole number: a JSON number without fraction, within `least` and `most`. For queries see
    `QueryInt`."""

    default_error_messages = {**_COMMON, "invalid": "not-a-number", "too_large": "not-a-number"}

    def __init__(self, least: int = 0, most: int = MOST, **more: Any) -> None:
        check = validate.Range(least, most, error=f"out-of-range:least={least},most={most}")
        super().__init__(strict=True, validate=check, **more)

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **more: Any) -> int:
        if type(value) is not int:
            raise self.make_error("invalid")
        return value


class QueryInt(Int):
    """A whole number written with digits, for queries."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **more: Any) -> int:
        if not isinstance(value, str) or not re.fullmatch(r"-?[0-9]{1,16}", value, re.ASCII):
            raise self.make_error("invalid")
        return int(value)


class Bool(fields.Boolean):
    """true or false, and nothing that resembles them."""

    default_error_messages = {**_COMMON, "invalid": "not-a-yes-no"}

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **more: Any) -> bool:
        if type(value) is not bool:
            raise self.make_error("invalid")
        return value


class QueryBool(Bool):
    """`true` or `false` written out, for queries."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **more: Any) -> bool:
        if value not in ("true", "false"):
            raise self.make_error("invalid")
        return bool(value == "true")


class Day(fields.Date):
    """A date YYYY-MM-DD from 1900 to 2200."""

    default_error_messages = {**_COMMON, "invalid": "not-a-day", "format": "not-a-day"}

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **more: Any) -> date:
        if not isinstance(value, str) or not _DAY.fullmatch(value, 0) or not value.isascii():
            raise self.make_error("invalid")
        try:
            day = date.fromisoformat(value)
        except ValueError:
            raise self.make_error("invalid") from None
        if not 1900 <= day.year <= 2200:
            raise self.make_error("invalid")
        return day


class InstantField(fields.AwareDateTime):
    """An instant in ISO 8601 with its offset, from 1900 to 2200."""

    default_error_messages = {**_COMMON, "invalid": "not-an-instant", "invalid_awareness": "not-an-instant"}

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **more: Any
    ) -> datetime:
        try:
            moment = datetime.fromisoformat(value) if isinstance(value, str) and "T" in value[:40] else None
        except ValueError:
            moment = None
        if moment is None or moment.tzinfo is None or not 1900 <= moment.year <= 2200:
            raise self.make_error("invalid")
        return moment


class DayOrInstant(fields.Field[Any]):
    """A date or an instant: when something happened, as exactly as it is known."""

    default_error_messages = {**_COMMON, "invalid": "not-a-day"}

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **more: Any) -> date:
        is_day = isinstance(value, str) and len(value) == 10
        return (Day() if is_day else InstantField()).deserialize(value)  # type: ignore[no-any-return]

    def _serialize(self, value: Any, attr: str | None, obj: Any, **more: Any) -> str | None:
        return None if value is None else value.isoformat()


class Id(fields.UUID):
    """A UUID in its usual text form."""

    default_error_messages = {**_COMMON, "invalid_uuid": "not-an-id"}

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **more: Any) -> Any:
        if not isinstance(value, str) or len(value) != 36 or not value.isascii():
            raise self.make_error("invalid_uuid")
        return super()._deserialize(value, attr, data, **more)


class Choice(fields.String):
    """One word of a closed list."""

    default_error_messages = {**_COMMON, "invalid": "not-text", "invalid_utf8": "not-text"}

    def __init__(self, choices: Iterable[str], **more: Any) -> None:
        words = tuple(choices)
        check = validate.OneOf(words, error=f"not-a-choice:choices={' '.join(words)}")
        super().__init__(validate=check, **more)


class Many(fields.List[Any]):
    """A list of at most `most` entries; in a query the name may be repeated."""

    default_error_messages = {**_COMMON, "invalid": "not-a-list"}

    def __init__(
        self, entry: fields.Field[Any] | type[fields.Field[Any]], most: int = 100, least: int = 0, **more: Any
    ):
        checks = [validate.Length(max=most, error=f"too-many:most={most}")]
        if least:
            checks.append(validate.Length(min=least, error=f"too-few:least={least}"))
        super().__init__(entry, validate=checks, **more)


class Part(fields.Nested):
    """An object within an object, by its schema."""

    default_error_messages = {**_COMMON, "type": "not-an-object"}


class Values(fields.Dict):
    """An object whose members a definition declares: text, whole numbers, booleans, null, lists and objects,
    without bad
    characters, at most eight levels deep. What the members mean is checked by the verb."""

    default_error_messages = {**_COMMON, "invalid": "not-an-object"}

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **more: Any
    ) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise self.make_error("invalid")
        return {_clean(name, 1): _clean(one, 1) for name, one in value.items()}


def is_clean(text: str) -> bool:
    """Whether a text holds only characters that a text may hold."""
    return not _BAD.search(text)


def _clean(value: Any, level: int) -> Any:
    if level > _DEEPEST:
        raise ValidationError("too-deep")
    if isinstance(value, str):
        if _BAD.search(value):
            raise ValidationError("bad-characters")
        return unicodedata.normalize("NFC", value)
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        if abs(value) > MOST:
            raise ValidationError(f"out-of-range:least=-{MOST},most={MOST}")
        return value
    if isinstance(value, list):
        return [_clean(one, level + 1) for one in value]
    if isinstance(value, dict):
        return {_clean(name, level + 1): _clean(one, level + 1) for name, one in value.items()}
    raise ValidationError("not-a-value")
