"""Mail on its way out: queued once per meaning, claimed with a lease, sent, recorded."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, or_, select, text, update
from sqlalchemy.orm import Session, undefer

from assistant.store.tables import OutboxRow, OutboxState

LEASE = timedelta(minutes=5)
"""After so long a row whose sender died is sent again, with the same Message-ID."""


def claim(session: Session, now: datetime, limit: int) -> Sequence[OutboxRow]:
    """Lease the oldest due rows to this sender. Commit before sending: the lease is what a crash leaves behind."""
    due = OutboxRow.state == OutboxState.PENDING
    orphaned = (OutboxRow.state == OutboxState.SENDING) & (OutboxRow.lease_until < now)
    statement = (
        select(OutboxRow)
        .where(or_(due, orphaned), OutboxRow.due_at <= now)
        .order_by(OutboxRow.due_at, OutboxRow.id)
        .limit(limit)
        .options(undefer(OutboxRow.content))
        .with_for_update(skip_locked=True)
    )
    rows = session.scalars(statement).all()
    for row in rows:
        row.state = OutboxState.SENDING
        row.lease_until = now + LEASE
        row.attempts += 1
    return rows


def release_leases(session: Session) -> int:
    """Give back what a dead process of this single-process database was sending; returns how many rows."""
    released = session.execute(
        update(OutboxRow).where(OutboxRow.state == OutboxState.SENDING).values(state=OutboxState.PENDING)
    )
    return int(released.rowcount)  # type: ignore[attr-defined]


def automatic_since(session: Session, recipient_hash: str, since: datetime) -> int:
    """How many automatic mails were queued for this address since then.

    Until the transaction ends no other worker can count for this address: two that both saw room would pass the cap together.
    """
    if recipient_hash and session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": int(recipient_hash[:15], 16)})
    statement = select(func.count()).where(
        OutboxRow.recipient_hash == recipient_hash,
        OutboxRow.created_at >= since,
        OutboxRow.automatic,
        ~OutboxRow.to_staff,
    )
    return session.scalar(statement) or 0


def automatic_of_case(session: Session, case_id: int) -> int:
    """How many automatic mails this case's person has been sent."""
    statement = select(func.count()).where(
        OutboxRow.case_id == case_id, OutboxRow.automatic, ~OutboxRow.to_staff
    )
    return session.scalar(statement) or 0


def uncopied(session: Session, organisation: str, limit: int) -> Sequence[OutboxRow]:
    """One organisation's sent mails of which the Sent folder has no copy yet, oldest first, with their bytes."""
    statement = (
        select(OutboxRow)
        .where(
            OutboxRow.organisation == organisation,
            OutboxRow.state == OutboxState.SENT,
            OutboxRow.copied_at.is_(None),
        )
        .order_by(OutboxRow.id)
        .limit(limit)
        .options(undefer(OutboxRow.content))
    )
    return session.scalars(statement).all()


def mark_copied(session: Session, id_: int, now: datetime) -> None:
    """Record that the Sent folder has its copy, or needs none."""
    session.execute(update(OutboxRow).where(OutboxRow.id == id_).values(copied_at=now))


def by_ids(session: Session, ids: Sequence[int]) -> dict[int, OutboxRow]:
    """These mails by their ids, without their bytes."""
    return {row.id: row for row in session.scalars(select(OutboxRow).where(OutboxRow.id.in_(ids)))}


def of_case(session: Session, case_id: int) -> Sequence[OutboxRow]:
    """The mails sent or to be sent for a case, oldest first."""
    return session.scalars(select(OutboxRow).where(OutboxRow.case_id == case_id).order_by(OutboxRow.id)).all()


def waiting(session: Session) -> int:
    """How many mails still have to go out."""
    states = (OutboxState.PENDING, OutboxState.SENDING)
    return session.scalar(select(func.count()).where(OutboxRow.state.in_(states))) or 0
