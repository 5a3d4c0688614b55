"""`tiepdan demo`: build if need be, tell how to log in, serve on this machine alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import click

from models.session import Database, Session
from service.acting import act_source
from service.demo.building import Notebook, build_demo, read_notebook
from service.demo.scenes import Story, read_story
from service.opening import NotReady, opened
from service.settings import Settings
from service.supervise import demand_address, run_both
from service.upgrading import upgrade_database
from workflow.errors import NotFound
from workflow.operations.people.find_named import user_named
from workflow.operations.steps.library import library

HOST = "127.0.0.1"
NOTEBOOK = "demo.json"
DATABASE = "demo.sqlite"
"""The demo has a database of its own: it never mixes with that of an office that works in the same folder."""


def run_demo(settings: Settings) -> None:
    """Serve the demo until told to end. Raises NotReady where the address is taken."""
    own = demo_settings(settings)
    demand_address(own)
    notebook = make_demo(own)
    with opened(own) as database:
        for line in welcome(own, read_story(own.definitions), notebook, _titles(database)):
            click.echo(line)
        run_both(own, database)


def demo_settings(settings: Settings) -> Settings:
    """The settings with the demo's own database, reachable from this machine only."""
    return replace(settings, host=HOST, database_url=f"sqlite:///{settings.data_dir / DATABASE}")


def make_demo(settings: Settings) -> Notebook:
    """Migrate, deploy, and build what is missing. Raises NotReady where the database is there without its
    notebook."""
    path = settings.data_dir / NOTEBOOK
    upgrade_database(settings)
    with opened(settings) as database:
        today = _today(database, path)
        built = build_demo(database, settings.definitions, path, today)
    if built is not None:
        click.echo(f"Built {built.cases} cases by {built.acts} acts.")
        for refused in built.refused:
            click.echo(f"Left out: {refused}", err=True)
    known = read_notebook(path)
    assert known is not None  # it was written before the first act
    return known


def welcome(settings: Settings, story: Story, notebook: Notebook, titles: Mapping[str, str]) -> Iterator[str]:
    """The lines printed at every start: address, logins, and what each person is."""
    yield f"Cơ quan minh họa, ngày {notebook.as_of:%d/%m/%Y}: http://{settings.host}:{settings.port}"
    widest = max(map(len, story.office["people"]), default=0)
    for username, told in story.office["people"].items():
        posts = [str(post).partition("@")[::2] for post in told["roles"]]
        named = ", ".join(
            f"{titles[role]} ({story.office['organisations'][place]['short']})" for role, place in posts
        )
        yield f"  {username:<{widest}} {notebook.passwords[username]}   {told['name']} – {named}"


def _titles(database: Database) -> dict[str, str]:
    with database.transaction(read_only=True) as session:
        return {name: role.title.vi for name, role in library(session).roles().items()}


def _today(database: Database, notebook: Path) -> date:
    """The local day. Raises NotReady where there are people whose passwords nobody knows any more."""
    with database.transaction(read_only=True) as session:
        if not notebook.exists() and _is_peopled(session):
            said = f"The logins ({NOTEBOOK}) are gone; remove {DATABASE} in the data folder to build anew."
            raise NotReady(said)
        return library(session).today(act_source()().at)


def _is_peopled(session: Session) -> bool:
    try:
        user_named(session, "quantri")
    except NotFound:
        return False
    return True
