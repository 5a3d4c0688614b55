"""The demo's offices and people, recorded by the verbs that record real ones; recorded again, they are found
again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from models.session import Session
from service.demo.scenes import Story
from workflow.errors import NotFound
from workflow.operations.people.find_named import user_named
from workflow.operations.people.give_role import give_role
from workflow.operations.people.record_organisation import OrganisationEntry, record_organisation
from workflow.operations.people.record_user import record_user
from workflow.operations.people.relate_organisation import relate_organisation, unrelate_organisation
from workflow.operations.people.set_password import set_password
from workflow.operations.steps.acting import Act

ActFor = Callable[[str], Act]
"""Gives an act of the operator with a command id made of the words, so that a repeat finds what it made."""


@dataclass(frozen=True, slots=True)
class Office:
    """The ids of the demo's offices and people, by their names in the story."""

    organisations: Mapping[str, UUID]
    people: Mapping[str, UUID]


def record_office(session: Session, act_for: ActFor, story: Story, hashes: Mapping[str, str]) -> Office:
    """Record offices and people; `hashes` are the password hashes by username."""
    offices: dict[str, UUID] = {}
    for name, told in story.office["organisations"].items():
        entry = OrganisationEntry(
            told["kind"],
            told["name"],
            told["short"],
            told["from"],
            told.get("code"),
            above=offices.get(told.get("above", "")),
            inspected_by=tuple(offices[one] for one in told.get("inspected_by", ())),
            part_of=offices.get(told.get("part_of", "")),
            traits={trait: (True, because) for trait, because in told.get("traits", {}).items()},
        )
        offices[name] = record_organisation(session, act_for(f"office:{name}"), entry)
    for name, told in story.office["organisations"].items():
        _succeed(session, act_for, offices, name, told)
    people = {
        username: _person(session, act_for, offices, username, told, hashes[username])
        for username, told in story.office["people"].items()
    }
    return Office(offices, people)


def _succeed(
    session: Session, act_for: ActFor, offices: Mapping[str, UUID], name: str, told: Mapping[str, object]
) -> None:
    """An office that is no more stands under nobody from the next day on; its successor is named."""
    last = told.get("until")
    if isinstance(last, date) and told.get("above"):
        above = offices[str(told["above"])]
        unrelate_organisation(session, act_for(f"end:{name}"), offices[name], "above", above, last)
    if told.get("succeeds"):
        before, first = offices[str(told["succeeds"])], told["from"]
        assert isinstance(first, date)
        relate_organisation(session, act_for(f"successor:{name}"), before, "successor", offices[name], first)


def _person(
    session: Session,
    act_for: ActFor,
    offices: Mapping[str, UUID],
    username: str,
    told: Mapping[str, object],
    password_hash: str,
) -> UUID:
    posts = [str(post).partition("@")[::2] for post in told["roles"]]  # type: ignore[attr-defined]
    first = date(2025, 7, 1)
    try:
        return user_named(session, username)
    except NotFound:
        office = offices[posts[0][1]]
    user_id = record_user(session, act_for(f"user:{username}"), username, str(told["name"]), office, first)
    for role, place in posts:
        give_role(session, act_for(f"role:{username}:{role}:{place}"), user_id, role, offices[place], first)
    set_password(session, act_for(f"password:{username}"), user_id, password_hash)
    return user_id
