"""Queries of outbox messages, notices, leases and the self-test's record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, and_, func, insert, or_, select, text, update

from models.copying import MANY, insert_many
from models.prepared import Prepared
from models.session import Session
from models.tables.queues import leases, notices, outbox, selftests

_MESSAGE = Prepared(insert(outbox))
_NOTICE = Prepared(insert(notices))


def insert_messages(session: Session, rows: Sequence[Mapping[str, Any]]) -> None:
    """Put messages into the outbox, in the transaction of the act that sends them."""
    session.put(_MESSAGE, rows)


def waiting_messages(session: Session, now: datetime, size: int) -> list[RowMapping]:
    """The next messages to deliver, locked, those another worker holds skipped."""
    statement = (
        select(outbox)
        .where(text("done_at IS NULL"), outbox.c.next_try_at <= now)
        .order_by(outbox.c.next_try_at, outbox.c.case_id, outbox.c.message_id)
        .limit(size)
        .with_for_update(skip_locked=True)
    )
    return list(session.execute(statement).mappings())


def settle_message(session: Session, case_id: UUID, message_id: UUID, at: datetime) -> None:
    """A message has been delivered."""
    session.execute(
        update(outbox)
        .where(outbox.c.case_id == case_id, outbox.c.message_id == message_id)
        .values(done_at=at)
    )


def put_off_message(
    session: Session, case_id: UUID, message_id: UUID, next_try_at: datetime, failure: str
) -> None:
    """A delivery failed; try again later."""
    session.execute(
        update(outbox)
        .where(outbox.c.case_id == case_id, outbox.c.message_id == message_id)
        .values(attempts=outbox.c.attempts + 1, next_try_at=next_try_at, failure=failure[:200])
    )


def insert_notices(session: Session, rows: Sequence[Mapping[str, Any]]) -> None:
    """Tell somebody, in the product itself."""
    if len(rows) >= MANY:
        insert_many(session, "notice", rows)
    else:
        session.put(_NOTICE, rows)


def _mine(user_id: UUID, posts: Sequence[tuple[UUID, str]]) -> Any:
    held = [and_(notices.c.to_org_id == org_id, notices.c.to_role == role) for org_id, role in posts]
    return or_(notices.c.to_user_id == user_id, *held)


def read_notices(
    session: Session, user_id: UUID, posts: Sequence[tuple[UUID, str]], size: int = 50
) -> list[RowMapping]:
    """The newest notices for a user, by id or by a post (office, role) the user holds."""
    statement = (
        select(notices).where(_mine(user_id, posts)).order_by(notices.c.recorded_at.desc()).limit(size)
    )
    return list(session.execute(statement).mappings())


def count_unread(session: Session, user_id: UUID, posts: Sequence[tuple[UUID, str]]) -> int:
    """How many notices wait unread."""
    statement = (
        select(func.count()).select_from(notices).where(_mine(user_id, posts), notices.c.read_at.is_(None))
    )
    return int(session.scalar(statement) or 0)


def mark_read(session: Session, user_id: UUID, posts: Sequence[tuple[UUID, str]], at: datetime) -> int:
    """Mark a user's notices read."""
    statement = update(notices).where(_mine(user_id, posts), notices.c.read_at.is_(None)).values(read_at=at)
    return session.execute(statement).rowcount


def take_lease(session: Session, name: str, holder: str, now: datetime, until: datetime) -> bool:
    """Hold a lease until an instant, if it is free, expired or held already."""
    taken = session.execute(
        update(leases)
        .where(leases.c.name == name, or_(leases.c.expires_at <= now, leases.c.holder == holder))
        .values(holder=holder, expires_at=until)
    ).rowcount
    if taken:
        return True
    if session.scalar(select(leases.c.name).where(leases.c.name == name)):
        return False
    session.execute(insert(leases), {"name": name, "holder": holder, "expires_at": until})
    return True


def insert_selftest(session: Session, values: Mapping[str, Any]) -> None:
    """The result of one self-test slot. Raises Duplicate when the slot is taken."""
    session.execute(insert(selftests), dict(values))


def last_selftest(session: Session) -> RowMapping | None:
    """The newest self-test result, or None."""
    return session.execute(select(selftests).order_by(selftests.c.slot.desc()).limit(1)).mappings().first()
