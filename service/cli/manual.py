"""The reference page of the command line, written from the commands' own help."""

from __future__ import annotations

from collections.abc import Iterator

import click

WIDTH = 100

INTRODUCTION = """# The command line

Written from the commands' own `--help`; a test compares them. Settings come from the environment: see
[settings](settings.md).

- Results go to standard output, everything else to standard error. `--json` prints one JSON value.
- Exit code 0: done. 1: it could not be done, or what was asked about does not hold; one sentence on
  standard error says why. 2: the command was called wrongly.
- `deadline`, `definition check` and `definition diagram` need no database.
- Acts done here are recorded as done by `cli`; whoever may run the command line holds the keys of the office.
"""


def manual(root: click.Group) -> str:
    """The page as Markdown."""
    return INTRODUCTION + "".join(_pages(root, "tiepdan", click.Context(root, info_name="tiepdan")))


def _pages(command: click.Command, name: str, context: click.Context) -> Iterator[str]:
    if isinstance(command, click.Group):
        for child in command.list_commands(context):
            found = command.get_command(context, child)
            assert found is not None  # it was listed
            yield from _pages(found, f"{name} {child}", click.Context(found, parent=context, info_name=child))
        return
    formatter = click.HelpFormatter(width=WIDTH)
    command.format_help(context, formatter)
    lines = [line.rstrip() for line in formatter.getvalue().rstrip().splitlines()]
    yield f"\n## {name}\n\n```text\n" + "\n".join(lines) + "\n```\n"
