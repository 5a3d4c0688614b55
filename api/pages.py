"""Web pages: how a view becomes a page.

    pages = Pages()

    @pages.get("/cases/<ref>")
    def show_case(call: Call, ref: str) -> str:            # logged in; inside one read-only transaction
        return render_template("case.html", ...)           # plain values only

    @pages.post("/cases/<ref>/notes")
    def attach(ref: str) -> AnyResponse:                  # CSRF was checked; no transaction is open yet
        in_call(lambda call: ..., read_only=False)          # api.request.calls: one transaction, as the user
        return redirect(url_for("web.show_case", ref=ref), 303)

    @pages.open("/login", methods=["GET", "POST"])          # for strangers too; no call
    def log_in() -> ...

A POST catches InvalidInput, StaleCase and TransitionRefused itself and shows its form again with the right
status (a
second `in_call(..., read_only=True)`); everything else may simply be raised. Forms carry `csrf_token` and,
where they
create, a hidden `command_id`. Endpoints are called `web.<view name>`. Register the module in
`api/web/__init__.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any

from flask import request

from api.request.bodies import form_values
from api.request.calls import Call, in_call
from api.request.identity import shown_credential
from api.schemas.base import is_clean
from workflow.errors import NotFound

View = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Page:
    """A view on an address."""

    rule: str
    methods: Sequence[str]
    view: View
    name: str


class Pages:
    """The pages of one subject."""

    def __init__(self) -> None:
        self.pages: list[Page] = []

    def get(self, rule: str) -> Callable[[View], View]:
        """A page to look at: `view(call, **path)` in a read-only transaction of the user. Raises
        NotLoggedIn."""

        def register(view: View) -> View:
            def seen(**path: Any) -> Any:
                def look(call: Call) -> Any:
                    return view(call, **path)

                return in_call(look, read_only=True)

            return self._add(rule, ["GET"], view, seen)

        return register

    def post(self, rule: str) -> Callable[[View], View]:
        """An act: `view(**path)` for a browser that shows a session; the view opens its own transaction with
        `in_call`."""

        def register(view: View) -> View:
            def acted(**path: Any) -> Any:
                shown_credential()
                return view(**path)

            return self._add(rule, ["POST"], view, acted)

        return register

    def open(self, rule: str, methods: Sequence[str] = ("GET",)) -> Callable[[View], View]:
        """A page for everybody: `view(**path)`, nobody identified."""

        def register(view: View) -> View:
            return self._add(rule, methods, view, view)

        return register

    def _add(self, rule: str, methods: Sequence[str], view: View, inner: View) -> View:
        @wraps(view)
        def clean(**path: Any) -> Any:
            if not all(is_clean(one) for one in path.values() if isinstance(one, str)):
                raise NotFound()
            if request.method == "POST":
                form_values()
            return inner(**path)

        self.pages.append(Page(rule, methods, clean, view.__name__))
        return view
