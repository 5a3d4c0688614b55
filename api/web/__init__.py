"""The web pages: one module per subject, listed in PAGES. Each holds `pages = Pages()` (`api/pages.py`).

How to add a page:

1. A module here with `pages = Pages()` and views; list it in PAGES below.
2. A view that is looked at: `@pages.get("/there")`, `def show_there(call: Call) -> str:`, ending in
   `return render(call, "there.html", _("Heading"), rows=[...])` (`api.web.frame`). Values are plain: texts,
   numbers, dates, dataclasses of such; never a database row. The heading is the browser's title too, so it
   carries no personal value.
3. A view that acts: `@pages.post("/there")`, one `in_call(...)`, then
   `flash(text, "done" | "note" | "error")` and `redirect(..., 303)`. Forms carry `{{ c.csrf() }}`, and
   `command_id` where they create (`frame.new_command_id()`). InvalidInput → the same form with
   `{{ c.error_summary(errors) }}` and status 422.
4. A template: `{% extends "base.html" %}{% import "components.html" as c %}{% block content %}…`; inputs with
   `{% import "fields.html" as f %}{{ f.input(view) }}` over `api.web.fields.Input`.
5. Texts: Vietnamese in `_("…")` (Python: `from api.request.language import say as _`), their English at the
   end of `workflow/text/catalogue/en.po`. `%(name)s` for values; in a template a plain percent sign is
   doubled.
6. A place in the row under the bar: one line in `frame.PLACES`.

Filters: `|day` dd/MM/yyyy, `|weekday` with the day of the week, `|moment` day and time where the offices are,
`|count` 1.234. Badges: `badges.badge_of(Standing(...), today, calendar)` and `{{ c.badge(one) }}`.
Styles: tokens in `static/tiepdan.css`; no style attribute and no inline script (content security policy).
"""

from __future__ import annotations

from flask import Blueprint, Flask

from api.pages import Pages
from api.request.rendering import use_error_page
from api.web import (
    acts,
    administration_account,
    administration_calendars,
    administration_definitions,
    administration_organisations,
    administration_organisations_succession,
    administration_people,
    administration_person,
    administration_selftest,
    case_page,
    errors,
    inspection,
    intake,
    login,
    notices,
    requests,
    small_acts,
    supervision,
    words,
    worklist,
)

PAGES: tuple[Pages, ...] = (
    login.pages,
    worklist.pages,
    intake.pages,
    notices.pages,
    requests.pages,
    case_page.pages,
    acts.pages,
    small_acts.pages,
    supervision.pages,
    inspection.pages,
    administration_account.pages,
    administration_calendars.pages,
    administration_definitions.pages,
    administration_organisations.pages,
    administration_organisations_succession.pages,
    administration_people.pages,
    administration_person.pages,
    administration_selftest.pages,
)
"""All subjects."""


def register(app: Flask) -> None:
    """Put the pages into the application."""
    web = Blueprint(
        "web", __name__, template_folder="templates", static_folder="static", static_url_path="/static"
    )
    for subject in PAGES:
        for page in subject.pages:
            web.add_url_rule(page.rule, page.name, page.view, methods=list(page.methods))
    app.register_blueprint(web)
    # Bootstrap's own files, from its package and under our origin, with the address that is told to browsers.
    app.register_blueprint(
        Blueprint("kit", "flask_bootstrap", static_folder="static/bootstrap5", static_url_path="/bootstrap")
    )
    words.speak(app)
    use_error_page(app, errors.show_problem)
