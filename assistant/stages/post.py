"""Put a letter into the outbox: its exact bytes, once per meaning. Commit, then send."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy.orm import Session

from assistant.gateways.ports import Letter, OutgoingAttachment
from assistant.settings import Organisation
from assistant.stages.context import Context
from assistant.store import outbox
from assistant.store.later import add_later
from assistant.store.tables import OutboxRow

_COUNTED = "automatic mails per recipient"
"""Kept with the session, because mail that this transaction queued is not in the database yet."""


class NoSenderAddress(Exception):
    """The organisation has no address to send from; fill in [mail].address in its file."""


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail to send. ``dedupe_key`` is its meaning: the database refuses a second of the same.

    ``mark`` is the word of the Message-ID that ties replies to their case: the reference, or what else it is about.
    """

    kind: str
    dedupe_key: str
    to: str
    subject: str
    body: str
    mark: str
    case_id: int | None = None
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    auto_submitted: Literal["auto-replied", "auto-generated"] | None = "auto-replied"
    to_staff: bool = False
    attachments: tuple[OutgoingAttachment, ...] = ()


def queue(context: Context, session: Session, organisation: Organisation, mail: Mail) -> None:
    """Queue one mail. The caller knows that it is the first of its meaning.

    Raises:
        NoSenderAddress: there is no address to send from.
    """
    sender = organisation.mail.address
    if sender is None:
        raise NoSenderAddress(f"{organisation.id} has no [mail].address to send from; fill it in")
    now, vault = context.now(), context.database.vault
    message_id = f"{mail.mark.lower()}.{mail.kind}.{context.token()}@{sender.rpartition('@')[2]}"
    row = OutboxRow(
        organisation=organisation.id,
        case_id=mail.case_id,
        kind=mail.kind,
        automatic=mail.auto_submitted is not None,
        to_staff=mail.to_staff,
        dedupe_key=mail.dedupe_key,
        sender=sender,
        recipients=[mail.to],
        recipient_hash=vault.lookup(mail.to),
        message_id_hash=vault.lookup(message_id),
        content=context.build(_letter(organisation, sender, mail, message_id, now)),
        created_at=now,
        due_at=now,
    )
    add_later(session, row)
    counted: Counter[str] = session.info.setdefault(_COUNTED, Counter())
    if row.recipient_hash in counted and row.automatic:
        counted[row.recipient_hash] += 1


def _letter(organisation: Organisation, sender: str, mail: Mail, message_id: str, now: datetime) -> Letter:
    return Letter(
        from_email=sender,
        from_name=organisation.mail.display_name,
        to_email=mail.to,
        subject=mail.subject,
        text=mail.body,
        date=now.astimezone(organisation.timezone),
        message_id=message_id,
        in_reply_to=mail.in_reply_to,
        references=mail.references,
        auto_submitted=mail.auto_submitted,
        attachments=mail.attachments,
    )


def automatic_today(session: Session, recipient_hash: str, midnight: datetime) -> int:
    """How many automatic mails this address got since midnight, those of the running transaction included."""
    counted: Counter[str] = session.info.setdefault(_COUNTED, Counter())
    if recipient_hash not in counted:
        counted[recipient_hash] = outbox.automatic_since(session, recipient_hash, midnight)
    return counted[recipient_hash]
