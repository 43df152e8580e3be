"""From settings and a case to the facts that a letter is written from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from assistant.core.case import Case, Letter, Status
from assistant.core.clock import reckon
from assistant.core.reckoning import Reckoning, RequestReckoning
from assistant.settings import Organisation
from replies.facts import (
    Authority,
    CaseFacts,
    ComplaintStep,
    Doubt,
    FieldValue,
    IdentificationWay,
    IdentityNeed,
    LetterFacts,
    LetterKind,
    OrganisationFacts,
    Remedies,
    Representative,
    StaffFacts,
)

KINDS: Mapping[Letter, LetterKind] = {
    Letter.ACKNOWLEDGEMENT: LetterKind.ACKNOWLEDGEMENT,
    Letter.IDENTIFICATION_REQUEST: LetterKind.IDENTIFICATION_REQUEST,
    Letter.CLARIFICATION_REQUEST: LetterKind.CLARIFICATION,
    Letter.EXTENSION_NOTICE: LetterKind.EXTENSION,
    Letter.REFUSAL: LetterKind.REFUSAL,
    Letter.ACCESS_ANSWER: LetterKind.ACCESS_ANSWER,
    Letter.NO_DATA: LetterKind.NO_DATA,
    Letter.RECTIFIED: LetterKind.RECTIFIED,
    Letter.ERASED: LetterKind.ERASED,
    Letter.RESTRICTED: LetterKind.RESTRICTED,
    Letter.OBJECTION_ANSWER: LetterKind.OBJECTION,
    Letter.MARKETING_STOPPED: LetterKind.DIRECT_MARKETING,
    Letter.PORTABILITY_ANSWER: LetterKind.PORTABILITY,
    Letter.AUTOMATED_DECISION_ANSWER: LetterKind.AUTOMATED_DECISION,
    Letter.CONSENT_WITHDRAWN: LetterKind.CONSENT_WITHDRAWN,
    Letter.REFERRAL: LetterKind.PROCESSOR_REFERRAL,
    Letter.FORWARDED_TO_FG: LetterKind.FORWARDED_TO_FG,
    Letter.BREACH_RECEIVED: LetterKind.BREACH_THANKS,
    Letter.FEE_OR_EXCESSIVE: LetterKind.FEE_WARNING,
    Letter.IDENTIFICATION_REMINDER: LetterKind.IDENTIFICATION_REMINDER,
    Letter.IDENTIFICATION_LAPSE: LetterKind.IDENTIFICATION_LAPSED,
    Letter.STATUS_ANSWER: LetterKind.STATUS_ANSWER,
    Letter.WITHDRAWAL_CONFIRMED: LetterKind.REQUEST_WITHDRAWN,
}
"""The core's letters as the letter room calls them."""

_REMEDIES = {
    "nl_private": Remedies.NL_PRIVATE,
    "nl_bestuursorgaan": Remedies.NL_PUBLIC_BODY,
    "be": Remedies.BE,
}
_REPRESENTATIVES = {
    "representative_lawyer": Representative.AGENT,
    "representative_service": Representative.AGENT,
    "representative_ngo": Representative.NGO,
    "representative_guardian": Representative.GUARDIAN,
    "representative_parent": Representative.PARENT,
}
"""By the flag that opening gave the case; for any other relation a person writes the letter."""
WAYS = {
    "known_data": IdentificationWay.SHARED_DATA,
    "data_match": IdentificationWay.DATA_MATCH,
    "account": IdentificationWay.ACCOUNT,
    "appointment": IdentificationWay.APPOINTMENT,
    "call_back": IdentificationWay.CALL_BACK,
    "reply_from_record": IdentificationWay.KNOWN_ADDRESS,
}
"""The ways of the ladder and of the settings as the letter room calls them."""


def organisation_facts(organisation: Organisation) -> OrganisationFacts:
    """What the letters must know of a controller."""
    internal = tuple(
        ComplaintStep(step.name, step.address)
        for step in organisation.complaint.route
        if step.kind in {"controller", "dpo"}
    )
    by_form = organisation.mail.channel == "contact_form"
    remedy = Remedies.NL_BY_CASE if organisation.public_body == "partly" else _REMEDIES[organisation.remedy]
    return OrganisationFacts(
        id=organisation.id,
        name=organisation.name,
        form=organisation.form,
        country=organisation.country,
        remedies=remedy,
        authorities=tuple(Authority(name) for name in organisation.authority),
        contact=None if by_form else organisation.mail.address,
        contact_note="het contactformulier op onze website" if by_form else None,
        has_fg=organisation.dpo is not None,
        fg_address=organisation.dpo.address if organisation.dpo else None,
        complaint_route=internal,
        postal_address=organisation.post,
        identification_ways=(
            IdentificationWay.KNOWN_ADDRESS,
            *(WAYS[way] for way in organisation.identification.ways),
        ),
        matching_data=organisation.identification.matching_data,
        may_be_processor=organisation.processor_referral,
        hints=dict(organisation.hints),
        handled_by=organisation.handled_by,
        suspends=organisation.clock.suspend,
        purges_on_no_data=organisation.purge_on_no_data,
        removal_without_reason="erasure" in organisation.identification.no_motivation,
    )


def case_facts(
    case: Case, reckoning: Reckoning, organisation: Organisation, now: datetime, **known: Any
) -> CaseFacts:
    """What the letters must know of a case; ``known`` fills or overrides single facts."""
    zone = organisation.timezone
    awaiting = case.status is Status.AWAITING_IDENTIFICATION
    facts: dict[str, Any] = {
        "reference": case.reference,
        "received": case.received.astimezone(zone).date(),
        "today": now.astimezone(zone).date(),
        "labels": tuple(sorted(case.labels - {"other"})),
        "due": reckoning.deadline_day,
        "unsuspended": reckoning.deadline_day,
        "identity": IdentityNeed.LETTER_FOLLOWS if awaiting else IdentityNeed.NOT_NEEDED,
        "identification_asked": as_date(case.ledger.identification_asked, organisation),
        "representative": next((_REPRESENTATIVES[f] for f in case.flags if f in _REPRESENTATIVES), None),
        "direct_marketing": "marketing" in case.flags,
        "magazine": "magazine" in case.flags,
    }
    if isinstance(reckoning, RequestReckoning):
        facts |= {"unsuspended": reckoning.unsuspended, "notice_due": reckoning.notice_due}
        facts["extended_due"] = _extended_due(case, reckoning, now)
        if awaiting:  # an asking without doubt, or a late one, does not stop the clock (LEGAL A5.3)
            facts["pauses"] = reckoning.suspension_open
    return CaseFacts(**{**facts, **known})


def _extended_due(case: Case, reckoning: RequestReckoning, now: datetime) -> date:
    """The last day if the extension notice left now (art. 12(3)), or as it stands when it has left."""
    if reckoning.extended:
        return reckoning.due
    sent = max(now, case.received)
    extended = reckon(replace(case.ledger, extension_notice_sent=sent))
    return extended.deadline_day


def as_date(moment: date | datetime | None, organisation: Organisation) -> date | None:
    """The local date of a date or moment of the clock."""
    return moment.astimezone(organisation.timezone).date() if isinstance(moment, datetime) else moment


__all__ = [
    "KINDS", "CaseFacts", "Doubt", "FieldValue", "LetterFacts", "LetterKind", "Representative", "StaffFacts", "as_date",
    "case_facts", "organisation_facts",
]  # fmt: skip
