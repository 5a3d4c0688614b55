"""The exception family of the rules and verbs. No error here knows HTTP: `api/request/problems.py` maps them.

The class docstring is the default message; `code` is the stable name that clients and catalogues may rely on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar


class WorkflowError(Exception):
    """The act could not be carried out."""

    code: ClassVar[str] = "workflow-error"

    def __init__(self, message: str | None = None, **facts: Any) -> None:
        self.facts = facts
        super().__init__(message or (type(self).__doc__ or "").strip().splitlines()[0])


class NotFound(WorkflowError):
    """There is no such thing, or it is outside what you may see."""

    code = "not-found"


class CaseNotFound(NotFound):
    """There is no such case, or it is outside what you may see."""

    code = "case-not-found"


class NotPermitted(WorkflowError):
    """Your roles do not allow this act here."""

    code = "not-permitted"


class StaleCase(WorkflowError):
    """The case has changed since it was read."""

    code = "stale-case"


class CommandReused(WorkflowError):
    """The same idempotency key was used before for another request."""

    code = "command-reused"


@dataclass(frozen=True, slots=True)
class FieldError:
    """One thing wrong with what was given: `path` names the field (`fields.people`), `code` the rule, `facts`
    fill its sentence."""

    path: str
    code: str
    facts: tuple[tuple[str, str], ...] = ()


class InvalidInput(WorkflowError):
    """What was entered cannot be taken as it is."""

    code = "invalid-input"

    def __init__(self, errors: Sequence[FieldError]) -> None:
        self.errors = tuple(errors)
        super().__init__(fields=[error.path for error in self.errors])


@dataclass(frozen=True, slots=True)
class Reason:
    """Why an act is refused, so that a person can cure it.

    `code` is from a closed list (`workflow/engine/decision.py`), `name` the sentry, role, document, field or
    clock
    in question, `vi`/`en` the sentence in the definition's own words.
    """

    code: str
    name: str
    vi: str
    en: str


class TransitionRefused(WorkflowError):
    """The transition is not possible now."""

    code = "transition-refused"

    def __init__(self, reasons: Sequence[Reason]) -> None:
        self.reasons = tuple(reasons)
        super().__init__(reasons=[f"{reason.code}:{reason.name}" for reason in self.reasons])


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault of a definition: where (1-based line and column), which rule (`code`), how grave, and what to
    do."""

    file: str
    line: int
    column: int
    code: str
    severity: str  # "error" | "warning"
    message: str


class DefinitionInvalid(WorkflowError):
    """The definition has faults and was not taken."""

    code = "definition-invalid"

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        first = self.findings[0] if self.findings else None
        super().__init__(
            f"{first.file}:{first.line}:{first.column}: {first.code}: {first.message}" if first else None
        )


class DeadlineRefused(WorkflowError):
    """The time limit cannot be counted as asked."""

    code = "deadline-refused"


class ChainBroken(WorkflowError):
    """The audit chain does not hold together."""

    code = "chain-broken"
