"""The work that waits, as queues by binding date: what needs a person now and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from assistant.core.case import Status
from assistant.stages.context import Context
from assistant.store.tables import (
    AlarmRow,
    CaseRow,
    DraftRow,
    DraftState,
    MessageRow,
    MessageState,
    RawMailRow,
    RawState,
)

SOON = timedelta(days=7)
PAGE = 50
MOST_COUNTED = 999
"""Counting stops here: "999+" says enough, and a count must never be what a page waits for."""
OPEN = tuple(status for status in Status if status is not Status.CLOSED)


class Queue(StrEnum):
    """The queues of cases, in the order of the page."""

    ALL = "alles"
    LATE = "te-laat"
    SOON = "nadert"
    TRIAGE = "beoordelen"
    IDENTIFY = "identificeren"
    DRAFT = "concept"
    DELIVERY = "bezorgfout"
    MINE = "van-mij"
    CLOSED = "gesloten"


@dataclass(frozen=True, slots=True)
class Filter:
    """Which cases to show. ``organisations`` are those the viewer may read; ``mine`` is the viewer's actor."""

    organisations: tuple[str, ...]
    mine: str
    queue: Queue = Queue.ALL
    label: str | None = None
    assignee: str | None = None
    page: int = 1


@dataclass(frozen=True, slots=True)
class Listed:
    """One page of cases, with what stands ready for each."""

    rows: Sequence[CaseRow]
    drafts: frozenset[int]
    more: bool


def listed(context: Context, session: Session, chosen: Filter) -> Listed:
    """The cases of a queue by binding date, one page of them."""
    statement = _cases(context, chosen)
    if chosen.label:
        statement = statement.where(_has_label(session, chosen.label))
    if chosen.assignee:
        statement = statement.where(
            CaseRow.assignee.is_(None)
            if chosen.assignee == "niemand"
            else CaseRow.assignee == chosen.assignee
        )
    order = (CaseRow.closed_at.desc(),) if chosen.queue is Queue.CLOSED else (CaseRow.due, CaseRow.id)
    rows = session.scalars(statement.order_by(*order).offset((chosen.page - 1) * PAGE).limit(PAGE + 1)).all()
    ids = [row.id for row in rows[:PAGE]]
    waiting = select(DraftRow.case_id).where(DraftRow.case_id.in_(ids), DraftRow.state == DraftState.OPEN)
    return Listed(rows[:PAGE], frozenset(session.scalars(waiting)), len(rows) > PAGE)


def _has_label(session: Session, label: str) -> ColumnElement[bool]:
    """Labels are a JSON list of plain words without quotes in them, on both engines readable as text."""
    from sqlalchemy import String, cast  # noqa: PLC0415

    return cast(CaseRow.labels, String).like(f'%"{label}"%')


def _cases(context: Context, chosen: Filter) -> Select[CaseRow]:  # noqa: PLR0911 - a table in the form of a match
    statement = select(CaseRow).where(CaseRow.organisation.in_(chosen.organisations))
    today, now = _today(context), context.now()
    match chosen.queue:
        case Queue.CLOSED:
            # As an expression, so that the order by closing comes from its index and nothing is sorted.
            mine = (CaseRow.organisation + "").in_(chosen.organisations)
            return select(CaseRow).where(mine, CaseRow.closed_at.is_not(None))
        case Queue.TRIAGE:
            return statement.where(CaseRow.status == Status.TRIAGE)
        case Queue.IDENTIFY:
            return statement.where(CaseRow.status == Status.AWAITING_IDENTIFICATION)
        case Queue.DRAFT:
            waiting = select(DraftRow.case_id).where(DraftRow.state == DraftState.OPEN)
            return statement.where(CaseRow.status.in_(OPEN), CaseRow.id.in_(waiting))
        case Queue.DELIVERY:
            return statement.where(CaseRow.id.in_(_failed(chosen)))
        case Queue.LATE:
            return statement.where(CaseRow.status.in_(OPEN), _late(today, now))
        case Queue.SOON:
            soon = and_(CaseRow.due >= today, CaseRow.due <= today + SOON)
            return statement.where(CaseRow.status.in_(OPEN), soon)
        case Queue.MINE:
            return statement.where(CaseRow.status.in_(OPEN), CaseRow.assignee == chosen.mine)
    return statement.where(CaseRow.status.in_(OPEN))


def _late(today: date, now: datetime) -> ColumnElement[bool]:
    return or_(CaseRow.due < today, CaseRow.due_at < now)


def _failed(chosen: Filter) -> Select[int | None]:
    """Cases with a letter that did not arrive and that nobody has dealt with yet."""
    return select(AlarmRow.case_id).where(
        AlarmRow.handled_at.is_(None),
        AlarmRow.kind == "delivery",
        AlarmRow.organisation.in_(chosen.organisations),
        AlarmRow.case_id.is_not(None),
    )


def _today(context: Context) -> date:
    return context.now().astimezone(context.settings.organisations[0].timezone).date()


def counts(context: Context, session: Session, organisations: tuple[str, ...], mine: str) -> dict[str, int]:
    """How much waits in each queue, counted up to MOST_COUNTED."""
    found: dict[str, int] = {}
    for queue in Queue:
        if queue is not Queue.CLOSED:
            chosen = Filter(organisations, mine, queue)
            found[queue] = _count(session, _cases(context, chosen).with_only_columns(CaseRow.id))
    found["quarantaine"] = _count(session, quarantined(organisations).with_only_columns(RawMailRow.id))
    found["niet-beantwoord"] = _count(session, unanswered(organisations).with_only_columns(MessageRow.id))
    return found


def _count(session: Session, statement: Select[int]) -> int:
    limited = statement.order_by(None).limit(MOST_COUNTED + 1).subquery()
    return session.scalar(select(func.count()).select_from(limited)) or 0


def quarantined(organisations: Sequence[str]) -> Select[RawMailRow]:
    """Mails that could not be read and that nobody has seen to."""
    return (
        select(RawMailRow)
        .where(
            RawMailRow.state == RawState.QUARANTINED,
            RawMailRow.handled_at.is_(None),
            RawMailRow.mailbox.in_(organisations),
        )
        .order_by(RawMailRow.id.desc())
    )


def unanswered(organisations: Sequence[str]) -> Select[MessageRow]:
    """Messages that were no request and that nobody has seen to."""
    return (
        select(MessageRow)
        .join(RawMailRow, RawMailRow.id == MessageRow.raw_id)
        .where(
            MessageRow.state == MessageState.UNANSWERED,
            MessageRow.organisation.in_(organisations),
            RawMailRow.handled_at.is_(None),
        )
        .order_by(MessageRow.id.desc())
    )


def alarms(session: Session, organisations: Sequence[str], limit: int = 20) -> Sequence[AlarmRow]:
    """What a person must still see, newest first."""
    statement = select(AlarmRow).where(
        AlarmRow.handled_at.is_(None), AlarmRow.organisation.in_(organisations)
    )
    return session.scalars(statement.order_by(AlarmRow.raised_at.desc()).limit(limit)).all()
