"""Silence: a mailbox that could not be read for too long is an alarm, because unread mail starts the clock all the same."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from assistant.settings import Organisation
from assistant.stages.context import Context
from assistant.stages.staff import tell_staff
from assistant.store import mails


def silent(
    context: Context, session: Session, organisations: Iterable[Organisation], since_start: datetime
) -> list[Organisation]:
    """The mailboxes without a successful fetch for the configured time; before the first one the start counts."""
    limit = context.now() - timedelta(minutes=context.settings.schedule.silence_alarm_minutes)
    return [o for o in organisations if (mails.last_success(session, o.id) or since_start) < limit]


def report_silence(
    context: Context, organisations: Iterable[Organisation], since_start: datetime
) -> list[str]:
    """Tell staff once per mailbox and local day; returns the ids of the silent mailboxes."""
    with context.database.transaction() as session:
        found = silent(context, session, organisations, since_start)
        for organisation in found:
            day = context.now().astimezone(organisation.timezone).date().isoformat()
            minutes = context.settings.schedule.silence_alarm_minutes
            tell_staff(
                context, session, organisation.id, "silence", f"silence:{organisation.id}:{day}",
                f"De mailbox kon al meer dan {minutes} minuten niet worden gelezen. Kijk zelf in de mailbox.",
                to=(*organisation.staff.addresses, *context.settings.admin),
            )  # fmt: skip
    return [organisation.id for organisation in found]
