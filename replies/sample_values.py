"""Made-up answers of staff for every field, so that the folder docs/letters shows letters as a person gets them."""

from datetime import date

from replies.facts import FieldValue, LetterKind

_K = LetterKind
_DAY = date(2026, 3, 24)

SAMPLE_VALUES: dict[LetterKind, dict[str, FieldValue]] = {
    _K.CLARIFICATION: {
        "quantity": "vijftien jaar aan inschrijvingen, e-mails en verslagen, verspreid over negen systemen.",
        "options": ("inschrijvingen voor bijeenkomsten", "e-mails met medewerkers", "foto's"),
    },
    _K.EXTENSION: {
        "new_due": date(2026, 6, 5),
        "ground": "ingewikkeld",
        "reasons": "De gegevens staan in negen systemen. In de e-mails staan ook gegevens van andere mensen. Die moeten "
        "wij eerst onleesbaar maken.",
        "already": "In de bijlage staan alvast de gegevens uit de ledenadministratie.",
    },
    _K.REFUSAL: {
        "scope": "een deel",
        "refused_part": "drie e-mails tussen medewerkers",
        "ground": "rechten van een ander (15 lid 4)",
        "reasons": "In die e-mails vertelt een andere deelnemer over zijn gezondheid. Zonder die zinnen is niet meer te "
        "begrijpen waar de e-mails over gaan. Daarom geven wij ze niet.",
        "instead": "Van de drie e-mails geven wij de datum, de afzender en het onderwerp.",
    },
    _K.ACCESS_ANSWER: {
        "data": "De gegevens staan in het bestand overzicht.pdf.",
        "delivery": "beveiligde link",
        "purposes": (
            "inschrijving voor bijeenkomsten (overeenkomst)",
            "het versturen van de ledenbrief (toestemming)",
        ),
        "categories": ("naam en contactgegevens", "functie en organisatie", "bezochte bijeenkomsten"),
        "recipients": ("Drukkerij De Pers B.V., voor de naambadges", "Mailhuis N.V., voor de ledenbrief"),
        "retention": "Vijf jaar na de laatste bijeenkomst.",
        "source": "De naam en functie kwamen van de organisatie van toen. De rest komt van de inschrijvingen zelf.",
        "transfers": "",
        "automated": "",
        "withheld": "",
    },
    _K.NO_DATA: {
        "searched": ("de ledenadministratie", "het inschrijfsysteem", "de mailboxen van de afdeling"),
        "identifiers": ("de naam in het verzoek", "het e-mailadres van het verzoek"),
        "explanation": "",
    },
    _K.RECTIFIED: {
        "changes": ("Achternaam was: Jansen. Is nu: Janssen.",),
        "changed_on": _DAY,
        "recipients_told": ("Mailhuis N.V., op 25 maart 2026",),
    },
    _K.ERASED: {
        "erased": (
            "naam, e-mailadres en functie in de ledenadministratie",
            "twee inschrijvingen in het inschrijfsysteem",
        ),
        "erased_on": _DAY,
        "kept": (
            "de factuur van 12 mei 2024, omdat de belastingwet dat vraagt (artikel 17 lid 3 onder b AVG), tot en met "
            "31 december 2031",
        ),
        "recipients_told": (),
        "public": "",
        "backups": "In reservekopieën staan de gegevens nog tot en met 23 april 2026. Die gebruiken wij nergens voor.",
        "suppression": "ja",
    },
    _K.RESTRICTED: {
        "scope": ("de aantekeningen over de sollicitatie van 2025: geen enkel gebruik",),
        "restricted_on": _DAY,
        "ground": "juistheid betwist (18 lid 1 onder a)",
        "consequences": "Zolang de beperking duurt, nemen wij geen contact op over een vacature.",
        "recipients_told": (),
    },
    _K.OBJECTION: {
        "processing": "Het gebruik van de bezoekgegevens om voorkeuren te voorspellen.",
        "basis": "gerechtvaardigd belang",
        "stopped_on": _DAY,
    },
    _K.DIRECT_MARKETING: {"mailing": "de wekelijkse nieuwsbrief", "stopped_on": _DAY},
    _K.PORTABILITY: {
        "data": ("contactgegevens", "inschrijvingen sinds 2021"),
        "basis": "overeenkomst",
        "format": "CSV",
        "delivery": "beveiligde link",
        "left_out": "",
    },
    _K.AUTOMATED_DECISION: {
        "finding": "nee",
        "how": "De computer zet aanmeldingen op volgorde van binnenkomst. Een medewerker leest elke aanmelding en kiest.",
    },
    _K.CONSENT_WITHDRAWN: {
        "consent": "het gebruik van een foto van het congres van 2025",
        "stopped_on": _DAY,
        "erased": ("de foto op onze website en in ons beeldarchief",),
        "kept": (),
    },
    _K.PROCESSOR_REFERRAL: {
        "activity": "de enquête over woningbouw",
        "controller": "het ministerie van Binnenlandse Zaken en Koninkrijksrelaties",
        "controller_contact": "Postbus 20011, 2500 EA Den Haag",
        "forwarded_on": date(2026, 3, 5),
    },
    _K.FORWARDED_TO_FG: {"forwarded_on": date(2026, 3, 6)},
    _K.FEE_WARNING: {
        "reasons": "Dit is het zesde verzoek om dezelfde gegevens in twee maanden. De gegevens zijn sinds het antwoord van "
        "2 maart 2026 niet veranderd.",
        "amount": "24,50",
        "costs": "Het opnieuw uitdraaien en aangetekend versturen van 300 bladzijden.",
        "answer_by": _DAY,
    },
    _K.IDENTIFICATION_LAPSED: {"asked_on": date(2026, 3, 6), "missing": ""},
    _K.COMPLAINT_ANSWER: {
        "complaint": "Het antwoord op het verzoek om inzage kwam drie weken te laat.",
        "findings": "Dat klopt. Het verzoek bleef liggen in een algemene mailbox.",
        "measures": "Het spijt ons. Berichten in die mailbox worden nu elke werkdag gelezen.",
    },
    _K.QUESTION_ANSWER: {
        "answer": "Contactgegevens van beantwoorde vragen bewaren wij vijf jaar. Daarna verwijderen wij ze."
    },
    _K.STATUS_ANSWER: {"state": "Wij hebben de gegevens verzameld. Een collega controleert ze deze week."},
    _K.RESTRICTION_LIFTING: {
        "scope": ("de aantekeningen over de sollicitatie van 2025",),
        "lifted_on": date(2026, 4, 2),
        "reasons": "Wij hebben nagegaan of de gegevens klopten, en de fout verbeterd.",
    },
}
"""By kind and field. A nested field that the sample's choice does not bring in is absent."""

SAMPLE_REMEDY: dict[str, FieldValue] = {
    "remedy": "bezwaar (wettelijke taak)",
    "bezwaar_address": "SBB, afdeling Juridische Zaken, Voorbeeldstraat 1, 1234 AB Voorbeeldstad",
}
"""For an organisation that is partly a bestuursorgaan."""
