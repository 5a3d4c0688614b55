"""Fills the letters that an act issues with the values that the case holds after it, as printing will."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any
from uuid import UUID

from models import cases, clocks, evidence, organisations, people
from models.session import Session
from service.definition_files import HERE, read_file
from tests.world import World
from workflow.case_type.blanks import Filled
from workflow.case_type.forms import Form, FormField, load_forms
from workflow.case_type.model import CaseType, Text
from workflow.operations.steps.library import library

BY_HAND = "………"


@dataclass(frozen=True)
class Written:
    """A letter as it would be printed: what stands in each blank, None where nothing does."""

    form: Form
    blanks: Mapping[str, Any]


@cache
def sheets() -> dict[str, Form]:
    """Every form and letter of the product by name."""
    paths = [path for folder in ("forms", "letters") for path in sorted((HERE / folder).glob("*.yaml"))]
    return {name: form for path in paths for name, form in load_forms(read_file(path)).items()}


def written(world: World, case_id: UUID, who: str, papers: tuple[str, ...]) -> list[Written]:
    """The letters among the papers that an act of `who` just brought, filled."""
    with world.database.transaction(read_only=True) as session:
        held = library(session)
        row = cases.read_case(session, case_id)
        assert row is not None
        case_type = held.case_type(row["definition_sha256"])
        wanted = [one for one in papers if one in case_type.documents and case_type.documents[one].letter]
        if not wanted:
            return []
        facts = _Facts(session, world, who, dict(row), case_type)
        return [_fill(facts, document) for document in wanted]


def _fill(facts: _Facts, document: str) -> Written:
    form = sheets()[facts.case_type.documents[document].letter or ""]
    blanks = {
        name: BY_HAND if blank.kind == "signature" else facts.value(blank, document)
        for name, blank in form.fields.items()
    }
    return Written(form, blanks)


class _Facts:
    """What there is to fill blanks with, at one instant of one case."""

    def __init__(
        self, session: Session, world: World, who: str, row: dict[str, Any], case_type: CaseType
    ) -> None:
        self.session, self.row, self.case_type = session, row, case_type
        self.today = library(session).today(world.at)
        names = organisations.names_on(session, [row["org_id"]], self.today)
        user = world.users.get(who)
        papers = evidence.read_documents(session, row["case_id"])
        self.facts: dict[str, Any] = {
            "case.number": row["number"],
            "case.received": row["received_on"],
            "act.day": self.today,
            "act.at": world.at,
            "act.by": people.names_of(session, [user])[user] if user else "hệ thống",
            "office.name": names[row["org_id"]],
            "office.above": "",
            "papers": ", ".join(case_type.documents[one["kind"]].title.vi for one in papers),
        }

    def value(self, blank: FormField, document: str) -> Any:
        """What the first source that has something gives."""
        for source in blank.sources_for(document):
            value = self._of(blank, source)
            if value not in (None, "", []):
                return value
        return None

    def _of(self, blank: FormField, source: Filled) -> Any:
        if source.kind == "hand":
            return BY_HAND
        if source.kind == "fact":
            return self.facts[source.name]
        if source.kind == "option":
            return next(one.title.vi for one in blank.options if one.code == source.name)
        if source.kind == "clock":
            timers = clocks.read_timers(self.session, self.row["case_id"])
            return next((one["legal_due"] for one in reversed(timers) if one["clock"] == source.name), None)
        return self._field(source.name, source.part)

    def _field(self, name: str, part: str) -> Any:
        declared = self.case_type.fields.get(name)
        if declared is None:
            return None
        if declared.type in ("parties", "respondent"):
            return self._people(name, part)
        value = self.row["fields"].get(name)
        if isinstance(value, Mapping) and "value" in value:
            value = self._open([UUID(value["value"])]).get(UUID(value["value"]))
        titles = {one.code: one.title for one in declared.options}
        shown: dict[str, Callable[[], Any]] = {
            "choice": lambda: titles[value].vi,
            "choices": lambda: ", ".join(titles[one].vi for one in value),
            "officer": lambda: people.names_of(self.session, [UUID(value)])[UUID(value)],
            "units": lambda: ", ".join(self._offices(value)),
            "recipients": lambda: str(value),
            "date": lambda: date.fromisoformat(value) if isinstance(value, str) else value,
            "instant": lambda: datetime.fromisoformat(value) if isinstance(value, str) else value,
        }
        if value in (None, "", []) or declared.type not in shown:
            return value
        return shown[declared.type]()

    def _people(self, name: str, part: str) -> str | None:
        rows = [one for one in cases.read_parties(self.session, self.row["case_id"]) if one["field"] == name]
        key = f"{part or 'name'}_value"
        plain = self._open([one[key] for one in rows if one[key]])
        found = [plain[one[key]] for one in rows if one[key]]
        found += people.names_of(self.session, [one["user_id"] for one in rows if one["user_id"]]).values()
        found += self._offices([one["org_id"] for one in rows if one["org_id"]])
        return (found[0] if part else ", ".join(found)) if found else None

    def _open(self, ids: list[UUID]) -> dict[UUID, str]:
        return evidence.open_values(self.session, self.row["case_id"], ids, sealed=True)

    def _offices(self, ids: list[Any]) -> list[str]:
        wanted = [UUID(str(one)) for one in ids]
        return list(organisations.names_on(self.session, wanted, self.today).values())


def faults(letter: Written) -> list[str]:
    """The blanks of a letter in which something is missing or of the wrong kind."""
    found = []
    for name, blank in letter.form.fields.items():
        value = letter.blanks[name]
        if value is None and blank.required:
            found.append(f"{letter.form.name}.{name} is empty")
        if value in (None, BY_HAND) or blank.kind not in ("date", "instant"):
            continue
        if not isinstance(value, date if blank.kind == "date" else datetime):
            found.append(f"{letter.form.name}.{name} holds {value!r}, no {blank.kind}")
    return found + [
        f"{letter.form.name}.{name} is a text" for name, one in letter.blanks.items() if isinstance(one, Text)
    ]
