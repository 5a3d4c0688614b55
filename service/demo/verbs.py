"""The acts of the story by the verbs that people take, and what the cases are called on the way."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from models.session import Session
from service.demo.office import Office
from service.demo.scenes import READ, Scene, type_of
from workflow.errors import NotFound
from workflow.operations.case.answer_request import answer_request
from workflow.operations.case.assign_case import assign_case
from workflow.operations.case.confirm_proposal import confirm_proposal
from workflow.operations.case.offer_transitions import offer_transitions
from workflow.operations.case.open_case import Opening, open_case
from workflow.operations.case.read_case import read_case
from workflow.operations.case.send_request import send_request
from workflow.operations.case.take_transition import take_transition
from workflow.operations.definition.find_version import version_for
from workflow.operations.evidence.record_receipt import record_receipt
from workflow.operations.people.mark_notices import mark_notices
from workflow.operations.steps.acting import Act, Told
from workflow.operations.steps.papers import Paper


@dataclass(slots=True)
class Played:
    """What was played so far: ids (or numbers) of cases by their names in the story, numbers by what a case
    is called, the newest
    request of a case, and what papers are called."""

    refs: dict[str, str] = field(default_factory=dict)
    numbers: dict[str, str] = field(default_factory=dict)
    asked: dict[str, UUID] = field(default_factory=dict)
    titles: dict[tuple[str, str], str] = field(default_factory=dict)


Verb = Callable[[Session, Office, Played, Act, date, Scene], None]


def take(session: Session, office: Office, played: Played, act: Act, day: date, scene: Scene) -> None:
    """Take the transition that the scene names."""
    told = Told(scene.more.get("told"), str(scene.more.get("why", "")))
    ref, fields = _ref(session, played, act, scene.case), _named(office, played, scene.fields)
    take_transition(session, act, ref, scene.what, fields, _papers(session, played, day, scene), told)


def _open(session: Session, office: Office, played: Played, act: Act, day: date, scene: Scene) -> None:
    opening = Opening(
        scene.case_type,
        office.organisations[scene.more.get("office", "commune")],
        day,
        _named(office, played, scene.fields),
        _papers(session, played, day, scene),
        scene.more.get("channel", "in_person"),
        scene.more.get("state"),
    )
    opened = open_case(session, act, opening)
    played.refs[scene.case] = str(opened.case_id)
    if "called" in scene.more:
        played.numbers[scene.more["called"]] = opened.number


def _confirm(session: Session, office: Office, played: Played, act: Act, day: date, scene: Scene) -> None:
    confirm_proposal(session, act, _ref(session, played, act, scene.case))


def _give(session: Session, office: Office, played: Played, act: Act, day: date, scene: Scene) -> None:
    """Somebody is given a part in the case."""
    told = _named(office, played, scene.fields)
    users = [UUID(user) for user in told["users"]]
    assign_case(session, act, _ref(session, played, act, scene.case), told["part"], users)


def _receipt(session: Session, office: Office, played: Played, act: Act, day: date, scene: Scene) -> None:
    """Every party has received the decision; each receipt is an act of its own."""
    ref = _ref(session, played, act, scene.case)
    for party in offer_transitions(session, act, ref).facts.parties:
        one = Act(act.actor, act.at, act.new_id, act.fresh_bytes, f"{act.command_id}:{party}")
        record_receipt(session, one, ref, party, Told())


def _read(session: Session, office: Office, played: Played, act: Act, day: date, scene: Scene) -> None:
    mark_notices(session, act)


def _request(session: Session, office: Office, played: Played, act: Act, day: date, scene: Scene) -> None:
    told, made = scene.fields, act.new_id()
    ref, asked = _ref(session, played, act, scene.case), office.organisations[told["org"]]
    one = Act(act.actor, act.at, _first(made, act.new_id), act.fresh_bytes, act.command_id)
    send_request(session, one, ref, told["kind"], asked, told["question"])
    played.asked[scene.case] = made


def _answer(session: Session, office: Office, played: Played, act: Act, day: date, scene: Scene) -> None:
    ref = _ref(session, played, act, scene.case)
    answer_request(session, act, ref, played.asked[scene.case], scene.fields["text"])


def _first(made: UUID, others: Callable[[], UUID]) -> Callable[[], UUID]:
    """An id known beforehand, then others: the request is the first thing that the verb makes."""
    known = iter((made,))
    return lambda: next(known, None) or others()


def _ref(session: Session, played: Played, act: Act, case: str) -> str:
    """The case's id. One that another case opened is found among that one's links. Raises NotFound."""
    if case not in played.refs:
        parent, _, name = case.rpartition("/")
        _, _, place = name.partition(".")
        system = act.by_system()
        links = read_case(session, system, _ref(session, played, act, parent)).links
        of_type = sorted(
            (len(number), number, other_id)
            for _, other_id, number in links
            if read_case(session, system, str(other_id)).case_type == type_of(name)
        )
        if len(of_type) < int(place or 1):
            raise NotFound(f"{parent} has not opened {name}.")
        played.refs[case] = str(of_type[int(place or 1) - 1][2])
    return played.refs[case]


def _named(office: Office, played: Played, told: Any) -> Any:
    """`$word` stands for the id of a person or an office, `{number_of: word}` for the number of the case that
    is called so."""
    if isinstance(told, list):
        return [_named(office, played, one) for one in told]
    if isinstance(told, Mapping):
        if "number_of" in told:
            return played.numbers[told["number_of"]]
        return {name: _named(office, played, one) for name, one in told.items()}
    if isinstance(told, str) and told.startswith("$"):
        known = {**office.organisations, **office.people}
        return str(known[told[1:]])
    return told


def _papers(session: Session, played: Played, day: date, scene: Scene) -> list[Paper]:
    """Papers that say what they are and that nobody signed them."""
    if any((scene.case_type, kind) not in played.titles for kind in scene.papers):
        # Read once for all versions of a type that name the same papers.
        case_type = version_for(session, scene.case_type, day)
        named = {} if case_type is None else case_type.documents
        played.titles |= {(scene.case_type, kind): paper.title.vi for kind, paper in named.items()}
    return [_paper(kind, played.titles.get((scene.case_type, kind), kind)) for kind in scene.papers]


def _paper(kind: str, title: str) -> Paper:
    return Paper(kind, f"{title}\n{SPECIMEN}\n".encode(), "text/plain", source="written")


SPECIMEN = "Văn bản minh họa của cơ quan không có thật, không có giá trị sử dụng."

VERBS: Mapping[str, Verb] = {
    "open": _open,
    "+confirm": _confirm,
    "+give": _give,
    "+receipt": _receipt,
    READ: _read,
    "+request": _request,
    "+answer": _answer,
}
