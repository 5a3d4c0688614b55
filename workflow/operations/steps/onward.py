"""What a transition sends on to other cases: a child, another procedure, a case it is kept with. One act
writes one case; the others learn it by a message (decision 17)."""

from __future__ import annotations

from models import evidence, queues
from models.session import Session
from workflow.case_type.model import Transition
from workflow.operations.steps.acting import Act
from workflow.operations.steps.work import CaseWork


def send_onward(session: Session, act: Act, work: CaseWork, transition: Transition, seq: int) -> None:
    """A child case, or the procedure the matter is handed to, is opened by a message: one act writes one case
    (decision 17)."""
    wanted = [("open_child", transition.opens), ("hand_over", transition.becomes)]
    papers = _handed_on(session, work, transition)
    _send_joining(session, act, work, transition, seq)
    queues.insert_messages(
        session,
        [
            {
                "case_id": work.case_id,
                "message_id": act.new_id(),
                "kind": kind,
                "body": {
                    "case_type": name,
                    "carries": _carried(transition),
                    # As they stood at this act: a second child asked for soon after carries its own.
                    "then": {here: work.now("fields").get(here) for here, _ in _carried(transition)},
                    "seq": seq,
                    "at": transition.opens_at,
                    "in": transition.opens_in,
                    "papers": papers,
                },
                "recorded_at": act.at,
                "next_try_at": act.at,
                "attempts": 0,
            }
            for kind, name in wanted
            if name is not None
        ],
    )


def _send_joining(session: Session, act: Act, work: CaseWork, transition: Transition, seq: int) -> None:
    """A filing that repeats a case is kept with it: the first case learns it by a message."""
    if transition.joins is None:
        return
    message = {
        "case_id": work.case_id,
        "message_id": act.new_id(),
        "kind": "join_case",
        "body": {"number": work.now("fields")[transition.joins], "seq": seq},
        "recorded_at": act.at,
        "next_try_at": act.at,
        "attempts": 0,
    }
    queues.insert_messages(session, [message])


def _handed_on(session: Session, work: CaseWork, transition: Transition) -> list[list[str]]:
    """Pairs of a paper's id and its kind in the case that is opened."""
    kinds = dict(transition.hands_on)
    if not kinds:
        return []
    rows = evidence.read_documents(session, work.case_id)
    return [[str(row["document_id"]), kinds[row["kind"]]] for row in rows if row["kind"] in kinds]


def _carried(transition: Transition) -> list[list[str]]:
    """Pairs of the field here and the field there."""
    return [[name, name] for name in transition.carries] + [list(pair) for pair in transition.carries_as]
