"""Deployed texts."""

from __future__ import annotations

from api.schemas.base import Choice, QueryBool, Schema, Shown, Text
from api.schemas.shown import MAYBE, a_day, an_instant, parts, said, words, yes
from api.schemas.taking import Verbatim
from workflow.source import LARGEST_TEXT

KINDS = ("case_type", "rules", "code_list", "roles", "calendar_base", "calendar_year")


class DefinitionQuery(Schema):
    """Which texts: of a kind; with `live` only the newest of each name."""

    kind = Choice(KINDS)
    live = QueryBool()


class DefinitionRow(Shown):
    """A deployed text, known by its hash."""

    kind = said()
    name = said()
    version = said()
    sha256 = said()
    valid_from = a_day(**MAYBE)
    valid_to = a_day(**MAYBE)
    deployed_at = an_instant()


class DefinitionList(Shown):
    """Deployed texts, newest first within each kind."""

    items = parts(DefinitionRow)


class DefinitionShown(DefinitionRow):
    """A deployed text, whole."""

    text = said()


class DefinitionIn(Schema):
    """A text to be deployed; `file` is the name that findings tell."""

    text = Verbatim(LARGEST_TEXT, required=True)
    file = Text(200, shortest=1, load_default="definition.yaml")


class DeployedShown(Shown):
    """What was deployed. `fresh`: false where the same text was there already. `changes` tell it from the
    version before."""

    kind = said()
    name = said()
    version = said()
    sha256 = said()
    fresh = yes()
    changes = words()
