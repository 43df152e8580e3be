"""The facts a letter is written from: plain frozen values, with no mail text and no database behind them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Literal, Self

FieldValue = str | date | Sequence[str]
"""What staff supply for a field: text, a date, or the lines of a list."""

_ADDRESSEE = re.compile(r"[^\W\d_][\w .'’-]{0,79}")
_REFERENCE = re.compile(r"[A-Z][A-Z0-9]*(?:-[A-Z0-9]+)+")


class LetterKind(StrEnum):
    """Every letter the house can write. The number in LEGAL.md (c) stands in the registry of letters."""

    ACKNOWLEDGEMENT = "acknowledgement"
    NEUTRAL_ACKNOWLEDGEMENT = "neutral_acknowledgement"
    IDENTIFICATION_REQUEST = "identification_request"
    IDENTIFICATION_REMINDER = "identification_reminder"
    CLARIFICATION = "clarification"
    EXTENSION = "extension"
    REFUSAL = "refusal"
    ACCESS_ANSWER = "access_answer"
    NO_DATA = "no_data"
    RECTIFIED = "rectified"
    ERASED = "erased"
    RESTRICTED = "restricted"
    OBJECTION = "objection"
    DIRECT_MARKETING = "direct_marketing"
    PORTABILITY = "portability"
    AUTOMATED_DECISION = "automated_decision"
    CONSENT_WITHDRAWN = "consent_withdrawn"
    PROCESSOR_REFERRAL = "processor_referral"
    FORWARDED_TO_FG = "forwarded_to_fg"
    BREACH_THANKS = "breach_thanks"
    FEE_WARNING = "fee_warning"
    IDENTIFICATION_LAPSED = "identification_lapsed"
    COMPLAINT_ANSWER = "complaint_answer"
    QUESTION_ANSWER = "question_answer"
    STATUS_ANSWER = "status_answer"
    REQUEST_WITHDRAWN = "request_withdrawn"
    RESTRICTION_LIFTING = "restriction_lifting"
    STAFF_REMINDER = "staff_reminder"
    STAFF_ESCALATION = "staff_escalation"
    STAFF_DIGEST = "staff_digest"
    STAFF_BREACH_ALARM = "staff_breach_alarm"
    STAFF_ALARM = "staff_alarm"
    FORWARD_FG = "forward_fg"
    FORWARD_PO = "forward_po"
    FORWARD_MEMBERS = "forward_members"


class Remedies(StrEnum):
    """Which judicial remedy a refusal must name (art. 12(4) AVG; LEGAL.md, remedy clauses)."""

    NL_PRIVATE = "nl_private"
    """Petition to the rechtbank within six weeks, art. 35(2) UAVG."""
    NL_PUBLIC_BODY = "nl_public_body"
    """Bezwaar within six weeks, art. 34 UAVG with 6:7 Awb."""
    NL_BY_CASE = "nl_by_case"
    """Partly a bestuursorgaan (SBB): staff choose per case."""
    BE = "be"
    """The president of the rechtbank van eerste aanleg, art. 209 of the Belgian act of 30 July 2018."""


class Authority(StrEnum):
    """Supervisory authorities that a letter may name."""

    AP = "AP"
    GBA = "GBA"
    VTC = "VTC"


class IdentificationWay(StrEnum):
    """Ways to take away doubt about identity, lightest first (LEGAL.md (b) 7)."""

    KNOWN_ADDRESS = "known_address"
    SHARED_DATA = "shared_data"
    DATA_MATCH = "data_match"
    ACCOUNT = "account"
    CALL_BACK = "call_back"
    APPOINTMENT = "appointment"


class IdentityNeed(StrEnum):
    """What an acknowledgement says about identity."""

    NOT_NEEDED = "not_needed"
    LETTER_FOLLOWS = "letter_follows"
    UNDECIDED = "undecided"


class Doubt(StrEnum):
    """Why there is reasonable doubt about identity (art. 12(6) AVG)."""

    NOT_LINKED = "not_linked"
    ADDRESS_UNKNOWN = "address_unknown"
    ADDRESS_UNPROVEN = "address_unproven"
    SENSITIVE_DATA = "sensitive_data"
    SEVERAL_PERSONS = "several_persons"


class Representative(StrEnum):
    """Someone who asks for another (LEGAL.md (b) 8)."""

    AGENT = "agent"
    PARENT = "parent"
    GUARDIAN = "guardian"
    NGO = "ngo"


class Decision(StrEnum):
    """What staff decided on one right; UNDECIDED until they did."""

    UNDECIDED = "undecided"
    GRANTED = "granted"
    PARTLY_GRANTED = "partly_granted"
    REFUSED = "refused"
    NO_DATA = "no_data"
    REFERRED = "referred"
    FORWARDED_TO_FG = "forwarded_to_fg"


class Phase(StrEnum):
    """What the case needs a letter for now."""

    OPENED = "opened"
    TRIAGE = "triage"
    ASK_IDENTITY = "ask_identity"
    IDENTITY_SILENT = "identity_silent"
    IDENTITY_LAPSED = "identity_lapsed"
    ASK_CLARIFICATION = "ask_clarification"
    EXTEND = "extend"
    ANSWER = "answer"
    WARN_FEE = "warn_fee"
    STATUS_ASKED = "status_asked"
    WITHDRAWN = "withdrawn"
    LIFT_RESTRICTION = "lift_restriction"


class FieldType(StrEnum):
    """How the desk shows a field and what `fill` accepts for it."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    DATE = "date"
    LIST = "list"
    CHOICE = "choice"


@dataclass(frozen=True, slots=True)
class FieldChoice:
    """One answer of a choice field: what staff pick, and the text that then stands in the letter."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Field:
    """Something only staff know, with a visible place in the letter until they supplied it.

    `label` is Dutch and unique within a letter; `lead` is the sentence before a list or text, `when_empty` the
    sentence that takes the place of lead and list when staff say that there is nothing; `hint` is for staff only.
    """

    name: str
    type: FieldType
    label: str
    required: bool = True
    choices: tuple[FieldChoice, ...] = ()
    lead: str = ""
    when_empty: str = ""
    hint: str = ""

    @property
    def token(self) -> str:
        """The mark that stands in the letter until the field is filled."""
        return f"[[{'in te vullen' if self.required else 'eventueel'}: {self.label}]]"


@dataclass(frozen=True, slots=True)
class ComplaintStep:
    """One internal step of the complaint route, in the order of the organisation's statement."""

    who: str
    address: str | None = None


@dataclass(frozen=True, slots=True)
class OrganisationFacts:
    """What the letters must know of a controller. All of it comes from its configuration.

    `contact` is the address for requests; an organisation without one (SBB) has `contact_note`, which reads after
    "via" ("het contactformulier op onze website"). `complaint_route` holds only the internal steps, in order.
    `may_be_processor` offers the referral letter (VNG works for others too).
    `hints` tells staff, by field name, what the privacy statement says there ("recipients": "RIS, Yoobi, AFAS").
    """

    id: str
    name: str
    form: Literal["u", "je"]
    country: Literal["NL", "BE"]
    remedies: Remedies
    authorities: tuple[Authority, ...]
    contact: str | None = None
    contact_note: str | None = None
    handled_by: str = "onze medewerkers voor privacyverzoeken"
    has_fg: bool = False
    fg_address: str | None = None
    complaint_route: tuple[ComplaintStep, ...] = ()
    postal_address: str | None = None
    identification_ways: tuple[IdentificationWay, ...] = (
        IdentificationWay.KNOWN_ADDRESS,
        IdentificationWay.SHARED_DATA,
    )
    matching_data: tuple[str, ...] = ()
    suspends: bool = True
    purges_on_no_data: bool = False
    removal_without_reason: bool = False
    may_be_processor: bool = False
    keep_mails_years: int = 1
    keep_register_years: int = 5
    request_file_note: str | None = None
    hints: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def __post_init__(self) -> None:
        """Refuse facts that would make a letter wrong in law.

        Raises ValueError for an authority of another country or a controller nobody can reach.
        """
        right = {Authority.AP} if self.country == "NL" else {Authority.GBA, Authority.VTC}
        if not self.authorities or not set(self.authorities) <= right:
            raise ValueError(f"{self.id}: authorities {self.authorities} do not fit country {self.country}")
        if (self.remedies is Remedies.BE) != (self.country == "BE"):
            raise ValueError(f"{self.id}: remedies {self.remedies} do not fit country {self.country}")
        if not self.contact and not self.contact_note:
            raise ValueError(f"{self.id}: neither contact nor contact_note is given")


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """What the letters must know of a case. Dates are local dates of the controller's zone.

    `due` is the binding date (with suspension and extension as they stand), `unsuspended` the one without
    suspension. `labels` are named as in LABELS.md. `addressee` is a name that a person confirmed, never a header.
    `previous_answer` is the date of the last answer to the same person's same request, where there was one.
    `direct_marketing` marks an objection to marketing, `magazine` a request to stop VNG Magazine.
    `pauses` says whether the clock counts the question as a suspension; None leaves it to the organisation's policy.
    `supplied` holds what staff entered already, by field name; `known_addresses` are those of the person.
    """

    reference: str
    received: date
    today: date
    labels: tuple[str, ...] = ()
    due: date | None = None
    unsuspended: date | None = None
    language: Literal["nl", "en"] = "nl"
    phase: Phase = Phase.ANSWER
    addressee: str | None = None
    known_addresses: tuple[str, ...] = ()
    identity: IdentityNeed = IdentityNeed.NOT_NEEDED
    doubt: Doubt = Doubt.NOT_LINKED
    representative: Representative | None = None
    pauses: bool | None = None
    identification_asked: date | None = None
    reply_by: date | None = None
    decisions: Mapping[str, Decision] = field(default_factory=lambda: MappingProxyType({}))
    direct_marketing: bool = False
    magazine: bool = False
    notice_due: date | None = None
    extended_due: date | None = None
    statutory_task: bool | None = None
    previous_answer: date | None = None
    supplied: Mapping[str, FieldValue] = field(default_factory=lambda: MappingProxyType({}))

    def __post_init__(self) -> None:
        """Refuse facts that cannot be true or that could smuggle mail text into a letter.

        Raises ValueError with one clear sentence.
        """
        if not _REFERENCE.fullmatch(self.reference):
            raise ValueError(f"not a case reference: {self.reference!r}")
        if self.addressee is not None and not _ADDRESSEE.fullmatch(self.addressee):
            raise ValueError("addressee is not a plain name of at most 80 characters on one line")
        for name in ("due", "unsuspended", "reply_by", "extended_due"):
            moment = getattr(self, name)
            if moment is not None and moment < self.received:
                raise ValueError(f"{name} lies before the date of receipt")


@dataclass(frozen=True, slots=True)
class DigestLine:
    """One case in the morning digest."""

    reference: str
    summary: str
    due: date | None = None
    link: str = ""


@dataclass(frozen=True, slots=True)
class StaffFacts:
    """What a notice to staff says, beside the case itself. It never holds names, addresses or mail text.

    `days_left` counts calendar days to the binding date, negative when it passed. `moment` is a local moment
    written out ("5 maart 2026 om 14.05 uur"); `reason` is one plain Dutch sentence. `attached` tells of a forwarded case
    whether the original mail goes along.
    """

    reason: str = ""
    days_left: int | None = None
    link: str = ""
    moment: str = ""
    deadline: str = ""
    due_today: tuple[DigestLine, ...] = ()
    due_soon: tuple[DigestLine, ...] = ()
    overdue: tuple[DigestLine, ...] = ()
    to_approve: tuple[DigestLine, ...] = ()
    triage: tuple[DigestLine, ...] = ()
    silent: tuple[DigestLine, ...] = ()
    quarantined: int = 0
    attached: bool = True


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a letter: what kind it is, and for which right of LABELS.md."""

    kind: LetterKind
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LetterFacts:
    """Everything for one letter. `parts` says which letter it is; several parts make one combined letter."""

    organisation: OrganisationFacts
    case: CaseFacts
    staff: StaffFacts | None = None
    parts: tuple[Part, ...] = ()

    def with_parts(self, *parts: Part) -> Self:
        """Return the same facts for the letter made of these parts."""
        return replace(self, parts=parts)

    @property
    def kinds(self) -> frozenset[LetterKind]:
        """The kinds of the parts of this letter."""
        return frozenset(part.kind for part in self.parts)


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter as it stands: plain text with unwrapped paragraphs, and the fields that are still open."""

    parts: tuple[Part, ...]
    subject: str
    body: str
    fields: tuple[Field, ...] = ()
    language: str = "nl"
