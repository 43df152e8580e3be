"""The work that waits, as queues by binding date: what needs a person now and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select, true
from sqlalchemy.orm import Session

from assistant.core.case import Status
from assistant.stages.context import Context
from assistant.store.case_filters import (
    OPEN_DRAFT,
    UNANSWERED,
    all_or_these,
    beside_indices,
    has_label,
    has_status,
    is_open,
    of_organisations,
    to_judge,
)
from assistant.store.tables import (
    AlarmRow,
    CaseRow,
    DraftRow,
    DraftState,
    MessageRow,
    RawMailRow,
    RawState,
)

SOON = timedelta(days=7)
PAGE = 50
MOST_COUNTED = 999
"""Counting what is not in one index stops here: "999+" says enough, and a count must never be what a page waits for."""


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
    due: date | None = None
    page: int = 1


@dataclass(frozen=True, slots=True)
class Listed:
    """One page of cases, with what stands ready for each."""

    rows: Sequence[CaseRow]
    drafts: frozenset[int]
    more: bool


def listed(context: Context, session: Session, chosen: Filter) -> Listed:
    """The cases of a queue by binding date, one page of them; the closed ones by closing, newest first.

    The page is found in an index that holds all that is asked for; only then are its fifty rows read.
    """
    order = (CaseRow.closed_at.desc(),) if chosen.queue is Queue.CLOSED else (CaseRow.due, CaseRow.id)
    page = select(CaseRow.id).where(*_conditions(context, chosen)).order_by(*order)
    found = session.scalars(page.offset((chosen.page - 1) * PAGE).limit(PAGE + 1)).all()
    ids = found[:PAGE]
    rows = {row.id: row for row in session.scalars(select(CaseRow).where(CaseRow.id.in_(ids)))}
    shown = [rows[id_] for id_ in ids if id_ in rows]
    return Listed(shown, drafted(session, ids), len(found) > PAGE)


def drafted(session: Session, ids: Sequence[int]) -> frozenset[int]:
    """Those of these cases for which a letter stands ready."""
    waiting = select(DraftRow.case_id).where(DraftRow.case_id.in_(ids), DraftRow.state == DraftState.OPEN)
    return frozenset(session.scalars(waiting))


def _conditions(context: Context, chosen: Filter) -> list[ColumnElement[bool]]:
    made = [of_organisations(chosen.organisations), *_in_queue(context, chosen)]
    if chosen.label:
        made.append(has_label(chosen.label))
    if chosen.assignee:
        made.append(
            CaseRow.assignee.is_(None)
            if chosen.assignee == "niemand"
            else CaseRow.assignee == chosen.assignee
        )
    if chosen.due:
        made.append(CaseRow.due == chosen.due)
    return made


def _in_queue(context: Context, chosen: Filter) -> tuple[ColumnElement[bool], ...]:  # noqa: PLR0911 - a table in the form of a match
    """What makes a case belong to the queue; for a queue of open cases the first condition is that it is open."""
    today, now = _today(context), context.now()
    match chosen.queue:
        case Queue.CLOSED:
            return (CaseRow.closed_at.is_not(None),)
        case Queue.TRIAGE:
            return is_open(), to_judge(Status.TRIAGE)
        case Queue.IDENTIFY:
            return is_open(), has_status(Status.AWAITING_IDENTIFICATION)
        case Queue.DRAFT:
            waiting = select(DraftRow.case_id).where(DraftRow.state == OPEN_DRAFT)
            return is_open(), beside_indices(CaseRow.id).in_(waiting)
        case Queue.DELIVERY:
            return (CaseRow.id.in_(_failed(chosen)),)
        case Queue.LATE:
            return is_open(), _late(today, now)
        case Queue.SOON:
            return is_open(), CaseRow.due >= today, CaseRow.due <= today + SOON, ~_past(now)
        case Queue.MINE:
            return is_open(), CaseRow.assignee == chosen.mine
    return (is_open(),)


def _late(today: date, now: datetime) -> ColumnElement[bool]:
    """Only what is due today or earlier can be late; the hours of a breach report end in the course of a day."""
    return and_(CaseRow.due <= today, or_(CaseRow.due < today, _past(now)))


def _past(now: datetime) -> ColumnElement[bool]:
    return and_(CaseRow.due_at.is_not(None), CaseRow.due_at < now)


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
    """How much waits in each queue: what is open counted in one pass, the rest up to MOST_COUNTED."""
    waiting = (Queue.ALL, Queue.LATE, Queue.SOON, Queue.TRIAGE, Queue.IDENTIFY, Queue.MINE)
    # Without the moment of closing: it is not in the index of open cases, and naming it would read every row.
    among_open = [_in_queue(context, Filter(organisations, mine, queue))[1:] for queue in waiting]
    one_pass = select(*(func.count(case((and_(true(), *conditions), 1))) for conditions in among_open))
    row = session.execute(one_pass.where(is_open(), all_or_these(session, organisations))).one()
    found: dict[str, int] = dict(zip(waiting, row, strict=True))
    written = select(DraftRow.case_id).distinct().join(CaseRow, CaseRow.id == DraftRow.case_id)
    ready = written.where(DraftRow.state == OPEN_DRAFT, is_open(), of_organisations(organisations))
    found[Queue.DRAFT] = _count(session, ready)
    undelivered = _conditions(context, Filter(organisations, mine, Queue.DELIVERY))
    found[Queue.DELIVERY] = _count(session, select(CaseRow.id).where(*undelivered))
    found["quarantaine"] = _count(session, quarantined(organisations).with_only_columns(RawMailRow.id))
    found["niet-beantwoord"] = _count(
        session, unanswered(context, organisations).with_only_columns(MessageRow.id)
    )
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


def unanswered(context: Context, organisations: Sequence[str]) -> Select[MessageRow]:
    """Messages that were no request and that nobody has seen to, newest first, as long as they stay on the desk."""
    days = context.settings.retention.unanswered_days
    return (
        select(MessageRow)
        .join(RawMailRow, RawMailRow.id == MessageRow.raw_id)
        .where(
            MessageRow.state == UNANSWERED,
            MessageRow.received_at >= context.now() - timedelta(days=days + 1),
            beside_indices(MessageRow.organisation).in_(organisations),
            RawMailRow.handled_at.is_(None),
        )
        .order_by(MessageRow.received_at.desc(), MessageRow.id.desc())
    )


def alarms(session: Session, organisations: Sequence[str], limit: int = 20) -> Sequence[AlarmRow]:
    """What a person must still see, newest first."""
    statement = select(AlarmRow).where(
        AlarmRow.handled_at.is_(None), AlarmRow.organisation.in_(organisations)
    )
    return session.scalars(statement.order_by(AlarmRow.raised_at.desc()).limit(limit)).all()
