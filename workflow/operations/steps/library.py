"""The deployed definitions as the rules need them, parsed once per version and kept by their hashes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from models import definitions
from models.session import Session
from workflow.access.policy import roles_of
from workflow.calendar.period import Length
from workflow.calendar.schema import calendar_from_values
from workflow.calendar.working_calendar import WorkingCalendar
from workflow.case_type.build import build_case_type, read_option
from workflow.case_type.library import Library as Names
from workflow.case_type.library import StaffRole
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


class Library:
    """The definitions as one transaction sees them. Make one per transaction with `library(session)`."""

    def __init__(self, session: Session, fingerprint: tuple[int, int]) -> None:
        self.session = session
        self.fingerprint = fingerprint
        self._present: dict[str, tuple[str, WorkingCalendar]] = {}

    def case_type(self, sha256: str) -> CaseType:
        """The case type version with this hash; raises NotFound."""
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
        if sha256 is None and name in self._present:
            return self._present[name]
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
        if sha256 is None:
            self._present[name] = (key[1], _calendars[key])
        return key[1], _calendars[key]

    def today(self, at: datetime) -> date:
        """The local day of an instant where the offices are."""
        return self.calendar(HOME_CALENDAR).local_day(at)

    def roles(self) -> Mapping[str, StaffRole]:
        """The staff roles; raises NotFound where none were deployed."""
        rows = self._newest("roles")
        if not rows:
            raise NotFound("No roles were deployed.")
        return _roles(str(rows[0]["sha256"]), _Held(rows[0]["canonical"]))

    def reckoning(self, case_type: CaseType) -> Reckoning:
        """The law and the calendar that the clocks of a case type are reckoned with."""
        return Reckoning(self.law(), self.calendar(case_type.calendar))

    def _newest(self, kind: str) -> list[Mapping[str, Any]]:
        return _newest_rows(kind, self.fingerprint, self.session)


def library(session: Session) -> Library:
    """The definitions deployed now."""
    return Library(session, definitions.fingerprint(session))


def names_known(session: Session, held: Library) -> Names:
    """Everything a new case type may refer to by name."""
    families = {family: _ordinary(held.law(), family) for family in held.law().families}
    types = frozenset(str(row["name"]) for row in definitions.versions(session, "case_type"))
    lists = {
        row["name"]: _options(row["canonical"]) for row in definitions.newest_of_kind(session, "code_list")
    }
    return Names(lists, held.roles(), families, types, longest_rest(held.calendar(HOME_CALENDAR)))


def _ordinary(law: LawBook, family: str) -> Length | None:
    """The longest ordinary length a family ever had: the worst case when limits are compared."""
    lengths = [rule.length for rule in law.rules if rule.family == family]
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


_rows: dict[tuple[str, str, tuple[int, int]], list[Mapping[str, Any]]] = {}


def _newest_rows(kind: str, fingerprint: tuple[int, int], session: Session) -> list[Mapping[str, Any]]:
    # The fingerprint counts deployments of one database; the address of the engine keeps two databases apart.
    key = (str(session.connection.engine.url), kind, fingerprint)
    if key not in _rows:
        for old in [one for one in _rows if one[:2] == key[:2]]:
            del _rows[old]
        _rows[key] = [dict(row) for row in definitions.newest_of_kind(session, kind)]
    return _rows[key]


def _options(value: Mapping[str, Any]) -> tuple[Option, ...]:
    return tuple(read_option(code, written) for code, written in value["options"].items())


class _Held:
    """Carries a value past a cache that is keyed on its hash alone."""

    def __init__(self, value: Mapping[str, Any]) -> None:
        self.value = value

    def __hash__(self) -> int:
        return 0

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Held)


@lru_cache(maxsize=16)
def _roles(sha256: str, held: _Held) -> Mapping[str, StaffRole]:
    return roles_of(held.value)
