"""After sending: what a letter that has really left does to its case, in the name of the person who approved it."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from assistant.core.case import MACHINE, Event, EventKind, Json, Outcome
from assistant.core.errors import IllegalTransition
from assistant.core.routes import after_sending
from assistant.stages import casework
from assistant.stages.approve import digest
from assistant.stages.context import Context, log
from assistant.stages.events import carry_out
from assistant.stages.rules import rules_of
from assistant.store import cases
from assistant.store.tables import ApprovalRow, OutboxRow
from replies.facts import LetterKind

_FOLLOWS = {
    LetterKind.EXTENSION: (EventKind.EXTENDED, "sent_at"),
    LetterKind.CLARIFICATION: (EventKind.CLARIFICATION_ASKED, "asked_at"),
}
"""Letters that move the clock: the moment they left is the moment that counts (LEGAL A5, A6)."""


def approval_of(session: Session, row: OutboxRow) -> ApprovalRow | None:
    """The approval that put this mail into the outbox, void or not."""
    return session.scalar(select(ApprovalRow).where(ApprovalRow.outbox_id == row.id))


def may_leave(session: Session, row: OutboxRow) -> bool:
    """Whether a mail may go out: automatic, for staff, or approved for exactly these bytes and recipients."""
    if row.automatic or row.to_staff:
        return True
    approval = approval_of(session, row)
    bound = digest(row.content or b"", tuple(row.recipients))
    return approval is not None and approval.voided_at is None and approval.digest == bound


def note_sent(context: Context, session: Session, rows: Sequence[OutboxRow]) -> None:
    """Record on their cases that these letters left, and what follows from it."""
    about_cases = [row for row in rows if row.case_id is not None and not row.to_staff]
    _note_automatic(context, session, [row for row in about_cases if row.automatic])
    for row in about_cases:
        if not row.automatic and row.case_id is not None:
            _note_approved(context, session, row, row.case_id)


def _note_automatic(context: Context, session: Session, rows: Sequence[OutboxRow]) -> None:
    """That a letter of the machine left changes nothing in its case: the line in its history is all."""
    ids = {row.case_id for row in rows if row.case_id is not None}
    if not ids:
        return
    held = cases.lock(session, ids)
    newest = cases.last_events(session, ids)
    for row in rows:
        if row.case_id is not None:
            sent = Event(EventKind.MAIL_SENT, context.now(), MACHINE, {"letter": row.kind, "outbox": row.id})
            newest[row.case_id] = cases.append(session, held[row.case_id], sent, newest[row.case_id])


def _note_approved(context: Context, session: Session, row: OutboxRow, case_id: int) -> None:
    work = casework.load(context, session, case_id)
    approval = approval_of(session, row)
    data: dict[str, Json] = {"letter": row.kind, "outbox": row.id}
    if approval is not None:
        data["draft"] = str(approval.draft_id)
    casework.happen(context, session, work, EventKind.MAIL_SENT, data)
    if approval is not None:
        _follow(context, session, work, row, approval)
    carry_out(context, session, work)


def _follow(
    context: Context, session: Session, work: casework.Work, row: OutboxRow, approval: ApprovalRow
) -> None:
    moment = context.now().isoformat()
    try:
        if row.kind in _FOLLOWS:
            kind, key = _FOLLOWS[LetterKind(row.kind)]
            data: dict[str, Json] = (
                {key: moment, "large_quantity": True} if key == "asked_at" else {key: moment}
            )
            casework.happen(context, session, work, kind, data, actor=approval.approver)
        if approval.outcome is not None:
            casework.happen(
                context,
                session,
                work,
                EventKind.CLOSED,
                {"outcome": approval.outcome},
                actor=approval.approver,
            )
            work.effects.extend(after_sending(rules_of(work.organisation), Outcome(approval.outcome)))
    except IllegalTransition as refused:
        # The letter has left; a case that meanwhile became something else is a person's to look at.
        log.warning("letter left, case unchanged", case=work.case.reference, reason=str(refused))
        casework.happen(context, session, work, EventKind.FLAGGED, {"flag": "sent_but_unchanged"})
