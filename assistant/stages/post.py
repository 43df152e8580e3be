"""Put a letter into the outbox: its exact bytes, once per meaning. Commit, then send."""

from __future__ import annotations

from collections import Counter
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


def queue(
    context: Context,
    session: Session,
    organisation: Organisation,
    *,
    kind: str,
    dedupe_key: str,
    to: str,
    subject: str,
    body: str,
    mark: str,
    case_id: int | None = None,
    in_reply_to: str = "",
    references: tuple[str, ...] = (),
    auto_submitted: Literal["auto-replied", "auto-generated"] | None = "auto-replied",
    to_staff: bool = False,
    attachments: tuple[OutgoingAttachment, ...] = (),
) -> None:
    """Queue one mail. The caller knows that it is the first of its meaning; ``dedupe_key`` makes the database refuse a second.

    ``mark`` is the word of the Message-ID that ties replies to their case: the reference, or what else it is about.

    Raises:
        NoSenderAddress: there is no address to send from.
    """
    if organisation.mail.address is None:
        raise NoSenderAddress(f"{organisation.id} has no [mail].address to send from; fill it in")
    now = context.now()
    domain = organisation.mail.address.rpartition("@")[2]
    message_id = f"{mark.lower()}.{kind}.{context.token()}@{domain}"
    content = context.build(
        Letter(
            from_email=organisation.mail.address,
            from_name=organisation.mail.display_name,
            to_email=to,
            subject=subject,
            text=body,
            date=now.astimezone(organisation.timezone),
            message_id=message_id,
            in_reply_to=in_reply_to,
            references=references,
            auto_submitted=auto_submitted,
            attachments=attachments,
        )
    )
    recipient_hash = context.database.vault.lookup(to)
    row = OutboxRow(
        organisation=organisation.id,
        case_id=case_id,
        kind=kind,
        automatic=auto_submitted is not None,
        to_staff=to_staff,
        dedupe_key=dedupe_key,
        sender=organisation.mail.address,
        recipients=[to],
        recipient_hash=recipient_hash,
        message_id_hash=context.database.vault.lookup(message_id),
        content=content,
        created_at=now,
        due_at=now,
    )
    add_later(session, row)
    counted: Counter[str] = session.info.setdefault(_COUNTED, Counter())
    if recipient_hash in counted and row.automatic:
        counted[recipient_hash] += 1


def automatic_today(session: Session, recipient_hash: str, midnight: datetime) -> int:
    """How many automatic mails this address got since midnight, those of the running transaction included."""
    counted: Counter[str] = session.info.setdefault(_COUNTED, Counter())
    if recipient_hash not in counted:
        counted[recipient_hash] = outbox.automatic_since(session, recipient_hash, midnight)
    return counted[recipient_hash]
