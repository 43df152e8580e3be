"""Made-up cases of the five organisations, from which the folder docs/letters is written and compared."""

from datetime import date

from replies.facts import (
    Authority,
    CaseFacts,
    ComplaintStep,
    IdentificationWay,
    OrganisationFacts,
    Remedies,
)

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


def sample_case(organisation: OrganisationFacts, labels: tuple[str, ...] = ("access",)) -> CaseFacts:
    """Return a made-up case of 5 March 2026, due on 7 April (Easter; vector M07), in Belgium too."""
    return CaseFacts(
        reference=f"{_PREFIXES[organisation.id]}-2026-0042",
        received=date(2026, 3, 5),
        today=date(2026, 3, 6),
        labels=labels,
        due=date(2026, 4, 7),
        unsuspended=date(2026, 4, 7),
        reply_by=date(2026, 3, 20),
    )
