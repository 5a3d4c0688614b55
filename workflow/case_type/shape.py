"""The machinery of shapes: mappings with closed keys, whose every fault knows its place and says what to
write.

marshmallow says which keys there are and what each may hold. Every message carries its code in front
(`wrong-type|...`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from marshmallow import INCLUDE, Schema, ValidationError, fields, validates_schema

from workflow.case_type.plain import Misread, read_word
from workflow.case_type.problems import Path, Problem, nearest

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


def field_of(read: Any, *, required: bool = False) -> fields.Field[Any]:
    if isinstance(read, fields.Field):
        return read
    if isinstance(read, type):
        return fields.Nested(read, required=required, error_messages=MESSAGES)
    return Kept(read, required=required)


def shape(
    name: str,
    required: Mapping[str, Any],
    optional: Mapping[str, Any],
    whole: Callable[[Mapping[str, Any]], Iterator[tuple[str, str]]] | None = None,
) -> type[Shape]:
    declared: dict[str, Any] = {key: field_of(read, required=True) for key, read in required.items()}
    declared |= {key: field_of(read) for key, read in optional.items()}
    declared["whole"] = staticmethod(whole) if whole else None
    return type(name, (Shape,), declared)


def map_of(inner: Any, key: Read = read_word, *, required: bool = False) -> fields.Field[Any]:
    return fields.Dict(keys=Kept(key), values=field_of(inner), required=required, error_messages=MESSAGES)


def list_of(inner: Any) -> fields.Field[Any]:
    return fields.List(field_of(inner), error_messages=MESSAGES)


def flatten(errors: Any, value: Any, path: Path) -> Iterator[Problem]:
    if isinstance(errors, Mapping):
        for step, inner in errors.items():
            if step in ("key", "value", "_schema") and not (isinstance(value, Mapping) and step in value):
                # marshmallow's own layers: a mapping's key and value, and the whole of a schema.
                yield from flatten(inner, value, path)
            else:
                yield from flatten(inner, _inside(value, step), (*path, step))
    else:
        for message in errors:
            code, _, sentence = message.rpartition("|")
            yield Problem(path, code or "wrong-type", sentence, key=code == "unknown-name")


def _inside(value: Any, step: Any) -> Any:
    try:
        return value[step]
    except (KeyError, IndexError, TypeError):
        return None
