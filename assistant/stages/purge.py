"""Purge: content goes when its retention ends; the register line stays (LEGAL (d) 4)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from assistant.core.case import EventKind
from assistant.stages import casework
from assistant.stages.batches import each
from assistant.stages.casework import Work
from assistant.stages.context import Context, Outcome, log
from assistant.store import cases
from assistant.store.tables import (
    CorrectionRow,
    DraftRow,
    DraftVersionRow,
    MessageRow,
    MessageState,
    OutboxRow,
    RawMailRow,
    RawState,
)

BATCH = 50


def purge(context: Context) -> Outcome:
    """Empty what has reached the end of its retention. A case that cannot be emptied does not keep the others."""
    today = context.now().date()
    with context.database.reading() as session:
        ids = cases.purge_due(session, today)

    def clear(session: Session, batch: Sequence[int]) -> int:
        claimed = cases.claim_purge(session, today, batch)
        for id_ in claimed:
            work = casework.load(context, session, id_)
            casework.happen(context, session, work, EventKind.PURGED, {"scope": "content"})
            empty(context, session, work)
        return len(claimed)

    def cannot(case_id: int, error: Exception) -> None:
        log.error("purging failed", case=case_id, error=type(error).__name__)

    done = each(context, ids, BATCH, clear, cannot)
    done += _unanswered(context)
    if done:
        log.info("purged", items=done)
    return Outcome(done)


def empty(context: Context, session: Session, work: Work) -> None:
    """Delete mails, attachments, drafts and the person of one case; events, dates and outcome stay as the register line."""
    row = work.row
    own = select(MessageRow.id).where(MessageRow.case_id == row.id)
    twins_too = or_(MessageRow.case_id == row.id, MessageRow.duplicate_of.in_(own))
    messages = session.scalars(select(MessageRow).where(twins_too)).all()
    raw_ids = [message.raw_id for message in messages]
    session.execute(update(RawMailRow).where(RawMailRow.id.in_(raw_ids)).values(content=None))
    for message in messages:
        message.parsed = _emptied(message.parsed)
        message.verdict, message.sender_hash, message.message_id_hash = None, None, None
    for sent in session.scalars(select(OutboxRow).where(OutboxRow.case_id == row.id)):
        sent.content, sent.recipients, sent.sender = None, [], ""
    drafts = select(DraftRow.id).where(DraftRow.case_id == row.id)
    session.execute(delete(DraftVersionRow).where(DraftVersionRow.draft_id.in_(drafts)))
    for draft in session.scalars(select(DraftRow).where(DraftRow.case_id == row.id)):
        draft.subject, draft.body, draft.values, draft.attachments, draft.recipients = "", "", {}, [], []
    session.execute(update(CorrectionRow).where(CorrectionRow.case_id == row.id).values(candidate=None))
    row.person_address, row.person_name, row.person_hash = None, None, None
    row.purged_at = context.now()


def _emptied(parsed: dict[str, object]) -> dict[str, object]:
    """The shape without the content, so that every reader still finds its keys."""
    blank = {str: "", list: [], dict: {}, bool: False}
    return {key: blank.get(type(value)) for key, value in parsed.items()}


def _unanswered(context: Context) -> int:
    """Mail that was no request, after its days on the desk; quarantined bytes that a person has seen to; unasked proof."""
    now, retention = context.now(), context.settings.retention
    with context.database.transaction() as session:
        limit = now - timedelta(days=retention.unanswered_days)
        statement = (
            select(MessageRow)
            .join(RawMailRow, RawMailRow.id == MessageRow.raw_id)
            .where(
                MessageRow.state == MessageState.UNANSWERED,
                MessageRow.received_at < limit,
                RawMailRow.content.is_not(None),
            )
            .limit(500)
        )
        rows = session.scalars(statement).all()
        for message in rows:
            message.parsed = _emptied(message.parsed)
            message.verdict = None
        ids = [message.raw_id for message in rows]
        session.execute(update(RawMailRow).where(RawMailRow.id.in_(ids)).values(content=None))
        old = now - timedelta(days=retention.quarantine_days)
        seen_to = (RawMailRow.state == RawState.QUARANTINED) & (RawMailRow.handled_at < old)
        proof = RawMailRow.sensitive & (RawMailRow.received_at < old)
        gone = update(RawMailRow).where(or_(seen_to, proof), RawMailRow.content.is_not(None))
        session.execute(gone.values(content=None))
    return len(ids)
