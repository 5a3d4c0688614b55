"""Errors that only a front door can make: what is wrong with the request itself."""

from __future__ import annotations

from typing import ClassVar

from workflow.errors import WorkflowError


class RequestFault(WorkflowError):
    """The request cannot be understood."""

    code: ClassVar[str] = "bad-request"


class NotLoggedIn(RequestFault):
    """Log in first, or give a valid bearer token."""

    code = "not-logged-in"


class LoginRefused(RequestFault):
    """Name or password is wrong."""

    code = "login-refused"


class TooManyAttempts(RequestFault):
    """Too many attempts. `facts["seconds"]` says how long to wait."""

    code = "too-many-attempts"


class ScopeMissing(RequestFault):
    """The token does not cover this act."""

    code = "scope-missing"


class MalformedBody(RequestFault):
    """The body is not a JSON object in UTF-8."""

    code = "malformed-body"


class BadText(RequestFault):
    """The address or form holds characters that no text has."""

    code = "bad-text"


class WrongMediaType(RequestFault):
    """The body is not of the media type that is asked for here."""

    code = "wrong-media-type"


class KeyMissing(RequestFault):
    """The header Idempotency-Key is needed here."""

    code = "idempotency-key-missing"


class BadKey(RequestFault):
    """The header Idempotency-Key is not 1 to 80 plain characters."""

    code = "idempotency-key-bad"


class VersionMissing(RequestFault):
    """The header If-Match is needed here."""

    code = "if-match-missing"


class BadVersion(RequestFault):
    """The header If-Match is not one ETag as it was given."""

    code = "if-match-bad"
