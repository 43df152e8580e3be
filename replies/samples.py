"""Made-up cases of the five organisations, from which the folder docs/letters is written and compared."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from replies.choose import choose
from replies.facts import (
    Authority,
    CaseFacts,
    ComplaintStep,
    Decision,
    IdentificationWay,
    IdentityNeed,
    Letter,
    LetterFacts,
    LetterKind,
    OrganisationFacts,
    Part,
    Remedies,
)
from replies.fill import fields, fill
from replies.render import render_letter
from replies.sample_values import SAMPLE_REMEDY, SAMPLE_VALUES

VNG = OrganisationFacts(
    id="vng",
    name="Vereniging van Nederlandse Gemeenten (VNG)",
    form="u",
    country="NL",
    remedies=Remedies.NL_PRIVATE,
    authorities=(Authority.AP,),
    contact="PO@vng.nl",
    handled_by="de Privacy Officer van de VNG",
    has_fg=True,
    fg_address="fg@vng.nl",
    complaint_route=(
        ComplaintStep("onze Privacy Officer", "PO@vng.nl"),
        ComplaintStep("de functionaris voor gegevensbescherming (FG)", "fg@vng.nl"),
    ),
    identification_ways=(
        IdentificationWay.KNOWN_ADDRESS,
        IdentificationWay.SHARED_DATA,
        IdentificationWay.ACCOUNT,
    ),
)

VNG_CONNECT = OrganisationFacts(
    id="vng_connect",
    name="VNG Connect Trainees",
    form="u",
    country="NL",
    remedies=Remedies.NL_PRIVATE,
    authorities=(Authority.AP,),
    contact="vngconnecttrainees@vng.nl",
    complaint_route=(ComplaintStep("onze Privacy Officer", "po.connect@vng.nl"),),
    postal_address="VNG Connect Trainees, Nassaulaan 12, 2514 JS Den Haag",
    identification_ways=(
        IdentificationWay.KNOWN_ADDRESS,
        IdentificationWay.SHARED_DATA,
        IdentificationWay.APPOINTMENT,
    ),
    matching_data=(
        "de maand waarin u zich aanmeldde",
        "uw postcode",
        "de opleiding die u op het aanmeldformulier invulde",
    ),
)

VNG_KCHN = OrganisationFacts(
    id="vng_kchn",
    name="VNG Kenniscentrum Handhaving en Naleving (VNG KCHN)",
    form="u",
    country="NL",
    remedies=Remedies.NL_PRIVATE,
    authorities=(Authority.AP,),
    contact="naleving@vng.nl",
    handled_by="de Privacy Officer van VNG KCHN, namens het dagelijks bestuur",
    has_fg=True,
    fg_address="fg@vng.nl",
    complaint_route=(
        ComplaintStep("onze Privacy Officer", "naleving@vng.nl"),
        ComplaintStep("de functionaris voor gegevensbescherming (FG)", "fg@vng.nl"),
    ),
)

VVSG = OrganisationFacts(
    id="vvsg",
    name="VVSG",
    form="je",
    country="BE",
    remedies=Remedies.BE,
    authorities=(Authority.GBA, Authority.VTC),
    contact="informatieveiligheid@vvsg.be",
    handled_by="onze medewerkers voor informatieveiligheid",
    complaint_route=(
        ComplaintStep("onze medewerkers voor informatieveiligheid", "informatieveiligheid@vvsg.be"),
    ),
    matching_data=(
        "een vorming of studiedag waarvoor je inschreef",
        "het lokaal bestuur waarvoor je werkt of werkte",
        "je functie",
    ),
    removal_without_reason=True,
)

SBB = OrganisationFacts(
    id="sbb",
    name="SBB",
    form="u",
    country="NL",
    remedies=Remedies.NL_BY_CASE,
    authorities=(Authority.AP,),
    contact_note="het contactformulier op onze website",
    has_fg=True,
    complaint_route=(ComplaintStep("onze functionaris voor gegevensbescherming (FG)"),),
    identification_ways=(IdentificationWay.DATA_MATCH,),
    matching_data=("uw naam", "uw postcode en woonplaats", "uw school, opleiding of leerbedrijf"),
    purges_on_no_data=True,
)

ORGANISATIONS = (VNG, VNG_CONNECT, VNG_KCHN, VVSG, SBB)

_PREFIXES = {"vng": "VNG", "vng_connect": "CONNECT", "vng_kchn": "KCHN", "vvsg": "VVSG", "sbb": "SBB"}


_ANSWERED = date(2026, 3, 25)
_ON_ARRIVAL = frozenset(
    {
        LetterKind.ACKNOWLEDGEMENT,
        LetterKind.NEUTRAL_ACKNOWLEDGEMENT,
        LetterKind.IDENTIFICATION_REQUEST,
        LetterKind.BREACH_THANKS,
        LetterKind.FORWARDED_TO_FG,
    }
)
_LABELS: dict[LetterKind, tuple[str, ...]] = {
    LetterKind.NEUTRAL_ACKNOWLEDGEMENT: (),
    LetterKind.RECTIFIED: ("rectification",),
    LetterKind.ERASED: ("erasure",),
    LetterKind.RESTRICTED: ("restriction",),
    LetterKind.RESTRICTION_LIFTING: ("restriction",),
    LetterKind.OBJECTION: ("objection",),
    LetterKind.DIRECT_MARKETING: ("unsubscribe",),
    LetterKind.PORTABILITY: ("portability",),
    LetterKind.AUTOMATED_DECISION: ("automated_decision",),
    LetterKind.CONSENT_WITHDRAWN: ("consent_withdrawal",),
    LetterKind.FORWARDED_TO_FG: ("complaint",),
    LetterKind.FORWARD_FG: ("complaint",),
    LetterKind.FORWARD_PO: ("complaint",),
    LetterKind.FORWARD_MEMBERS: ("unsubscribe",),
    LetterKind.COMPLAINT_ANSWER: ("complaint",),
    LetterKind.BREACH_THANKS: ("breach_report",),
    LetterKind.STAFF_BREACH_ALARM: ("breach_report",),
    LetterKind.QUESTION_ANSWER: ("question",),
}
_DUE = {"vvsg": date(2026, 4, 4), "sbb": date(2026, 4, 2)}
"""Where a promise is earlier than the month: 30 days, four weeks."""
_REQUESTER = "aanvrager@example.org"


def sample_case(organisation: OrganisationFacts, labels: tuple[str, ...] = ("access",)) -> CaseFacts:
    """Return a made-up case of 5 March 2026; the month ends on 7 April (Easter; vector M07), in Belgium too."""
    due = _DUE.get(organisation.id, date(2026, 4, 7))
    return CaseFacts(
        reference=f"{_PREFIXES[organisation.id]}-2026-0042",
        received=date(2026, 3, 5),
        today=date(2026, 3, 6),
        labels=labels,
        due=due,
        unsuspended=due,
        reply_by=date(2026, 3, 20),
        known_addresses=(_REQUESTER,),
    )


def sample_facts(kind: LetterKind, organisation: OrganisationFacts) -> LetterFacts:
    """Return facts of a made-up case for which this kind of letter is right."""
    case = replace(
        sample_case(organisation, _LABELS.get(kind, ("access",))),
        today=date(2026, 3, 6) if kind in _ON_ARRIVAL else _ANSWERED,
        identification_asked=date(2026, 3, 6),
        identity=IdentityNeed.LETTER_FOLLOWS
        if kind is LetterKind.ACKNOWLEDGEMENT
        else IdentityNeed.NOT_NEEDED,
    )
    if kind is LetterKind.EXTENSION:
        case = replace(case, extended_due=date(2026, 6, 5))
    if kind is LetterKind.IDENTIFICATION_LAPSED:
        case = replace(case, today=date(2026, 3, 30))
    return LetterFacts(organisation, case, parts=(Part(kind, case.labels),))


def sample_letter(kind: LetterKind, organisation: OrganisationFacts) -> Letter:
    """Return the made-up letter as staff get it: everything known filled in, every open field visible."""
    return render_letter(sample_facts(kind, organisation))


def sample_filled(kind: LetterKind, organisation: OrganisationFacts) -> Letter:
    """Return the made-up letter as the person gets it."""
    letter = sample_letter(kind, organisation)
    values = dict(SAMPLE_VALUES.get(kind, {}))
    while open_fields := fields(letter):
        known = {each.name: values[each.name] for each in open_fields if each.name in values}
        known |= {each.name: SAMPLE_REMEDY[each.name] for each in open_fields if each.name in SAMPLE_REMEDY}
        if not known:
            missing = ", ".join(each.name for each in open_fields)
            raise ValueError(f"no sample value for {missing} of {kind}")
        letter = fill(letter, known)
    return letter


def sample_combined(organisation: OrganisationFacts, decisions: Mapping[str, Decision]) -> Letter:
    """Return the one draft that answers several rights, decided as given."""
    case = replace(sample_case(organisation, tuple(decisions)), today=_ANSWERED, decisions=decisions)
    facts = LetterFacts(organisation, case)
    return render_letter(facts.with_parts(*choose(facts)[0].parts))
