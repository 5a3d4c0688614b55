"""`tiepdan user` and `tiepdan token`: the first accounts of an office, and secrets that are shown once."""

from __future__ import annotations

import os
import sys
from datetime import timedelta
from uuid import UUID

import click

from api.request.identity import SECRET_BYTES, new_secret
from api.request.passwords import hash_password
from models.session import Session
from service.acting import OPERATOR, act_source
from service.cli.speaking import json_option, print_json
from service.opening import environment_settings, opened
from service.secrets import new_password
from workflow.operations.people.find_named import office_named, user_named
from workflow.operations.people.give_role import give_role
from workflow.operations.people.issue_token import issue_token
from workflow.operations.people.record_user import record_user
from workflow.operations.people.set_password import set_password
from workflow.operations.steps.acting import Act
from workflow.operations.steps.library import library

SHORTEST_PASSWORD = 10


@click.group()
def user() -> None:
    """Users."""


@user.command("add")
@click.argument("name")
@click.option("--display", required=True, help="The name that pages show.")
@click.option(
    "--role",
    "posts",
    multiple=True,
    required=True,
    metavar="ROLE@ORG",
    help="A role and the code or id of its office.",
)
@click.option(
    "--password-stdin", is_flag=True, help="Read the password from standard input instead of making one up."
)
@json_option
def add(name: str, display: str, posts: tuple[str, ...], password_stdin: bool, as_json: bool) -> None:
    """Add a user who logs in as NAME, with one or more roles from today on; a password that is made up is
    printed once."""
    pairs = [_post(post) for post in posts]
    given = sys.stdin.readline().rstrip("\r\n") if password_stdin else ""
    if password_stdin and len(given) < SHORTEST_PASSWORD:
        raise click.BadParameter(
            f"A password has at least {SHORTEST_PASSWORD} characters.", param_hint="--password-stdin"
        )
    password = given or new_password(os.urandom)
    with opened(environment_settings()) as database, database.transaction() as session:
        user_id = _add(session, act_source(OPERATOR)(), name, display, pairs, hash_password(password))
    shown = None if password_stdin else password
    if as_json:
        print_json({"user": str(user_id), "username": name, "password": shown})
    else:
        click.echo(f"Added {name}." + (f" Password, shown this once: {shown}" if shown else ""))


def _post(text: str) -> tuple[str, str]:
    role, at, office = text.partition("@")
    if not (role and at and office):
        raise click.BadParameter(f"{text} is not ROLE@ORG.", param_hint="--role")
    return role, office


def _add(
    session: Session, act: Act, name: str, display: str, posts: list[tuple[str, str]], password_hash: str
) -> UUID:
    today = library(session).today(act.at)
    offices = [(role, office_named(session, office, act.at)) for role, office in posts]
    user_id = record_user(session, act, name, display, offices[0][1], today)
    for role, org_id in offices:
        give_role(session, act, user_id, role, org_id, today)
    set_password(session, act, user_id, password_hash)
    return user_id


@click.group()
def token() -> None:
    """Access tokens."""


@token.command("issue")
@click.argument("name")
@click.option(
    "--scope", "scopes", multiple=True, required=True, help="A permission of roles.yaml; may be repeated."
)
@click.option(
    "--days", type=click.IntRange(1, 730), default=90, show_default=True, help="Days until it expires."
)
@click.option("--label", required=True, help="What it is for.")
@json_option
def issue(name: str, scopes: tuple[str, ...], days: int, label: str, as_json: bool) -> None:
    """Issue a token that acts for the user NAME within the scopes; its secret is printed once and stored
    nowhere."""
    act = act_source(OPERATOR)()
    secret, sha256 = new_secret(os.urandom(SECRET_BYTES))
    expires_at = act.at + timedelta(days=days)
    with opened(environment_settings()) as database, database.transaction() as session:
        token_id, _ = issue_token(session, act, user_named(session, name), label, scopes, sha256, expires_at)
    if as_json:
        print_json({"token": str(token_id), "secret": secret, "expires": expires_at.isoformat()})
    else:
        click.echo(f"Token {token_id}, until {expires_at:%Y-%m-%d}. Secret, shown this once: {secret}")
