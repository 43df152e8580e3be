"""Ingest: stored bytes to a message: parsed, own words apart, screened, matched to a case, and known if it came twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import partial
from typing import Any

from sqlalchemy.orm import Session

from assistant.core import matching, quoting, screening, sender
from assistant.core.mail import Address, ParsedMail
from assistant.core.masking import identity_documents, mask
from assistant.core.parse import parse
from assistant.core.screening import Screening, ScreeningContext
from assistant.settings import Organisation
from assistant.stages.batches import in_batches
from assistant.stages.context import Context, Outcome, log
from assistant.stages.staff import tell_staff
from assistant.store import cases, mails
from assistant.store.tables import CaseRow, MessageRow, MessageState, OutboxRow, RawMailRow, RawState

BATCH = 25


@dataclass(frozen=True)
class _Arrival:
    """One mail read, before the store was asked anything about it."""

    raw: RawMailRow
    organisation: Organisation
    mail: ParsedMail
    own: quoting.OwnWords
    keys: matching.LookupKeys
    named: dict[str, str]
    content_key: str


def ingest(context: Context) -> Outcome:
    """Read a batch of stored mails. What cannot be read is quarantined with its bytes and its error, and a person is told."""

    def read(session: Session, rows: Sequence[RawMailRow]) -> None:
        arrivals = [_read(context, raw) for raw in rows]
        hashes = {hash_ for arrival in arrivals for hash_ in arrival.named}
        sent = {row.message_id_hash: row for row in mails.sent_by_message_ids(session, hashes)}
        originals = mails.originals(session, {arrival.content_key for arrival in arrivals})
        for arrival in arrivals:
            ours = {name: sent[hash_] for hash_, name in arrival.named.items() if hash_ in sent}
            original = originals.get(arrival.content_key)
            if original is not None and original.id is None:
                session.flush()  # a twin in this very batch needs its original's id
            row = _place(context, session, arrival, ours, original)
            originals.setdefault(arrival.content_key, row)
            session.add(row)
            arrival.raw.state = RawState.INGESTED

    return in_batches(context, BATCH, mails.claim_raw, read, partial(_set_aside, context))


def _set_aside(context: Context, raw_id: int, error: Exception) -> Outcome:
    log.error("ingest failed", raw=raw_id, error=type(error).__name__)
    with context.database.transaction() as session:
        raw = session.get_one(RawMailRow, raw_id, with_for_update=True)
        if raw.state != RawState.STORED:
            return Outcome(1)  # another worker got it further, or gave it up, meanwhile
        raw.attempts += 1
        if raw.attempts < context.settings.limits.ingest_attempts:
            return Outcome(1)
        reason = f"kon niet worden gelezen ({type(error).__name__})"
        raw.state, raw.error = RawState.QUARANTINED, reason
        key = f"quarantine:{raw.id}"
        tell_staff(context, session, raw.mailbox, "quarantine", key, f"Een bericht {reason}.", raw_id=raw.id)
    return Outcome(1, 1)


def _read(context: Context, raw: RawMailRow) -> _Arrival:
    vault = context.database.vault
    mail = parse(raw.content or b"")
    own = quoting.own_words(mail)
    keys = matching.keys(mail, _prefixes(context))
    # Mails of ours that this one is, answers or returns.
    named = (mail.message_id, *keys.message_ids, *(inner.message_id for inner in mail.attached_messages))
    return _Arrival(
        raw=raw,
        organisation=context.organisation(raw.mailbox),
        mail=mail,
        own=own,
        keys=keys,
        named={vault.lookup(name): name for name in named if name},
        content_key=vault.digest(_content_key(mail, own.text)),
    )


def _place(
    context: Context,
    session: Session,
    arrival: _Arrival,
    ours: dict[str, OutboxRow],
    original: MessageRow | None,
) -> MessageRow:
    """The message's row: who wrote it, whether a machine may answer, which case it belongs to, or of what it is a twin."""
    raw, mail, organisation = arrival.raw, arrival.mail, arrival.organisation
    vault = context.database.vault
    verdict = screening.screen(mail, _screening_context(context, organisation, mail, ours), arrival.own)
    author = sender.answer_address(mail, context.settings.own_addresses)
    row = MessageRow(
        raw_id=raw.id,
        organisation=organisation.id,
        received_at=raw.received_at,
        state=MessageState.INGESTED,
        message_id_hash=vault.lookup(mail.message_id) if mail.message_id else None,
        content_key=arrival.content_key,
        sender_hash=vault.lookup(author.email) if author else None,
        rule=verdict.rule,
        kind=verdict.kind,
        answer=verdict.answer,
        parsed=_kept(context, mail, arrival.own, verdict, author, organisation),
    )
    raw.sensitive = bool(row.parsed["masked"] or row.parsed["isolated"])
    if original is not None:
        row.duplicate_of, row.state, row.case_id = original.id, MessageState.DUPLICATE, original.case_id
    elif verdict.kind in {"bounce", "out_of_office"}:
        row.case_id = next(
            (sent.case_id for sent in ours.values() if sent.case_id and not sent.to_staff), None
        )
        row.state = MessageState.CLASSIFIED if row.case_id else MessageState.UNANSWERED
    elif verdict.kind not in {"person", "doubt"}:
        row.state = MessageState.UNANSWERED
    else:
        _match(context, session, row, mail, arrival.keys, ours)
    return row


def _prefixes(context: Context) -> tuple[str, ...]:
    return tuple(organisation.reference_prefix for organisation in context.settings.organisations)


def _screening_context(
    context: Context, organisation: Organisation, mail: ParsedMail, ours: dict[str, OutboxRow]
) -> ScreeningContext:
    # The caps are held where mail is queued (stages/events.py): only there is the count true under concurrency.
    return ScreeningContext(
        own_addresses=context.settings.own_addresses,
        own_message=bool(ours),
        is_ours=mail.message_id in ours,
        web_form_senders=frozenset(organisation.mail.form_senders),
    )


def _content_key(mail: ParsedMail, own_text: str) -> bytes:
    """Equal for one mail that reached two of our mailboxes; different for a reused Message-ID with other content."""
    author = mail.sender.email if mail.sender else ""
    date = mail.header("date") or ""
    files = (attachment.sha256 for attachment in mail.attachments)
    parts = (mail.message_id, author, mail.subject, date, own_text or mail.text, *files)
    return "\x00".join(parts).encode("utf-8", "surrogateescape")


def _kept(
    context: Context,
    mail: ParsedMail,
    own: quoting.OwnWords,
    verdict: Screening,
    author: Address | None,
    organisation: Organisation,
) -> dict[str, Any]:
    """What later stages and the desk need of the mail; the bytes stay in the raw store."""
    own_addresses = context.settings.own_addresses
    evidence = sender.assess(mail, organisation.mail.trusted_authserv_ids, own_addresses, own)
    subject, in_subject = mask(mail.subject)
    own_text, in_own = mask(own.text)
    rest, in_rest = mask(own.quoted)
    files = [(attachment.filename, attachment.content_type) for attachment in mail.attachments]
    original = evidence.proposed_original
    return {
        "message_id": mail.message_id,
        "references": list(mail.references[-20:]),
        "subject": subject,
        "subject_is_own": own.subject_is_own,
        "own_text": own_text,
        "rest": rest,
        "masked": sorted(in_subject | in_own | in_rest),
        "isolated": [mail.attachments[position].sha256 for position in identity_documents(files)],
        "from": author.email if author else None,
        "from_name": author.name if author else "",
        "reason": verdict.reason,
        "needs_human": verdict.needs_human,
        "attachments": [asdict(attachment) for attachment in mail.attachments],
        "defects": list(mail.defects),
        "failed_recipients": list(screening.bounced_recipients(mail, own_addresses)),
        "encrypted": mail.encrypted,
        "authenticated": evidence.authenticated,
        "sender": {"spf": evidence.spf, "dkim": evidence.dkim, "dmarc": evidence.dmarc},
        "representative": evidence.representative,
        "asks": evidence.asks,
        "proposed_original": original.email if original else None,
    }


def _match(
    context: Context,
    session: Session,
    row: MessageRow,
    mail: ParsedMail,
    keys: matching.LookupKeys,
    ours: dict[str, OutboxRow],
) -> None:
    """Which case this belongs to, if any; what is ambiguous says so and goes to a person."""
    found: dict[int, CaseRow] = {}
    nearest: dict[int, int] = {}
    for place, message_id in enumerate(keys.message_ids):
        sent = ours.get(message_id)
        if sent is not None and sent.case_id is not None and not sent.to_staff:
            nearest.setdefault(sent.case_id, place)
    for case_id in nearest:
        found[case_id] = cases.by_id(session, case_id)
    for reference in keys.references:
        if (case := cases.by_reference(session, reference)) is not None:
            found[case.id] = case
    candidates = [
        matching.CandidateCase(
            reference=case.reference,
            belongs=case.person_hash is not None and case.person_hash == row.sender_hash,
            by_message_id=case.id in nearest,
            nearness=nearest.get(case.id),
            is_open=case.closed_at is None,
            labels=frozenset(case.labels),
        )
        for case in found.values()
    ]
    match = matching.match(mail, candidates, _prefixes(context))
    if isinstance(match, matching.Matched):
        row.case_id = next(case.id for case in found.values() if case.reference == match.reference)
    elif isinstance(match, matching.Ambiguous):
        row.parsed = {**row.parsed, "ambiguous": match.reason, "ambiguous_cases": list(match.references)}
    elif match.linked_to:
        row.parsed = {**row.parsed, "linked_to": match.linked_to}
