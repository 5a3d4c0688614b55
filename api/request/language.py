"""The language of an answer: Vietnamese, or English for those who prefer it."""

from __future__ import annotations

from collections.abc import Mapping

from babel.core import negotiate_locale
from flask import Response, g, has_request_context, request

from workflow.text.catalogue import packaged_catalogue

LANGUAGES = ("vi", "en")
COOKIE = "tiepdan_lang"
_catalogue = packaged_catalogue()


def chosen_language() -> str:
    """ "vi" or "en": on pages `?lang`, then the cookie; everywhere then Accept-Language; Vietnamese where
    nothing is said."""
    if not has_request_context():
        return "vi"
    if "language" not in g:
        g.language = _choose()
    return str(g.language)


def say(msgid: str, language: str | None = None, **facts: str) -> str:
    """A text of the catalogue (msgid: the Vietnamese text) in a language, the request's own where none is
    given."""
    return _catalogue.translate(msgid, language or chosen_language(), **facts)


def catalogue() -> Mapping[str, str]:
    """Every text in English, by the Vietnamese one."""
    return _catalogue.english


def pick(vi: str, en: str | None, language: str | None = None) -> str:
    """One of two texts, Vietnamese where there is no English."""
    return (en or vi) if (language or chosen_language()) == "en" else vi


def keep_choice(response: Response) -> None:
    """Remember `?lang` of a page in a cookie."""
    if not request.query_string or request.path.startswith("/api/"):
        return
    if request.args.get("lang") in LANGUAGES:
        response.set_cookie(COOKIE, request.args["lang"], max_age=365 * 86400, samesite="Lax", path="/")


def _choose() -> str:
    if not request.path.startswith("/api/"):
        for asked in (request.args.get("lang"), request.cookies.get(COOKIE)):
            if asked in LANGUAGES:
                return str(asked)
    # Werkzeug's own best match prefers vi over en-GB, for it knows no kinship of locales.
    wanted = [name.replace("_", "-") for name, quality in request.accept_languages if quality > 0]
    return negotiate_locale(wanted, LANGUAGES, sep="-") or "vi"
