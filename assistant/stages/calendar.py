"""The calendar feed of one organisation: every open deadline as an event (RFC 5545)."""

from __future__ import annotations

from datetime import date, timedelta

from icalendar import Alarm, Calendar, Event
from sqlalchemy import select

from assistant.settings import Organisation
from assistant.stages.context import Context
from assistant.store.tables import CaseRow
from classifiers import DUTCH_NAMES


def feed(context: Context, organisation: Organisation) -> bytes:
    """All open deadlines, without names or text: reference, right and date."""
    calendar = Calendar()
    calendar.add("prodid", "-//Subject Request Assistant//NL")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", f"Privacyverzoeken {organisation.name}")
    with context.database.reading() as session:
        statement = select(CaseRow).where(
            CaseRow.organisation == organisation.id, CaseRow.closed_at.is_(None)
        )
        for row in session.scalars(statement.order_by(CaseRow.due)):
            names = ", ".join(DUTCH_NAMES.get(label, label) for label in row.labels)
            for word, day in (
                ("uiterlijk", row.due),
                ("streefdatum", row.target),
                ("verlenging melden", row.notice_due),
            ):
                if day is not None:
                    calendar.add_component(_event(context, row.reference, word, names, day))
    return bytes(calendar.to_ical())


def _event(context: Context, reference: str, word: str, names: str, day: date) -> Event:
    event = Event()
    event.add("uid", f"{reference}-{word.replace(' ', '-')}@subject-request-assistant")
    event.add("dtstamp", context.now())
    event.add("dtstart", day)
    event.add("summary", f"{reference} {word}: {names}")
    event.add("url", f"{context.settings.desk.base_url}/zaken/{reference}")
    event.add("transp", "TRANSPARENT")
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", f"{reference} {word}")
    alarm.add("trigger", timedelta(days=-1))
    event.add_component(alarm)
    return event
