"""Queries of users, their dated roles, substitutes, leave, sessions, tokens and the login throttle."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, bindparam, delete, insert, select, update

from models import memo
from models.memo import turn
from models.organisations import on_day
from models.prepared import Prepared
from models.session import Row, Session
from models.sets import among
from models.tables.organisations import organisation_links, organisations
from models.tables.people import (
    access_log,
    api_tokens,
    leaves,
    login_throttles,
    substitutes,
    user_roles,
    users,
    web_sessions,
)

_TABLES = {"user": users, "role": user_roles, "substitute": substitutes, "leave": leaves, "token": api_tokens}
_RECALLED = ("user", "role", "substitute")
"""The tables that `actor_of` reads, whose readings are kept in memory. So are those of tokens that exist."""


def insert_people_row(session: Session, table: str, values: Mapping[str, Any]) -> None:
    """Store one row of `user`, `role`, `substitute`, `leave` or `token`."""
    session.execute(insert(_TABLES[table]), dict(values))
    if table in _RECALLED:
        turn(session)


def read_user(session: Session, user_id: UUID) -> RowMapping | None:
    """A user by id, or None."""
    return session.execute(select(users).where(users.c.user_id == user_id)).mappings().first()


def find_user(session: Session, username: str) -> RowMapping | None:
    """A user by name, or None."""
    return session.execute(select(users).where(users.c.username == username)).mappings().first()


_NAMES = Prepared(
    select(users.c.user_id, users.c.display_name).where(among(users.c.user_id, "ids", alone=False))
)


def names_of(session: Session, user_ids: Iterable[UUID]) -> dict[UUID, str]:
    """The display names of users."""
    wanted = list(set(user_ids))
    if not wanted:
        return {}
    rows = session.fetch((_NAMES, {"ids": wanted}))[0]
    return {row["user_id"]: row["display_name"] for row in rows}


def set_password(session: Session, user_id: UUID, password_hash: str) -> None:
    """Store a new password hash."""
    session.execute(update(users).where(users.c.user_id == user_id).values(password_hash=password_hash))


def end_user(session: Session, user_id: UUID, day: date) -> None:
    """The user's last active day."""
    turn(session)
    session.execute(update(users).where(users.c.user_id == user_id).values(active_to=day))


def roles_on(session: Session, user_ids: Iterable[UUID], day: date) -> list[RowMapping]:
    """The roles users hold on a day: user_id, role, org_id and office_id (the office a unit is part of, else
    the office itself)."""
    part_of = (
        select(organisation_links.c.org_id, organisation_links.c.other_id)
        .where(organisation_links.c.relation == "part_of", on_day(organisation_links, day))
        .subquery()
    )
    statement = (
        select(user_roles, part_of.c.other_id.label("part_of"))
        .outerjoin(part_of, part_of.c.org_id == user_roles.c.org_id)
        .where(user_roles.c.user_id.in_(list(user_ids)), on_day(user_roles, day))
        .order_by(user_roles.c.role, user_roles.c.org_id)
    )
    return list(session.execute(statement).mappings())


def end_role(session: Session, user_id: UUID, role: str, org_id: UUID, day: date) -> int:
    """A role is held for the last time on `day`. Gives how many rows that ended."""
    turn(session)
    return session.execute(
        update(user_roles)
        .where(
            user_roles.c.user_id == user_id,
            user_roles.c.role == role,
            user_roles.c.org_id == org_id,
            user_roles.c.to_day.is_(None),
        )
        .values(to_day=day)
    ).rowcount


def stands_in_for(session: Session, user_id: UUID, day: date) -> list[UUID]:
    """The people a user substitutes on a day."""
    statement = select(substitutes.c.for_user_id).where(
        substitutes.c.user_id == user_id, on_day(substitutes, day)
    )
    return list(session.execute(statement).scalars())


def substitutes_of(session: Session, user_ids: Iterable[UUID], day: date) -> list[UUID]:
    """The people who stand in for any of the users on a day."""
    statement = select(substitutes.c.user_id).where(
        substitutes.c.for_user_id.in_(list(user_ids)), on_day(substitutes, day)
    )
    return list(session.execute(statement).scalars())


def on_leave(session: Session, user_ids: Iterable[UUID], day: date) -> set[UUID]:
    """Which of the users are on leave on a day."""
    statement = select(leaves.c.user_id).where(leaves.c.user_id.in_(list(user_ids)), on_day(leaves, day))
    return set(session.execute(statement).scalars())


def users_at(
    session: Session, org_ids: Iterable[UUID], day: date, role: str | None = None
) -> list[RowMapping]:
    """Users with a role at one of the offices or units on a day: user_id, username, display_name, role,
    org_id; the self-test's left out."""
    statement = (
        select(
            users.c.user_id, users.c.username, users.c.display_name, user_roles.c.role, user_roles.c.org_id
        )
        .join(user_roles, user_roles.c.user_id == users.c.user_id)
        .join(organisations, organisations.c.org_id == user_roles.c.org_id)
        .where(
            user_roles.c.org_id.in_(list(org_ids)),
            on_day(user_roles, day),
            organisations.c.selftest.is_(False),
        )
        .order_by(users.c.display_name, user_roles.c.role)
    )
    if role is not None:
        statement = statement.where(user_roles.c.role == role)
    return list(session.execute(statement).mappings())


def insert_web_session(session: Session, values: Mapping[str, Any]) -> None:
    """Store a new web session under the SHA-256 of its secret."""
    session.execute(insert(web_sessions), dict(values))


_WEB_SESSION = memo.with_epoch(
    select(web_sessions).where(
        web_sessions.c.token_sha256 == bindparam("sha256"),
        web_sessions.c.ended_at.is_(None),
        web_sessions.c.expires_at > bindparam("now"),
    )
)


def read_web_session(session: Session, token_sha256: bytes, now: datetime) -> Row | None:
    """A web session that has neither ended nor expired, or None."""
    return memo.fetch_one(session, _WEB_SESSION, {"sha256": token_sha256, "now": now})


def end_web_session(session: Session, token_sha256: bytes, at: datetime) -> None:
    """Log out."""
    session.execute(
        update(web_sessions).where(web_sessions.c.token_sha256 == token_sha256).values(ended_at=at)
    )


def end_web_sessions_of(session: Session, user_id: UUID, at: datetime) -> None:
    """End every session of a user: after a new password, or when the user leaves."""
    session.execute(
        update(web_sessions)
        .where(web_sessions.c.user_id == user_id, web_sessions.c.ended_at.is_(None))
        .values(ended_at=at)
    )


_TOKEN = memo.with_epoch(
    select(api_tokens).where(
        api_tokens.c.token_sha256 == bindparam("sha256"), api_tokens.c.revoked_at.is_(None)
    )
)


def read_token(session: Session, token_sha256: bytes, now: datetime) -> Row | None:
    """An API token that has been neither revoked nor expired, or None."""
    key, named = ("token", token_sha256), {"sha256": token_sha256}
    row = memo.recall(session, key, lambda: memo.fetch_one(session, _TOKEN, named))
    return row if row is not None and row["expires_at"] > now else None


def list_tokens(session: Session, user_id: UUID) -> list[RowMapping]:
    """A user's tokens, newest first; never their secret."""
    statement = (
        select(api_tokens).where(api_tokens.c.user_id == user_id).order_by(api_tokens.c.created_at.desc())
    )
    return list(session.execute(statement).mappings())


def revoke_token(session: Session, token_id: UUID, user_id: UUID, at: datetime) -> bool:
    """Revoke a user's token. False where there is none to revoke."""
    turn(session)
    return (
        session.execute(
            update(api_tokens)
            .where(
                api_tokens.c.token_id == token_id,
                api_tokens.c.user_id == user_id,
                api_tokens.c.revoked_at.is_(None),
            )
            .values(revoked_at=at)
        ).rowcount
        == 1
    )


def read_throttle(session: Session, subject: str) -> RowMapping | None:
    """How often logging in failed for an account or address."""
    return (
        session.execute(select(login_throttles).where(login_throttles.c.subject == subject))
        .mappings()
        .first()
    )


def write_throttle(
    session: Session, subject: str, failures: int, blocked_until: datetime | None, at: datetime
) -> None:
    """Remember a failure; a success clears with `clear_throttle`."""
    values = {"failures": failures, "blocked_until": blocked_until, "last_at": at}
    changed = session.execute(
        update(login_throttles).where(login_throttles.c.subject == subject).values(**values)
    ).rowcount
    if not changed:
        session.execute(insert(login_throttles), {"subject": subject, **values})


def clear_throttle(session: Session, subject: str) -> None:
    """Forget the failures of an account or address."""
    session.execute(delete(login_throttles).where(login_throttles.c.subject == subject))


def log_access(session: Session, values: Mapping[str, Any]) -> None:
    """Note a refused attempt or an ordinary read of a sensitive case; never a personal value."""
    session.execute(insert(access_log), dict(values))
