"""The web pages: one module per subject, listed here. Each holds `pages = Pages()` (`api/pages.py`).

Templates lie in `api/web/templates`, the project's own styles in `api/web/static` (served at /static/).
"""

from __future__ import annotations

from flask import Blueprint, Flask

from api.pages import Pages

PAGES: tuple[Pages, ...] = ()
"""All subjects: `(login.pages, worklist.pages, ...)`."""


def register(app: Flask) -> None:
    """Put the pages into the application. Here too: `use_error_page(app, ...)`, template filters, context of
    all pages."""
    web = Blueprint(
        "web", __name__, template_folder="templates", static_folder="static", static_url_path="/static"
    )
    for subject in PAGES:
        for page in subject.pages:
            web.add_url_rule(page.rule, page.name, page.view, methods=list(page.methods))
    app.register_blueprint(web)
