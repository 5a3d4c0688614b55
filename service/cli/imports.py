"""`tiepdan import`: what an office kept before, in the two forms in which it has it."""

from __future__ import annotations

from service.cli.group import LazyGroup

importing = LazyGroup(
    name="import",
    table={
        "register": ("service.cli.importing:register", "Rows of an old register become cases."),
        "log": ("service.cli.import_log:log", "An event log becomes cases, event by event."),
    },
    help="Old registers and event logs.",
)
