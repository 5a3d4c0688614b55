"""What commands print: JSON for scripts, lines for people."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import click

json_option: Callable[[Any], Any] = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


def print_json(value: Any) -> None:
    """One JSON value, readable, in UTF-8."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))
