"""Rules about every letter to a person: hit and miss, in both forms."""

from datetime import date
from typing import Any

import pytest

from replies.facts import LetterKind

_K = LetterKind

TRIALS: dict[str, dict[str, Any]] = {
    "open_field": {"kind": _K.QUESTION_ANSWER, "add": "Zie [[in te vullen: het antwoord op de vraag]]."},
    "template_remains": {
        "kind": _K.QUESTION_ANSWER,
        "add": "Zie <br> {{ case.reference }}.",
        "innocent": ("Het aantal is < 3 en > 1.",),
    },
    "misnamed_law": {
        "kind": _K.QUESTION_ANSWER,
        "add": "Dit volgt uit de Algemene Verordening Gegevensverwerking.",
        "innocent": ("Wij houden een register van gegevensverwerking bij.",),
    },
    "tip_instead_of_complaint": {
        "kind": _K.ACCESS_ANSWER,
        "add": {
            "u": "U kunt de Autoriteit Persoonsgegevens een tip geven.",
            "je": "Je kunt de Gegevensbeschermingsautoriteit een tip geven.",
        },
        "innocent": ("Een tip: bewaar deze brief.",),
    },
    "password_asked": {
        "kind": _K.STATUS_ANSWER,
        "add": "Stuur ons het wachtwoord van het account.",
        "innocent": ("Wij vragen nooit om een wachtwoord.", "Stuur geen wachtwoord."),
    },
    "identity_document_asked": {
        "kind": _K.IDENTIFICATION_REQUEST,
        "add": {
            "u": "Zonder kopie van uw paspoort kunnen wij niet verder.",
            "je": "Bezorg ons een scan van je identiteitskaart.",
        },
        "innocent": (
            "Stuur geen kopie van een paspoort of rijbewijs.",
            "Op kantoor kijken wij naar een identiteitsbewijs; wij maken geen kopie.",
        ),
    },
    "national_number_asked": {
        "kind": _K.IDENTIFICATION_REQUEST,
        "add": {
            "u": "Laat ons uw burgerservicenummer weten.",
            "je": "Wij hebben je rijksregisternummer nodig.",
        },
        "innocent": {
            "u": ("Stuur nooit een BSN mee.",),
            "je": ("Geef geen rijksregisternummer door.",),
        },
    },
    "insecure_link": {
        "kind": _K.QUESTION_ANSWER,
        "add": "Lees http://voorbeeld.example/privacy.",
        "innocent": ("Lees https://voorbeeld.example/privacy.",),
    },
    "officialese": {
        "kind": _K.QUESTION_ANSWER,
        "add": "Derhalve is dit middels een formulier gevraagd.",
        "innocent": ("Daarom is dit met een formulier gevraagd.",),
    },
    "reproach": {"kind": _K.REFUSAL, "add": "Dit verzoek kost ons onredelijk veel werk."},
    "route_forced": {
        "kind": _K.REFUSAL,
        "add": {
            "u": "U moet eerst naar de FG. Pas daarna kunt u een klacht indienen.",
            "je": "Alleen als wij niet antwoorden, kun je naar de Gegevensbeschermingsautoriteit.",
        },
        "innocent": ("Wij lossen het graag eerst samen op.",),
    },
    "fee_asked": {
        "kind": _K.ACCESS_ANSWER,
        "add": {"u": "Wij vragen hiervoor 5 euro.", "je": "Je betaalt hiervoor een vergoeding van € 5."},
        "innocent": ("Wij brengen niets in rekening.", "In het bestand staan ook betaalgegevens."),
    },
    "removal_reason_asked": {
        "kind": _K.ACKNOWLEDGEMENT,
        "labels": ("erasure",),
        "add": "Laat ons weten waarom je wilt dat wij gegevens verwijderen.",
        "forms": ("je",),
        "innocent": {"je": ("Een reden hoef je niet te geven.",)},
    },
    "reference_missing": {"kind": _K.QUESTION_ANSWER, "swap": (r"(?:VNG|VVSG)-2026-0042", "onbekend")},
    "form_u_in_je_letter": {
        "kind": _K.QUESTION_ANSWER,
        "add": "Wij hebben uw vraag gelezen, en u hoort van ons.",
        "forms": ("je",),
        "innocent": {
            "je": (
                "Bel a.u.b. op werkdagen tot 17 uur.",
                "In het bericht stond: “U hebt mij dat beloofd.”",
                "Kijk op https://voorbeeld.example/u/uw-rechten.",
            )
        },
    },
    "form_je_in_u_letter": {
        "kind": _K.QUESTION_ANSWER,
        "add": "Wij hebben je vraag gelezen. Jij hoort van ons.",
        "forms": ("u",),
        "innocent": {
            "u": (
                'In het bericht stond: "jullie hebben mij dat beloofd".',
                "Een collega van de VNG heeft het project geleid.",
            )
        },
    },
    "foreign_authority": {
        "kind": _K.REFUSAL,
        "add": {
            "u": "Klagen kan bij de Gegevensbeschermingsautoriteit.",
            "je": "Een klacht kan naar de AP.",
        },
        "innocent": {
            "u": ("De gegevens kwamen uit de GBA, de voorloper van de BRP.",),
            "je": ("Wij sturen het per AP-formulier.",),
        },
    },
    "foreign_law": {
        "kind": _K.REFUSAL,
        "add": {
            "u": "Ga naar de rechtbank van eerste aanleg.",
            "je": "Zie artikel 35 van de Uitvoeringswet AVG.",
        },
    },
    "foreign_number": {
        "kind": _K.ACCESS_ANSWER,
        "add": {"u": "Wij hebben geen rijksregisternummer.", "je": "Wij hebben geen burgerservicenummer."},
    },
    "late_date": {
        "kind": _K.STATUS_ANSWER,
        "add": {"u": "U hoort op 8 april 2026 van ons.", "je": "Je hoort op 5-4-2026 van ons."},
        "innocent": {
            "u": ("U hoort op 7 april 2026 van ons.", "Wij bewaren het antwoord tot 31 december 2031."),
            "je": ("Je hoort op 4 april 2026 van ons.", "Wij bewaren het antwoord tot 31 december 2031."),
        },
    },
    "receipt_date": {"kind": _K.QUESTION_ANSWER, "swap": (r"5 maart 2026", "6 maart 2026")},
    "third_party_address": {
        "kind": _K.ACCESS_ANSWER,
        "add": "De e-mail ging ook naar kim.peeters@example.net.",
        "innocent": ("De brief gaat naar aanvrager@example.org.",),
    },
    "national_number_present": {
        "kind": _K.ACCESS_ANSWER,
        "add": {"u": "Bel ons over BSN 111222333.", "je": "Nummer: 85.07.30-033.28."},
        "innocent": (
            "Factuur 123456789 van 24 maart 2026.",
            "Bel 070 373 83 93 of 02 211 55 00.",
            "Telefoonnummer van de balie: 111222333.",
            "Ondernemingsnummer 0451857573.",
        ),
    },
    "recipient_unknown": {"kind": _K.QUESTION_ANSWER, "recipients": ("ander@example.net",)},
    "recipients_many": {
        "kind": _K.QUESTION_ANSWER,
        "recipients": ("aanvrager@example.org", "ander@example.net"),
    },
    "empty_body": {"kind": _K.QUESTION_ANSWER, "drop": "."},
    "organisation_missing": {
        "kind": _K.STATUS_ANSWER,
        "swap": (r"Vereniging van Nederlandse Gemeenten \(VNG\)|VNG(?!-)|VVSG(?!-)", "De afzender"),
    },
    "contact_missing": {"kind": _K.QUESTION_ANSWER, "drop": r"@vng\.nl|@vvsg\.be"},
    "long_sentence": {
        "kind": _K.QUESTION_ANSWER,
        "add": "Wij hebben gekeken " + "en nog eens goed gekeken " * 10 + "en niets gevonden.",
    },
    "complaint_missing": {"kind": _K.REFUSAL, "drop": "klacht indienen"},
    "remedy_missing": {
        "kind": _K.REFUSAL,
        "drop": {"u": "naar de rechter", "je": "rechtbank van eerste aanleg"},
    },
    "remedy_term_wrong": {
        "kind": _K.REFUSAL,
        "swap": ("binnen zes weken", "binnen vier weken"),
        "forms": ("u",),
        "innocent": {"u": ("De gegevens zijn over twee weken weg.",)},
    },
    "extension_late": {"kind": _K.EXTENSION, "case": {"today": date(2026, 4, 8)}},
}


@pytest.mark.parametrize("rule", TRIALS)
@pytest.mark.parametrize("form", ["u", "je"])
def test_rule_hits_the_spoiled_letter_and_spares_the_good_one(rule: str, form: str, bench: Any) -> None:
    trial = TRIALS[rule]
    assert rule not in {finding.rule for finding in bench.good(trial, form)}
    if form in trial.get("forms", ("u", "je")):
        assert rule in {finding.rule for finding in bench.spoiled(trial, form)}
