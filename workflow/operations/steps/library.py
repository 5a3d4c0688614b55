"""The deployed definitions as the rules need them, parsed once per version and kept by their hashes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from models import definitions
from models.memo import recall
from models.session import Session
from workflow.access.policy import roles_of
from workflow.calendar.period import Length
from workflow.calendar.schema import calendar_from_values
from workflow.calendar.working_calendar import WorkingCalendar
from workflow.case_type.beginning import Openings, brief, openings_of
from workflow.case_type.build import build_case_type, read_option
from workflow.case_type.library import Library as Names
from workflow.case_type.library import RuleNames, StaffRole
from workflow.case_type.model import CaseType, Option
from workflow.engine.terms import Reckoning
from workflow.errors import NotFound
from workflow.law.rules import LawBook
from workflow.law.schema import law_from_values

HOME_CALENDAR = "vn"
"""The calendar that days are told by where no case type names one."""

_case_types: dict[tuple[str, str], CaseType] = {}
_laws: dict[str, LawBook] = {}
_calendars: dict[tuple[str, str], WorkingCalendar] = {}
_beginnings: dict[str, Mapping[str, Any]] = {}


class Library:
    """The definitions as one transaction sees them. Make one per transaction with `library(session)`."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def case_type(self, sha256: str) -> CaseType:
        """The case type version with this hash; raises NotFound."""
        return recall(self.session, ("case_type", sha256), lambda: self._build(sha256))

    def _build(self, sha256: str) -> CaseType:
        lists = self._newest("code_list")
        key = (sha256, "".join(str(row["sha256"]) for row in lists))
        if key not in _case_types:
            row = definitions.read_definition(self.session, "case_type", sha256)
            if row is None:
                raise NotFound()
            options = {row["name"]: _options(row["canonical"]) for row in lists}
            _case_types[key] = build_case_type(row["canonical"], sha256, options)
        return _case_types[key]

    def law(self) -> LawBook:
        """The rules of all subjects, newest pack of each."""
        return recall(self.session, "law", self._read_law)

    def _read_law(self) -> LawBook:
        packs = self._newest("rules")
        key = "".join(str(row["sha256"]) for row in packs)
        if key not in _laws:
            _laws[key] = law_from_values([(row["canonical"], str(row["sha256"])) for row in packs], key)
        return _laws[key]

    def calendar(self, name: str) -> WorkingCalendar:
        """The calendar's present edition; raises NotFound where none was deployed."""
        return self.edition(name)[1]

    def edition(self, name: str, sha256: str | None = None) -> tuple[str, WorkingCalendar]:
        """(hash, calendar) of an edition: the present one, or the one with the hash; raises NotFound."""
        return recall(self.session, ("edition", name, sha256), lambda: self._read_edition(name, sha256))

    def _read_edition(self, name: str, sha256: str | None) -> tuple[str, WorkingCalendar]:
        row = (
            definitions.newest_edition(self.session, name)
            if sha256 is None
            else definitions.read_edition(self.session, name, sha256)
        )
        if row is None:
            raise NotFound(f"There is no calendar {name}.")
        key = (name, str(row["sha256"]))
        if key not in _calendars:
            texts = {text["sha256"]: text for text in definitions.texts_of(self.session, row["members"])}
            base = next(text for text in texts.values() if text["kind"] == "calendar_base")
            years = [text for text in texts.values() if text["kind"] == "calendar_year"]
            years.sort(key=lambda text: text["name"])
            _calendars[key] = calendar_from_values(
                base["canonical"], [text["canonical"] for text in years], str(row["sha256"])
            )
        return key[1], _calendars[key]

    def today(self, at: datetime) -> date:
        """The local day of an instant where the offices are."""
        return self.calendar(HOME_CALENDAR).local_day(at)

    def roles(self) -> Mapping[str, StaffRole]:
        """The staff roles; raises NotFound where none were deployed."""
        return recall(self.session, "roles", self._read_roles)

    def _read_roles(self) -> Mapping[str, StaffRole]:
        rows = self._newest("roles")
        if not rows:
            raise NotFound("No roles were deployed.")
        return roles_of(rows[0]["canonical"])

    def reckoning(self, case_type: CaseType) -> Reckoning:
        """The law and the calendar that the clocks of a case type are reckoned with."""
        name = case_type.calendar
        return recall(self.session, ("reckoning", name), lambda: Reckoning(self.law(), self.calendar(name)))

    def _newest(self, kind: str) -> list[Mapping[str, Any]]:
        return recall(
            self.session,
            ("newest", kind),
            lambda: [dict(row) for row in definitions.newest_of_kind(self.session, kind)],
        )


def library(session: Session) -> Library:
    """The definitions deployed now."""
    return Library(session)


def names_known(session: Session, held: Library) -> Names:
    """Everything a new case type may refer to by name."""
    families = {family: _ordinary(held.law(), family) for family in held.law().families}
    openings = _openings(session)
    lists = {
        row["name"]: _options(row["canonical"]) for row in definitions.newest_of_kind(session, "code_list")
    }
    rules = {family: RuleNames(*held.law().names_of(family)) for family in held.law().families}
    rest = longest_rest(held.calendar(HOME_CALENDAR))
    types = frozenset(openings.doors)
    return Names(lists, held.roles(), families, types, rest, rules, openings=openings)


def _openings(session: Session) -> Openings:
    """What the deployed case types say of one another's openings; a text is read once in a process."""
    hashes = [str(row["sha256"]) for row in definitions.versions(session, "case_type")]
    for sha256 in hashes:
        if sha256 not in _beginnings:
            row = definitions.read_definition(session, "case_type", sha256)
            assert row is not None
            _beginnings[sha256] = brief(row["canonical"])
    return openings_of(_beginnings[sha256] for sha256 in hashes)


def _ordinary(law: LawBook, family: str) -> Length | None:
    """The longest ordinary length a family ever had: the worst case when limits are compared."""
    lengths = [rule.length for rule in law.rules if rule.family == family and rule.before is None]
    return max(lengths, key=lambda length: length.count, default=None)


def longest_rest(calendar: WorkingCalendar) -> int:
    """The longest run of days off in a row in the years that were loaded."""
    years = sorted(calendar.filed)
    if not years:
        return 0
    longest = run = 0
    day, last = date(years[0], 1, 1), date(years[-1], 12, 31)
    while day <= last:
        run = 0 if calendar.is_working(day) else run + 1
        longest, day = max(longest, run), day + timedelta(days=1)
    return longest


def _options(value: Mapping[str, Any]) -> tuple[Option, ...]:
    return tuple(read_option(code, written) for code, written in value["options"].items())
