"""Clocks with their ledger, lists of deadlines, and the preview of one."""

from __future__ import annotations

from marshmallow import fields

from api.schemas.base import (
    Bool,
    Choice,
    Day,
    DayOrInstant,
    Id,
    Int,
    Many,
    Part,
    QueryBool,
    QueryInt,
    Schema,
    Shown,
    Text,
)
from api.schemas.cases import CaseRow
from api.schemas.shown import (
    MAYBE,
    PageShown,
    a_day,
    an_id,
    an_instant,
    day_or_instant,
    facts,
    named,
    parts,
    said,
    whole_number,
    yes,
)
from api.schemas.taking import name


class SpanShown(Shown):
    """A step of the ledger: from a day to a day, and why. `kind`: counted, skipped, paused, extended,
    rolled."""

    from_ = named("from", fields.Date)
    to = a_day()
    kind = said()
    days = whole_number()
    because = said()
    source = said()


class SoftShown(Shown):
    """A limit that is only recommended, or an earlier one that the law names too."""

    due = a_day()
    raw = a_day()
    because = said()
    citation = said()


class RungShown(Shown):
    """A warning or escalation point: armed, fired, passed or cancelled."""

    rung = said()
    standing = said()
    fires_at = an_instant()
    fired_at = an_instant(**MAYBE)


class ClockShown(Shown):
    """A clock of a case: its dates, how it stands, its frozen verdict, the rule, and the ledger that adds up
    to the legal day."""

    id = an_id()
    ledger_url = said()
    clock = said()
    kind = said()
    title = said()
    subject_kind = said()
    subject = an_id()
    started_on = a_day()
    raw_due = a_day()
    legal_due = a_day()
    promised_due = a_day(**MAYBE)
    due_at = an_instant()
    precision = said()
    provisional = yes()
    informative = yes()
    standing = said()
    badge = said()
    left = whole_number()
    unit = said()
    paused_since = a_day(**MAYBE)
    stopped_on = a_day(**MAYBE)
    verdict = said(**MAYBE)
    verdict_promised = said(**MAYBE)
    verdict_inputs = facts(**MAYBE)
    unconfirmed = yes()
    rule = said(**MAYBE)
    because = said()
    source = said()
    calendar = said()
    soft = parts(SoftShown)
    ledger = parts(SpanShown)
    rungs = parts(RungShown)


class ClockPage(Shown):
    """The clocks of a case: running ones first, the most urgent on top."""

    items = parts(ClockShown)


class EventShown(Shown):
    """An event of the case's chain; personal values stand in it as ids and digests only."""

    seq = whole_number()
    kind = said()
    title = said()
    act = said(**MAYBE)
    actor = said()
    actor_name = said()
    on_behalf_of = said(**MAYBE)
    happened = day_or_instant()
    precision = said()
    recorded = an_instant()
    days_late = whole_number()
    state_after = said(**MAYBE)
    body = facts()
    hash = said()


class EventPage(PageShown):
    """Events, oldest first."""

    items = parts(EventShown)


class EventQuery(Schema):
    """Which events: after a sequence number (the cursor of the page before)."""

    after = QueryInt(0, 2_147_483_647)
    cursor = Text(1000)
    size = QueryInt(1, 200)


class DeadlineQuery(Schema):
    """Which running clocks: `when` is overdue (by law), past_promise (of the office's own ends: of internal
    clocks, and promised beside the law's), soon (within the next seven days) or all."""

    when = Choice(("overdue", "past_promise", "soon", "all"))
    office = Id()
    holder = Id()
    unassigned = QueryBool()
    clock = name()
    type = name()
    count = QueryBool()
    cursor = Text(1000)
    size = QueryInt(1, 200)


class DeadlineShown(Shown):
    """A running clock of a visible case. `overdue`: past the law's end; `past_promise`: past the office's
    own; `ledger_url` proves its days."""

    id = an_id()
    ledger_url = said()
    clock = said()
    title = said()
    kind = said()
    started_on = a_day()
    raw_due = a_day()
    legal_due = a_day()
    promised_due = a_day(**MAYBE)
    due_at = an_instant()
    precision = said()
    overdue = yes()
    past_promise = yes()
    provisional = yes()
    rule = said(**MAYBE)
    holder = an_id(**MAYBE)
    holder_name = said(**MAYBE)
    office_name = said()
    case = fields.Nested(CaseRow, required=True)


class DeadlinePage(PageShown):
    """Running clocks, the earliest end first."""

    items = parts(DeadlineShown)


class PauseIn(Schema):
    """A suspension: the day it was suspended and the day it was continued."""

    from_ = Day(required=True, data_key="from")
    to = Day(required=True)


class PreviewIn(Schema):
    """A time limit to be counted without a case. `with`: cells of the law's table; `extend`: acts of
    extension; `promise`: the office's own shorter length, such as "5 working_days"."""

    procedure = name(required=True)
    clock = name(required=True)
    from_ = DayOrInstant(required=True, data_key="from")
    with_ = Many(name(), most=20, load_default=list, data_key="with")
    extend = Int(0, 100, load_default=0)
    pauses = Many(Part(PauseIn), most=50, load_default=list)
    promise = Text(40)
    strict = Bool(load_default=False)


class PreviewShown(Shown):
    """The time limit with its ledger, which re-adds to the due day; days as the command line gives them."""

    due = said()
    raw = said()
    promised = said(**MAYBE)
    provisional = yes()
    soft = fields.List(fields.Dict(), required=True)
    ledger = fields.List(fields.Dict(), required=True)
