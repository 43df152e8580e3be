"""The tables. They are also the queues: each stage claims rows by their ``state``."""

from __future__ import annotations

import json
from datetime import date, datetime
from enum import StrEnum
from typing import Any, ClassVar

from sqlalchemy import (
    JSON,
    BigInteger,
    Date,
    ForeignKey,
    Index,
    MetaData,
    String,
    Text,
    UniqueConstraint,
    event,
    false,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from assistant.store.types import EncryptedBytes, EncryptedJson, EncryptedText, UtcDateTime

NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Declarative base with constraint names that both engines and Alembic agree on."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map: ClassVar = {datetime: UtcDateTime(), dict[str, Any]: JSON(), list[str]: JSON()}


class RawState(StrEnum):
    """Where the bytes of a mail are on the route."""

    STORED = "stored"
    INGESTED = "ingested"
    QUARANTINED = "quarantined"


class MessageState(StrEnum):
    """Where a read message is on the route."""

    INGESTED = "ingested"
    CLASSIFIED = "classified"
    DONE = "done"
    UNANSWERED = "unanswered"
    DUPLICATE = "duplicate"
    QUARANTINED = "quarantined"


class OutboxState(StrEnum):
    """Where an outgoing mail is on its way."""

    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    CANCELLED = "cancelled"


class DraftState(StrEnum):
    """Where a drafted letter is."""

    OPEN = "open"
    APPROVED = "approved"
    SUPERSEDED = "superseded"


class Position(Base):
    """How far a mailbox has been read: UIDVALIDITY and the last UID (RFC 9051 2.3.1.1)."""

    __tablename__ = "positions"

    mailbox: Mapped[str] = mapped_column(String(40), primary_key=True)
    folder: Mapped[str] = mapped_column(String(200), primary_key=True)
    uidvalidity: Mapped[int] = mapped_column(BigInteger)
    last_uid: Mapped[int] = mapped_column(BigInteger)
    last_success_at: Mapped[datetime | None]


class RawMailRow(Base):
    """The bytes of a mail as they came. ``digest`` is keyed; ``content`` is emptied when retention ends.

    ``sensitive`` marks bytes with a national number or an identity document in them: they go first (LEGAL (d) 4).
    """

    __tablename__ = "raw_mails"
    __table_args__ = (
        UniqueConstraint("mailbox", "folder", "uidvalidity", "uid"),
        Index("ix_raw_mails_queue", "state", "id"),
        Index("ix_raw_mails_digest", "mailbox", "digest"),
        Index(
            "ix_raw_mails_untold",
            "mailbox",
            "folder",
            "uidvalidity",
            sqlite_where=text("NOT told_server"),
            postgresql_where=text("NOT told_server"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    mailbox: Mapped[str] = mapped_column(String(40))
    folder: Mapped[str] = mapped_column(String(200))
    uidvalidity: Mapped[int] = mapped_column(BigInteger)
    uid: Mapped[int] = mapped_column(BigInteger)
    digest: Mapped[str] = mapped_column(String(64))
    size: Mapped[int] = mapped_column(BigInteger)
    received_at: Mapped[datetime]
    stored_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(16), default=RawState.STORED)
    attempts: Mapped[int] = mapped_column(default=0)
    told_server: Mapped[bool] = mapped_column(default=False)
    sensitive: Mapped[bool] = mapped_column(default=False)
    handled_at: Mapped[datetime | None]
    handled_by: Mapped[str | None] = mapped_column(String(120))
    error: Mapped[str | None] = mapped_column(Text)
    content: Mapped[bytes | None] = mapped_column(EncryptedBytes, deferred=True)


class MessageRow(Base):
    """One mail as understood. ``parsed`` holds what later stages need of it, encrypted; ``verdict`` the classifier's answer."""

    __tablename__ = "messages"
    __table_args__ = (
        Index("ix_messages_queue", "state", "id"),
        Index(
            "uq_messages_original",
            "content_key",
            unique=True,
            sqlite_where=text("duplicate_of IS NULL"),
            postgresql_where=text("duplicate_of IS NULL"),
        ),
        Index("ix_messages_case", "case_id"),
        Index("ix_messages_message_id", "message_id_hash"),
        Index("ix_messages_sender", "sender_hash"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    raw_id: Mapped[int] = mapped_column(ForeignKey("raw_mails.id"), unique=True)
    organisation: Mapped[str] = mapped_column(String(40))
    received_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(16))
    message_id_hash: Mapped[str | None] = mapped_column(String(64))
    content_key: Mapped[str] = mapped_column(String(64))
    sender_hash: Mapped[str | None] = mapped_column(String(64))
    duplicate_of: Mapped[int | None] = mapped_column(ForeignKey("messages.id"))
    rule: Mapped[str] = mapped_column(String(60), default="")
    kind: Mapped[str] = mapped_column(String(20), default="person")
    answer: Mapped[bool] = mapped_column(default=False)
    attempts: Mapped[int] = mapped_column(default=0)
    case_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id"))
    parsed: Mapped[Any] = mapped_column(EncryptedJson)
    verdict: Mapped[Any] = mapped_column(EncryptedJson, nullable=True)
    model: Mapped[str | None] = mapped_column(String(80))


class CaseRow(Base):
    """A case: what lists are filtered and ordered by; the case itself is what its events make of it.

    ``draft_wanted`` names the phase that a letter must be drafted for, or is None. ``head`` is the hash of the newest event, so
    that a history whose end was cut off is found. ``label_text`` is ``labels`` as text, kept equal by :func:`_same_labels`,
    because no index can hold JSON on both engines; ``reply_to_judge`` says for the same reason whether that is one of ``flags``.
    """

    __tablename__ = "cases"
    __table_args__ = (
        Index("ix_cases_worklist", "status", "due"),
        Index("ix_cases_organisation", "organisation", "status", "due"),
        Index("ix_cases_person", "person_hash"),
        Index("ix_cases_purge", "purge_on"),
        Index("ix_cases_reminder", "next_reminder"),
        Index(
            "ix_cases_draft",
            "id",
            sqlite_where=text("draft_wanted IS NOT NULL"),
            postgresql_where=text("draft_wanted IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(24), unique=True)
    organisation: Mapped[str] = mapped_column(String(40))
    kind: Mapped[str] = mapped_column(String(10))
    status: Mapped[str] = mapped_column(String(24))
    outcome: Mapped[str | None] = mapped_column(String(40))
    labels: Mapped[list[str]]
    label_text: Mapped[str] = mapped_column(
        Text,
        default=lambda context: json.dumps(context.get_current_parameters()["labels"]),
        deferred=True,
        server_default="",
    )
    flags: Mapped[list[str]]
    reply_to_judge: Mapped[bool] = mapped_column(default=False, server_default=false())
    assignee: Mapped[str | None] = mapped_column(String(80))
    received_at: Mapped[datetime]
    due: Mapped[date] = mapped_column(Date)
    due_at: Mapped[datetime | None]
    unsuspended: Mapped[date] = mapped_column(Date)
    target: Mapped[date] = mapped_column(Date)
    notice_due: Mapped[date | None] = mapped_column(Date)
    closed_at: Mapped[datetime | None]
    purge_on: Mapped[date | None] = mapped_column(Date)
    purged_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=0)
    head: Mapped[str | None] = mapped_column(String(64))
    person_hash: Mapped[str | None] = mapped_column(String(64))
    person_address: Mapped[str | None] = mapped_column(EncryptedText)
    person_name: Mapped[str | None] = mapped_column(EncryptedText)
    language: Mapped[str] = mapped_column(String(5), default="nl")
    draft_wanted: Mapped[str | None] = mapped_column(String(24))
    next_reminder: Mapped[date | None] = mapped_column(Date)


@event.listens_for(CaseRow.labels, "set")
def _same_labels(row: CaseRow, labels: list[str], _before: object, _initiator: object) -> None:
    """A row whose labels change changes its text of them as well."""
    row.label_text = json.dumps(labels)


class EventRow(Base):
    """One event of a case, append-only and chained: ``hash`` covers the event and the hash before it."""

    __tablename__ = "case_events"
    __table_args__ = (UniqueConstraint("case_id", "sequence"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    sequence: Mapped[int]
    kind: Mapped[str] = mapped_column(String(40))
    at: Mapped[datetime]
    actor: Mapped[str] = mapped_column(String(120))
    data: Mapped[Any] = mapped_column(EncryptedJson)
    previous: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


class ReferenceCounter(Base):
    """The last number given out per organisation and year."""

    __tablename__ = "reference_counters"

    prefix: Mapped[str] = mapped_column(String(10), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    value: Mapped[int]


class OutboxRow(Base):
    """A mail to send, with its exact bytes. ``dedupe_key`` makes a second one of the same meaning impossible."""

    __tablename__ = "outbox"
    __table_args__ = (
        Index("ix_outbox_queue", "state", "due_at"),
        Index("ix_outbox_case", "case_id"),
        Index("ix_outbox_recipient", "recipient_hash", "created_at"),
        Index(
            "ix_outbox_uncopied",
            "organisation",
            "state",
            "id",
            sqlite_where=text("copied_at IS NULL"),
            postgresql_where=text("copied_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation: Mapped[str] = mapped_column(String(40))
    case_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id"))
    kind: Mapped[str] = mapped_column(String(40))
    automatic: Mapped[bool]
    to_staff: Mapped[bool] = mapped_column(default=False)
    dedupe_key: Mapped[str] = mapped_column(String(160), unique=True)
    sender: Mapped[str] = mapped_column(EncryptedText)
    recipients: Mapped[Any] = mapped_column(EncryptedJson)
    recipient_hash: Mapped[str] = mapped_column(String(64))
    message_id_hash: Mapped[str] = mapped_column(String(64), unique=True)
    content: Mapped[bytes | None] = mapped_column(EncryptedBytes, deferred=True)
    state: Mapped[str] = mapped_column(String(12), default=OutboxState.PENDING)
    attempts: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    due_at: Mapped[datetime]
    lease_until: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    copied_at: Mapped[datetime | None]
    error: Mapped[str | None] = mapped_column(Text)


class DraftRow(Base):
    """A letter being written. ``version`` rises with each save, so that two editors notice each other."""

    __tablename__ = "drafts"
    __table_args__ = (Index("ix_drafts_case", "case_id", "state"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    kind: Mapped[str] = mapped_column(String(40))
    state: Mapped[str] = mapped_column(String(12), default=DraftState.OPEN)
    version: Mapped[int] = mapped_column(default=1)
    parts: Mapped[Any] = mapped_column(JSON)
    message_id: Mapped[str] = mapped_column(String(200))
    recipients: Mapped[Any] = mapped_column(EncryptedJson)
    subject: Mapped[str] = mapped_column(EncryptedText)
    body: Mapped[str] = mapped_column(EncryptedText)
    values: Mapped[Any] = mapped_column(EncryptedJson)
    attachments: Mapped[Any] = mapped_column(EncryptedJson)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    updated_by: Mapped[str] = mapped_column(String(120))


class DraftVersionRow(Base):
    """Every text a draft ever had, so that nobody's words are lost when two people write at once."""

    __tablename__ = "draft_versions"
    __table_args__ = (UniqueConstraint("draft_id", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    draft_id: Mapped[int] = mapped_column(ForeignKey("drafts.id"))
    version: Mapped[int]
    body: Mapped[str] = mapped_column(EncryptedText)
    saved_at: Mapped[datetime]
    saved_by: Mapped[str] = mapped_column(String(120))


class ApprovalRow(Base):
    """A person's decision, bound to the SHA-256 of the exact bytes, recipients and attachments."""

    __tablename__ = "approvals"
    __table_args__ = (Index("ix_approvals_draft", "draft_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    draft_id: Mapped[int] = mapped_column(ForeignKey("drafts.id"))
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    outbox_id: Mapped[int | None] = mapped_column(ForeignKey("outbox.id"))
    digest: Mapped[str] = mapped_column(String(64))
    approver: Mapped[str] = mapped_column(String(120))
    outcome: Mapped[str | None] = mapped_column(String(40))
    at: Mapped[datetime]
    voided_at: Mapped[datetime | None]


class ReminderRow(Base):
    """A reminder that has been sent: one per case, kind and date, ever."""

    __tablename__ = "reminders"
    __table_args__ = (UniqueConstraint("case_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id"))
    key: Mapped[str] = mapped_column(String(120))
    sent_at: Mapped[datetime]


class AlarmRow(Base):
    """Something that a person must see: a quarantined mail, a bounce, a silent mailbox, a breach report."""

    __tablename__ = "alarms"
    __table_args__ = (Index("ix_alarms_open", "handled_at", "raised_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation: Mapped[str] = mapped_column(String(40))
    kind: Mapped[str] = mapped_column(String(40))
    dedupe_key: Mapped[str] = mapped_column(String(160), unique=True)
    summary: Mapped[str] = mapped_column(Text)
    case_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id"))
    raw_id: Mapped[int | None] = mapped_column(ForeignKey("raw_mails.id"))
    raised_at: Mapped[datetime]
    handled_at: Mapped[datetime | None]
    handled_by: Mapped[str | None] = mapped_column(String(120))


class CorrectionRow(Base):
    """A label set that a person corrected; the text is pseudonymised before it is stored (issue 5, point 9)."""

    __tablename__ = "corrections"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    message_id: Mapped[int] = mapped_column(ForeignKey("messages.id"))
    was: Mapped[list[str]]
    now: Mapped[list[str]]
    by: Mapped[str] = mapped_column(String(120))
    at: Mapped[datetime]
    candidate: Mapped[Any] = mapped_column(EncryptedJson, nullable=True)
