"""Reading bodies: JSON strictly, and uploaded files."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NoReturn

from flask import request

from api.request.faults import BadText, BadVersion, MalformedBody, VersionMissing, WrongMediaType
from api.schemas.base import is_clean
from workflow.errors import FieldError, InvalidInput

JSON = "application/json"
FORM = "multipart/form-data"


@dataclass(frozen=True, slots=True)
class Upload:
    """An uploaded file: the name the sender gave it, its declared media type, its bytes."""

    name: str
    media_type: str
    content: bytes


def json_object() -> Mapping[str, Any]:
    """The body as one JSON object. Raises WrongMediaType, MalformedBody (also for NaN, fractions of a
    character, doubled names)."""
    if request.mimetype != JSON:
        raise WrongMediaType()
    try:
        value = json.loads(
            request.get_data().decode("utf-8"), object_pairs_hook=_once, parse_constant=_refuse
        )
    except (ValueError, RecursionError):
        raise MalformedBody() from None
    if not isinstance(value, dict):
        raise MalformedBody()
    return value


def form_values() -> dict[str, Sequence[str]]:
    """The text fields of a form as name → values. Raises BadText."""
    values: dict[str, Sequence[str]] = {name: list(listed) for name, listed in request.form.lists()}
    if not all(is_clean(text) for name, listed in values.items() for text in (name, *listed)):
        raise BadText()
    return values


def upload_form() -> tuple[dict[str, Sequence[str]], Upload]:
    """The text fields and the one file `file` of a multipart form. Raises WrongMediaType, BadText,
    InvalidInput."""
    if request.mimetype != FORM:
        raise WrongMediaType()
    values = form_values()
    stored = request.files.get("file")
    if stored is None or not stored.filename:
        raise InvalidInput([FieldError("file", "file-missing")])
    if not is_clean(stored.filename):
        raise BadText()
    return values, Upload(stored.filename, stored.mimetype or "application/octet-stream", stored.read())


def query_values() -> dict[str, Sequence[str]]:
    """The query as name → values."""
    return {name: list(listed) for name, listed in request.args.lists()}


def expected_version() -> int:
    """The row version of the If-Match header. Raises VersionMissing, BadVersion."""
    header = request.headers.get("If-Match")
    if header is None:
        raise VersionMissing()
    digits = header.strip()[1:-1]
    if header.strip() != f'"{digits}"' or not (digits.isascii() and digits.isdigit()) or len(digits) > 15:
        raise BadVersion()
    return int(digits)


def etag_of(version: int) -> str:
    """The ETag of a row version, as If-Match takes it back."""
    return f'"{version}"'


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) != len(pairs):
        raise ValueError("a name stands twice")
    return value


def _refuse(_: str) -> NoReturn:
    raise ValueError("not JSON")
