"""`tiepdan audit`: verify the record."""

from __future__ import annotations

import click

from service.cli.speaking import json_option, print_json
from service.opening import environment_settings, opened
from workflow.audit.breaks import Verdict
from workflow.operations.audit.verify_audit import verify_audit


@click.group()
def audit() -> None:
    """The audit record."""


@audit.command()
@click.option(
    "--lang",
    type=click.Choice(["vi", "en"]),
    default="vi",
    show_default=True,
    help="Language of the finding.",
)
@json_option
@click.pass_context
def verify(ctx: click.Context, lang: str, as_json: bool) -> None:
    """Read every chain from its first event to its head; exit code 1 where one does not hold, with what
    broke."""
    with opened(environment_settings()) as database, database.transaction(read_only=True) as session:
        verdict = verify_audit(session)
    if as_json:
        print_json(as_values(verdict, lang))
    elif verdict.first_break is None:
        click.echo(f"{verdict.chains} chains with {verdict.events} events hold.")
    else:
        click.echo(verdict.first_break.say(lang), err=True)
    ctx.exit(0 if verdict.ok else 1)


def as_values(verdict: Verdict, language: str) -> dict[str, object]:
    """The verdict as scripts read it: {ok, events, chains, first_break: {chain, seq, what, says} | null}."""
    found = verdict.first_break
    broken = found and {
        "chain": found.chain_id,
        "seq": found.seq,
        "what": str(found.what),
        "says": found.say(language),
    }
    return {"ok": verdict.ok, "events": verdict.events, "chains": verdict.chains, "first_break": broken}
