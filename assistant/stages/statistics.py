"""Figures over a period: how much, how fast, on time or not, and where the classifier was corrected.

Each figure is counted at the moment of asking, out of an index that holds all it needs: what somebody just did is always in it.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import groupby
from statistics import median
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, String, and_, case, func, literal, or_, select
from sqlalchemy.orm import Session

from assistant.stages.context import Context
from assistant.store.case_filters import ACKNOWLEDGEMENT, all_or_these, is_open
from assistant.store.sql_time import at_or_after, seconds_between
from assistant.store.tables import CaseRow, CorrectionRow, OutboxRow

AGES = (
    (7, "tot 1 week"),
    (14, "1 tot 2 weken"),
    (31, "2 weken tot 1 maand"),
    (92, "1 tot 3 maanden"),
    (10_000, "langer"),
)
SAMPLE = 5000
"""Medians are exact up to so many cases; of more, evenly chosen ones count."""
MOST_MONTHS = 37
MOST_CORRECTIONS = 10_000
_EARLIER = 3 * 366
"""Cases closed in a period were due at most so many days before it, as far as summer time is concerned."""

Conditions = tuple[ColumnElement[bool], ...]


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
class OpenNow:
    """What is open at this moment. ``by_label`` gives per label the cases of each age, in the order of AGES."""

    count: int
    late: int
    by_age: tuple[tuple[str, int], ...]
    by_label: tuple[tuple[str, tuple[int, ...]], ...]


@dataclass(frozen=True, slots=True)
class Statistics:
    """All figures of one period; counts of cases, spans in hours and days."""

    received: int
    closed: int
    late: int
    open_now: OpenNow
    by_month: tuple[tuple[str, int, int], ...]
    by_label: tuple[tuple[str, int], ...]
    by_outcome: tuple[tuple[str, int], ...]
    acknowledged_hours: float | None
    answered_days: float | None
    corrections: tuple[tuple[str, int, int], ...]
    corrected: int

    @property
    def on_time(self) -> int:
        """How many were closed on time."""
        return self.closed - self.late

    @property
    def share(self) -> float | None:
        """The share of closed cases that were closed on time, 0 to 1; None where none was closed."""
        return self.on_time / self.closed if self.closed else None


def gather(context: Context, session: Session, period: Period) -> Statistics:
    """All figures of the page."""
    months = by_month(session, period)
    received = sum(came for _, came, _ in months)
    ended = closed_and_late(session, period)
    closed = sum(count for count, _ in ended.values())
    corrected, corrections = by_correction(session, period)
    return Statistics(
        received=received,
        closed=closed,
        late=sum(slow for _, slow in ended.values()),
        open_now=open_now(context, session, period),
        by_month=months,
        by_label=by_label(session, period),
        by_outcome=tuple(sorted(((o, count) for o, (count, _) in ended.items()), key=lambda pair: -pair[1])),
        acknowledged_hours=_acknowledged(session, period, received),
        answered_days=_answered(session, period, closed),
        corrections=corrections,
        corrected=corrected,
    )


def _came(session: Session, period: Period) -> Conditions:
    mine = all_or_these(session, period.organisations)
    return mine, CaseRow.received_at >= period.start, CaseRow.received_at < period.end


def _ended(session: Session, period: Period) -> Conditions:
    mine = all_or_these(session, period.organisations)
    return mine, CaseRow.closed_at >= period.start, CaseRow.closed_at < period.end


def closed_and_late(session: Session, period: Period) -> dict[str, tuple[int, int]]:
    """Per outcome how many were closed, and how many of them late: after 24:00 local time of the binding date, or after 72 hours."""
    # What was closed before its date, nearly all, is told apart by one cheap comparison.
    dated = and_(CaseRow.closed_at > CaseRow.due, CaseRow.due_at.is_(None), _after_midnight(period))
    late = func.count(case((or_(dated, CaseRow.closed_at > CaseRow.due_at), 1)))
    statement = (
        select(CaseRow.outcome, func.count(), late).where(*_ended(session, period)).group_by(CaseRow.outcome)
    )
    return {outcome or "": (count, slow) for outcome, count, slow in session.execute(statement)}


def _after_midnight(period: Period) -> ColumnElement[bool]:
    """Whether a case was closed after 24:00 local time of its date, told in UTC: databases know no zones alike.

    Midnight is at one of two hours UTC, in summer the earlier one, so only what was closed between those two is looked at by date.
    """
    spans = _midnights(
        period.first - timedelta(days=_EARLIER), period.last + timedelta(days=366), period.zone
    )
    latest = max(hour for _, _, hour in spans)
    edges = [
        and_(CaseRow.due >= first, CaseRow.due <= last, _at(hour))
        for first, last, hour in spans
        if hour < latest
    ]
    return (
        or_(_at(latest), and_(_at(min(hour for _, _, hour in spans)), or_(*edges))) if edges else _at(latest)
    )


def _at(hour: str) -> ColumnElement[bool]:
    return at_or_after(CaseRow.closed_at, CaseRow.due, literal(hour, String))


@lru_cache(maxsize=64)
def _midnights(first: date, last: date, zone: str) -> tuple[tuple[date, date, str], ...]:
    """Spans of days with the hour UTC at which their last local moment is over; for zones east of Greenwich, as ours are."""
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    told = [(day, _midnight_after(day, zone)) for day in days]
    return tuple(
        (same[0][0], same[-1][0], hour)
        for hour, same in ((hour, list(group)) for hour, group in groupby(told, key=lambda pair: pair[1]))
    )


def _midnight_after(day: date, zone: str) -> str:
    local = datetime.combine(day + timedelta(days=1), time(0), tzinfo=ZoneInfo(zone))
    return f"{local.astimezone(UTC):%H:%M:%S}"


def by_month(session: Session, period: Period) -> tuple[tuple[str, int, int], ...]:
    """Received and closed per month of the period, oldest first; the first and last month only as far as the period goes."""
    mine = all_or_these(session, period.organisations)

    def count(column: ColumnElement[datetime], low: datetime, high: datetime) -> int:
        return session.scalar(select(func.count()).where(mine, column >= low, column < high)) or 0

    return tuple(
        (month, count(CaseRow.received_at, low, high), count(CaseRow.closed_at, low, high))  # type: ignore[arg-type]
        for month, low, high in _months(period)
    )


def _months(period: Period) -> Iterator[tuple[str, datetime, datetime]]:
    first, zone = period.first.replace(day=1), ZoneInfo(period.zone)
    for _ in range(MOST_MONTHS):
        if first > period.last:
            return
        after = (first + timedelta(days=32)).replace(day=1)
        low = max(datetime.combine(first, time(0), tzinfo=zone), period.start)
        yield f"{first:%Y-%m}", low, min(datetime.combine(after, time(0), tzinfo=zone), period.end)
        first = after


def by_label(session: Session, period: Period) -> tuple[tuple[str, int], ...]:
    """How often each right was asked for, most often first; a case with two counts for both."""
    found: Counter[str] = Counter()
    statement = (
        select(CaseRow.label_text, func.count()).where(*_came(session, period)).group_by(CaseRow.label_text)
    )
    for labels, count in session.execute(statement):
        for label in json.loads(labels):
            found[label] += count
    return tuple(found.most_common())


def open_now(context: Context, session: Session, period: Period) -> OpenNow:
    """What waits at this moment, by age and label; it does not depend on the period."""
    now = context.now()
    today = now.astimezone(ZoneInfo(period.zone)).date()
    bounds = [now - timedelta(days=days) for days, _ in AGES]
    newer = [now + timedelta(days=1), *bounds]
    ages = [
        func.count(case((and_(CaseRow.received_at > oldest, CaseRow.received_at <= newest), 1)))
        for oldest, newest in zip(bounds, newer, strict=False)
    ]
    past = func.count(case((or_(CaseRow.due < today, and_(CaseRow.due <= today, CaseRow.due_at < now)), 1)))
    statement = select(CaseRow.label_text, func.count(), past, *ages)
    rows = session.execute(
        statement.where(is_open(), all_or_these(session, period.organisations)).group_by(CaseRow.label_text)
    ).all()
    labels: dict[str, list[int]] = {}
    for text, _, _, *counts in rows:
        for label in json.loads(text):
            labels[label] = [a + b for a, b in zip(labels.get(label, [0] * len(AGES)), counts, strict=True)]
    return OpenNow(
        count=sum(int(row[1]) for row in rows),
        late=sum(int(row[2]) for row in rows),
        by_age=tuple(
            (words, sum(int(row[3 + number]) for row in rows)) for number, (_, words) in enumerate(AGES)
        ),
        by_label=tuple(sorted(((k, tuple(v)) for k, v in labels.items()), key=lambda pair: -sum(pair[1]))),
    )


def _acknowledged(session: Session, period: Period, received: int) -> float | None:
    """Median hours from arrival to the acknowledgement."""
    sent = and_(
        OutboxRow.case_id == CaseRow.id, OutboxRow.kind == ACKNOWLEDGEMENT, OutboxRow.sent_at.is_not(None)
    )
    spans = select(seconds_between(CaseRow.received_at, OutboxRow.sent_at)).join(OutboxRow, sent)
    seconds = _median(session, spans.where(*_came(session, period), _sampled(received)))
    return None if seconds is None else seconds / 3600


def _answered(session: Session, period: Period, closed: int) -> float | None:
    """Median days from arrival to closing."""
    spans = select(seconds_between(CaseRow.received_at, CaseRow.closed_at))
    seconds = _median(session, spans.where(*_ended(session, period), _sampled(closed)))
    return None if seconds is None else seconds / 86400


def _sampled(count: int) -> ColumnElement[bool]:
    """Every so-many-th case by number, so that about SAMPLE of ``count`` remain; numbers know nothing of how long a case took."""
    step = max(1, -(-count // SAMPLE))
    return CaseRow.id % step == 0


def _median(session: Session, spans: Select[float]) -> float | None:
    found = [float(span) for span in session.scalars(spans)]
    return median(found) if found else None


def by_correction(session: Session, period: Period) -> tuple[int, tuple[tuple[str, int, int], ...]]:
    """How many messages were corrected; per label how often it was taken away and how often added."""
    rows = session.execute(
        select(CorrectionRow.was, CorrectionRow.now)
        .join(CaseRow, CaseRow.id == CorrectionRow.case_id)
        .where(
            CaseRow.organisation.in_(period.organisations),
            CorrectionRow.at >= period.start,
            CorrectionRow.at < period.end,
        )
        .limit(MOST_CORRECTIONS)
    ).all()
    taken: Counter[str] = Counter()
    added: Counter[str] = Counter()
    for was, now in rows:
        taken.update(set(was) - set(now))
        added.update(set(now) - set(was))
    labels = sorted(taken.keys() | added.keys(), key=lambda label: -(taken[label] + added[label]))
    return len(rows), tuple((label, taken[label], added[label]) for label in labels)
