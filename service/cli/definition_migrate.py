"""`tiepdan definition migrate`: move running cases to another version, agreed on by two persons."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import click

from models.session import Database
from service.acting import OPERATOR, act_source
from service.cli.bringing_in import bar
from service.cli.definition_diff import language_option
from service.cli.definition_moves import print_applied, print_planned, print_stored, says
from service.cli.definition_person import person_acting, typed_password
from service.cli.group import Refused
from service.cli.speaking import json_option, print_json
from service.cli.texts import read_text
from service.opening import environment_settings, opened
from workflow.case_type.migration import digest, read_map
from workflow.errors import WorkflowError
from workflow.operations.definition.approve_migration import approve_migration
from workflow.operations.definition.find_version import named_version
from workflow.operations.definition.preview_migration import preview_migration
from workflow.operations.definition.propose_migration import propose_migration
from workflow.operations.definition.read_migration import read_migration
from workflow.source import Source
from workflow.workers.migration import apply_migration


@dataclass(frozen=True, slots=True)
class _Asked:
    """What was asked of the command."""

    name: str
    from_version: str
    to_version: str
    source: Source | None
    person: str | None
    from_input: bool
    lang: str
    as_json: bool


@click.command()
@click.argument("name", metavar="TYPE")
@click.option("--from", "from_version", metavar="VERSION", help="The version that cases leave.")
@click.option("--to", "to_version", metavar="VERSION", help="The version they go to.")
@click.option(
    "--states",
    "file",
    type=click.Path(path_type=Path),
    help="The map: `states:` old to new, `reasons:` of clocks whose dates may move.",
)
@click.option("--dry-run", is_flag=True, help="Only say what each case comes to; also when nothing is asked.")
@click.option("--propose", is_flag=True, help="Store it as a proposal, for a second person.")
@click.option("--show", metavar="ID", type=click.UUID, help="A stored proposal, and what became of it.")
@click.option("--approve", metavar="ID", type=click.UUID, help="Approve a proposal of somebody else.")
@click.option("--apply", "apply_id", metavar="ID", type=click.UUID, help="Move the cases, then check them.")
@click.option("--as", "person", metavar="NAME", help="Who proposes or approves: the name of their login.")
@click.option("--password-stdin", "from_input", is_flag=True, help="Their password is on standard input.")
@language_option
@json_option
@click.pass_context
def migrate(
    ctx: click.Context,
    name: str,
    from_version: str | None,
    to_version: str | None,
    file: Path | None,
    dry_run: bool,
    propose: bool,
    show: UUID | None,
    approve: UUID | None,
    apply_id: UUID | None,
    person: str | None,
    from_input: bool,
    lang: str,
    as_json: bool,
) -> None:
    """Move the running cases of TYPE from one version to another.

    A dry run says for every open case where it would stand and what each of its dates would be. A state that
    the new version lacks must be mapped, a date moves only with a listed legal reason; a case that this does
    not suit stays and is named. One administrator proposes, another approves; then anybody here applies.
    Interrupted, apply again: it goes on where it stopped. Exit code 1 where the check finds a fault.
    """
    stored = [one for one in (show, approve, apply_id) if one is not None]
    if len(stored) + propose + dry_run > 1:
        raise click.UsageError("One of --dry-run, --propose, --show, --approve, --apply at a time.")
    if not stored and not (from_version and to_version):
        raise click.UsageError("Name both versions with --from and --to.")
    source = read_text(file) if file is not None and not stored else None
    asked = _Asked(name, from_version or "", to_version or "", source, person, from_input, lang, as_json)
    with opened(environment_settings()) as database, _coded():
        _demand_named(database, asked, stored)
        if apply_id is not None:
            ctx.exit(0 if _apply(database, asked, apply_id) else 1)
        elif approve is not None:
            _approve(database, asked, approve)
        elif show is not None:
            _show(database, asked, show)
        elif propose:
            _propose(database, asked)
        else:
            _preview(database, asked)


@contextmanager
def _coded() -> Iterator[None]:
    """A refusal is said with its code before its sentence."""
    try:
        yield
    except WorkflowError as error:
        why = error.facts.get("why")
        if why is None:
            raise
        raise Refused(f"{why}: {error}") from error


def _demand_named(database: Database, asked: _Asked, stored: list[UUID]) -> None:
    """A stored proposal is named together with what it is about, so that nobody approves another one."""
    for migration_id in stored:
        with database.transaction(read_only=True) as session:
            found = read_migration(session, migration_id, (), 0)
        own = (found.case_type, found.from_version, found.to_version)
        told = (asked.name, asked.from_version or own[1], asked.to_version or own[2])
        if own != told:
            raise Refused(f"other-migration: {migration_id} moves {own[0]} from {own[1]} to {own[2]}.")


def _preview(database: Database, asked: _Asked) -> None:
    act = act_source(OPERATOR)()
    with database.transaction(read_only=True) as session:
        a = named_version(session, asked.name, asked.from_version)
        b = named_version(session, asked.name, asked.to_version)
        planned = preview_migration(
            session, act, asked.name, asked.from_version, asked.to_version, asked.source
        )
        agreed = digest(read_map(asked.source, a, b).sha256, a, b)
    values = [one.as_values() for one in planned]
    if asked.as_json:
        print_json(_summary(asked, values) | {"digest": agreed, "cases": values})
    else:
        print_planned(_summary(asked, values), values, asked.lang)
        click.echo(says(asked.lang, "digest", digest=agreed))


def _propose(database: Database, asked: _Asked) -> None:
    act = _person(database, asked)
    with database.transaction() as session:
        found = propose_migration(
            session, act(), asked.name, asked.from_version, asked.to_version, asked.source
        )
    values = [one.as_values() for one in found.planned]
    summary = _summary(asked, values) | {"migration": str(found.migration_id), "digest": found.digest}
    if asked.as_json:
        print_json(summary | {"cases": values})
        return
    print_planned(summary, values, asked.lang)
    click.echo(says(asked.lang, "digest", digest=found.digest))
    click.echo(says(asked.lang, "proposed", id=found.migration_id))


def _approve(database: Database, asked: _Asked, migration_id: UUID) -> None:
    act = _person(database, asked)
    with database.transaction() as session:
        found = approve_migration(session, act(), migration_id)
    if asked.as_json:
        print_json(
            {
                "migration": str(migration_id),
                "digest": found.digest,
                "ready": found.ready,
                "refused": found.refused,
            }
        )
        return
    click.echo(says(asked.lang, "digest", digest=found.digest))
    click.echo(says(asked.lang, "approved", id=migration_id, ready=found.ready))


def _show(database: Database, asked: _Asked, migration_id: UUID) -> None:
    with database.transaction(read_only=True) as session:
        found = read_migration(session, migration_id)
    if asked.as_json:
        print_json(found.as_values())
    else:
        print_stored(found.as_values(), asked.lang)


def _apply(database: Database, asked: _Asked, migration_id: UUID) -> bool:
    with database.transaction(read_only=True) as session:
        ready = read_migration(session, migration_id, (), 0).counts["ready"]
    with bar("migrate", ready, quiet=asked.as_json) as progress:
        run = apply_migration(database, act_source(OPERATOR), migration_id, progress=progress)
    assert run.migration is not None  # it was read after the run
    values: dict[str, Any] = {
        "moved": run.moved,
        "left": run.left,
        "check": run.check,
        **run.migration.as_values(),
    }
    if asked.as_json:
        print_json(values)
    else:
        print_applied(values, asked.lang)
    return run.is_sound


def _person(database: Database, asked: _Asked) -> Any:
    if asked.person is None:
        raise click.UsageError("Say who acts: --as NAME.")
    return person_acting(database, asked.person, typed_password(asked.from_input))


def _summary(asked: _Asked, values: list[dict[str, Any]]) -> dict[str, Any]:
    refused = sum(bool(one["refused"]) for one in values)
    return {
        "case_type": asked.name,
        "from": asked.from_version,
        "to": asked.to_version,
        "all": len(values),
        "ready": len(values) - refused,
        "refused": refused,
    }
