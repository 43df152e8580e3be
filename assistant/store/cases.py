"""Cases, their numbers and their append-only history."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from assistant.core.case import Event, EventKind
from assistant.core.history import GENESIS, Link, chained
from assistant.store.later import add_later, settle
from assistant.store.tables import CaseRow, EventRow, ReferenceCounter


def next_reference(session: Session, prefix: str, year: int) -> str:
    """The next free reference such as ``VNG-2026-0042``; unique under concurrency, because the counter row stays locked."""
    counter = session.get(
        ReferenceCounter, (prefix, year), with_for_update=not _counted_here(session, prefix, year)
    )
    if counter is None:
        insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
        session.execute(
            insert(ReferenceCounter).values(prefix=prefix, year=year, value=0).on_conflict_do_nothing()
        )
        counter = session.get_one(ReferenceCounter, (prefix, year), with_for_update=True)
    counter.value += 1
    return f"{prefix}-{year}-{counter.value:04d}"


def _counted_here(session: Session, prefix: str, year: int) -> bool:
    """Whether this transaction has locked the counter already, so that its own count is the newest."""
    seen: set[tuple[str, int]] = session.info.setdefault("reference counters", set())
    known = (prefix, year) in seen
    seen.add((prefix, year))
    return known


def by_id(session: Session, id_: int, *, lock: bool = False) -> CaseRow:
    """The case with this id; ``lock`` keeps other workers away until the transaction ends."""
    statement = select(CaseRow).where(CaseRow.id == id_)
    if lock:
        session.flush()  # populate_existing would undo what this transaction changed
        statement = statement.with_for_update().execution_options(populate_existing=True)
    return session.scalars(statement).one()


def by_reference(session: Session, reference: str) -> CaseRow | None:
    """The case with this reference, in any case of letters."""
    return session.scalar(select(CaseRow).where(CaseRow.reference == reference.strip().upper()))


def wishes_of_person(
    session: Session, organisation: str, person_hash: str, but: int
) -> Sequence[tuple[str, list[str], datetime | None]]:
    """Reference, labels and closing moment of one person's other cases at one organisation, newest first."""
    statement = (
        select(CaseRow.reference, CaseRow.labels, CaseRow.closed_at)
        .where(CaseRow.person_hash == person_hash, CaseRow.organisation == organisation, CaseRow.id != but)
        .order_by(CaseRow.id.desc())
        .limit(50)
    )
    return [(reference, labels, closed_at) for reference, labels, closed_at in session.execute(statement)]


def listed(
    session: Session, *, organisation: str | None = None, status: str | None = None, limit: int = 1000
) -> Sequence[CaseRow]:
    """Cases by binding date, open ones first."""
    statement = select(CaseRow).order_by(CaseRow.closed_at.is_not(None), CaseRow.due, CaseRow.id)
    if organisation is not None:
        statement = statement.where(CaseRow.organisation == organisation)
    if status is not None:
        statement = statement.where(CaseRow.status == status)
    return session.scalars(statement.limit(limit)).all()


def claim_draft(session: Session) -> CaseRow | None:
    """The oldest case that wants a drafted letter, locked for this transaction."""
    statement = select(CaseRow).where(CaseRow.draft_wanted.is_not(None)).order_by(CaseRow.id).limit(1)
    return session.scalar(statement.with_for_update(skip_locked=True))


def draft_waiting(session: Session) -> int:
    """How many cases want a drafted letter."""
    return session.scalar(select(func.count()).where(CaseRow.draft_wanted.is_not(None))) or 0


def reminders_due(session: Session, today: date) -> Sequence[int]:
    """Open cases whose reminders must be looked at on this local date."""
    statement = select(CaseRow.id).where(CaseRow.next_reminder <= today).order_by(CaseRow.id)
    return session.scalars(statement).all()


def claim_reminders(session: Session, today: date, ids: Sequence[int]) -> Sequence[int]:
    """Those of these cases that still must be looked at, locked for this transaction."""
    statement = select(CaseRow.id).where(CaseRow.id.in_(ids), CaseRow.next_reminder <= today)
    return session.scalars(statement.order_by(CaseRow.id).with_for_update(skip_locked=True)).all()


def purge_due(session: Session, today: date) -> Sequence[int]:
    """Closed cases whose content has reached the end of its retention."""
    statement = select(CaseRow.id).where(CaseRow.purge_on <= today, CaseRow.purged_at.is_(None))
    return session.scalars(statement.order_by(CaseRow.id)).all()


def claim_purge(session: Session, today: date, ids: Sequence[int]) -> Sequence[int]:
    """Those of these cases that still must be emptied, locked for this transaction."""
    statement = select(CaseRow.id).where(
        CaseRow.id.in_(ids), CaseRow.purge_on <= today, CaseRow.purged_at.is_(None)
    )
    return session.scalars(statement.order_by(CaseRow.id).with_for_update(skip_locked=True)).all()


@dataclass(frozen=True, slots=True)
class Recorded:
    """One event of the history with its place in it."""

    sequence: int
    link: Link

    @property
    def event(self) -> Event:
        """What happened."""
        return self.link.event


def history(session: Session, case_id: int) -> list[Recorded]:
    """The events of a case in their order."""
    settle(session)
    rows = session.scalars(select(EventRow).where(EventRow.case_id == case_id).order_by(EventRow.sequence))
    return [Recorded(row.sequence, Link(as_event(row), row.previous, row.hash)) for row in rows]


def lock(session: Session, ids: Collection[int]) -> dict[int, CaseRow]:
    """These cases, kept from other workers until the transaction ends."""
    statement = select(CaseRow).where(CaseRow.id.in_(ids)).order_by(CaseRow.id).with_for_update()
    return {row.id: row for row in session.scalars(statement)}


def last_events(session: Session, ids: Collection[int]) -> dict[int, Recorded]:
    """The newest event of each of these cases; the caller holds them, so that nobody else writes behind it."""
    settle(session)  # this transaction may have written some itself
    newest = (
        select(EventRow.case_id, func.max(EventRow.sequence).label("sequence"))
        .where(EventRow.case_id.in_(ids))
        .group_by(EventRow.case_id)
        .subquery()
    )
    statement = select(EventRow).join(
        newest, (EventRow.case_id == newest.c.case_id) & (EventRow.sequence == newest.c.sequence)
    )
    return {
        row.case_id: Recorded(row.sequence, Link(as_event(row), row.previous, row.hash))
        for row in session.scalars(statement)
    }


def as_event(row: EventRow) -> Event:
    """The stored row as the core's value."""
    return Event(kind=EventKind(row.kind), at=row.at, actor=row.actor, data=row.data or {})


def append(session: Session, row: CaseRow, event: Event, last: Recorded | None) -> Recorded:
    """Add one event behind ``last``. A concurrent writer makes the commit fail, because (case, sequence) is unique."""
    link = chained(last.link.hash if last else GENESIS, event)
    recorded = Recorded(last.sequence + 1 if last else 1, link)
    add_later(
        session,
        EventRow(
            case_id=row.id,
            sequence=recorded.sequence,
            kind=event.kind,
            at=event.at,
            actor=event.actor,
            data=dict(event.data),
            previous=link.previous,
            hash=link.hash,
        ),
    )
    row.head = link.hash
    return recorded


def open_counts(session: Session) -> dict[tuple[str, str], int]:
    """How many cases per organisation and status."""
    rows = session.execute(
        select(CaseRow.organisation, CaseRow.status, func.count()).group_by(
            CaseRow.organisation, CaseRow.status
        )
    )
    return {(organisation, status): count for organisation, status, count in rows}
