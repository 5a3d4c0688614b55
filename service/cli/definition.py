"""`tiepdan definition`: check, draw and deploy definition files."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from service.acting import OPERATOR, act_source
from service.cli.checking import check_files, read_library
from service.cli.deadline_listing import clocks, weak
from service.cli.definition_diff import diff
from service.cli.definition_forms import forms
from service.cli.definition_migrate import migrate
from service.cli.speaking import json_option, print_json
from service.cli.texts import folder_option, read_text
from service.opening import environment_settings, opened
from workflow.case_type.diagram import mermaid, svg
from workflow.case_type.schema import load_case_type
from workflow.errors import Finding
from workflow.operations.definition.deploy_definition import Deployed, deploy_definition

files_argument = click.argument(
    "files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path)
)


@click.group()
def definition() -> None:
    """Case types, rules, code lists and roles."""


definition.add_command(clocks)
definition.add_command(weak)
definition.add_command(forms)
definition.add_command(diff)
definition.add_command(migrate)


@definition.command()
@files_argument
@folder_option
@json_option
@click.pass_context
def check(ctx: click.Context, files: tuple[Path, ...], folder: Path, as_json: bool) -> None:
    """Check files beside each other and beside a folder of definitions; needs no database.

    Exit code 1 where a finding is an error; warnings and waived findings are only printed.
    """
    findings = check_files(files, folder)
    if as_json:
        print_json([asdict(one) for one in findings])
    else:
        for one in findings:
            click.echo(_line(one))
        click.echo(f"{len(files)} files, {len(findings)} findings.", err=True)
    ctx.exit(1 if any(one.severity == "error" for one in findings) else 0)


@definition.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(["svg", "mermaid"]), default="svg", show_default=True)
@click.option(
    "--lang", type=click.Choice(["vi", "en"]), default="vi", show_default=True, help="Language of the SVG."
)
@click.option(
    "--output", type=click.Path(dir_okay=False, path_type=Path), help="Write there instead of printing."
)
@folder_option
def diagram(file: Path, form: str, lang: str, output: Path | None, folder: Path) -> None:
    """Draw the states and transitions of a case type."""
    case_type = load_case_type(read_text(file), read_library(folder))
    drawn = mermaid(case_type) if form == "mermaid" else svg(case_type, lang)
    if output is None:
        click.echo(drawn)
    else:
        output.write_text(drawn + "\n", encoding="utf-8")


@definition.command()
@files_argument
@json_option
def deploy(files: tuple[Path, ...], as_json: bool) -> None:
    """Check files and deploy them in the order given; prints what changed against the version before.

    A file with an error is refused and the versions that are live stay untouched. The same text again changes
    nothing.
    """
    done: list[Deployed] = []
    with opened(environment_settings()) as database:
        act = act_source(OPERATOR)
        for path in files:
            source = read_text(path)
            with database.transaction() as session:
                done.append(deploy_definition(session, act(), source))
    if as_json:
        print_json([{**asdict(one), "changes": list(one.changes)} for one in done])
        return
    for one in done:
        click.echo(f"{one.kind} {one.name} {one.version}: {'deployed' if one.fresh else 'there already'}")
        for change in one.changes:
            click.echo(f"  {change}")


def _line(one: Finding) -> str:
    return f"{one.file}:{one.line}:{one.column}: {one.severity}: {one.code}: {one.message}"
