"""The morning digest: what is due, what waits for approval, what is silent; one per organisation and local day."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assistant.core.case import Status
from assistant.settings import Organisation
from assistant.stages.context import Context
from assistant.stages.letters import LetterKind, StaffFacts, organisation_facts
from assistant.stages.staff import send_to_staff
from assistant.store.tables import CaseRow, DraftRow, DraftState, RawMailRow, RawState, ReminderRow
from classifiers import DUTCH_NAMES
from replies.facts import DigestLine
from replies.render import render_notice

SOON = timedelta(days=7)
LIMIT = 50


def send_digests(context: Context) -> None:
    """Queue today's digest of each organisation once its digest hour has come."""
    for organisation in context.settings.organisations:
        local = context.now().astimezone(organisation.timezone)
        if local.hour < context.settings.schedule.digest_hour or not organisation.staff.addresses:
            continue
        key = f"digest:{organisation.id}:{local.date().isoformat()}"
        with context.database.transaction() as session:
            if session.scalar(select(ReminderRow.id).where(ReminderRow.key == key)) is not None:
                continue
            session.add(ReminderRow(case_id=None, key=key, sent_at=context.now()))
            _send(context, session, organisation, key, local.date())


def _send(context: Context, session: Session, organisation: Organisation, key: str, today: date) -> None:
    facts = digest(context, session, organisation, today)
    if not (
        facts.overdue
        or facts.due_soon
        or facts.due_today
        or facts.to_approve
        or facts.triage
        or facts.silent
        or facts.quarantined
    ):
        return
    letter = render_notice(LetterKind.STAFF_DIGEST, organisation_facts(organisation), facts, today)
    send_to_staff(context, session, organisation, "digest", key, letter.subject, letter.body)


def digest(context: Context, session: Session, organisation: Organisation, today: date) -> StaffFacts:
    """What staff of one organisation should know this morning; no names, no text."""
    mine = select(CaseRow).where(CaseRow.organisation == organisation.id, CaseRow.closed_at.is_(None))

    def lines(*conditions: object) -> tuple[DigestLine, ...]:
        statement = mine.where(*conditions).order_by(CaseRow.due).limit(LIMIT)  # type: ignore[arg-type]
        return tuple(_line(context, row) for row in session.scalars(statement))

    waiting = select(DraftRow.case_id).where(DraftRow.state == DraftState.OPEN)
    quarantined = select(func.count()).where(
        RawMailRow.mailbox == organisation.id, RawMailRow.state == RawState.QUARANTINED
    )
    return StaffFacts(
        link=context.settings.desk.base_url,
        due_today=lines(CaseRow.due == today),
        due_soon=lines(CaseRow.due > today, CaseRow.due <= today + SOON),
        overdue=lines(CaseRow.due < today),
        to_approve=lines(CaseRow.id.in_(waiting)),
        triage=lines(CaseRow.status == Status.TRIAGE),
        silent=lines(
            CaseRow.status == Status.AWAITING_IDENTIFICATION, CaseRow.received_at < context.now() - SOON
        ),
        quarantined=session.scalar(quarantined) or 0,
    )


def _line(context: Context, row: CaseRow) -> DigestLine:
    names = ", ".join(DUTCH_NAMES.get(label, label) for label in row.labels)
    return DigestLine(
        row.reference, names, row.due, f"{context.settings.desk.base_url}/zaken/{row.reference}"
    )
