"""Counts for Prometheus, read from the database at the moment of asking; no personal data among the labels."""

from __future__ import annotations

from collections.abc import Iterable

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from sqlalchemy import func, select

from assistant.stages.context import Context
from assistant.store import cases, mails, outbox
from assistant.store.tables import AlarmRow, CaseRow, DraftRow, DraftState


class _Counts(Collector):
    def __init__(self, context: Context, silent: list[str]) -> None:
        self.context, self.silent = context, silent

    def collect(self) -> Iterable[Metric]:
        """One sample per count."""
        context = self.context
        zone = context.settings.organisations[0].timezone
        today = context.now().astimezone(zone).date()
        by_status = GaugeMetricFamily("assistant_cases", "Cases by status", labels=["organisation", "status"])
        late = GaugeMetricFamily(
            "assistant_cases_late", "Open cases past their binding date", labels=["organisation"]
        )
        states = GaugeMetricFamily("assistant_mails", "Mails by state", labels=["state"])
        with context.database.reading() as session:
            for (organisation, status), count in cases.open_counts(session).items():
                by_status.add_metric([organisation, status], count)
            statement = select(CaseRow.organisation, func.count()).where(
                CaseRow.status != "closed", CaseRow.due < today
            )
            for organisation, count in session.execute(statement.group_by(CaseRow.organisation)):
                late.add_metric([organisation], count)
            for state, count in mails.counts(session).items():
                states.add_metric([state], count)
            waiting = outbox.waiting(session)
            drafts = session.scalar(select(func.count()).where(DraftRow.state == DraftState.OPEN)) or 0
            alarms = session.scalar(select(func.count()).where(AlarmRow.handled_at.is_(None))) or 0
        yield from (by_status, late, states)
        yield GaugeMetricFamily("assistant_outbox_waiting", "Mails that still have to leave", value=waiting)
        yield GaugeMetricFamily("assistant_drafts_open", "Letters that wait for a person", value=drafts)
        yield GaugeMetricFamily("assistant_alarms_open", "Alarms nobody has seen to", value=alarms)
        yield GaugeMetricFamily(
            "assistant_mailboxes_silent", "Mailboxes that cannot be read", value=len(self.silent)
        )


def collect(context: Context, silent: list[str]) -> bytes:
    """The exposition text of this moment."""
    registry = CollectorRegistry()
    registry.register(_Counts(context, silent))
    return generate_latest(registry)
