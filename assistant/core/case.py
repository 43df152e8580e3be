"""A case as values: what it is, what happened to it, and what an event makes the outside world do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType

from assistant.core.ledger import Country, Kind, Ledger

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]
"""A plain JSON value, as :func:`json.loads` gives it."""


class Status(StrEnum):
    """Where a case stands. The statutory clock runs in every status but ``closed``."""

    TRIAGE = "triage"
    AWAITING_IDENTIFICATION = "awaiting_identification"
    AWAITING_CLARIFICATION = "awaiting_clarification"
    IN_PROGRESS = "in_progress"
    CLOSED = "closed"


class Outcome(StrEnum):
    """How a case ended; a person decides it, never the machine (GDPR 22, LEGAL (d)1)."""

    GRANTED = "granted"
    PARTLY_GRANTED = "partly_granted"
    REFUSED = "refused"
    NO_DATA = "no_data"
    WITHDRAWN = "withdrawn"
    REFERRED_TO_CONTROLLER = "referred_to_controller"
    FORWARDED_TO_FG = "forwarded_to_fg"
    NOT_A_REQUEST = "not_a_request"
    DUPLICATE = "duplicate"
    LAPSED_WITHOUT_IDENTIFICATION = "lapsed_without_identification"


class EventKind(StrEnum):
    """Everything that can happen to a case. :mod:`assistant.core.lifecycle` says when, with which data and to what effect."""

    OPENED = "opened"
    LABELS_CONFIRMED = "labels_confirmed"
    RELABELLED = "relabelled"
    ASSIGNED = "assigned"
    UNASSIGNED = "unassigned"
    NOTED = "noted"
    ACKNOWLEDGED = "acknowledged"
    IDENTIFICATION_ASKED = "identification_asked"
    IDENTIFICATION_RECEIVED = "identification_received"
    IDENTIFICATION_INSUFFICIENT = "identification_insufficient"
    IDENTIFICATION_REMINDED = "identification_reminded"
    IDENTIFIED = "identified"
    CLARIFICATION_ASKED = "clarification_asked"
    CLARIFIED = "clarified"
    SUSPENDED = "suspended"
    RESUMED = "resumed"
    EXTENDED = "extended"
    MERGED = "merged"
    ABSORBED = "absorbed"
    UNMERGED = "unmerged"
    RELEASED = "released"
    SPLIT = "split"
    UNSPLIT = "unsplit"
    LINKED = "linked"
    UNLINKED = "unlinked"
    MAIL_RECEIVED = "mail_received"
    MAIL_SENT = "mail_sent"
    MAIL_BOUNCED = "mail_bounced"
    OUT_OF_OFFICE = "out_of_office"
    STATUS_INQUIRED = "status_inquired"
    WITHDRAWAL_ASKED = "withdrawal_asked"
    DRAFT_CREATED = "draft_created"
    DRAFT_EDITED = "draft_edited"
    DRAFT_DISCARDED = "draft_discarded"
    DRAFT_APPROVED = "draft_approved"
    APPROVAL_VOIDED = "approval_voided"
    ATTACHMENT_ISOLATED = "attachment_isolated"
    IDENTIFIER_MASKED = "identifier_masked"
    FLAGGED = "flagged"
    UNFLAGGED = "unflagged"
    FORWARDED = "forwarded"
    REMINDED = "reminded"
    ESCALATED = "escalated"
    CLOSED = "closed"
    REOPENED = "reopened"
    PURGED = "purged"


class EffectKind(StrEnum):
    """What the shell must do after an event; carrying it out is never the core's job."""

    SEND_LETTER = (
        "send_letter"  # the two kinds a machine may send alone: acknowledgement, identification request
    )
    DRAFT_LETTER = "draft_letter"  # into review, for a person
    ALARM = "alarm"  # a person must look now
    NOTIFY = "notify"  # a person should know
    FORWARD = "forward"  # the message itself goes to a mailbox inside the organisation
    RESCHEDULE = "reschedule"  # dates changed: plan the reminders anew
    CANCEL_REMINDERS = "cancel_reminders"
    DISCARD_DRAFTS = "discard_drafts"
    VOID_APPROVALS = "void_approvals"
    ISOLATE_ATTACHMENT = "isolate_attachment"
    MASK_IDENTIFIER = "mask_identifier"
    PURGE_SUPPLIED_DATA = "purge_supplied_data"  # SBB "geen gegevens": on sending the answer
    PURGE_CONTENT = "purge_content"  # retention


class Letter(StrEnum):
    """The letter kinds of LEGAL (c), in its order, plus the status answer and the lapse letter of A5.5."""

    ACKNOWLEDGEMENT = "acknowledgement"
    IDENTIFICATION_REQUEST = "identification_request"
    CLARIFICATION_REQUEST = "clarification_request"
    EXTENSION_NOTICE = "extension_notice"
    REFUSAL = "refusal"
    ACCESS_ANSWER = "access_answer"
    NO_DATA = "no_data"
    RECTIFIED = "rectified"
    ERASED = "erased"
    RESTRICTED = "restricted"
    OBJECTION_ANSWER = "objection_answer"
    MARKETING_STOPPED = "marketing_stopped"
    PORTABILITY_ANSWER = "portability_answer"
    AUTOMATED_DECISION_ANSWER = "automated_decision_answer"
    CONSENT_WITHDRAWN = "consent_withdrawn"
    REFERRAL = "referral"
    FORWARDED_TO_FG = "forwarded_to_fg"
    BREACH_RECEIVED = "breach_received"
    FEE_OR_EXCESSIVE = "fee_or_excessive"
    IDENTIFICATION_REMINDER = "identification_reminder"
    IDENTIFICATION_LAPSE = "identification_lapse"
    STATUS_ANSWER = "status_answer"
    WITHDRAWAL_CONFIRMED = "withdrawal_confirmed"


class Role(StrEnum):
    """Who inside the organisation is told; the shell knows the addresses."""

    HANDLER = "handler"
    FG = "fg"
    SECURITY = "security"
    PRIVACY_OFFICER = "privacy_officer"


MACHINE = "machine"
"""The actor of what the assistant did alone; it may only do what DESIGN 3 allows."""
DATA_SUBJECT = "data_subject"
"""The actor of what came from outside."""


@dataclass(frozen=True, slots=True)
class Event:
    """One fact about a case. ``at`` is aware; ``actor`` is a staff account, MACHINE or DATA_SUBJECT, never an address.

    ``data`` holds plain JSON values only (moments as ISO 8601 text); the lifecycle table says which keys belong to a kind.
    """

    kind: EventKind
    at: datetime
    actor: str
    data: Mapping[str, Json] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Effect:
    """One thing for the shell to do. ``to`` is a role or a mailbox, ``due`` the date or moment it is about."""

    kind: EffectKind
    letter: Letter | None = None
    to: str = ""
    reason: str = ""
    due: date | datetime | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """A request or breach report of one person at one organisation, as its events have made it.

    ``understood`` is True once a confident machine or a person has fixed the labels; ``labels_confirmed`` only for a person.
    ``identity_level`` is the level of the ladder that was reached (LEGAL (b)7), or None. ``evidence_received`` is the
    arrival of identification evidence that a person must still judge. ``drafts`` are the open drafts, ``approved`` those of
    them whose approval stands. ``absorbed`` holds the cases merged into this one with their own arrival.
    """

    reference: str
    organisation: str
    country: Country
    kind: Kind
    status: Status
    labels: frozenset[str]
    ledger: Ledger
    own_received: datetime
    opened_by_machine: bool = True
    understood: bool = False
    labels_confirmed: bool = False
    acknowledged: bool = False
    outcome: Outcome | None = None
    closed_at: datetime | None = None
    assignee: str | None = None
    identity_level: int | None = None
    evidence_received: datetime | None = None
    may_ask_again: bool = False
    identification_reminded: bool = False
    merged_into: str | None = None
    absorbed: tuple[tuple[str, datetime], ...] = ()
    links: frozenset[str] = frozenset()
    flags: frozenset[str] = frozenset()
    drafts: frozenset[str] = frozenset()
    approved: frozenset[str] = frozenset()
    purged: bool = False

    @property
    def zone(self) -> str:
        """The IANA name of the zone in which this case's days are read."""
        return self.country.zone.key

    @property
    def received(self) -> datetime:
        """The first arrival at an official channel, of this case or of one merged into it; aware."""
        return self.ledger.received

    @property
    def is_open(self) -> bool:
        """Whether the case still asks work of anybody."""
        return self.status is not Status.CLOSED

    @property
    def evidence_waiting(self) -> bool:
        """Whether identification evidence came that a person must judge."""
        return self.evidence_received is not None
