"""A person at the command line who proves by password who they are: for acts that need two named persons."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Callable

import click

from api.request.passwords import is_password
from models.session import Database
from service.acting import act_source
from service.cli.group import Refused
from workflow.operations.people.count_attempt import count_attempt
from workflow.operations.people.find_login import find_login
from workflow.operations.people.forget_attempt import forget_attempt
from workflow.operations.people.note_refusal import note_refusal
from workflow.operations.steps.acting import Act

PLACE = "command line"
"""Where attempts are counted, beside the account: as a browser's are by its address."""


def typed_password(from_input: bool) -> str:
    """The password, asked for without an echo, or the first line of standard input."""
    if from_input:
        return sys.stdin.readline().rstrip("\r\n")
    given: str = click.prompt("Mật khẩu / Password", hide_input=True, err=True)
    return given


def person_acting(database: Database, name: str, password: str) -> Callable[[], Act]:
    """Acts of the user who logs in by this name, with today's roles. Refused as the login page refuses: one
    sentence for every failure, and a wait after several."""
    make_act = act_source()
    name = unicodedata.normalize("NFC", name).strip().lower()[:80]
    with database.transaction() as session:
        act = make_act()
        wait, login = count_attempt(session, act, name, PLACE), find_login(session, act, name)
    if wait:
        raise Refused(f"too-many-attempts: Too many attempts; wait {wait} seconds.")
    fits = is_password(login.password_hash if login else None, password)
    if not fits or login is None or login.actor is None:
        with database.transaction() as session:
            note_refusal(session, make_act(), "login_failed", login.user_id if login else None, {})
        raise Refused("login-refused: The name or the password is not right.")
    with database.transaction() as session:
        forget_attempt(session, make_act(), name, PLACE)
    return act_source(login.actor)
