"""Texts, dates and numbers inside templates: gettext over our catalogue, and the filters of all pages."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from flask import Flask

from api.request.language import chosen_language, say
from api.web.frame import language_links
from workflow.text.dates import format_date, format_weekday
from workflow.text.numbers import format_integer

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
"""Where the offices are."""


def speak(app: Flask) -> None:
    """Give the templates their language, filters and what every page asks for."""
    env = app.jinja_env
    env.add_extension("jinja2.ext.i18n")
    env.install_gettext_callables(  # type: ignore[attr-defined]
        lambda text: say(text), lambda one, many, count: say(one if count == 1 else many), newstyle=True
    )
    env.trim_blocks = env.lstrip_blocks = True
    env.filters.update(day=day, weekday=weekday, moment=moment, count=format_integer)
    app.context_processor(lambda: {"language": chosen_language(), "language_links": language_links})


def day(value: date | datetime | None) -> str:
    """dd/MM/yyyy, or a dash where nothing is known."""
    return "–" if value is None else format_date(local(value))


def weekday(value: date | datetime | None) -> str:
    """With the day of the week in the page's language."""
    return "–" if value is None else format_weekday(local(value), chosen_language())


def moment(value: datetime | None) -> str:
    """dd/MM/yyyy HH:mm where the offices are."""
    return "–" if value is None else f"{value.astimezone(ZONE):%d/%m/%Y %H:%M}"


def local(value: date | datetime) -> date:
    """The local day of an instant; a day stays itself."""
    return value.astimezone(ZONE).date() if isinstance(value, datetime) else value
