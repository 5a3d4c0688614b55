"""The command line. Every command lies in a module of its own that is loaded when it is called, so that
`deadline` starts fast."""

from __future__ import annotations

from service.cli.group import LazyGroup

COMMANDS = {
    "serve": ("service.cli.running:serve", "Web server and scheduler in one process."),
    "web": ("service.cli.running:web", "The web server alone."),
    "scheduler": ("service.cli.running:scheduler", "The scheduler alone."),
    "demo": ("service.cli.demo:demo", "A demo office on 127.0.0.1."),
    "db": ("service.cli.database:db", "The database."),
    "definition": ("service.cli.definition:definition", "Case types, rules, code lists and roles."),
    "calendar": ("service.cli.calendar:calendar", "Working calendars."),
    "deadline": ("service.cli.deadline:deadline", "What a time limit comes to, and why that day."),
    "audit": ("service.cli.audit:audit", "The audit record."),
    "import": ("service.cli.imports:importing", "Old registers and event logs."),
    "organisation": ("service.cli.organisation:organisation", "Offices and units."),
    "obligations": (
        "service.cli.obligations:obligations",
        "Duties that come back: a plan's tasks and reports.",
    ),
    "user": ("service.cli.people:user", "Users."),
    "token": ("service.cli.people:token", "Access tokens."),
    "selftest": (
        "service.cli.selftest:selftest",
        "Fire a warning on a dummy case and measure how late it is.",
    ),
}
"""Name → (where the command lies, what it is for)."""

main = LazyGroup(
    name="tiepdan",
    table=COMMANDS,
    help="Citizen reception, complaints, petitions and disputes for Vietnamese public offices.",
)
