"""The tables of the staff desk: who may do what where, who is signed in, and who looked at what."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from assistant.store.case_filters import ACKNOWLEDGEMENT, OPEN_DRAFT, UNANSWERED
from assistant.store.tables import Base, CaseRow, DraftRow, MessageRow, OutboxRow
from assistant.store.types import EncryptedJson, EncryptedText


class StaffRole(StrEnum):
    """What somebody may do for one organisation; one person may hold several."""

    HANDLER = "behandelaar"
    APPROVER = "goedkeurder"
    FG = "fg"
    ADMINISTRATOR = "beheerder"


class AccountRow(Base):
    """A person who works on the desk. Histories name the pseudonymous ``actor``, never the person."""

    __tablename__ = "accounts"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(EncryptedText)
    email_hash: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str] = mapped_column(EncryptedText)
    password_hash: Mapped[str | None] = mapped_column(String(255))
    must_change: Mapped[bool] = mapped_column(default=True)
    totp_secret: Mapped[str | None] = mapped_column(EncryptedText)
    totp_last_step: Mapped[int] = mapped_column(default=0)
    oidc_subject_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    calendar_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    drafts_by_mail: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    disabled_at: Mapped[datetime | None]

    @property
    def actor(self) -> str:
        """How histories and audit trail name this account."""
        return f"medewerker-{self.id}"


class AccountRoleRow(Base):
    """One role of one account at one organisation."""

    __tablename__ = "account_roles"

    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    organisation: Mapped[str] = mapped_column(String(40), primary_key=True)
    role: Mapped[str] = mapped_column(String(16), primary_key=True)


class SessionRow(Base):
    """A browser that is signed in; only a keyed hash of its token is stored, and it can be revoked."""

    __tablename__ = "desk_sessions"
    __table_args__ = (Index("ix_desk_sessions_account", "account_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    awaits_code: Mapped[bool] = mapped_column(default=False)


class ThrottleRow(Base):
    """Failed attempts by keyed hash of a login name or a network address, and until when further ones are refused."""

    __tablename__ = "throttles"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    failures: Mapped[int]
    last_at: Mapped[datetime]
    locked_until: Mapped[datetime | None]


class AuditRow(Base):
    """One read or change, by whom, of what, and how it went. ``detail`` holds no text of mails."""

    __tablename__ = "audit"
    __table_args__ = (
        Index("ix_audit_case", "case_id", "at"),
        Index("ix_audit_organisation", "organisation", "at"),
        Index("ix_audit_actor", "actor", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    actor: Mapped[str] = mapped_column(String(120))
    action: Mapped[str] = mapped_column(String(60))
    organisation: Mapped[str | None] = mapped_column(String(40))
    case_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id"))
    result: Mapped[str] = mapped_column(String(20))
    detail: Mapped[Any] = mapped_column(EncryptedJson, nullable=True)


class LinkRow(Base):
    """A link mailed to one account that opens one page once, after sign-in."""

    __tablename__ = "one_time_links"
    __table_args__ = (UniqueConstraint("account_id", "draft_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    draft_id: Mapped[int] = mapped_column(ForeignKey("drafts.id"))
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class SearchTermRow(Base):
    """A keyed hash of one word of a name, so that staff can search what is stored encrypted."""

    __tablename__ = "search_terms"
    __table_args__ = (UniqueConstraint("case_id", "term"), Index("ix_search_terms_term", "term", "case_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    term: Mapped[str] = mapped_column(String(64))


# The desk's own ways through the cases: what is open by binding date, what came and what was closed by moment. Each holds all that
# lists are filtered by and figures are made of, so that 100,000 cases are looked through without reading one of their rows.
Index(
    "ix_cases_open", CaseRow.due, CaseRow.id, CaseRow.organisation, CaseRow.status, CaseRow.assignee, CaseRow.due_at,
    CaseRow.received_at, CaseRow.label_text, CaseRow.reply_to_judge,
    sqlite_where=CaseRow.closed_at.is_(None), postgresql_where=CaseRow.closed_at.is_(None),
)  # fmt: skip
Index(
    "ix_cases_closed", CaseRow.closed_at, CaseRow.id, CaseRow.organisation, CaseRow.due, CaseRow.due_at, CaseRow.outcome,
    CaseRow.assignee, CaseRow.received_at, CaseRow.label_text,
    sqlite_where=CaseRow.closed_at.is_not(None), postgresql_where=CaseRow.closed_at.is_not(None),
)  # fmt: skip
Index("ix_cases_received", CaseRow.received_at, CaseRow.id, CaseRow.organisation, CaseRow.label_text)
Index(
    "ix_drafts_open", DraftRow.case_id,
    sqlite_where=DraftRow.state == OPEN_DRAFT, postgresql_where=DraftRow.state == OPEN_DRAFT,
)  # fmt: skip
Index(
    "ix_outbox_acknowledged", OutboxRow.case_id, OutboxRow.sent_at,
    sqlite_where=OutboxRow.kind == ACKNOWLEDGEMENT, postgresql_where=OutboxRow.kind == ACKNOWLEDGEMENT,
)  # fmt: skip
Index(
    "ix_messages_unanswered", MessageRow.received_at, MessageRow.id, MessageRow.organisation, MessageRow.raw_id,
    sqlite_where=MessageRow.state == UNANSWERED, postgresql_where=MessageRow.state == UNANSWERED,
)  # fmt: skip
Index("ix_audit_at", AuditRow.at, AuditRow.organisation)
