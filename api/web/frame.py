"""The frame around every page: who is logged in, the places the roles open, what the dates rest on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from flask import current_app, render_template, request, url_for

from api.request.calls import Call
from api.request.language import LANGUAGES, chosen_language
from api.request.language import say as _
from api.request.wiring import wiring
from models import definitions, organisations, people, queues
from workflow.operations.steps.library import HOME_CALENDAR
from workflow.operations.steps.telling import posts_of
from workflow.text.dates import format_date

PLACES: Sequence[tuple[str, str, frozenset[str]]] = (
    ("Việc của tôi", "web.show_worklist", frozenset()),
    ("Tiếp nhận đơn", "web.choose_case_type", frozenset({"open_case"})),
    ("Vụ việc", "web.list_all_cases", frozenset()),
    ("Phối hợp", "web.list_requests", frozenset({"answer_request", "send_request"})),
    ("Theo dõi, đôn đốc", "web.show_supervision", frozenset({"see_deadlines"})),
    ("Thanh tra", "web.show_inspection", frozenset({"pull_audit", "verify_audit"})),
    ("Quản trị", "web.show_people", frozenset({"manage_users", "manage_organisations"})),
)
"""Title (a key of `_titles`), endpoint, and the permissions of which one is needed (none: everybody). A place
whose endpoint no module registers is not shown."""

_KEYS = {"/": "v", "/cases/new": "n"}
"""The access keys of places; no other letter is bound, for typing programs use the rest."""


@dataclass(frozen=True, slots=True)
class Place:
    """One place in the row under the bar."""

    title: str
    href: str
    current: bool
    key: str


@dataclass(frozen=True, slots=True)
class Frame:
    """What the frame shows of the person who is logged in."""

    name: str
    roles: str
    office: str
    stands_in_for: tuple[str, ...]
    places: tuple[Place, ...]
    foot: str
    unread: int


def render(call: Call, template: str, title: str, **values: Any) -> str:
    """A page of a logged-in person. `title` is the page's heading and stands in the browser's title: never a
    personal value."""
    return render_template(template, title=title, frame=make_frame(call), **values)


def render_open(template: str, title: str, **values: Any) -> str:
    """A page for everybody: the frame without places."""
    return render_template(template, title=title, frame=None, **values)


def make_frame(call: Call) -> Frame:
    """The frame for who calls."""
    today, roles = call.held.today(call.act.at), call.held.roles()
    own = [grant for grant in call.actor.grants if grant.on_behalf_of is None]
    offices = organisations.names_on(call.session, [grant.office_id for grant in own], today)
    titles = dict.fromkeys(roles[grant.role].title.say(call.language) for grant in own if grant.role in roles)
    others = people.names_of(call.session, call.actor.stands_in_for) if call.actor.stands_in_for else {}
    return Frame(
        call.actor.display_name,
        ", ".join(titles),
        ", ".join(dict.fromkeys(offices.values())),
        tuple(sorted(others.values())),
        tuple(_places(permissions_of(call))),
        _foot(call),
        _unread(call),
    )


def _unread(call: Call) -> int:
    user_id = call.actor.user_id
    posts = posts_of(call.actor, call.held.roles())
    return queues.count_unread(call.session, user_id, posts) if user_id else 0


def permissions_of(call: Call) -> frozenset[str]:
    """Every permission some role of the caller gives somewhere."""
    roles = call.held.roles()
    return frozenset(
        permission
        for grant in call.actor.grants
        if grant.role in roles
        for permission in roles[grant.role].may
    )


def language_links() -> Sequence[tuple[str, str, str, bool]]:
    """(code, name, address, is it the present one) of each language, for the same page."""
    names = {"vi": "Tiếng Việt", "en": "English"}
    path, args = ("/", {}) if request.url_rule is None else (request.path, request.args.to_dict(flat=False))
    if request.method != "GET" and request.endpoint != "web.take_act":
        path, args = "/", {}
    return [
        (code, names[code], address(path, {**args, "lang": [code]}), code == chosen_language())
        for code in LANGUAGES
    ]


def address(path: str, args: Mapping[str, Sequence[str] | str]) -> str:
    """A path with a query. `url_for` is not for this: it takes some names in a query as orders."""
    given = {name: value for name, value in args.items() if value}
    return f"{quote(path)}?{urlencode(given, doseq=True)}" if given else quote(path)


def new_command_id() -> str:
    """A fresh command id for a form that creates: the repeat of its post finds what the first made."""
    return str(wiring().new_id())


def _titles() -> Mapping[str, str]:
    return {
        "Việc của tôi": _("Việc của tôi"),
        "Tiếp nhận đơn": _("Tiếp nhận đơn"),
        "Vụ việc": _("Vụ việc"),
        "Phối hợp": _("Phối hợp"),
        "Theo dõi, đôn đốc": _("Theo dõi, đôn đốc"),
        "Thanh tra": _("Thanh tra"),
        "Quản trị": _("Quản trị"),
    }


def _places(permissions: frozenset[str]) -> list[Place]:
    titles, here = _titles(), request.path
    found = []
    for name, endpoint, needed in PLACES:
        if endpoint in current_app.view_functions and (not needed or needed & permissions):
            href = url_for(endpoint)
            found.append((titles[name], href))
    nearest = max(
        (href for _title, href in found if here == href or (href != "/" and here.startswith(href + "/"))),
        key=len,
        default="",
    )
    return [Place(title, href, href == nearest, _KEYS.get(href, "")) for title, href in found]


def _foot(call: Call) -> str:
    packs = definitions.newest_of_kind(call.session, "rules")
    newest = max((row["deployed_at"] for row in packs), default=None)
    today = call.held.today(call.act.at)
    calendar = call.held.calendar(HOME_CALENDAR)
    standing = _("tạm tính") if calendar.is_provisional(today) else _("chính thức")
    return _(
        "Bộ quy tắc thời hạn ban hành %(rules)s · Lịch làm việc %(year)s (%(standing)s)",
        rules=format_date(newest.date()) if newest else "–",
        year=str(today.year),
        standing=standing,
    )
