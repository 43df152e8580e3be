"""Accounts of the desk, their roles, sessions and audit trail, as queries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import and_, or_, select, update
from sqlalchemy.orm import Session

from assistant.store.account_tables import AccountRoleRow, AccountRow, AuditRow, SessionRow, StaffRole
from assistant.store.vault import Vault

Roles = Mapping[str, frozenset[StaffRole]]
"""By organisation id: what an account may do there."""


def by_email(session: Session, vault: Vault, email: str) -> AccountRow | None:
    """The account with this address, disabled or not."""
    return session.scalar(select(AccountRow).where(AccountRow.email_hash == vault.lookup(email)))


def by_subject(session: Session, subject_hash: str) -> AccountRow | None:
    """The account that is bound to this identity of an identity provider."""
    return session.scalar(select(AccountRow).where(AccountRow.oidc_subject_hash == subject_hash))


def by_calendar(session: Session, calendar_hash: str) -> AccountRow | None:
    """The account with this secret calendar address."""
    return session.scalar(select(AccountRow).where(AccountRow.calendar_hash == calendar_hash))


def everyone(session: Session) -> Sequence[AccountRow]:
    """All accounts, oldest first."""
    return session.scalars(select(AccountRow).order_by(AccountRow.id)).all()


def roles_of(session: Session, account_id: int) -> Roles:
    """What an account may do, by organisation."""
    rows = session.scalars(select(AccountRoleRow).where(AccountRoleRow.account_id == account_id))
    found: dict[str, set[StaffRole]] = {}
    for row in rows:
        found.setdefault(row.organisation, set()).add(StaffRole(row.role))
    return {organisation: frozenset(roles) for organisation, roles in found.items()}


def with_role(session: Session, organisation: str, roles: Sequence[StaffRole]) -> Sequence[AccountRow]:
    """The enabled accounts that hold one of these roles at an organisation."""
    statement = (
        select(AccountRow)
        .join(AccountRoleRow, AccountRoleRow.account_id == AccountRow.id)
        .where(
            AccountRoleRow.organisation == organisation,
            AccountRoleRow.role.in_(roles),
            AccountRow.disabled_at.is_(None),
        )
        .distinct()
        .order_by(AccountRow.id)
    )
    return session.scalars(statement).all()


def names(session: Session) -> dict[str, str]:
    """Actor to the name that staff know each other by."""
    return {row.actor: row.name for row in everyone(session)}


def live_session(
    session: Session, token_hash: str, now: datetime
) -> tuple[SessionRow, AccountRow, Roles] | None:
    """The session with this token, its account and roles; None when it ended, was revoked, or the account is disabled."""
    row = session.execute(
        select(SessionRow, AccountRow)
        .join(AccountRow, AccountRow.id == SessionRow.account_id)
        .where(
            SessionRow.token_hash == token_hash,
            SessionRow.revoked_at.is_(None),
            SessionRow.expires_at > now,
            AccountRow.disabled_at.is_(None),
        )
    ).one_or_none()
    return None if row is None else (row[0], row[1], roles_of(session, row[1].id))


def sessions_of(session: Session, account_id: int, now: datetime) -> Sequence[SessionRow]:
    """The live sessions of an account, newest first."""
    statement = select(SessionRow).where(
        SessionRow.account_id == account_id, SessionRow.revoked_at.is_(None), SessionRow.expires_at > now
    )
    return session.scalars(statement.order_by(SessionRow.id.desc())).all()


def revoke_sessions(session: Session, account_id: int, now: datetime, *, but: int | None = None) -> None:
    """End all sessions of an account, except one."""
    statement = update(SessionRow).where(SessionRow.account_id == account_id, SessionRow.revoked_at.is_(None))
    if but is not None:
        statement = statement.where(SessionRow.id != but)
    session.execute(statement.values(revoked_at=now))


def trail(
    session: Session,
    organisations: Sequence[str],
    *,
    case_id: int | None = None,
    before: int | None = None,
    limit: int = 200,
) -> Sequence[AuditRow]:
    """The newest lines of the audit trail for these organisations, or of one case; ``before`` is the line to go on from."""
    statement = select(AuditRow).where(AuditRow.organisation.in_(organisations))
    if case_id is not None:
        statement = statement.where(AuditRow.case_id == case_id)
    seen = session.get(AuditRow, before) if before is not None else None
    if seen is not None:
        older = or_(AuditRow.at < seen.at, and_(AuditRow.at == seen.at, AuditRow.id < seen.id))
        statement = statement.where(AuditRow.at <= seen.at, older)
    return session.scalars(statement.order_by(AuditRow.at.desc(), AuditRow.id.desc()).limit(limit)).all()
