"""Ingest: stored bytes to a message: parsed, own words apart, screened, matched to a case, and known if it came twice."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from assistant.core import matching, quoting, screening, sender
from assistant.core.mail import ParsedMail
from assistant.core.parse import parse
from assistant.core.screening import Screening, ScreeningContext
from assistant.settings import Organisation
from assistant.stages.context import Context, Outcome, log
from assistant.stages.staff import tell_staff
from assistant.store import cases, mails
from assistant.store.tables import MessageRow, MessageState, OutboxRow, RawMailRow, RawState


def ingest(context: Context) -> Outcome:
    """Read one stored mail. What cannot be read is quarantined with its bytes and its error, and a person is told."""
    try:
        with context.database.transaction() as session:
            raw = mails.claim_raw(session)
            if raw is None:
                return Outcome()
            raw_id = raw.id
            _read(context, session, raw)
            raw.state = RawState.INGESTED
    except IntegrityError:
        # Another worker stored the same mail from another mailbox in this very moment; the next try sees it.
        log.info("same mail at the same moment", raw=raw_id)
        return Outcome(1)
    except Exception as error:
        return _set_aside(context, raw_id, error)
    return Outcome(1)


def _set_aside(context: Context, raw_id: int, error: Exception) -> Outcome:
    log.error("ingest failed", raw=raw_id, error=type(error).__name__)
    with context.database.transaction() as session:
        raw = session.get_one(RawMailRow, raw_id)
        raw.attempts += 1
        if raw.attempts < context.settings.limits.ingest_attempts:
            return Outcome(1)
        reason = f"kon niet worden gelezen ({type(error).__name__})"
        raw.state, raw.error = RawState.QUARANTINED, reason
        tell_staff(context, session, raw.mailbox, "quarantine", f"quarantine:{raw.id}", f"Een bericht {reason}.", raw_id=raw.id)
    return Outcome(1, 1)


def _read(context: Context, session: Session, raw: RawMailRow) -> None:
    organisation = context.organisation(raw.mailbox)
    mail = parse(raw.content or b"")
    own = quoting.own_words(mail)
    keys = matching.keys(mail)
    ours = mails.sent_by_message_ids(session, [context.database.vault.lookup(m) for m in keys.message_ids])
    verdict = screening.screen(mail, _screening_context(context, organisation, ours))
    author = sender.answer_address(mail)
    sender_hash = context.database.vault.lookup(author.email) if author else None
    row = MessageRow(
        raw_id=raw.id,
        organisation=organisation.id,
        received_at=raw.received_at,
        state=MessageState.INGESTED,
        message_id_hash=context.database.vault.lookup(mail.message_id) if mail.message_id else None,
        content_key=context.database.vault.digest(_content_key(mail, own.text)),
        sender_hash=sender_hash,
        rule=verdict.rule,
        kind=verdict.kind,
        answer=verdict.answer,
        parsed=_kept(mail, own, verdict, author, context, organisation),
    )
    original = mails.original(session, row.content_key)
    if original is not None:
        row.duplicate_of, row.state, row.case_id = original.id, MessageState.DUPLICATE, original.case_id
    elif verdict.kind in {"bounce", "out_of_office"}:
        row.case_id = _case_of(ours, row.organisation)
        row.state = MessageState.CLASSIFIED if row.case_id else MessageState.UNANSWERED
    elif verdict.kind not in {"person", "doubt"}:
        row.state = MessageState.UNANSWERED
    else:
        _match(context, session, row, mail, keys, ours)
    session.add(row)
    session.flush()


def _screening_context(context: Context, organisation: Organisation, ours: Any) -> ScreeningContext:
    return ScreeningContext(
        own_addresses=context.settings.own_addresses,
        own_message=bool(ours),
    )


def _content_key(mail: ParsedMail, own_text: str) -> bytes:
    """Equal for one mail that reached two of our mailboxes; different for a reused Message-ID with other content."""
    author = mail.sender.email if mail.sender else ""
    date = mail.header("date") or ""
    parts = (mail.message_id, author, mail.subject, date, own_text or mail.text, *(a.sha256 for a in mail.attachments))
    return "\x00".join(parts).encode("utf-8", "surrogateescape")


def _kept(
    mail: ParsedMail, own: quoting.OwnWords, verdict: Screening, author: Any, context: Context, organisation: Organisation
) -> dict[str, Any]:
    evidence = sender.assess(mail, organisation.mail.trusted_authserv_ids)
    return {
        "message_id": mail.message_id,
        "references": list(mail.references[-20:]),
        "subject": mail.subject,
        "own_text": own.text,
        "quoted": own.quoted,
        "from": author.email if author else None,
        "from_name": author.name if author else "",
        "reason": verdict.reason,
        "attachments": [
            {"filename": a.filename, "content_type": a.content_type, "size": a.size, "sha256": a.sha256}
            for a in mail.attachments
        ],
        "defects": list(mail.defects),
        "failed_recipients": list(mail.failed_recipients),
        "encrypted": mail.encrypted,
        "sender": {
            "spf": evidence.spf,
            "dkim": evidence.dkim,
            "dmarc": evidence.dmarc,
            "representative": evidence.representative,
        },
    }


def _case_of(ours: list[OutboxRow], organisation: str) -> int | None:
    return next((o.case_id for o in ours if o.case_id is not None and not o.to_staff), None)


def _match(
    context: Context,
    session: Session,
    row: MessageRow,
    mail: ParsedMail,
    keys: matching.LookupKeys,
    ours: list[OutboxRow],
) -> None:
    """Which case this belongs to, if any; what is ambiguous says so and goes to a person."""
    found: dict[int, Any] = {}
    for sent in ours:
        if sent.case_id is not None:
            found[sent.case_id] = cases.by_id(session, sent.case_id)
    for reference in keys.references:
        case = cases.by_reference(session, reference)
        if case is not None:
            found[case.id] = case
    if row.sender_hash:
        for case in cases.of_person(session, row.organisation, row.sender_hash):
            found.setdefault(case.id, case)
    by_message = {sent.case_id for sent in ours}
    candidates = [
        matching.CandidateCase(
            reference=case.reference,
            belongs=case.person_hash is not None and case.person_hash == row.sender_hash,
            by_message_id=case.id in by_message,
            is_open=case.closed_at is None,
            labels=frozenset(case.labels),
        )
        for case in found.values()
    ]
    match = matching.match(mail, candidates)
    if isinstance(match, matching.Matched):
        row.case_id = next(case.id for case in found.values() if case.reference == match.reference)
    elif isinstance(match, matching.Ambiguous):
        row.parsed = {**row.parsed, "ambiguous": match.reason}


def received_local(organisation: Organisation, moment: datetime) -> datetime:
    """A moment in the organisation's zone."""
    return moment.astimezone(organisation.timezone)
