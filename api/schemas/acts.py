"""Transitions offered and taken, and what any act on a case answers."""

from __future__ import annotations

from api.schemas.base import Many, Part, Shown, Values
from api.schemas.shown import LEFT_OUT, MAYBE, an_id, parts, said, whole_number, words, yes
from api.schemas.taking import PaperIn, ToldIn, name


class TransitionIn(ToldIn):
    """A transition to be taken with the fields and papers it asks for."""

    transition = name(required=True)
    fields = Values(load_default=dict)  # type: ignore[assignment]
    documents = Many(Part(PaperIn), most=20, load_default=list)


class ReasonOut(Shown):
    """Why an act is refused."""

    code = said()
    name = said()
    detail = said()


class OfferShown(Shown):
    """An act of the present state: possible now, or the reasons why not, with what its form asks for."""

    transition = said()
    title = said()
    cites = said(**MAYBE)
    possible = yes()
    reasons = parts(ReasonOut)
    asks = words()
    may_ask = words()
    attaches = words()
    may_attach = words()
    issues = words()
    second = said(**MAYBE)
    confirms = yes()


class OffersShown(Shown):
    """Every act of the present state. `confirmation`: what stands against confirming the open proposal
    (empty: the caller may), left out where nothing is proposed."""

    state = said()
    row_version = whole_number()
    items = parts(OfferShown)
    confirmation = parts(ReasonOut, **LEFT_OUT)


class TakenShown(Shown):
    """What an act came to: the number of its event, the state and row version it left. `proposed`: a second
    person must confirm. A repeat of the command gives the same."""

    case = an_id()
    number = said()
    seq = whole_number()
    state = said()
    row_version = whole_number()
    proposed = yes()
