"""Pulls of the audit trail and the chain's verdict."""

from __future__ import annotations

from marshmallow import fields

from api.schemas.base import Day, Id, Schema, Shown
from api.schemas.shown import MAYBE, a_day, an_id, an_instant, named, part, said, whole_number, yes


class BreakShown(Shown):
    """The first place where a chain does not hold."""

    chain = said()
    seq = whole_number()
    what = said()
    detail = said()


class VerdictShown(Shown):
    """Whether the chains hold, and where not."""

    ok = yes()
    events = whole_number()
    chains = whole_number()
    first_break = part(BreakShown, **MAYBE)


class PullIn(Schema):
    """An office and a period of inclusive local days."""

    office = Id(required=True)
    from_ = Day(required=True, data_key="from")
    to = Day(required=True)


class PullShown(Shown):
    """A pull on the record. Its events are streamed from `events_jsonl` and `events_csv`."""

    id = an_id()
    office = an_id()
    from_ = named("from", fields.Date)
    to = a_day()
    up_to = an_instant()
    events = whole_number()
    chains = whole_number()
    verdict = part(VerdictShown)
    events_jsonl = said()
    events_csv = said()
