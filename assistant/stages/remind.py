"""Remind: staff before each date, the FG when one passes, the data subject once; each reminder exactly once, ever."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from functools import partial

from sqlalchemy import select
from sqlalchemy.orm import Session

from assistant.core.case import EventKind
from assistant.core.reminders import Reminder, ReminderKind, plan, to_send
from assistant.settings import Organisation
from assistant.stages import casework, staff
from assistant.stages.batches import each
from assistant.stages.casework import Work
from assistant.stages.context import Context, Outcome, log
from assistant.stages.digest import send_digests
from assistant.stages.draft import create
from assistant.stages.events import carry_out
from assistant.stages.letters import LetterKind, StaffFacts, case_facts, organisation_facts
from assistant.stages.rules import offsets_of
from assistant.store import cases
from assistant.store.tables import ReminderRow
from replies.dates import in_words
from replies.facts import Part
from replies.render import render_notice

BATCH = 50


def remind(context: Context) -> Outcome:
    """One sweep: everything that is due now, also after downtime, and the morning digests.

    A case that cannot be handled is alarmed about and does not keep the others from being reminded of.
    """
    # The earliest local date in use; a case of a later zone is looked at again on its own day.
    today = max(context.now().astimezone(o.timezone).date() for o in context.settings.organisations)
    with context.database.reading() as session:
        ids = cases.reminders_due(session, today)

    def sweep(session: Session, batch: Sequence[int]) -> int:
        claimed = cases.claim_reminders(session, today, batch)
        return sum(_sweep(context, session, casework.load(context, session, id_)).done for id_ in claimed)

    done = each(context, ids, BATCH, sweep, partial(_cannot, context))
    send_digests(context)
    return Outcome(done)


def _cannot(context: Context, case_id: int, error: Exception) -> None:
    """A deadline that the machine cannot guard any more is a person's: they are told once a day."""
    with context.database.transaction() as session:
        row = cases.by_id(session, case_id)
        log.error("reminding failed", case=row.reference, error=type(error).__name__)
        reason = f"De herinneringen van {row.reference} konden niet worden berekend. Bewaak de termijn zelf."
        key = f"remind:{case_id}:{context.now().date().isoformat()}"
        staff.tell_staff(context, session, row.organisation, "reminder", key, reason, case_id=case_id)


def _sweep(context: Context, session: Session, work: Work) -> Outcome:
    now = context.now()
    planned = plan(work.case, offsets_of(work.organisation), work.policy)
    done = frozenset(session.scalars(select(ReminderRow.key).where(ReminderRow.case_id == work.row.id)))
    due, finished = to_send(planned, done, now, work.case.country)
    for reminder in due:
        _send(context, session, work, reminder)
    session.add_all(ReminderRow(case_id=work.row.id, key=key, sent_at=now) for key in finished)
    carry_out(context, session, work)
    work.row.next_reminder = _next_look(planned, done | finished, now, work.organisation)
    if due:
        log.info("reminded", case=work.case.reference, kinds=[reminder.kind for reminder in due])
    return Outcome(len(due))


def _next_look(
    planned: tuple[Reminder, ...], done: frozenset[str], now: datetime, organisation: Organisation
) -> date | None:
    """The local date of the next reminder; one with a moment of the day is looked at in every sweep of that day."""
    today = now.astimezone(organisation.timezone).date()
    left = [max(reminder.day, today) for reminder in planned if reminder.key not in done]
    return min(left) if left else None


def _send(context: Context, session: Session, work: Work, reminder: Reminder) -> None:
    today = context.now().astimezone(work.organisation.timezone).date()
    if reminder.about < today and reminder.kind is not ReminderKind.OVERDUE:
        return  # after downtime: what has passed is told by the escalation, not by a reminder of it
    if reminder.kind is ReminderKind.IDENTIFICATION_REMINDER:
        casework.happen(context, session, work, EventKind.IDENTIFICATION_REMINDED)
    elif reminder.kind is ReminderKind.IDENTIFICATION_LAPSE:
        create(
            context,
            session,
            work,
            (Part(LetterKind.IDENTIFICATION_LAPSED, tuple(sorted(work.case.labels))),),
            actor="machine",
        )
        _tell(context, session, work, reminder)
    elif reminder.kind is ReminderKind.OVERDUE:
        casework.happen(context, session, work, EventKind.ESCALATED, {"reason": "de termijn is verstreken"})
        _tell(context, session, work, reminder)
    else:
        casework.happen(
            context,
            session,
            work,
            EventKind.REMINDED,
            {"kind": reminder.kind, "about": reminder.about.isoformat()},
        )
        _tell(context, session, work, reminder)


_ABOUT = {
    ReminderKind.TARGET: "De interne streefdatum nadert.",
    ReminderKind.DUE: "De uiterste datum nadert.",
    ReminderKind.UNSUSPENDED: "De datum zonder opschorting nadert.",
    ReminderKind.NOTICE: "De laatste dag om een verlenging te melden nadert.",
    ReminderKind.BREACH: "De termijn van 72 uur voor een melding van een datalek loopt.",
    ReminderKind.OVERDUE: "De termijn is verstreken.",
    ReminderKind.IDENTIFICATION_LAPSE: "Er kwam geen identificatie. De brief hierover staat klaar.",
}


def _tell(context: Context, session: Session, work: Work, reminder: Reminder) -> None:
    organisation = work.organisation
    today = context.now().astimezone(organisation.timezone).date()
    facts = StaffFacts(
        reason=_ABOUT[reminder.kind],
        days_left=(reminder.about - today).days,
        link=f"{context.settings.desk.base_url}/zaken/{work.case.reference}",
        deadline=in_words(reminder.about),
    )
    kind = LetterKind.STAFF_ESCALATION if reminder.kind is ReminderKind.OVERDUE else LetterKind.STAFF_REMINDER
    about = case_facts(work.case, work.reckoning, organisation, context.now())
    letter = render_notice(kind, organisation_facts(organisation), facts, today, about)
    staff.send_to_staff(
        context, session, organisation, "reminder", f"reminder:{work.row.id}:{reminder.key}", letter.subject, letter.body,
        case_id=work.row.id,
    )  # fmt: skip
