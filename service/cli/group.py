"""The root command: loads a command when it is called, and turns every known failure into one sentence and
exit code 1."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from typing import Any

import click

from api.request.sentences import FIELD_SENTENCES
from api.schemas.sentences import VERB_SENTENCES
from workflow.errors import DefinitionInvalid, FieldError, InvalidInput, TransitionRefused, WorkflowError


class Refused(click.ClickException):
    """A failure that a person can act on: one sentence on standard error, exit code 1."""

    def show(self, file: Any = None) -> None:
        """Say it."""
        click.echo(f"tiepdan: {self.format_message()}", err=True)


class LazyGroup(click.Group):
    """A group over a table of name → ("module:attribute", what it is for)."""

    def __init__(self, *, table: Mapping[str, tuple[str, str]], **options: Any) -> None:
        super().__init__(**options)
        self.table = table

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order of the table."""
        return list(self.table)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load one command, or None where there is none of that name."""
        if cmd_name not in self.table:
            return None
        module, attribute = self.table[cmd_name][0].split(":")
        found: click.Command = getattr(importlib.import_module(module), attribute)
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands, without loading any."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, meaning) for name, (_, meaning) in self.table.items()])

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; what it raises of the known families is said in one sentence, never as a
        traceback."""
        try:
            return super().invoke(ctx)
        except Exception as error:
            said = sentence(error)
            if said is None:
                raise
            raise Refused(said) from error


def sentence(error: Exception) -> str | None:
    """What went wrong, for a person; None for a fault of ours, which deserves its traceback."""
    if isinstance(error, DefinitionInvalid):
        return "\n".join(
            f"{one.file}:{one.line}:{one.column}: {one.severity}: {one.code}: {one.message}"
            for one in error.findings
        )
    if isinstance(error, InvalidInput):
        return "This cannot be taken: " + "; ".join(map(_fault, error.errors))
    if isinstance(error, TransitionRefused):
        return " ".join(one.en or one.vi for one in error.reasons)
    if isinstance(error, WorkflowError):
        return str(error)
    # Storage and settings are not imported here, so that a command that needs neither starts without them.
    code = getattr(error, "code", None)
    if isinstance(code, str):
        return _STORAGE.get(code) or str(error) or (type(error).__doc__ or code).strip()
    if type(error).__name__ == "SettingInvalid" or isinstance(error, OSError):
        return str(error)
    return None


def _fault(one: FieldError) -> str:
    """Which entry, what is wrong with it, and the code for whoever reads it by machine."""
    _, said = FIELD_SENTENCES.get(one.code) or VERB_SENTENCES.get(one.code) or FIELD_SENTENCES["invalid"]
    return f"{one.path}: {said.format_map(dict(one.facts))} ({one.code})"


_STORAGE = {
    "database-busy": "The database is away or locked; nothing was written. Try again.",
    "storage-full": "No room is left; nothing was written. Make room, then try again.",
    "outcome-unknown": "The connection was lost while writing; look whether it was written, then try again.",
    "write-conflict": "Somebody else wrote at the same time; nothing was written. Try again.",
    "duplicate": "That exists already.",
}
