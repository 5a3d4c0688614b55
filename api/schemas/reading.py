"""Loading bodies and queries with a schema: the values, or InvalidInput with a fault for each field."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from marshmallow import fields
from marshmallow.exceptions import ValidationError

from api.schemas.base import AnySchema
from workflow.errors import FieldError, InvalidInput


def read(schema: AnySchema, given: Mapping[str, Any], path: str = "") -> dict[str, Any]:
    """The loaded values. Raises InvalidInput with a fault for each field, paths like `parties.0.name`."""
    try:
        return dict(schema.load(given))
    except ValidationError as error:
        raise InvalidInput(list(_faults(error.messages, path))) from None


def read_query(schema: AnySchema, given: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """The loaded query, from name → values as they came. Raises InvalidInput; a name repeated where one
    value is wanted too."""
    lists = {one.data_key or name for name, one in schema.load_fields.items() if isinstance(one, fields.List)}
    twice = [name for name, values in given.items() if len(values) > 1 and name not in lists]
    if twice:
        raise InvalidInput([FieldError(_path_word(name), "repeated") for name in twice])
    return read(
        schema, {name: list(values) if name in lists else values[0] for name, values in given.items()}
    )


def _faults(messages: Any, path: str) -> Iterable[FieldError]:
    if isinstance(messages, dict):
        for name, inner in messages.items():
            word = "" if name == "_schema" else _path_word(str(name))
            yield from _faults(inner, ".".join(filter(None, (path, word))))
    elif isinstance(messages, list):
        for inner in messages:
            yield from _faults(inner, path)
    else:
        code, _, listed = str(messages).partition(":")
        facts = tuple(
            (key, value) for key, _, value in (one.partition("=") for one in listed.split(",") if one)
        )
        yield FieldError(path, code, facts)


def _path_word(name: str) -> str:
    # A name that the caller made up is told back, but short and printable.
    return "".join(
        char if char.isprintable() and not 0xD800 <= ord(char) <= 0xDFFF else "?" for char in name[:60]
    )
