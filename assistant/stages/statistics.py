"""Figures over a period: how much, how fast, on time or not, and where the classifier was corrected."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from statistics import median
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, String, cast, func, select
from sqlalchemy.orm import Session

from assistant.core.case import Status
from assistant.stages.context import Context
from assistant.store.tables import CaseRow, CorrectionRow, OutboxRow

AGES = (
    (7, "tot 1 week"),
    (14, "1 tot 2 weken"),
    (31, "2 weken tot 1 maand"),
    (92, "1 tot 3 maanden"),
    (10_000, "langer"),
)
SAMPLE = 2000
"""Medians are taken over the newest so many: exact figures over years are not worth a slow page."""


@dataclass(frozen=True, slots=True)
class Period:
    """Closed interval of local days, and the organisations."""

    first: date
    last: date
    organisations: tuple[str, ...]
    zone: str

    @property
    def start(self) -> datetime:
        """The first moment of the period."""
        return datetime.combine(self.first, time(0), tzinfo=ZoneInfo(self.zone))

    @property
    def end(self) -> datetime:
        """The first moment after the period."""
        return datetime.combine(self.last + timedelta(days=1), time(0), tzinfo=ZoneInfo(self.zone))


@dataclass(frozen=True, slots=True)
class Statistics:
    """All figures of one period; counts of cases, spans in hours and days."""

    received: int
    closed: int
    on_time: int
    late: int
    open_now: int
    late_now: int
    by_month: tuple[tuple[str, int, int], ...]
    by_label: tuple[tuple[str, int], ...]
    open_by_age: tuple[tuple[str, int], ...]
    by_outcome: tuple[tuple[str, int], ...]
    acknowledged_hours: float | None
    answered_days: float | None
    corrections: tuple[tuple[str, int, int], ...]
    corrected: int

    @property
    def share(self) -> float | None:
        """The share of closed cases that were closed on time, 0 to 1; None where none was closed."""
        return self.on_time / self.closed if self.closed else None


def gather(context: Context, session: Session, period: Period) -> Statistics:
    """All figures of the page."""
    mine = _of(period)
    came = (mine, CaseRow.received_at >= period.start, CaseRow.received_at < period.end)
    ended = (mine, CaseRow.closed_at >= period.start, CaseRow.closed_at < period.end)
    closed, late = _on_time(session, ended, period.zone)
    today = context.now().astimezone(ZoneInfo(period.zone)).date()
    still = (CaseRow.organisation.in_(period.organisations), CaseRow.status != Status.CLOSED)
    corrected, by_label = _corrections(session, period)
    return Statistics(
        received=session.scalar(select(func.count()).select_from(CaseRow).where(*came)) or 0,
        closed=closed,
        on_time=closed - late,
        late=late,
        open_now=session.scalar(select(func.count()).select_from(CaseRow).where(*still)) or 0,
        late_now=session.scalar(select(func.count()).select_from(CaseRow).where(*still, CaseRow.due < today))
        or 0,
        by_month=_by_month(session, period),
        by_label=_by_label(session, came),
        open_by_age=_by_age(context, session, still),
        by_outcome=_by_outcome(session, ended),
        acknowledged_hours=_acknowledged(session, period),
        answered_days=_answered(session, ended),
        corrections=by_label,
        corrected=corrected,
    )


def _of(period: Period) -> ColumnElement[bool]:
    """The organisations, as an expression that no index fits: the moments are the narrow way to these rows."""
    return (CaseRow.organisation + "").in_(period.organisations)


def _on_time(session: Session, ended: Sequence[ColumnElement[bool]], zone: str) -> tuple[int, int]:
    """How many were closed, and how many of them late: after 24:00 local time of the binding date, or after the 72 hours.

    Databases know no zones alike, so they group by the UTC date; only those closed on the very edge are looked at one by one.
    """
    day = func.date(CaseRow.closed_at)
    rows = session.execute(
        select(CaseRow.due, day, func.count(), func.max(CaseRow.closed_at), func.min(CaseRow.closed_at))
        .where(*ended, CaseRow.due_at.is_(None))
        .group_by(CaseRow.due, day)
    ).all()
    closed, late, edge = 0, 0, []
    for due, _, count, newest, oldest in rows:
        closed += count
        limit = datetime.combine(due + timedelta(days=1), time(0), tzinfo=ZoneInfo(zone))
        if oldest >= limit:
            late += count
        elif newest >= limit:
            edge.append((due, limit))
    for due, limit in edge:
        statement = select(func.count()).where(
            *ended, CaseRow.due == due, CaseRow.due_at.is_(None), CaseRow.closed_at >= limit
        )
        day_after = session.scalar(statement.where(CaseRow.closed_at < limit + timedelta(hours=26))) or 0
        late += day_after
    breaches = session.execute(
        select(CaseRow.closed_at, CaseRow.due_at).where(*ended, CaseRow.due_at.is_not(None))
    ).all()
    late += sum(bool(at and due and at > due) for at, due in breaches)
    return closed + len(breaches), late


def _by_month(session: Session, period: Period) -> tuple[tuple[str, int, int], ...]:
    """Received and closed per month of the period, oldest first."""
    months: list[tuple[str, int, int]] = []
    first = period.first.replace(day=1)
    mine = _of(period)
    while first <= period.last and len(months) < 36:
        after = (first + timedelta(days=32)).replace(day=1)
        low = datetime.combine(first, time(0), tzinfo=ZoneInfo(period.zone))
        high = datetime.combine(after, time(0), tzinfo=ZoneInfo(period.zone))
        came = (
            session.scalar(
                select(func.count()).where(mine, CaseRow.received_at >= low, CaseRow.received_at < high)
            )
            or 0
        )
        went = (
            session.scalar(
                select(func.count()).where(mine, CaseRow.closed_at >= low, CaseRow.closed_at < high)
            )
            or 0
        )
        months.append((f"{first:%Y-%m}", came, went))
        first = after
    return tuple(months)


def _by_label(session: Session, came: Sequence[ColumnElement[bool]]) -> tuple[tuple[str, int], ...]:
    text = cast(CaseRow.labels, String)
    found: Counter[str] = Counter()
    for labels, count in session.execute(select(text, func.count()).where(*came).group_by(text)):
        for label in _listed(labels):
            found[label] += count
    return tuple(found.most_common())


def _listed(text: str) -> list[str]:
    return [str(label) for label in json.loads(text)]


def _by_age(
    context: Context, session: Session, still: Sequence[ColumnElement[bool]]
) -> tuple[tuple[str, int], ...]:
    found, newest = [], context.now() + timedelta(days=1)
    for days, words in AGES:
        oldest = context.now() - timedelta(days=days)
        statement = select(func.count()).select_from(CaseRow)
        count = session.scalar(
            statement.where(*still, CaseRow.received_at > oldest, CaseRow.received_at <= newest)
        )
        found.append((words, count or 0))
        newest = oldest
    return tuple(found)


def _by_outcome(session: Session, ended: Sequence[ColumnElement[bool]]) -> tuple[tuple[str, int], ...]:
    rows = session.execute(
        select(CaseRow.outcome, func.count())
        .where(*ended)
        .group_by(CaseRow.outcome)
        .order_by(func.count().desc())
    )
    return tuple((outcome or "", count) for outcome, count in rows)


def _acknowledged(session: Session, period: Period) -> float | None:
    """Median hours from arrival to the acknowledgement."""
    rows = session.execute(
        select(CaseRow.received_at, OutboxRow.sent_at)
        .join(OutboxRow, OutboxRow.case_id == CaseRow.id)
        .where(
            OutboxRow.kind == "acknowledgement",
            OutboxRow.sent_at.is_not(None),
            _of(period),
            CaseRow.received_at >= period.start,
            CaseRow.received_at < period.end,
        )
        .order_by(OutboxRow.id.desc())
        .limit(SAMPLE)
    ).all()
    return (
        median((sent - received).total_seconds() / 3600 for received, sent in rows if sent) if rows else None
    )


def _answered(session: Session, ended: Sequence[ColumnElement[bool]]) -> float | None:
    """Median days from arrival to closing."""
    rows = session.execute(
        select(CaseRow.received_at, CaseRow.closed_at).where(*ended).order_by(CaseRow.id.desc()).limit(SAMPLE)
    ).all()
    return (
        median((closed - received).total_seconds() / 86400 for received, closed in rows if closed)
        if rows
        else None
    )


def _corrections(session: Session, period: Period) -> tuple[int, tuple[tuple[str, int, int], ...]]:
    """How many messages were corrected; per label how often it was taken away and how often added."""
    rows = session.execute(
        select(CorrectionRow.was, CorrectionRow.now)
        .join(CaseRow, CaseRow.id == CorrectionRow.case_id)
        .where(
            CaseRow.organisation.in_(period.organisations),
            CorrectionRow.at >= period.start,
            CorrectionRow.at < period.end,
        )
        .limit(10_000)
    ).all()
    taken: Counter[str] = Counter()
    added: Counter[str] = Counter()
    for was, now in rows:
        taken.update(set(was) - set(now))
        added.update(set(now) - set(was))
    labels = sorted(taken.keys() | added.keys(), key=lambda label: -(taken[label] + added[label]))
    return len(rows), tuple((label, taken[label], added[label]) for label in labels)


def deadlines(
    session: Session, organisations: Sequence[str], first: date, last: date, limit: int = 400
) -> Sequence[CaseRow]:
    """The open cases that are due in these days."""
    statement = select(CaseRow).where(
        CaseRow.organisation.in_(organisations), CaseRow.status.in_([s for s in Status if s is not Status.CLOSED]),
        CaseRow.due >= first, CaseRow.due <= last,
    )  # fmt: skip
    return session.scalars(statement.order_by(CaseRow.due, CaseRow.id).limit(limit)).all()


EXPORT_HEAD = (
    "kenmerk", "organisatie", "soort", "status", "uitkomst", "labels", "ontvangen", "uiterlijk", "streefdatum", "gesloten",
)  # fmt: skip
MOST_EXPORTED = 200_000


def export(session: Session, period: Period) -> list[tuple[str, ...]]:
    """The register lines of the cases that came in the period: no names, no addresses, no text."""
    c = CaseRow
    statement = (
        select(
            c.reference,
            c.organisation,
            c.kind,
            c.status,
            c.outcome,
            c.labels,
            c.received_at,
            c.due,
            c.target,
            c.closed_at,
        )
        .where(
            c.organisation.in_(period.organisations),
            c.received_at >= period.start,
            c.received_at < period.end,
        )
        .order_by(c.id)
        .limit(MOST_EXPORTED)
    )
    zone = ZoneInfo(period.zone)
    return [
        (
            r.reference, r.organisation, r.kind, r.status, r.outcome or "", " ".join(r.labels),
            f"{r.received_at.astimezone(zone):%Y-%m-%d %H:%M}", r.due.isoformat(), r.target.isoformat(),
            f"{r.closed_at.astimezone(zone):%Y-%m-%d %H:%M}" if r.closed_at else "",
        )
        for r in session.execute(statement)
    ]  # fmt: skip
