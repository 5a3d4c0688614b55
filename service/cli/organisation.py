"""`tiepdan organisation`: the first offices of an installation, registers of all, and who succeeds whom."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import click

from models.session import Session
from service.acting import OPERATOR, act_source
from service.cli.organisation_load import load, succession
from service.cli.organisation_succeed import succeed
from service.cli.speaking import json_option, print_json
from service.opening import environment_settings, opened
from workflow.operations.people.find_named import office_named
from workflow.operations.people.record_organisation import OrganisationEntry, record_organisation
from workflow.operations.steps.acting import Act


@click.group()
def organisation() -> None:
    """Offices and units."""


for command in (load, succession, succeed):
    organisation.add_command(command)


@organisation.command("add")
@click.argument("name")
@click.option(
    "--kind", required=True, help="commune, province, inspectorate, unit, mediation_team, police ..."
)
@click.option("--short", required=True, help="What stands in case numbers, for example HQ.")
@click.option("--code", help="Its code in a register of offices.")
@click.option("--register", help="The register the code is from, with its date.")
@click.option("--from", "first_day", required=True, metavar="DAY", help="Since when: 2025-07-01.")
@click.option("--above", metavar="ORG", help="Code or id of the level above.")
@click.option("--inspected-by", "inspectors", multiple=True, metavar="ORG", help="An inspecting body.")
@click.option("--part-of", metavar="ORG", help="The office this is a unit of.")
@json_option
def add(
    name: str,
    kind: str,
    short: str,
    code: str | None,
    register: str | None,
    first_day: str,
    above: str | None,
    inspectors: tuple[str, ...],
    part_of: str | None,
    as_json: bool,
) -> None:
    """Add an office with its name, its level above and its inspecting bodies from a day on."""
    act = act_source(OPERATOR)()
    try:
        since = date.fromisoformat(first_day)
    except ValueError:
        raise click.BadParameter(
            f"{first_day} is not a day; write 2025-07-01.", param_hint="--from"
        ) from None
    with opened(environment_settings()) as database, database.transaction() as session:
        entry = OrganisationEntry(
            kind,
            name,
            short,
            since,
            code,
            register,
            _named(session, act, above),
            tuple(office_named(session, one, act.at) for one in inspectors),
            _named(session, act, part_of),
        )
        org_id = record_organisation(session, act, entry)
    if as_json:
        print_json({"organisation": str(org_id), "name": name})
    else:
        click.echo(f"Added {name}: {org_id}")


def _named(session: Session, act: Act, name: str | None) -> UUID | None:
    return None if name is None else office_named(session, name, act.at)
