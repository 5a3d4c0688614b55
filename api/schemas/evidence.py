"""Papers, receipts, late entries and reveals."""

from __future__ import annotations

from api.schemas.base import Id, Schema, Shown, Text
from api.schemas.shown import MAYBE, a_day, an_id, an_instant, parts, said, whole_number, yes
from api.schemas.taking import ToldIn


class DocumentShown(Shown):
    """A paper on the case. `scan`: not_scanned, clean or held (a held one is not given out)."""

    id = an_id()
    kind = said()
    kind_title = said()
    title = said()
    revision = whole_number()
    source = said()
    official_number = said(**MAYBE)
    dated = a_day(**MAYBE)
    media_type = said()
    size = whole_number()
    sha256 = said()
    scan = said()
    recorded_at = an_instant()


class DocumentPage(Shown):
    """The papers of a case, oldest first."""

    items = parts(DocumentShown)


class LateEntryShown(Shown):
    """An act that was entered late."""

    seq = whole_number()
    happened_on = a_day()
    reason = said()
    entered_by = said()
    confirmed = yes()


class ReceiptIn(ToldIn):
    """A party received what was sent."""

    party = Id(required=True)


class RevealIn(Schema):
    """Why a sealed value is to be shown; the reason goes on the record."""

    reason = Text(1000, shortest=1, lines=True, required=True)


class RevealShown(Shown):
    """The sealed value."""

    value = said()
