"""A turn in a running case: what a reply, a bounce or an out-of-office does to it (LABELS.md, follow-ups)."""

from __future__ import annotations

from sqlalchemy.orm import Session

from assistant.core.case import DATA_SUBJECT, Effect, EffectKind, EventKind, Json, Role
from assistant.core.default_notice import DefaultNotice, find_default_notice
from assistant.core.errors import IllegalTransition
from assistant.core.routes import RouteFacts, routes
from assistant.stages import casework
from assistant.stages.casework import Work
from assistant.stages.context import Context, log
from assistant.stages.events import carry_out
from assistant.stages.rules import rules_of
from assistant.stages.unasked import record_unasked
from assistant.store.tables import MessageRow

_EVENTS = {
    "identification": EventKind.IDENTIFICATION_RECEIVED,
    "clarification": EventKind.CLARIFIED,
    "status_inquiry": EventKind.STATUS_INQUIRED,
    "request_withdrawal": EventKind.WITHDRAWAL_ASKED,
}


def take_turn(context: Context, session: Session, mail: MessageRow) -> frozenset[str]:
    """Let the message happen to its case; returns the labels of a new wish that needs a case of its own."""
    assert mail.case_id is not None  # noqa: S101 - the caller asked for it
    work = casework.load(context, session, mail.case_id)
    try:
        if mail.kind == "bounce":
            # Addresses stay with the message: the history outlives the retention of content.
            data: dict[str, Json] = {"message": mail.id, "recipients": len(mail.parsed["failed_recipients"])}
            casework.happen(context, session, work, EventKind.MAIL_BOUNCED, data, at=mail.received_at)
            return frozenset()
        if mail.kind == "out_of_office":
            casework.happen(context, session, work, EventKind.OUT_OF_OFFICE, {"message": mail.id})
            return frozenset()
        return _reply(context, session, work, mail)
    finally:
        carry_out(context, session, work)


def _reply(context: Context, session: Session, work: Work, mail: MessageRow) -> frozenset[str]:
    at = mail.received_at
    casework.happen(
        context, session, work, EventKind.MAIL_RECEIVED, {"message": mail.id}, actor=DATA_SUBJECT, at=at
    )
    record_unasked(context, session, work, mail)
    verdict = mail.verdict
    labels = frozenset(verdict["labels"]) - {"other"}
    own = f"{mail.parsed['subject']}\n{mail.parsed['own_text']}"
    notice = find_default_notice(own)
    if notice is not DefaultNotice.NONE:
        work.effects.extend(
            routes(rules_of(work.organisation), frozenset(), RouteFacts(at, notice), work.policy)
        )
    kind = _EVENTS.get(verdict["followup"] or "none")
    if not verdict["confident"]:
        # A doubtful turn is shown to a person; what it might supply must not stop or start a clock by itself.
        proof = kind is EventKind.IDENTIFICATION_RECEIVED
        _leave_to_person(context, session, work, told=proof)
        if not proof:
            return frozenset()
    if kind is not None:
        try:
            casework.happen(
                context,
                session,
                work,
                kind,
                {"message": mail.id, "received_at": at.isoformat()},
                actor=DATA_SUBJECT,
            )
        except IllegalTransition as refused:
            log.info("turn changes nothing", case=work.case.reference, reason=str(refused))
            _leave_to_person(context, session, work, told=False)
    # After closing the right is asked again, with a clock of its own.
    new = labels - work.case.labels if work.case.is_open else labels
    return new if verdict["confident"] else frozenset()


def _leave_to_person(context: Context, session: Session, work: Work, *, told: bool) -> None:
    """Mark the answer as one to judge and tell the handlers, unless another event of the same mail tells them (``told``)."""
    casework.happen(context, session, work, EventKind.FLAGGED, {"flag": "reply_to_judge"})
    if work.case.is_open and not told:  # mail on a closed case is told as such
        work.effects.append(Effect(EffectKind.NOTIFY, to=Role.HANDLER, reason="antwoord te beoordelen"))
