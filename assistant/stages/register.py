"""The register lines of the cases that came in a period, for a spreadsheet: no names, no addresses, no text."""

from __future__ import annotations

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from sqlalchemy import and_, or_, select

from assistant.stages.context import Context
from assistant.stages.statistics import Period
from assistant.store.case_filters import of_organisations
from assistant.store.tables import CaseRow

HEAD = (
    "kenmerk", "organisatie", "soort", "status", "uitkomst", "labels", "ontvangen", "uiterlijk", "streefdatum", "gesloten",
)  # fmt: skip
AT_ONCE = 2000

Line = tuple[str, ...]


def lines(context: Context, period: Period) -> Iterator[list[Line]]:
    """All lines by date of receipt, so many at a time; each portion is read on its own, so that nothing stays open in between."""
    c = CaseRow
    columns = (
        c.id, c.reference, c.organisation, c.kind, c.status, c.outcome, c.labels, c.received_at, c.due, c.target, c.closed_at,
    )  # fmt: skip
    wanted = select(*columns).where(of_organisations(period.organisations), c.received_at < period.end)
    zone = ZoneInfo(period.zone)
    after = (period.start, 0)
    while True:
        begin = and_(
            c.received_at >= after[0],
            or_(c.received_at > after[0], and_(c.received_at == after[0], c.id > after[1])),
        )
        with context.database.reading() as session:
            portion = wanted.where(begin).order_by(c.received_at, c.id).limit(AT_ONCE)
            rows = session.execute(portion).all()
        if rows:
            yield [
                (
                    r.reference, r.organisation, r.kind, r.status, r.outcome or "", " ".join(r.labels),
                    f"{r.received_at.astimezone(zone):%Y-%m-%d %H:%M}", r.due.isoformat(), r.target.isoformat(),
                    f"{r.closed_at.astimezone(zone):%Y-%m-%d %H:%M}" if r.closed_at else "",
                )
                for r in rows
            ]  # fmt: skip
        if len(rows) < AT_ONCE:
            return
        after = (rows[-1].received_at, rows[-1].id)
