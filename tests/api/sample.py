"""A front door with a few resources and pages of its own, so that the foundation is tested without the
product's."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import Flask, redirect, request
from werkzeug.test import TestResponse

from api import app as application
from api import rest, web
from api.pages import Pages
from api.request.calls import Call, in_call
from api.request.identity import drop_session_cookie, new_secret, set_session_cookie
from api.request.login import log_in, log_out
from api.request.passwords import hash_password
from api.request.wiring import DoorSettings, Wiring
from api.resources import Given, Reply, Resources
from api.schemas.base import (
    Bool,
    Choice,
    Day,
    DayOrInstant,
    Id,
    InstantField,
    Int,
    Many,
    Part,
    QueryBool,
    QueryInt,
    Schema,
    Shown,
    Text,
    Values,
)
from models import people
from tests.world import World
from workflow.errors import NotPermitted, Reason, StaleCase, TransitionRefused
from workflow.operations.people.issue_token import issue_token
from workflow.operations.people.record_leave import record_leave

PASSWORD = "một mật khẩu dài"
FORM = "application/x-www-form-urlencoded"


class PersonIn(Schema):
    name = Text(20, shortest=1, required=True)
    when = DayOrInstant()


class ThingIn(Schema):
    title = Text(20, required=True)
    words = Text(2000, lines=True)
    count = Int(0, 9)
    loud = Bool()
    day = Day(allow_none=True)
    at = InstantField()
    owner = Id()
    kind = Choice(["a", "b"])
    people = Many(Part(PersonIn), most=2)
    fields = Values()  # type: ignore[assignment]  # the name of a member, which the library uses too


class Wanted(Schema):
    limit = QueryInt(1, 50)
    all = QueryBool()
    kind = Many(Choice(["a", "b"]))


class ThingShown(Shown):
    title = Text(required=True)
    version = Int()


class Paper(Schema):
    kind = Text(20, required=True)


resources = Resources("things")


@resources.get("/things", "List things", query=Wanted(), answers={200: ThingShown(many=True)})
def list_things(call: Call, given: Given) -> Any:
    told = " ".join(f"{name}={given.query.get(name)}" for name in ("limit", "kind", "all"))
    return [{"title": told, "version": 1, "secret": "inside"}]


@resources.get("/things/{ref}", "Read a thing", answers={200: ThingShown()}, gives_etag=True)
def read_thing(call: Call, given: Given, ref: str) -> Reply:
    return Reply({"title": ref, "version": 7}, etag=7)


@resources.post(
    "/things",
    "Make a thing",
    body=ThingIn(),
    answers={201: ThingShown()},
    permission="open_case",
    idempotent=True,
)
def make_thing(call: Call, given: Given) -> Reply:
    return Reply({"title": given.body["title"]}, location="/api/v1/things/1")


@resources.post("/things/{number:int}/moves", "Move it", answers={204: None}, if_match=True)
def move_thing(call: Call, given: Given, number: int) -> None:
    if given.version != 7:
        raise StaleCase()
    if number == 2:
        raise TransitionRefused([Reason("document-missing", "plan", "Thiếu kế hoạch.", "No plan.")])
    if number == 3:
        raise NotPermitted(permission="take_transition")
    if number == 4:
        raise RuntimeError("Nguyễn Văn Bí Mật")


@resources.post(
    "/things/{owner:uuid}/papers", "Attach", body=Paper(), upload=True, answers={201: ThingShown()}
)
def attach_paper(call: Call, given: Given, owner: UUID) -> Reply:
    assert given.upload is not None
    return Reply({"title": f"{given.upload.name} {len(given.upload.content)}"})


@resources.post("/leave", "Take a day off", body=Wanted(), own_transactions=True, answers={204: None})
def take_leave(run: Any, given: Given) -> None:
    def work(call: Call) -> None:
        day = call.held.today(call.act.at)
        record_leave(call.session, call.act, call.actor.user_id, day, day)  # type: ignore[arg-type]

    run(work)


pages = Pages()


@pages.get("/mine")
def show_mine(call: Call) -> str:
    return f"<p>{call.actor.display_name} {call.language}</p>"


@pages.post("/act")
def act_once() -> str:
    return in_call(lambda call: f"{call.act.command_id}")


@pages.open("/login", ["GET", "POST"])
def enter() -> Any:
    if request.method == "GET":
        return "<form></form>"
    answer = redirect("/mine", 303)
    set_session_cookie(answer, log_in(request.form["name"], request.form["password"]))  # type: ignore[arg-type]
    return answer


@pages.post("/logout")
def leave() -> Any:
    log_out()
    answer = redirect("/login", 303)
    drop_session_cookie(answer)  # type: ignore[arg-type]
    return answer


def make_app(world: World, monkeypatch: Any, **settings: Any) -> Flask:
    """The application over a world, with the resources and pages of this file alone."""
    monkeypatch.setattr(rest, "RESOURCES", (resources,))
    monkeypatch.setattr(web, "PAGES", (pages,))
    csrf = settings.pop("csrf", False)
    doors = DoorSettings(**{"secret_key": "k" * 64, "max_upload": 1000, **settings})
    made = application.create_app(
        Wiring(world.database, lambda: world.at, world.new_id, world.fresh_bytes, doors)
    )
    made.config["WTF_CSRF_ENABLED"] = csrf
    return made


def give_password(world: World, who: str) -> None:
    """Let a person log in with PASSWORD."""
    world.run(people.set_password, world.users[who], hash_password(PASSWORD))


def bearer(world: World, who: str, *scopes: str, hours: int = 1) -> dict[str, str]:
    """The header of a fresh token."""
    secret, sha256 = new_secret(world.fresh_bytes(32))
    ends = world.at + timedelta(hours=hours)
    world.run(issue_token, world.act(), world.users[who], "test", scopes, sha256, ends)
    return {"Authorization": f"Bearer {secret}"}


def problem(response: TestResponse, status: int, code: str) -> dict[str, Any]:
    """The problem that an answer is; it has to be this one."""
    assert response.mimetype == "application/problem+json", response.get_data(as_text=True)
    found: dict[str, Any] = response.get_json(force=True)
    assert (response.status_code, found["status"], found["code"]) == (status, status, code)
    assert found["type"].endswith(code) and found["title"] and found["detail"]
    assert found["instance"].startswith("urn:uuid:")
    return found
